"""Namespaces of the wire; the only way from bytes to XML: no DTD, no entity, no network."""

from __future__ import annotations

from codecs import BOM_UTF8

from lxml import etree

SOAP = "http://www.w3.org/2003/05/soap-envelope"
SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/"
WSA = "http://www.w3.org/2005/08/addressing"
WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
DS = "http://www.w3.org/2000/09/xmldsig#"
BAM = "urn:siram:bam:ctxbam"
LPS = "urn:siram:lps:ctxlps"
SANS = "http://www.cnamts.fr/INSiRecSans"
VIT = "http://www.cnamts.fr/INSiRecVit"
RESULT = "http://www.cnamts.fr/INSiResultat"
SERVICE = "http://www.cnamts.fr/webservice"

BLANKS = " \t\r\n"
_DOCTYPE = "DOCTYPE"


class NotXml(ValueError):
    """The bytes are no XML that may be read. Carries no part of them."""


def parse(data: bytes) -> etree._Element:
    """The root element of `data`, with all that is in it.

    Raises `NotXml` for anything malformed, too deep, or with a DOCTYPE (entities need one).
    """
    return _parsed(data, bare=False, encoding=None)


def parse_received(data: bytes) -> etree._Element:
    """As `parse`, for what a server sent: without comments and processing instructions.

    Two slips of form are forgiven: blanks before the XML declaration, and a declaration that names
    another encoding than UTF-8 for bytes that are just that.
    """
    start = data.find(b"<?xml")
    if start > 0 and not data[:start].replace(BOM_UTF8, b"").strip():
        data = data[start:]
    try:
        return _parsed(data, bare=True, encoding=None)
    except NotXml as problem:
        if problem.args == (_DOCTYPE,) or not _is_utf8(data):
            raise
    return _parsed(data, bare=True, encoding="utf-8")


def parse_undeclared(data: bytes) -> etree._Element:
    """What a server sent in an encoding that it does not say: good for codes, never for a name."""
    return _parsed(data.strip(), bare=True, encoding="iso-8859-1")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _parsed(data: bytes, *, bare: bool, encoding: str | None) -> etree._Element:
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=bare,
        remove_pis=bare,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError, LookupError) as problem:
        raise NotXml(type(problem).__name__) from None
    if root is None or root.getroottree().docinfo.internalDTD is not None:
        raise NotXml(_DOCTYPE)
    return root


def canonical(element: etree._Element) -> bytes:
    """Exclusive C14N without comments and without an InclusiveNamespaces list (crypto.md §2)."""
    form: bytes = etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
    return form


def local_name(text: str | None) -> str:
    """`siram_40` for `S:siram_40`: prefixes vary from answer to answer (insi.md §8)."""
    return (text or "").rpartition(":")[2].strip(BLANKS)
