"""Namespaces of the wire; the only way from bytes to XML: no DTD, no entity, no network."""

from __future__ import annotations

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


class NotXml(ValueError):
    """The bytes are no XML that may be read. Carries no part of them."""


def parse(data: bytes, *, bare: bool = False) -> etree._Element:
    """The root element of `data`; `bare` leaves comments and processing instructions out.

    Raises `NotXml` for anything malformed, too deep, or with a DOCTYPE (entities need one).
    """
    parser = etree.XMLParser(
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
        raise NotXml("DOCTYPE")
    return root


def canonical(element: etree._Element) -> bytes:
    """Exclusive C14N without comments and without an InclusiveNamespaces list (crypto.md §2)."""
    form: bytes = etree.tostring(element, method="c14n", exclusive=True, with_comments=False)
    return form


def local_name(text: str | None) -> str:
    """`siram_40` for `S:siram_40`: prefixes vary from answer to answer (insi.md §8)."""
    return (text or "").strip(BLANKS).rpartition(":")[2]
