"""The bytes INSi sends back: answers in every shape real ones have, and faults (insi.md §5, §8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from insdesk.insi.soap import RESULT, SANS, SOAP, VIT
from insdesk.simulator.person import Person, Shape
from insdesk.simulator.search import Report

Node = tuple[str, "str | Sequence[Node]"]
"""An element name with its text or its children."""

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """How one shape writes: the envelope around RESULTAT, its prefix, its line breaks."""

    before: str
    after: str
    root: str
    prefix: str = ""
    tabs: int | None = None


_LIVE = _Writing(
    before=f'<soap:Envelope xmlns:soap="{SOAP}"><env:Body xmlns:S="{SOAP}" xmlns:env="{SOAP}">',
    after="</env:Body></soap:Envelope>",
    root=f' xmlns="{RESULT}" xmlns:ns0="{VIT}" xmlns:ns1="{SANS}"',
)
_TABBED = _Writing(
    before=f'<soap:Envelope xmlns:soap="{SOAP}">\n\t<S:Body xmlns:S="{SOAP}">\n',
    after="\t</S:Body>\n</soap:Envelope>\n",
    root=f' xmlns:ns3="{VIT}" xmlns:ns2="{SANS}" xmlns="{RESULT}"',
    tabs=2,
)
_PREFIXED = _Writing(
    before=f'<S:Envelope xmlns:S="{SOAP}"><S:Body xmlns="{VIT}">',
    after="</S:Body></S:Envelope>",
    root=f' xmlns:r="{RESULT}"',
    prefix="r:",
)
_WRITINGS = {
    Shape.LIVE: _LIVE,
    Shape.TABBED: _TABBED,
    Shape.PREFIXED: _PREFIXED,
    Shape.TYPED: replace(_TABBED, tabs=None),
    Shape.SHUFFLED: _LIVE,
}


def identity_answer(person: Person) -> bytes:
    """Code 00: the matricules and the five traits of `person`, in the shape of this person."""
    shape = person.shape
    active = _ins(shape, person.number, person.key, person.oid)
    former = [
        (
            "INSHISTO",
            _ins(shape, old.number, old.key, old.oid, (old.start_text, old.end_text)),
        )
        for old in person.history
    ]
    traits = [
        ("NomNaissance", person.birth_name),
        ("Prenom", person.first_name if shape is Shape.TABBED else None),
        ("ListePrenom", person.first_names),
        ("Sexe", person.sex),
        ("DateNaissance", person.birth_date),
        ("LieuNaissance", person.birth_place),
    ]
    individual: list[Node] = [("INSACTIF", active), *former, ("TIQ", _present(traits))]
    return _result(shape, "00", "OK", [("INDIVIDU", individual)])


def report_answer(report: Report) -> bytes:
    """Code 01 or 02: no identity."""
    return code_answer(*report.value)


def code_answer(code: str, label: str) -> bytes:
    """Any return code without an identity."""
    return _result(Shape.TYPED, code, label, [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault as the gateway or the service words it; sentences are ours."""

    code: str
    role: str
    subcode: str
    severity: str
    text: str
    detail: str


_LATER = "Le service ne répond pas pour le moment. Renouvelez la demande plus tard."
_REFUSED = "La demande n'a pas été acceptée. Vérifiez les informations transmises."
_DENIED = "Ce logiciel ou cette carte n'a pas accès au service."


def _fault(code: str, role: str, subcode: str, severity: str, text: str, detail: str) -> Fault:
    return Fault(code=code, role=role, subcode=subcode, severity=severity, text=text, detail=detail)


_TABLE = (
    _fault("insi_19", "Sender", "siram_10", "erreur", _REFUSED, "Le nom de naissance est absent."),
    _fault("insi_24", "Sender", "siram_10", "erreur", _REFUSED, "Le format du sexe est incorrect."),
    _fault(
        "insi_101", "Receiver", "siram_40", "fatal", _LATER, "Erreur de la recherche par carte."
    ),
    _fault(
        "insi_102", "Receiver", "siram_40", "fatal", _LATER, "Erreur de la recherche par traits."
    ),
    _fault("insi_111", "Receiver", "siram_40", "fatale", _LATER, "Téléservices indisponibles."),
    _fault("desir_550", "Sender", "siram_100", "erreur", _DENIED, "Autorisation inconnue."),
    _fault("desir_560", "Sender", "siram_100", "erreur", _DENIED, "Niveau d'accès insuffisant."),
    # Ours: the page does not know how the real gateway words these.
    _fault("simu_entete", "Sender", "siram_10", "erreur", _REFUSED, "Simulateur, en-tête"),
    _fault("simu_assertion", "Sender", "siram_100", "erreur", _DENIED, "Simulateur, assertion"),
    _fault("simu_corps", "Sender", "siram_10", "erreur", _REFUSED, "Simulateur, message"),
)
FAULTS = {fault.code: fault for fault in _TABLE}
"""Those the simulator can answer by name; any other code makes an unknown fault."""

FROM_GATEWAY = ("desir_", "simu_")


def fault_of(code: str) -> Fault:
    """The fault with this code; a code that nobody knows comes as the service might send it."""
    unknown = _fault(code, "Receiver", "siram_999", "fatal", _LATER, "Erreur sans description.")
    return FAULTS.get(code, unknown)


def fault_answer(fault: Fault, message_id: str | None = None, reason: str = "") -> bytes:
    """The SOAP fault; those of the gateway are `fr` and echo the message id, the others not."""
    gateway = fault.code.startswith(FROM_GATEWAY)
    echo = f' messageID="{escape(message_id)}"' if gateway and message_id else ""
    p, lang = ("soap", "fr") if gateway else ("S", "en")
    detail = f"{fault.detail} : {reason}" if reason else fault.detail
    return (
        f'{DECLARATION}<soap:Envelope xmlns:soap="{SOAP}"><env:Body xmlns:S="{SOAP}"'
        f' xmlns:env="{SOAP}"><{p}:Fault><{p}:Code><{p}:Value>{p}:{fault.role}</{p}:Value>'
        f"<{p}:Subcode><{p}:Value>{p}:{fault.subcode}</{p}:Value></{p}:Subcode></{p}:Code>"
        f'<{p}:Reason><{p}:Text xml:lang="{lang}">{_text(fault.text)}</{p}:Text></{p}:Reason>'
        f'<{p}:Detail><siram:Erreur xmlns:siram="urn:siram" severite="{fault.severity}"'
        f' code="{escape(fault.code)}"{echo}>{_text(detail)}</siram:Erreur></{p}:Detail>'
        f"</{p}:Fault></env:Body></soap:Envelope>"
    ).encode()


def _ins(
    shape: Shape,
    number: str,
    key: str | None,
    oid: str,
    period: tuple[str | None, str | None] = (None, None),
) -> list[Node]:
    kind = "NIR" if shape is Shape.TYPED else None
    identifier = _present([("NumIdentifiant", number), ("Cle", key), ("TypeMatricule", kind)])
    rest = _present([("OID", oid), ("DateDeb", period[0]), ("DateFin", period[1])])
    block: list[Node] = [("IdIndividu", identifier), *rest]
    return block[::-1] if shape is Shape.SHUFFLED else block


def _present(pairs: Sequence[tuple[str, str | None]]) -> list[Node]:
    return [(name, text) for name, text in pairs if text is not None]


def _result(shape: Shape, code: str, label: str, individual: Sequence[Node]) -> bytes:
    how = _WRITINGS[shape]
    content = [("CR", [("CodeCR", code), ("LibelleCR", label)]), *individual]
    result = _written(("RESULTAT", content), how, 0, how.root)
    return f"{DECLARATION}{how.before}{result}{how.after}".encode()


def _written(node: Node, how: _Writing, depth: int, attributes: str = "") -> str:
    name, content = node
    tag = how.prefix + name
    margin = "" if how.tabs is None else "\t" * (how.tabs + depth)
    end = "" if how.tabs is None else "\n"
    if isinstance(content, str):
        # A comment stands beside the OID in published answers of this shape.
        note = "<!-- réponse simulée -->" if name == "OID" and how.tabs is not None else ""
        return f"{margin}<{tag}{attributes}>{_text(content)}</{tag}>{note}{end}"
    inner = "".join(_written(child, how, depth + 1) for child in content)
    return f"{margin}<{tag}{attributes}>{end}{inner}{margin}</{tag}>{end}"


def _text(text: str) -> str:
    return escape(text, quote=False)
