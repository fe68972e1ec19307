"""« Lieu de naissance » in S10: names become codes of that day, a postcode is recognised."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QListWidget, QRadioButton

from builders import found
from insdesk.identity.places import Places
from insdesk.qualification.birthplaces import Meaning, PlaceLook
from insdesk.ui.parts.place_field import PlaceField

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

TABLE = """code\tlabel\tstart\tend\tthousands\tpostcodes
42218\tSAINT-ETIENNE\t\t\t174\t42000 42100
63032\tBEAUMONT\t\t\t11\t63110
63110\tCOUDES-FICTIF\t\t\t1\t63999
63113\tCLERMONT-FERRAND\t\t\t147\t63000 63100
63999\tVILLEFICTIVE\t\t\t2
69383\tLYON 3E\t1964-08-12\t\t100\t69003
91182\tCOURCOURONNES\t\t2019-01-01
91228\tEVRY\t\t2019-01-01
91228\tEVRY-COURCOURONNES\t2019-01-01\t\t66\t91000
99350\tMAROC
99352\tALGERIE\t1962-07-03
"""


@pytest.fixture
def places() -> Places:
    return Places.read(TABLE)


@pytest.fixture
def page(sit, places):
    seat = sit(places=places)
    seat.key(Qt.Key.Key_F6)
    page = seat.shown.host.page
    page.seat = seat
    return page


def write(edit, text):
    edit.setFocus()
    edit.clear()
    QTest.keyClicks(edit, text)


def filled(page, place):
    """Everything but the place is right."""
    for name, text in (
        ("birth_name", "Tilleul"),
        ("first_name", "Élodie"),
        ("birth_date", "09/03/1978"),
    ):
        write(page.edits[name], text)
    page.seat.find("sex_F", QRadioButton).setChecked(True)
    write(page.place, place)


def rows(page):
    return [page.place.list.item(at).text().split("   ") for at in range(page.place.list.count())]


@pytest.mark.parametrize("typed", ["saint et", "St Étienne", "etienne saint", "SAINT-ÉTIENNE"])
def test_a_name_is_completed_whatever_its_accents(page, typed):
    write(page.place, typed)
    assert page.place.list.isVisible()
    assert rows(page) == [["SAINT-ETIENNE", "42218 · département 42"]]


def test_a_country_is_proposed_too(page):
    write(page.place, "maro")
    assert rows(page) == [["MAROC", "99350 · pays"]]


def test_nothing_is_chosen_beforehand_and_the_arrows_move(page):
    write(page.place, "co")
    assert len(rows(page)) == 3
    assert page.place.list.currentRow() == -1
    page.seat.key(Qt.Key.Key_Return)
    assert page.place.text() == "co"
    page.seat.key(Qt.Key.Key_Down)
    assert page.place.list.currentRow() == 0
    page.seat.key(Qt.Key.Key_Up)
    assert page.place.list.currentRow() == 2
    chosen = rows(page)[2]
    page.seat.key(Qt.Key.Key_Return)
    assert page.place.text() == f"{chosen[0]} ({chosen[1][:5]})"
    assert not page.place.list.isVisible()


def test_the_code_of_the_chosen_place_is_what_leaves(page):
    page.seat.insi.answer = found()
    filled(page, "clermont")
    page.seat.key(Qt.Key.Key_Return)  # one choice only
    assert page.place.text() == "CLERMONT-FERRAND (63113)"
    assert page.preview.text().endswith("| 63113")
    page.seat.key(Qt.Key.Key_F8)
    assert page.seat.insi.asked[-1].birth_place == "63113"


def test_a_press_chooses(page, qtbot):
    write(page.place, "clermont")
    shown = page.seat.find("place_list", QListWidget)
    at = shown.visualItemRect(shown.item(0)).center()
    qtbot.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert page.place.text() == "CLERMONT-FERRAND (63113)"


def test_echap_closes_the_list_and_keeps_the_page_and_the_text(page):
    write(page.place, "clermont")
    page.seat.key(Qt.Key.Key_Escape)
    assert not page.place.list.isVisible()
    assert page.place.text() == "clermont"
    assert page.seat.sees("traits_page")
    page.seat.key(Qt.Key.Key_Down)
    assert page.place.list.isVisible()


def test_the_list_goes_with_the_focus_and_the_run(page):
    write(page.place, "clermont")
    page.edits["birth_name"].setFocus()
    assert not page.place.list.isVisible()
    page.place.setFocus()
    assert page.place.list.isVisible()
    page.seat.shown.conduct.leave()
    assert not page.place.list.isVisible()
    assert page.place.text() == page.place.note.text() == ""
    assert page.place.list.count() == 0


def test_a_code_typed_directly_is_named_below(page):
    filled(page, "69383")
    assert page.place.note.text() == "LYON 3E (69383)"
    assert page.call.isEnabled()


def test_only_places_of_the_birth_date_are_proposed(page):
    write(page.edits["birth_date"], "12/03/1985")
    write(page.place, "evry")
    assert rows(page) == [["EVRY", "91228 · département 91"]]
    write(page.edits["birth_date"], "12/03/2020")
    write(page.place, "evry")
    assert rows(page) == [["EVRY-COURCOURONNES", "91228 · département 91"]]


def test_a_name_of_another_time_is_said_so(page):
    write(page.edits["birth_date"], "12/03/1950")
    write(page.place, "lyon 3e")
    assert "Aucun lieu de ce nom au 12/03/1950" in page.place.note.text()
    assert rows(page) == [["LYON 3E", "69383 · département 69"]]


def test_a_code_that_was_not_valid_that_day_is_a_warning_and_not_a_refusal(page):
    filled(page, "91182")
    assert page.place.note.text() == "COURCOURONNES (91182)"
    write(page.edits["birth_date"], "12/03/2020")  # changing the date looks again
    note = page.place.note.text()
    assert "COURCOURONNES n’avait pas le code 91182 au 12/03/2020" in note
    assert "n’empêche pas" in note
    assert page.place.note.property("tone") == "warn"
    assert page.call.isEnabled()


def test_an_unknown_code_is_a_warning(page):
    filled(page, "01999")
    assert "n’est pas dans la table" in page.place.note.text()
    assert page.call.isEnabled()


@pytest.mark.parametrize("birth_date", ["09/03/1978", "00/00/1948", "pas une date"])
def test_iv_063_a_postcode_is_recognised_refused_and_repaired_in_one_press(page, birth_date):
    filled(page, "63000")
    write(page.edits["birth_date"], birth_date)
    write(page.place, "63000")
    assert page.place.note.text() == (
        "63000 est un code postal. Commune(s) : CLERMONT-FERRAND (63113)."
    )
    assert not page.call.isEnabled()
    assert page.preview.text().endswith("sans lieu")
    page.seat.key(Qt.Key.Key_Return)
    assert page.place.text() == "CLERMONT-FERRAND (63113)"
    assert page.call.isEnabled() is (birth_date != "pas une date")


def test_the_postcode_is_explained_once(page):
    filled(page, "63000")
    page.edits["birth_name"].setFocus()
    assert not page.problems["birth_place"].isVisible()
    assert page.place.note.isVisible()


def test_a_code_that_is_also_a_postcode_is_accepted_and_said(page):
    filled(page, "63110")
    assert "63110 : COUDES-FICTIF. C’est aussi le code postal de BEAUMONT (63032)" in (
        page.place.note.text()
    )
    assert page.call.isEnabled()


def test_entree_leaves_a_code_that_may_be_right(page):
    filled(page, "63110")
    assert page.place.list.isVisible()
    page.seat.key(Qt.Key.Key_Return)
    assert page.place.text() == "63110"


def test_the_list_never_covers_what_is_said(page):
    filled(page, "63110")
    note, shown = page.place.note, page.place.list
    assert note.mapTo(page.window(), note.rect().bottomLeft()).y() < shown.y()


def test_the_use_case_refuses_a_postcode_by_itself(page):
    from insdesk.errors import InvalidTrait

    filled(page, "63000")
    desk = page.seat.desk
    with pytest.raises(InvalidTrait, match="CODE_POSTAL"):
        desk.give_traits(desk.type_traits(), page.form())


def test_a_name_that_was_not_chosen_is_not_sent(page):
    filled(page, "clermont")
    page.edits["birth_name"].setFocus()
    assert not page.call.isEnabled()
    assert "dans la liste" in page.problems["birth_place"].text()


def test_without_a_table_nothing_is_said_and_a_code_is_taken(sit):
    seat = sit()
    seat.key(Qt.Key.Key_F6)
    page = seat.shown.host.page
    page.seat = seat
    filled(page, "63000")
    assert page.place.note.text() == ""
    assert seat.find("btn_call_insi", QAbstractButton).isEnabled()


def test_the_latest_text_wins_and_only_one_look_is_under_way(qtbot):
    asked = []
    field = PlaceField(lambda text, born, done: asked.append((text, born, done)))
    qtbot.addWidget(field)
    field.setText("cl")
    field.setText("cle")
    field.set_birth_date("1978-03-09")
    assert [one[:2] for one in asked] == [("cl", None)]
    asked[0][2](PlaceLook(meaning=Meaning.NO_NAME))
    assert field.note.text() == ""
    assert [one[:2] for one in asked] == [("cl", None), ("cle", "1978-03-09")]
    asked[1][2](PlaceLook(meaning=Meaning.NO_NAME))
    assert "Aucune commune" in field.note.text()


def test_an_answer_about_a_text_that_was_emptied_is_dropped(qtbot):
    asked = []
    field = PlaceField(lambda text, born, done: asked.append(done))
    qtbot.addWidget(field)
    field.setText("cle")
    field.clear()
    asked[0](PlaceLook(meaning=Meaning.NO_NAME))
    assert field.note.text() == ""
    field.setText("clermont")
    assert len(asked) == 2
