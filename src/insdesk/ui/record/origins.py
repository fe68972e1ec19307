"""Where the traits of a record come from, and one line of its history, in words."""

from __future__ import annotations

from datetime import datetime

from insdesk.identity.evidence import device
from insdesk.identity.filing import JournalLine
from insdesk.identity.patient import ControlKind, Patient, Status
from insdesk.ui.formats import date_text, typographic
from insdesk.ui.texts.journal import event_detail, event_title
from insdesk.ui.texts.words import STATUS

CHECKED_BY = {
    ControlKind.DOC: "pièce",
    ControlKind.ATTEST: "patient connu",
    ControlKind.AV: "application carte Vitale",
}
MATRICULE_FROM = {
    Status.PROV: "INSi, non utilisable",
    Status.RECUP: "INSi, non utilisable",
    Status.VALI: "INSi, non utilisable",
    Status.QUAL: "INSi",
}
"""Beside the matricule: only of a qualified identity may it be used (IV-603)."""

BY_APP = {ControlKind.AV: "application carte Vitale"}


def short_origin(patient: Patient) -> str:
    """Beside each trait: INSi, the document, or the card and the keyboard."""
    identity = patient.identity
    said = ["INSi"] if identity.retrieval else []
    if identity.control is not None:
        said.append(CHECKED_BY[identity.control.kind])
    return ", ".join(said) or "carte ou saisie"


def full_origin(patient: Patient) -> str:
    """Where the official traits come from, and how they were checked."""
    said = []
    retrieval, control = patient.identity.retrieval, patient.identity.control
    if retrieval is not None:
        said.append(f"Traits reçus d’INSi le {_day(retrieval.at)}")
    if control is not None:
        row = device(control.proof)
        seen = typographic(row.label) if row else "patient connu"
        by = BY_APP.get(control.kind, seen)
        plain = by[1:] == by[1:].lower()  # a name keeps its capitals
        said.append(f"Contrôlés le {_day(control.at)} : {by.lower() if plain else by}")
    return ". ".join(said)


def _statut(code: str) -> str:
    """`récupérée`: the words of S15, not the code; another code stays as it is."""
    known = {one.value: words for one, words in STATUS.items()}
    return known.get(code, code).removeprefix("Identité ")


def _day(at: datetime) -> str:
    return date_text(at.astimezone().date().isoformat())


def history_line(line: JournalLine) -> str:
    """When, what, from which statut to which; no trait."""
    when = line.at.astimezone().strftime("%d/%m/%Y %H:%M")
    moved = (
        f" ({_statut(line.status_before)} → {_statut(line.status_after)})"
        if line.status_before and line.status_after and line.status_before != line.status_after
        else ""
    )
    detail = event_detail(line)
    return f"{when}   {event_title(line)}{moved}{f' · {detail}' if detail else ''}"
