"""One decision in one view, at the usual size and at the smallest; the sentence ticked by 7."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLineEdit, QScrollArea

from builders import NOW, a_matricule, found
from fakes import SOLO, a_person, known_elodie
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.filing import PatientRow
from insdesk.identity.patient import Status
from insdesk.identity.readings import NotFound
from insdesk.ui.formats import differences_in_words, differing
from insdesk.ui.parts.action_bar import ActionBar
from insdesk.ui.parts.trait_row import TraitRow
from insdesk.ui.patients.model import HEADERS, STATUS_COLUMN
from insdesk.ui.patients.view import COUNTED_AT_MOST
from insdesk.ui.texts import REFUSALS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
SIZES = [(1280, 800), (1024, 700)]
both_sizes = pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")


def page(seat):
    return seat.shown.host.page


def settle():
    for _ in range(8):
        QApplication.processEvents()


def resize(seat, size):
    seat.window.resize(*size)
    settle()


def box(seat):
    return seat.find("exception_checkbox", QCheckBox)


def adult(seat):
    seat.insert()


def followed(seat):
    seat.insert()
    assert seat.find("exception_already_followed", QCheckBox).isVisible()


def child(seat):
    wrong = a_matricule("1190163999000", key="01")
    seat.insi.answer = found(
        first_names="LEO",
        sex="M",
        birth_date="2019-01-02",
        matricule=wrong,
        warnings=("CLE_FAUSSE",),
    )
    small = a_person(position=2, first_name_text="LEO", birth_text="20190102", number_is_own=False)
    seat.insert(a_person(), small)
    seat.key(Qt.Key.Key_2)


def retried(seat):
    seat.key(Qt.Key.Key_F6)
    form = page(seat)
    typed = {
        "birth_name": "Fictif",
        "first_name": "Élodie Marthe",
        "other_names": "Rose",
        "birth_date": "09031978",
        "birth_place": "63999",
        "used_name": "Tilleul",
    }
    for name, text in typed.items():
        form.edits[name].setText(text)
    form.sexes.buttons()[0].setChecked(True)
    form._check()
    seat.insi.answer = NotFound()
    seat.key(Qt.Key.Key_F8)
    seat.insi.answer = found(first_names="ELODIE-MARTHE ROSE", warnings=("LIEU_ABSENT",))
    seat.key(Qt.Key.Key_1)
    assert sum(row.line.tickable for row in page(seat).table.rows) >= 6


CASES = {
    "adult": ((), adult),
    "exception": ((known_elodie(),), adult),
    "followed": ((known_elodie(created_at=NOW),), followed),
    "child": ((), child),
    "retried": ((), retried),
}


@both_sizes
@pytest.mark.parametrize("case", CASES)
def test_everything_of_the_comparison_is_in_one_view(sit, size, case):
    records, reach = CASES[case]
    seat = sit(*records)
    resize(seat, size)
    reach(seat)
    settle()
    assert seat.sees("compare_page")
    areas = [one for one in page(seat).findChildren(QScrollArea) if one.isVisible()]
    assert len(areas) == 2
    for area in areas:
        assert area.verticalScrollBar().maximum() == 0
        assert area.widget().height() <= area.viewport().height()
    for row in page(seat).table.rows:
        assert row.height() >= row.heightForWidth(row.width())


@both_sizes
def test_the_sentence_stands_in_full_under_choice_7(sit, size):
    seat = sit(known_elodie())
    resize(seat, size)
    seat.insert()
    settle()
    sentence, known = box(seat), seat.find("proof_7", QAbstractButton)
    window = seat.window
    place = QRect(sentence.mapTo(window, QPoint(0, 0)), sentence.size())
    assert place.top() >= known.mapTo(window, QPoint(0, known.height())).y()
    assert sentence.visibleRegion().boundingRect().size() == sentence.size()
    assert sentence.height() >= sentence.heightForWidth(sentence.width())
    assert sentence.text() == ATTESTATION_TEXT
    assert not sentence.isChecked()


def test_7_ticks_and_unticks_and_a_document_takes_its_place(sit):
    seat = sit(known_elodie())
    seat.insert()
    seat.key(Qt.Key.Key_7)
    assert box(seat).isChecked()
    seat.key(Qt.Key.Key_7)
    assert not box(seat).isChecked()
    assert not seat.find("proof_7", QAbstractButton).isChecked()
    seat.key(Qt.Key.Key_2)
    assert seat.find("btn_document_details", QAbstractButton).isVisible()
    QTest.mouseClick(box(seat), Qt.MouseButton.LeftButton)
    assert box(seat).isChecked()
    assert page(seat).proof.evidence().device is None
    assert not seat.find("proof_2", QAbstractButton).isChecked()
    assert not seat.find("btn_document_details", QAbstractButton).isVisible()
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert seat.sees("result_page")


def test_nothing_is_ticked_for_the_next_patient(sit):
    seat = sit(known_elodie(created_at=NOW))
    seat.insert()
    seat.find("exception_already_followed", QCheckBox).setChecked(True)
    seat.key(Qt.Key.Key_7)
    seat.key(Qt.Key.Key_F5)
    assert seat.sees("compare_page")
    assert not box(seat).isChecked()
    assert not seat.find("exception_already_followed", QCheckBox).isChecked()


def test_when_room_is_short_the_first_missing_condition_is_said(sit):
    seat = sit(known_elodie(), settings=replace(SOLO, secretariat=True, structure="HOPITAL"))
    resize(seat, SIZES[0])
    seat.insert()
    proof = page(seat).proof
    assert len(proof.missing.text().splitlines()) == 2
    resize(seat, SIZES[1])
    assert proof.missing.text() == REFUSALS["SECRETARIAT"]
    assert "Hôpital" in seat.find("proof_7", QAbstractButton).accessibleName()


def test_a_paper_for_minors_is_short_on_the_screen_and_whole_when_read_aloud(sit):
    seat = sit()
    seat.insert()
    paper = seat.find("proof_4", QAbstractButton)
    assert paper.text() == "Acte de naissance (mineur)"
    assert paper.accessibleName() == (
        "4, Acte de naissance + pièce du parent, pour un enfant mineur"
    )


def test_the_focus_rests_on_the_question_and_chooses_nothing(sit):
    seat = sit()
    seat.insert()
    heading = page(seat).proof.main.heading
    assert heading.hasFocus()
    assert heading.accessibleName() == "Comment avez-vous contrôlé l’identité ?"
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Return):
        seat.key(key)
    assert page(seat).proof.evidence().device is None


def test_a_row_that_is_alike_shows_no_reason(sit):
    seat = sit(known_elodie())
    seat.insert()
    alike = [row.line for row in page(seat).table.rows if row.line.symbol == "="]
    assert len(alike) >= 4
    assert {line.reason for line in alike} == {""}


def test_s13_underlines_whole_words_when_nothing_is_shared():
    assert differing("TILLEUL", "DE MONTVERDUN") == (tuple(range(7)), tuple(range(13)))
    assert "« TILLEUL » remplacé par" in differences_in_words("TILLEUL", "DE MONTVERDUN")
    assert differing("TILLEUL", "TILLEULS") == ((), (7,))


def test_s13_proposes_the_first_given_name_of_the_list_to_be_confirmed(sit):
    seat = sit(known_elodie())
    seat.insi.answer = found(first_names="MARIE-LOUISE JEANNE ROSE")
    seat.insert()
    first = page(seat).table.rows[0].line
    assert first.differs_official == ((0, len("MARIE-LOUISE")),)
    text = seat.find("discord_text_first_name", QLineEdit)
    assert text.text() == ""
    seat.find("discord_first_name_as_insi", QAbstractButton).click()
    assert text.isVisible()
    assert text.text() == "MARIE-LOUISE"
    assert not text.isReadOnly()


def test_an_empty_sentence_takes_no_room_in_the_bar(qtbot):
    bar = ActionBar()
    qtbot.addWidget(bar)
    assert bar.reason.isHidden()
    bar.set_reason("Indiquez la pièce contrôlée.")
    assert not bar.reason.isHidden()


def test_rows_are_lower_when_compact(qtbot):
    row = TraitRow()
    qtbot.addWidget(row)
    usual = row.minimumHeight()
    row.set_compact(True)
    assert row.minimumHeight() < usual


class Many:
    """One record with two marks; counts as a search gives them, no further than its limit."""

    def patients(self, text, *, after=None, limit=200, status=None):
        row = PatientRow(
            uid="1",
            sort_key="EXEMPLE",
            used_name="",
            birth_name="EXEMPLE",
            first_name="TESTINI",
            birth_date="1985-03-12",
            status=Status.PROV,
            flags=("DISCORDANCE", "DOUT"),
        )
        return [row]

    def counts(self, text=""):
        return {"": COUNTED_AT_MOST + 12, "QUAL": COUNTED_AT_MOST, "PROV": 12}


@both_sizes
def test_s16_no_header_and_no_flag_is_cut(sit, size):
    seat = sit()
    resize(seat, size)
    seat.shown.show_patients()
    patients = seat.shown.patients
    patients.model._desk = Many()
    patients.refresh()
    settle()
    table = patients.table
    heads = table.horizontalHeader()
    for column, words in enumerate(HEADERS):
        wanted = heads.fontMetrics().horizontalAdvance(words)
        assert table.columnWidth(column) > wanted
    delegate = table.itemDelegate()
    flag = delegate._flag("Discordance ouverte +1", 1.0)
    assert table.columnWidth(STATUS_COLUMN) >= flag.width()
    total = sum(table.columnWidth(column) for column in range(len(HEADERS)))
    assert total <= table.width()


def test_s16_a_search_says_that_it_stopped_counting(sit):
    seat = sit()
    seat.shown.show_patients()
    patients = seat.shown.patients
    patients.model._desk = Many()
    patients.refresh()
    pill = seat.find("filter_QUAL", QAbstractButton)
    assert pill.text().endswith("1000")
    patients.search.setText("ex")
    assert pill.text().endswith("1000+")
    assert seat.find("filter_PROV", QAbstractButton).text().endswith("12")
    assert patients.total.text() == "1000+ patients"
