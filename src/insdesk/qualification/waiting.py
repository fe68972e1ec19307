"""INSi does not answer (J10): what was seen is kept, and the patient waits in « À traiter ».

Nothing is checked by that: the record stands as it stood. When INSi is back it is asked by the
traits, so never for the exception procedure, and the document noted is confirmed again (D16).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.evidence import device
from insdesk.identity.patient import DOUBT, Attribut, Channel, Patient
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.qualification import documents, records, rules
from insdesk.qualification.qualifying import QualifyingUse
from insdesk.qualification.roles import Act
from insdesk.qualification.steps import Evidence, Outcome, Run

SILENT: Final = "INSI_MUET"
"""Nothing was seen meanwhile."""

SEEN: Final = "PIECE_VUE"
"""A document was seen meanwhile: its code and time are in the journal of the record."""

HELD: Final = frozenset({SILENT, SEEN})
"""Why a patient waits for INSi to answer again."""

RECALL: Final = "RAPPEL"
"""Nothing is wrong: INSi is to be asked when the patient comes back (a newborn, P06)."""

MERGED: Final = "T33"
"""The rule of a line that came with a merge. What is asked of the record itself takes its place:
the line is then its own, and stays when the merge is undone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """What was noted while INSi was silent. It proves nothing: it is asked again."""

    device: str
    at: datetime


class WaitingUse(QualifyingUse):
    """Use cases of a téléservice that is away. One transaction each."""

    def hold(self, run: Run, evidence: Evidence | None = None) -> Run:
        """Local lane. « Mettre en attente »: the record, what was seen, one line to treat.

        The statut does not move. A record has one line: a document noted before stays noted.
        Raises as `save`: `Refused` IV-011 when a trait is missing for a new record, IV-204 while
        the prior-record search is not judged; and IV-110, IV-304 as `remind`.
        """
        if run.patient is not None:
            _refuse_vain(run.patient)
        if run.patient is None and not run.searched:
            run = self._search(run)
        self._refuse(rules.may_create(run), run)
        dossier = records.Dossier(run.patient, self._facts(run=run))
        if run.patient is None:
            if run.known is None or run.known.sex is None:
                raise Refused("IV-011", "TRAIT_MANQUANT", trait="sex")
            dossier.apply(ev.CreationManuelle(traits=run.known, recherche_faite=run.searched))
            dossier.note("IDENTITY_CREATED", {"canal": "attente", "recherche": run.search})
        if seen := _named(evidence):
            facts = {"adulte": seen.adult_device} | documents.journaled(seen)
            dossier.note("EVIDENCE_RECORDED", facts | {"coches": [], "attente": True})
        waits = self._waits(dossier.uid)
        reason = SEEN if seen or any(one.reason == SEEN for one in waits) else SILENT
        note = TodoNote(
            kind=TodoKind.ATTENTE_INSI, patient_uid=dossier.uid, reason=reason, rule="D16"
        )
        over = [one for one in waits if one.reason != reason or one.rule == MERGED]
        return self._file(run, dossier, Outcome.SAVED, opens=(note,), ends=over)

    def waiting_count(self) -> int:
        """Local lane. How many patients wait for INSi to answer again."""
        now, kind = self._to.clock(), TodoKind.ATTENTE_INSI
        lines = self._to.todos.counts(overdue=now)[kind]
        waiting = self._to.todos.page(kind, overdue=now, limit=lines) if lines else []
        return len({line.patient.uid for line in waiting if line.reason in HELD})

    def _waits(self, uid: str) -> list[TodoNote]:
        """The lines by which this record waits for INSi to answer again."""
        notes = self._to.todos.about(uid)
        kind = TodoKind.ATTENTE_INSI
        return [one for one in notes if one.kind is kind and one.reason in HELD]

    def waits(self, uid: str) -> bool:
        """Local lane. Whether this patient waits for INSi to answer again."""
        return bool(self._waits(uid))

    def remind(self, uid: str) -> Patient:
        """Local lane. « Rappeler à la prochaine visite »: one line to treat, nothing else changes.

        It ends when INSi is asked about this record (P06). Raises `Refused` IV-110 for a doubtful
        or fictitious identity, IV-304 for one of the application carte Vitale: INSi is not asked
        about them.
        """
        facts = self._gate(Act.SEARCH_CREATE)
        patient = self._to.patients.get(uid)
        _refuse_vain(patient)
        note = TodoNote(kind=TodoKind.ATTENTE_INSI, patient_uid=uid, reason=RECALL, rule="P06")
        about = self._to.todos.about(uid)
        over = [one for one in about if one.reason == RECALL and one.rule == MERGED]
        filing = records.Dossier(patient, facts).unchanged(opens=[note])
        return self._to.patients.file(replace(filing, ends=over))

    def recalled(self, uid: str) -> bool:
        """Local lane. Whether this patient was to be recalled when coming back."""
        return any(one.reason == RECALL for one in self._to.todos.about(uid))

    def reminder(self, uid: str) -> Reminder | None:
        """Local lane. The document noted while this record waits; None when none was, or is."""
        if not any(one.reason == SEEN for one in self._waits(uid)):
            return None
        for known in self._with_taken_in(uid):  # noted on a record that this one has taken in
            for line in self._to.journal.of_types(known, ("EVIDENCE_RECORDED",)):
                if line.facts.get("attente") is True:
                    return Reminder(device=_code(line.facts), at=line.at)
        return None


def _refuse_vain(patient: Patient) -> None:
    """About some records INSi is never asked (IV-110, IV-304): there is nothing to wait for."""
    retrieval = patient.identity.retrieval
    if retrieval is not None and retrieval.channel is Channel.AV:
        raise Refused("IV-304")
    if mark := next(iter(patient.identity.attributes & DOUBT), None):
        raise Refused("IV-110", "FICTIVE" if mark is Attribut.FICT else "DOUTEUSE")


def _named(evidence: Evidence | None) -> Evidence | None:
    """Only a document of the register is noted: a sentence signed in advance is worth nothing."""
    if evidence is None or evidence.attested or device(evidence.device or "") is None:
        return None
    return evidence


def _code(facts: Mapping[str, object]) -> str:
    return str(facts.get("code", ""))
