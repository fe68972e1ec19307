"""The place of a page in the window, kept before the page is built."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from insdesk.ui.warming import fit

W = TypeVar("W", bound=QWidget)


class Room(QFrame, Generic[W]):
    """The place of a page that is built when it is first needed."""

    def __init__(self, make: Callable[[], W]) -> None:
        super().__init__()
        self.setProperty("role", "canvas")
        self._make = make
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.built: W | None = None

    @property
    def page(self) -> W:
        """The page, built now if it was not."""
        if self.built is None:
            self.built = self._make()
            self._column.addWidget(self.built)
        return self.built

    def chores(self) -> list[Callable[[], object]]:
        """What makes the first appearance quick: the page, its own pieces, the whole."""
        return [self._prepare, self.rehearse]

    def _prepare(self) -> W:
        """Build the page in a place as large as it will be shown."""
        fit(self)
        page = self.page
        page.resize(self.size())  # laid out later, in the turns of its own pieces
        return page

    def rehearse(self) -> None:
        """Lay out and paint once, out of sight, as large as it will be shown."""
        fit(self)
        self.page.grab()
