"""What left the desk with an INS: lines to read, or a check-list to go through and to print."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from insdesk.ui.formats import counted, date_text
from insdesk.ui.parts.labels import IconLabel, text_label
from insdesk.ui.texts.record import SENT_NONE, SENT_OF_OTHER, SENT_TITLE, format_name
from insdesk.ui.theme import current

if TYPE_CHECKING:
    from insdesk.qualification.leaving import Sending

SHOWN = 40
"""More lines than this are in the printed list only: a page of hundreds would stand still."""


class SentList(QFrame):
    """A card with one line for each thing sent. With `ticks`, each can be ticked as put right.

    The ticks help to go through the list and are kept nowhere.
    """

    def __init__(self, *, ticks: bool, title: str = SENT_TITLE, none: str = SENT_NONE) -> None:
        super().__init__()
        px = current().px
        self._ticks, self._title, self._none = ticks, title, none
        self.setObjectName("sent_list")
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.title = text_label(title, "section")
        self.count = text_label("", "reason")
        self.boxes: list[QCheckBox] = []
        self._lines: list[QFrame] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(px(2))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(20), px(14), px(20), px(14))
        self._column.setSpacing(px(6))
        said = QVBoxLayout()
        said.setSpacing(px(2))
        said.addWidget(self.title)
        said.addWidget(self.count)
        self._head = QHBoxLayout()
        self._head.setSpacing(px(16))
        self._head.addLayout(said, 1)
        self._column.addLayout(self._head)
        self._column.addLayout(self._rows)
        self.show_sent(())

    def lead(self, door: QWidget) -> None:
        """A way to go on, at the right of the title."""
        self._head.addWidget(door)

    def show_sent(self, sent: Sequence[Sending]) -> None:
        """Show these, the newest first; nothing is ticked."""
        for line in self._lines:
            line.hide()
            line.setParent(None)
            line.deleteLater()
        self.boxes.clear()
        self._lines = [self._line(one) for one in sent[:SHOWN]]
        for line in self._lines:
            self._rows.addWidget(line)
        more = len(sent) - len(self._lines)
        words = counted(len(sent), "document est parti", "documents sont partis")
        if not sent:
            words = self._none
        elif more:
            where = " : imprimez la liste pour les voir tous." if self._ticks else "."
            words = f"{words}, dont {more} plus anciens non affichés{where}"
        else:
            words = f"{words} avec l’INS."
        self.count.setText(words)

    def _line(self, sending: Sending) -> QFrame:
        px = current().px
        line = QFrame()
        line.setProperty("role", "plain")
        title, file = lines_of(sending)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, px(2), 0, px(2))
        row.setSpacing(px(12))
        if self._ticks:
            box = QCheckBox(title)
            box.setAccessibleName(f"Prévenu : {title}, {file}")
            box.setObjectName("sent_tick")
            box.setMinimumHeight(px(32))
            self.boxes.append(box)
            row.addWidget(box)
        else:
            row.addWidget(IconLabel("file-export", "muted"))
            row.addWidget(text_label(title, "text", wrap=False))
        row.addWidget(text_label(file, "reason"), 1)
        return line


def lines_of(sending: Sending) -> tuple[str, str]:
    """When and what, then the file: no trait and no matricule in either."""
    file = f"{sending.file} · {SENT_OF_OTHER}" if sending.of_other else sending.file
    at = sending.at.astimezone()
    when = f"{date_text(at.date().isoformat())} {at:%H:%M}"
    return f"{when} · {format_name(sending.format)}", file
