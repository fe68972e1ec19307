"""Two records made one (T33) and made two again: what is allowed, what each becomes. No I/O."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from insdesk.identity import events as ev
from insdesk.identity.compare import Comparison
from insdesk.identity.filing import Filing, Merge
from insdesk.identity.guards import mergeable
from insdesk.identity.patient import Attribut, Patient, Retrieval, Status
from insdesk.identity.todo import TodoKind, TodoNote
from insdesk.qualification.records import Dossier
from insdesk.qualification.rules import Facts, Refusal
from insdesk.qualification.waiting import HELD, MERGED, RECALL

UNDO_LIFE = timedelta(days=30)
"""How long two records made one can be made two again (ux.md S14)."""

RANKS = {Status.PROV: 0, Status.RECUP: 1, Status.VALI: 1, Status.QUAL: 2}
"""The better statut is kept (T33). RECUP lacks the control and VALI the INS: neither is better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """Two records before they are one: which stays, what it becomes, trait by trait, and why not.

    `rows` compare the two, the kept one first; `refusals` is empty when the merge may be done.
    """

    kept: Patient = field(repr=False)
    gone: Patient = field(repr=False)
    after: Patient = field(repr=False)
    rows: Comparison = field(repr=False)
    refusals: tuple[Refusal, ...] = ()


def may_merge(kept: Patient, gone: Patient) -> tuple[Refusal, ...]:
    """What forbids that `gone` is merged into `kept`, but the reason; empty when it may be."""
    if kept.uid == gone.uid:
        return (Refusal(rule="IV-212", reason="MEME_DOSSIER"),)
    if kept.merged_into is not None or gone.merged_into is not None:
        return (Refusal(rule="T33", reason="DEJA_FUSIONNE"),)
    refusals: list[Refusal] = []
    for attribut, reason in ((Attribut.FICT, "FICTIVE"), (Attribut.DOUT, "DOUTEUSE")):
        # A fictitious identity is linked to no true one (§10); a doubt is settled first (IV-214).
        if attribut in kept.identity.attributes | gone.identity.attributes:
            refusals.append(Refusal(rule="T33", reason=reason))
    if not mergeable(kept.identity, ev.Fusion(other=gone.identity, reason="-")):
        refusals.append(Refusal(rule="IV-212", reason="DEUX_MATRICULES"))
    if RANKS[kept.status] < RANKS[gone.status]:
        refusals.append(Refusal(rule="T33", reason="MOINS_BIEN_CLASSEE"))
    return tuple(refusals)


def replaced_by(kept: Patient, gone: Patient) -> bool:
    """Whether INSi says that the matricule of `kept` is a former one of the person of `gone`."""
    mine, theirs = kept.identity.retrieval, gone.identity.retrieval
    if mine is None or theirs is None:
        return False
    number = (mine.matricule.number, mine.matricule.oid)
    return any((one.number, one.oid) == number for one in theirs.history)


class Union:
    """One merge being prepared. Raises `Refused` with the row of the table that forbids it."""

    def __init__(self, kept: Patient, gone: Patient, reason: str, facts: Facts) -> None:
        self._kept, self._gone = kept, gone
        self._reason, self._facts = reason, facts

    def filings(self, kept_notes: Collection[TodoNote]) -> tuple[Filing, Filing]:
        """What is written: the gone record first, which lets its INS go, then the kept one.

        `kept_notes` are the open notes about the kept record.
        """
        return self._gone_filing(), self._kept_filing(kept_notes)

    def _gone_filing(self) -> Filing:
        dossier = Dossier(self._gone, self._facts)
        if self._gone.identity.retrieval is not None:
            dossier.apply(ev.InsInvalidee(reason=self._reason), motif="FUSION")
        _lift_mark(dossier)
        self._note(dossier)
        filing = dossier.unchanged()
        patient = replace(filing.patient, merged_into=self._kept.uid)
        return replace(filing, patient=patient, closes=frozenset(TodoKind))

    def _kept_filing(self, notes: Collection[TodoNote]) -> Filing:
        kept, gone = self._kept, self._gone
        dossier = Dossier(kept, self._facts)
        transition = dossier.apply(
            ev.Fusion(other=gone.identity, reason=self._reason), motif="FUSION"
        )
        others = [one for one in notes if one.kind is TodoKind.DOUBLON and not _about(one, gone)]
        if not others:
            _lift_mark(dossier)
        self._note(dossier, transition)
        opens = (_ask_again(kept.uid),) if replaced_by(kept, gone) else ()
        return dossier.filing(
            used_name=kept.used_name or gone.used_name,
            used_first_name=kept.used_first_name or gone.used_first_name,
            known_since=min(filter(None, (kept.known_since, gone.known_since)), default=None),
            opens=opens,
        )

    def _note(self, dossier: Dossier, transition: str = "T33") -> None:
        facts = {"dossiers": [self._kept.uid, self._gone.uid], "transition": transition}
        dossier.note("RECORDS_MERGED", facts, {"motif": self._reason})


class Separation:
    """One merge being undone. `kept` and `gone` are the records as they are now.

    `notes` are the open ones about the kept record, `others` all the merges about it.
    """

    def __init__(
        self,
        merge: Merge,
        kept: Patient,
        gone: Patient,
        facts: Facts,
        notes: Collection[TodoNote],
        others: Collection[Merge],
    ) -> None:
        self._merge, self._notes, self._others = merge, notes, others
        self._kept, self._gone, self._facts = kept, gone, facts

    @property
    def kept_is_unchanged(self) -> bool:
        """Whether nothing was written on the kept record since."""
        return self._kept.version == self._merge.kept_version

    def filings(self, *, taken: bool) -> tuple[Filing, ...]:
        """What is written; `taken`: the INS of the gone record is active on another one now.

        A kept record that was changed since is only told of it: what it learnt stays.
        """
        kept = self._kept
        if self.kept_is_unchanged:
            kept = replace(self._merge.kept_before, version=kept.version)
        gone = replace(self._merge.gone_before, version=self._gone.version, merged_into=None)
        if taken:
            gone = _without_ins(gone)
        alone = replace(self._filing(self._gone, gone), opens=self._merge.notes)
        if self._kept.merged_into is not None:
            return (alone,)
        return replace(self._filing(self._kept, kept), ends=self._over()), alone

    def _over(self) -> tuple[TodoNote, ...]:
        """The notes of the kept record that came with this merge, and with no other that stands."""
        uid, merge = self._kept.uid, self._merge
        kept = [one for one in self._others if one.kept_uid == uid and one.undone_at is None]
        over = _brought(merge).difference(*(_brought(one) for one in kept if one.id != merge.id))
        return tuple(one for one in self._notes if one in over)

    def _filing(self, now: Patient, after: Patient) -> Filing:
        dossier = Dossier(now, self._facts)
        pair = [self._merge.kept_uid, self._merge.gone_uid]
        dossier.note(
            "MERGE_UNDONE",
            {"dossiers": pair, "transition": "T33"},
            before=now.status.value,
            after=after.status.value,
        )
        return Filing(patient=after, expected_version=now.version, events=dossier.events)


def _without_ins(patient: Patient) -> Patient:
    """The record without the INS that another one holds by now: archived, the control stays."""
    identity = patient.identity
    gone: tuple[Retrieval, ...] = (identity.retrieval,) if identity.retrieval else ()
    bare = replace(identity, retrieval=None, invalidated=(*identity.invalidated, *gone))
    return replace(patient, identity=bare)


def still_undoable(merge: Merge, now: datetime) -> Refusal | None:
    """Why a merge cannot be undone; None when it can."""
    if merge.undone_at is not None:
        return Refusal(rule="T33", reason="DEJA_ANNULEE")
    if now - merge.at > UNDO_LIFE:
        return Refusal(rule="T33", reason="DELAI_ANNULATION")
    return None


def refuse(refusal: Refusal | None) -> None:
    """Raise `Refused` for a refusal."""
    if refusal is not None:
        raise refusal.as_error()


def _lift_mark(dossier: Dossier) -> None:
    """A resemblance that is no more: « homonyme détecté » falls, « confirmé » stays."""
    if Attribut.HOMD in dossier.identity.attributes:
        dossier.apply(ev.AttributRetire(attribut=Attribut.HOMD), motif="FUSION")


def _about(note: TodoNote, patient: Patient) -> bool:
    return patient.uid in (note.patient_uid, note.other_uid)


def moved_waits(notes: Collection[TodoNote], after: Patient) -> tuple[TodoNote, ...]:
    """The waits for INSi of a record that is gone, for the one that has taken it in.

    None when that one has an INS: nothing is waited for any more. Their rule is T33, by which they
    are known when the two are made two again.
    """
    if after.identity.retrieval is not None:
        return ()
    return tuple(
        replace(one, patient_uid=after.uid, rule=MERGED)
        for one in notes
        if one.kind is TodoKind.ATTENTE_INSI and one.reason in {*HELD, RECALL}
    )


def _brought(merge: Merge) -> frozenset[TodoNote]:
    """The notes that this merge opened on the record kept."""
    kept, gone = merge.kept_before, merge.gone_before
    asked = (_ask_again(kept.uid),) if replaced_by(kept, gone) else ()
    return frozenset({*asked, *moved_waits(merge.notes, kept)})


def _ask_again(uid: str) -> TodoNote:
    """INSi knows another matricule of this person since: it is to be asked at the next visit."""
    return TodoNote(
        kind=TodoKind.ATTENTE_INSI, patient_uid=uid, reason="MATRICULE_ANCIEN", rule="T23"
    )
