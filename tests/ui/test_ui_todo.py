"""S17: groups with counts, one next action a line run with Entrée, pages, empty texts, names."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from todo_stage import ListDesk, a_full_desk, a_line, a_row

from insdesk.identity.precheck import ANOMALIES as ROWS
from insdesk.identity.todo import TodoKind
from insdesk.ui.parts.roles import ACCESSIBLE, OWN, TIP
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts.todo import ANOMALIES, GROUPS, NOTHING, action_of, todo_sentence
from insdesk.ui.texts.words import STATUS
from insdesk.ui.todo.model import PAGE, TodoModel
from insdesk.ui.todo_page import TodoPage

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


class Later:
    """Lanes that deliver only when told."""

    def __init__(self):
        self.queue = []

    def run(self, lane, work, done, failed):
        self.queue.append((work, done))
        return len(self.queue)

    def cancel(self, token):
        pass

    def deliver(self):
        work, done = self.queue.pop(0)
        done(work())


@pytest.fixture
def page(qtbot):
    """The page in a window, its lists full; what it asks for is kept in `asked`."""
    page = TodoPage(a_full_desk(3), Tasks(inline=True))
    page.asked = []
    page.qualify_wanted.connect(lambda uid: page.asked.append(("qualify", uid)))
    page.record_wanted.connect(lambda uid: page.asked.append(("record", uid)))
    page.compare_wanted.connect(lambda uid, other: page.asked.append(("compare", uid, other)))
    qtbot.addWidget(page)
    page.resize(900, 560)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.refresh()
    return page


def test_groups_stand_in_order_with_their_counts(page):
    labels = [button.accessibleName() for button in page.groups.buttons.values()]
    assert labels == [f"{GROUPS[kind].label} : 3" for kind in TodoKind]
    assert page.groups.kind is TodoKind.ATTENTE_INSI
    assert page.list.accessibleName() == "En attente d’INSi"


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [
        (TodoKind.ATTENTE_INSI, "qualify"),
        (TodoKind.PIECE_A_VOIR, "qualify"),
        (TodoKind.INSI_A_APPELER, "qualify"),
        (TodoKind.DISCORDANCE, "qualify"),
        (TodoKind.DOUBLON, "compare"),
        (TodoKind.A_REVERIFIER, "qualify"),
        (TodoKind.ANOMALIE, "record"),
    ],
)
def test_enter_runs_the_one_action_of_the_line(page, kind, wanted):
    page.groups.buttons[kind].click()
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    (done,) = page.asked
    assert done[:2] == (wanted, a_row(0).uid)
    if wanted == "compare":
        assert done[2] == a_row(1).uid


def test_arrows_choose_the_line_and_the_keypad_runs_it(page):
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Enter)
    assert page.asked == [("qualify", a_row(1).uid)]
    page.primary()
    assert len(page.asked) == 2


def test_a_click_on_the_button_acts_and_elsewhere_only_chooses(page):
    place = page.list.visualRect(page.model.index(1))
    button = page.list.itemDelegate().button_rect(place)
    click = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QTest.mouseClick(page.list.viewport(), *click, place.topLeft() + QPoint(20, 20))
    assert page.asked == []
    assert page.list.currentIndex().row() == 1
    QTest.mouseClick(page.list.viewport(), *click, button.center())
    assert page.asked == [("qualify", a_row(1).uid)]


@pytest.mark.parametrize(
    ("reason", "rule", "wanted"),
    [
        ("SEXE_MANQUANT", "A01", "record"),
        ("CLE_FAUSSE", "A07", "qualify"),
        ("DOUBLON", "A11", "compare"),
    ],
)
def test_an_anomaly_has_the_act_that_the_rules_propose(page, reason, rule, wanted):
    other = a_row(7) if wanted == "compare" else None
    page._act(a_line(TodoKind.ANOMALIE, reason=reason, rule=rule, other=other))
    assert page.asked[0][0] == wanted


def test_every_anomaly_of_the_table_has_its_sentence_and_no_other():
    said = {(rule, code) for rule, texts in ANOMALIES.items() for code in texts}
    assert said == {(row.id, row.code) for row in ROWS}
    assert {rule for rule, _ in said} == {f"A{number:02d}" for number in range(1, 13)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id}-{row.code}-{row.trait}")
def test_an_anomaly_says_what_it_is_then_what_to_do(row):
    line = a_line(TodoKind.ANOMALIE, reason=row.code, rule=row.id, trait=row.trait)
    text = todo_sentence(line, "EXEMPLE9 TESTINI")
    what, _, act = text.rstrip(".").rpartition(". ")
    assert what, f"« {text} » does not say what to do"
    assert act[0].isupper()
    assert "{" not in text
    assert "'" not in text
    assert len(text) <= 130, "two lines at the smallest window"


@pytest.mark.parametrize("kind", TodoKind)
def test_every_group_has_words_icon_action_and_a_way_on_when_empty(kind):
    group = GROUPS[kind]
    assert group.label
    assert group.empty.endswith(".")
    assert group.empty.count(".") >= 2, "it says what to do next"
    assert todo_sentence(a_line(kind, reason="INCONNU"))
    assert action_of(a_line(kind))[0]


def test_a_line_read_aloud_says_who_why_which_rule_and_what_enter_does(qapp):
    model = TodoModel(a_full_desk(), Tasks(inline=True))
    model.show(TodoKind.DOUBLON)
    index = model.index(0)
    said = model.data(index, ACCESSIBLE)
    assert said == (
        "EXEMPLE0 TESTINI, né(e) le 12/03/1985, Identité provisoire, Ressemble à EXEMPLE1 "
        "TESTINI, né(e) le 12/03/1985 : dites si c’est la même personne, règle IV-211 · depuis le "
        "02/11/2026, Entrée : Comparer"
    )
    assert "IV-211" in model.data(index, TIP)
    assert model.data(index, OWN).line.patient.uid == a_row(0).uid
    assert "EXEMPLE" not in repr(model.data(index, OWN))


def test_the_name_is_that_of_the_list_with_the_used_name(qapp):
    row = a_row(4, used_name="FICTIF")
    desk = ListDesk({TodoKind.PIECE_A_VOIR: [a_line(TodoKind.PIECE_A_VOIR, patient=row)]})
    model = TodoModel(desk, Tasks(inline=True))
    model.show(TodoKind.PIECE_A_VOIR)
    shown = model.data(model.index(0), OWN)
    assert (shown.name, shown.born) == (
        "EXEMPLE4 TESTINI",
        "né(e) le 12/03/1985 · nom utilisé FICTIF",
    )
    assert STATUS[row.status] in shown.sentence


def test_the_model_loads_page_after_page(qtmodeltester, qapp):
    kind = TodoKind.ANOMALIE
    desk = ListDesk({kind: [a_line(kind, n) for n in range(450)]})
    model = TodoModel(desk, Tasks(inline=True))
    model.show(kind)
    assert model.rowCount() == PAGE
    while model.canFetchMore():
        model.fetchMore()
    assert model.rowCount() == 450
    assert [after for _, after in desk.asked] == [0, 200, 400]
    model.fetchMore()
    assert model.rowCount() == 450
    qtmodeltester.check(model)


def test_late_lines_of_another_group_are_dropped(qapp):
    desk, later = a_full_desk(2), Later()
    model = TodoModel(desk, later)
    model.show(TodoKind.DISCORDANCE)
    model.show(TodoKind.DOUBLON)
    later.deliver()
    assert model.rowCount() == 0
    later.deliver()
    assert model.line_at(0).kind is TodoKind.DOUBLON


def test_a_late_page_of_another_group_is_dropped(qapp):
    kind = TodoKind.ANOMALIE
    desk = ListDesk({kind: [a_line(kind, n) for n in range(450)]})
    later = Later()
    model = TodoModel(desk, later)
    model.show(kind)
    later.deliver()
    model.fetchMore()
    model.show(TodoKind.DOUBLON)
    later.deliver()
    assert model.rowCount() == PAGE
    later.deliver()
    assert model.rowCount() == 0


def test_an_empty_group_and_an_empty_base_say_what_to_do(qtbot):
    desk = ListDesk({TodoKind.DOUBLON: [a_line(TodoKind.DOUBLON)]})
    page = TodoPage(desk, Tasks(inline=True))
    qtbot.addWidget(page)
    page.resize(900, 560)
    page.show()
    page.refresh()
    assert page.groups.kind is TodoKind.DOUBLON, "the first group that has lines"
    page.groups.buttons[TodoKind.ANOMALIE].click()
    assert page.empty.text() == GROUPS[TodoKind.ANOMALIE].empty
    assert page.empty.isVisible()
    assert not page.list.isVisible()
    desk.lines.clear()
    page.refresh()
    assert page.empty.text() == NOTHING
    assert page.first_focus() is page.groups.buttons[TodoKind.ATTENTE_INSI]


def test_a_group_that_was_emptied_by_an_act_leaves_its_place_to_the_next(page):
    page.groups.buttons[TodoKind.DOUBLON].click()
    page._desk.lines[TodoKind.DOUBLON] = []
    page.refresh()
    assert page.groups.kind is TodoKind.ATTENTE_INSI


def test_the_groups_fold_into_a_box_where_there_is_no_room(page):
    page.resize(600, 560)
    assert page.groups.box.isVisible()
    assert not page.groups.buttons[TodoKind.DOUBLON].isVisible()
    place = page.groups.box.findData("DOUBLON")
    assert page.groups.box.itemText(place) == "Doublons possibles : 3"
    page.groups.box.activated.emit(place)
    assert page.model.kind is TodoKind.DOUBLON
    page.resize(900, 560)
    assert page.groups.buttons[TodoKind.DOUBLON].isChecked()


def test_tab_follows_the_page_and_every_stop_has_a_name(page):
    stops, step = [], page.check
    for _ in range(40):
        if step.focusPolicy() & Qt.FocusPolicy.TabFocus and step.isVisible():
            assert step.accessibleName() or isinstance(step, QLabel), step.objectName()
            stops.append(step.objectName())
        step = step.nextInFocusChain()
        if step is page.check:
            break
    wanted = ["btn_precheck", *(f"todo_group_{k.value.lower()}" for k in TodoKind), "todo_list"]
    assert [name for name in stops if name in wanted] == wanted


def test_locking_leaves_no_name(page):
    page.forget()
    assert page.model.rowCount() == 0
    said = [one.text() for one in page.findChildren(QLabel)]
    said += [one.accessibleName() + one.toolTip() for one in page.findChildren(QWidget)]
    assert not any("EXEMPLE" in text for text in said)
