"""What the gateway turns away: each thing a message of ours could lack, one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from lxml import etree

from insdesk.cards.reader import PcscCards
from insdesk.errors import InsiAccessDenied, InsiError, InsiFault, InsiRequestRefused
from insdesk.identity.readings import Operation, VitalePerson, VitaleReading, VitaleSource
from insdesk.identity.traits import Traits
from insdesk.insi.answer import read
from insdesk.insi.client import InsiClient
from insdesk.simulator.gateway import admit
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.security import Turned

Message = tuple[dict[str, str], bytes]


class Recorder:
    """Keeps the messages of the client on their way to the simulator."""

    def __init__(self, insi: SimulatedInsi) -> None:
        self._insi = insi
        self.sent: list[Message] = []

    def __call__(self, address: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes]:
        self.sent.append((dict(headers), body))
        return self._insi.post(address, headers, body)


@pytest.fixture
def traits_message(insi: SimulatedInsi, open_cards: PcscCards) -> Message:
    recorder = Recorder(insi)
    client = InsiClient(recorder, signer=open_cards.signer)
    client.search_by_traits(
        Traits.from_text(
            birth_name="TESTINI",
            first_name="AUGUSTIN",
            first_names=None,
            birth_date="1972-11-05",
            sex="M",
            birth_place="63999",
        )
    )
    return recorder.sent[0]


@pytest.fixture
def vitale_message(insi: SimulatedInsi, open_cards: PcscCards) -> Message:
    recorder = Recorder(insi)
    holder = VitalePerson(
        position=1,
        name_text="DURANVAL",
        first_name_text="MARIE",
        birth_text="19850312",
        number="285039999901779",
        twin_rank=1,
    )
    reading = VitaleReading(
        source=VitaleSource.OFFICIAL, persons=(holder,), serial="99250000000000000001"
    )
    client = InsiClient(recorder, signer=open_cards.signer, read_vitale=lambda: reading)
    client.search_by_vitale(holder, reading=reading)
    return recorder.sent[0]


def test_both_operations_are_admitted(traits_message: Message, vitale_message: Message) -> None:
    assert "Temps" in traits_message[1].decode()
    admit(*traits_message)
    admit(*vitale_message)


def _drop(name: str) -> Callable[[bytes], bytes]:
    def change(envelope: bytes) -> bytes:
        root = etree.fromstring(envelope)
        node = next(node for node in root.iter("*") if etree.QName(node).localname == name)
        node.getparent().remove(node)
        return bytes(etree.tostring(root))

    return change


def _swap(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(envelope: bytes) -> bytes:
        text = envelope.decode()
        changed, count = re.subn(old, new, text)
        assert count, old
        return changed.encode()

    return change


BROKEN = {
    "no Action": (_drop("Action"), "simu_entete"),
    "other Action": (_swap("rechercherInsAvecTraitsIdentite", "verifier"), "simu_entete"),
    "no MessageID": (_drop("MessageID"), "simu_entete"),
    "urn:uuid": (_swap(r">uuid:", ">urn:uuid:"), "simu_entete"),
    "no ContexteBAM": (_drop("ContexteBAM"), "simu_entete"),
    "no COUVERTURE": (_drop("COUVERTURE"), "simu_entete"),
    "no Id": (_drop("Id"), "simu_entete"),
    "no ContexteLPS": (_drop("ContexteLPS"), "simu_entete"),
    "old version": (_swap('"01_02"', '"01_01"'), "simu_entete"),
    "naive time": (_swap(r"(Temps>[-0-9T:.]+)Z", r"\1"), "simu_entete"),
    "no time": (_swap(r"(Temps>)[-0-9T:.]+Z", r"\1demain"), "simu_entete"),
    "no IDAM": (_drop("IDAM"), "desir_550"),
    "no Instance": (_drop("Instance"), "simu_entete"),
    "no Security": (_drop("Security"), "simu_assertion"),
    "no assertion": (_drop("Assertion"), "simu_assertion"),
    "no signature": (_drop("Signature"), "simu_assertion"),
    "no NameID": (_drop("NameID"), "simu_assertion"),
    "altered": (_swap("SA07", "SA08"), "simu_assertion"),
    "other holder": (_swap(r"(NameQualifier=.CPS.>)8997", r"\g<1>8998"), "simu_assertion"),
    "other digest": (_swap(r"(DigestValue>)[^<]+", r"\1AAAA"), "simu_assertion"),
    "not base64": (_swap(r"(SignatureValue>)[^<]+", r"\1é!"), "simu_assertion"),
    "wrong signature": (_swap(r"(SignatureValue>)[^<]{8}", r"\1AAAAAAAA"), "simu_assertion"),
    "no certificate": (_swap(r"(X509Certificate>)[^<]+", r"\1AAAA"), "simu_assertion"),
    "other reference": (_swap('URI="#_', 'URI="#x'), "simu_assertion"),
    "weak digest": (_swap("xmlenc#sha256", "xmlenc#sha1"), "simu_assertion"),
    "no name": (_drop("NomNaissance"), "insi_19"),
    "no sex": (_swap(r"(Sexe>)M", r"\1"), "insi_24"),
    "no given name": (_drop("Prenom"), "simu_corps"),
    "no date": (_drop("DateNaissance"), "simu_corps"),
    "empty place": (_swap(r"(LieuNaissance>)63999", r"\1"), "simu_corps"),
    "postcode": (_swap(r"(LieuNaissance>)63999", r"\g<1>6300"), "simu_corps"),
    "no body": (_drop("Body"), "simu_corps"),
    "other question": (_swap("RECSANSVITALE", "RECAUTRE"), "simu_corps"),
    "no XML": (lambda _: b"bonjour", "simu_corps"),
    "SOAP 1.1": (
        _swap(
            "http://www.w3.org/2003/05/soap-envelope", "http://schemas.xmlsoap.org/soap/envelope/"
        ),
        "simu_corps",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_message_gets_its_fault(
    insi: SimulatedInsi, traits_message: Message, name: str
) -> None:
    change, code = BROKEN[name]
    headers, envelope = traits_message
    before = len(insi.operations)
    status, body = insi.post("https://insi.invalid/lps", headers, change(envelope))
    assert status == 500
    with pytest.raises(InsiError) as failure:
        read(status, body)
    assert failure.value.code == code
    assert len(insi.operations) == before, "a message turned away is no question"


def test_faults_are_of_the_kind_the_desk_expects(
    insi: SimulatedInsi, traits_message: Message
) -> None:
    headers, envelope = traits_message
    kinds = {}
    for name in ("no IDAM", "no Security", "no name", "no XML"):
        with pytest.raises(InsiError) as failure:
            read(*insi.post("", headers, BROKEN[name][0](envelope)))
        kinds[name] = type(failure.value)
    assert kinds["no IDAM"] is InsiAccessDenied
    assert kinds["no name"] is InsiRequestRefused
    # Nobody knows how the real gateway words these: they show as unknown, never as an answer.
    assert kinds["no Security"] is kinds["no XML"] is InsiFault


def test_faults_of_the_gateway_echo_the_message_id_those_of_the_service_do_not(
    insi: SimulatedInsi, traits_message: Message
) -> None:
    headers, envelope = traits_message
    sent = re.search(rb"uuid:[0-9a-f-]{36}", envelope)
    assert sent is not None
    for name, echoed in (("no IDAM", sent[0].decode()), ("no name", None)):
        with pytest.raises(InsiError) as failure:
            read(*insi.post("", headers, BROKEN[name][0](envelope)))
        assert failure.value.message_id == echoed


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/xml; charset=utf-8"},
        {"Content-Type": 'application/soap+xml; action="urn:autre"'},
    ],
)
def test_the_http_headers_are_looked_at(
    insi: SimulatedInsi, traits_message: Message, headers: dict[str, str]
) -> None:
    with pytest.raises(InsiFault) as failure:
        read(*insi.post("", headers, traits_message[1]))
    assert failure.value.code == "simu_entete"


def test_header_names_are_read_in_any_case(insi: SimulatedInsi, traits_message: Message) -> None:
    headers = {name.upper(): value for name, value in traits_message[0].items()}
    assert insi.post("", headers, traits_message[1])[0] == 200


@pytest.mark.parametrize(
    ("operation", "old", "new"),
    [
        (Operation.BY_VITALE, r"(Num>)2850399999017(<.*Id>)", r"\1\2"),
        (Operation.BY_TRAITS, r"<([^<>]*COUVERTURE)/>", r"<\1><x/></\1>"),
    ],
)
def test_the_cover_goes_with_the_operation(
    traits_message: Message, vitale_message: Message, operation: Operation, old: str, new: str
) -> None:
    headers, envelope = vitale_message if operation is Operation.BY_VITALE else traits_message
    with pytest.raises(Turned) as turned:
        admit(headers, _swap(old, new)(envelope))
    assert turned.value.code == "simu_entete"


def test_a_hostile_envelope_is_no_xml(insi: SimulatedInsi, traits_message: Message) -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]>' + traits_message[1].split(b"?>", 1)[1]
    with pytest.raises(InsiFault) as failure:
        read(*insi.post("", traits_message[0], bomb))
    assert failure.value.code == "simu_corps"


def test_an_old_assertion_is_refused_when_asked_to_look(traits_message: Message) -> None:
    hour = timedelta(hours=1)
    now = datetime.now(UTC)
    for shift, admitted in ((timedelta(0), True), (2 * hour, False), (-2 * hour, False)):
        insi = SimulatedInsi(max_age=hour, clock=partial(now.__add__, shift))
        status, _ = insi.post("", *traits_message)
        assert (status == 200) is admitted


def test_reasons_never_carry_a_trait(insi: SimulatedInsi, traits_message: Message) -> None:
    headers, envelope = traits_message
    for change, _ in BROKEN.values():
        _, body = insi.post("", headers, change(envelope))
        for trait in (b"TESTINI", b"AUGUSTIN", b"1972-11-05"):
            assert trait not in body
