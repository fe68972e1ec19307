"""The exception procedure (S07): the official sentence in full, never ticked by anyone else."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
)

from insdesk.ui.parts.labels import text_label
from insdesk.ui.theme import current

_WRAP = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap

ADVICE = "Conseil : comparez le numéro de sécurité sociale et montrez l’écran au patient (F7)."
FOLLOWED = "Déjà suivi avant l’ouverture du dossier dans insdesk"


class SentenceCheck(QCheckBox):
    """A tick box whose sentence wraps: nothing of it is ever cut or shortened."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(sentence)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_sentence(self, sentence: str) -> None:
        """Show `sentence` as it is, character for character."""
        if self.text() != sentence:
            self.setText(sentence)
            self.setAccessibleName(sentence)
            self.setMinimumHeight(self.heightForWidth(self.width()))

    def heightForWidth(self, width: int) -> int:
        """The height that the wrapped sentence needs, in pixels."""
        self.ensurePolished()
        room = QRect(0, 0, max(width - self._left(), 40), 10_000)
        words = self.fontMetrics().boundingRect(room, _WRAP, self.text()).height()
        return max(words, current().px(24)) + current().px(8)

    def sizeHint(self) -> QSize:
        """The room it wants, in pixels."""
        width = current().px(240)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The least room it accepts, in pixels."""
        return QSize(current().px(160), current().px(32))

    def hitButton(self, pos: QPoint) -> bool:
        """A press on any word ticks it."""
        return self.rect().contains(pos)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the new width asks for."""
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box at the first line, the sentence beside it."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        side = current().px(24)
        whole = QRect(self.rect())
        option.rect = QRect(0, current().px(3), side, side)
        painter = QStylePainter(self)
        painter.drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, option)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(whole.adjusted(self._left(), current().px(3), 0, 0), _WRAP, self.text())
        painter.end()

    def _left(self) -> int:
        return current().px(24 + 12)


class ExceptionBox(QFrame):
    """The strip above « Qualifier » while every condition holds. Emits `changed()`.

    The official sentence stands there in full before anything is pressed; nothing is ticked.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.setObjectName("exception_box")
        self.setProperty("role", "card")
        self.setAccessibleName("Procédure d’exception")
        self.followed = SentenceCheck(FOLLOWED)
        self.followed.setObjectName("exception_already_followed")
        self.followed.setAccessibleName(FOLLOWED)
        self.check = SentenceCheck()
        self.check.setObjectName("exception_checkbox")
        self.check.setAccessibleDescription("Touche 7")
        self.advice = text_label(ADVICE, "reason")
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(6), px(14), px(6))
        column.setSpacing(px(2))
        for widget in (self.followed, self.check, self.advice):
            column.addWidget(widget)
        self.check.toggled.connect(self.changed)
        self.followed.toggled.connect(self.changed)

    def show_case(self, sentence: str, *, asks_followed: bool) -> None:
        """Show the official sentence; ask whether the patient was followed before, or not."""
        self.check.show_sentence(sentence)
        self.followed.setVisible(asks_followed)

    def reset(self) -> None:
        """Nothing is ticked."""
        for box in (self.check, self.followed):
            box.blockSignals(True)
            box.setChecked(False)
            box.blockSignals(False)
