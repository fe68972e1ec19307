"""From the certificate of the card to its holder: odd certificates, and the kinds of cards."""

from __future__ import annotations

import random
import warnings

import pytest
from cps_certificates import NUMBER, a_certificate
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.utils import CryptographyDeprecationWarning

from insdesk.cards.cryptolib import holder
from insdesk.errors import NotAPractitionerCard
from insdesk.identity.practitioner import CardKind, PractitionerReading


def read(der: bytes) -> PractitionerReading:
    return holder.holder(der, serial="1", model="ChipDoc")


def test_a_right_one() -> None:
    reading = read(a_certificate(NUMBER))
    assert (reading.national_id, reading.name, reading.kind) == (NUMBER, "EXEMPLE", CardKind.CPS)


@pytest.mark.parametrize(
    "numbers",
    [
        (),
        (NUMBER, "899900000999"),
        (NUMBER, NUMBER),
        ("8999 0000 0117",),
        ("８９９９００００００１７",),
        ("EXEMPLE MAUD",),
        ("899900000117/",),
        ("../899900000117",),
        ("<b>8</b>",),
    ],
)
def test_a_number_that_is_not_one_is_no_cps(numbers: tuple[str, ...]) -> None:
    """Of two numbers none is chosen: it is the practitioner of this desk that is told by it."""
    with pytest.raises(NotAPractitionerCard):
        read(a_certificate(*numbers))


@pytest.mark.parametrize("number", ["3999999999/1234", "599999999999999/AB12", "0999999999"])
def test_the_number_of_staff_holds_that_of_its_structure(number: str) -> None:
    assert read(a_certificate(number, kind=b"\x02\x01\x02")).national_id == number


@pytest.mark.parametrize(
    "key",
    [
        ec.generate_private_key(ec.SECP256R1()).public_key(),
        ed25519.Ed25519PrivateKey.generate().public_key(),
    ],
)
def test_a_card_that_cannot_sign_as_insi_asks_is_none(key: ec.EllipticCurvePublicKey) -> None:
    with pytest.raises(NotAPractitionerCard):
        read(a_certificate(NUMBER, key=key))


def test_an_expired_one_tells_its_day() -> None:
    assert read(a_certificate(NUMBER, days=-3)).not_after < read(a_certificate(NUMBER)).not_after


def test_what_cannot_be_shown_is_left_out() -> None:
    reading = read(a_certificate(NUMBER, surname="EX\nEM\u202ePLE\0"))
    assert reading.name == "EXEMPLE"


def test_no_bytes_make_anything_but_a_holder_or_no_cps() -> None:
    """One to four bytes changed, or cut: every error of the reader of certificates is ours."""
    right, chance = a_certificate(NUMBER), random.Random(20260504)
    refused = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for _ in range(4000):
            changed = bytearray(right)
            for _ in range(chance.randint(1, 4)):
                changed[chance.randrange(120 if chance.random() < 0.5 else len(right))] ^= (
                    1 << chance.randrange(8)
                )
            try:
                read(bytes(changed[: chance.randrange(len(right) * 4)]))
            except NotAPractitionerCard:
                refused += 1
    assert refused > 500


def test_a_version_that_no_certificate_has() -> None:
    version = b"\xa0\x03\x02\x01\x02"
    right = a_certificate(NUMBER)
    assert right.count(version) == 1
    with pytest.raises(NotAPractitionerCard):
        read(right.replace(version, b"\xa0\x03\x02\x01\x09"))


# --- the kinds ------------------------------------------------------------------------------------

KINDS = [
    (b"\x02\x01\x00", "Médecin", CardKind.CPS),
    (b"\x02\x01\x00", "Directeur", CardKind.CPS),  # the title says nothing of a CPS
    (b"\x02\x01\x01", "Interne", CardKind.CPF),
    (b"\x02\x01\x01", "Directrice", CardKind.CPF),
    (b"\x02\x01\x02", "Secrétaire médicale", CardKind.CPE),
    (b"\x02\x01\x02", "", CardKind.CPE),
    (b"\x02\x01\x02", None, CardKind.CPE),
    (b"\x02\x01\x02", "Adjoint du directeur", CardKind.CPE),
    (b"\x02\x01\x02", "Direction", CardKind.CPE),
    (b"\x02\x01\x02", "Directeur d'établissement", CardKind.CDE),
    (b"\x02\x01\x02", "DIRECTRICE", CardKind.CDE),
    (b"\x02\x01\x02", "  directeur adjoint", CardKind.CDE),
    (b"\x02\x01\x02", "Dirécteur", CardKind.CDE),
    (b"\x02\x01\x03", "Directeur", CardKind.CPA),
    (b"\x02\x01\x03", "", CardKind.CPA),
    (b"\x02\x01\x04", "Médecin", CardKind.CPX),
    (b"\x02\x01", "Médecin", CardKind.CPX),
    (b"\x02\x02\x00\x00", "Médecin", CardKind.CPX),
    (b"", "Médecin", CardKind.CPX),
    (None, "Médecin", CardKind.CPX),
]


@pytest.mark.parametrize(("extension", "title", "kind"), KINDS)
def test_the_kinds_are_told_apart(
    extension: bytes | None, title: str | None, kind: CardKind
) -> None:
    reading = read(a_certificate(NUMBER, title=title, kind=extension))
    assert reading.kind is kind


def test_every_kind_is_told_by_some_card() -> None:
    assert {kind for _extension, _title, kind in KINDS} == set(CardKind)


def test_a_card_of_a_service_names_nobody() -> None:
    assert not read(a_certificate(NUMBER, surname=None, kind=b"\x02\x01\x02")).nominative
