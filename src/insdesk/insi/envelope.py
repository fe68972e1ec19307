"""Building the message: zeep writes both questions from our own description (insi.md §2–4, §13).

zeep never carries anything: no transport of its own is used, so it has nothing to log. Signed
assertions are spliced in as bytes and what goes out is checked on its bytes: a message that does
not hold is a defect of the program (`DefectiveMessage`), never sent and never shown as a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any
from uuid import uuid4

from lxml import etree

from insdesk import paths
from insdesk.identity.readings import Operation
from insdesk.insi.assertion import BrokenAssertion, check, timestamp
from insdesk.insi.question import Question
from insdesk.insi.soap import BAM, LPS, SANS, SERVICE, SOAP, VIT, WSA, WSSE, NotXml, parse

ACTIONS = {op: f"urn:ServiceIdentiteCertifiee:1.0.0:{op.value}" for op in Operation}
CONTENT_TYPE = "application/soap+xml; charset=utf-8"
BINDING = f"{{{SERVICE}}}ICIRServiceBinding"
WSDL = "insi.wsdl"
PLACEHOLDER = "insdesk:assertions"
_MARK = f"<!--{PLACEHOLDER}-->".encode("ascii")
_XSD_SCHEMA = "{http://www.w3.org/2001/XMLSchema}schema"
_BODIES = {
    Operation.BY_TRAITS: f"{{{SANS}}}RECSANSVITALE",
    Operation.BY_VITALE: f"{{{VIT}}}RECVITALE",
}


class DefectiveMessage(RuntimeError):
    """The program built a message that must not be sent. The text holds no identity data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who the software is (CTXLPS, §3.2). `emetteur` serves when no card signs, else its holder.

    `idam` is the authorisation number given by the CNDA, `version` the authorised one, `instance`
    the UUID of this installation, the same for ever.
    """

    idam: str
    version: str
    instance: str
    emetteur: str = ""
    software_name: str = "insdesk"

    @property
    def name(self) -> str:
        """`urn:lps:insdesk:1.0`, as working clients write it."""
        return f"urn:lps:{self.software_name}:{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Everything one call says. `assertions` are the exact signed bytes; none: no `Security`."""

    question: Question
    sender: Sender
    emetteur: str
    message_id: str
    at: datetime
    assertions: tuple[bytes, ...] = field(default=(), repr=False)


class Envelopes:
    """Makes the bytes of a message. Loads its description at the first use, from our own files."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def build(self, message: Message) -> bytes:
        """The envelope, complete and checked; raises `DefectiveMessage` if it does not hold."""
        operation = message.question.operation
        headers = [
            _text_element(WSA, "wsa", "Action", ACTIONS[operation]),
            _text_element(WSA, "wsa", "MessageID", message.message_id),
            self._bam(message),
            self._lps(message),
        ]
        if message.assertions:
            security = etree.Element(f"{{{WSSE}}}Security", nsmap={"wsse": WSSE})
            security.append(etree.Comment(PLACEHOLDER))
            headers.append(security)
        binding = self._client.wsdl.bindings[BINDING]
        content = dict(message.question.body)
        built = binding.get(operation.value).create(_soapheaders=headers, **content).content
        data: bytes = etree.tostring(built, encoding="utf-8", xml_declaration=True)
        if data.count(_MARK) != bool(message.assertions):
            raise DefectiveMessage("the place of the assertions is not unique")
        data = data.replace(_MARK, b"".join(message.assertions))
        self._inspect(data, message)
        return data

    @cached_property
    def _client(self) -> Any:
        # Imported here: zeep takes a quarter of a second, and only the remote lane needs it.
        from zeep import Client, Settings
        from zeep.transports import Transport

        folder = self._folder or paths.resource("insi")

        class OwnFiles(Transport):
            """Loads the description from our folder only; can neither fetch nor send."""

            def load(self, url: str) -> bytes:
                if "://" in str(url):
                    raise DefectiveMessage("the description must not refer to the network")
                return (folder / PurePath(url).name).read_bytes()

            def post(self, *_: object) -> Any:
                raise DefectiveMessage("zeep must not send anything itself")

        transport = OwnFiles()  # type: ignore[no-untyped-call]  # zeep declares no types
        settings = Settings(forbid_dtd=True)
        return Client(str(folder / WSDL), transport=transport, settings=settings)  # type: ignore[no-untyped-call]

    @cached_property
    def _schema(self) -> etree.XMLSchema:
        folder = self._folder or paths.resource("insi")
        parser = etree.XMLParser(no_network=True, resolve_entities=False)
        description = etree.parse(str(folder / WSDL), parser)
        return etree.XMLSchema(next(description.iter(_XSD_SCHEMA)))

    def _bam(self, message: Message) -> Any:
        return self._client.get_element(f"{{{BAM}}}ContexteBAM")(
            Nature="CTXBAM",
            Version="01_02",
            Id=str(uuid4()),
            Temps=timestamp(message.at),
            Emetteur=message.emetteur or None,
            COUVERTURE=dict(message.question.cover),
        )

    def _lps(self, message: Message) -> Any:
        sender = message.sender
        return self._client.get_element(f"{{{LPS}}}ContexteLPS")(
            Nature="CTXLPS",
            Version="01_00",
            Id=str(uuid4()),
            Temps=timestamp(message.at),
            Emetteur=message.emetteur or None,
            LPS={
                "IDAM": {"_value_1": sender.idam, "R": "4"},
                "Version": sender.version,
                "Instance": sender.instance,
                "Nom": sender.name,
            },
        )

    def _inspect(self, data: bytes, message: Message) -> None:
        """Read the outgoing bytes again: parts, digests, schemas (findings Z5, Z9, Z16)."""
        try:
            root = parse(data)
            signed = check(data)
        except (NotXml, BrokenAssertion) as problem:
            raise DefectiveMessage(str(problem)) from problem
        header, body = root.find(f"{{{SOAP}}}Header"), root.find(f"{{{SOAP}}}Body")
        parts = [] if header is None or body is None else [*header, *body]
        expected = [f"{{{WSA}}}Action", f"{{{WSA}}}MessageID"]
        expected += [f"{{{BAM}}}ContexteBAM", f"{{{LPS}}}ContexteLPS"]
        expected += [f"{{{WSSE}}}Security"] if message.assertions else []
        expected += [_BODIES[message.question.operation]]
        if [part.tag for part in parts] != expected:
            raise DefectiveMessage("a part of the message is missing or doubled")
        if signed != sum(b"SignatureValue" in assertion for assertion in message.assertions):
            raise DefectiveMessage("a signed assertion is missing")
        for part in parts:
            if not self._schema.validate(part):
                # The library's own message would quote the value: only the part is named.
                raise DefectiveMessage(f"{etree.QName(part).localname} is not valid")


def headers_for(operation: Operation) -> dict[str, str]:
    """The HTTP headers of one call: SOAP 1.2 carries the action in the content type (§2)."""
    return {"Content-Type": f'{CONTENT_TYPE}; action="{ACTIONS[operation]}"'}


def _text_element(namespace: str, prefix: str, name: str, text: str) -> etree._Element:
    element = etree.Element(f"{{{namespace}}}{name}", nsmap={prefix: namespace})
    element.text = text
    return element
