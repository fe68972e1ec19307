"""The bridge between lanes and windows: one outcome, on the GUI thread, bugs stay loud."""

from __future__ import annotations

import logging
import sys
import threading

import pytest
from PySide6.QtCore import QCoreApplication, QThread

from insdesk.errors import Cancelled, NoReader
from insdesk.ui.tasks import GapMeter, Lane, Tasks


@pytest.fixture
def tasks(qtbot):
    """Lanes that are closed at the end of the test."""
    lanes = Tasks()
    yield lanes
    lanes.close()


class Ends:
    """Collects what comes back, and on which thread."""

    def __init__(self):
        self.results, self.failures, self.threads = [], [], []

    def done(self, result):
        self.results.append(result)
        self.threads.append(QThread.currentThread())

    def failed(self, failure):
        self.failures.append(failure)
        self.threads.append(QThread.currentThread())

    @property
    def count(self):
        return len(self.results) + len(self.failures)


def test_work_leaves_the_gui_thread_and_its_result_comes_back_to_it(qtbot, tasks):
    ends, names = Ends(), []

    def work():
        names.append(threading.current_thread().name)
        return 7

    tasks.run(Lane.CARD, work, ends.done, ends.failed)
    assert ends.count == 0, "delivered later, never inside run"
    qtbot.waitUntil(lambda: ends.count == 1)
    assert ends.results == [7]
    assert names[0].startswith("lane-card")
    assert ends.threads == [QCoreApplication.instance().thread()]


def test_a_lane_keeps_its_order(qtbot, tasks):
    ends = Ends()
    for number in range(200):
        tasks.run(Lane.LOCAL, lambda n=number: n, ends.done, ends.failed)
    qtbot.waitUntil(lambda: ends.count == 200)
    assert ends.results == list(range(200))


@pytest.mark.parametrize("failure", [NoReader(), Cancelled()])
def test_a_named_failure_is_told_once(qtbot, tasks, failure):
    ends = Ends()

    def work():
        raise failure

    tasks.run(Lane.CARD, work, ends.done, ends.failed)
    qtbot.waitUntil(lambda: ends.count == 1)
    assert ends.failures == [failure]
    assert ends.threads == [QCoreApplication.instance().thread()]


def test_a_bug_reaches_the_excepthook(qtbot, tasks, monkeypatch):
    ends, bugs = Ends(), []
    monkeypatch.setattr(sys, "excepthook", lambda kind, bug, trace: bugs.append((kind, trace)))
    tasks.run(Lane.LOCAL, lambda: 1 / 0, ends.done, ends.failed)
    qtbot.waitUntil(lambda: len(bugs) == 1)
    assert bugs[0][0] is ZeroDivisionError
    assert bugs[0][1] is not None
    assert ends.count == 0


def test_a_cancelled_task_says_nothing_even_if_it_was_running(qtbot, tasks):
    ends, started, release = Ends(), threading.Event(), threading.Event()

    def work():
        started.set()
        release.wait(5)
        return "late"

    token = tasks.run(Lane.REMOTE, work, ends.done, ends.failed)
    started.wait(5)
    tasks.cancel(token)
    release.set()
    tasks.run(Lane.REMOTE, lambda: "next", ends.done, ends.failed)
    qtbot.waitUntil(lambda: ends.count == 1)
    assert ends.results == ["next"]


def test_remote_work_may_wait_for_the_card(qtbot, tasks):
    ends = Ends()

    def ask():
        return tasks.submit(Lane.CARD, lambda: "signature").result(timeout=5)

    tasks.run(Lane.REMOTE, ask, ends.done, ends.failed)
    qtbot.waitUntil(lambda: ends.count == 1)
    assert ends.results == ["signature"]


def test_lanes_do_not_wait_for_one_another(qtbot, tasks):
    ends, release = Ends(), threading.Event()
    tasks.run(Lane.REMOTE, lambda: release.wait(5), ends.done, ends.failed)
    tasks.run(Lane.LOCAL, lambda: "quick", ends.done, ends.failed)
    qtbot.waitUntil(lambda: ends.count == 1)
    assert ends.results == ["quick"]
    release.set()
    qtbot.waitUntil(lambda: ends.count == 2)


def test_closing_names_the_lane_that_does_not_stop(qtbot, caplog):
    lanes, ends = Tasks(), Ends()
    begun, release = threading.Event(), threading.Event()

    def stubborn() -> None:
        begun.set()
        release.wait(5)

    lanes.run(Lane.REMOTE, stubborn, ends.done, ends.failed)
    lanes.run(Lane.REMOTE, lambda: "never begun", ends.done, ends.failed)
    qtbot.waitUntil(begun.is_set)
    with caplog.at_level(logging.WARNING):
        lanes.close(timeout=0.05)
    assert "lane remote did not stop" in caplog.text
    with pytest.raises(RuntimeError):
        lanes.run(Lane.LOCAL, lambda: 1, ends.done, ends.failed)
    release.set()
    QCoreApplication.processEvents()
    assert ends.count == 0


def test_inline_tasks_answer_before_run_returns():
    lanes, ends = Tasks(inline=True), Ends()
    lanes.run(Lane.CARD, lambda: 3, ends.done, ends.failed)
    assert ends.results == [3]

    def work():
        raise NoReader

    lanes.run(Lane.CARD, work, ends.done, ends.failed)
    assert isinstance(ends.failures[0], NoReader)
    assert lanes.submit(Lane.LOCAL, lambda: 4).result() == 4
    lanes.close()


def test_the_meter_sees_a_freeze_and_forgets_on_reset(qtbot):
    meter = GapMeter()
    meter.start()
    clock = threading.Event()
    qtbot.waitUntil(lambda: meter.longest_ms > 0)
    clock.wait(0.08)  # the GUI thread does nothing else: that is the freeze
    assert meter.longest_ms >= 75
    meter.reset()
    assert meter.longest_ms < 75
    meter.stop()
    kept = meter.longest_ms
    clock.wait(0.02)
    assert meter.longest_ms == kept
