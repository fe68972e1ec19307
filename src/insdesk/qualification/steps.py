"""The run (one patient at the desk) and the order of its screens. Pure; nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from insdesk.errors import InsdeskError
from insdesk.identity.compare import Comparison
from insdesk.identity.patient import Patient
from insdesk.identity.readings import (
    AppReading,
    Found,
    InsiAnswer,
    NotFound,
    Operation,
    SeveralFound,
    VitalePerson,
    VitaleReading,
)
from insdesk.identity.resemblance import Resemblance
from insdesk.identity.traits import Traits


class Step(Enum):
    """The pages of the qualification host, in the order of the journeys (ux.md §4)."""

    WAIT_FOR_CARD = "S01"
    CHOOSE_HOLDER = "S03"
    PRIOR_RECORDS = "S14"
    ALREADY_QUALIFIED = "S15"
    TYPE_TRAITS = "S10"
    ASK_INSI = "S04"
    COMPARE = "S05"
    APP_CARD = "S05-AV"
    DISCORDANCE = "S13"
    NOT_FOUND = "S11"
    SEVERAL = "S12"
    DONE = "S08"
    FAILED = "E"


class PatientView(Enum):
    """What happened on the patient's screen (X9)."""

    NOT_SHOWN = "non montré"
    SHOWN = "montré"
    CONFIRMED = "confirmé par le patient"
    CONTESTED = "contesté par le patient"


class Outcome(Enum):
    """How a run ended."""

    QUALIFIED = "qualifiée"
    RETRIEVED = "récupérée"
    SAVED = "enregistrée"


class Judgement(Enum):
    """What is said of a record that the prior-record search shows (S14)."""

    OTHER_PERSON = "autre personne"
    UNKNOWN = "ne sait pas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior:
    """A record shown by the prior-record search, and what it has of the patient, if anything."""

    patient: Patient = field(repr=False)
    resemblance: Resemblance | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the practitioner declares about the check (decision 13). Nothing is preselected.

    Either `device` (a code of the register, with `adult_device` for a minor's paper), or
    `attested` for the exception procedure, with the sentence as it was shown.
    `absent` and `different` name traits marked « absent du document » or « différent ».
    """

    device: str | None = None
    adult_device: str | None = None
    adult_link: str | None = None
    """What the adult is to the minor: a code of `identity.evidence.AdultLink` (IV-406)."""
    court_decision: bool = False
    """The decision that names the guardian or delegate was seen (§8.1)."""
    noted: frozenset[str] = frozenset()
    """Devices without trust that were shown as well: noted, they never validate (§8.2)."""
    expired_document: bool = False
    attested: bool = False
    attestation_text: str = ""
    already_followed: bool = False
    """Tick « Déjà suivi avant l'ouverture du dossier dans insdesk » (X3)."""
    absent: frozenset[str] = frozenset()
    different: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One patient at the desk. Each use case returns a new one; « back » is the previous value.

    `number` tells a late result from the run on the screen. `known` is the local side of the
    comparison: the record's traits, else the card's, else what was typed. `known_at` is when
    those traits were recorded (X8). `ticked` holds the differences confirmed one by one.
    """

    number: int
    started_at: datetime
    insertion: str | None = None
    reading: VitaleReading | None = field(default=None, repr=False)
    holder: VitalePerson | None = field(default=None, repr=False)
    patient: Patient | None = field(default=None, repr=False)
    known: Traits | None = field(default=None, repr=False)
    known_at: datetime | None = None
    known_problem: InsdeskError | None = None
    """Why the card's own traits cannot serve as the local side (a name outside the profile)."""
    searched: bool = False
    """The prior-record search was made for these traits (IV-200)."""
    prior: tuple[Prior, ...] = ()
    """What that search showed and the practitioner must judge, the likeliest first (IV-203)."""
    judged: Mapping[str, Judgement] = field(default_factory=dict)
    """By record of `prior`: what was said of it. All judged, or one opened, before any creation."""
    reasons: Mapping[str, str] = field(default_factory=dict, repr=False)
    """By record of `judged`: why two people are different, a code of the list of S14."""
    letters: str = field(default="", repr=False)
    """The letters by which the list was shortened, three at most (IV-200)."""
    listed: bool = False
    """A shortened list stays on show, even empty, until it is said that none is the patient."""
    found_again: tuple[Prior, ...] = ()
    """What the search after an answer showed (IV-205), while that answer contradicts the desk."""
    search: str = ""
    """The reference of the last prior-record search, as the journal keeps it."""
    correlation: str = ""
    """Ties together the lines of the journal about this run (rule book §14)."""
    typing: bool = False
    from_card: VitalePerson | None = field(default=None, repr=False)
    """Whose texts of the card fill the form of a search by traits: neither number nor sex."""
    used_name: str | None = field(default=None, repr=False)
    used_first_name: str | None = field(default=None, repr=False)
    asked: Traits | None = field(default=None, repr=False)
    changed_for_retry: bool = False
    """Found with a changed criterion after 01 or 02: every row needs its tick (S05)."""
    tries: int = 0
    answer: InsiAnswer | None = field(default=None, repr=False)
    app: AppReading | None = field(default=None, repr=False)
    """What the application carte Vitale of the patient said: INSi is then not called (T03)."""
    comparison: Comparison | None = field(default=None, repr=False)
    ticked: frozenset[str] = frozenset()
    patient_view: PatientView = PatientView.NOT_SHOWN
    contested: frozenset[str] = frozenset()
    view_opened_at: datetime | None = None
    """When the screen was turned to the patient, and when they were done with it (§14)."""
    view_closed_at: datetime | None = None
    ask_again: bool = False
    """« Interroger quand même » on an identity already qualified."""
    outcome: Outcome | None = None
    failure: InsdeskError | None = None

    @property
    def unjudged(self) -> tuple[Prior, ...]:
        """Records of the prior-record search of which nothing was said yet (IV-204)."""
        return tuple(one for one in self.prior if one.patient.uid not in self.judged)

    @property
    def by_vitale(self) -> bool:
        """Whether the answer came from the operation by carte Vitale in this run (decision 5)."""
        trace = self.answer.trace if self.answer else None
        return trace is not None and trace.operation is Operation.BY_VITALE


def next_step(run: Run | None) -> Step:
    """Say which page comes next; the windows only obey."""
    match run:
        case None:
            return Step.WAIT_FOR_CARD
        case Run(outcome=Outcome()):
            return Step.DONE
        case Run(failure=InsdeskError()):
            return Step.FAILED
        case Run(typing=True, answer=None, asked=None):
            return Step.TYPE_TRAITS
        case Run(reading=VitaleReading(), holder=None):
            return Step.CHOOSE_HOLDER
        case Run(patient=None) if run.unjudged or run.listed:
            return Step.PRIOR_RECORDS
        case Run(answer=None, patient=Patient() as patient, ask_again=False) if _is_done(patient):
            return Step.ALREADY_QUALIFIED
        case Run(app=AppReading()):
            return Step.APP_CARD
        case Run(answer=None):
            return Step.ASK_INSI
        case _:
            return _answered(run)


def _answered(run: Run) -> Step:
    match run:
        case Run(answer=NotFound()):
            return Step.NOT_FOUND
        case Run(answer=SeveralFound()):
            return Step.SEVERAL
        case Run(answer=Found(), comparison=Comparison() as comparison) if comparison.blocks:
            return Step.DISCORDANCE
        case _:
            return Step.COMPARE


def _is_done(patient: Patient) -> bool:
    return patient.active_matricule is not None
