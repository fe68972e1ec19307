"""The window: bar, menu, work zone, status strip. It holds pages and knows nothing of them.

Only Qt and the parts are imported here, so that the first paint comes before the back end.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from insdesk.ui.keys import Shortcut, bind, section_keys
from insdesk.ui.parts.nav import NARROW, WIDE, NavButton
from insdesk.ui.parts.notice import Notice
from insdesk.ui.parts.status_strip import StatusStrip
from insdesk.ui.parts.top_bar import TopBar
from insdesk.ui.theme import Theme

MINIMUM: Final = (1024, 700)
FOLD_BELOW: Final = 1100


class MainWindow(QWidget):
    """The one window of the practitioner; its title never says more than « insdesk ».

    `strip` and `notice` are shown on every page. Emits `section_asked(key)` when the user chose a
    section in the menu (its page is already on show), `lock_pressed`, and `closing` once.
    """

    section_asked = Signal(str)
    lock_pressed = Signal()
    closing = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("insdesk")
        self._theme = theme
        self._sections: dict[str, tuple[NavButton, QWidget]] = {}
        self._pages = QStackedWidget()
        self._pages.setObjectName("work_zone")
        self.bar = TopBar()
        self.notice = Notice()
        self.strip = StatusStrip()
        self._menu_column = QVBoxLayout()
        self._menu = self._make_menu()
        self._build()
        self.bar.lock.clicked.connect(self.lock_pressed)
        bind(Shortcut.LOCK, self, self.lock_pressed.emit)
        self.setFocus()  # else the first button of the bar, « Verrouiller », begins with it
        self.setMinimumSize(*MINIMUM)
        self.resize(1280, 800)

    def add_section(self, key: str, label: str, icon: str, page: QWidget) -> None:
        """Add an entry to the menu, in the order of the calls; the first one is shown."""
        button = NavButton(label, icon)
        button.setObjectName(f"nav_{key}")
        button.clicked.connect(lambda: self._chosen(key))
        self._menu_column.insertWidget(len(self._sections), button)
        self._sections[key] = (button, page)
        self._pages.addWidget(page)
        jump = QShortcut(self)
        jump.setKeys(section_keys(len(self._sections)))
        jump.activated.connect(lambda: self._chosen(key))
        button.fold(folded=self._folded())
        if len(self._sections) == 1:
            self.show_section(key)

    def show_section(self, key: str) -> None:
        """Show the page of a section and mark its entry; raises `KeyError`."""
        button, page = self._sections[key]
        button.setChecked(True)
        self._pages.setCurrentWidget(page)

    def show_page(self, page: QWidget, *, section: str | None = None) -> None:
        """Show a page that has no entry of its own; the menu keeps its mark or takes `section`."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        if section is not None:
            self._sections[section][0].setChecked(True)
        self._pages.setCurrentWidget(page)

    @property
    def page(self) -> QWidget | None:
        """The page on show."""
        return self._pages.currentWidget()

    @property
    def sections(self) -> tuple[str, ...]:
        """The keys of the menu, from the top."""
        return tuple(self._sections)

    def set_count(self, key: str, count: int) -> None:
        """Put a number beside an entry: how many things wait there."""
        self._sections[key][0].set_count(count)

    def set_practitioner(self, text: str) -> None:
        """Say whose desk this is; empty before a CPS was read."""
        self.bar.set_practitioner(text)

    def set_mode(self, text: str) -> None:
        """Say, always in sight, that this is not production; empty in production."""
        self.bar.set_mode(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the content for the new size."""
        super().resizeEvent(event)
        folded = self._folded()
        self._menu.setFixedWidth(self._theme.px(NARROW if folded else WIDE))
        for button, _ in self._sections.values():
            button.fold(folded=folded)

    def closeEvent(self, event: QEvent) -> None:
        """Leave properly."""
        super().closeEvent(event)  # type: ignore[arg-type]
        self.closing.emit()

    def _chosen(self, key: str) -> None:
        self.show_section(key)
        self.section_asked.emit(key)

    def _folded(self) -> bool:
        return self.width() < self._theme.px(FOLD_BELOW)

    def _make_menu(self) -> QFrame:
        px = self._theme.px
        inside = QFrame()
        inside.setProperty("role", "white")
        inside.setLayout(self._menu_column)
        self._menu_column.setContentsMargins(px(12), px(16), px(12), px(12))
        self._menu_column.setSpacing(px(2))
        self._menu_column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        menu = QFrame()
        menu.setObjectName("menu")
        menu.setProperty("role", "bar")
        menu.setProperty("edge", "right")
        menu.setAccessibleName("Menu")
        column = QVBoxLayout(menu)
        column.setContentsMargins(0, 0, 1, 0)
        column.addWidget(scroll)
        return menu

    def _build(self) -> None:
        px = self._theme.px
        self.notice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        message = QFrame()
        message.setProperty("role", "canvas")
        above = QVBoxLayout(message)
        above.setContentsMargins(px(32), px(12), px(32), 0)
        above.addWidget(self.notice)
        work = QVBoxLayout()
        work.setSpacing(0)
        work.addWidget(message)
        work.addWidget(self._pages, 1)
        message.hide()
        self.notice.shown.connect(message.show)
        self.notice.dismissed.connect(message.hide)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._menu)
        middle.addLayout(work, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        column.addWidget(self.strip)
