"""`insdesk replay`: what the desk makes of any bytes, in words and as JSON, never a trace."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from insdesk import cli
from insdesk.app import commands
from insdesk.app.replaying import replayed
from insdesk.errors import Family
from insdesk.insi.answer import MAX_BYTES
from insdesk.insi.faults import FAULTS, SUBCODES

SOAP = "http://www.w3.org/2003/05/soap-envelope"


def envelope(inside: str) -> bytes:
    return f'<s:Envelope xmlns:s="{SOAP}"><s:Body>{inside}</s:Body></s:Envelope>'.encode()


def answer(code: str, more: str = "") -> bytes:
    report = f"<CR><CodeCR>{code}</CodeCR><LibelleCR>x</LibelleCR></CR>{more}"
    return envelope(f'<RESULTAT xmlns="http://www.cnamts.fr/INSiResultat">{report}</RESULTAT>')


def found(*, key: str = "40", oid: str = "1.2.250.1.213.1.4.8", first: str = "LAURENT") -> bytes:
    return answer(
        "00",
        "<INDIVIDU><INSACTIF><IdIndividu><NumIdentifiant>1810163220751</NumIdentifiant>"
        f"<Cle>{key}</Cle></IdIndividu><OID>{oid}</OID></INSACTIF><TIQ><NomNaissance>ADRDEUX"
        f"</NomNaissance><ListePrenom>{first}</ListePrenom><Sexe>M</Sexe>"
        "<DateNaissance>1981-01-01</DateNaissance><LieuNaissance>63220</LieuNaissance>"
        "</TIQ></INDIVIDU>",
    )


def fault(code: str | None, subcode: str | None = "siram_40", role: str = "Receiver") -> bytes:
    inner = f"<s:Subcode><s:Value>s:{subcode}</s:Value></s:Subcode>" if subcode else ""
    named = f' code="{code}"' if code else ""
    return envelope(
        f"<s:Fault><s:Code><s:Value>s:{role}</s:Value>{inner}</s:Code><s:Reason>"
        '<s:Text xml:lang="en">Phrase\n  pour la personne</s:Text></s:Reason><s:Detail>'
        f'<e:Erreur xmlns:e="urn:siram" severite="fatal"{named} messageID="uuid:abc">texte\n'
        "technique</e:Erreur></s:Detail></s:Fault>"
    )


def said(status: int, body: bytes, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> str:
    file = tmp_path / "reponse.xml"
    file.write_bytes(body)
    code = commands.run(cli.parse(["replay", str(file), "--status", str(status)]))
    printed = capsys.readouterr()
    assert (code, printed.err) == (replayed(status, body).exit_code, "")
    return printed.out


def test_an_identity_that_qualifies(capsys, tmp_path):
    out = said(200, found(), capsys, tmp_path)
    assert "reponse : 00\nsens : une seule identité\npeut être qualifiée : oui\n" in out
    assert "Cette identité peut être comparée au dossier, puis qualifiée." in out
    assert "sexe : Masculin\n" in out
    assert "à relire : –\n" in out
    assert replayed(200, found()).exit_code == 0


@pytest.mark.parametrize(
    ("body", "qualifies", "code", "words"),
    [
        (found(key="41"), True, "CLE_FAUSSE", "gardée telle que reçue"),
        (found(oid="1.2.250.1.213.1.4.5"), False, "OID_INCONNU", "ne peut pas qualifier"),
        (found(first=""), False, "TRAIT_MANQUANT", "n’a pas donné tous les traits"),
        (found(first="L4URENT"), False, "TRAIT_INVALIDE", "n’a pas la forme attendue"),
    ],
)
def test_warnings_are_said_in_words(body, qualifies, code, words, capsys, tmp_path):
    told = replayed(200, body)
    assert (told.facts["qualifiable"], told.exit_code) == (qualifies, 0)
    assert code in told.facts["avertissements"]
    out = said(200, body, capsys, tmp_path)
    assert words in out
    assert code not in out
    assert f"peut être qualifiée : {'oui' if qualifies else 'non'}\n" in out


def test_an_authority_that_nobody_knows_is_shown_as_sent():
    told = replayed(200, found(oid="1.2.250.1.213.1.4.5"))
    assert told.facts["oid"] == told.words["autorité (OID)"] == "1.2.250.1.213.1.4.5"
    assert replayed(200, found(oid="")).facts["oid"] is None


@pytest.mark.parametrize(("code", "word"), [("01", "nom de naissance"), ("02", "autres prénoms")])
def test_nobody_and_several_are_answers(code, word):
    told = replayed(200, answer(code))
    assert (told.exit_code, told.facts["reponse"], told.facts["qualifiable"]) == (0, code, False)
    assert word in str(told.words["ce que fait le bureau"])


@pytest.mark.parametrize("code", [*FAULTS])
def test_every_code_of_the_table_has_its_family_and_its_card(code):
    told = replayed(500, fault(code))
    facts = told.facts
    assert told.exit_code == 1
    assert (facts["code"], facts["sujet"]) == (code, FAULTS[code].family.value)
    assert facts["a_refaire"] is FAULTS[code].retryable
    assert str(facts["fiche"]).startswith("E-INSI-")
    for name in ("titre", "explication", "a_faire", "pour_continuer", "decision"):
        assert len(str(facts[name])) > 5
    assert (facts["message"], facts["severite"]) == ("uuid:abc", "fatal")
    assert told.words["texte d’INSi"] == "Phrase pour la personne"
    assert told.words["texte technique"] == "texte technique"
    assert facts["texte_technique"] == "texte\ntechnique"


@pytest.mark.parametrize("code", ["insi_20", "insi_101", "insi_112", "desir_551", "tlsi_7"])
@pytest.mark.parametrize("subcode", [*SUBCODES, "siram_101", None])
def test_a_code_nobody_listed_is_said_by_its_family(code, subcode):
    told = replayed(500, fault(code, subcode))
    family = SUBCODES[subcode].family if subcode in SUBCODES else Family.UNKNOWN
    assert (told.facts["code"], told.facts["sujet"]) == (code, family.value)
    assert told.facts["fiche"] == "E-INSI-5"
    assert code in str(told.facts["titre"])
    assert told.facts["explication"] == "Phrase\n  pour la personne"


@pytest.mark.parametrize(
    ("status", "body", "family"),
    [
        (200, b"", "InsiGarbled"),
        (200, b"<!DOCTYPE html><html><body>Portail</body></html>", "InsiGarbled"),
        (503, b"<html>", "InsiUnavailable"),
        (200, found()[: len(found()) // 2], "InsiGarbled"),
        (200, b'<!DOCTYPE a [<!ENTITY b "c">]>' + answer("00"), "InsiGarbled"),
        (200, b"<a>" * 2000, "InsiGarbled"),
        (200, b"\xff\xfe\x00" * 50, "InsiGarbled"),
        (200, b" " * (MAX_BYTES + 2), "InsiGarbled"),
        (200, answer("03"), "InsiFault"),
        (200, answer("3"), "InsiGarbled"),
        (302, found(), "InsiUntrusted"),
        (401, b"", "InsiAccessDenied"),
        (-1, b"", "InsiGarbled"),
        (99999, b"", "InsiUnavailable"),
    ],
)
def test_a_hostile_file_gets_a_sentence(status, body, family, capsys, tmp_path):
    told = replayed(status, body)
    assert (told.exit_code, told.facts["famille"]) == (1, family)
    out = said(status, body, capsys, tmp_path)
    for line in ("reponse : erreur\n", "titre : ", "explication : ", "à faire : "):
        assert line in out
    assert "Traceback" not in out
    json.dumps(told.facts)


def test_a_file_without_end_is_refused_unread(capsys):
    zero = Path("/dev/zero")
    if not zero.exists():
        pytest.skip("no endless file here")
    assert commands.run(cli.parse(["replay", str(zero), "--json"])) == 1
    assert json.loads(capsys.readouterr().out)["famille"] == "InsiGarbled"


def test_a_text_of_elsewhere_gives_no_order_to_a_terminal(capsys, tmp_path):
    body = fault("insi_20").replace(b"Phrase", "Phrase\u009b31m\u202etxet".encode())
    out = said(500, body, capsys, tmp_path)
    assert not {"\u009b", "\u202e", "\x1b"} & set(out)
    assert "Phrase?31m?txet pour la personne" in out


def test_an_output_that_lacks_a_letter_is_no_failure(monkeypatch, tmp_path):
    file = tmp_path / "reponse.xml"
    file.write_bytes(fault("insi_20").replace(b"Phrase", "Œuf 鳥".encode()))
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, "latin-1", write_through=True))
    for more in ([], ["--json"]):
        assert commands.run(cli.parse(["replay", str(file), "--status", "500", *more])) == 1
    assert "?uf ?" in kept.getvalue().decode("latin-1")


def test_the_exit_codes_are_documented(capsys):
    with pytest.raises(SystemExit):
        cli.parse(["replay", "--help"])
    assert "Code de sortie : 0" in capsys.readouterr().out
