"""The comparison: every value whole, every difference underlined and named, ticks told once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QScrollArea

from insdesk.ui import theme
from insdesk.ui.parts.trait_table import TraitLine, TraitTable
from insdesk.ui.theme import Theme

# The offscreen screen has no window manager to tell the least size of a window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

HEADERS = ("Trait", "Carte et dossier", "INSi, la référence", "Résultat")
LONG = "DE LA TRUCHASSERIE-DURANVAL-EXEMPLE VAN DER FICTIF-TESTINI-LONG"


def line(trait: str = "birth_name", **changes: object) -> TraitLine:
    facts: dict[str, object] = {
        "trait": trait,
        "label": "Nom de naissance",
        "known": "DURANVAL",
        "official": "DURANVAL",
        "symbol": "=",
        "word": "Identique",
    }
    return TraitLine(**{**facts, **changes})  # type: ignore[arg-type]


FIRST = line(
    "first_name",
    label="Premier prénom",
    known="MARIE-LOUISE",
    official="MARIE LOUISE",
    symbol="≈",
    word="Équivalent",
    reason="écrit avec ou sans tiret",
    tickable=True,
    differs_known=((5, 1),),
    differs_official=((5, 1),),
)


@pytest.fixture
def table(qtbot, qapp):
    """A table on screen, in a scroll area as on its page."""
    theme.apply(qapp, Theme())
    area, inside = QScrollArea(), TraitTable(HEADERS)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    area.resize(700, 600)
    qtbot.addWidget(area)
    inside.area = area
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    return inside


def texts(table: TraitTable) -> set[str]:
    return {label.text() for label in table.findChildren(QLabel) if label.isVisible()}


def test_a_row_says_sign_word_and_reason(table):
    table.show_rows([line(), FIRST])
    assert {*HEADERS, "DURANVAL", "MARIE-LOUISE", "≈", "Équivalent"} <= texts(table)
    assert "écrit avec ou sans tiret" in texts(table)
    spoken = table.rows[1].accessibleName()
    for words in ("Premier prénom", "MARIE-LOUISE", "MARIE LOUISE", "Équivalent", "tiret"):
        assert words in spoken


def test_the_sentence_of_the_caller_is_read(table):
    table.show_rows([line(accessible="Nom de naissance, dossier et INSi, identique.")])
    assert table.rows[0].accessibleName() == "Nom de naissance, dossier et INSi, identique."


def test_nothing_is_shown_as_not_known(table):
    table.show_rows([line(known="")])
    assert "non connu" in texts(table)


def test_rows_are_tall_enough_and_values_never_cut(table, qtbot):
    table.show_rows([line(known=LONG, official=LONG), line("sex")])
    for width in (500, 700, 1000):
        table.area.resize(width, 600)
        qtbot.waitUntil(lambda w=width: table.width() <= w)
        value = next(v for v in table.findChildren(QLabel) if v.text() == LONG)
        assert value.height() >= value.heightForWidth(value.width()) - 2
        assert all(row.height() >= 46 for row in table.rows)


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_rows_grow_with_the_text(qtbot, qapp, scale):
    theme.apply(qapp, Theme(scale=scale))
    table = TraitTable(HEADERS)
    qtbot.addWidget(table)
    table.show_rows([line()])
    table.resize(1200, 400)
    table.show()
    qtbot.waitExposed(table)
    assert table.rows[0].height() >= 46 * scale
    theme.apply(qapp, Theme())


def test_showing_again_keeps_the_widgets(table):
    table.show_rows([line(), FIRST])
    rows = table.rows
    table.show_rows([line(known="DURANVALLE", symbol="≠", word="Différent"), FIRST])
    assert table.rows == rows
    assert "DURANVALLE" in texts(table)
    table.show_rows([line()])
    assert len(table.rows) == 1
    assert "MARIE-LOUISE" not in texts(table)


def test_space_ticks_the_focused_row_and_says_so(table, qtbot):
    table.show_rows([line(), FIRST])
    table.focus_first_to_tick()
    row = table.rows[1]
    assert row.hasFocus()
    with qtbot.waitSignal(table.ticked) as told:
        qtbot.keyClick(row, Qt.Key.Key_Space)
    assert told.args == ["first_name", True]
    assert "vérifié" in row.accessibleName()
    with qtbot.waitSignal(table.ticked) as told:
        qtbot.mouseClick(row.tick, Qt.MouseButton.LeftButton)
    assert told.args == ["first_name", False]


def test_a_row_without_tick_takes_none(table, qtbot):
    table.show_rows([line()])
    row = table.rows[0]
    row.setFocus()
    with qtbot.assertNotEmitted(table.ticked):
        qtbot.keyClick(row, Qt.Key.Key_Space)
    assert not row.findChild(QCheckBox).isVisible()


def test_showing_a_tick_tells_nothing(table, qtbot):
    table.show_rows([FIRST])
    with qtbot.assertNotEmitted(table.ticked):
        table.show_rows([line("first_name", symbol="≈", word="x", tickable=True, ticked=True)])
    assert table.rows[0].tick.isChecked()


def test_one_tab_stop_and_arrows_between_rows(table, qtbot):
    table.show_rows([line(), FIRST, line("sex")])
    stops = [row for row in table.rows if row.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == [table.rows[1]], "Tab goes first where something is to be done"
    table.rows[0].setFocus()
    qtbot.keyClick(table.rows[0], Qt.Key.Key_Down)
    assert table.rows[1].hasFocus()
    qtbot.keyClick(table.rows[1], Qt.Key.Key_Down)
    qtbot.keyClick(table.rows[2], Qt.Key.Key_Down)
    assert table.rows[2].hasFocus()
    qtbot.keyClick(table.rows[2], Qt.Key.Key_Up)
    assert table.rows[1].hasFocus()
    assert len([r for r in table.rows if r.focusPolicy() & Qt.FocusPolicy.TabFocus]) == 1


def test_the_differing_characters_are_painted(table, qtbot):
    table.show_rows([FIRST])
    value = next(v for v in table.findChildren(QLabel) if v.text() == "MARIE-LOUISE")
    marked = value.grab().toImage()
    value.show_value("MARIE-LOUISE")
    assert value.grab().toImage() != marked


def test_a_line_hides_its_values_in_a_trace():
    assert "DURANVAL" not in repr(line())
