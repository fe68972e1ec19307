"""What may leave the desk with its INS, and what may not (rule book §12): a table of conditions.

Exports write what is handed to them here; none of them decides. Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from insdesk.errors import ExportRefused, InvalidTrait
from insdesk.identity.matricule import Matricule, Nature
from insdesk.identity.normalise import Profile, check
from insdesk.identity.patient import DOUBT, Control, ControlKind, Patient, Retrieval
from insdesk.identity.published import PUBLIC_TEST_NUMBERS
from insdesk.identity.readings import Environment
from insdesk.identity.traits import Sexe, is_calendar_date, place

TEST_NATURES = frozenset({Nature.TEST, Nature.DEMO})
NEEDED = ("birth_name", "first_name", "first_names", "birth_date", "sex")
"""Without one of them nothing leaves (IV-600); the place may be absent (IV-064)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualified:
    """An identity that may leave: qualified, complete, its traits as INSi and the desk hold them.

    `birth_date` is a real day, ISO; names are form N; `birth_place` may be absent (IV-064).
    """

    patient: Patient = field(repr=False)
    retrieval: Retrieval = field(repr=False)
    control: Control = field(repr=False)
    birth_name: str = field(repr=False)
    first_name: str = field(repr=False)
    first_names: str = field(repr=False)
    sex: Sexe = field(repr=False)
    birth_date: str = field(repr=False)
    birth_place: str | None = field(repr=False)

    @property
    def matricule(self) -> Matricule:
        """The active matricule, with its OID."""
        return self.retrieval.matricule

    @property
    def document(self) -> str | None:
        """Code of the document seen, None when the control rests on something else."""
        return self.control.proof if self.control.kind is ControlKind.DOC else None


@dataclass(frozen=True, slots=True)
class Condition:
    """One line: the rule quoted when a patient does not meet it."""

    rule: str
    holds: Callable[[Patient], bool]


def _one_environment(patient: Patient) -> bool:
    """A record and its INS are both of production, or neither is (decision 3)."""
    environments = _environments(patient)
    return Environment.PRODUCTION not in environments or len(environments) == 1


def _real_number(patient: Patient) -> bool:
    """No test or demo OID in production (IV-033)."""
    retrieval = patient.identity.retrieval
    tests = retrieval is not None and retrieval.matricule.nature in TEST_NATURES
    return Environment.PRODUCTION not in _environments(patient) or not tests


def _unpublished(patient: Patient) -> bool:
    """No published test identity in production (insi.md §11)."""
    retrieval = patient.identity.retrieval
    published = retrieval is not None and retrieval.matricule.number in PUBLIC_TEST_NUMBERS
    return Environment.PRODUCTION not in _environments(patient) or not published


CONDITIONS: tuple[Condition, ...] = (
    Condition("IV-110", lambda one: not one.identity.attributes & DOUBT),
    Condition("IV-101", lambda one: one.active_matricule is not None),
    Condition("ENVIRONNEMENT", _one_environment),
    Condition("IV-033", _real_number),
    Condition("IDENTITE_DE_TEST", _unpublished),
    Condition("IV-600", lambda one: all(getattr(one.traits, name) for name in NEEDED)),
    Condition("IV-060", lambda one: one.traits.sex in (Sexe.F, Sexe.M)),
    Condition("IV-050", lambda one: is_calendar_date(one.traits.birth_date or "")),
)
"""In this order: the first that does not hold is the one named."""


def refusal(patient: Patient) -> str | None:
    """The rule that keeps `patient` from leaving any desk with its INS; None when it may."""
    failed = next((one.rule for one in CONDITIONS if not one.holds(patient)), None)
    return failed or _form_problem(patient)


def may_leave(patient: Patient) -> bool:
    """Whether `patient` may leave a desk with its INS."""
    return refusal(patient) is None


def qualified(patient: Patient) -> Qualified:
    """The identity of `patient`, if it may leave any desk at all.

    Raises `ExportRefused` with the first rule of `CONDITIONS` that does not hold, or the code of
    the lexical profile for a name or a place.
    """
    if (rule := refusal(patient)) is not None:
        raise ExportRefused(rule)
    retrieval, control, traits = (
        patient.identity.retrieval,
        patient.identity.control,
        patient.traits,
    )
    if retrieval is None or control is None or traits.sex is None:
        raise ExportRefused("IV-101")
    return Qualified(
        patient=patient,
        retrieval=retrieval,
        control=control,
        birth_name=traits.birth_name or "",
        first_name=traits.first_name or "",
        first_names=traits.first_names or "",
        sex=traits.sex,
        birth_date=traits.birth_date or "",
        birth_place=traits.birth_place,
    )


def leaving(patient: Patient, *, real: bool, fictitious: bool) -> Qualified:
    """The identity of `patient`, if a desk of production (`real`) or not may hand it over.

    Production hands over production only, and a production identity is never marked fictitious;
    `fictitious` says whether others may leave, marked. Raises `ExportRefused` as `qualified`.
    """
    identity = qualified(patient)
    is_real = Environment.PRODUCTION in _environments(patient)
    if is_real is not real or not (is_real or fictitious):
        raise ExportRefused("ENVIRONNEMENT")
    return identity


def place_needed(identity: Qualified) -> str:
    """The place of birth, for a format that cannot do without. Raises `ExportRefused` IV-064."""
    if identity.birth_place is None:
        raise ExportRefused("IV-064")
    return identity.birth_place


def _environments(patient: Patient) -> set[Environment]:
    retrieval = patient.identity.retrieval
    return {patient.environment, retrieval.environment if retrieval else patient.environment}


def _form_problem(patient: Patient) -> str | None:
    """`Traits` can be built without its checks; a file that has left cannot be called back."""
    traits = patient.traits
    try:
        check(Profile.NOM, traits.birth_name or "")
        check(Profile.PRENOM, traits.first_name or "")
        check(Profile.PRENOM, traits.first_names or "")
        if traits.birth_place is not None:
            place(traits.birth_place)
    except InvalidTrait as problem:
        return problem.code
    return None
