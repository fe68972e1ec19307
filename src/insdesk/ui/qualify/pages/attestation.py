"""The exception procedure (S07): the official sentence in full, never ticked by anyone else."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
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
            self.updateGeometry()

    def heightForWidth(self, width: int) -> int:
        """The height that the wrapped sentence needs, in pixels."""
        self.ensurePolished()
        room = QRect(0, 0, max(width - self._left(), 40), 10_000)
        words = self.fontMetrics().boundingRect(room, _WRAP, self.text()).height()
        return max(words, current().px(24)) + current().px(6)

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
        return current().px(24 + 10)


class ExceptionBox(QFrame):
    """What stands under choice 7 while every condition holds. Emits `changed()`.

    The official sentence is there in full before anything is pressed; nothing is ticked.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("exception_box")
        self.setProperty("role", "card")
        self.setAccessibleName("Procédure d’exception")
        self.followed = SentenceCheck(FOLLOWED)
        self.followed.setObjectName("exception_already_followed")
        self.followed.setAccessibleName(FOLLOWED)
        self.check = SentenceCheck()
        self.check.setObjectName("exception_checkbox")
        self.check.setAccessibleDescription("Touche 7")
        self.check.setToolTip(ADVICE)
        self.advice = text_label(ADVICE, "reason")
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        for widget in (self.followed, self.check, self.advice):
            self._column.addWidget(widget)
        self.set_tight(False)
        self.check.toggled.connect(self.changed)
        self.followed.toggled.connect(self.changed)

    def set_tight(self, tight: bool) -> None:
        """Less room around the sentence, never less of it; the advice stays in its tooltip."""
        px = current().px
        above = px(2 if tight else 8)
        self._column.setContentsMargins(px(11), above, px(4), above)
        self.advice.setVisible(not tight)

    def show_case(self, sentence: str, *, asks_followed: bool) -> None:
        """Show the official sentence; ask whether the patient was followed before, or not."""
        self.check.show_sentence(sentence)
        self.followed.setVisible(asks_followed)

    def reset(self) -> None:
        """Nothing is ticked."""
        self.untick()
        self.followed.blockSignals(True)
        self.followed.setChecked(False)
        self.followed.blockSignals(False)

    def untick(self) -> None:
        """A document was chosen instead; what was said of the past stays said."""
        self.check.blockSignals(True)
        self.check.setChecked(False)
        self.check.blockSignals(False)
