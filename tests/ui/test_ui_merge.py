"""S14 between two records: A and B, three answers, the merge seen before it is made."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from todo_stage import ONE, OTHER, PairDesk, two_alike

from insdesk.errors import Refused
from insdesk.qualification.rules import Refusal
from insdesk.qualification.steps import Judgement
from insdesk.ui.merge_page import MergePage
from insdesk.ui.parts.buttons import Button
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import todo as words
from insdesk.ui.texts.prior import REASONS
from insdesk.ui.todo.judging import Answer
from insdesk.ui.todo.ways import Face

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
REFUSED = (Refusal(rule="IV-212", reason="MATRICULE_PRIS"),)


@pytest.fixture
def open_page(qtbot):
    """A function that shows the page on a desk; what it tells is kept in `told`."""

    def begin(desk: PairDesk | None = None, other: str | None = OTHER) -> MergePage:
        page = MergePage(desk or two_alike(), Tasks(inline=True))
        page.told = []
        page.merged.connect(lambda done: page.told.append(("merged", done.gone_uid)))
        page.judged.connect(lambda said: page.told.append(("judged", said)))
        page.closed.connect(lambda: page.told.append(("closed",)))
        page.broke.connect(lambda error: page.told.append(("broke", error)))
        qtbot.addWidget(page)
        page.resize(960, 616)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.open(ONE, other)
        return page

    return begin


def to_preview(page: MergePage) -> None:
    page.judge.press(1)
    page.primary()
    assert page.face is Face.PREVIEW


def test_two_records_stand_side_by_side_with_the_signs_of_the_comparison(open_page):
    page = open_page()
    lines = {row.line.trait: row.line for row in page.comparing.table.rows}
    assert (lines["birth_name"].known, lines["birth_name"].official) == ("TILLEUL", "TILLEUIL")
    assert lines["birth_name"].symbol == "≠"
    assert lines["birth_name"].differs_official
    assert lines["sex"].symbol == "="
    assert lines["birth_place"].word == "Seulement dans A"
    assert lines["used_name"].word == "Seulement dans B"
    assert lines["sex"].sentence == ("Sexe, dossier A Féminin, dossier B Féminin, identique.")
    assert [head.name.text() for head in page.comparing.heads] == [
        "TILLEUL ELODIE",
        "TILLEUIL ELODIE",
    ]
    assert page.judge.likeness.text().endswith("Règle IV-211.")


def test_the_matricule_is_shown_of_a_qualified_record_only(open_page):
    lines = {row.line.trait: row.line for row in open_page().comparing.table.rows}
    assert lines["matricule"].known == "2 78 03 63 999 000 |\N{NO-BREAK SPACE}54"
    assert lines["matricule"].official == ""


def test_nothing_is_chosen_and_the_way_waits_for_an_answer(open_page):
    page = open_page()
    assert page.judge.answer is None
    assert not page.bar.go.isEnabled()
    assert page.bar.reason.text() == words.ASK_CHOICE
    assert page.judge.heading.hasFocus()
    QTest.keyClick(page.judge.heading, Qt.Key.Key_Space)
    assert page.judge.answer is None


def test_two_persons_need_a_reason_of_the_list(open_page):
    desk = two_alike()
    page = open_page(desk)
    QTest.keyClick(page.judge.heading, Qt.Key.Key_2)
    assert page.judge.answer is Answer.DIFFERENT
    assert page.judge.why.isVisible()
    assert page.judge.why.currentIndex() == -1
    assert not page.bar.go.isEnabled()
    assert page.bar.reason.text() == words.ASK_WHY
    page.judge.why.setCurrentIndex(0)
    page.primary()
    assert desk.judged == [(ONE, OTHER, Judgement.OTHER_PERSON, next(iter(REASONS)))]
    assert page.told == [("judged", words.JUDGED_DIFFERENT)]


def test_not_knowing_leaves_a_possible_duplicate(open_page):
    desk = two_alike()
    page = open_page(desk)
    page.judge.press(3)
    assert not page.judge.why.isVisible()
    page.primary()
    assert desk.judged == [(ONE, OTHER, Judgement.UNKNOWN, "")]
    assert page.told == [("judged", words.JUDGED_UNKNOWN)]


def test_the_preview_says_what_stays_and_what_goes_to_the_history(open_page):
    page = open_page()
    to_preview(page)
    card = page.preview.card
    assert card.after["birth_name"].text() == "TILLEUL"
    assert card.history["birth_name"].text() == "TILLEUIL"
    assert card.history["sex"].text() == "–"
    assert card.history["status"].text() == "Identité provisoire"
    assert page.preview.keep["A"].isChecked()
    assert "TILLEUL" in page.preview.keep["A"].accessibleName()


def test_keeping_the_other_asks_the_desk_for_that_preview(open_page):
    desk = two_alike()
    page = open_page(desk)
    to_preview(page)
    page.preview.press(2)
    assert desk.previews == [(ONE, OTHER), (OTHER, ONE)]
    assert page.preview.card.after["birth_name"].text() == "TILLEUIL"
    assert page.preview.keeps_b


def test_the_reason_is_compulsory_and_the_confirmation_is_never_the_default(open_page):
    desk = two_alike()
    page = open_page(desk)
    to_preview(page)
    assert page.preview.reason.hasFocus()
    assert not page.bar.merge.isEnabled()
    assert page.bar.reason.text() == words.MERGE_ASK_REASON
    QTest.keyClicks(page.preview.reason, "   ")
    assert not page.bar.merge.isEnabled()
    page.preview.reason.setText("même carte")
    assert page.bar.reason.text() == words.MERGE_MEANS
    page.primary()
    assert page.face is Face.CONFIRM
    assert page.bar.no.hasFocus()
    assert "dossier B quittera" in page.bar.reason.text()
    assert not page.bar.merge.isVisible()
    page.primary()
    assert desk.done == [], "Ctrl+Entrée twice merges nothing"
    QTest.keyClick(page.bar.no, Qt.Key.Key_Space)
    assert page.face is Face.PREVIEW
    assert page.preview.reason.text() == "même carte", "what was typed stays"
    page.primary()
    page.bar.yes.click()
    (done,) = desk.done
    assert (done.kept_uid, done.gone_uid, done.reason) == (ONE, OTHER, "même carte")
    assert page.told == [("merged", OTHER)]


def test_a_refused_merge_says_why_in_words_and_stays_closed(open_page):
    page = open_page(two_alike(refusals=REFUSED))
    to_preview(page)
    page.preview.reason.setText("même carte")
    assert page.preview.refused.isVisible()
    assert "Un autre dossier porte déjà ce matricule INS" in page.preview.refused.text()
    assert not page.bar.merge.isEnabled()
    assert page.bar.reason.text() == words.MERGE_REFUSED
    page.primary()
    assert page.face is Face.PREVIEW


def test_the_record_that_may_be_kept_is_proposed(open_page):
    class OneWay(PairDesk):
        def merge_preview(self, kept_uid, gone_uid):
            self.refusals = REFUSED if kept_uid == ONE else ()
            return super().merge_preview(kept_uid, gone_uid)

    page = open_page(OneWay(two_alike().records))
    to_preview(page)
    assert page.preview.keeps_b
    assert page.preview.refused.isHidden()
    assert [head.name.text()[:8] for head in page.comparing.heads] == ["TILLEUL ", "TILLEUIL"]


def test_a_failure_of_the_merge_keeps_the_page_and_the_reason(open_page):
    desk = two_alike()
    page = open_page(desk)
    to_preview(page)
    page.preview.reason.setText("même carte")

    def fail(*_uids):
        raise Refused("IV-212", "MATRICULE_PRIS")

    desk.merge = fail
    page.primary()
    page.bar.yes.click()
    assert page.told[0][0] == "broke"
    assert page.face is Face.PREVIEW
    assert page.preview.reason.text() == "même carte"
    assert page.bar.merge.isEnabled()


def test_from_one_record_those_that_resemble_it_are_listed_first(open_page):
    page = open_page(other=None)
    assert page.face is Face.PICK
    (choice,) = page.pick.choices
    assert choice.hasFocus()
    assert choice.text() == "TILLEUIL ELODIE, né(e) le 09/03/1978"
    QTest.keyClick(choice, Qt.Key.Key_1)
    assert page.face is Face.COMPARE
    assert "Retour" in page.bar.back.text()
    page.escape()
    assert page.face is Face.PICK
    page.escape()
    assert page.told == [("closed",)]


def test_without_a_lookalike_the_page_says_what_to_do(open_page):
    page = open_page(two_alike(likeness=None), other=None)
    assert page.pick.empty.isVisible()
    assert page.pick.empty.text() == words.NO_LOOKALIKE
    assert page.first_focus() is page.bar.back


def test_escape_goes_back_one_step_at_a_time(open_page):
    page = open_page()
    to_preview(page)
    page.preview.reason.setText("même carte")
    page.primary()
    faces = []
    for _ in range(3):
        page.escape()
        faces.append(page.face)
    assert faces == [Face.PREVIEW, Face.COMPARE, Face.COMPARE]
    assert page.told == [("closed",)]
    assert page.judge.answer is Answer.SAME, "the answer is kept on the way back"


def test_a_later_wish_wins_over_an_answer_under_way(qtbot):
    class Later:
        def __init__(self):
            self.queue = []

        def run(self, lane, work, done, failed):
            self.queue.append((work, done))
            return 0

    later = Later()
    page = MergePage(two_alike(), later)
    qtbot.addWidget(page)
    page.open(ONE, OTHER)
    page.open(OTHER, None)
    for work, done in later.queue[:2]:
        done(work())
    assert page.face is Face.PICK
    assert len(later.queue) == 2
    assert page.pick.choices[0].text().startswith("TILLEUL ")


def test_nothing_of_anybody_stays_after_forgetting(open_page):
    page = open_page()
    to_preview(page)
    page.preview.reason.setText("Tilleul")
    page.forget()
    said = [one.text() for one in page.findChildren(QLabel)]
    said += [one.text() for one in page.findChildren(QLineEdit)]
    said += [one.text() for one in page.findChildren(Button)]
    said += [one.accessibleName() + one.toolTip() for one in page.findChildren(QWidget)]
    assert not any("TILLEU" in text.upper() or "ELODIE" in text for text in said)
