"""Calling INSi: the gates of a call, the question, and each call journaled with its run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, NoReturn

from insdesk.errors import (
    CardWithoutNumber,
    InsiError,
    InvalidTrait,
    NotAPractitionerCard,
    OtherPractitioner,
    PinBlocked,
    PinRequired,
    PractitionerCardAbsent,
    PractitionerCardError,
    PractitionerCardExpired,
    Refused,
    VitaleComponentAbsent,
)
from insdesk.identity.desk_state import CpsState
from insdesk.identity.filing import JournalEvent
from insdesk.identity.patient import DOUBT, Channel
from insdesk.identity.readings import Environment, InsiAnswer, VitaleReading, VitaleSource
from insdesk.identity.traits import Sexe, Traits
from insdesk.qualification import rules
from insdesk.qualification.ports import CallControl, Progress
from insdesk.qualification.retries import ADVISED_TRIES
from insdesk.qualification.roles import Act
from insdesk.qualification.searching import SearchingUse
from insdesk.qualification.steps import Run
from insdesk.qualification.verifying import failed

NO_NUMBER: Final = ("NUMEROS_ECARTES", "CLE_FAUSSE", "NUMERO_PROVISOIRE")
"""Warnings of a reading that leave a person without a number, the most general first."""


class CallingUse(SearchingUse):
    """What stands between a run and the téléservice. Nothing of the answer is decided here."""

    def _may_ask(self, run: Run) -> None:
        """The gates of a call (IV-110, IV-303, IV-304, IV-310), each refusal journaled.

        Without a session the leaf of the card is raised: the code porteur repairs it on the spot.
        """
        if run.holder is not None:
            self._same_card(run)
        facts = self._facts()
        refusal = rules.may_act(Act.CALL_INSI, facts)
        if refusal is not None and not self._by_certificate(run, refusal.reason):
            self._note_blocked(refusal.rule, run, refusal.reason)
            if refusal.reason != "CPS_ABSENTE":
                raise refusal.as_error()
            raise _card_of(facts.cards.cps)
        doubts = run.patient.identity.attributes & DOUBT if run.patient else frozenset()
        if doubts:
            self._blocked("IV-110", run, min(one.value for one in doubts))
        retrieval = run.patient.identity.retrieval if run.patient else None
        if retrieval is not None and retrieval.channel is Channel.AV:
            self._blocked("IV-304", run, "AV")
        if run.tries > ADVISED_TRIES:
            self._note_blocked("IV-310", run, "TROP_DE_RELANCES")
            raise Refused("IV-310", "TROP_DE_RELANCES")

    def _by_certificate(self, run: Run, reason: str) -> bool:
        """Without a CPS, the certificate of a structure opens the search by traits only (§7).

        To qualify, the card stays indispensable: the gates of the evidence know no certificate.
        """
        declared = bool(self._to.settings().organisation_certificate)
        return declared and reason == "CPS_ABSENTE" and run.holder is None

    def interrupt(self) -> None:
        """Any thread. Cut the call to INSi that is under way; without one nothing happens."""
        self._to.insi.interrupt()

    def _asked(self, run: Run, control: CallControl | None) -> InsiAnswer:
        """The answer. Calls made meanwhile are journaled as those of this run (`journal_call`)."""
        self._asking = run
        try:
            return self._question(run, control)
        except InsiError as problem:
            if run.patient is not None and run.patient.identity.retrieval is not None:
                self._write(failed(run.patient, type(problem).__name__), run)
            raise
        except InvalidTrait:
            self._note_blocked("IV-304", run, "LEXICAL")
            raise
        finally:
            self._asking = None

    def journal_call(self, *events: JournalEvent) -> None:
        """Remote lane. Called back for each call made, whatever its end: journaled with its run."""
        run = self._asking
        uid = run.patient.uid if run and run.patient else None
        relaunch = {"relance": run.tries} if run else {}
        dressed = [
            self._dressed(replace(one, patient_uid=uid, facts=relaunch | dict(one.facts)), run)
            for one in events
        ]
        self._to.journal.append(*dressed)

    def _question(self, run: Run, control: CallControl | None) -> InsiAnswer:
        if run.holder is not None and run.reading is not None:
            self._speaks_for_the_card(run.reading)
            if run.holder.number is None:
                warned = run.reading.warnings
                raise CardWithoutNumber(next((one for one in NO_NUMBER if one in warned), ""))
            watched = _WatchedCall(partial(self._same_card, run), control)
            return self._to.insi.search_by_vitale(run.holder, reading=run.reading, control=watched)
        return self._to.insi.search_by_traits(self._askable(run), control=control)

    def _speaks_for_the_card(self, reading: VitaleReading) -> None:
        """Decision 6: a direct reading is no « recherche par carte Vitale » of the real INSi.

        The simulator takes it; the qualification platform only by an explicit setting.
        """
        if reading.source is not VitaleSource.DIRECT or self.environment is Environment.DECOUVERTE:
            return
        tried = self._to.settings().recvitale_from_direct
        if self.environment is Environment.PRODUCTION or not tried:
            raise VitaleComponentAbsent(card_was_read=True)

    def _askable(self, run: Run) -> Traits:
        """The traits to send; IV-304: a sex that is neither M nor F is never sent."""
        asked = run.asked or run.known
        if asked is None or asked.sex in (None, Sexe.I):
            self._blocked("IV-304", run, "SEXE")
        return asked

    def _blocked(self, rule: str, run: Run, motif: str) -> NoReturn:
        self._note_blocked(rule, run, motif)
        raise Refused(rule)

    def _note_blocked(self, rule: str, run: Run, motif: str) -> None:
        uid = run.patient.uid if run.patient else None
        facts = {"regle": rule, "motif": motif}
        self._write(JournalEvent(type="INSI_CALL_BLOCKED", patient_uid=uid, facts=facts), run)


@dataclass(frozen=True, slots=True)
class _WatchedCall:
    """Follows a call by carte Vitale: the card of the run is looked for up to its sending.

    So also for a card without a serial number, about which no assertion Vitale is made (§7.2).
    """

    same_card: Callable[[], None]
    control: CallControl | None

    def progress(self, step: Progress) -> None:
        """A call starts."""
        if self.control is not None:
            self.control.progress(step)

    def cancelled(self) -> bool:
        """Whether the user cancelled. Raises what `same_card` raises."""
        self.same_card()
        return self.control is not None and self.control.cancelled()


def _card_of(state: CpsState) -> PractitionerCardError:
    """What is the matter with the card that should call, as the strip says it too."""
    match state:
        case CpsState.ABSENT:
            return PractitionerCardAbsent()
        case CpsState.NOT_A_CPS:
            return NotAPractitionerCard()
        case CpsState.EXPIRED:
            return PractitionerCardExpired("")
        case CpsState.BLOCKED:
            return PinBlocked()
        case CpsState.OTHER_HOLDER:
            return OtherPractitioner()
        case CpsState.PIN_NEEDED | CpsState.READY:
            return PinRequired()
