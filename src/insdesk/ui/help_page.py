"""S25, « Règles appliquées »: every rule with its sentence and source, and the tables executed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QTabWidget, QVBoxLayout, QWidget

from insdesk.identity.rulebook import pages
from insdesk.ui.formats import counted
from insdesk.ui.help.rules_list import RulesList
from insdesk.ui.help.rules_model import RulesModel
from insdesk.ui.help.text_table import TextTable
from insdesk.ui.parts.labels import text_label
from insdesk.ui.theme import current

LABEL = "Chercher une règle, par son numéro ou par des mots"
EMPTY = "Aucune règle pour « {text} ». Essayez un autre mot, ou effacez la recherche."
RULES, TRANSITIONS, REFUSALS, COMPARISONS = range(4)
MEASURED = 60
"""Rules that are prepared in one turn of the event loop."""


class HelpPage(QFrame):
    """What the program applies, searchable; `show_rule(id)` opens it on one rule.

    It knows no patient and needs no session. Built `inside` its place it is dressed once.
    """

    def __init__(self, inside: QWidget | None = None) -> None:
        super().__init__(inside)
        self.setObjectName("help_page")
        self.setProperty("role", "canvas")
        self.setAccessibleName("Règles appliquées")
        self.model = RulesModel(self)
        self.search = QLineEdit()
        self.search.setObjectName("help_search")
        self.search.setProperty("role", "search")
        self.search.setAccessibleName(LABEL)
        self.search.setClearButtonEnabled(True)
        self.total = text_label("", "reason")
        self.total.setObjectName("help_total")
        self.rules = RulesList(self.model)
        self.empty = text_label("", "text", tone="muted")
        self.empty.setObjectName("help_empty")
        self.tables = self._make_tables()
        self.tabs = QTabWidget()
        self.tabs.setObjectName("help_tabs")
        self.tabs.setAccessibleName("Règles et tables")
        self.tabs.tabBar().setAccessibleName("Règles, transitions, refus, comparaisons")
        self._build()
        self.search.textChanged.connect(self._seek)
        self._seek("")

    def first_focus(self) -> QWidget:
        """The search box."""
        return self.search

    def show_rule(self, id_: str) -> None:
        """Show the rule of this id, selected, among the others; an unknown id is sought instead."""
        self.search.clear()
        self.tabs.setCurrentIndex(RULES)
        row = self.model.row_of(id_)
        if row is None:
            self.search.setText(id_)
            return
        self.rules.bring(row)
        self.rules.setFocus(Qt.FocusReason.OtherFocusReason)

    def chores(self) -> Sequence[Callable[[], object]]:
        """What makes the first appearance quick: heights of the rules, words sought, tables."""
        rows = range(0, self.model.rowCount(), MEASURED)
        tables = self.tables.values()
        return (
            self.grab,
            *(partial(self.rules.measure, row, row + MEASURED) for row in rows),
            *(partial(self.model.prepare, row, row + MEASURED) for row in rows),
            *(lambda table=table: table.prepare(self.rules.size()) for table in tables),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down leaves the search box for what is on show."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            shown = self.tables.get(self.tabs.currentIndex(), self.rules)
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def _seek(self, text: str) -> None:
        found = self.model.seek(text)
        for table in self.tables.values():
            table.seek(text)
        words = counted(found, "règle", "règles")
        self.total.setText(words if not text.strip() else f"{words} sur {self.model.total}")
        self.empty.setText(EMPTY.format(text=text.strip()))
        self.empty.setVisible(found == 0)
        self.rules.setVisible(found > 0)

    @staticmethod
    def _make_tables() -> dict[int, TextTable]:
        shares = (3, 4, 6, 7, 4, 7, 6)
        made = {
            TRANSITIONS: TextTable(
                "Changements de statut", pages.TRANSITION_HEADERS, pages.transition_rows, shares
            ),
            REFUSALS: TextTable(
                "Changements refusés", pages.TRANSITION_HEADERS, pages.refusal_rows, shares
            ),
            COMPARISONS: TextTable(
                "Comparaison des traits",
                pages.COMPARISON_HEADERS,
                pages.comparison_rows,
                (5, 3, 9, 5, 9, 6),
            ),
        }
        for place, name in ((1, "transitions"), (2, "refusals"), (3, "comparisons")):
            made[place].setObjectName(f"help_{name}")
        return made

    def _build(self) -> None:
        px = current().px
        listed = QFrame()
        listed.setProperty("role", "canvas")
        inside = QVBoxLayout(listed)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.empty)
        inside.addWidget(self.rules, 1)
        self.tabs.addTab(listed, "Règles")
        titles = ("Changements de statut", "Refus", "Comparaisons")
        for (_place, table), title in zip(sorted(self.tables.items()), titles, strict=True):
            self.tabs.addTab(table, title)
        asked = text_label(LABEL, "label", wrap=False)
        asked.setBuddy(self.search)
        head = QHBoxLayout()
        head.addWidget(asked)
        head.addStretch(1)
        head.addWidget(self.total)
        root = QVBoxLayout(self)
        root.setContentsMargins(px(32), px(24), px(32), px(16))
        root.setSpacing(px(8))
        root.addWidget(text_label("Règles appliquées", "title"))
        root.addWidget(text_label(pages.NATURE, "reason", tone="muted"))
        root.addLayout(head)
        root.addWidget(self.search)
        root.addWidget(self.tabs, 1)
