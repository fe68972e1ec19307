"""Taking a qualification back (ux.md S26): the reasons as a table, and what has already left."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.filing import JournalLine
from insdesk.identity.patient import Attribut, ControlKind, Identity, Patient, Status
from insdesk.identity.status import move

Build = Callable[[Identity, str], ev.Event]
"""The event of a reason, for this identity, with these words."""


def _not_this_ins(_identity: Identity, words: str) -> ev.Event:
    return ev.InsInvalidee(reason=words)


def _not_this_proof(_identity: Identity, words: str) -> ev.Event:
    return ev.PreuveRetiree(reason=words)


def _not_attested(_identity: Identity, words: str) -> ev.Event:
    return ev.AttestationAnnulee(reason=words)


def _not_these_traits(identity: Identity, words: str) -> ev.Event:
    """What was checked is no longer true: both axes fall, the traits wait for a document."""
    return ev.TraitStrictModifie(traits=identity.traits, averti=True, reason=words)


def _doubt(_identity: Identity, _words: str) -> ev.Event:
    return ev.AttributPose(attribut=Attribut.DOUT, confirme=True)


Situation = tuple[Status, ControlKind | None]
_QUAL_DOC: Situation = (Status.QUAL, ControlKind.DOC)
_QUAL_ATTEST: Situation = (Status.QUAL, ControlKind.ATTEST)
_QUAL_AV: Situation = (Status.QUAL, ControlKind.AV)
_RECUP: Situation = (Status.RECUP, None)
_VALI: Situation = (Status.VALI, ControlKind.DOC)
_PROV: Situation = (Status.PROV, None)
_HELD = (_QUAL_DOC, _QUAL_ATTEST, _QUAL_AV, _RECUP, _VALI)


@dataclass(frozen=True, slots=True)
class LeavingReason:
    """One reason of S26: its words, and by statut and control the event that it means."""

    code: str
    label: str
    events: Mapping[Situation, Build] = field(repr=False)
    rules: str

    def event(self, identity: Identity, words: str) -> ev.Event:
        """The event for this identity; raises `Refused` when there is nothing to take back."""
        kind = identity.control.kind if identity.control else None
        build = self.events.get((identity.status, kind))
        if build is None:
            raise Refused("IV-102", "RIEN_A_RETIRER")
        return build(identity, words)


REASONS: Mapping[str, LeavingReason] = {
    row.code: row
    for row in (
        LeavingReason(
            "MAUVAISE_PERSONNE",
            "Mauvaise personne",
            {
                _QUAL_DOC: _not_this_ins,
                _QUAL_ATTEST: _not_this_ins,
                _QUAL_AV: _not_this_ins,
                _RECUP: _not_this_ins,
                _VALI: _not_this_proof,
            },
            "T17, T18, T19, T26",
        ),
        LeavingReason(
            "MAUVAISE_PIECE",
            "Mauvaise pièce",
            {
                _QUAL_DOC: _not_this_proof,
                _QUAL_ATTEST: _not_attested,
                # The application is both the INS and its proof: they fall together (T18).
                _QUAL_AV: _not_this_ins,
                _VALI: _not_this_proof,
            },
            "T26, T27, T18",
        ),
        LeavingReason(
            "TRAITS_CHANGES",
            "Traits changés",
            dict.fromkeys(_HELD, _not_these_traits),
            "T16",
        ),
        LeavingReason(
            "DOUTE",
            "Doute sur l’identité",
            dict.fromkeys((*_HELD, _PROV), _doubt),
            "T28",
        ),
    )
}
"""The four reasons of S26, in its order."""

LEFT_WITH_INS = ("EXPORT_WITH_INS", "DATAMATRIX_PRINTED")
"""Lines of the journal that say that an INS left the desk (IV-611)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One thing that left with the INS: when, in which form, under which statut (IV-602).

    `file` is a name without a trait; `matricule_masked` is the one of that day, empty in a line
    of before this was written down. `of_other`: it left with the other record of a collision.
    """

    at: datetime
    format: str
    file: str
    type: str
    status: str
    matricule_masked: str
    of_other: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DequalifyPreview:
    """What taking back does: the statut after, by which row of the table, what left before."""

    patient: Patient = field(repr=False)
    status_after: Status
    transition: str
    sent: tuple[Sending, ...] = ()


def reason(code: str) -> LeavingReason:
    """The row of this code. Raises `Refused` for any other."""
    row = REASONS.get(code)
    if row is None:
        raise Refused("IV-102", "MOTIF_MANQUANT")
    return row


def preview(patient: Patient, code: str) -> DequalifyPreview:
    """What the reason would do to this record; raises `Refused` when nothing is to take back."""
    event = reason(code).event(patient.identity, code)
    after, row = move(patient.identity, event)
    return DequalifyPreview(patient=patient, status_after=after.status, transition=row.id)


def sendings(lines: Iterable[JournalLine]) -> tuple[Sending, ...]:
    """The lines as a check-list, newest first."""
    sent = [
        Sending(
            at=line.at,
            format=_text(line, "format"),
            file=_text(line, "fichier"),
            type=line.type,
            status=line.status_before or Status.QUAL.value,
            matricule_masked=_text(line, "matricule"),
        )
        for line in lines
        if line.type in LEFT_WITH_INS
    ]
    return tuple(sorted(sent, key=lambda one: one.at, reverse=True))


def _text(line: JournalLine, name: str) -> str:
    value = line.facts.get(name)
    return value if isinstance(value, str) else ""
