"""The telephones of mode découverte: bytes that are signed, read, and refused when they should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from insdesk.errors import AppCodeRefused
from insdesk.identity.matricule import Nature
from insdesk.identity.readings import AppReading, VitaleSource
from insdesk.simulator.appcv import LIFE, MARK, PHONES, SimulatedAppReader, parse, payload
from insdesk.simulator.people import person

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
KEY = Ed25519PrivateKey.generate()
PUBLIC = KEY.public_key()
JANE = person("j1")
CODE = payload(JANE, KEY, NOW)


def test_a_code_says_the_five_traits_and_the_ins() -> None:
    read = parse(CODE, PUBLIC, NOW)
    assert (read.birth_name, read.first_name) == (JANE.birth_name, JANE.first_name)
    assert (read.first_names, read.sex) == (JANE.first_names, JANE.sex)
    assert (read.birth_date, read.birth_place) == (JANE.birth_date, JANE.birth_place)
    assert read.matricule == JANE.matricule
    assert read.matricule.nature is Nature.TEST
    assert read.at == NOW
    assert read.valid
    assert read.source is VitaleSource.SIMULATED
    assert read.traits() is not None


def test_nothing_of_it_is_shown_by_accident() -> None:
    read = parse(CODE, PUBLIC, NOW)
    for secret in (JANE.birth_name, JANE.number, JANE.first_name, JANE.birth_date):
        assert secret not in repr(read)
        assert secret not in read.reference


@pytest.mark.parametrize(
    ("at", "valid"),
    [
        (NOW, True),
        (NOW + LIFE - timedelta(seconds=1), True),
        (NOW + LIFE, False),
        (NOW + timedelta(hours=1), False),
        (NOW - timedelta(seconds=1), False),
    ],
)
def test_a_code_lives_five_minutes(at: datetime, valid: bool) -> None:
    assert parse(CODE, PUBLIC, at).valid is valid


def test_a_code_signed_by_another_key_is_refused() -> None:
    with pytest.raises(AppCodeRefused):
        parse(payload(JANE, Ed25519PrivateKey.generate(), NOW), PUBLIC, NOW)


@pytest.mark.parametrize("at", [0, 5, len(MARK) + 3, len(CODE) // 2, len(CODE) - 2])
def test_one_byte_changed_is_refused(at: int) -> None:
    changed = bytearray(CODE)
    changed[at] = ord("A") if changed[at] != ord("A") else ord("B")
    with pytest.raises(AppCodeRefused):
        parse(bytes(changed), PUBLIC, NOW)


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_read_or_refused(code: bytes) -> None:
    for shown in (code, MARK + b"." + code, CODE + code[:1], CODE[: len(code)]):
        try:
            assert isinstance(parse(shown, PUBLIC, NOW), AppReading)
        except AppCodeRefused:
            continue
        assert shown == CODE


def test_signed_nonsense_is_refused() -> None:
    from base64 import urlsafe_b64encode

    for content in (b"[]", b"{}", b"null", b"{", b'{"made": 3}'):
        signed = MARK + b"." + urlsafe_b64encode(content)
        with pytest.raises(AppCodeRefused):
            parse(signed + b"." + urlsafe_b64encode(KEY.sign(signed)), PUBLIC, NOW)


@pytest.mark.parametrize("name", sorted(PHONES))
def test_every_telephone_can_be_presented(name: str) -> None:
    scanner = SimulatedAppReader(lambda: NOW)
    scanner.present(name)
    phone = PHONES[name]
    assert phone.label
    assert phone.holder.birth_name not in phone.label
    if phone.forged or phone.garbled:
        with pytest.raises(AppCodeRefused):
            scanner.read()
        return
    assert scanner.read().valid is (phone.age == timedelta(0))


def test_an_unknown_telephone_is_no_telephone() -> None:
    with pytest.raises(KeyError):
        SimulatedAppReader().present("inconnu")


def test_the_people_of_the_telephones_are_fictitious() -> None:
    natures = {one.holder.matricule.nature for one in PHONES.values()}
    assert natures == {Nature.TEST}
