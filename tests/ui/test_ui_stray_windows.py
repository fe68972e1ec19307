"""A part shown before it has its place is a window of its own: it flashes, and takes the focus."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from insdesk.qualification.desk import MergeDone
from insdesk.ui import theme
from insdesk.ui.home_page import HomePage
from insdesk.ui.parts import notice as notices
from insdesk.ui.parts.notice import Notice
from insdesk.ui.patient_screen import PatientCard, PatientScreen
from insdesk.ui.theme import Theme
from insdesk.ui.todo.merges import MergeLine

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

DONE = MergeDone(
    id="one",
    kept_uid="a",
    gone_uid="b",
    at=datetime(2026, 11, 2, tzinfo=UTC),
    reason="un seul passeport",
    can_undo=True,
    undone_at=None,
)
CARD = PatientCard(
    birth_name="EXEMPLE", first_names="ANNE", birth_date="1985-03-12", matricule="2" * 15
)


class Windows(QObject):
    """The widgets that were shown as windows."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember; stop nothing."""
        shown = event.type() is QEvent.Type.Show and isinstance(watched, QWidget)
        if shown and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(watched.objectName() or type(watched).__name__)
        return False


@pytest.fixture
def windows(qapp):
    theme.apply(qapp, Theme())
    watcher = Windows()
    qapp.installEventFilter(watcher)
    yield watcher.seen
    qapp.removeEventFilter(watcher)


def test_the_home_page_is_built_unseen(qtbot, windows):
    qtbot.addWidget(HomePage())
    assert windows == []


def test_a_merge_that_can_be_undone_is_built_unseen(qtbot, windows):
    line = MergeLine(DONE, away=False)
    qtbot.addWidget(line)
    assert windows == []
    assert not line.button.isHidden()


def test_the_patient_sees_one_window(qtbot, windows):
    screen = PatientScreen(Theme())
    qtbot.addWidget(screen)
    screen.open_for(CARD)
    assert set(windows) == {"patient_window"}


@pytest.mark.parametrize(
    ("tone", "action", "stays"), [("ok", "", False), ("error", "", True), ("ok", "Annuler", True)]
)
def test_a_success_does_not_follow_to_another_page(
    qtbot, windows, monkeypatch, tone, action, stays
):
    notice = Notice()
    qtbot.addWidget(notice)
    notice.show_message("Fait.", tone, action=action)
    notice.pass_on()
    assert not notice.isHidden(), "it came with the page"
    monkeypatch.setattr(notices, "PASSING_MS", 0)
    notice.pass_on()
    assert notice.isHidden() is not stays
