"""Wording of the journal's events (rule book §14): what happened, without any trait."""

from __future__ import annotations

from collections.abc import Mapping

from insdesk.identity.evidence import device
from insdesk.identity.filing import JournalLine
from insdesk.identity.rulebook import audit

EVENTS: Mapping[str, str] = {one.type: one.title for one in audit.EVENTS.values()}
"""One wording per event type, from the rule book."""

STATUS_EVENTS: Mapping[str, str] = {
    "PROV": "Identité provisoire",
    "RECUP": "Identité récupérée",
    "VALI": "Identité validée",
    "QUAL": "Identité qualifiée",
}

_ANSWERS: Mapping[str, str] = {
    "00": "une identité trouvée",
    "01": "aucune identité",
    "02": "plusieurs identités",
}

_WAYS: Mapping[str, str] = {
    "CPS": "avec la carte professionnelle",
    "certificat": "avec le certificat de la structure",
}
"""What opened INSi for a call."""


def event_title(line: JournalLine) -> str:
    """What happened, in a few words; a change of statut says the statut reached."""
    if line.type == "STATUS_CHANGED" and line.status_after in STATUS_EVENTS:
        return STATUS_EVENTS[line.status_after or ""]
    return EVENTS.get(line.type, "Action notée au journal")


def event_detail(line: JournalLine) -> str:
    """The one fact worth a second line: the transition, the document, the answer, the format."""
    if line.type == "STATUS_CHANGED":
        from insdesk.identity.rulebook import RULES  # the book is read when a line needs it

        moved = RULES.get(str(line.facts.get("transition", "")))
        return f"{moved.id} : {moved.sentence}" if moved is not None else ""
    for name in ("evidence", "code", "device", "proof"):
        found = device(str(line.facts.get(name, "")))
        if found is not None:
            return found.label.replace("'", "’")
    if str(line.facts.get("proof", "")).startswith("ATTEST"):
        return "patient connu"
    if line.type == "INSI_CALL":
        return _WAYS.get(str(line.facts.get("voie", "")), "")
    answer = _ANSWERS.get(str(line.facts.get("code", "")))
    if answer:
        return answer
    return str(line.facts.get("format", "")) if "EXPORT" in line.type else ""
