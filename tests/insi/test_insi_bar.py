"""The bars of insi.md, each named: §5.4, the neighbours of the rows of §8, the traps Z1–Z25.

What another file already shows is not repeated here: `test_insi_traps` says where each trap is.
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from insdesk.errors import Family, InsiError, InsiFault, InsiGarbled, InsiUnavailable
from insdesk.identity.readings import Environment, Found, Operation
from insdesk.insi.answer import read
from insdesk.insi.client import InsiClient
from insdesk.insi.envelope import headers_for
from insdesk.insi.faults import SUBCODES, classify
from insdesk.insi.soap import SOAP
from insdesk.insi.transport import SecurePost


def found(data: bytes) -> Found:
    answer = read(200, data)
    assert isinstance(answer, Found)
    return answer


def fault(data: bytes, status: int = 500) -> InsiError:
    with pytest.raises(InsiError) as caught:
        read(status, data)
    return caught.value


# --- §5.4 --------------------------------------------------------------------------------------


@pytest.mark.parametrize("outer", ["soap", "S", "env", ""])
@pytest.mark.parametrize("inner", ["soap", "S", "env", ""])
def test_5_4_1_any_pair_of_envelope_prefixes(outer: str, inner: str, wire: Any) -> None:
    text = wire.found().decode()
    body = text[text.index("<RESULTAT") : text.index("</s:Body>")]
    first, second = (f"{one}:" if one else "" for one in (outer, inner))
    bound = [f'xmlns:{one}="{SOAP}"' if one else f'xmlns="{SOAP}"' for one in (outer, inner)]
    data = (
        f"<{first}Envelope {bound[0]}><{second}Body {bound[1]}>{body}"
        f"</{second}Body></{first}Envelope>"
    )
    assert found(data.encode()).birth_name == "ADRDEUX"


def test_5_4_3_blocks_of_the_history_in_another_order(wire: Any) -> None:
    history = (
        "<INSHISTO><DateFin>2019-12-31</DateFin><OID>1.2.250.1.213.1.4.8</OID><DateDeb>2020-01-01"
        "</DateDeb><IdIndividu><Cle>39</Cle><NumIdentifiant>2090763220834</NumIdentifiant>"
        "</IdIndividu></INSHISTO>"
    )
    [one] = found(wire.found(history=history)).history
    assert (one.number, one.key, one.oid) == ("2090763220834", "39", "1.2.250.1.213.1.4.8")
    # A beginning later than the end is shown, never computed with (§5).
    assert (one.start_text, one.end_text) == ("2020-01-01", "2019-12-31")


def test_5_4_4_line_breaks_between_and_within(wire: Any) -> None:
    data = wire.found().replace(b"><", b">\r\n\t<").replace(b"ADRDEUX", b"\r\nADRDEUX\r\n")
    assert found(b'<?xml version="1.0"?>\r\n' + data).birth_name == "ADRDEUX"


def test_5_4_5_the_active_matricule_among_the_former(wire: Any) -> None:
    history = f"<INSHISTO>{wire.active}</INSHISTO>"
    answer = found(wire.found(history=history * 2))
    assert len(answer.history) == 2
    assert answer.matricule is not None
    assert {one.number for one in answer.history} == {answer.matricule.number}


def test_5_4_7_a_fault_is_read_on_500_and_on_200(wire: Any) -> None:
    data = wire.fault("insi_102")
    assert [type(fault(data, status)) for status in (500, 200)] == [InsiUnavailable] * 2


# --- §8: the neighbours of the rows ------------------------------------------------------------

NEIGHBOURS = ("insi_18", "insi_20", "insi_21", "insi_23", "insi_25", "insi_101", "insi_103",
              "insi_110", "insi_112", "desir_549", "desir_551", "desir_561", "desir_1")  # fmt: skip


@pytest.mark.parametrize("code", NEIGHBOURS)
@pytest.mark.parametrize("role", ["Sender", "Receiver"])
@pytest.mark.parametrize("status", [200, 500])
def test_8_a_neighbour_is_classed_by_its_role_and_shown(
    code: str, role: str, status: int, wire: Any
) -> None:
    error = fault(wire.fault(code, role=role, subcode="siram_101"), status)
    assert type(error) is InsiFault
    assert (error.code, error.retryable) == (code, role == "Receiver")
    assert error.user_text == "phrase pour la personne"
    assert (error.message_id, error.family) == (None, Family.UNKNOWN)


@pytest.mark.parametrize("subcode", [*SUBCODES])
def test_8_a_neighbour_has_the_family_of_its_subcode(subcode: str, wire: Any) -> None:
    error = fault(wire.fault("insi_20", role="Sender", subcode=subcode))
    assert error.family is SUBCODES[subcode].family
    assert error.family is classify("insi_20", subcode, "Sender").family
    assert error.retryable is False, "never as it is after Sender"
    assert classify("insi_20", subcode, None).retryable is SUBCODES[subcode].retryable


@pytest.mark.parametrize("subcode", ["siram_9", "siram_11", "siram_41", "siram_99", "siram_101"])
def test_8_an_unknown_subcode_without_a_code(subcode: str, wire: Any) -> None:
    error = fault(wire.fault(None, subcode=subcode, role="Sender"))
    assert (type(error), error.code, error.retryable) == (InsiFault, subcode, False)


def test_8_line_breaks_in_both_texts_are_kept_as_sent(wire: Any) -> None:
    data = wire.fault("insi_102").replace(b"phrase pour", b"\n\tphrase\r\n  pour")
    error = fault(data)
    assert error.user_text == "phrase\n  pour la personne"
    assert error.technical_text == "texte\ntechnique"


@pytest.mark.parametrize(
    "severity", ["information", "avertissement", "erreur", "fatale", "fatal", "FATAL", "x" * 90]
)
def test_8_no_severity_changes_the_decision(severity: str, wire: Any) -> None:
    error = fault(wire.fault("insi_102", severity=severity))
    assert (type(error), error.severity) == (InsiUnavailable, severity)


def test_8_a_missing_message_id_becomes_that_of_the_request(wire: Any, a_traits: Any) -> None:
    client = InsiClient(lambda *_: (500, wire.fault("insi_102")), environment=Environment.ESSAI)
    with pytest.raises(InsiUnavailable) as caught:
        client.search_by_traits(a_traits())
    assert re.fullmatch(r"uuid:[0-9a-f-]{36}", caught.value.message_id or "")


def test_8_child_elements_carry_the_message_id_too(wire: Any) -> None:
    detail = (
        '<Erreur xmlns="urn:siram"><Code>insi_111</Code><Severite>fatale</Severite><messageID>'
        "uuid:abc</messageID><Descriptif>plus\ntard</Descriptif></Erreur>"
    )
    error = fault(wire.fault(None, subcode="siram_40", detail=detail))
    assert (type(error), error.code, error.message_id) == (InsiUnavailable, "insi_111", "uuid:abc")
    assert error.technical_text == "plus\ntard"


@pytest.mark.parametrize("place", ["code", "subcode", "role", "CodeCR"])
def test_8_what_is_no_code_reaches_neither_journal_nor_log(place: str, wire: Any) -> None:
    quoted = "DURANVAL née 1985-03-12"
    if place == "CodeCR":
        data = wire.code(quoted)
    elif place == "code":
        data = wire.fault(quoted)
    elif place == "role":
        data = wire.fault("insi_20", role=quoted)
    else:
        data = wire.fault(None, subcode=quoted)
    error = fault(data)
    assert "DURANVAL" not in f"{error} {error!r} {error.code}"


# --- §13 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("trap", ["Z13", "Z14", "Z15"])
def test_z13_z14_z15_the_answer_is_not_read_by_zeep(trap: str, wire: Any) -> None:
    if trap == "Z13":
        active = (
            "<OID>1.2.250.1.213.1.4.8</OID><IdIndividu><Cle>40</Cle><NumIdentifiant>1810163220751"
            "</NumIdentifiant></IdIndividu>"
        )
        shuffled = found(wire.found(active=active))
        assert shuffled.matricule_text == "181016322075140"
    elif trap == "Z14":
        assert found(wire.found().replace(b"</TIQ>", b"<Neuf/></TIQ>")).warnings == ("SCHEMA",)
    else:
        assert type(fault(wire.code("99"), 200)) is InsiFault
        for data in (wire.code("00"), wire.result("<INDIVIDU/>")):
            assert type(fault(data, 200)) is InsiGarbled
        fifteen = wire.active.replace("1810163220751", "181016322075140")
        assert not found(wire.found(active=fifteen)).qualifiable


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"pas du XML",
        b"<html><body>500</body></html>",
        b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body/></s:Envelope>',
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body/></s:Envelope>'.encode(),
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><x xmlns="urn:a"/></s:Body></s:Envelope>'.encode(),
        b"<!DOCTYPE a><a/>",
    ],
)
@pytest.mark.parametrize("status", [200, 500])
def test_z19_every_other_failure_is_ours(status: int, body: bytes) -> None:
    assert isinstance(fault(body, status), InsiGarbled | InsiUnavailable)


def test_z20_an_impossible_date_is_a_text_and_no_trace(
    wire: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    history = f"<INSHISTO>{wire.active}<DateDeb>2019-02-30</DateDeb></INSHISTO>"
    assert found(wire.found(history=history)).history[0].start_text == "2019-02-30"
    assert caplog.text == ""


def test_z23_the_client_serves_a_worker_thread(wire: Any, a_traits: Any) -> None:
    client = InsiClient(lambda *_: (200, wire.code("01")))
    with ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
        for lane in (first, second, first):
            assert lane.submit(client.search_by_traits, a_traits()).result() is not None


@pytest.mark.parametrize("operation", Operation)
def test_z24_we_name_ourselves_and_send_no_soapaction(operation: Operation, serve: Any) -> None:
    server = serve(lambda handler: handler.reply(200, b"x"))
    with SecurePost(ca_bundle=None, allow_plain_loopback=True) as post:
        post(server.address, headers_for(operation), b"<a/>")
    [(headers, _)] = server.seen
    assert headers["User-Agent"] == "insdesk"
    assert "SOAPAction" not in headers
    assert headers["Content-Type"].endswith(f':{operation.value}"')


def test_7_5_the_limits_are_10_and_30_seconds_unless_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stall of 30 s itself is played with a short limit, in `test_insi_transport`."""
    asked: list[object] = []

    def send(_session: object, _request: object, **how: object) -> requests.Response:
        asked.append(how["timeout"])
        raise requests.exceptions.ReadTimeout

    monkeypatch.setattr(requests.Session, "send", send)
    with SecurePost(ca_bundle=None) as post, pytest.raises(InsiError):
        post("https://insi.invalid/lps", {}, b"<a/>")
    assert asked == [(10.0, 30.0)]
