"""The one door to every format: what may leave the desk with its INS, and what may not."""

from __future__ import annotations

from dataclasses import dataclass, field

from insdesk.errors import ExportRefused, InvalidTrait
from insdesk.exports.context import Context
from insdesk.exports.fictitious import PUBLIC_TEST_NUMBERS
from insdesk.identity.matricule import Matricule, Nature
from insdesk.identity.normalise import Profile, check
from insdesk.identity.patient import DOUBT, Control, Patient, Retrieval
from insdesk.identity.readings import Environment
from insdesk.identity.traits import Sexe, is_calendar_date, place

ENVIRONMENT_RULE = "ENVIRONNEMENT"
"""The identity and the desk are not of the same environment (decision 3)."""

PUBLIC_IDENTITY_RULE = "IDENTITE_DE_TEST"
"""A published test identity in a production record (insi.md §11)."""


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


def leaving(patient: Patient, context: Context) -> Qualified:
    """The identity of `patient` if this desk may hand it over.

    Raises `ExportRefused` as `qualified` does, and for an identity of another environment:
    production hands over production only, and a production identity is never marked fictitious.
    """
    identity = qualified(patient)
    real = Environment.PRODUCTION in _environments(patient, identity.retrieval)
    if real is not context.is_real or not (real or context.allow_fictitious):
        raise ExportRefused(ENVIRONMENT_RULE)
    return identity


def qualified(patient: Patient) -> Qualified:
    """The identity of `patient` if it may leave any desk at all.

    Raises `ExportRefused`: IV-110 doubtful or fictitious, IV-101 not `QUAL`, IV-600 a strict trait
    missing, IV-060 a sex that is not M or F, IV-050 a date that is not a day, the code of the
    lexical profile for a name or a place, IV-033 a test or demo OID in production,
    `IDENTITE_DE_TEST` a published test identity in production, `ENVIRONNEMENT` a record and an
    INS of which only one is of production.
    """
    identity, traits = patient.identity, patient.traits
    if identity.attributes & DOUBT:
        raise ExportRefused("IV-110")
    retrieval, control = identity.retrieval, identity.control
    if patient.active_matricule is None or retrieval is None or control is None:
        raise ExportRefused("IV-101")
    _refuse_false_production(patient, retrieval)
    if (
        traits.birth_name is None
        or traits.first_name is None
        or traits.first_names is None
        or traits.birth_date is None
        or traits.sex is None
    ):
        raise ExportRefused("IV-600")
    found = Qualified(
        patient=patient,
        retrieval=retrieval,
        control=control,
        birth_name=traits.birth_name,
        first_name=traits.first_name,
        first_names=traits.first_names,
        sex=traits.sex,
        birth_date=traits.birth_date,
        birth_place=traits.birth_place,
    )
    _check_forms(found)
    return found


def _environments(patient: Patient, retrieval: Retrieval) -> set[Environment]:
    return {patient.environment, retrieval.environment}


def _refuse_false_production(patient: Patient, retrieval: Retrieval) -> None:
    """Outside production nothing is refused here: what leaves will be marked."""
    environments = _environments(patient, retrieval)
    if Environment.PRODUCTION not in environments:
        return
    if len(environments) > 1:
        raise ExportRefused(ENVIRONMENT_RULE)
    if retrieval.matricule.nature in (Nature.TEST, Nature.DEMO):
        raise ExportRefused("IV-033")
    if retrieval.matricule.number in PUBLIC_TEST_NUMBERS:
        raise ExportRefused(PUBLIC_IDENTITY_RULE)


def _check_forms(identity: Qualified) -> None:
    """`Traits` can be built without its checks; a file that has left cannot be called back."""
    if identity.sex not in (Sexe.F, Sexe.M):
        raise ExportRefused("IV-060")
    if not is_calendar_date(identity.birth_date):
        raise ExportRefused("IV-050")
    try:
        check(Profile.NOM, identity.birth_name)
        check(Profile.PRENOM, identity.first_name)
        check(Profile.PRENOM, identity.first_names)
        if identity.birth_place is not None:
            place(identity.birth_place)
    except InvalidTrait as problem:
        raise ExportRefused(problem.code) from problem
