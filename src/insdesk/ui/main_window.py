"""The window: bar, menu, work zone, status strip. It holds pages and knows nothing of them.

Only Qt and the parts are imported here, so that the first paint comes before the back end; what
nobody sees at first, the notice, is made when it is first asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from insdesk.ui.flags import NEVER, NO_FOCUS
from insdesk.ui.keys import Shortcut, bind, section_keys
from insdesk.ui.parts.deck import Deck
from insdesk.ui.parts.nav import NARROW, WIDE, NavButton
from insdesk.ui.parts.status_strip import StatusStrip
from insdesk.ui.parts.top_bar import TopBar
from insdesk.ui.theme import Theme, serve_ring

if TYPE_CHECKING:
    from insdesk.ui.parts.notice import Notice

MINIMUM: Final = (1024, 700)
FOLD_BELOW: Final = 1100


class MainWindow(QWidget):
    """The one window of the practitioner; its title never says more than « insdesk ».

    `strip` and `notice` are shown on every page. Emits `painted` once, after the whole window was
    first painted; `section_asked(key)` when the user chose a section in the menu (its page is
    already on show), `lock_pressed`, and `closing` once.
    """

    painted = Signal()

    section_asked = Signal(str)
    lock_pressed = Signal()
    closing = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("insdesk")
        self._theme = theme
        self._sections: dict[str, tuple[NavButton, QWidget]] = {}
        self._pages = Deck()
        self._pages.setObjectName("work_zone")
        self._notice: Notice | None = None
        self._seen = False
        self.bar = TopBar()
        self.strip = StatusStrip()
        self._work = QVBoxLayout()
        self._menu_column = QVBoxLayout()
        self._menu = self._make_menu()
        self._build()
        self.bar.lock.clicked.connect(self.lock_pressed)
        bind(Shortcut.LOCK, self, self.lock_pressed.emit)
        self.painted.connect(lambda: QTimer.singleShot(0, self, serve_ring))
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
        self._pages.add(page)
        jump = QShortcut(self)
        jump.setKeys(section_keys(len(self._sections)))
        jump.activated.connect(lambda: self._chosen(key))
        button.fold(folded=self._folded())
        if len(self._sections) == 1:
            self.show_section(key)

    def hold_page(self, page: QWidget) -> None:
        """Give a page without an entry its place, behind the others: it is dressed there once."""
        self._pages.add(page)

    def show_section(self, key: str) -> None:
        """Show the page of a section and mark its entry; raises `KeyError`."""
        button, page = self._sections[key]
        button.setChecked(True)
        self._bring(page)

    def show_page(self, page: QWidget, *, section: str | None = None) -> None:
        """Show a page that has no entry of its own; the menu keeps its mark or takes `section`."""
        self._pages.add(page)
        if section is not None:
            self._sections[section][0].setChecked(True)
        self._bring(page)

    def _bring(self, page: QWidget) -> None:
        if self._notice is not None and page is not self.page:
            self._notice.pass_on()
        self._pages.bring(page)

    @property
    def notice(self) -> Notice:
        """The messages above the page."""
        if self._notice is None:
            self._notice = self._make_notice()
        return self._notice

    @property
    def page(self) -> QWidget | None:
        """The page on show."""
        return self._pages.page

    @property
    def section(self) -> str:
        """The key of the entry marked in the menu."""
        return next(key for key, (button, _) in self._sections.items() if button.isChecked())

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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell the first time, once the parts are painted too: they follow in the same pass."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self, self.painted.emit)

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
        scroll.setProperty("focusPolicy", NO_FOCUS)
        scroll.setWidgetResizable(True)
        scroll.setProperty("horizontalScrollBarPolicy", NEVER)
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

    def _make_notice(self) -> Notice:
        from PySide6.QtWidgets import QSizePolicy

        from insdesk.ui.parts.notice import Notice

        px = self._theme.px
        notice = Notice()
        notice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        message = QFrame()
        message.setProperty("role", "canvas")
        above = QVBoxLayout(message)
        above.setContentsMargins(px(32), px(12), px(32), 0)
        above.addWidget(notice)
        message.hide()
        self._work.insertWidget(0, message)
        notice.shown.connect(message.show)
        notice.dismissed.connect(message.hide)
        return notice

    def _build(self) -> None:
        self._work.setSpacing(0)
        self._work.addWidget(self._pages, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._menu)
        middle.addLayout(self._work, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(middle, 1)
        column.addWidget(self.strip)
