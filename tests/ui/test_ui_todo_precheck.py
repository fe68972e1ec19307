"""The offline pre-check in its window: slice by slice, stopped at once, the window never waits."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from test_ui_gaps import BAR, Meter, floor_of
from todo_stage import ListDesk, SlowCheck, a_full_desk, a_line

from insdesk.errors import DatabaseLocked
from insdesk.identity.todo import TodoKind
from insdesk.ui.tasks import Lane, Tasks
from insdesk.ui.texts.todo import (
    PRECHECK_CLEAN,
    PRECHECK_STOPPED,
    number_text,
    precheck_result,
)
from insdesk.ui.todo_page import TodoPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def shown(qtbot, desk: ListDesk, tasks: Tasks) -> TodoPage:
    page = TodoPage(desk, tasks)
    qtbot.addWidget(page)
    page.resize(900, 560)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.refresh()
    return page


@pytest.fixture
def lanes(qapp):
    tasks = Tasks()
    yield tasks
    tasks.close()


class HeldCheck(SlowCheck):
    """Each slice waits to be let through."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self.asked, self.pass_on = threading.Event(), threading.Semaphore(0)

    def step(self):
        self.asked.set()
        assert self.pass_on.acquire(timeout=20)
        return super().step()


class HeldDesk(ListDesk):
    """A desk whose pre-check waits at each slice."""

    def begin_precheck(self):
        self.checks.append(HeldCheck(self.records))
        return self.checks[-1]


def test_it_goes_to_the_end_keeps_once_and_says_how_many(qtbot):
    page = shown(qtbot, a_full_desk(1), Tasks(inline=True))
    seen = []
    page.precheck.moved.connect(lambda done, total: seen.append((done, total)))
    page.check.click()
    (check,) = page._desk.checks
    assert seen == [(done, 3_200) for done in range(200, 3_400, 200)]
    assert check.kept == 1
    assert page.panel.words.text() == (
        "320 dossiers ont une anomalie que vous pouvez corriger avant d’interroger INSi."
    )
    assert page.groups.kind is TodoKind.ANOMALIE
    assert page.check.isEnabled()
    assert not page.panel.stop.isVisible()
    page.panel.close_button.click()
    assert page.panel.isHidden()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (0, PRECHECK_CLEAN),
        (1, "1 dossier a une anomalie que vous pouvez corriger avant d’interroger INSi."),
        (
            3_200,
            "3\N{NO-BREAK SPACE}200 dossiers ont une anomalie que vous pouvez corriger avant "
            "d’interroger INSi.",
        ),
    ],
)
def test_the_result_counts_records_in_french(found, words):
    assert precheck_result(found) == words


def test_progress_is_determinate_and_counted(qtbot, lanes):
    desk = HeldDesk(records=20_000)
    page = shown(qtbot, desk, lanes)
    page.check.click()
    assert page.panel.isVisible()
    assert not page.check.isEnabled()
    assert page.panel.bar.maximum() == 0, "until the first slice is there"
    qtbot.waitUntil(lambda: bool(desk.checks))
    for _ in range(16):
        desk.checks[0].pass_on.release()
    qtbot.waitUntil(lambda: page.panel.bar.value() == 3_200)
    count = f"{number_text(3_200)} / {number_text(20_000)}"
    assert page.panel.words.text().endswith(count)
    assert page.panel.bar.maximum() == 20_000
    page.precheck.stop()
    desk.checks[0].pass_on.release()


def test_escape_stops_at_once_and_what_comes_late_changes_nothing(qtbot, lanes):
    desk = HeldDesk(records=1_000)
    page = shown(qtbot, desk, lanes)
    page.check.click()
    qtbot.waitUntil(lambda: bool(desk.checks) and desk.checks[0].asked.is_set())
    assert page.escape()
    assert page.panel.words.text() == PRECHECK_STOPPED
    assert page.check.isEnabled()
    desk.checks[0].pass_on.release()
    done = []
    lanes.run(Lane.LOCAL, lambda: None, lambda _none: done.append(True), done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert desk.checks[0].done == 200, "the slice under way ended, none followed"
    assert desk.checks[0].kept == 0
    assert page.panel.words.text() == PRECHECK_STOPPED
    assert not page.escape()


def test_a_second_check_after_a_stop_begins_anew(qtbot, lanes):
    desk = HeldDesk(records=200)
    page = shown(qtbot, desk, lanes)
    for count in (1, 2):
        page.check.click()
        qtbot.waitUntil(lambda count=count: len(desk.checks) == count)
        qtbot.waitUntil(desk.checks[-1].asked.is_set)
        if count == 1:
            page.panel.stop.click()
        desk.checks[-1].pass_on.release()
    qtbot.waitUntil(lambda: desk.checks[1].kept == 1)
    assert desk.checks[0].kept == 0


def test_once_all_is_read_it_is_kept_whole(qtbot):
    page = shown(qtbot, a_full_desk(1), Tasks(inline=True))
    stops = []
    page.precheck.stopped.connect(lambda: stops.append(True))

    class Last(SlowCheck):
        def keep(self):
            page.precheck.stop()
            super().keep()

    page._desk.begin_precheck = lambda: page._desk.checks.append(Last(400)) or page._desk.checks[-1]
    page.check.click()
    assert page._desk.checks[-1].kept == 1
    assert not stops


def test_a_failure_is_told_and_the_button_comes_back(qtbot):
    desk = a_full_desk(1)
    page = shown(qtbot, desk, Tasks(inline=True))
    told = []
    page.broke.connect(told.append)

    def fail():
        raise DatabaseLocked

    desk.begin_precheck = fail
    page.check.click()
    assert isinstance(told[0], DatabaseLocked)
    assert page.check.isEnabled()
    assert page.panel.isHidden()
    assert not page.precheck.running


def test_a_lock_stops_it(qtbot, lanes):
    desk = HeldDesk(records=1_000)
    page = shown(qtbot, desk, lanes)
    page.check.click()
    qtbot.waitUntil(lambda: bool(desk.checks) and desk.checks[0].asked.is_set())
    page.forget()
    assert not page.precheck.running
    assert page.panel.isHidden()
    desk.checks[0].pass_on.release()


def test_the_window_turns_while_a_slice_is_read(qtbot, lanes):
    """Each slice ends only after the window has turned: one that waited would never end it."""
    desk, beats = HeldDesk(records=2_000), QTimer()
    page = shown(qtbot, desk, lanes)
    beats.timeout.connect(lambda: desk.checks and desk.checks[0].pass_on.release())
    beats.start(1)
    page.check.click()
    qtbot.waitUntil(lambda: bool(desk.checks) and desk.checks[0].kept == 1, timeout=20_000)
    beats.stop()
    assert desk.checks[0].done == 2_000


def test_twenty_thousand_records_hold_the_window_no_longer_than_a_page_of_labels(qtbot, lanes):
    """CPU time of the thread of the window between two beats, as in `test_ui_gaps`."""
    kind, meter = TodoKind.ANOMALIE, Meter()
    floor = floor_of(meter, qtbot)
    desk = ListDesk({kind: [a_line(kind, n) for n in range(20_000)]}, records=20_000)
    page = shown(qtbot, desk, lanes)
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    runs, loaded = [], []
    page.model.loaded.connect(loaded.append)
    for _ in range(3):
        # To the very end: the counts, then the first lines, are asked again after the check.
        before = len(loaded)
        runs.append(meter.during(page.check.click, lambda seen=before: len(loaded) > seen))
    assert sum(check.kept for check in desk.checks) == 3
    assert min(runs) <= BAR * floor, f"{min(runs):.1f} ms, floor {floor:.1f} ms"
    page.list.setFocus()
    scroll = meter.during(
        lambda: QTest.keyClick(page.list, Qt.Key.Key_End), lambda: page.model.rowCount() >= 400
    )
    assert scroll <= BAR * floor, f"{scroll:.1f} ms to the next page"
