"""The forms a message can have: zeep writes each one once, from our description (insi.md §13).

A form is a whole message with a numbered hole in place of every value. zeep never sees a value
and never carries anything, so it has nothing to log. What comes out is proven by its reader: the
filled message is checked on its bytes before it leaves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from insdesk import paths
from insdesk.identity.readings import Operation
from insdesk.insi.soap import BAM, LPS, SERVICE, WSA, WSSE

BINDING = f"{{{SERVICE}}}ICIRServiceBinding"
WSDL = "insi.wsdl"

Content = Mapping[str, object]
"""What a message says, named and nested as on the wire.

The texts `action`, `message_id` and `idam`, the elements below `bam`, `lps`, `software` and `body`,
and the bytes of the `assertions`, if any.
"""

_CONTEXTS = ((BAM, "ContexteBAM"), (LPS, "ContexteLPS"))
_XSD_SCHEMA = "{http://www.w3.org/2001/XMLSchema}schema"
_LINE_END = {"\r": "&#13;"}
"""A carriage return that is not written so is read back as something else."""
_HOLE = re.compile(rb"insdesk:hole:([0-9]+);")


class DefectiveMessage(RuntimeError):
    """The program built a message that must not be sent. The text holds no identity data."""


class Skeleton:
    """A written message cut at its holes. Raises `DefectiveMessage` unless each is there once."""

    def __init__(self, written: bytes, holes: int) -> None:
        cut = _HOLE.split(written)
        self._order = [int(number) for number in cut[1::2]]
        self._first, *self._between = cut[::2]
        if sorted(self._order) != list(range(holes)):
            raise DefectiveMessage("the place of a value is not unique")

    def filled(self, values: Sequence[bytes]) -> bytes:
        """The message that says `values`, which are put in as they are."""
        pieces = [self._first]
        for number, after in zip(self._order, self._between, strict=True):
            pieces += (values[number], after)
        return b"".join(pieces)


def hollowed(content: Content, values: list[bytes]) -> dict[str, Any]:
    """`content` with holes instead of values; these join `values`, as they stand in the message.

    Texts and numbers are escaped, bytes are XML already. None stays: an absent element.
    """
    return {name: _hollow(part, values) for name, part in content.items()}


def _hollow(part: object, values: list[bytes]) -> object:
    if part is None:
        return None
    if isinstance(part, bytes):
        values.append(part)
    elif isinstance(part, str | int):
        # Half a character passes here, to be refused by the reader of the outgoing bytes.
        text = escape(str(part), _LINE_END)
        values.append(text.encode("utf-8", "surrogatepass"))
    elif isinstance(part, Mapping):
        return hollowed(part, values)
    elif isinstance(part, list):
        return [_hollow(item, values) for item in part]
    else:
        raise DefectiveMessage(f"a value is a {type(part).__name__}")
    return f"insdesk:hole:{len(values) - 1};"


class Description:
    """Our description of the téléservice, loaded at the first use, from our own files only."""

    def __init__(self, folder: Path | None = None) -> None:
        self._chosen = folder

    def written(self, operation: Operation, content: Mapping[str, Any]) -> bytes:
        """The message as zeep writes it; `Security` is there when `content` has assertions."""
        bam, lps = (self._client.get_element(f"{{{space}}}{name}") for space, name in _CONTEXTS)
        software = {"IDAM": {"_value_1": content["idam"], "R": "4"}, **content["software"]}
        headers = [
            _text_element(WSA, "wsa", "Action", content["action"]),
            _text_element(WSA, "wsa", "MessageID", content["message_id"]),
            bam(Nature="CTXBAM", Version="01_02", **content["bam"]),
            lps(Nature="CTXLPS", Version="01_00", LPS=software, **content["lps"]),
        ]
        if content["assertions"] is not None:
            headers.append(_text_element(WSSE, "wsse", "Security", content["assertions"]))
        writer = self._client.wsdl.bindings[BINDING].get(operation.value)
        built = writer.create(_soapheaders=headers, **content["body"]).content
        data: bytes = etree.tostring(built, encoding="utf-8", xml_declaration=True)
        return data

    @cached_property
    def schema(self) -> etree.XMLSchema:
        """What every part of a message must respect."""
        parser = etree.XMLParser(no_network=True, resolve_entities=False)
        description = etree.parse(str(self._folder / WSDL), parser)
        return etree.XMLSchema(next(description.iter(_XSD_SCHEMA)))

    @property
    def _folder(self) -> Path:
        return self._chosen or paths.resource("insi")

    @cached_property
    def _client(self) -> Any:
        # Imported here: zeep takes a quarter of a second, and only the remote lane needs it.
        from zeep import Client, Settings
        from zeep.transports import Transport

        folder = self._folder

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


def _text_element(namespace: str, prefix: str, name: str, text: str) -> etree._Element:
    element = etree.Element(f"{{{namespace}}}{name}", nsmap={prefix: namespace})
    element.text = text
    return element
