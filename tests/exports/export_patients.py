"""Ready-made patients for the exporters: every one is invented, or a published test identity."""

from __future__ import annotations

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
from insdesk.identity.readings import Environment, FormerMatricule
from insdesk.identity.traits import Sexe, Traits

NIR = "1.2.250.1.213.1.4.8"
NIA = "1.2.250.1.213.1.4.9"
TEST = "1.2.250.1.213.1.4.10"
DEMO = "1.2.250.1.213.1.4.11"

SEEN_ON = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
PLACES = {
    "75120": "PARIS 20E ARRONDISSEMENT",
    "2A247": "PORTO-VECCHIO",
    "99243": "VIET NAM",
}


def some_traits(**changes: object) -> Traits:
    """Traits of a little girl; any field may be replaced, unchecked."""
    values: dict[str, object] = {
        "birth_name": "ROUSSEL-KERGOAT",
        "first_name": "INES",
        "first_names": "INES LOU MARIE",
        "birth_date": "2020-02-29",
        "sex": Sexe.F,
        "birth_place": "75120",
    }
    return Traits(**{**values, **changes})  # type: ignore[arg-type]


def some_retrieval(
    number: str = "2200275120997",
    oid: str = TEST,
    *,
    key: str | None = None,
    channel: Channel = Channel.CV,
    at: datetime = SEEN_ON,
    history: tuple[FormerMatricule, ...] = (),
    environment: Environment = Environment.DECOUVERTE,
) -> Retrieval:
    """An INS, its key computed unless given."""
    matricule = Matricule(number, key or expected_key(number), oid)
    return Retrieval(
        channel=channel, at=at, matricule=matricule, history=history, environment=environment
    )


def some_control(traits: Traits, proof: str = "LE", kind: ControlKind = ControlKind.DOC) -> Control:
    """A check of the identity, made the day it was retrieved."""
    return Control(kind=kind, proof=proof, at=SEEN_ON, snapshot=traits)


def some_patient(
    traits: Traits | None = None,
    retrieval: Retrieval | None = None,
    control: Control | None = None,
    *,
    uid: str = "ins-enfant",
    attributes: frozenset[Attribut] = frozenset(),
    used_name: str | None = None,
    used_first_name: str | None = None,
    environment: Environment = Environment.DECOUVERTE,
) -> Patient:
    """A qualified patient of the découverte desk."""
    traits = traits or some_traits()
    return Patient(
        uid=uid,
        identity=Identity(
            traits=traits,
            retrieval=retrieval or some_retrieval(environment=environment),
            control=control or some_control(traits),
            attributes=attributes,
        ),
        used_name=used_name,
        used_first_name=used_first_name,
        created_at=SEEN_ON,
        traits_recorded_at=SEEN_ON,
        environment=environment,
    )


def a_child() -> Patient:
    """Child, INS de test, livret de famille."""
    return some_patient()


def a_corsican() -> Patient:
    """Corsica, used name, exception procedure."""
    traits = some_traits(
        birth_name="D'ORNANO",
        first_name="ANGE-MARIE",
        first_names="ANGE-MARIE DOMINIQUE",
        birth_date="1954-08-15",
        sex=Sexe.M,
        birth_place="2A247",
    )
    return some_patient(
        traits,
        some_retrieval("154082A247991"),
        some_control(traits, "ATTEST_LIB", ControlKind.ATTEST),
        uid="ins-corse",
        used_name="ORNANO",
        used_first_name="Ange",
    )


def a_waiting_number() -> Patient:
    """Born abroad, NIA with a former number, titre de séjour."""
    traits = some_traits(
        birth_name="NGUYEN",
        first_name="THI MAI",
        first_names="THI MAI",
        birth_date="1991-09-09",
        birth_place="99243",
    )
    former = FormerMatricule(number="7910999351994", key="53", oid=NIA, end_text="2025-06-30")
    retrieval = some_retrieval("8910999351994", NIA, channel=Channel.INSI, history=(former,))
    return some_patient(traits, retrieval, some_control(traits, "CS"), uid="ins-nia-historique")


def a_real_patient(number: str = "1990399990018", oid: str = NIR) -> Patient:
    """A production record, about nobody: its place code is not attributed."""
    production = Environment.PRODUCTION
    return some_patient(
        retrieval=some_retrieval(number, oid, environment=production), environment=production
    )
