"""The desk's settings: one frozen value, read from and written to TOML. No secret, no patient."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from urllib.parse import urlsplit

STRUCTURES = {
    "SEUL": "cabinet libéral, seul",
    "GROUPE": "cabinet libéral, en groupe",
    "HOPITAL": "hôpital",
    "MEDICO_SOCIAL": "établissement médico-social",
    "CENTRE": "centre de santé",
    "OFFICINE": "officine",
    "LABORATOIRE": "laboratoire de biologie médicale",
    "RADIOLOGIE": "cabinet de radiologie",
}
"""Where the practitioner works; all but the first two exclude the exception procedure (X2)."""

LIBERAL = frozenset({"SEUL", "GROUPE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the practitioner can set. Unknown keys of the file are kept apart in `unknown`.

    `declared_on` is the ISO day of the declaration of X1, to be renewed after a year;
    `owner_national_id` is the practitioner of this desk (X4), empty until he is declared.
    """

    structure: str = "SEUL"
    secretariat: bool = False
    declared_on: str = ""
    exception_procedure: bool = True
    secretary_grants: tuple[str, ...] = ()
    """Rows of rule book §11 (« R06 », « R07 ») that the practitioner grants the secretariat."""
    evidence_hidden: tuple[str, ...] = ()
    """Codes of the evidence register that this desk does not propose (IV-400)."""
    evidence_added: tuple[str, ...] = ()
    """Names of his own that the practitioner may note: they never validate (IV-400)."""
    owner_national_id: str = field(default="", repr=False)
    environment: str = "découverte"
    insi_address: str = ""
    insi_ca_bundle: str = ""
    insi_read_seconds: int = 30
    software_idam: str = ""
    installation_id: str = ""
    recvitale_from_direct: bool = False
    """Qualification platform only: send RECVITALE from a direct reading (cards.md §1.8)."""
    call_on_insertion: bool = True
    fhir_profile: str = "2.2.0"
    text_scale: int = 100
    theme: str = "clair"
    cps_library: str = ""
    """Path of the PKCS#11 library of the CPS; empty for the usual places."""
    billing_id: str = ""
    """`identifiantFacturation` of the practitioner: no public text says how to read it (nine
    digits, on the documents of the caisse)."""
    sector: str = ""
    speciality: str = ""
    """`SAxx` and `SMxx` of the assertion PS, when the card does not tell them."""
    speciality_attribute: str = "codeSpecialite"
    """How the assertion PS names the speciality: older papers write `codeSpecialiteAMO`
    (crypto.md §2). For who tries the real téléservice; the settings page does not ask."""
    organisation_certificate: str = ""
    """Path of the PKCS#12 of a structure: the search by traits without a CPS, and nothing more."""
    organisation_address: str = ""
    """Where INSi is called with that certificate; empty for the usual address."""
    proxy: str = ""
    """Address of the proxy to take to INSi; empty for that of the system."""
    unknown: tuple[str, ...] = field(default=(), repr=False)


def read(content: str) -> Settings:
    """Settings from TOML text. A value of the wrong type keeps its default, and its key is listed.

    Raises ValueError if the text is no TOML at all.
    """
    return _from_mapping(tomllib.loads(content))


def _from_mapping(values: Mapping[str, object]) -> Settings:
    settings, unknown = Settings(), []
    known = {f.name for f in fields(Settings)} - {"unknown"}
    for key, value in values.items():
        understood = _understood(value)
        if key in known and type(understood) is type(getattr(settings, key)):
            settings = replace(settings, **{key: understood})  # type: ignore[arg-type]
        else:
            unknown.append(key)
    return replace(settings, unknown=tuple(unknown))


def _understood(value: object) -> object:
    """A list of texts as the tuple it is here; the rest as it is."""
    texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return tuple(value) if isinstance(value, list) and texts else value


def write(settings: Settings) -> str:
    """The TOML text of `settings`, one line a setting."""
    lines = []
    for one in fields(Settings):
        if one.name == "unknown":
            continue
        value = getattr(settings, one.name)
        lines.append(f"{one.name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    # A JSON string is a TOML basic string, but for DEL which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


LONGEST_FILE = 1 << 20
"""Bytes of a file that a setting may name and that is looked into."""

SECTOR_CODE = re.compile(r"SA[0-9]{2}")
SPECIALITY_CODE = re.compile(r"(?:SM|SCD|PAC|SI)[0-9]{2}")
"""`secteurActivite` and `codeSpecialite` of the assertion PS (insi.md §7.1, cards.md §2.3)."""

_SHAPES = {
    "software_idam": ("AUTORISATION", re.compile(r"[A-Za-z0-9]{1,40}")),
    "billing_id": ("NEUF_CHIFFRES", re.compile(r"[0-9]{9}")),
    "sector": ("SECTEUR", SECTOR_CODE),
    "speciality": ("SPECIALITE", SPECIALITY_CODE),
}
_PFX = re.compile(rb"\x30(?:[\x00-\x80]|\x81.|\x82..|\x83...|\x84....)\x02\x01\x03", re.DOTALL)
"""How every PKCS#12 begins: a sequence, then version 3 (RFC 7292)."""


def problem(setting: str, text: str) -> str:
    """Why `text` cannot be this setting, as a code; empty when it can, as an empty text always."""
    if not text:
        return ""
    if setting in ("insi_address", "organisation_address"):
        return "" if _is_address(text) else "ADRESSE"
    if setting == "proxy":
        return _proxy_problem(text)
    code, shape = _SHAPES.get(setting, ("", None))
    return code if shape is not None and not shape.fullmatch(text) else ""


def file_problem(setting: str, content: bytes) -> str:
    """Why a file that begins so cannot serve this setting, as a code; its password is not known."""
    if setting == "organisation_certificate":
        return "" if len(content) <= LONGEST_FILE and _PFX.match(content) else "PAS_PKCS12"
    if setting == "insi_ca_bundle":
        return "" if b"-----BEGIN CERTIFICATE-----" in content else "PAS_PEM"
    return ""


def _is_address(text: str) -> bool:
    """An https address, of a host, without anybody's name in it."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = text.isascii() and not any(one.isspace() for one in text)
    named = bool(parts.hostname) and parts.username is None and port != 0
    return plain and parts.scheme == "https" and named and not parts.fragment


def _proxy_problem(text: str) -> str:
    """Host and port, `http://` before them or not. A password would be a secret in clear."""
    if "@" in text:
        return "PROXY_SECRET"
    shaped = re.fullmatch(r"(?:http://)?(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\]):([0-9]{1,5})/?", text)
    return "" if shaped and 0 < int(shaped[1]) < 65536 else "PROXY"
