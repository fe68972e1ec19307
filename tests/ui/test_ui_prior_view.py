"""S14 in the run: what the page leaves behind, its names for a screen reader, its one view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from test_ui_prior import MANY, TWIN, button, page, stranger, twin

from insdesk.ui.parts.trait_row import TraitRow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def test_the_page_leaves_no_trace(sit):
    seat = sit(twin(), stranger())
    seat.insert()
    seat.key(Qt.Key.Key_1)
    left = page(seat)
    seat.shown.conduct.leave()
    shown = [label.text() for label in left.findChildren(QLabel)]
    shown += [row.accessibleName() for row in left.findChildren(TraitRow)]
    shown += [one.text() for one in left.findChildren(QAbstractButton)]
    assert not [text for text in shown if "TILLEUL" in text or "MARTHE" in text]


def test_every_widget_that_takes_the_focus_has_a_name(sit):
    seat = sit(twin(), *(stranger(f"s{n}", f"Exemple{chr(65 + n)}") for n in range(MANY + 1)))
    seat.insert()
    seat.shown.host.page.rows[TWIN].click()
    unnamed = [
        one.objectName()
        for one in page(seat).findChildren(QWidget)
        if one.isVisible()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (one.accessibleName() or getattr(one, "text", str)())
    ]
    assert unnamed == []


@pytest.mark.parametrize("size", [(1280, 800), (1024, 700)])
def test_the_comparison_and_its_answers_are_in_one_view(sit, qtbot, size):
    seat = sit(twin(), stranger(used_name="Bellefontaine"))
    seat.window.resize(*size)
    seat.insert()
    seat.key(Qt.Key.Key_1)
    area = page(seat).panel.parentWidget().parentWidget()
    qtbot.waitUntil(lambda: page(seat).panel.table.isVisible())
    assert not area.verticalScrollBar().isVisible()
    last = button(seat, "btn_unknown")
    below = last.mapTo(area, last.rect().bottomLeft()).y()
    assert below <= area.height()
