"""S14 in the run: everybody born that day is looked at before a record is created (IV-204)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from builders import a_control, a_matricule, a_patient, a_retrieval, found, some_traits
from fakes import a_person, known_elodie
from insdesk.identity.patient import Attribut, Status
from insdesk.identity.todo import TodoKind
from insdesk.qualification.prior import MANY

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
TWIN, STRANGER = "twin", "stranger"


def traits(name="Tilleul", first="Marthe", **changes):
    return some_traits(
        birth_name=name, first_name=first, first_names=None, **changes
    ).without_typed()


def twin(**changes):
    seen = traits()
    return a_patient(
        uid=TWIN,
        traits=seen,
        retrieval=a_retrieval(matricule=a_matricule("2780363999001")),
        control=a_control(snapshot=seen),
        **changes,
    )


def stranger(uid=STRANGER, name="Fictif", **changes):
    return a_patient(uid=uid, traits=traits(name, "Basile", sex="M"), **changes)


def page(seat):
    assert seat.sees("duplicate_page")
    return seat.shown.host.page


def button(seat, name):
    found_ = page(seat).findChild(QAbstractButton, name)
    assert found_ is not None
    return found_


def go_on(seat):
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)


def test_nobody_born_that_day_means_no_page(sit):
    seat = sit()
    seat.insert()
    assert seat.sees("compare_page")


def test_one_press_when_nobody_resembles(sit):
    seat = sit(stranger())
    seat.insert()
    assert page(seat).first_focus().objectName() == "prior_list"
    assert not seat.insi.asked, "looked at before the call"
    go_on(seat)
    assert seat.sees("compare_page")
    assert len(seat.insi.asked) == 1
    seat.key(Qt.Key.Key_1)
    go_on(seat)
    assert len(seat.patients.stored) == 2


def test_every_record_says_all_of_iv_203_and_no_matricule_but_of_a_qualified_one(sit):
    named = stranger(used_name="Bellefontaine", attributes=[Attribut.HOMD], retrieval=a_retrieval())
    seat = sit(twin(), named)
    seat.insert()
    first, second = page(seat).rows.values()
    words = second.accessibleName()
    for part in ("FICTIF", "BASILE", "Bellefontaine", "09/03/1978", "masculin", "63999"):
        assert part in words
    assert "Identité récupérée" in words
    assert "Homonyme" in words
    assert "2 78 03" not in words
    assert "2 78 03 63 999 001" in first.accessibleName()
    assert "Jumeau possible : vérifiez le prénom" in first.accessibleName()


def test_nothing_is_chosen_at_first(sit):
    seat = sit(twin())
    seat.insert()
    assert not page(seat).panel.is_open
    assert not any(row.isChecked() for row in page(seat).rows.values())
    seat.key(Qt.Key.Key_1)
    answers = page(seat).panel.choices.values()
    assert not any(one.isChecked() for one in answers)
    assert all(one.isVisible() for one in answers)


def test_a_twin_keeps_the_way_closed_and_says_why(sit):
    seat = sit(twin(), stranger())
    seat.insert()
    assert not button(seat, "btn_none_of_these").isEnabled()
    assert "ressemble à votre patient" in page(seat).bar.reason.text()
    go_on(seat)
    button(seat, "btn_none_of_these").click()
    assert seat.sees("duplicate_page")
    assert not seat.insi.asked


def test_twins_by_keyboard_alone(sit):
    """Row, « deux personnes », « jumeaux », on: both are marked, nothing waits."""
    seat = sit(twin(), stranger())
    seat.insert()
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_1):
        seat.key(key)
    assert "Vous avez dit : autre personne, jumeaux" in page(seat).rows[TWIN].accessibleName()
    assert page(seat).rows[TWIN].digit == "1"
    go_on(seat)
    assert seat.sees("compare_page")
    seat.key(Qt.Key.Key_1)
    go_on(seat)
    made = next(one for uid, one in seat.patients.stored.items() if uid not in (TWIN, STRANGER))
    assert made.status is Status.QUAL
    assert made.identity.attributes == {Attribut.HOMA}
    assert seat.patients.get(TWIN).identity.attributes == {Attribut.HOMA}
    assert seat.patients.get(STRANGER).identity.attributes == frozenset()


def test_not_knowing_leaves_a_possible_duplicate_to_do(sit):
    seat = sit(twin())
    seat.insert()
    seat.key(Qt.Key.Key_1)
    button(seat, "btn_unknown").click()
    go_on(seat)
    seat.find("btn_later", QAbstractButton).click()
    kinds = [note.kind for note, _ in seat.patients.notes.values()]
    assert kinds == [TodoKind.DOUBLON]


def test_the_same_person_goes_on_with_that_record(sit):
    """IV-202: filed under the married name; the comparison then says what differs."""
    filed = known_elodie(traits=traits("Garanceau", "Élodie"))
    seat = sit(filed)
    seat.insert()
    seat.key(Qt.Key.Key_1)
    assert "sauf la date" in page(seat).panel.likeness.text()
    assert not button(seat, "btn_different_person").isVisible(), "nothing resembles: nothing to say"
    button(seat, "btn_same_person").click()
    assert seat.sees("discord_page")
    assert seat.shown.conduct.run.patient.uid == filed.uid


def test_the_comparison_has_the_signs_of_s05_and_speaks_of_the_patient_and_the_record(sit):
    seat = sit(twin())
    seat.insert()
    seat.key(Qt.Key.Key_1)
    lines = {row.line.trait: row.line for row in page(seat).panel.table.rows}
    assert (lines["birth_name"].symbol, lines["first_name"].symbol) == ("=", "≠")
    assert lines["sex"].word == "Connu du dossier seul"
    assert "votre patient ELODIE, ce dossier MARTHE, différent" in lines["first_name"].sentence
    assert not any("INSi" in line.sentence for line in lines.values())


def test_escape_goes_back_one_step_at_a_time(sit):
    seat = sit(twin())
    seat.insert()
    seat.key(Qt.Key.Key_1)
    seat.key(Qt.Key.Key_2)
    assert button(seat, "reason_JUMEAUX").isVisible()
    seat.key(Qt.Key.Key_Escape)
    assert button(seat, "btn_same_person").isVisible()
    seat.key(Qt.Key.Key_Escape)
    assert not page(seat).panel.is_open
    seat.key(Qt.Key.Key_Escape)
    assert seat.sees("home_page")
    assert list(seat.patients.stored) == [TWIN]


def test_an_answer_can_be_changed_before_going_on(sit):
    seat = sit(twin())
    seat.insert()
    for key in (Qt.Key.Key_1, Qt.Key.Key_3):
        seat.key(key)
    assert "doublon possible" in page(seat).rows[TWIN].accessibleName()
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_4):
        page(seat).digit(int(key - Qt.Key.Key_0))
    assert "Autre raison" not in page(seat).rows[TWIN].accessibleName()
    assert "autre personne, autre raison" in page(seat).rows[TWIN].accessibleName()


def test_too_many_ask_for_letters(sit):
    others = [stranger(f"s{n}", f"Exemple{chr(65 + n)}") for n in range(MANY + 1)]
    seat = sit(*others, stranger("wanted", "Garanceau"))
    seat.insert()
    field = page(seat).findChild(QLineEdit, "edit_prior_letters")
    assert field.hasFocus()
    assert field.maxLength() == 3
    assert "premières lettres" in page(seat).bar.reason.text()
    field.setText("gar")
    seat.key(Qt.Key.Key_Return, to=field)
    assert list(page(seat).rows) == ["wanted"]
    field.setText("zz")
    button(seat, "btn_narrow").click()
    assert page(seat).rows == {}
    assert "« ZZ »" in page(seat).sub.text()
    button(seat, "btn_none_of_these").click()
    assert seat.sees("compare_page")


def test_letters_that_are_none_are_explained(sit):
    others = [stranger(f"s{n}", f"Exemple{chr(65 + n)}") for n in range(MANY + 1)]
    seat = sit(*others)
    seat.insert()
    page(seat).letters.setText("12")
    button(seat, "btn_narrow").click()
    assert "une, deux ou trois lettres" in seat.shown.host.page.card.explanation.text()


def test_the_tenth_record_has_no_digit_but_a_button(sit):
    seat = sit(*(stranger(f"s{n}", f"Exemple{chr(65 + n)}") for n in range(11)))
    seat.insert()
    rows = list(page(seat).rows.values())
    assert [row.digit for row in rows] == [*"123456789", "", ""]
    rows[10].click()
    assert page(seat).panel.name.text() == "EXEMPLEK  BASILE"


def test_saving_without_insi_shows_the_list_first_then_saves(sit):
    seat = sit(stranger())
    seat.key(Qt.Key.Key_F6)
    form = seat.shown.host.page
    form.edits["birth_name"].setText("Tilleul")
    form.edits["first_name"].setText("Élodie")
    form.edits["birth_date"].setText("09/03/1978")
    seat.find("sex_F", QAbstractButton).click()
    form.save.click()
    assert len(seat.patients.stored) == 1
    button(seat, "btn_none_of_these").click()
    assert seat.sees("result_page")
    assert not seat.insi.asked
    assert len(seat.patients.stored) == 2


def test_after_a_00_only_what_is_new_is_asked_about(sit):
    seat = sit(stranger())
    seat.insi.answer = found(birth_date="1978-00-00")
    seat.insert(a_person(birth_text="19780000"))
    assert seat.sees("compare_page"), "nobody born on these days"
    seat.shown.conduct.leave()
    seat.cards.pull()
    late = a_patient(uid="late", traits=traits("Fictif", "Zoé", birth_date="1978-12-31"))
    seat.insert(a_person(birth_text="19780000"))
    seat.shown.conduct.leave()
    seat.patients.put(late)
    seat.cards.pull()
    seat.insert(a_person(birth_text="19780000"))
    assert list(page(seat).rows) == ["late"]


def test_a_card_pulled_out_closes_the_way_and_says_so(sit):
    seat = sit(stranger())
    seat.insert()
    seat.cards.pull()
    assert seat.sees("duplicate_page")
    assert not button(seat, "btn_none_of_these").isEnabled()
    assert "Carte retirée" in page(seat).bar.reason.text()
