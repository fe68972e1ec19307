"""A desk on fake ports in a real window, for the tests of the windows: no thread, no device.

`a_seat()` gives the window with the session open; `seat.insert(...)` puts a card in, as the watch
would tell it. The ports are those of the use-case tests, but the watch here calls back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

# The ports of the use-case tests are the only ones; that folder is not on the path by itself.
sys.path.append(str(Path(__file__).resolve().parent / "qualification"))

from desk_fakes import (
    PIN,
    FakeCards,
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
from desk_stage import SOLO, a_card, a_person, known_elodie
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from builders import found
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState
from insdesk.identity.patient import Patient
from insdesk.identity.places import Places
from insdesk.identity.readings import Environment, VitalePerson
from insdesk.qualification.desk import Desk, Devices
from insdesk.settings import Settings
from insdesk.ui.desk_window import DeskWindow
from insdesk.ui.main_window import MainWindow
from insdesk.ui.tasks import Tasks
from insdesk.ui.theme import Theme, apply

__all__ = ["SOLO", "LiveEvents", "Seat", "a_card", "a_person", "a_seat", "known_elodie"]

W = TypeVar("W", bound=QWidget)


class LiveEvents:
    """A watch that tells each change at once."""

    def __init__(self) -> None:
        self._state = CardsState(service=ServiceState.RUNNING, readers=("lecteur de test",))
        self._tell: Callable[[CardsState], None] | None = None

    @property
    def state(self) -> CardsState:
        return self._state

    @state.setter
    def state(self, state: CardsState) -> None:
        self._state = state
        if self._tell is not None:
            self._tell(state)

    def start(self, on_change: Callable[[CardsState], None]) -> None:
        self._tell = on_change
        on_change(self._state)

    def stop(self) -> None:
        self._tell = None


@dataclass
class Seat:
    """The window and everything behind it."""

    shown: DeskWindow
    window: MainWindow
    desk: Desk
    tasks: Tasks
    events: LiveEvents
    cards: FakeCards
    insi: FakeInsi
    journal: MemoryJournal
    patients: MemoryPatients
    exports: FakeExports
    clock: SetClock
    settings: list[Settings]
    phone: FakePhone

    def find(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
        """The widget of this name in the window."""
        widget = self.window.findChild(kind, name)
        assert widget is not None, f"{name} is not in the window"
        return widget

    def sees(self, name: str) -> bool:
        return any(one.isVisible() for one in self.window.findChildren(QWidget, name))

    def insert(self, *persons: VitalePerson) -> None:
        self.cards.insert(a_card(*persons))

    def key(self, key: object, *, to: QWidget | None = None, modifiers: object = None) -> None:
        """A key on what has the focus."""
        target = to or QApplication.focusWidget() or self.window
        if modifiers is None:
            QTest.keyClick(target, key)
        else:
            QTest.keyClick(target, key, modifiers)

    def open_session(self) -> None:
        """The CPS comes in, its code is typed."""
        self.cards.set_cps(CpsState.PIN_NEEDED)
        dialog = self.shown.session.dialog
        assert dialog is not None
        QTest.keyClicks(dialog.edit, PIN)
        dialog.submit.click()


def a_seat(
    *records: Patient,
    settings: Settings = SOLO,
    folder: Path | None = None,
    environment: Environment = Environment.DECOUVERTE,
    tasks: Tasks | None = None,
    session: bool = True,
    places: Places | None = None,
    app: bool = False,
) -> Seat:
    """A desk in its window; the CPS is in and its code given, unless `session` is False."""
    if not QApplication.instance().styleSheet():
        apply(QApplication.instance(), Theme())
    clock, events, box = SetClock(), LiveEvents(), [settings]
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
        places=places or Places([]),
        app_cv=phone if app else None,
        settings=lambda: box[0],
        remember_grants=lambda rows: box.__setitem__(0, replace(box[0], secretary_grants=rows)),
    )
    desk, window = Desk(devices, environment), MainWindow(Theme())
    lanes = tasks or Tasks(inline=True)
    shown = DeskWindow(
        window,
        desk,
        lanes,
        settings=settings,
        save_settings=lambda changed: box.__setitem__(0, replace(changed)),
        export_folder=folder,
    )
    back = (events, cards, insi, journal, patients, exports, clock, box, phone)
    seat = Seat(shown, window, desk, lanes, *back)
    window.show()
    window.activateWindow()
    if session:
        seat.open_session()
    return seat
