"""« Lieu de naissance »: typed as a name, chosen in a list, kept as « LABEL (code) ».

The list stands under the field: ↑ ↓ Entrée, a press, or Échap to close it; nothing in it is chosen
beforehand. Looking up is done elsewhere (`Seek`), one look at a time, the latest text wins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from insdesk.identity.places import Place
from insdesk.qualification.birthplaces import Meaning, PlaceLook
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.labels import dress, text_label
from insdesk.ui.texts.places import place_note, spelt, tone_of, where
from insdesk.ui.theme import current

Seek = Callable[[str, str | None, Callable[[PlaceLook], None]], None]
"""Looks a text up for a birth date and calls back on the GUI thread with what it means."""

ROW: Final = 40
_PICK = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


_ONE_PRESS = frozenset({Meaning.NAMES, Meaning.POSTCODE})
"""What Entrée alone settles when there is one choice: a code that may be right is left alone."""


class PlaceField(QLineEdit):
    """A line to type in, its list, and `note`, the label to put under it."""

    def __init__(self, seek: Seek) -> None:
        super().__init__()
        self._seek = seek
        self._born: str | None = None
        self._look = PlaceLook()
        self._asked: tuple[str, str | None] | None = None
        self._typing = False
        self.note = text_label("", "reason")
        self.note.setObjectName("place_note")
        self.note.hide()
        self.list = QListWidget(self)
        self.list.setObjectName("place_list")
        self.list.setAccessibleName("Lieux proposés")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.hide()
        self.list.itemClicked.connect(self._press)
        self.textEdited.connect(lambda _text: self._edited())
        self.textChanged.connect(lambda _text: self._begin())

    @property
    def look(self) -> PlaceLook:
        """What the text means, as last looked up."""
        return self._look

    def set_birth_date(self, born: str | None) -> None:
        """Places are those of that day (ISO, `00` for what is not known): looked up again."""
        if born != self._born:
            self._born = born
            self._begin()

    def choose(self, place: Place) -> None:
        """Write this place in the field; the list closes."""
        self._typing = False
        self.list.hide()
        self.setText(spelt(place))
        self.textEdited.emit(self.text())
        self._typing = False
        self.list.hide()

    # --- looking up ------------------------------------------------------------------------

    def _edited(self) -> None:
        """The user typed: a list may open, also when the text was looked up already."""
        self._typing = True
        self._show_list()

    def _begin(self) -> None:
        if not self.text().strip():
            self._show(PlaceLook())
            return
        if self._asked is None:
            self._ask()

    def _ask(self) -> None:
        asked = (self.text(), self._born)
        self._asked = asked
        self._seek(*asked, lambda look: self._arrived(asked, look))

    def _arrived(self, asked: tuple[str, str | None], look: PlaceLook) -> None:
        self._asked = None
        if not self.text().strip():
            return
        if asked == (self.text(), self._born):
            self._show(look)
        else:
            self._ask()

    def _show(self, look: PlaceLook) -> None:
        self._look = look
        words = place_note(look, self._born)
        if words == self.text().strip():  # the field says it already
            words = ""
        self.note.setText(words)
        self.note.setVisible(bool(words))
        dress(self.note, tone=tone_of(look))
        self._fill(look)
        self._show_list()
        announce(self, words)

    def _fill(self, look: PlaceLook) -> None:
        self.list.clear()
        for place in look.choices:
            item = QListWidgetItem(f"{place.label}   {where(place)}")
            item.setData(Qt.ItemDataRole.UserRole, place)
            item.setSizeHint(QSize(0, current().px(ROW)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{place.label}, {where(place)}")
            self.list.addItem(item)
        self.list.setCurrentRow(-1)

    # --- the list --------------------------------------------------------------------------

    def _show_list(self) -> None:
        wanted = self._typing and self.hasFocus() and self.list.count() > 0
        if not wanted:
            self.list.hide()
            return
        window = self.window()
        if self.list.parentWidget() is not window:
            self.list.setParent(window)
        above: QWidget = self if self.note.isHidden() else self.note  # what it says stays readable
        self._settle()
        under = above.mapTo(window, QPoint(0, above.height() + current().px(2)))
        row = current().px(ROW)
        height = min(row * self.list.count() + current().px(4), window.height() - under.y())
        self.list.setGeometry(QRect(under.x(), under.y(), self.width(), max(height, row)))
        self.list.show()
        self.list.raise_()

    def _settle(self) -> None:
        """A note just shown has its place at the next turn only: it is needed now."""
        around = self.parentWidget()
        layout = around.layout() if around is not None else None
        if layout is not None:
            layout.activate()

    def _press(self, item: QListWidgetItem) -> None:
        place = item.data(Qt.ItemDataRole.UserRole)
        if isinstance(place, Place):
            self.choose(place)

    def _key(self, key: Qt.Key) -> bool:
        """A key while the list is open; True if it meant something to it."""
        if key in _MOVES:
            step, count = _MOVES[key], self.list.count()
            at = self.list.currentRow()
            at = (at + step) % count if at >= 0 else (0 if step > 0 else count - 1)
            self.list.setCurrentRow(at)
            announce(self, self.list.item(at).data(Qt.ItemDataRole.AccessibleTextRole))
            return True
        if key in _PICK:
            meant = self._look.meaning in _ONE_PRESS and self.list.count() == 1
            only = self.list.item(0) if meant else None
            item = self.list.currentItem() or only
            if item is not None:
                self._press(item)
            return item is not None
        if key == Qt.Key.Key_Escape:
            self._typing = False
            self.list.hide()
            return True
        return False

    def event(self, event: QEvent) -> bool:
        """While the list is open its keys are its own, whatever shortcut the window gave them."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ours = (*_MOVES, *_PICK, Qt.Key.Key_Escape)
            if not self.list.isHidden() and Qt.Key(event.key()) in ours and not event.modifiers():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ ↓ Entrée Échap belong to an open list."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if plain and self.list.isHidden() and event.key() == Qt.Key.Key_Down:
            self._edited()  # closed by Échap, wanted again
        if plain and not self.list.isHidden() and self._key(Qt.Key(event.key())):
            event.accept()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Back in the field: what was proposed is proposed again."""
        super().focusInEvent(event)
        self._show_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Elsewhere: the list closes, what is typed stays."""
        self.list.hide()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page: the list goes with the field."""
        self.list.hide()
        super().hideEvent(event)

    def moveEvent(self, event: QMoveEvent) -> None:
        """The list follows."""
        super().moveEvent(event)
        self._show_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list follows."""
        super().resizeEvent(event)
        self._show_list()
