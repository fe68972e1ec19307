"""Values with sensible defaults, for any test: everything here is valid and invented.

some_traits(first_names=None)        the desk's side, typed by a person
official(sex="M")                    INSi's side, as received
found(birth_place=None)              an answer 00
a_patient(traits=some_traits())      a record, provisional unless given its two axes
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from insdesk.identity.matricule import Matricule, expected_key
from insdesk.identity.patient import (
    Attribut,
    Channel,
    Control,
    ControlKind,
    Identity,
    Patient,
    Retrieval,
)
from insdesk.identity.readings import (
    AppReading,
    CallTrace,
    Environment,
    FormerMatricule,
    Found,
    Operation,
    VitaleSource,
)
from insdesk.identity.traits import Traits

TEST_OID = "1.2.250.1.213.1.4.10"
NUMBER = "2780363999000"
"""Order number 000, which is never allotted, in a commune that does not exist."""
NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def some_traits(
    *,
    birth_name: str = "Tilleul",
    first_name: str = "Élodie",
    first_names: str | None = "Élodie Marthe Rose",
    birth_date: str = "1978-03-09",
    sex: str | None = "F",
    birth_place: str | None = "63999",
    birth_date_interpreted: bool = False,
) -> Traits:
    """What a person typed about Élodie TILLEUL (rule book §7.3)."""
    return Traits.from_text(
        birth_name=birth_name,
        first_name=first_name,
        first_names=first_names,
        birth_date=birth_date,
        sex=sex,
        birth_place=birth_place,
        birth_date_interpreted=birth_date_interpreted,
    )


def official(
    *,
    birth_name: str | None = "TILLEUL",
    first_name: str | None = None,
    first_names: str | None = "ELODIE MARTHE ROSE",
    birth_date: str | None = "1978-03-09",
    sex: str | None = "F",
    birth_place: str | None = "63999",
) -> Traits:
    """The same person as INSi sends her: no first given name of its own (IV-012)."""
    return Traits.as_received(
        birth_name=birth_name,
        first_name=first_name,
        first_names=first_names,
        birth_date=birth_date,
        sex=sex,
        birth_place=birth_place,
    )


def a_matricule(number: str = NUMBER, *, key: str | None = None, oid: str = TEST_OID) -> Matricule:
    """A matricule with the right key, unless another is given."""
    return Matricule(number, key or expected_key(number), oid)


def a_trace(*, operation: Operation = Operation.BY_VITALE, attempt: int = 1) -> CallTrace:
    """How an answer of the simulator was obtained."""
    return CallTrace(
        operation=operation,
        message_id="urn:uuid:00000000-0000-4000-8000-000000000001",
        received_at=NOW,
        environment=Environment.DECOUVERTE,
        attempt=attempt,
    )


def found(
    *,
    matricule: Matricule | None = None,
    birth_name: str | None = "TILLEUL",
    first_names: str | None = "ELODIE MARTHE ROSE",
    sex: str | None = "F",
    birth_date: str | None = "1978-03-09",
    birth_place: str | None = "63999",
    history: tuple[FormerMatricule, ...] = (),
    qualifiable: bool = True,
    warnings: tuple[str, ...] = (),
    trace: CallTrace | None = None,
) -> Found:
    """An answer 00 about Élodie TILLEUL, by carte Vitale."""
    matricule = matricule or a_matricule()
    return Found(
        matricule=matricule,
        matricule_text=matricule.value,
        history=history,
        birth_name=birth_name,
        first_names=first_names,
        sex=sex,
        birth_date=birth_date,
        birth_place=birth_place,
        qualifiable=qualifiable,
        warnings=warnings,
        trace=trace or a_trace(),
    )


def an_app_reading(
    *,
    matricule: Matricule | None = None,
    birth_name: str | None = "TILLEUL",
    first_name: str | None = "ELODIE",
    first_names: str | None = "ELODIE MARTHE ROSE",
    sex: str | None = "F",
    birth_date: str | None = "1978-03-09",
    birth_place: str | None = "63999",
    at: datetime = NOW,
    valid: bool = True,
) -> AppReading:
    """What the application carte Vitale of Élodie TILLEUL says."""
    return AppReading(
        matricule=matricule or a_matricule(),
        birth_name=birth_name,
        first_name=first_name,
        first_names=first_names,
        sex=sex,
        birth_date=birth_date,
        birth_place=birth_place,
        at=at,
        valid=valid,
        source=VitaleSource.SIMULATED,
        reference="appcv:0000000000000001",
    )


def a_retrieval(
    *,
    channel: Channel = Channel.CV,
    matricule: Matricule | None = None,
    at: datetime = NOW,
    history: tuple[FormerMatricule, ...] = (),
    environment: Environment = Environment.DECOUVERTE,
) -> Retrieval:
    """Axis I: the INS obtained with the carte Vitale."""
    return Retrieval(
        channel=channel,
        at=at,
        matricule=matricule or a_matricule(),
        history=history,
        environment=environment,
        message_id=a_trace().message_id,
    )


def a_control(
    *,
    kind: ControlKind = ControlKind.DOC,
    proof: str = "CN",
    at: datetime = NOW,
    snapshot: Traits | None = None,
    adult_proof: str | None = None,
) -> Control:
    """Axis C: the five traits seen on an identity card."""
    seen = snapshot or some_traits().without_typed()
    return Control(kind=kind, proof=proof, at=at, snapshot=seen, adult_proof=adult_proof)


def an_identity(
    *,
    traits: Traits | None = None,
    retrieval: Retrieval | None = None,
    control: Control | None = None,
    attributes: Iterable[Attribut] = (),
) -> Identity:
    """A provisional identity, unless given one axis or both."""
    return Identity(
        traits=traits or some_traits().without_typed(),
        retrieval=retrieval,
        control=control,
        attributes=frozenset(attributes),
    )


def a_patient(
    *,
    uid: str = "00000000-0000-4000-8000-00000000aaaa",
    identity: Identity | None = None,
    traits: Traits | None = None,
    retrieval: Retrieval | None = None,
    control: Control | None = None,
    attributes: Iterable[Attribut] = (),
    used_name: str | None = None,
    used_first_name: str | None = None,
    created_at: datetime = NOW,
    traits_recorded_at: datetime | None = None,
    known_since: str | None = None,
    environment: Environment = Environment.DECOUVERTE,
    version: int = 0,
) -> Patient:
    """A record of the desk; `identity` wins over the four parts it is made of."""
    parts = an_identity(traits=traits, retrieval=retrieval, control=control, attributes=attributes)
    return Patient(
        uid=uid,
        identity=identity or parts,
        used_name=used_name,
        used_first_name=used_first_name,
        created_at=created_at,
        traits_recorded_at=traits_recorded_at or created_at,
        known_since=known_since,
        environment=environment,
        version=version,
    )


def qualified_patient(*, channel: Channel = Channel.CV, traits: Traits | None = None) -> Patient:
    """A record with both axes: INS retrieved, identity card seen."""
    seen = (traits or some_traits()).without_typed()
    return a_patient(
        traits=seen, retrieval=a_retrieval(channel=channel), control=a_control(snapshot=seen)
    )
