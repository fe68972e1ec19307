"""Unseen forms of an answer: what is only form is forgiven, what is doubtful is never an identity.

insi.md §5, §5.4, §13. Each row is the same identity, written another way.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from typing import Any

import pytest

from insdesk.errors import InsiError, InsiFault, InsiGarbled, InsiUnavailable
from insdesk.identity.readings import Found, NotFound
from insdesk.insi.answer import read

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def found(data: bytes) -> Found:
    answer = read(200, data)
    assert isinstance(answer, Found)
    return answer


def declared(encoding: str, text: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{text}'


ENCODED = {
    "mark": lambda text: BOM_UTF8 + text.encode(),
    "mark and declaration": lambda text: BOM_UTF8 + declared("UTF-8", text).encode(),
    "mark, other declaration": lambda text: BOM_UTF8 + declared("ISO-8859-1", text).encode(),
    "latin": lambda text: declared("ISO-8859-1", text).encode("latin-1"),
    "windows": lambda text: declared("windows-1252", text).encode("cp1252"),
    "utf-16": lambda text: declared("UTF-16", text).encode("utf-16"),
    "utf-16 bytes, utf-8 said": lambda text: declared("UTF-8", text).encode("utf-16"),
    "utf-8 bytes, utf-16 said": lambda text: declared("utf-16", text).encode(),
    "utf-8 bytes, ascii said": lambda text: declared("us-ascii", text).encode(),
    "utf-8 bytes, nobody's name": lambda text: declared("inconnu-9", text).encode(),
    "blank before": lambda text: b"\r\n" + declared("UTF-8", text).encode(),
    "mark and blank before": lambda text: BOM_UTF8 + b" \t\n" + declared("UTF-8", text).encode(),
    "blank and mark before": lambda text: b"\n" + BOM_UTF8 + declared("UTF-8", text).encode(),
}

UNSAID = {
    "latin bytes, utf-8 said": lambda text: declared("utf-8", text).encode("latin-1"),
    "latin bytes, nothing said": lambda text: text.encode("latin-1"),
    "windows bytes, utf-8 said": lambda text: declared("utf-8", text).encode("cp1252"),
    "latin bytes after a blank": lambda text: b"\n" + declared("utf-8", text).encode("latin-1"),
}
"""Bytes that are not what they say, and may be several things: an accent could be any letter."""


@pytest.mark.parametrize("way", ENCODED)
def test_no_encoding_changes_an_identity(way: str, wire: Any) -> None:
    text = wire.found().decode().replace("<LibelleCR>x", "<LibelleCR>identité trouvée")
    answer = found(ENCODED[way](text))
    assert (answer.birth_name, answer.matricule_text) == ("ADRDEUX", "181016322075140")
    assert (answer.qualifiable, answer.warnings) == (True, ())


@pytest.mark.parametrize("way", UNSAID)
@pytest.mark.parametrize("code", ["00", "01", "02"])
def test_what_may_be_several_letters_is_no_answer(way: str, code: str, wire: Any) -> None:
    text = wire.found().decode().replace("<CodeCR>00", f"<CodeCR>{code}")
    with pytest.raises(InsiGarbled):
        read(200, UNSAID[way](text.replace("<LibelleCR>x", "<LibelleCR>identité")))


@pytest.mark.parametrize("way", [*ENCODED, *UNSAID])
def test_no_encoding_hides_a_fault(way: str, wire: Any) -> None:
    text = wire.fault("insi_111").decode().replace("phrase", "indisponibilité")
    with pytest.raises(InsiUnavailable) as caught:
        read(500, (ENCODED | UNSAID)[way](text))
    assert caught.value.code == "insi_111"


@pytest.mark.parametrize("way", [*ENCODED, *UNSAID])
def test_no_encoding_lets_a_doctype_in(way: str, wire: Any) -> None:
    text = "<!DOCTYPE s:Envelope>" + wire.found().decode().replace(">x<", ">été<")
    for body in (text, "<!DOCTYPE s:Envelope>" + wire.fault("insi_102").decode() + "<!-- é -->"):
        with pytest.raises(InsiGarbled):
            read(200, (ENCODED | UNSAID)[way](body))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ADRDEUX", "<![CDATA[ADRDEUX]]>"),
        ("ADRDEUX", "ADR<![CDATA[DE]]>UX"),
        ("ADRDEUX", "&#65;DRD&#x45;UX"),
        ("1810163220751", "181016<!-- lieu -->3220751"),
        ("1810163220751", "181016&#x33;220751"),
        ("1810163220751", "\n\t1810163220751 "),
        ("<Cle>40", "<Cle>4<?x y?>0"),
        ("<CodeCR>00", "<CodeCR><![CDATA[0]]><!-- -->0"),
        ("<NomNaissance>", f'<NomNaissance {XSI} xsi:type="texte" id="1">'),
        ("<NomNaissance>", f'<NomNaissance {XSI} xsi:nil="false">'),
        ("<s:Body>", '<s:Header><x xmlns="urn:x" s:mustUnderstand="true"/></s:Header><s:Body>'),
        ("<s:Body>", '<s:Body><x xmlns="urn:x"><NomNaissance>AUTRE</NomNaissance></x>texte'),
        ("<RESULTAT ", '<RESULTAT xmlns:s="urn:autre" '),
        ("</TIQ>", f'</TIQ><INSHISTO {XSI} xsi:nil="true"/><INSHISTO> </INSHISTO>'),
    ],
)
def test_what_is_only_form_is_forgiven(old: str, new: str, wire: Any) -> None:
    text = wire.found().decode()
    assert old in text
    answer = found(text.replace(old, new).encode())
    assert (answer.birth_name, answer.matricule_text) == ("ADRDEUX", "181016322075140")
    assert (answer.qualifiable, answer.warnings, answer.history) == (True, (), ())


@pytest.mark.parametrize("block", ["NomNaissance", "LieuNaissance", "Cle", "INSACTIF", "INDIVIDU"])
@pytest.mark.parametrize("nil", ["true", "1"])
def test_what_is_nil_and_filled_is_refused(block: str, nil: str, wire: Any) -> None:
    text = wire.found().decode().replace(f"<{block}>", f'<{block} {XSI} xsi:nil="{nil}">')
    with pytest.raises(InsiGarbled):
        read(200, text.encode())


@pytest.mark.parametrize("code", ["03", "10", "99"])
@pytest.mark.parametrize("whole", [False, True])
def test_a_code_nobody_listed_is_an_unknown_error(code: str, whole: bool, wire: Any) -> None:
    """§5: treated as an unknown error, shown with its label (E-INSI-5)."""
    text = (wire.found() if whole else wire.code("00")).decode()
    with pytest.raises(InsiFault) as caught:
        read(200, text.replace("<CodeCR>00", f"<CodeCR>{code}").encode())
    assert (caught.value.code, caught.value.retryable) == (code, False)
    assert caught.value.user_text
    assert caught.value.codes == (code,)


@pytest.mark.parametrize(
    "code", ["0", "1", "2", "000", "001", "00.", "0 0", "OO", "00;01", "", " ", "００"]
)
@pytest.mark.parametrize("whole", [False, True])
def test_no_other_code_is_an_answer(code: str, whole: bool, wire: Any) -> None:
    text = (wire.found() if whole else wire.code("00")).decode()
    with pytest.raises(InsiGarbled):
        read(200, text.replace("<CodeCR>00", f"<CodeCR>{code}").encode())


ERROR = '<e:Erreur xmlns:e="urn:siram" code="insi_102" severite="fatal">non</e:Erreur>'


@pytest.mark.parametrize("code", ["00", "01", "02"])
@pytest.mark.parametrize(
    ("place", "said", "kind"),
    [
        ("</s:Body>", "<s:Fault/></s:Body>", InsiFault),
        ("<s:Body>", "<s:Header><s:Fault/></s:Header><s:Body>", InsiFault),
        ("<s:Body>", "<s:Fault/><s:Body>", InsiFault),
        ("<CR>", "<s:Fault/><CR>", InsiFault),
        (
            "</s:Body>",
            '<Fault xmlns="http://schemas.xmlsoap.org/soap/envelope/"/></s:Body>',
            InsiFault,
        ),
        ("</s:Body>", f"{ERROR}</s:Body>", InsiUnavailable),
        ("</CR>", f"</CR>{ERROR}", InsiUnavailable),
    ],
)
def test_a_failure_anywhere_is_no_answer(
    code: str, place: str, said: str, kind: type[InsiError], wire: Any
) -> None:
    text = wire.found().decode().replace("<CodeCR>00", f"<CodeCR>{code}")
    with pytest.raises(InsiError) as caught:
        read(200, text.replace(place, said, 1).encode())
    assert type(caught.value) is kind


def test_an_error_of_the_gateway_without_a_fault_is_read(wire: Any) -> None:
    with pytest.raises(InsiUnavailable) as caught:
        read(200, wire.envelope(ERROR))
    assert (caught.value.code, caught.value.technical_text) == ("insi_102", "non")


@pytest.mark.parametrize(
    ("date", "regular"),
    [
        ("2019-02-03", True),
        ("2019-02-03Z", True),
        ("2019-02-03+01:00", True),
        ("2019-02-30", False),
        ("20190203", False),
        ("2019-W05-1", False),
        ("2019-02-03T00:00:00", False),
        ("03/02/2019", False),
    ],
)
def test_the_dates_of_the_history_are_those_of_the_schema(
    date: str, regular: bool, wire: Any
) -> None:
    entry = f"<INSHISTO>{wire.active}<DateDeb>{date}</DateDeb></INSHISTO>"
    answer = found(wire.found(history=entry))
    assert answer.history[0].start_text == date
    assert answer.warnings == (() if regular else ("SCHEMA",))
    assert answer.qualifiable


@pytest.mark.parametrize("key", ["XX", "4", "040"])
def test_an_odd_key_of_the_history_is_said(key: str, wire: Any) -> None:
    entry = f"<INSHISTO>{wire.active}</INSHISTO>".replace("<Cle>40", f"<Cle>{key}")
    answer = found(wire.found(history=entry))
    assert (answer.history[0].key, answer.warnings) == (key, ("SCHEMA",))


def test_cut_at_every_byte_nothing_is_an_answer(wire: Any) -> None:
    for whole in (wire.found(), wire.code("01"), wire.fault("insi_102")):
        for end in range(len(whole)):
            for status in (200, 500):
                with pytest.raises(InsiError):
                    read(status, whole[:end])


def test_01_is_nobody_whatever_it_carries(wire: Any) -> None:
    text = wire.found().decode().replace("<CodeCR>00", "<CodeCR>01")
    assert read(200, text.encode()) == NotFound()
