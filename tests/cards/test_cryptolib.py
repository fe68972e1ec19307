"""The CPS through PKCS#11 in its own process: a real token, a shim that behaves as cards do."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from cps_bench import CODE, SOFTHSM, TestCard, card_at, make_token, missing
from insdesk.cards.cps import CpsSession
from insdesk.cards.cryptolib import CryptolibCps
from insdesk.cards.cryptolib.process import command
from insdesk.errors import (
    PinBlocked,
    PinMalformed,
    PinRejected,
    PinRequired,
    PractitionerCardAbsent,
    PractitionerCardError,
    PractitionerComponentAbsent,
    PractitionerComponentFailed,
)
from insdesk.identity.desk_state import CpsState
from insdesk.identity.practitioner import CardKind

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "all there")


def test_the_holder_is_told_without_the_code(cps: CryptolibCps, card: TestCard) -> None:
    reading = cps.identify()
    assert (reading.name, reading.first_name) == ("EXEMPLE", "MAUD")
    assert (reading.national_id, reading.profession) == ("899900000117", "Médecin")
    assert reading.kind is CardKind.CPS
    assert (reading.nominative, reading.is_test, reading.generation) == (True, True, "CPS4")
    assert reading.not_after
    assert card.logins == 0


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (0, CardKind.CPS),
        (1, CardKind.CPF),
        (2, CardKind.CPE),
        (3, CardKind.CPA),
        (9, CardKind.CPX),
        (-1, CardKind.CPX),
    ],
)
def test_the_kinds_of_card_are_told_apart(
    value: int, kind: CardKind, monkeypatch: pytest.MonkeyPatch, shim: Path, tmp_path: Path
) -> None:
    other = card_at(monkeypatch, shim, make_token(tmp_path / "hsm", value), tmp_path / "told")
    module = other.module()
    try:
        assert module.identify().kind is kind
    finally:
        module.close()


def test_the_signature_is_that_of_the_signature_certificate(cps: CryptolibCps) -> None:
    cps.identify()
    cps.open(CODE)
    certificate = x509.load_der_x509_certificate(cps.certificate_der)
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(cps.sign(b"signed"), b"signed", padding.PKCS1v15(), hashes.SHA256())
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert not usage.digital_signature


def test_situations_need_the_code(cps: CryptolibCps) -> None:
    assert cps.situations() == ()
    cps.open(CODE)
    [one] = cps.situations()
    assert (one.structure, one.structure_id, one.sector) == ("CABINET EXEMPLE", "499999", "SA07")


def test_nothing_is_signed_before_the_code(cps: CryptolibCps) -> None:
    with pytest.raises(PinRequired):
        cps.sign(b"x")


def test_three_wrong_codes_lock_and_none_is_sent_after(cps: CryptolibCps, card: TestCard) -> None:
    left = []
    for _ in range(2):
        with pytest.raises(PinRejected) as refused:
            cps.open("9999")
        left.append(refused.value.attempts_left)
    assert left == [2, 1]
    with pytest.raises(PinBlocked):
        cps.open("9999")
    assert card.logins == 3
    with pytest.raises(PinBlocked):
        cps.open(CODE)
    assert card.logins == 3  # locked: not even the right one is sent


def test_a_good_code_gives_the_tries_back(cps: CryptolibCps) -> None:
    with pytest.raises(PinRejected):
        cps.open("9999")
    cps.open(CODE)
    with pytest.raises(PinRejected) as refused:
        cps.open("9999")
    assert refused.value.attempts_left == 2


@pytest.mark.parametrize("code", ["", "12", "123456789", "12a4", "１２３４"])
def test_a_code_that_cannot_be_one_is_never_sent(code: str, card: TestCard) -> None:
    session = CpsSession(card.module())
    try:
        with pytest.raises(PinMalformed):
            session.open("1:1", code)
        assert card.logins == 0
    finally:
        session.close()


def test_the_keypad_of_the_reader_asks_for_the_code_itself(
    cps: CryptolibCps, card: TestCard
) -> None:
    card.told("keypad")
    cps.identify()
    assert cps.keypad
    cps.open("0000")  # what the desk holds is not sent
    assert cps.sign(b"x")
    assert card.logins == 1


def test_a_card_pulled_out_ends_the_session(cps: CryptolibCps, card: TestCard) -> None:
    cps.identify()
    cps.open(CODE)
    card.told("removed")
    with pytest.raises(PractitionerCardAbsent):
        cps.sign(b"x")
    with pytest.raises(PractitionerCardAbsent):
        cps.identify()
    card.told("removed", on=False)
    with pytest.raises(PinRequired):
        cps.sign(b"x")
    assert card.logins == 1


def test_another_insertion_asks_for_the_code_again(card: TestCard) -> None:
    session = CpsSession(card.module())
    try:
        session.open("1:1", CODE)
        assert session.sign("1:1", b"x")
        with pytest.raises(PinRequired):
            session.sign("1:2", b"x")
        assert session.state("1:2") is CpsState.PIN_NEEDED
    finally:
        session.close()


def test_a_crash_is_an_error_and_the_desk_goes_on(cps: CryptolibCps, card: TestCard) -> None:
    cps.identify()
    card.told("crash")
    with pytest.raises(PractitionerComponentFailed):
        cps.identify()
    card.told("crash", on=False)
    assert cps.identify().name == "EXEMPLE"


def test_a_hang_is_an_error_within_its_limit(card: TestCard) -> None:
    module = card.module(limit=1.5)
    try:
        module.identify()
        card.told("hang")
        begun = time.monotonic()
        with pytest.raises(PractitionerComponentFailed):
            module.identify()
        assert time.monotonic() - begun >= 1.5
        card.told("hang", on=False)
        assert module.identify().name == "EXEMPLE"
    finally:
        module.close()


@pytest.mark.parametrize("trouble", ["crash_at_login", "hang_at_login"])
def test_a_code_that_may_have_arrived_is_not_sent_twice(trouble: str, card: TestCard) -> None:
    session = CpsSession(card.module(limit=1.5))
    try:
        card.told(trouble)
        with pytest.raises(PractitionerComponentFailed):
            session.open("1:1", CODE)
        card.told(trouble, on=False)
        with pytest.raises(PinRequired):
            session.sign("1:1", b"x")
        assert card.logins == 1
    finally:
        session.close()


def test_what_the_library_prints_is_no_answer(cps: CryptolibCps, card: TestCard) -> None:
    card.told("noise")
    assert cps.identify().name == "EXEMPLE"
    assert cps.identify().name == "EXEMPLE"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\n",
        b"\xff\xfe\n",
        b"[]\n",
        b'{"fault": 3}\n',
        b'{"certificate": "!!"}\n',
        b'{"certificate": 4, "serial": "x", "model": "y"}\n',
        b'{"certificate": "AAAA", "serial": 1, "model": "y"}\n',
        b"[" * 3000 + b"\n",
        b"x" * (2 << 20),
    ],
)
def test_nonsense_is_an_error_and_nothing_else(answer: bytes, tmp_path: Path) -> None:
    said = tmp_path / "said"
    said.write_bytes(answer)
    module = CryptolibCps(None, program=["cat", str(said)], limit=2)
    with pytest.raises(PractitionerComponentFailed):
        module.identify()
    module.close()


def test_a_certificate_that_is_none_is_no_cps(tmp_path: Path) -> None:
    said = tmp_path / "said"
    said.write_bytes(b'{"certificate": "AAAA", "serial": "x", "model": "y"}\n')
    module = CryptolibCps(None, program=["cat", str(said)], limit=2)
    with pytest.raises(PractitionerCardError):
        module.identify()
    module.close()


def test_no_library_says_so(tmp_path: Path) -> None:
    module = CryptolibCps(tmp_path / "nothing.so")
    try:
        with pytest.raises(PractitionerComponentAbsent):
            module.identify()
    finally:
        module.close()


def test_the_version_of_the_library(cps: CryptolibCps) -> None:
    assert cps.version() >= (2, 0)


def test_a_frozen_program_serves_the_library_itself(
    card: TestCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as frozen_now:
        frozen_now.setattr(sys, "frozen", True, raising=False)
        program, *asked = command(card.library)
    assert program == sys.executable
    frozen = [program, "-P", "-m", "insdesk", *asked]  # what that program would be
    module = CryptolibCps(card.library, program=frozen)
    try:
        assert module.identify().name == "EXEMPLE"
    finally:
        module.close()


def test_processes_end_with_their_session(card: TestCard) -> None:
    before = _children()
    for _ in range(5):
        module = card.module()
        module.identify()
        module.open(CODE)
        module.close()
        module.close()
    assert _children() == before


def test_the_library_is_never_loaded_by_the_desk() -> None:
    maps = Path("/proc/self/maps").read_text()
    assert SOFTHSM is not None
    assert SOFTHSM.name not in maps


def _children() -> set[str]:
    tasks = Path(f"/proc/{os.getpid()}/task")
    found: set[str] = set()
    for task in tasks.iterdir():
        found |= set((task / "children").read_text().split())
    return found
