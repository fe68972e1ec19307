"""What is done in which turn of the event loop, so that none lasts."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref

import pytest
from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from insdesk.app.loading import PIECES, Loading
from insdesk.ui import collector as policy
from insdesk.ui.collector import Collector
from insdesk.ui.parts.deck import Deck
from insdesk.ui.tasks import Lane, Tasks

PIECE_AT_MOST = 13
"""Modules of ours that one piece may bring along; thirteen is `texts`, all of them short."""

LOADED = """
import importlib, sys
import insdesk.app.window, insdesk.app.worlds, insdesk.app.loading as loading
ours = lambda: {name for name in sys.modules if name.startswith("insdesk.")}
for piece in loading.PIECES:
    before = ours()
    importlib.import_module(piece.partition(":")[0])
    print(piece, len(ours() - before))
before = ours()
import insdesk.ui.desk_window
print("left", len(ours() - before))
"""


class Asked(QLabel):
    """Counts how often its size is asked, and notes when it is painted."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self.times = self.paints = 0

    def sizeHint(self) -> QSize:
        self.times += 1
        return super().sizeHint()

    def heightForWidth(self, width: int) -> int:
        self.times += 1
        return super().heightForWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.paints += 1
        super().paintEvent(event)


def a_page(text: str) -> tuple[QWidget, Asked]:
    page, label = QWidget(), Asked(text)
    QVBoxLayout(page).addWidget(label)
    return page, label


@pytest.fixture
def deck(qtbot) -> Deck:
    window = QWidget()
    deck = Deck()
    QVBoxLayout(window).addWidget(deck)
    qtbot.addWidget(window)
    window.resize(400, 300)
    with qtbot.waitExposed(window):
        window.show()
    deck.kept = window  # type: ignore[attr-defined]
    return deck


def test_a_page_behind_is_not_asked_when_the_one_in_front_changes(deck, qtbot):
    (front, shown), (behind, hidden) = a_page("devant"), a_page("derrière")
    deck.add(front)
    deck.add(behind)
    qtbot.waitUntil(lambda: shown.paints > 0)
    hidden.times = 0
    shown.setText("plus long " * 20)
    qtbot.waitUntil(lambda: shown.height() > 40)
    assert hidden.times == 0


def test_the_window_does_not_follow_the_size_of_its_pages(deck):
    page, _ = a_page("long " * 2_000)
    page.setMinimumSize(3_000, 3_000)
    deck.add(page)
    assert deck.kept.minimumSizeHint().width() < 400


def test_a_page_is_painted_in_the_turn_after_it_was_brought(deck, qtbot):
    (front, shown), (behind, hidden) = a_page("devant"), a_page("derrière")
    deck.add(front)
    deck.add(behind)
    qtbot.waitUntil(lambda: shown.paints > 0)
    deck.bring(behind)
    assert deck.page is behind
    assert behind.isVisible()
    assert not deck.updatesEnabled()
    qtbot.waitUntil(lambda: hidden.paints > 0)
    assert deck.updatesEnabled()


def test_the_focus_goes_with_the_page(deck, qtbot):
    front, behind = QLineEdit(), QLineEdit()
    deck.add(front)
    deck.add(behind)
    deck.kept.activateWindow()
    front.setFocus()
    qtbot.waitUntil(front.hasFocus)
    deck.bring(behind)
    assert behind.hasFocus()


def test_a_lane_begins_once_the_window_is_painted(deck, qtbot):
    lanes, seen = Tasks(), []
    (front, shown), (behind, hidden) = a_page("devant"), a_page("derrière")
    deck.add(front)
    deck.add(behind)
    qtbot.waitUntil(lambda: shown.paints > 0)
    deck.bring(behind)
    lanes.run(Lane.LOCAL, lambda: hidden.paints, seen.append, seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    lanes.close()
    assert seen == [1]


def test_work_cancelled_before_it_began_is_never_done(qtbot):
    lanes, done = Tasks(), []
    lanes.cancel(lanes.run(Lane.LOCAL, lambda: done.append("work"), done.append, done.append))
    lanes.run(Lane.LOCAL, lambda: None, lambda _none: done.append("next"), done.append)
    qtbot.waitUntil(lambda: "next" in done)
    lanes.close()
    assert done == ["next"]


class Cycle:
    """Garbage that only a collection finds."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def keeper(qapp):
    keeper = Collector()
    keeper.start()
    yield keeper
    keeper.stop()
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_nothing_is_collected_but_when_it_looks(keeper):
    assert not gc.isenabled()
    keeper.settle()
    gone = weakref.ref(Cycle())
    assert gone() is not None
    keeper.look()
    assert gone() is None


def test_what_is_loaded_in_a_burst_is_not_looked_through(keeper):
    keeper.settle()
    kept = [[] for _ in range(policy.BURST + 1_000)]
    before = gc.get_freeze_count()
    keeper.look()
    assert gc.get_freeze_count() - before >= len(kept)


def test_all_the_garbage_goes_in_the_end(keeper, monkeypatch):
    monkeypatch.setattr(policy, "WHOLE_EVERY", 3)
    keeper.settle()
    held = [Cycle()]
    gone = weakref.ref(held[0])
    keeper.look()  # the living object grows old
    keeper.look()
    held.clear()
    assert gone() is not None
    keeper.look()
    assert gone() is None


def test_stopping_twice_or_without_a_start_changes_nothing(qapp):
    idle = Collector()
    idle.stop()
    idle.stop()
    assert gc.isenabled()


def test_no_piece_of_the_loading_is_large_and_none_is_missing():
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    brought = dict(line.rsplit(" ", 1) for line in done.stdout.splitlines())
    assert brought.pop("left") == "0"
    assert len(brought) == len(PIECES)
    large = {piece: count for piece, count in brought.items() if int(count) > PIECE_AT_MOST}
    assert not large


def test_loading_takes_a_turn_for_each_piece(qtbot, monkeypatch):
    monkeypatch.setattr("insdesk.app.loading.PIECES", ("json", "PySide6.QtCore:Qt"))
    loading, turns, between = Loading(), [], QTimer()
    between.timeout.connect(lambda: turns.append(len(loading.left)))
    between.start(0)
    with qtbot.waitSignal(loading.done):
        loading.start()
    assert {1, 0} <= set(turns)


def test_loading_that_was_stopped_says_nothing(qapp):
    loading, told = Loading(), []
    loading.done.connect(lambda: told.append("done"))
    loading.start()
    loading.stop()
    loop = QEventLoop()
    QTimer.singleShot(30, loop.quit)
    loop.exec()
    assert not told
    assert len(loading.left) == len(PIECES)
