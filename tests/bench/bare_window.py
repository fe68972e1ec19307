"""The floor of the start: a bare PySide6 window that holds what our window holds at first.

The same kinds of plain widgets, as many of each as `insdesk` has made by its first paint, in the
same places, with the words that are then to be read: a top bar with three labels and a button, a
menu in a scroll area, a stack for the pages, a strip of five buttons with a label on each, one
shortcut, 1280 x 800.
Nothing that only our window brings: no font file, no stylesheet, no palette, no drawing, no
widget that paints itself, no desk behind, no command line, no log.

The clock is read as ours is: when the event loop comes back after the pass in which the window was
first painted, all its parts with it.
"""

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

STATES = ("Service cartes", "Lecteur", "CPS", "Vitale", "INSi")


class Bare(QWidget):
    """Says once that it has been painted."""

    painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """The parts follow in the same pass, the timer after it."""
        super().paintEvent(event)
        if not self.painted:
            self.painted = True
            QTimer.singleShot(0, look)


def look() -> None:
    """Say the time of the machine's clock, leave."""
    sys.stdout.write(f"{time.monotonic_ns()}\n")
    sys.stdout.flush()
    QApplication.quit()


def top_bar() -> QFrame:
    """The name, the mode that is not known yet, the practitioner neither, the lock."""
    bar = QFrame()
    row = QHBoxLayout(bar)
    row.addWidget(QLabel("insdesk"))
    mode = QLabel("")
    mode.hide()
    row.addWidget(mode)
    row.addWidget(QLabel(""), 1)
    row.addWidget(QPushButton("Verrouiller"))
    return bar


def menu() -> QFrame:
    """No section yet."""
    inside = QFrame()
    QVBoxLayout(inside).addStretch(1)
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setWidget(inside)
    frame = QFrame()
    frame.setFixedWidth(212)
    QVBoxLayout(frame).addWidget(scroll)
    return frame


def strip() -> QFrame:
    """What is on the desk, untested."""
    frame = QFrame()
    row = QHBoxLayout(frame)
    for words in STATES:
        item = QPushButton("non testé")
        QLabel(words, item)
        row.addWidget(item)
    row.addStretch(1)
    return frame


def main() -> None:
    """Show and wait for the paint."""
    app = QApplication(sys.argv)
    window = Bare()
    window.setWindowTitle("bare")
    column = QVBoxLayout(window)
    column.addWidget(top_bar())
    middle = QHBoxLayout()
    middle.addWidget(menu())
    middle.addWidget(QStackedWidget(), 1)
    column.addLayout(middle, 1)
    column.addWidget(strip())
    QShortcut(window).setKeys([QKeySequence("Ctrl+L")])
    window.resize(1280, 800)
    window.show()
    app.exec()


main()
