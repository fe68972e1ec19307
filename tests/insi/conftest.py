"""A card made of software, a service made of a function, and messages written for the tests."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization as ser
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from insi_client_bench import LATER, SENDER
from insi_servers import Behaviour, Pki, Server
from lxml import etree

from insdesk.identity.readings import Environment
from insdesk.identity.traits import Traits
from insdesk.insi.client import CallFact, InsiClient

NOW = datetime(2026, 1, 31, 8, 5, 9, 123456, tzinfo=UTC)
SANS = "{http://www.cnamts.fr/INSiRecSans}"


@dataclass
class SoftwareCard:
    """Fits `PractitionerSigner` with a key made for the test run."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate
    national_id: str = "899900000001"
    qualifier: str = "CPS"
    attributes: Mapping[str, str] = field(
        default_factory=lambda: {
            "identifiantFacturation": "123456789",
            "secteurActivite": "SA07",
            "codeSpecialite": "SM26",
        }
    )
    signatures: int = 0

    @property
    def certificate_der(self) -> bytes:
        return self.certificate.public_bytes(ser.Encoding.DER)

    @property
    def certificate_pem(self) -> bytes:
        return self.certificate.public_bytes(ser.Encoding.PEM)

    def sign(self, data: bytes) -> bytes:
        self.signatures += 1
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


@pytest.fixture(scope="session")
def card_key() -> tuple[rsa.RSAPrivateKey, x509.Certificate]:
    key = rsa.generate_private_key(65537, 2048)
    # One multi-valued RDN, as on the published test card.
    name = x509.Name(
        [
            x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.COUNTRY_NAME, "FR")]),
            x509.RelativeDistinguishedName([x509.NameAttribute(NameOID.TITLE, "Médecin")]),
            x509.RelativeDistinguishedName(
                [
                    x509.NameAttribute(NameOID.GIVEN_NAME, "MAUD"),
                    x509.NameAttribute(NameOID.COMMON_NAME, "899900000001"),
                    x509.NameAttribute(NameOID.SURNAME, "EXEMPLE"),
                ]
            ),
        ]
    )
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


@pytest.fixture
def card(card_key: tuple[rsa.RSAPrivateKey, x509.Certificate]) -> SoftwareCard:
    return SoftwareCard(*card_key)


@pytest.fixture
def now() -> datetime:
    return NOW


def _traits(**changes: str | None) -> Traits:
    texts: dict[str, str | None] = {
        "birth_name": "ADRTROIS",
        "first_name": "TOUSSAINT",
        "first_names": None,
        "birth_date": "1960-01-01",
        "sex": "M",
        "birth_place": None,
    }
    return Traits.from_text(**{**texts, **changes})  # type: ignore[arg-type]


@pytest.fixture
def a_traits() -> Callable[..., Traits]:
    return _traits


@pytest.fixture(scope="session")
def sample(shared_data: Path) -> Callable[[str], bytes]:
    """The bytes of one published answer."""
    return lambda name: (shared_data / "insi" / "responses" / f"{name}.xml").read_bytes()


ACTIVE = (
    "<IdIndividu><NumIdentifiant>1810163220751</NumIdentifiant><Cle>40</Cle></IdIndividu>"
    "<OID>1.2.250.1.213.1.4.8</OID>"
)
TIQ = (
    "<NomNaissance>ADRDEUX</NomNaissance><ListePrenom>LAURENT</ListePrenom><Sexe>M</Sexe>"
    "<DateNaissance>1981-01-01</DateNaissance><LieuNaissance>63220</LieuNaissance>"
)


@dataclass(frozen=True)
class Wire:
    """Writes answers; every part can be replaced."""

    active: str = ACTIVE
    tiq: str = TIQ

    def envelope(self, content: str) -> bytes:
        return (
            '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope">'
            f"<s:Body>{content}</s:Body></s:Envelope>"
        ).encode()

    def result(self, inside: str) -> bytes:
        return self.envelope(
            f'<RESULTAT xmlns="http://www.cnamts.fr/INSiResultat">{inside}</RESULTAT>'
        )

    def code(self, code: str, more: str = "") -> bytes:
        return self.result(f"<CR><CodeCR>{code}</CodeCR><LibelleCR>x</LibelleCR></CR>{more}")

    def found(self, active: str | None = None, tiq: str | None = None, history: str = "") -> bytes:
        return self.code(
            "00",
            f"<INDIVIDU><INSACTIF>{self.active if active is None else active}</INSACTIF>{history}"
            f"<TIQ>{self.tiq if tiq is None else tiq}</TIQ></INDIVIDU>",
        )

    def fault(
        self,
        code: str | None,
        *,
        role: str = "Receiver",
        subcode: str | None = "siram_40",
        severity: str = "fatal",
        message_id: str | None = None,
        detail: str | None = None,
    ) -> bytes:
        inner = f"<s:Subcode><s:Value>s:{subcode}</s:Value></s:Subcode>" if subcode else ""
        echo = f' messageID="{message_id}"' if message_id else ""
        error = f'<e:Erreur severite="{severity}" code="{code}"{echo}>texte\ntechnique</e:Erreur>'
        shown = error if detail is None and code else detail or ""
        return self.envelope(
            f"<s:Fault><s:Code><s:Value>s:{role}</s:Value>{inner}</s:Code>"
            '<s:Reason><s:Text xml:lang="en">phrase pour la personne</s:Text></s:Reason>'
            f'<s:Detail xmlns:e="urn:siram">{shown}</s:Detail></s:Fault>'
        )


@pytest.fixture
def wire() -> Wire:
    return Wire()


@dataclass
class StubService:
    """A `post` that answers by the first names asked; 01 for the others. Keeps what it received."""

    wire: Wire
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    received: list[bytes] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)

    def __call__(self, address: str, headers: dict[str, str], envelope: bytes) -> tuple[int, bytes]:
        self.received.append(envelope)
        self.headers.append(headers)
        self.addresses.append(address)
        asked = etree.fromstring(envelope).findtext(f".//{SANS}Prenom")
        return self.answers.get(asked or "", (200, self.wire.code("01")))

    @property
    def first_names(self) -> list[str | None]:
        return [etree.fromstring(data).findtext(f".//{SANS}Prenom") for data in self.received]


@pytest.fixture
def service(wire: Wire) -> StubService:
    return StubService(wire)


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return Pki(tmp_path_factory.mktemp("pki"))


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    running: list[tuple[Server, threading.Thread]] = []

    def start(behave: Behaviour, context: ssl.SSLContext | None = None) -> Server:
        server = Server(behave, context)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        running.append((server, thread))
        return server

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def facts() -> list[CallFact]:
    """What `client` tells of each call."""
    return []


@pytest.fixture
def client(service: StubService, facts: list[CallFact]) -> InsiClient:
    """A client of that service, without a card."""
    return InsiClient(
        post=service,
        signer=None,
        sender=SENDER,
        environment=Environment.ESSAI,
        clock=lambda: LATER,
        on_call=facts.append,
    )
