"""Unseen forms of a fault: code, texts and message id are found wherever they stand (§8)."""

from __future__ import annotations

from typing import Any

import pytest

from insdesk.errors import InsiAccessDenied, InsiError, InsiFault, InsiGarbled, InsiUnavailable
from insdesk.insi.answer import read

ERROR = '<e:Erreur xmlns:e="urn:siram" '


def fault(data: bytes, status: int = 500) -> InsiError:
    with pytest.raises(InsiError) as caught:
        read(status, data)
    return caught.value


DETAILS = {
    "small letters": f'<s:detail>{ERROR}code="insi_24"/></s:detail>',
    "no namespace": f'<Detail>{ERROR}code="insi_24"/></Detail>',
    "another namespace": f'<Detail xmlns="urn:x">{ERROR}code="insi_24"/></Detail>',
    "error of nobody": '<s:Detail><Erreur code="insi_24"/></s:Detail>',
    "wrapped": f'<s:Detail><w xmlns="urn:w" code="42">{ERROR}code="insi_24"/></w></s:Detail>',
    "code of the wrapper": f'<s:Detail code="7">{ERROR}code="insi_24"/></s:Detail>',
    "trace before": f'<s:Detail><t><code>X1</code></t>{ERROR}code="insi_24"/></s:Detail>',
    "names in capitals": f'<s:Detail>{ERROR}CODE="INSI_24"/></s:Detail>',
    "named attributes": f'<s:Detail>{ERROR}e:code="insi_24"/></s:Detail>',
    "both forms": f'<s:Detail>{ERROR}code="insi_24"><Code>insi_24</Code></e:Erreur></s:Detail>',
    "empty, then a child": f'<s:Detail>{ERROR}code=""><Code>insi_24</Code></e:Erreur></s:Detail>',
    "information before": f'<s:Detail>{ERROR}severite="information"/>{ERROR}code="insi_24"/>'
    "</s:Detail>",
}


@pytest.mark.parametrize("form", DETAILS)
def test_the_code_is_found(form: str, wire: Any) -> None:
    data = wire.fault(None, role="Sender", subcode="siram_10")
    whole = data.decode().replace('<s:Detail xmlns:e="urn:siram"></s:Detail>', DETAILS[form])
    assert whole != data.decode()
    error = fault(whole.encode())
    assert (error.code, getattr(error, "field", None)) == ("insi_24", "sex")
    assert (error.severity, error.message_id, error.technical_text) == (None, None, None)


def older(code: str, detail: str) -> bytes:
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>'
        f"<faultcode>s:{code}</faultcode><faultstring>Service arrêté</faultstring>"
        f"<detail>{detail}</detail></s:Fault></s:Body></s:Envelope>"
    ).encode()


@pytest.mark.parametrize("status", [200, 500])
def test_an_error_of_insi_in_soap_1_1_follows_the_table(status: int) -> None:
    said = f'{ERROR}code="insi_111" severite="fatale" messageID="uuid:9">arrêt</e:Erreur>'
    error = fault(older("Server", said), status)
    assert type(error) is InsiUnavailable
    assert (error.code, error.message_id, error.retryable) == ("insi_111", "uuid:9", True)
    assert (error.user_text, error.technical_text) == ("Service arrêté", "arrêt")
    unknown = fault(older("Client", f'{ERROR}code="insi_999"/>'), status)
    assert (type(unknown), unknown.code, unknown.retryable) == (InsiFault, "insi_999", False)


def test_nothing_else_of_soap_1_1_is_read() -> None:
    error = fault(older("Server", ""), 500)
    assert (type(error), error.code) == (InsiGarbled, "VersionMismatch")


def test_the_facts_of_two_errors_are_never_mixed(wire: Any) -> None:
    detail = (
        f'{ERROR}severite="information">un</e:Erreur>'
        f'{ERROR}code="insi_102" severite="fatal" messageID="uuid:2">deux</e:Erreur>'
        f'{ERROR}code="desir_550" severite="erreur" messageID="uuid:3">trois</e:Erreur>'
    )
    error = fault(wire.fault(None, detail=detail))
    assert (error.code, error.severity, error.message_id) == ("insi_102", "fatal", "uuid:2")
    assert error.technical_text == "deux"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("aa<b>bb</b>cc", "aabbcc"),
        ("<![CDATA[a<b]]>", "a<b"),
        ("aa<!-- x -->bb", "aabb"),
        ("<Code>insi_24</Code>dit ici", "dit ici"),
        ("<Code>insi_24</Code><Libelle>dit là</Libelle>", "dit là"),
        ("<messageID>uuid:1</messageID>", None),
    ],
)
def test_the_technical_text_is_whole(inside: str, text: str | None, wire: Any) -> None:
    error = fault(wire.fault(None, detail=f'{ERROR}code="insi_24">{inside}</e:Erreur>'))
    assert (error.code, error.technical_text) == ("insi_24", text)


def test_a_detail_without_an_error_is_still_kept(wire: Any) -> None:
    assert fault(wire.fault(None, detail="texte seul")).technical_text == "texte seul"


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ('<s:Text xml:lang="fr">aa<b>bb</b>cc</s:Text>', "aabbcc"),
        ('<s:Text xml:lang="en">non</s:Text><s:Text xml:lang="FR-fr">refus</s:Text>', "refus"),
        ('<s:Text xml:lang="frp">patois</s:Text><s:Text xml:lang="fr">refus</s:Text>', "refus"),
        ('<s:Text xml:lang="fr"> </s:Text><s:Text xml:lang="en">refus</s:Text>', "refus"),
        ("<Text>refus</Text>", "refus"),
        ("refus", "refus"),
        ("", None),
    ],
)
def test_the_sentence_for_the_person(reason: str, said: str | None, wire: Any) -> None:
    text = wire.fault("insi_102").decode()
    whole = '<s:Text xml:lang="en">phrase pour la personne</s:Text>'
    assert whole in text
    assert fault(text.replace(whole, reason).encode()).user_text == said


@pytest.mark.parametrize(
    ("role", "retryable"),
    [
        (" s:Receiver\n", True),
        ("s: Receiver", True),
        ("s:receiver", True),
        ("s:Server", True),
        ("s:Sender", False),
        ("s:Client", False),
        ("", False),
    ],
)
def test_who_is_to_blame_is_read_in_any_writing(role: str, retryable: bool, wire: Any) -> None:
    text = wire.fault("insi_9999", subcode=None).decode()
    error = fault(text.replace("<s:Value>s:Receiver", f"<s:Value>{role}").encode())
    assert (type(error), error.retryable) == (InsiFault, retryable)


@pytest.mark.parametrize("writing", ["s: siram_40", " z:siram_40\n", "SIRAM_40", "siram_40"])
def test_the_subcode_in_any_writing(writing: str, wire: Any) -> None:
    data = wire.fault(None).replace(b"s:siram_40", writing.encode())
    assert type(fault(data)) is InsiUnavailable


def test_parts_without_a_namespace(wire: Any) -> None:
    data = wire.envelope(
        "<s:Fault><Code><Value>Receiver</Value><Subcode><Value>siram_40</Value></Subcode></Code>"
        f'<Reason><Text>refus</Text></Reason><Detail>{ERROR}code="desir_550">t</e:Erreur></Detail>'
        "</s:Fault>"
    )
    error = fault(data)
    assert type(error) is InsiAccessDenied
    assert (error.code, error.user_text, error.technical_text) == ("desir_550", "refus", "t")


@pytest.mark.parametrize("echo", ["uuid:1-a", "urn:uuid:1", "{1}", "123"])
def test_an_echoed_message_id_is_kept(echo: str, wire: Any) -> None:
    assert fault(wire.fault("insi_102", message_id=echo)).message_id == echo


@pytest.mark.parametrize("odd", ["le nom FICTIF", "z" * 500, "uuid:1&#10;uuid:2", " ", "é"])
def test_what_is_no_message_id_is_missing(odd: str, wire: Any) -> None:
    assert fault(wire.fault("insi_102", message_id=odd)).message_id is None
