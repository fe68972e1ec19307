"""One button that prints, then opens what it printed; what went wrong is said beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout

from insdesk.errors import Cancelled, InsdeskError
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.labels import dress, text_label
from insdesk.ui.press import Sheet
from insdesk.ui.printing import Printing
from insdesk.ui.texts import error_text
from insdesk.ui.theme import current

OPEN = "Ouvrir"


class PrintButton(QFrame):
    """`sheet()` gives what is printed, or None while there is nothing to print.

    The file is private and named without a trait; « Ouvrir » hands it to the system's reader.
    """

    def __init__(
        self,
        name: str,
        words: str,
        printing: Printing,
        kind: str,
        sheet: Callable[[], Sheet | None],
    ) -> None:
        super().__init__()
        px = current().px
        self.setProperty("role", "plain")
        self._printing, self._kind, self._sheet = printing, kind, sheet
        self._turn, self._busy = 0, False
        self.file: Path | None = None
        self.print = plain_button(words, icon="file-text")
        self.print.setObjectName(name)
        self.open = plain_button(OPEN, icon="eye")
        self.open.setObjectName(f"{name}_open")
        self.said = text_label("", "reason")
        self.said.setObjectName(f"{name}_said")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addWidget(self.print)
        row.addWidget(self.open)
        row.addWidget(self.said, 1)
        self.print.clicked.connect(self._print)
        self.open.clicked.connect(self._open)
        self.reset()

    def reset(self) -> None:
        """Nothing printed yet; what is under way is told to nobody."""
        self._turn += 1
        self.file = None
        self.open.hide()
        self.said.clear()
        self.said.hide()
        self._busy = False

    def _print(self) -> None:
        """The button stays as it is meanwhile: disabled, it would lose the focus to any other."""
        sheet = None if self._busy else self._sheet()
        if sheet is None:
            return
        turn, held = self._turn, self.print.hasFocus()
        self._busy = True

        def done(file: Path) -> None:
            if turn == self._turn:
                self._printed(file, held=held)

        def failed(error: InsdeskError | Cancelled) -> None:
            if turn == self._turn and isinstance(error, InsdeskError):
                self._say(error_text(error).explanation, "error")

        self._printing.print_sheet(sheet, self._kind, done, failed)

    def _printed(self, file: Path, *, held: bool) -> None:
        """What comes next is to open it."""
        self.file = file
        self._say(f"Prêt à imprimer : {file.name}", "")
        self.open.show()
        if held:
            self.open.setFocus()

    def _say(self, words: str, tone: str) -> None:
        self._busy = False
        dress(self.said, tone=tone)
        self.said.setText(words)
        self.said.show()
        announce(self, words, assertive=bool(tone))

    def _open(self) -> None:
        if self.file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.file)))
