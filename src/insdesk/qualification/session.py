"""The practitioner's session: who holds the CPS, the code porteur given once, the lock."""

from __future__ import annotations

from insdesk.errors import PractitionerCardError
from insdesk.identity.filing import JournalEvent
from insdesk.identity.readings import CardKind, PractitionerReading
from insdesk.qualification import records
from insdesk.qualification.bench import Bench


class SessionUse(Bench):
    """Use cases about the CPS. The code porteur is passed on once and kept nowhere."""

    def practitioner(self) -> PractitionerReading:
        """Card lane. Who holds the CPS, without the code porteur."""
        return self._to.cards.practitioner()

    def open_session(self, pin: str) -> PractitionerReading:
        """Card lane. Give the code once; a refusal is journaled, never the code."""
        try:
            reading = self._to.cards.open_session(pin)
        except PractitionerCardError as problem:
            self._write(
                JournalEvent(type="CPX_PIN_FAILED", facts={"cause": type(problem).__name__})
            )
            raise
        self._practitioner = reading
        self._write(JournalEvent(type="CPX_PRESENT", facts=records.actor(self._facts())))
        if reading.kind is CardKind.CPS and not self._to.settings().owner_national_id:
            self._own(reading)
        return reading

    def _own(self, reading: PractitionerReading) -> None:
        """The first CPS opened here is that of the practitioner of this desk (X4)."""
        self._to.remember_owner(reading.national_id)
        facts = records.actor(self._facts()) | {"reglage": "praticien du poste"}
        self._write(JournalEvent(type="SETTING_CHANGED", facts=facts))

    def lock(self) -> None:
        """Card lane. Close the session of the CPS; the code will be asked again."""
        self._practitioner = None
        self._to.cards.close_session()
        self._write(JournalEvent(type="CPX_REMOVED", facts={"cause": "verrouillage"}))
