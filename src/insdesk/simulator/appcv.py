"""Telephones that show an application carte Vitale: bytes signed by us, and who reads them.

The real code is a matter of licence and is not known here. This one is ours from end to end: a
payload with a life of minutes, signed by a key of this process, so that a forged code, an expired
one and bytes that mean nothing are refused by the reading itself.
"""

from __future__ import annotations

import json
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from insdesk.errors import AppCodeRefused, InvalidMatricule
from insdesk.identity.matricule import Matricule
from insdesk.identity.readings import AppReading, VitaleSource
from insdesk.simulator.people import person
from insdesk.simulator.person import Person

LIFE = timedelta(minutes=5)
"""How long a code lives once shown."""

MARK = b"INSDESK-DECOUVERTE-AV1"
"""First part of every code: no real one begins so."""

_TRAITS = ("birth_name", "first_name", "first_names", "sex", "birth_date", "birth_place")

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A telephone that can be presented, with a French label without a trait.

    `age` is how long ago its code was made; `forged`: signed by a key that nobody knows.
    """

    name: str
    label: str
    holder: Person = field(repr=False)
    age: timedelta = timedelta(0)
    forged: bool = False
    garbled: bool = False


def _phones(*phones: Phone) -> Mapping[str, Phone]:
    return {one.name: one for one in phones}


PHONES: Mapping[str, Phone] = _phones(
    Phone(name="nouveau", label="Un patient inconnu de la base", holder=person("j4")),
    Phone(name="tirets", label="Un dossier écrit autrement", holder=person("tirets")),
    Phone(name="connu", label="Un patient suivi depuis des années", holder=person("j2")),
    Phone(name="enfant", label="L'enfant d'une assurée", holder=person("j3-noe")),
    Phone(
        name="deja-qualifiee", label="Une patiente déjà qualifiée", holder=person("deja-qualifiee")
    ),
    Phone(
        name="perime",
        label="Un code affiché il y a une heure",
        holder=person("j1"),
        age=timedelta(hours=1),
    ),
    Phone(name="faux", label="Un code que personne n'a signé", holder=person("j1"), forged=True),
    Phone(
        name="illisible", label="Un code qui ne veut rien dire", holder=person("j1"), garbled=True
    ),
)
"""The telephones of mode découverte, by name."""


def payload(holder: Person, key: Ed25519PrivateKey, made_at: datetime) -> bytes:
    """The code of this person: mark, content and signature, parted by dots."""
    content = {trait: getattr(holder, trait) for trait in _TRAITS}
    number = {"matricule": holder.matricule.value, "oid": holder.matricule.oid}
    life = {"made": made_at.isoformat(), "until": (made_at + LIFE).isoformat()}
    signed = MARK + b"." + urlsafe_b64encode(json.dumps(content | number | life).encode())
    return signed + b"." + urlsafe_b64encode(key.sign(signed))


def parse(code: bytes, key: Ed25519PublicKey, at: datetime) -> AppReading:
    """What a code says, read at `at`; one past its life is not `valid`.

    Raises `AppCodeRefused` for every other bytes: not ours, not signed by `key`, incomplete.
    """
    signed, _, signature = code.rpartition(b".")
    mark, _, content = signed.partition(b".")
    try:
        key.verify(_decoded(signature), signed)
        said = json.loads(_decoded(content))
        if mark != MARK or not isinstance(said, dict):
            raise AppCodeRefused
        made, until = (datetime.fromisoformat(said[name]) for name in ("made", "until"))
        return AppReading(
            matricule=Matricule.parse(said["matricule"], said["oid"]),
            **{trait: said[trait] for trait in _TRAITS},
            at=at,
            valid=made <= at < until,
            source=VitaleSource.SIMULATED,
            reference=f"appcv:{sha256(code).hexdigest()[:16]}",
        )
    except (InvalidSignature, InvalidMatricule, NotBase64, ValueError, KeyError, TypeError) as exc:
        raise AppCodeRefused from exc


def _decoded(text: bytes) -> bytes:
    """Strict: bytes that are no part of the alphabet are refused, not skipped."""
    return b64decode(text, altchars=b"-_", validate=True)


class SimulatedAppReader:
    """The scanner of mode découverte: reads the telephone now presented, byte by byte."""

    def __init__(self, clock: Clock = _now) -> None:
        self._clock = clock
        self._key, self._strange = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
        self._phone = next(iter(PHONES.values()))

    def present(self, name: str) -> None:
        """Hold another telephone before the scanner; raises `KeyError` for an unknown name."""
        self._phone = PHONES[name]

    def show(self) -> bytes:
        """The code on the screen of the telephone."""
        phone, now = self._phone, self._clock()
        if phone.garbled:
            return MARK + b".\x00\xff.quelques octets"
        return payload(phone.holder, self._strange if phone.forged else self._key, now - phone.age)

    def read(self) -> AppReading:
        """As `parse`, of the telephone presented now."""
        return parse(self.show(), self._key.public_key(), self._clock())
