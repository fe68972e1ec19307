"""The software CPS: holder, certificate, code porteur, signature."""

from __future__ import annotations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from insdesk.cards.cps import CpsModule, recognise
from insdesk.cards.reader import PcscCards
from insdesk.errors import (
    PinBlocked,
    PinMalformed,
    PinRejected,
    PinRequired,
    PractitionerCardAbsent,
    PractitionerCardExpired,
)
from insdesk.identity.practitioner import CardKind
from insdesk.insi.assertion import check, practitioner_assertion
from insdesk.simulator.cps import CARD_TYPE, PIN, SoftwareCard, SoftwareCps
from insdesk.simulator.readers import SimulatedReaders


@pytest.fixture
def module(practitioner_card: SoftwareCard) -> SoftwareCps:
    practitioner_card.tries_left = 3
    module = SoftwareCps()
    module.put(practitioner_card)
    return module


def test_it_fits_the_port(module: SoftwareCps) -> None:
    fits: CpsModule = module
    reading = fits.identify()
    assert (reading.name, reading.first_name, reading.kind) == ("EXEMPLE", "Maud", CardKind.CPS)
    assert reading.is_test
    assert recognise(SoftwareCard().atr) == "CPS4"


def test_the_certificate_looks_like_that_of_a_card(module: SoftwareCps) -> None:
    certificate = x509.load_der_x509_certificate(module.certificate_der)
    parts = list(certificate.subject.rdns)
    assert [part.rfc4514_string() for part in parts[:1]] == ["C=FR"]
    assert {one.oid for one in parts[-1]} == {
        NameOID.SURNAME,
        NameOID.GIVEN_NAME,
        NameOID.COMMON_NAME,
    }
    number = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    assert number == module.identify().national_id
    assert str(number).startswith("8997")
    kind = certificate.extensions.get_extension_for_oid(CARD_TYPE).value
    assert isinstance(kind, x509.UnrecognizedExtension)
    assert kind.value == bytes.fromhex("020100")
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert not usage.digital_signature


def test_nothing_is_signed_before_the_code(module: SoftwareCps) -> None:
    with pytest.raises(PinRequired):
        module.sign(b"data")
    module.open(PIN)
    signature = module.sign(b"data")
    key = x509.load_der_x509_certificate(module.certificate_der).public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(signature, b"data", padding.PKCS1v15(), hashes.SHA256())
    module.close()
    with pytest.raises(PinRequired):
        module.sign(b"data")


def test_three_wrong_codes_lock_the_card_for_good() -> None:
    card, module = SoftwareCard(), SoftwareCps()
    module.put(card)
    left = []
    for _ in range(2):
        with pytest.raises(PinRejected) as refused:
            module.open("0000")
        left.append(refused.value.attempts_left)
    assert left == [2, 1]
    with pytest.raises(PinBlocked):
        module.open("0000")
    module.put(None)
    module.put(card)
    with pytest.raises(PinBlocked):
        module.open(PIN)


def test_a_right_code_gives_the_tries_back_and_a_wrong_one_closes(module: SoftwareCps) -> None:
    module.open(PIN)
    with pytest.raises(PinRejected):
        module.open("9999")
    with pytest.raises(PinRequired):
        module.sign(b"data")
    module.open(PIN)
    with pytest.raises(PinRejected) as refused:
        module.open("9999")
    assert refused.value.attempts_left == 2


def test_an_empty_slot(module: SoftwareCps) -> None:
    module.open(PIN)
    module.put(None)
    for act in (module.identify, lambda: module.open(PIN), lambda: module.sign(b"")):
        with pytest.raises(PractitionerCardAbsent):
            act()


def test_a_malformed_code_costs_no_try(open_cards: PcscCards, readers: SimulatedReaders) -> None:
    card = SoftwareCard()
    readers.insert_cps(card)
    with pytest.raises(PinMalformed):
        open_cards.open_session("12")
    assert card.tries_left == 3


def test_an_expired_card_is_refused_without_a_try(
    readers: SimulatedReaders, cards: PcscCards
) -> None:
    card = SoftwareCard(valid_days=-2)
    readers.insert_cps(card)
    with pytest.raises(PractitionerCardExpired):
        cards.open_session(PIN)
    assert card.tries_left == 3


@pytest.mark.parametrize(
    ("kind", "code"), [(CardKind.CPE, "020102"), (CardKind.CPF, "020101"), (CardKind.CPX, None)]
)
def test_other_kinds_of_card(kind: CardKind, code: str | None) -> None:
    card = SoftwareCard(name="AUTRE-FICTIF", first_name="Léo", kind=kind)
    certificate = x509.load_der_x509_certificate(card.certificate_der)
    found = [one.value.value for one in certificate.extensions if one.oid == CARD_TYPE]
    assert found == ([bytes.fromhex(code)] if code else [])
    assert card.reading.kind is kind


def test_the_signature_holds_in_a_real_assertion(open_cards: PcscCards) -> None:
    from datetime import UTC, datetime

    signed = practitioner_assertion(open_cards.signer(), datetime.now(UTC))
    assert check(signed, signature=True) == 1
