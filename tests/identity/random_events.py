"""Random lives of an identity, from a seed: the same seed always gives the same events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.evidence import ATTESTATION_TEXT, DEVICES
from insdesk.identity.guards import GUARDS_OF_THE_ATTESTATION
from insdesk.identity.matricule import Matricule
from insdesk.identity.patient import Attribut, Channel, Identity, Retrieval
from insdesk.identity.readings import FormerMatricule
from insdesk.identity.status import Transition, move
from insdesk.identity.traits import Traits

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
OIDS = tuple(f"1.2.250.1.213.1.4.{n}" for n in (9, 8, 10))
NUMBERS = ("2780363999000", "2780363999111", "2780363999222")
MATRICULES = tuple(Matricule.parse(number, oid) for number in NUMBERS for oid in OIDS)
HISTORIES = (
    (),
    (),
    *((FormerMatricule(number=one.number, key=None, oid=one.oid),) for one in MATRICULES),
)
LOCAL = tuple(
    Traits.from_text(
        birth_name=name,
        first_name=first,
        first_names=names,
        birth_date=date,
        sex=sex,
        birth_place=place,
    )
    for name in ("TILLEUL", "GARANCEAU", "TILLEUL SABLE")
    for first, names in (("ELODIE", None), ("ELODIE", "ELODIE MARTHE"), ("MARTHE", None))
    for date, sex, place in (("1978-03-09", "F", "63999"), ("1978-12-31", "I", None))
)
OFFICIAL = tuple(
    Traits.as_received(
        birth_name=name,
        first_name=None,
        first_names=names,
        birth_date=date,
        sex="F",
        birth_place=place,
    )
    for name in ("TILLEUL", "TILLEUL-SABLE", "GARANCEAU")
    for names in ("ELODIE", "ELODIE MARTHE", "ELODIE-MARTHE")
    for date, place in (("1978-03-09", "63999"), ("1978-00-00", None))
)
CONFIRMED = (frozenset[str](), frozenset({"birth_name", "first_name", "first_names", "birth_date"}))
HELD = (GUARDS_OF_THE_ATTESTATION, GUARDS_OF_THE_ATTESTATION - {"X4"})
TEXTS = (ATTESTATION_TEXT, ATTESTATION_TEXT + ".")
REASONS = ("", "pièce fausse", "pièce fausse")
CODES = (*(row.code for row in DEVICES if row.high_trust), "PC", "")
TICKED = (ev.FIVE_TRAITS, ev.FIVE_TRAITS, ev.FIVE_TRAITS - {"sex"})


def retrieval(rng: Random) -> Retrieval:
    return Retrieval(
        channel=rng.choice(tuple(Channel)),
        at=START + timedelta(minutes=rng.randrange(10**6)),
        matricule=rng.choice(MATRICULES),
        history=rng.choice(HISTORIES),
    )


def _answer(rng: Random) -> ev.Event:
    return ev.ReponseInsi(
        official=rng.choice(OFFICIAL), retrieval=retrieval(rng), confirmed=rng.choice(CONFIRMED)
    )


def _same_person(rng: Random) -> ev.Event:
    """INSi says the same as before, perhaps with a newer matricule and its history.

    Without it most answers would be discordant and most lives short.
    """
    newer = rng.choice((MATRICULES[0], MATRICULES[0], MATRICULES[1]))
    sent = Retrieval(
        channel=rng.choice((Channel.CV, Channel.INSI)),
        at=START,
        matricule=newer,
        history=tuple(
            FormerMatricule(number=one.number, key=None, oid=one.oid) for one in MATRICULES[:2]
        ),
    )
    return ev.ReponseInsi(official=OFFICIAL[0], retrieval=sent, confirmed=CONFIRMED[1])


def _piece(rng: Random) -> ev.Event:
    return ev.PieceConcordante(
        proof=rng.choice(CODES),
        at=START,
        ticked=rng.choice(TICKED),
        adult_proof=rng.choice((None, "CN")),
    )


def _app(rng: Random) -> ev.Event:
    return ev.LectureAppCarteVitale(
        official=rng.choice(OFFICIAL),
        retrieval=replace(retrieval(rng), channel=Channel.AV),
        scan_valide=rng.random() < 0.8,
        confirmed=rng.choice(CONFIRMED),
    )


def _attestation(rng: Random) -> ev.Event:
    return ev.AttestationSignee(at=START, text=rng.choice(TEXTS), held=rng.choice(HELD))


def _edit(rng: Random) -> ev.Event:
    return ev.TraitStrictModifie(
        traits=rng.choice(LOCAL), averti=rng.random() < 0.5, reason=rng.choice(REASONS)
    )


def _merge(rng: Random) -> ev.Event:
    other = Identity(traits=rng.choice(LOCAL), retrieval=rng.choice((None, retrieval(rng))))
    return ev.Fusion(other=other, reason=rng.choice(REASONS))


EVENTS = (
    _answer,
    _answer,
    _same_person,
    _same_person,
    _piece,
    _piece,
    _app,
    _attestation,
    _attestation,
    _edit,
    _merge,
    lambda rng: ev.InsInvalidee(reason=rng.choice(REASONS)),
    lambda rng: ev.PreuveRetiree(reason=rng.choice(REASONS)),
    lambda rng: ev.AttestationAnnulee(reason=rng.choice(REASONS)),
    lambda _rng: ev.AttestationAnnulee(reason="erreur"),
    lambda rng: ev.ReponseInsiSansIdentite(code=rng.choice(("01", "02", "insi_102"))),
    lambda rng: ev.VerificationConcordante(at=START + timedelta(days=rng.randrange(9))),
    lambda _rng: ev.VerificationNonConcordante(),
    lambda _rng: ev.VerificationImpossible(),
    lambda rng: ev.AttributPose(attribut=rng.choice(tuple(Attribut)), confirme=rng.random() < 0.5),
    lambda rng: ev.AttributRetire(attribut=rng.choice(tuple(Attribut)), reason=rng.choice(REASONS)),
    lambda rng: ev.AttributRetire(attribut=Attribut.DOUT, reason="levé"),
    lambda _rng: ev.TraitComplementaireModifie(),
    lambda _rng: ev.CopiePurgee(),
    lambda _rng: ev.RefusDePiece(),
)


def creation(rng: Random) -> ev.Event:
    """One of the four ways to open a record."""
    traits, found = rng.choice(LOCAL), retrieval(rng)
    return rng.choice(
        (
            ev.CreationManuelle(traits=traits, recherche_faite=True),
            ev.CreationDepuisInsi(
                traits=traits, retrieval=replace(found, channel=Channel.INSI), recherche_faite=True
            ),
            ev.CreationDepuisAppCarteVitale(
                traits=traits,
                retrieval=replace(found, channel=Channel.AV),
                recherche_faite=True,
                scan_valide=True,
            ),
            ev.Import(traits=traits),
        )
    )


def event(rng: Random) -> ev.Event:
    return rng.choice(EVENTS)(rng)


def a_life(seed: int, longest: int = 30) -> list[ev.Event]:
    """A creation, then up to `longest` - 1 events, legal or not."""
    rng = Random(seed)
    return [creation(rng), *(event(rng) for _ in range(rng.randrange(longest)))]


Met = tuple[Identity, Transition | None]
"""A state, with the row that made it; None when the event was refused."""


def play(life: list[ev.Event]) -> list[Met]:
    """Each state met, from the creation on."""
    one: Identity | None = None
    met: list[Met] = []
    for happened in life:
        try:
            one, row = move(one, happened)
        except Refused:
            if one is None:
                raise
            met.append((one, None))
        else:
            met.append((one, row))
    return met
