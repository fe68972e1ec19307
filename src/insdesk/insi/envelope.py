"""Building the message: what both questions say, and the check of what goes out (insi.md §2–4).

zeep writes each form of message once, from our own description; a message is that form with its
values put in, signed assertions as the bytes they are. What goes out is then checked on its bytes:
a message that does not hold is a defect of the program (`DefectiveMessage`), never sent and never
shown as a refusal.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from lxml import etree

from insdesk.identity.readings import Operation
from insdesk.insi.assertion import BrokenAssertion, check_tree, timestamp
from insdesk.insi.question import Question
from insdesk.insi.skeleton import Content, DefectiveMessage, Description, Skeleton, hollowed
from insdesk.insi.soap import BAM, LPS, SANS, SOAP, VIT, WSA, WSSE, NotXml, parse

ACTIONS = {op: f"urn:ServiceIdentiteCertifiee:1.0.0:{op.value}" for op in Operation}
CONTENT_TYPE = "application/soap+xml; charset=utf-8"
_BODIES = {
    Operation.BY_TRAITS: f"{{{SANS}}}RECSANSVITALE",
    Operation.BY_VITALE: f"{{{VIT}}}RECVITALE",
}


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
        self._description = Description(folder)
        self._skeletons: dict[str, Skeleton] = {}

    def build(self, message: Message) -> bytes:
        """The envelope, complete and checked; raises `DefectiveMessage` if it does not hold."""
        operation = message.question.operation
        values: list[bytes] = []
        hollow = hollowed(_content(message), values)
        # The form names elements and numbers holes: it is the same for every person.
        form = f"{operation.value} {hollow}"
        skeleton = self._skeletons.get(form)
        if skeleton is None:
            skeleton = Skeleton(self._description.written(operation, hollow), len(values))
            self._skeletons[form] = skeleton
        data = skeleton.filled(values)
        self._inspect(data, message)
        return data

    def _inspect(self, data: bytes, message: Message) -> None:
        """Read the outgoing bytes again: parts, schemas, digests (findings Z5, Z9, Z16)."""
        try:
            root = parse(data)
        except NotXml as problem:
            raise DefectiveMessage(str(problem)) from problem
        header, body = root.find(f"{{{SOAP}}}Header"), root.find(f"{{{SOAP}}}Body")
        parts = [] if header is None or body is None else [*header, *body]
        expected = [f"{{{WSA}}}Action", f"{{{WSA}}}MessageID"]
        expected += [f"{{{BAM}}}ContexteBAM", f"{{{LPS}}}ContexteLPS"]
        expected += [f"{{{WSSE}}}Security"] if message.assertions else []
        expected += [_BODIES[message.question.operation]]
        if [part.tag for part in parts] != expected:
            raise DefectiveMessage("a part of the message is missing or doubled")
        schema = self._description.schema
        for part in parts:
            if not schema.validate(part):
                # The library's own message would quote the value: only the part is named.
                raise DefectiveMessage(f"{etree.QName(part).localname} is not valid")
        # Last, since it takes the signatures out of the tree.
        try:
            signed = check_tree(root, signature=True)
        except BrokenAssertion as problem:
            raise DefectiveMessage(str(problem)) from problem
        if signed != sum(b"SignatureValue" in assertion for assertion in message.assertions):
            raise DefectiveMessage("a signed assertion is missing")


def headers_for(operation: Operation) -> dict[str, str]:
    """The HTTP headers of one call: SOAP 1.2 carries the action in the content type (§2)."""
    return {"Content-Type": f'{CONTENT_TYPE}; action="{ACTIONS[operation]}"'}


def _content(message: Message) -> Content:
    """Every value of the message, named and nested as on the wire."""
    sender, at = message.sender, timestamp(message.at)
    emetteur = message.emetteur or None
    return {
        "action": ACTIONS[message.question.operation],
        "message_id": message.message_id,
        "bam": {
            "Id": str(uuid4()),
            "Temps": at,
            "Emetteur": emetteur,
            "COUVERTURE": message.question.cover,
        },
        "lps": {"Id": str(uuid4()), "Temps": at, "Emetteur": emetteur},
        "idam": sender.idam,
        "software": {
            "Version": sender.version,
            "Instance": sender.instance,
            "Nom": sender.name,
        },
        "assertions": b"".join(message.assertions) if message.assertions else None,
        "body": message.question.body,
    }
