"""The floor of the start: a bare PySide6 window of the same size, with plain widgets."""

import sys
import time

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
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


class Bare(QWidget):
    """Says when it has painted."""

    painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Note the first paint."""
        super().paintEvent(event)
        self.painted = True


def main() -> None:
    """Show, paint, say the time of the machine's clock, leave."""
    app = QApplication(sys.argv)
    window = Bare()
    column = QVBoxLayout(window)
    row = QHBoxLayout()
    row.addWidget(QLabel("insdesk"))
    row.addWidget(QPushButton("Verrouiller"))
    column.addLayout(row)
    scroll = QScrollArea()
    scroll.setWidget(QFrame())
    column.addWidget(scroll)
    column.addWidget(QStackedWidget())
    for words in ("Service cartes", "Lecteur", "CPS", "Vitale", "INSi"):
        column.addWidget(QPushButton(words))
    window.resize(1280, 800)
    window.show()

    def look() -> None:
        window.repaint()
        sys.stdout.write(f"{time.monotonic_ns()}\n")
        sys.stdout.flush()
        app.quit()

    QTimer.singleShot(0, look)
    app.exec()


main()
