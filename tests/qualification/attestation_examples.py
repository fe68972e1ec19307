"""The exception procedure of rule book §9 as plain examples: one that holds, each guard broken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from desk_fakes import DOCTOR
from desk_stage import SIGNED, SOLO, YESTERDAY, a_card, a_person, known_elodie

from builders import NOW, a_control, a_trace, found, official, some_traits
from insdesk.identity.compare import compare
from insdesk.identity.desk_state import CardsState, CpsState
from insdesk.identity.matricule import expected_key
from insdesk.identity.patient import Attribut, Patient
from insdesk.identity.practitioner import CardKind
from insdesk.identity.readings import Environment, Operation
from insdesk.identity.traits import Sexe, Traits
from insdesk.qualification import rules
from insdesk.qualification.rules import Facts
from insdesk.qualification.steps import Evidence, Run
from insdesk.settings import Settings

TRAITS = some_traits(first_names=None).without_typed()
FACTS = Facts(
    now=NOW + timedelta(minutes=5),
    settings=SOLO,
    cards=CardsState(cps=CpsState.READY),
    practitioner=DOCTOR,
    environment=Environment.DECOUVERTE,
)
OTHER_NUMBER = "1790363999000"
OTHER_CARD = OTHER_NUMBER + expected_key(OTHER_NUMBER)


def a_run(traits: Traits = TRAITS, patient: Patient | None = None, **changes: object) -> Run:
    """A card read, its holder known since yesterday, INSi asked with the card five minutes ago."""
    usual: dict[str, object] = {
        "number": 1,
        "started_at": NOW,
        "reading": a_card(),
        "holder": a_person(),
        "patient": patient or known_elodie(traits=traits),
        "known": traits,
        "known_at": YESTERDAY,
        "answer": found(),
        "comparison": compare(traits, official()),
    }
    return Run(**usual | changes)  # type: ignore[arg-type]


USUAL = a_run()


@dataclass(frozen=True)
class Case:
    """What the gate must name, for this run, this evidence and these facts."""

    id: str
    named: tuple[tuple[str, str], ...]
    run: Run = USUAL
    evidence: Evidence = SIGNED
    facts: Facts = FACTS

    @property
    def holds(self) -> bool:
        """Whether the gate names exactly that, in that order."""
        refusals = rules.may_attest(self.run, self.evidence, self.facts)
        held = rules.held_guards(self.run, self.evidence, self.facts)
        missing = {rule for rule, _ in self.named}
        everything = {f"X{n}" for n in range(1, 12)}
        expected = everything - missing if missing != {"Q1"} else set()
        return tuple((one.rule, one.reason) for one in refusals) == self.named and held == expected


def settings(**changes: object) -> Facts:
    """These facts with other settings."""
    changed: Settings = replace(SOLO, **changes)  # type: ignore[arg-type]
    return replace(FACTS, settings=changed)


def asked_at(minutes: float) -> Run:
    """The answer came so many minutes before now."""
    trace = replace(a_trace(), received_at=FACTS.now - timedelta(minutes=minutes))
    return a_run(answer=found(trace=trace))


def flagged(flag: Attribut) -> Run:
    """Her record bears this attribut."""
    return a_run(patient=known_elodie(traits=TRAITS, attributes=[flag]))


def broken(rule: str, reason: str, label: str, **changes: object) -> Case:
    """One guard that does not hold, alone."""
    return Case(f"{rule} {label}", ((rule, reason),), **changes)  # type: ignore[arg-type]


_TODAY = known_elodie(traits=TRAITS, created_at=NOW)
_LONG_KNOWN = replace(_TODAY, known_since="2020-01-01")
_DISCORDANT = some_traits(birth_name="Garanceau", first_names=None).without_typed()
_HYPHEN = some_traits(first_name="Jean Luc", first_names=None).without_typed()
_BY_TRAITS = found(trace=a_trace(operation=Operation.BY_TRAITS))
_OTHER_TEXT = replace(SIGNED, attestation_text="J’atteste")
_CPE = replace(DOCTOR, kind=CardKind.CPE)

HOLDS = (
    Case("all guards hold", ()),
    Case(
        "opened today, said to be known",
        (),
        a_run(patient=_LONG_KNOWN),
    ),
    Case("opened today, ticked", (), a_run(patient=_TODAY), replace(SIGNED, already_followed=True)),
    Case("declared a year ago", (), facts=settings(declared_on="2025-11-01")),
    Case("in a group", (), facts=settings(structure="GROUPE")),
    Case("no owner declared yet, in découverte", (), facts=settings(owner_national_id="")),
    Case("answered 14 minutes ago", (), asked_at(14.9)),
    Case(
        "a homonym that was judged",
        (),
        flagged(Attribut.HOMA),
    ),
    Case("the card gives no number", (), a_run(holder=a_person(number=None))),
    Case(
        "a child on a parent's card",
        (),
        a_run(
            reading=a_card(a_person(number=OTHER_CARD), a_person(position=2, number=OTHER_CARD)),
            holder=a_person(position=2, number=OTHER_CARD, number_is_own=False),
        ),
    ),
    Case(
        "a difference of separator",
        (),
        a_run(
            _HYPHEN,
            known_elodie(traits=_HYPHEN),
            comparison=compare(_HYPHEN, official(first_names="JEAN-LUC MARIE")),
        ),
    ),
)

BROKEN = (
    broken("Q1", "REGLAGE_DESACTIVE", "switched off", facts=settings(exception_procedure=False)),
    broken("X1", "SECRETARIAT", "a secretariat", facts=settings(secretariat=True)),
    broken("X1", "DECLARATION", "never declared", facts=settings(declared_on="")),
    broken("X1", "DECLARATION", "declared too long ago", facts=settings(declared_on="2025-10-31")),
    broken("X1", "DECLARATION", "written by hand", facts=settings(declared_on="le 4 mai")),
    broken("X2", "STRUCTURE", "a hospital", facts=settings(structure="HOPITAL")),
    broken("X3", "PAS_CONNU", "opened today", run=a_run(patient=_TODAY)),
    broken("X3", "PAS_CONNU", "no record", run=replace(a_run(), patient=None)),
    broken(
        "X5", "CPS_ABSENTE", "no card", facts=replace(FACTS, cards=CardsState(cps=CpsState.ABSENT))
    ),
    broken("X4", "CPS_AUTRE", "a CPE", facts=replace(FACTS, practitioner=_CPE)),
    broken("X4", "CPS_AUTRE", "nobody", facts=replace(FACTS, practitioner=None)),
    *(
        broken(
            "X4",
            "POSTE_SANS_TITULAIRE",
            f"anybody's CPS on a desk of nobody, in {where.value}",
            facts=replace(settings(owner_national_id=""), environment=where),
        )
        for where in (Environment.ESSAI, Environment.PRODUCTION)
    ),
    broken(
        "X4",
        "CPS_AUTRE",
        "a CPE on a desk of nobody",
        facts=replace(
            settings(owner_national_id=""), environment=Environment.ESSAI, practitioner=_CPE
        ),
    ),
    broken(
        "X4",
        "CPS_AUTRE",
        "another practitioner",
        facts=replace(FACTS, practitioner=replace(DOCTOR, national_id="899900000025")),
    ),
    broken("X6", "CANAL_TRAITS", "asked by traits", run=a_run(answer=_BY_TRAITS)),
    broken("X6", "REPONSE_ANCIENNE", "a quarter of an hour ago", run=asked_at(15)),
    broken(
        "X7",
        "TRAITS_NON_CONCORDANTS",
        "another name",
        run=a_run(
            _DISCORDANT,
            known_elodie(traits=_DISCORDANT),
            comparison=compare(_DISCORDANT, official()),
        ),
    ),
    broken("X7", "TRAITS_NON_CONCORDANTS", "not compared", run=a_run(comparison=None)),
    broken("X7", "TRAIT_MANQUANT", "indeterminate sex", run=a_run(replace(TRAITS, sex=Sexe.I))),
    *(
        broken("X7", "TRAIT_MANQUANT", f"no {trait}", run=a_run(replace(TRAITS, **{trait: None})))  # type: ignore[arg-type]
        for trait in ("birth_name", "first_name", "birth_date", "sex")
    ),
    broken("X8", "TRAITS_POSTERIEURS", "typed after the answer", run=a_run(known_at=FACTS.now)),
    broken("X8", "TRAITS_POSTERIEURS", "typed at the answer", run=a_run(known_at=NOW)),
    broken("X8", "TRAITS_POSTERIEURS", "never recorded", run=a_run(known_at=None)),
    broken(
        "X9",
        "NSS_DISCORDANT",
        "another number",
        run=a_run(holder=a_person(number=OTHER_CARD), reading=a_card(a_person(number=OTHER_CARD))),
    ),
    *(
        broken(
            "X10",
            reason,
            flag.value,
            run=flagged(flag),
        )
        for reason, flag in (
            ("DOUTEUSE", Attribut.DOUT),
            ("DOUTEUSE", Attribut.FICT),
            ("HOMONYME", Attribut.HOMD),
        )
    ),
    broken("X11", "ATTESTATION_NON_COCHEE", "not ticked", evidence=replace(SIGNED, attested=False)),
    broken(
        "X11",
        "ATTESTATION_TEXTE",
        "another sentence",
        evidence=_OTHER_TEXT,
    ),
)

SEVERAL = (
    Case(
        "no answer at all",
        (
            ("X6", "CANAL_TRAITS"),
            ("X7", "TRAITS_NON_CONCORDANTS"),
            ("X8", "TRAITS_POSTERIEURS"),
        ),
        a_run(answer=None, comparison=None),
    ),
    Case("named once", (("X1", "SECRETARIAT"),), facts=settings(secretariat=True, declared_on="")),
    Case(
        "checked already",
        (("IV-405", "DEJA_CONTROLEE"),),
        a_run(patient=known_elodie(traits=TRAITS, control=a_control(snapshot=TRAITS))),
    ),
)

CASES = (*HOLDS, *BROKEN, *SEVERAL)
