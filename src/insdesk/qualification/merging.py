"""Records alike (S14): found, judged, made one with a preview, made two again within 30 days."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity import resemblance
from insdesk.identity.filing import Filing, JournalEvent, JournalLine, Merge
from insdesk.identity.patient import Attribut, Patient
from insdesk.identity.resemblance import Likeness, Resemblance
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.qualification import union
from insdesk.qualification.creation import CONSEQUENCES, Consequence
from insdesk.qualification.records import Dossier
from insdesk.qualification.roles import Act
from insdesk.qualification.rules import Facts
from insdesk.qualification.steps import Judgement, Prior
from insdesk.qualification.union import MergePreview, Separation, Union
from insdesk.qualification.withdrawing import WithdrawingUse

SHOWN_LINES = 200
"""Lines of a record's history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeDone:
    """One merge as shown; `can_undo` says whether it can still be undone now."""

    id: str
    kept_uid: str
    gone_uid: str
    at: datetime
    reason: str = field(repr=False)
    can_undo: bool
    undone_at: datetime | None = None


class MergingUse(WithdrawingUse):
    """Use cases about two records. Each checks the role by itself and writes one transaction."""

    def lookalikes(self, uid: str) -> tuple[Prior, ...]:
        """Local lane. The records that resemble this one, the likeliest first (§5.3)."""
        one = self._to.patients.get(uid)
        found = [
            Prior(patient=other, resemblance=alike)
            for other in self._candidates(one)
            if (alike := resemblance.resemblance(one, other)) is not None
        ]
        order = list(Likeness)
        return tuple(sorted(found, key=lambda prior: order.index(_likeness(prior.resemblance))))

    def merge_preview(self, kept_uid: str, gone_uid: str) -> MergePreview:
        """Local lane. What the merge would give, and what forbids it. Writes nothing."""
        kept, gone = self._to.patients.get(kept_uid), self._to.patients.get(gone_uid)
        refusals = union.may_merge(kept, gone)
        after = kept
        if not refusals:
            made = Union(kept, gone, "-", self._facts())
            after = made.filings(self._to.todos.about(kept_uid))[1].patient
        rows = resemblance.side_by_side(kept.traits, gone.traits)
        return MergePreview(kept=kept, gone=gone, after=after, rows=rows, refusals=refusals)

    def merge(self, kept_uid: str, gone_uid: str, reason: str) -> Patient:
        """Local lane. Make two records one, in one transaction; the kept record (T33).

        Raises `Refused` R06, IV-212 (MOTIF_MANQUANT, MEME_DOSSIER, DEUX_MATRICULES) or T33
        (MOINS_BIEN_CLASSEE, DEJA_FUSIONNE, DOUTEUSE, FICTIVE); a refusal is journaled.
        """
        facts = self._gate(Act.WITHDRAW)
        kept, gone = self._to.patients.get(kept_uid), self._to.patients.get(gone_uid)
        self._refuse_merge(kept, gone, reason, facts)
        left, stays = Union(kept, gone, reason, facts).filings(self._to.todos.about(kept_uid))
        gone_notes = tuple(self._to.todos.about(gone_uid))
        waits = union.moved_waits(gone_notes, stays.patient)
        merge = Merge(
            id=str(uuid4()),
            kept_uid=kept_uid,
            gone_uid=gone_uid,
            at=facts.now,
            reason=reason,
            kept_before=kept,
            gone_before=gone,
            kept_version=kept.version + 1,
            notes=gone_notes,
        )
        filings = (left, replace(stays, opens=(*stays.opens, *waits)))
        return self._to.merges.merge(merge, filings)[1]

    def merges(self, uid: str) -> tuple[MergeDone, ...]:
        """Local lane. The merges of this record, newest first."""
        now = self._to.clock()
        return tuple(
            MergeDone(
                id=one.id,
                kept_uid=one.kept_uid,
                gone_uid=one.gone_uid,
                at=one.at,
                reason=one.reason,
                can_undo=union.still_undoable(one, now) is None,
                undone_at=one.undone_at,
            )
            for one in self._to.merges.about(uid)
        )

    def undo_merge(self, merge_id: str) -> tuple[Patient, Patient]:
        """Local lane. Make the two records two again; the kept one, then the one that was gone.

        The gone record is as it was, without an INS that is active elsewhere by now; so is the
        kept one, unless it was changed since: it then stays. Raises `Refused` R06, T33
        DELAI_ANNULATION or DEJA_ANNULEE.
        """
        facts = self._gate(Act.WITHDRAW)
        merge = self._to.merges.get(merge_id)
        union.refuse(union.still_undoable(merge, facts.now))
        kept, gone = (self._to.patients.get(uid) for uid in (merge.kept_uid, merge.gone_uid))
        merge = replace(merge, notes=self._standing_notes(merge))
        notes, others = self._to.todos.about(kept.uid), self._to.merges.about(kept.uid)
        apart = Separation(merge, kept, gone, facts, notes, others)
        self._to.merges.undo(merge_id, facts.now, apart.filings(taken=self._is_taken(merge)))
        return self._to.patients.get(merge.kept_uid), self._to.patients.get(merge.gone_uid)

    def judge_pair(
        self, uid: str, other_uid: str, judgement: Judgement | None, reason: str
    ) -> None:
        """Local lane. Say of two records that they are of two persons, or that nobody knows.

        Raises `Refused` R05, IV-213 MOTIF_MANQUANT when two persons are said without a reason,
        IV-212 FUSION_A_FAIRE for the same person (None): that is a merge.
        """
        facts = self._gate(Act.SET_ATTRIBUTE)
        if judgement is None or uid == other_uid:
            raise Refused("IV-212", "FUSION_A_FAIRE" if judgement is None else "MEME_DOSSIER")
        if judgement is Judgement.OTHER_PERSON and not reason.strip():
            raise Refused("IV-213", "MOTIF_MANQUANT")
        pair = [self._to.patients.get(one) for one in (uid, other_uid)]
        alike = resemblance.resemblance(*pair)
        done = CONSEQUENCES[judgement]
        filings = []
        for mine, theirs in (pair, pair[::-1]):
            settled = not self._waiting(mine.uid, theirs.uid)
            filings.append(_judged(mine, theirs.uid, done, alike, reason, facts, settled=settled))
        opens = (_doubt(uid, other_uid, alike),) if done.waits else ()
        filings[0] = replace(filings[0], opens=opens, ends=self._told_of(uid, other_uid))
        self._to.patients.file_all(filings)

    def timeline(self, uid: str) -> list[JournalLine]:
        """Local lane. What happened to this record and to those merged into it, newest first."""
        uids = self._with_taken_in(uid)
        lines = [line for one in uids for line in self._to.journal.latest(SHOWN_LINES, one)]
        return sorted(lines, key=lambda line: -line.seq)[:SHOWN_LINES]

    def _candidates(self, one: Patient) -> list[Patient]:
        """Every record that may resemble this one: by its INS, by its date and those near it."""
        found: dict[str, Patient] = {}
        if days := resemblance.days_alike(one.traits.birth_date or ""):
            found |= {other.uid: other for other in self._to.patients.born_on(days)}
        if (retrieval := one.identity.retrieval) is not None:
            number, oid = retrieval.matricule.number, retrieval.matricule.oid
            found |= {other.uid: other for other in self._to.patients.holding(number, oid)}
        return list(found.values())

    def _refuse_merge(self, kept: Patient, gone: Patient, reason: str, facts: Facts) -> None:
        refusals = union.may_merge(kept, gone)
        first = refusals[0] if refusals else None
        if first is None and not reason.strip():
            raise Refused("IV-212", "MOTIF_MANQUANT")
        if first is None:
            return
        said = {"dossiers": [kept.uid, gone.uid], "regle": first.rule, "motif": first.reason}
        told: list[JournalEvent] = []
        for one in {kept.uid: kept, gone.uid: gone}.values():
            dossier = Dossier(one, facts)
            dossier.note("MERGE_REFUSED", said)
            told += dossier.events
        self._to.journal.append(*told)
        raise first.as_error()

    def _is_taken(self, merge: Merge) -> bool:
        """Whether the INS of the gone record is active on another one by now (IV-210)."""
        retrieval = merge.gone_before.identity.retrieval
        if retrieval is None:
            return False
        number, oid = retrieval.matricule.number, retrieval.matricule.oid
        holders = self._to.patients.holding(number, oid)
        return any(one.uid != merge.gone_uid for one in holders)

    def _waiting(self, uid: str, but: str) -> bool:
        """Whether this record still resembles another than `but` that nobody judged."""
        return any(
            note.kind is TodoKind.DOUBLON and but not in (note.patient_uid, note.other_uid)
            for note in self._to.todos.about(uid)
        )

    def _told_of(self, uid: str, other_uid: str) -> tuple[TodoNote, ...]:
        """The notes about these two records: judged, they say nothing more."""
        about = self._to.todos.about(uid)
        return tuple(one for one in about if {one.patient_uid, one.other_uid} == {uid, other_uid})

    def _standing_notes(self, merge: Merge) -> tuple[TodoNote, ...]:
        """The notes of the gone record, but those about a record merged away meanwhile."""
        own = {merge.kept_uid, merge.gone_uid}
        return tuple(note for note in merge.notes if all(map(self._stands, _named(note) - own)))

    def _stands(self, uid: str) -> bool:
        return self._to.patients.get(uid).merged_into is None


def _named(note: TodoNote) -> set[str]:
    return {note.patient_uid, *filter(None, [note.other_uid])}


def _likeness(found: Resemblance | None) -> Likeness:
    return found.likeness if found else Likeness.HOMONYME


def _judged(
    patient: Patient,
    other_uid: str,
    done: Consequence,
    alike: Resemblance | None,
    reason: str,
    facts: Facts,
    *,
    settled: bool,
) -> Filing:
    """One record of a pair, marked: a confirmed homonym is no more a detected one."""
    dossier = Dossier(patient, facts)
    held = patient.identity.attributes
    if done.attribut not in held and Attribut.FICT not in held:  # FICT combines with nothing
        dossier.apply(ev.AttributPose(attribut=done.attribut), motif="JUGE", words=reason)
    if done.attribut is Attribut.HOMA and Attribut.HOMD in held and settled:
        dossier.apply(ev.AttributRetire(attribut=Attribut.HOMD), motif="JUGE", words=reason)
    rule = alike.rule if alike else "IV-213"
    detail = {"motif": reason} if reason else {}
    dossier.note(done.event, {"autre": other_uid, "regle": rule}, detail)
    return dossier.unchanged()


def _doubt(uid: str, other_uid: str, alike: Resemblance | None) -> TodoNote:
    return TodoNote(
        kind=TodoKind.DOUBLON,
        patient_uid=uid,
        reason=_likeness(alike).value,
        rule=alike.rule if alike else "IV-213",
        other_uid=other_uid,
    )
