"""A desk on fake ports, with the people of the tests: one fixture holds everything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from desk_fakes import (
    DOCTOR,
    PIN,
    FakeCards,
    FakeEvents,
    FakeExports,
    FakeInsi,
    FakePhone,
    MemoryJournal,
    MemoryMerges,
    MemoryPatients,
    MemorySurvey,
    MemoryTodos,
    SetClock,
)

from builders import NOW, NUMBER, a_patient, found, some_traits
from insdesk.errors import Refused
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.filing import JournalEvent
from insdesk.identity.matricule import expected_key
from insdesk.identity.patient import Patient
from insdesk.identity.readings import Environment, VitalePerson, VitaleReading, VitaleSource
from insdesk.qualification.desk import Desk, Devices
from insdesk.qualification.forms import TraitsForm
from insdesk.qualification.rules import Refusal
from insdesk.qualification.steps import Evidence, Run
from insdesk.settings import Settings

CARD_NUMBER = NUMBER + expected_key(NUMBER)
YESTERDAY = NOW - timedelta(days=1)
SOLO = Settings(
    declared_on="2026-05-04",
    owner_national_id=DOCTOR.national_id,
    installation_id="poste-de-test",
)
PASSPORT = Evidence(device="PA")
SIGNED = Evidence(attested=True, attestation_text=ATTESTATION_TEXT)
ELODIE = TraitsForm(birth_name="Tilleul", first_name="Élodie", sex="F", birth_date="09/03/1978")
KNOWN = "00000000-0000-4000-8000-00000000aaaa"


def a_person(**changes: Any) -> VitalePerson:
    """Élodie TILLEUL as her own card says."""
    usual = VitalePerson(
        position=1,
        name_text="TILLEUL",
        first_name_text="ELODIE",
        birth_text="19780309",
        number=CARD_NUMBER,
        number_is_own=True,
    )
    return replace(usual, **changes)


def a_card(*persons: VitalePerson) -> VitaleReading:
    return VitaleReading(source=VitaleSource.SIMULATED, persons=persons or (a_person(),))


def known_elodie(**changes: Any) -> Patient:
    """Her record, opened yesterday, with the five traits."""
    traits = some_traits(first_names=None).without_typed()
    usual: dict[str, Any] = {"uid": KNOWN, "traits": traits, "created_at": YESTERDAY}
    return a_patient(**usual | changes)


@dataclass
class Stage:
    """The desk and everything behind it."""

    desk: Desk
    clock: SetClock
    cards: FakeCards
    insi: FakeInsi
    journal: MemoryJournal
    patients: MemoryPatients
    exports: FakeExports
    settings: list[Settings]
    phone: FakePhone

    def insert(self, *persons: VitalePerson) -> Run:
        """A card put in and read."""
        self.cards.insert(a_card(*persons))
        return self.desk.read_vitale()

    def at_comparison(self, *persons: VitalePerson) -> Run:
        """A card read, its person recognised, INSi asked."""
        return self.desk.ask_insi(self.desk.recognise(self.insert(*persons)))

    def by_traits(self, form: TraitsForm = ELODIE) -> Run:
        """Traits typed, INSi asked."""
        return self.desk.ask_insi(self.desk.give_traits(self.desk.type_traits(), form))

    def set(self, **changes: Any) -> None:
        self.settings[0] = replace(self.settings[0], **changes)

    def refused(self, run: Run, evidence: Evidence) -> Refused:
        """`qualify` must refuse by itself, and nothing may have been filed."""
        before = len(self.patients.filings), dict(self.patients.stored)
        try:
            self.desk.qualify(run, evidence)
        except Refused as refusal:
            assert (len(self.patients.filings), self.patients.stored) == before
            return refusal
        raise AssertionError("qualified, though a gate does not hold")


def a_stage(
    *records: Patient,
    environment: Environment = Environment.DECOUVERTE,
    settings: Settings = SOLO,
) -> Stage:
    """A desk at 9:30 with the CPS open and INSi ready to answer Élodie's identity."""
    clock, events, box = SetClock(), FakeEvents(), [settings]
    journal = MemoryJournal(clock)
    cards, insi, exports = FakeCards(events), FakeInsi(clock), FakeExports()
    phone = FakePhone(clock)
    patients = MemoryPatients(journal)
    patients.put(*records)
    insi.answer = found()
    devices = Devices(
        cards=cards,
        events=events,
        insi=insi,
        patients=patients,
        todos=MemoryTodos(patients),
        merges=MemoryMerges(patients),
        survey=MemorySurvey(patients, journal),
        journal=journal,
        exports=exports,
        clock=clock,
        app_cv=phone,
        settings=lambda: box[0],
        remember_grants=lambda rows: box.__setitem__(0, replace(box[0], secretary_grants=rows)),
    )
    desk = Desk(devices, environment)
    desk.open_session(PIN)
    return Stage(desk, clock, cards, insi, journal, patients, exports, box, phone)


def named_missing(stage: Stage, run: Run, rule: str, reason: str) -> None:
    """The case of the exception procedure names this guard first, and the button knows it."""
    missing = stage.desk.exception_case(run).missing
    assert Refusal(rule=rule, reason=reason) == missing[0]
    assert Refusal(rule=rule, reason=reason) in stage.desk.refusals(run, SIGNED)


def refusal_journaled(stage: Stage, rule: str, reason: str) -> None:
    """The attestation refused left its line, with the guard and nothing else."""
    line = stage.journal.last("ATTESTATION_REFUSED_BY_GUARD")
    assert line.patient_uid == KNOWN
    assert own_facts(line) == {"garde": rule, "motif": reason}


COMMON = frozenset({"actor", "correlation", "attributs_avant", "attributs_apres"})
"""What every line may say besides its own facts (rule book §14)."""


def own_facts(event: JournalEvent) -> dict[str, object]:
    """The facts of this type of line alone; who acted must be there too."""
    assert event.facts["actor"]
    assert event.facts["correlation"]
    return {name: value for name, value in event.facts.items() if name not in COMMON}
