"""How long the window stands still when a page appears: by CPU time, against a floor.

What is counted is the CPU time of the thread of the window between two beats of a timer, so that
a busy machine changes little; and no bar is absolute: the floor is a plain page of plain labels,
as many as the page of the comparison has parts, shown in the same run.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from desk_fakes import PIN
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from fakes import Seat, known_elodie
from insdesk.identity.desk_state import CpsState
from insdesk.ui.tasks import Tasks

BEAT_MS, PARTS, RUNS = 1, 85, 3
BAR = 5.0
"""Measured: 0.5 to 1.6 times the floor, 3.3 for the comparison, whose call and answer come at once
here. In stacks of Qt's own, 3 to 9; with pages built when first shown, 8 for the comparison."""


class Meter(QObject):
    """The longest CPU time between two beats, of the thread it lives in."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)
        self._last, self._longest = time.thread_time(), 0.0

    def _beat(self) -> None:
        now = time.thread_time()
        self._longest, self._last = max(self._longest, now - self._last), now

    def during(self, act: Callable[[], object], until: Callable[[], bool]) -> float:
        """The figure, in milliseconds, from `act` until `until` holds and all is painted."""
        loop, poll, calm = QEventLoop(), QTimer(), QTimer()
        calm.setSingleShot(True)
        calm.timeout.connect(loop.quit)
        poll.timeout.connect(lambda: calm.isActive() or (until() and calm.start(60)))
        poll.start(5)
        self._last, self._longest = time.thread_time(), 0.0
        act()
        loop.exec()
        return self._longest * 1000


def floor_of(meter: Meter, qtbot) -> float:
    """A page of labels shown for the first time, in a stack of Qt's own."""
    stack, front = QStackedWidget(), QWidget()
    stack.resize(1068, 713)
    stack.addWidget(front)
    qtbot.addWidget(stack)
    with qtbot.waitExposed(stack):
        stack.show()
    figures = []
    for run in range(RUNS):
        page = QWidget()
        column = QVBoxLayout(page)
        for place in range(PARTS):
            column.addWidget(QLabel(f"Nom de naissance {run} {place}"))
        stack.addWidget(page)
        figures.append(meter.during(lambda page=page: stack.setCurrentWidget(page), page.isVisible))
        stack.setCurrentWidget(front)
    return median(figures)


def shows_of(seat: Seat) -> dict[str, tuple[Callable[[], object], str]]:
    """What is pressed, and the page that answers, in the order of a morning."""
    key, shown = seat.key, seat.shown
    uid = next(iter(seat.patients.stored))

    def qualify() -> None:
        key(Qt.Key.Key_1)
        key(Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)

    def leave() -> None:
        seat.cards.pull()
        key(Qt.Key.Key_Return)

    return {
        "comparison": (seat.insert, "proof_1"),
        "result": (qualify, "result_page"),
        "home": (leave, "home_page"),
        "typing": (lambda: key(Qt.Key.Key_F6), "traits_page"),
        "patients": (shown.show_patients, "patients_page"),
        "record": (lambda: shown.show_record(uid), "patient_page"),
        "export": (lambda: shown.show_export(None), "export_page"),
        "settings": (shown.show_settings, "settings_page"),
        "lock": (shown.lock, "lock_page"),
    }


def ready(seat: Seat, name: str) -> bool:
    return any(
        one.isVisible() and one.isEnabled() for one in seat.window.findChildren(QWidget, name)
    )


def test_no_page_holds_the_window_much_longer_than_a_page_of_labels(sit, qtbot):
    meter, best = Meter(), {}
    floor = floor_of(meter, qtbot)
    for _ in range(RUNS):
        seat = sit(known_elodie(), tasks=Tasks(), session=False)
        qtbot.waitUntil(lambda seat=seat: not seat.shown.host.warming, timeout=30_000)
        seat.cards.set_cps(CpsState.PIN_NEEDED)
        qtbot.waitUntil(lambda seat=seat: seat.shown.session.dialog is not None)
        seat.shown.session.dialog.submitted.emit(PIN)
        qtbot.waitUntil(lambda seat=seat: seat.shown.session.is_open)
        for name, (act, page) in shows_of(seat).items():
            spent = meter.during(act, lambda seat=seat, page=page: ready(seat, page))
            best[name] = min(spent, best.get(name, spent))
        seat.shown.close()
    slow = {name: round(spent / floor, 1) for name, spent in best.items() if spent > BAR * floor}
    assert not slow, f"times the floor of {floor:.1f} ms"
