"""Taking an INS or a proof back, a collision, and what has already left with it (IV-602)."""

from __future__ import annotations

from dataclasses import replace

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.filing import JournalLine
from insdesk.identity.patient import Attribut, Patient
from insdesk.qualification import leaving
from insdesk.qualification.bench import Bench
from insdesk.qualification.dossier import Dossier
from insdesk.qualification.leaving import DequalifyPreview, Sending
from insdesk.qualification.roles import Act


class WithdrawingUse(Bench):
    """Use cases after which an INS does not leave any more. The history stays."""

    def sent_with_ins(self, uid: str) -> tuple[Sending, ...]:
        """Local lane. Everything that left the desk with an INS of this record, newest first.

        What left before a merge under a record since taken in is in it.
        """
        lines: list[JournalLine] = []
        for one in self._with_taken_in(uid):
            lines += self._to.journal.of_types(one, leaving.LEFT_WITH_INS)
        return leaving.sendings(lines)

    def preview_dequalify(self, uid: str, code: str) -> DequalifyPreview:
        """Local lane. What this reason would do, and what left before. Writes nothing.

        Raises `Refused` IV-102 RIEN_A_RETIRER when the record has nothing of the kind.
        """
        shown = leaving.preview(self._to.patients.get(uid), code)
        return replace(shown, sent=self.sent_with_ins(uid))

    def dequalify(self, uid: str, code: str, words: str) -> DequalifyPreview:
        """Local lane. Take the qualification back (T16–T19, T26–T28), in one transaction.

        Raises `Refused` R06 without the right, IV-102 MOTIF_MANQUANT without words.
        """
        facts = self._gate(Act.WITHDRAW)
        if not words.strip():
            raise Refused("IV-102", "MOTIF_MANQUANT")
        patient = self._to.patients.get(uid)
        event = leaving.reason(code).event(patient.identity, words)
        dossier = Dossier(patient, facts)
        transition = dossier.apply(event, motif=code, words=words)
        stored = self._to.patients.file(dossier.unchanged())
        return DequalifyPreview(
            patient=stored,
            status_after=stored.status,
            transition=transition,
            sent=self.sent_with_ins(uid),
        )

    def sent_by_both(self, uid: str, other_uid: str | None) -> tuple[Sending, ...]:
        """Local lane. What left with the INS of the record, or of the other one of a collision.

        Newest first. Nobody knows when a mix-up began: everything that left is in it (IV-214).
        """
        mine = self.sent_with_ins(uid)
        if other_uid is None:
            return mine
        theirs = (replace(one, of_other=True) for one in self.sent_with_ins(other_uid))
        return tuple(sorted((*mine, *theirs), key=lambda one: one.at, reverse=True))

    def declare_collision(
        self, uid: str, reason: str, other_uid: str | None = None
    ) -> tuple[Patient, tuple[Sending, ...]]:
        """Local lane. Several persons in one record: DOUT, nothing leaves, what left is listed.

        `other_uid` is the record of the other person, when there is one: it keeps its statut, and
        what left with its INS is listed too (IV-214). Raises `Refused` R05, IV-214 MOTIF_MANQUANT,
        MEME_DOSSIER, IV-112 on a fictitious identity.
        """
        facts = self._gate(Act.SET_ATTRIBUTE)
        if not reason.strip():
            raise Refused("IV-214", "MOTIF_MANQUANT")
        if other_uid == uid:
            raise Refused("IV-214", "MEME_DOSSIER")
        patient = self._to.patients.get(uid)
        dossier = Dossier(patient, facts)
        uids = [uid] if other_uid is None else [uid, self._to.patients.get(other_uid).uid]
        told = {"dossiers": uids, "regle": "IV-214", "motif": "COLLISION"}
        dossier.note("COLLISION_DECLARED", told, {"motif": reason})
        doubt = ev.AttributPose(attribut=Attribut.DOUT, confirme=True)
        dossier.apply(doubt, motif="COLLISION", words=reason)
        stored = self._to.patients.file(dossier.unchanged())
        return stored, self.sent_by_both(uid, other_uid)
