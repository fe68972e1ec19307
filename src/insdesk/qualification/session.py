"""The practitioner's session: who holds the CPS, the code porteur given once, the lock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC

from insdesk.errors import (
    NotAPractitionerCard,
    OtherPractitioner,
    PinBlocked,
    PractitionerCardError,
    PractitionerCardExpired,
)
from insdesk.identity.desk_state import CardsState, CpsState, Slot
from insdesk.identity.filing import JournalEvent
from insdesk.identity.practitioner import CardKind, PractitionerReading, Workplace
from insdesk.identity.readings import Environment
from insdesk.qualification.bench import Bench
from insdesk.qualification.roles import Role, role_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeWanted:
    """What is known before the code porteur is asked (S02): by whom, how, with how many tries.

    `keypad`: the reader asks for it. `tries_left`: None when no try was lost.
    """

    reading: PractitionerReading = field(repr=False)
    keypad: bool = False
    tries_left: int | None = None


class SessionUse(Bench):
    """Use cases about the CPS. The code porteur is passed on once and kept nowhere."""

    def practitioner(self) -> PractitionerReading:
        """Card lane. Who holds the CPS, without the code porteur."""
        return self._to.cards.practitioner()

    def code_wanted(self) -> CodeWanted:
        """Card lane. What to ask the code porteur with.

        Raises `OtherPractitioner` for the CPS of another than this desk's, before any code is asked
        `PractitionerCardExpired`, and `PinBlocked` for a card that takes no code any more.
        """
        reading = self.practitioner()
        self._ours(reading)
        if reading.is_past(self._to.clock().astimezone(UTC).date()):
            raise PractitionerCardExpired(reading.not_after)
        left = self._to.cards.tries_left()
        if left == 0:
            raise PinBlocked
        return CodeWanted(reading=reading, keypad=self.keypad(), tries_left=left)

    def keypad(self) -> bool:
        """Card lane. Whether the reader of the CPS asks for the code itself."""
        return self._to.cards.keypad()

    def situations(self) -> tuple[Workplace, ...]:
        """Card lane. The situations d'exercice of the open CPS, none where it tells none.

        Raises `PinRequired` without its code.
        """
        return self._to.cards.situations()

    def give_up_code(self) -> None:
        """Any thread. The keypad waits no longer: `open_session` ends with `Cancelled`."""
        self._to.cards.interrupt()

    def open_session(self, pin: str) -> PractitionerReading:
        """Card lane. Give the code once; a refusal is journaled, never the code.

        Raises `OtherPractitioner` without sending anything, and the leaves of the card.
        """
        try:
            self._ours(self.practitioner())
            reading = self._to.cards.open_session(pin)
        except PractitionerCardError as problem:
            state = self._to.events.state
            facts = {"cause": type(problem).__name__} | _slot(state)
            self._write(JournalEvent(type="CPX_PIN_FAILED", facts=facts))
            raise
        self._watch_clock()
        self._practitioner = reading
        told = _slot(self._to.events.state) | {"cause": "code saisi", "carte": reading.kind.value}
        self._write(JournalEvent(type="CPX_PRESENT", facts=told))
        silent = self.environment is Environment.DECOUVERTE
        if silent and self.may_own(reading) and not self._to.settings().owner_national_id:
            self.own(reading)
        return reading

    def may_own(self, reading: PractitionerReading) -> bool:
        """GUI. Whether a desk may be that of this card: only a CPS is a practitioner's."""
        return reading.kind is CardKind.CPS

    def may_serve(self, reading: PractitionerReading) -> bool:
        """GUI. Whether this card, its code given, may do more here than anybody (§11)."""
        return role_of(reading, CpsState.READY) is not Role.NOBODY

    def own(self, reading: PractitionerReading) -> None:
        """Card or local lane. « Oui »: this is the practitioner of this desk (X4).

        In mode découverte the first CPS opened is, without a question. Raises
        `NotAPractitionerCard` for a card that is no CPS: a CPE has no desk of its own.
        """
        if not self.may_own(reading):
            raise NotAPractitionerCard
        if reading.national_id == self._to.settings().owner_national_id:
            return
        self._to.remember_owner(reading.national_id)
        facts = {"reglage": "owner_national_id", "regle": "X4"}
        self._write(JournalEvent(type="SETTING_CHANGED", facts=facts))

    def _ours(self, reading: PractitionerReading) -> None:
        """X4: a CPS is that of the practitioner of this desk, or of nobody yet.

        In mode découverte anybody's opens it: what X4 forbids is then shown where it forbids it.
        """
        owner = self._to.settings().owner_national_id
        if self.environment is Environment.DECOUVERTE or reading.kind is not CardKind.CPS:
            return
        if owner and reading.national_id != owner:
            raise OtherPractitioner

    def cps_moved(self, state: CardsState) -> None:
        """Local lane. A card that came into the slot of the CPS, or left it: one line each (§14).

        Told twice of the same insertion, nothing is written.
        """
        before, self._cps = self._cps, state.cps_insertion
        if before == self._cps:
            return
        if before is not None:
            gone = {"cause": "carte retirée"} | _slot(state)
            self._write(JournalEvent(type="CPX_REMOVED", facts=gone))
        if self._cps is not None:
            came = {"cause": "carte insérée"} | _slot(state)
            self._write(JournalEvent(type="CPX_PRESENT", facts=came))

    def lock(self) -> None:
        """Card lane. Close the session of the CPS; the code will be asked again."""
        told = {"cause": "verrouillage"} | _slot(self._to.events.state)
        event = self._dressed(JournalEvent(type="CPX_REMOVED", facts=told), None)
        self._practitioner = None
        self._to.cards.close_session()
        self._to.journal.append(event)


def _slot(state: CardsState) -> dict[str, object]:
    """The slot and what kind of card is in it; a card is never named by its number here."""
    return {"fente": Slot.CPS.value, "carte": state.cps_generation, "etat": state.cps.value}
