"""Every message is valid against the official schemas, and checked on its own bytes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lxml import etree

from insdesk import paths
from insdesk.identity.readings import Operation
from insdesk.insi.assertion import check, practitioner_assertion, vitale_assertion
from insdesk.insi.envelope import ACTIONS, DefectiveMessage, Envelopes, Message, Sender, headers_for
from insdesk.insi.question import Question, TraitsQuestion, VitaleQuestion
from insdesk.insi.soap import BAM, LPS, SANS, SOAP, WSA, WSSE

SENDER = Sender(idam="XX0123456789", version="1.0", instance="b3549edd-4ae9-472a-b26f-fd2fb4ef397f")
XS = "{http://www.w3.org/2001/XMLSchema}"
STUB = "xsd/WSA/ws-addr-stub.xsd"

QUESTIONS: dict[str, Question] = {
    "plain": TraitsQuestion(
        birth_name="ADRTROIS", first_name="TOUSSAINT", sex="M", birth_date="1960-01-01"
    ),
    "corsica": TraitsQuestion(
        birth_name="CORSE",
        first_name="ANTHONY",
        sex="M",
        birth_date="1980-03-02",
        birth_place="2B020",
    ),
    "hyphens": TraitsQuestion(
        birth_name="D'ARTAGNAN--DE L'HERAULT",
        first_name="PIERRE-ALAIN MURIEL",
        sex="F",
        birth_date="2001-06-17",
    ),
    "card": VitaleQuestion(
        insured_number="2751263220749", birth_name="ADRUN", birth_date="1975-12-31"
    ),
    "own": VitaleQuestion(
        insured_number="180032B020401",
        own_number="297022A020778",
        birth_name="DUPRE-FICTIF",
        birth_date="1936-50-00",
        twin_rank=2,
    ),
    "nameless": VitaleQuestion(
        insured_number="2751263220749", birth_date="1936-00-00", twin_rank=1
    ),
}

envelopes = pytest.fixture(scope="module")(lambda: Envelopes())
Build = Callable[..., bytes]


@pytest.fixture
def build(envelopes: Envelopes, now: datetime) -> Build:
    def make(question: Question, *assertions: bytes, sender: Sender = SENDER) -> bytes:
        return envelopes.build(
            Message(
                question=question,
                sender=sender,
                emetteur="899900000001",
                message_id="uuid:5b8f2e0c-0000-4000-8000-000000000001",
                at=now,
                assertions=assertions,
            )
        )

    return make


@pytest.fixture(scope="module")
def official(shared_data: Path) -> etree.XMLSchema:
    """The published schemas together, the network import served by the stub beside them."""
    folder = shared_data / "insi" / "wsdl"
    wsdl = etree.parse(str(folder / "DESIR_ICIR_EXP_1.5.0.wsdl"))
    root = etree.Element(f"{XS}schema")
    for known in wsdl.iter(f"{XS}import"):
        place = known.get("schemaLocation")
        local = folder / (STUB if "://" in place else place)
        etree.SubElement(
            root,
            f"{XS}import",
            namespace=known.get("namespace"),
            schemaLocation=quote(str(local)),
        )
    return etree.XMLSchema(root)


@pytest.mark.parametrize("signed", [0, 1, 2])
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_message_is_officially_valid(
    name: str, signed: int, build: Build, card: Any, now: datetime, official: etree.XMLSchema
) -> None:
    own = practitioner_assertion(card, now)
    both = (own, vitale_assertion("0" * 20, card.national_id, now))[:signed]
    data = build(QUESTIONS[name], *both)
    header, body = etree.fromstring(data)
    blocks = [*header, *body]
    assert len(blocks) == 5 + bool(signed)
    for block in blocks:
        official.assertValid(block)
    assert check(data, signature=True) == min(signed, 1)
    for assertion in both:
        assert data.count(assertion) == 1


def test_the_official_schema_does_refuse(build: Build, official: etree.XMLSchema) -> None:
    data = build(QUESTIONS["plain"]).replace(b"<ns0:COUVERTURE/>", b"")
    blocks = [*etree.fromstring(data)[0]]
    assert [official.validate(block) for block in blocks] == [True, True, False, True]


def test_by_traits_says_what_the_page_says(build: Build) -> None:
    root = etree.fromstring(build(QUESTIONS["corsica"]))
    assert root.tag == f"{{{SOAP}}}Envelope"
    header, body = root
    assert header.findtext(f"{{{WSA}}}Action") == ACTIONS[Operation.BY_TRAITS]
    assert (header.findtext(f"{{{WSA}}}MessageID") or "").startswith("uuid:5b8f")
    assert header.find(f"{{{WSSE}}}Security") is None
    bam, lps = header.find(f"{{{BAM}}}ContexteBAM"), header.find(f"{{{LPS}}}ContexteLPS")
    assert dict(bam.attrib) == {"Nature": "CTXBAM", "Version": "01_02"}
    assert dict(lps.attrib) == {"Nature": "CTXLPS", "Version": "01_00"}
    for context in (bam, lps):
        assert context[1].text == "2026-01-31T08:05:09.123Z"
        assert context[2].text == "899900000001"
    assert bam[0].text != lps[0].text
    assert len(bam.find(f"{{{BAM}}}COUVERTURE")) == 0
    idam, version, instance, nom = lps.find(f"{{{LPS}}}LPS")
    assert (idam.text, idam.get("R"), version.text) == ("XX0123456789", "4", "1.0")
    assert (instance.text, nom.text) == (SENDER.instance, "urn:lps:insdesk:1.0")
    asked = {etree.QName(child).localname: child.text for child in body[0]}
    assert body[0].tag == f"{{{SANS}}}RECSANSVITALE"
    assert asked == {
        "NomNaissance": "CORSE", "Prenom": "ANTHONY", "Sexe": "M",
        "DateNaissance": "1980-03-02", "LieuNaissance": "2B020",
    }  # fmt: skip


def test_by_vitale_says_what_the_page_says(build: Build) -> None:
    root = etree.fromstring(build(QUESTIONS["own"]))
    assert root.findtext(f".//{{{WSA}}}Action") == ACTIONS[Operation.BY_VITALE]
    texts = [(etree.QName(n).localname, n.text) for n in root[1][0].iter() if n.text]
    assert texts == [
        ("NumIdentifiant", "297022A020778"), ("NumIdentifiant", "180032B020401"),
        ("NomNaissance", "DUPRE-FICTIF"), ("DateNaissance", "1936-50-00"), ("RangNaissance", "2"),
    ]  # fmt: skip
    cover = root.find(f".//{{{BAM}}}COUVERTURE")
    assert [(etree.QName(n).localname, n.text) for n in cover.iter() if n.text] == [
        ("Num", "180032B020401"), ("Num", "297022A020778"), ("DateNai", "1936-50-00"),
        ("Rang", "2"),
    ]  # fmt: skip


def test_the_action_travels_in_the_content_type() -> None:
    assert headers_for(Operation.BY_VITALE) == {
        "Content-Type": "application/soap+xml; charset=utf-8; "
        'action="urn:ServiceIdentiteCertifiee:1.0.0:rechercherInsAvecCarteVitale"'
    }


def test_xmlsec_accepts_our_assertion_inside_the_message(
    build: Build, card: Any, now: datetime, tmp_path: Path
) -> None:
    tool = shutil.which("xmlsec1")
    if tool is None:
        pytest.skip("xmlsec1 absent: our signature was not checked by independent code")
    message, trusted = tmp_path / "message.xml", tmp_path / "ca.pem"
    trusted.write_bytes(card.certificate_pem)
    command = [tool, "--verify", "--trusted-pem", str(trusted)]
    command += ["--id-attr:ID", "urn:oasis:names:tc:SAML:2.0:assertion:Assertion", str(message)]

    def verdict(data: bytes) -> int:
        message.write_bytes(data)
        return subprocess.run(command, capture_output=True, check=False).returncode

    data = build(QUESTIONS["hyphens"], practitioner_assertion(card, now))
    assert verdict(data) == 0
    assert verdict(data.replace(b"SA07", b"SA05")) != 0


def test_an_altered_assertion_never_leaves(build: Build, card: Any, now: datetime) -> None:
    good = practitioner_assertion(card, now)
    bad = [good.replace(b"SA07", b"SA05"), good[:-1], b"<x/>", good + b"<y/>", b""]
    for assertion in bad:
        with pytest.raises(DefectiveMessage):
            build(QUESTIONS["plain"], assertion)


@pytest.mark.parametrize("given", [b"", b"pas une signature", bytes(256)])
def test_a_signature_that_is_none_never_leaves(
    given: bytes, build: Build, card: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(card), "sign", lambda _card, _data: given)
    with pytest.raises(DefectiveMessage):
        build(QUESTIONS["plain"], practitioner_assertion(card, now))


def test_a_defective_message_is_a_defect_without_the_values(build: Build) -> None:
    class Rankless(VitaleQuestion):
        @property
        def cover(self) -> dict[str, object]:  # type: ignore[override]
            return {"BENEFICIAIRE": {"DateNai": "hier"}}

    with pytest.raises(DefectiveMessage) as caught:
        build(Rankless(insured_number="2751263220749", birth_date="1975-12-31"))
    assert str(caught.value) == "ContexteBAM is not valid"


def test_our_description_names_no_server_and_no_network() -> None:
    for path in paths.resource("insi").iterdir():
        text = path.read_text("utf-8")
        for place in [*etree.parse(str(path)).iter(f"{XS}import")]:
            assert (path.parent / place.get("schemaLocation")).is_file()
        assert "ameli" not in text
        assert 'schemaLocation="http' not in text


def test_the_description_refuses_the_network(tmp_path: Path, now: datetime) -> None:
    for path in paths.resource("insi").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    wsdl = tmp_path / "insi.wsdl"
    wsdl.write_text(wsdl.read_text("utf-8").replace('"erreur.xsd"', '"https://insi.invalid/e.xsd"'))
    message = Message(
        question=QUESTIONS["plain"], sender=SENDER, emetteur="", message_id="uuid:x", at=now
    )
    with pytest.raises(DefectiveMessage):
        Envelopes(tmp_path).build(message)


def test_the_same_interface_as_the_official_one(shared_data: Path) -> None:
    soap = "{http://schemas.xmlsoap.org/wsdl/soap12/}"
    wsdl = "{http://schemas.xmlsoap.org/wsdl/}"
    official = etree.parse(str(shared_data / "insi" / "wsdl" / "DESIR_ICIR_EXP_1.5.0.wsdl"))
    ours = etree.parse(str(paths.resource("insi") / "insi.wsdl"))

    def interface(tree: Any) -> set[tuple[str, ...]]:
        seen = {("part", part.get("name")) for part in tree.iter(f"{wsdl}part")}
        seen |= {("action", op.get("soapAction")) for op in tree.iter(f"{soap}operation")}
        seen |= {("header", head.get("part")) for head in tree.iter(f"{soap}header")}
        seen |= {
            ("service", node.get("name")) for node in tree.iter(f"{wsdl}service", f"{wsdl}port")
        }
        seen |= {("binding", node.get("name")) for node in tree.iter(f"{wsdl}binding")}
        return seen | {("namespace", tree.getroot().get("targetNamespace"))}

    assert interface(ours) == interface(official)
