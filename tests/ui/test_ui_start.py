"""The start: what the first paint waits for, what comes only after it, and when it is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from insdesk.ui import flags, theme
from insdesk.ui.main_window import MainWindow
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.painted import write_in
from insdesk.ui.parts.status_strip import ITEMS
from insdesk.ui.theme import Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

AFTERWARDS = (
    "insdesk.identity", "insdesk.qualification", "insdesk.cards", "insdesk.insi", "insdesk.store",
    "insdesk.exports", "insdesk.simulator", "insdesk.settings", "insdesk.ui.texts",
    "insdesk.ui.tasks", "insdesk.ui.desk_window", "insdesk.ui.parts.notice",
    "insdesk.ui.parts.focus_ring", "concurrent.futures", "logging.handlers", "json", "datetime",
    "platformdirs", "zeep", "sqlalchemy", "alembic", "cryptography", "smartcard", "lxml",
    "requests",
)  # fmt: skip
START = """
import os, sys
from pathlib import Path
from insdesk import cli, log
from insdesk.app.worlds import open_discovery
from insdesk.paths import Paths, private_dir
from insdesk.ui.theme import Theme, start
asked = cli.parse(["--home", sys.argv[1], "--first-paint", "demo"])
app = start(sys.argv, Theme())
log.start(private_dir(asked.home))
opened = open_discovery(Paths(asked.home), Theme())

def look():
    from PySide6 import QtCore
    print(*sys.modules, "Qt" if "Qt" in vars(QtCore) else "")
    sys.stdout.flush()
    os._exit(0)

opened.window.painted.connect(look)
opened.show()
app.exec()
"""
SIGNS = {
    flags.CENTRED: Qt.AlignmentFlag.AlignCenter,
    flags.AT_START: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    flags.AT_END: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}


class Painted(QObject):
    """The names of what was painted."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.names.add(watched.objectName())
        return False


@pytest.fixture(scope="module")
def at_first_paint(tmp_path_factory) -> set[str]:
    """What is loaded when the window of découverte is first painted, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", START, str(tmp_path_factory.mktemp("home") / "desk")],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_the_first_paint_waits_for_nothing_heavy(at_first_paint):
    assert "insdesk.ui.main_window" in at_first_paint
    late = {n for n in at_first_paint if n.startswith(tuple(f"{one}." for one in AFTERWARDS))}
    assert late | (at_first_paint & set(AFTERWARDS)) == set()


def test_the_first_paint_does_not_make_all_the_names_of_qt(at_first_paint):
    assert "Qt" not in at_first_paint


def test_the_paint_is_told_once_and_only_when_every_part_is_painted(qtbot, qapp):
    theme.apply(qapp, Theme())
    window, seen = MainWindow(Theme()), Painted()
    qtbot.addWidget(window)
    qapp.installEventFilter(seen)
    told: list[set[str]] = []
    window.painted.connect(lambda: told.append(set(seen.names)))
    window.show()
    qtbot.waitUntil(lambda: bool(told))
    strip = {f"strip_{item.lower().replace(' ', '_')}" for item in ITEMS}
    assert {"main_window", "top_bar", "btn_lock", "menu", "status_strip", *strip} <= told[0]
    assert (window.width(), window.bar.width()) == (1280, 1280)
    window.repaint()
    qapp.processEvents()
    qapp.removeEventFilter(seen)
    assert len(told) == 1


def test_flags_have_the_numbers_of_qt(qapp):
    assert {number: Qt.AlignmentFlag(number) for number in SIGNS} == SIGNS
    wrapped = Qt.AlignmentFlag(flags.AT_START).value | Qt.TextFlag.TextWordWrap.value
    assert wrapped == flags.WRAPPED
    assert Qt.TextFormat(flags.PLAIN_TEXT) is Qt.TextFormat.PlainText
    assert Qt.FocusPolicy(flags.NO_FOCUS) is Qt.FocusPolicy.NoFocus
    assert Qt.ScrollBarPolicy(flags.NEVER) is Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def test_flags_given_by_property_are_taken(qtbot, qapp):
    theme.apply(qapp, Theme())
    window = MainWindow(Theme())
    qtbot.addWidget(window)
    who = window.bar.practitioner
    assert who.alignment() == Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert who.textFormat() is Qt.TextFormat.PlainText
    assert window.bar.mode.alignment() == SIGNS[flags.AT_START]
    scroll = window.findChild(QObject, "menu").children()[1]
    assert scroll.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert scroll.horizontalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAlwaysOff


@pytest.mark.parametrize("colour", ["#000000", "#A3161A"])
def test_words_take_the_colour_asked(qapp, colour):
    picture = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    write_in(painter, colour)
    assert painter.pen().color() == QColor(colour)
    painter.end()


def test_a_button_points_with_the_hand(qtbot, qapp):
    theme.apply(qapp, Theme())
    button = plain_button("Ouvrir")
    qtbot.addWidget(button)
    button.show()
    qtbot.waitExposed(button)
    qtbot.mouseMove(button)
    qtbot.waitUntil(lambda: button.cursor().shape() is Qt.CursorShape.PointingHandCursor)


def test_the_fonts_are_ready_to_use(qapp):
    """Unpacked TrueType: a compressed font is unpacked again at every start."""
    from insdesk.paths import resource

    kept = sorted(path for path in Path(resource("fonts")).iterdir() if path.suffix != ".txt")
    assert [path.suffix for path in kept] == [".ttf"] * 3
    assert all(path.read_bytes()[:4] == b"\0\1\0\0" for path in kept)
