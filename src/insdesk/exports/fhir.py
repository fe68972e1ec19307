"""FHIR R4, profile fr-core-patient-ins of FR Core 2.2.0 or 2.1.0 (exchange.md §4)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from insdesk.errors import InvalidMatricule
from insdesk.exports.context import Context
from insdesk.exports.gate import Qualified, leaving
from insdesk.identity.matricule import Matricule, Nature, expected_key
from insdesk.identity.patient import Patient
from insdesk.identity.readings import FormerMatricule
from insdesk.identity.traits import Sexe, is_calendar_date
from insdesk.identity.transmission import place_needed

Json = dict[str, object]

CORE = "https://hl7.fr/ig/fhir/core"
PROFILE = f"{CORE}/StructureDefinition/fr-core-patient-ins"
BIRTH_PLACE = "http://hl7.org/fhir/StructureDefinition/patient-birthPlace"
COMMUNES = "https://mos.esante.gouv.fr/NOS/TRE_R13-CommuneOM/FHIR/TRE-R13-CommuneOM"
COUNTRIES = "https://mos.esante.gouv.fr/NOS/TRE_R20-Pays/FHIR/TRE-R20-Pays"
TEST_DATA: Json = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActReason",
    "code": "HTEST",
    "display": "test health data",
}

TYPES = {
    Nature.NIR: "INS-NIR",
    Nature.NIA: "INS-NIA",
    Nature.TEST: "INS-NIR-TEST",
    Nature.DEMO: "INS-NIR-DEMO",
}
FORMER_USES = {Nature.NIR: "old", Nature.NIA: "old"}
GENDERS = {Sexe.F: "female", Sexe.M: "male"}
_FHIR_ID = re.compile(r"[A-Za-z0-9.-]{1,64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dialect:
    """What differs between two versions of the profile (decision 11, exchange.md §2–4)."""

    status_system: str
    status: str
    status_text: str
    nia_use: str
    proofs: frozenset[str]
    """Document codes the version can carry; the others are left out (§3)."""


DIALECTS = {
    "2.2.0": _Dialect(
        status_system=f"{CORE}/CodeSystem/fr-core-cs-identity-status",
        status="QUAL",
        status_text="Identité qualifiée",
        nia_use="official",
        proofs=frozenset({"CN", "PA", "AN", "LE"}),
    ),
    "2.1.0": _Dialect(
        status_system=f"{CORE}/CodeSystem/fr-core-cs-v2-0445",
        status="VALI",
        status_text="Identité validée",
        nia_use="temp",
        proofs=frozenset({"CN", "PA", "AN", "LE", "CS"}),
    ),
}


def render(patient: Patient, context: Context) -> bytes:
    """One Patient resource, JSON, UTF-8. Raises `ExportRefused`, also as `resource` does."""
    return _json(resource(patient, context))


def render_all(patients: Sequence[Patient], context: Context) -> bytes:
    """A Bundle « collection » of Patient resources; raises `ExportRefused` if one may not leave."""
    entries = [{"resource": resource(patient, context)} for patient in patients]
    return _json({"resourceType": "Bundle", "type": "collection", "entry": entries})


def resource(patient: Patient, context: Context) -> Json:
    """The Patient resource as JSON values.

    Raises `ExportRefused`; IV-064 when there is no birth place, without which the profile cannot
    be claimed.
    """
    identity = leaving(patient, context)
    birth_place = place_needed(identity)
    content: Json = {"resourceType": "Patient"}
    if _FHIR_ID.fullmatch(patient.uid):
        content["id"] = patient.uid
    content |= {
        "meta": _meta(context),
        "extension": _extensions(identity, birth_place, context),
        "identifier": _identifiers(identity, context),
        "active": True,
        "name": _names(identity),
        "gender": GENDERS[identity.sex],
        "birthDate": identity.birth_date,
    }
    return content


def _meta(context: Context) -> Json:
    """What is not real says so both ways receivers look for: as a security label and as a tag."""
    meta: Json = {"profile": [PROFILE]}
    return meta if context.is_real else meta | {"security": [TEST_DATA], "tag": [TEST_DATA]}


def _extensions(identity: Qualified, birth_place: str, context: Context) -> list[Json]:
    extensions = [_reliability(identity, context), _birth_place(birth_place, context)]
    if identity.patient.traits.birth_date_interpreted:
        url = f"{CORE}/StructureDefinition/fr-core-patient-birthdate-update-indicator"
        extensions.append({"url": url, "valueBoolean": True})
    return extensions


def _reliability(identity: Qualified, context: Context) -> Json:
    dialect = DIALECTS[context.fhir_version]
    retrieval, control = identity.retrieval, identity.control
    method = _coding(f"{CORE}/CodeSystem/fr-core-cs-method-collection", retrieval.channel.value)
    status = _coding(dialect.status_system, dialect.status) | {"display": dialect.status_text}
    parts: list[Json] = [
        {"url": "methodCollection", "valueCoding": method},
        {"url": "dateCollection", "valueDate": context.day(retrieval.at).isoformat()},
        {"url": "identityStatus", "valueCoding": status},
        {"url": "validationDate", "valueDate": context.day(control.at).isoformat()},
    ]
    # No code exists for the attestation: it stays in the journal (exchange.md §1.9).
    if identity.document in dialect.proofs:
        system = f"{CORE}/CodeSystem/fr-core-cs-mode-validation-identity"
        parts.append({"url": "validationMode", "valueCoding": _coding(system, identity.document)})
    return {"url": f"{CORE}/StructureDefinition/fr-core-identity-reliability", "extension": parts}


def _birth_place(code: str, context: Context) -> Json:
    abroad = code.startswith("99")
    coding = _coding(COUNTRIES if abroad else COMMUNES, code)
    url = f"{CORE}/StructureDefinition/fr-core-address-insee-code"
    address: Json = {"extension": [{"url": url, "valueCoding": coding}]}
    if label := context.place_label(code):
        address["country" if abroad else "city"] = label
    return {"url": BIRTH_PLACE, "valueAddress": address}


def _identifiers(identity: Qualified, context: Context) -> list[Json]:
    dialect = DIALECTS[context.fhir_version]
    active = identity.matricule
    uses = {Nature.NIA: dialect.nia_use}
    identifiers = [_ins(active, uses.get(active.nature, "official"))]
    for former in identity.retrieval.history:
        if (old := _former(former, active)) and old not in identifiers:
            identifiers.append(old)
    if context.local_system:
        kind = _coding("http://terminology.hl7.org/CodeSystem/v2-0203", "PI")
        identifiers.append(
            {
                "use": "usual",
                "type": {"coding": [kind]},
                "system": context.local_system,
                "value": identity.patient.uid,
            }
        )
    return identifiers


def _ins(matricule: Matricule, use: str) -> Json:
    kind = _coding(f"{CORE}/CodeSystem/fr-core-cs-v2-0203", TYPES[matricule.nature])
    return {
        "use": use,
        "type": {"coding": [kind]},
        "system": f"urn:oid:{matricule.oid}",
        "value": matricule.value,
    }


def _former(former: FormerMatricule, active: Matricule) -> Json | None:
    """A former matricule as `use=old`, or None when the profile has no place for it.

    Left out: what is no matricule, the active one listed again, and test or demo numbers, whose
    only use in the profile is `official` (exactly one may be).
    """
    try:
        key = former.key or expected_key(former.number)
        matricule = Matricule(former.number, key, former.oid)
    except InvalidMatricule:
        return None
    is_active = (matricule.number, matricule.oid) == (active.number, active.oid)
    use = FORMER_USES.get(matricule.nature)
    if is_active or use is None:
        return None
    period = _period(former)
    return _ins(matricule, use) | ({"period": period} if period else {})


def _period(former: FormerMatricule) -> Json:
    """The dates that are real days; none of them when they contradict each other (IV-700)."""
    texts = {"start": former.start_text, "end": former.end_text}
    days = {name: text for name, text in texts.items() if text and is_calendar_date(text)}
    if len(days) == 2 and days["start"] > days["end"]:
        return {}
    return dict(days)


def _names(identity: Qualified) -> list[Json]:
    """One `given` only: the other given names live in the extension (exchange.md §4)."""
    url = f"{CORE}/StructureDefinition/fr-core-patient-birth-list-given-name"
    names: list[Json] = [
        {
            "extension": [{"url": url, "valueString": identity.first_names}],
            "use": "official",
            "family": identity.birth_name,
            "given": [identity.first_name],
        }
    ]
    family = (identity.patient.used_name or "").strip()
    given = (identity.patient.used_first_name or "").strip()
    if family or given:
        usual: Json = {"use": "usual"}
        names.append(
            usual | ({"family": family} if family else {}) | ({"given": [given]} if given else {})
        )
    return names


def _coding(system: str, code: str) -> Json:
    return {"system": system, "code": code}


def _json(content: Json) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()
