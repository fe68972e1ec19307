"""« Règles appliquées »: opened by F1, searched without accents, told whole to those who listen."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from insdesk.identity.filing import JournalLine
from insdesk.identity.rulebook import RULES, THEMES, Rule, pages, rule
from insdesk.ui import theme
from insdesk.ui.help.rules_model import ENTRY, SIGNS, RulesModel, search_key
from insdesk.ui.help_page import COMPARISONS, REFUSALS, TRANSITIONS, HelpPage
from insdesk.ui.parts.roles import ACCESSIBLE
from insdesk.ui.texts.journal import event_detail, event_title
from insdesk.ui.theme import PALETTES, Theme

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def page(qtbot, qapp) -> HelpPage:
    theme.apply(qapp, Theme())
    shown = HelpPage()
    qtbot.addWidget(shown)
    shown.resize(1068, 660)
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def ids(model: RulesModel) -> list[str]:
    entries = [model.index(row, 0).data(ENTRY) for row in range(model.rowCount())]
    return [one.id for one in entries if isinstance(one, Rule)]


# --- the list ------------------------------------------------------------------------------


def test_every_rule_is_listed_below_its_theme(page):
    assert ids(page.model) == list(RULES)
    entries = [page.model.index(row, 0).data(ENTRY) for row in range(page.model.rowCount())]
    assert [one for one in entries if isinstance(one, str)] == [one.title for one in THEMES]
    assert page.total.text() == f"{len(RULES)} règles"
    assert page.rules.isVisible()
    assert not page.empty.isVisible()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("iv-110", "IV-110"),
        ("IV110", None),
        ("x1", "X1"),
        ("7.2-3", "7.2-3"),
        ("nom_tronque", "NOM_TRONQUE"),
        ("prenom compose", "PRENOM_COMPOSE"),
        ("PÉRIMÉE", "IV-404"),
        ("perimee", "IV-404"),
        ("œ deux lettres", "LIGATURE"),
        ("zzz", None),
    ],
)
def test_a_rule_is_found_by_its_id_or_its_words(page, typed, first):
    page.search.setText(typed)
    assert (ids(page.model) or [None])[0] == first
    if first == typed.upper():
        assert ids(page.model) == [first]


def test_words_are_all_asked_for_wherever_they_stand(page):
    page.search.setText("fictive douteuse provisoire")
    found = ids(page.model)
    assert {"IV-110", "T28", "T29"} <= set(found)
    assert all("fictive" in search_key(rule(one).sentence) for one in found if one != "P02")
    assert page.total.text() == f"{len(found)} règles sur {len(RULES)}"


def test_nothing_found_says_what_to_do_next(page):
    page.search.setText("vaisseau")
    assert page.empty.isVisible()
    assert "vaisseau" in page.empty.text()
    assert not page.rules.isVisible()
    page.search.clear()
    assert ids(page.model) == list(RULES)


def test_a_link_opens_on_its_rule(page):
    page.search.setText("vaisseau")
    page.tabs.setCurrentIndex(COMPARISONS)
    page.show_rule("X4")
    assert page.tabs.currentIndex() == 0
    assert page.search.text() == ""
    assert page.rules.currentIndex().data(ENTRY) == rule("X4")
    assert page.rules.visualRect(page.rules.currentIndex()).top() >= 0
    page.show_rule("IV-999")
    assert page.search.text() == "IV-999"
    assert page.empty.isVisible()


def test_headings_are_passed_over_by_the_keyboard(page, qtbot):
    page.search.setFocus()
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    assert page.focusWidget() is page.rules
    last = THEMES[0].rules[-1]
    page.show_rule(last.id)
    qtbot.keyClick(page.rules, Qt.Key.Key_Down)
    assert page.rules.currentIndex().data(ENTRY) == THEMES[1].rules[0]


def test_a_rule_is_told_whole(page):
    row = page.model.row_of("IV-110")
    told = page.model.index(row, 0).data(ACCESSIBLE)
    one = rule("IV-110")
    for words in (one.id, one.sentence, one.source, "règle publiée", "Homonyme, douteuse, fictive"):
        assert words in told


def test_the_nature_of_a_rule_is_never_told_by_colour_alone():
    icons = [icon for icon, _tone in SIGNS.values()]
    assert len(set(icons)) == len(SIGNS) == 3
    assert all(one.value for one in SIGNS)


@pytest.mark.parametrize("width", [420, 700, 1068])
def test_no_word_is_cut_at_any_width(page, qtbot, width):
    page.resize(width, 660)
    qtbot.waitUntil(lambda: page.rules.viewport().width() < width)
    page.rules.doItemsLayout()
    room = page.rules.viewport().width() - 2 * theme.current().px(16)
    for id_ in ("IV-001", "T16", "IV-304"):
        row = page.rules.visualRect(page.model.index(page.model.row_of(id_), 0))
        metrics = page.rules.fontMetrics()
        lines = metrics.horizontalAdvance(rule(id_).sentence) // room + 1
        assert row.height() >= lines * metrics.height()


# --- the tables ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "headers", "rows"),
    [
        (TRANSITIONS, pages.TRANSITION_HEADERS, pages.transition_rows),
        (REFUSALS, pages.TRANSITION_HEADERS, pages.refusal_rows),
        (COMPARISONS, pages.COMPARISON_HEADERS, pages.comparison_rows),
    ],
)
def test_a_table_shows_what_is_executed(page, qtbot, place, headers, rows):
    table = page.tables[place]
    assert table.rows.rowCount() == 0, "filled before it is asked for"
    page.tabs.setCurrentIndex(place)
    made = rows()
    assert table.rows.rowCount() == len(made)
    across = Qt.Orientation.Horizontal
    assert tuple(table.rows.headerData(n, across) for n in range(len(headers))) == headers
    cells = tuple(table.rows.index(0, n).data() for n in range(len(headers)))
    assert cells == made[0]
    told = table.rows.index(0, 0).data(ACCESSIBLE)
    assert all(f"{head} : {cell}" in told for head, cell in zip(headers, made[0], strict=True))


def test_the_search_goes_through_the_tables_too(page):
    page.search.setText("T16")
    page.tabs.setCurrentIndex(TRANSITIONS)
    table = page.tables[TRANSITIONS]
    assert table.rows.rowCount() == 1
    assert table.rows.index(0, 0).data() == "T16"
    page.search.clear()
    assert table.rows.rowCount() == len(pages.transition_rows())


# --- the window ----------------------------------------------------------------------------


@pytest.mark.parametrize("palette", sorted(PALETTES))
def test_everything_focusable_has_a_name(qtbot, qapp, palette):
    theme.apply(qapp, Theme(PALETTES[palette]))
    QAccessible.setActive(True)
    shown = HelpPage()
    qtbot.addWidget(shown)
    shown.show()
    for place in range(4):
        shown.tabs.setCurrentIndex(place)
        for widget in shown.findChildren(QWidget):
            face = QAccessible.queryAccessibleInterface(widget)
            own = not widget.objectName().startswith("qt_") and widget.isVisibleTo(shown)
            if face is not None and own and face.state().focusable:
                assert face.text(QAccessible.Text.Name).strip(), widget
        assert not shown.grab().isNull()
    label = next(one for one in shown.findChildren(QLabel) if one.buddy() is not None)
    assert label.buddy() is shown.search
    theme.apply(qapp, Theme())


def test_f1_opens_it_and_escape_goes_back(sit, qtbot):
    seat = sit()
    assert seat.shown.help_room.built is None
    seat.shown.show_settings()
    seat.key(Qt.Key.Key_F1, to=seat.window)
    assert seat.window.page is seat.shown.help_room
    assert seat.window.section == "help"
    assert isinstance(seat.window.focusWidget(), QLineEdit)
    seat.key(Qt.Key.Key_Escape, to=seat.window)
    assert seat.window.page is seat.shown.settings_room
    assert seat.window.section == "settings"


def test_f1_twice_still_goes_back(sit):
    seat = sit()
    seat.shown.show_patients()
    seat.shown.show_help()
    seat.shown.show_help("T16")
    assert seat.shown.help.rules.currentIndex().data(ENTRY).id == "T16"
    seat.shown.leave_help()
    assert seat.window.page is seat.shown.patients_room
    assert seat.window.section == "patients"


def test_the_settings_and_the_menu_lead_to_it(sit):
    seat = sit()
    seat.shown.show_settings()
    seat.find("btn_rules").click()
    assert seat.window.page is seat.shown.help_room
    seat.find("nav_home").click()
    seat.find("nav_help").click()
    assert seat.window.page is seat.shown.help_room
    seat.key(Qt.Key.Key_Escape, to=seat.window)
    assert seat.window.section == "home", "not where F1 was pressed long ago"


def test_a_locked_desk_shows_no_help(sit):
    seat = sit()
    seat.shown.lock()
    before = seat.window.page
    seat.shown.show_help()
    seat.key(Qt.Key.Key_F1, to=seat.window)
    assert seat.window.page is before


def test_the_window_opens_without_it():
    code = "import insdesk.ui.desk_window, sys; print('insdesk.ui.help_page' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "False"


# --- the journal ---------------------------------------------------------------------------


def a_line(**facts: object) -> JournalLine:
    from datetime import UTC, datetime

    return JournalLine(
        seq=1,
        at=datetime(2026, 5, 14, 9, tzinfo=UTC),
        type="STATUS_CHANGED",
        patient_uid="un",
        facts=facts,
        status_before="QUAL",
        status_after="PROV",
    )


def test_a_change_of_statut_is_told_with_its_transition():
    line = a_line(transition="T16")
    assert event_title(line) == "Identité provisoire"
    assert event_detail(line) == f"T16 : {rule('T16').sentence}"


def test_a_change_of_statut_without_a_known_transition_stays_plain():
    assert event_detail(a_line()) == ""
    assert event_detail(a_line(transition="T99")) == ""
