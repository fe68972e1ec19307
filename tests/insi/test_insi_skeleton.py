"""A message from a kept form is byte for byte the one zeep would write, and of nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from zeep import Client, Settings
from zeep.transports import Transport

from insdesk import paths
from insdesk.identity.readings import Operation
from insdesk.insi.assertion import practitioner_assertion, timestamp, vitale_assertion
from insdesk.insi.envelope import ACTIONS, Envelopes, Message, Sender
from insdesk.insi.question import Question, TraitsQuestion, VitaleQuestion
from insdesk.insi.skeleton import BINDING, DefectiveMessage, Description, Skeleton, hollowed
from insdesk.insi.soap import BAM, LPS, WSA, WSSE

SENDER = Sender(idam="XX0123456789", version="1.0", instance="b3549edd-4ae9-472a-b26f-fd2fb4ef397f")
AWKWARD = replace(SENDER, software_name='l\'<é> & "Ω"\rdeux\n]]>&amp;', version="insdesk:hole:0;")
MARK = "<!--ici-->"


def traits(name: str = "ADRTROIS", place: str | None = None) -> TraitsQuestion:
    return TraitsQuestion(
        birth_name=name,
        first_name="TOUSSAINT",
        sex="M",
        birth_date="1960-01-01",
        birth_place=place,
    )


def card_question(own: bool, name: str | None, rank: int | None) -> VitaleQuestion:
    return VitaleQuestion(
        insured_number="180032B020401",
        own_number="297022A020778" if own else None,
        birth_name=name,
        birth_date="1936-50-00",
        twin_rank=rank,
    )


QUESTIONS: list[Question] = [
    traits(),
    traits(name="D'ARTAGNAN--DE L'HERAULT", place="2B020"),
    *(
        card_question(own, name, rank)
        for own in (False, True)
        for name in (None, "DUPRE-FICTIF")
        for rank in (None, 2)
    ),
]


class _OwnFiles(Transport):
    def load(self, url: str) -> bytes:
        return (paths.resource("insi") / Path(url).name).read_bytes()


@pytest.fixture(scope="module")
def client() -> Any:
    folder = paths.resource("insi")
    return Client(
        str(folder / "insi.wsdl"), transport=_OwnFiles(), settings=Settings(forbid_dtd=True)
    )


@pytest.fixture(scope="module")
def envelopes() -> Envelopes:
    return Envelopes()


def element(namespace: str, prefix: str, name: str, text: str | None) -> Any:
    made = etree.Element(f"{{{namespace}}}{name}", nsmap={prefix: namespace})
    made.text = text
    return made


def by_zeep(client: Any, message: Message, ids: tuple[str, str]) -> bytes:
    """The message with its values given to zeep itself, from the page and not from our forms."""
    sender, question = message.sender, message.question
    when = {"Temps": timestamp(message.at), "Emetteur": message.emetteur or None}
    security = element(WSSE, "wsse", "Security", None)
    security.append(etree.Comment("ici"))
    headers = [
        element(WSA, "wsa", "Action", ACTIONS[question.operation]),
        element(WSA, "wsa", "MessageID", message.message_id),
        client.get_element(f"{{{BAM}}}ContexteBAM")(
            Nature="CTXBAM", Version="01_02", Id=ids[0], COUVERTURE=dict(question.cover), **when
        ),
        client.get_element(f"{{{LPS}}}ContexteLPS")(
            Nature="CTXLPS",
            Version="01_00",
            Id=ids[1],
            LPS={
                "IDAM": {"_value_1": sender.idam, "R": "4"},
                "Version": sender.version,
                "Instance": sender.instance,
                "Nom": sender.name,
            },
            **when,
        ),
        *([security] if message.assertions else []),
    ]
    operation = client.wsdl.bindings[BINDING].get(question.operation.value)
    built = operation.create(_soapheaders=headers, **question.body).content
    data = etree.tostring(built, encoding="utf-8", xml_declaration=True)
    return data.replace(MARK.encode(), b"".join(message.assertions))


@pytest.mark.parametrize("sender", [SENDER, AWKWARD], ids=["plain", "awkward"])
@pytest.mark.parametrize("emetteur", ["899900000001", ""])
@pytest.mark.parametrize("signed", [0, 1, 2])
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: "-".join(q.criteria))
def test_the_bytes_are_those_of_zeep(
    question: Question,
    signed: int,
    emetteur: str,
    sender: Sender,
    client: Any,
    envelopes: Envelopes,
    card: Any,
    now: datetime,
) -> None:
    both = (practitioner_assertion(card, now), vitale_assertion("0" * 20, "899900000001", now))
    message = Message(
        question=question,
        sender=sender,
        emetteur=emetteur,
        message_id="uuid:5b8f2e0c-0000-4000-8000-000000000001",
        at=now,
        assertions=both[:signed],
    )
    for _ in range(2):  # the form made, then the form kept
        data = envelopes.build(message)
        root = etree.fromstring(data)
        ids = root.findtext(f".//{{{BAM}}}Id"), root.findtext(f".//{{{LPS}}}Id")
        assert ids[0] != ids[1]
        assert data == by_zeep(client, message, ids)


def a_message(now: datetime, **changes: Any) -> Message:
    given = {"question": traits(), "sender": SENDER, "emetteur": "", "message_id": "uuid:x"}
    return Message(**{**given, "at": now, **changes})


def test_a_form_is_written_once_and_keeps_nobody(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []
    write = Description.written

    def counted(self: Description, operation: Operation, content: Any) -> bytes:
        written.append(write(self, operation, content))
        return written[-1]

    monkeypatch.setattr(Description, "written", counted)
    envelopes = Envelopes()
    first = envelopes.build(a_message(now, question=traits("DURANVAL"), message_id="uuid:un"))
    second = envelopes.build(a_message(now, question=traits("EXEMPLE"), message_id="uuid:deux"))
    assert len(written) == 1
    assert b"DURANVAL" not in written[0] + second
    assert b"uuid:un" not in written[0] + second
    assert first.count(b"DURANVAL") == second.count(b"EXEMPLE") == 1
    envelopes.build(a_message(now, question=traits(place="63220")))
    envelopes.build(a_message(now, emetteur="899900000001"))
    assert len(written) == 3


@pytest.mark.parametrize("text", ["\ud800", "\x00", "\x1b"])
def test_what_xml_cannot_say_never_leaves(text: str, now: datetime) -> None:
    with pytest.raises(DefectiveMessage):
        Envelopes().build(a_message(now, sender=replace(SENDER, idam=f"A{text}B")))


def test_markup_in_a_value_stays_text(now: datetime) -> None:
    injected = "</MessageID><x/>"
    data = Envelopes().build(a_message(now, message_id=injected))
    assert etree.fromstring(data).findtext(f".//{{{WSA}}}MessageID") == injected


@pytest.mark.parametrize(
    "written", [b"<a/>", b"<a>insdesk:hole:1;</a>", b"<a>insdesk:hole:0;insdesk:hole:0;</a>"]
)
def test_a_value_has_one_place(written: bytes) -> None:
    with pytest.raises(DefectiveMessage):
        Skeleton(written, 1)
    assert Skeleton(b"<a>insdesk:hole:0;</a>", 1).filled([b"x"]) == b"<a>x</a>"


def test_values_take_their_own_place_whatever_the_order() -> None:
    skeleton = Skeleton(b"[insdesk:hole:1;|insdesk:hole:0;]", 2)
    assert skeleton.filled([b"un", b"insdesk:hole:0;"]) == b"[insdesk:hole:0;|un]"


def test_only_what_the_wire_knows_is_a_value() -> None:
    values: list[bytes] = []
    hollow = hollowed({"a": None, "b": ["x", 2], "c": {"d": b"<e/>"}, "f": {}}, values)
    assert values == [b"x", b"2", b"<e/>"]
    assert [*hollow] == ["a", "b", "c", "f"]
    assert hollow["a"] is None
    assert hollow["f"] == {}
    with pytest.raises(DefectiveMessage) as caught:
        hollowed({"a": 1.5}, [])
    assert str(caught.value) == "a value is a float"
