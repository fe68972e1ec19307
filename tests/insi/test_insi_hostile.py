"""Whatever the bytes and the status, only `InsiError` leaves come out of the reader."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insdesk.errors import (
    InsiAccessDenied,
    InsiError,
    InsiGarbled,
    InsiUnavailable,
    InsiUntrusted,
)
from insdesk.identity.readings import Found, NotFound, SeveralFound
from insdesk.insi.answer import MAX_BYTES, read

SOAP_11 = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
    b"<faultcode>s:Server</faultcode></s:Fault></s:Body></s:Envelope>"
)
HTML = b"<!DOCTYPE html><html><body>Portail captif</body></html>"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
def test_a_redirect_is_not_trusted_even_with_a_good_body(status: int, wire: Any) -> None:
    with pytest.raises(InsiUntrusted):
        read(status, wire.found())


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        HTML,
        HTML.removeprefix(b"<!DOCTYPE html>"),
        SOAP_11,
        b'{"erreur": 1}',
        b"\x00\x01\x02",
        b"\xff\xfe<",
        b'<?xml version="1.0" encoding="inconnu-9"?><a/>',
        b"<a>" * 500,
        b"<a>" * 500 + b"</a>" * 500,
    ],
)
def test_what_is_no_soap_12_is_garbled(body: bytes) -> None:
    with pytest.raises(InsiGarbled):
        read(200, body)


@pytest.mark.parametrize("cut", [1, 50, 200, -30, -1])
def test_a_truncated_answer_is_garbled(cut: int, wire: Any) -> None:
    with pytest.raises(InsiGarbled):
        read(200, wire.found()[:cut])


def test_an_empty_or_foreign_soap_body_is_garbled(wire: Any) -> None:
    foreign = wire.found().replace(b"INSiResultat", b"INSiAutre")
    headless = wire.found().replace(b"s:Body>", b"s:Corps>")
    doubled = wire.found().replace(b"</s:Body>", b"</s:Body><s:Body/>")
    for data in (wire.envelope(""), wire.envelope("texte"), foreign, headless, doubled):
        with pytest.raises(InsiGarbled):
            read(200, data)


def test_entities_and_doctypes_are_refused(wire: Any) -> None:
    text = wire.found(tiq=wire.tiq.replace("ADRDEUX", "&d;"))
    plain = b'<!DOCTYPE s:Envelope SYSTEM "file:///etc/hostname">' + wire.found()
    attribute = wire.found().replace(b"<s:Body>", b'<s:Body a="&d;&d;">')
    for data in (BOMB + text, plain, BOMB + attribute, BOMB + wire.found()):
        with pytest.raises(InsiGarbled):
            read(200, data)


def test_a_doctype_in_another_encoding_is_refused_too(wire: Any) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE x>' + wire.found().decode()
    with pytest.raises(InsiGarbled):
        read(200, text.encode("utf-16"))


def test_too_long_is_refused_unread(wire: Any) -> None:
    filled = wire.found() + b" " * (MAX_BYTES - len(wire.found()))
    assert isinstance(read(200, filled), Found)
    with pytest.raises(InsiGarbled):
        read(200, filled + b" ")


@pytest.mark.parametrize(
    ("status", "kind", "retryable"),
    [
        (500, InsiUnavailable, True),
        (502, InsiUnavailable, True),
        (503, InsiUnavailable, True),
        (504, InsiUnavailable, True),
        (429, InsiUnavailable, True),
        (401, InsiAccessDenied, False),
        (403, InsiAccessDenied, False),
        (407, InsiUntrusted, False),
        (400, InsiGarbled, False),
        (404, InsiGarbled, False),
        (100, InsiGarbled, False),
    ],
)
@pytest.mark.parametrize("body", [b"", HTML, b"texte"])
def test_the_status_decides_without_a_fault(
    status: int, kind: type[InsiError], retryable: bool, body: bytes
) -> None:
    with pytest.raises(InsiError) as caught:
        read(status, body)
    assert type(caught.value) is kind
    assert caught.value.retryable is retryable


def test_an_answer_with_a_failing_status_is_not_used(wire: Any) -> None:
    for data in (wire.found(), wire.code("01")):
        with pytest.raises(InsiUnavailable):
            read(500, data)


def test_soap_11_is_garbled_whatever_the_status() -> None:
    with pytest.raises(InsiGarbled):
        read(500, SOAP_11)


PIECES = st.sampled_from(
    [
        b"<RESULTAT xmlns='http://www.cnamts.fr/INSiResultat'>", b"</RESULTAT>", b"<CR>", b"</CR>",
        b"<CodeCR>00</CodeCR>", b"<CodeCR>01</CodeCR>", b"<INDIVIDU>", b"</INDIVIDU>",
        b"<INSACTIF>",
        b"</INSACTIF>", b"<IdIndividu/>", b"<TIQ/>", b"<INSHISTO/>", b"<s:Fault>", b"</s:Fault>",
        b"<s:Detail><a b='c'/></s:Detail>", b"<s:Code><s:Value>:</s:Value></s:Code>",
        b"\xff", b"&#0;",
        b"<?a b?>", b"<!-- -->", b"<![CDATA[<]]>", b"texte", b"<OID>1.2.250.1.213.1.4.8</OID>",
    ]
)  # fmt: skip


def only_answers_or_insi_errors(status: int, body: bytes) -> None:
    try:
        answer = read(status, body)
    except InsiError:
        return
    assert isinstance(answer, Found | NotFound | SeveralFound)


@settings(deadline=None, max_examples=200)
@given(status=st.integers(-1, 999), body=st.binary(max_size=400))
def test_arbitrary_bytes(status: int, body: bytes) -> None:
    only_answers_or_insi_errors(status, body)


@settings(deadline=None, max_examples=300)
@given(status=st.sampled_from([200, 500, 403]), pieces=st.lists(PIECES, max_size=14))
def test_arbitrary_pieces_of_an_answer(status: int, pieces: list[bytes]) -> None:
    head = b'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>'
    only_answers_or_insi_errors(status, head + b"".join(pieces) + b"</s:Body></s:Envelope>")
