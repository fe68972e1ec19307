"""« Pas maintenant » waits for the rows to tick, with its sentence (IV-330)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from builders import found
from fakes import a_person
from insdesk.identity.patient import Status
from insdesk.qualification.steps import PatientView

ONE_ROW = "Il reste 1 ligne à vérifier."


def later(seat):
    return seat.find("btn_later", QAbstractButton)


def a_row_to_tick(sit):
    seat = sit()
    seat.insi.answer = found(first_names="ELODIE-MARTHE ROSE")
    seat.insert(a_person(first_name_text="Élodie Marthe"))
    return seat


def test_not_now_is_greyed_while_a_row_waits_and_says_so(sit):
    seat = a_row_to_tick(sit)
    assert not later(seat).isEnabled()
    assert later(seat).text() == "Pas maintenant"
    assert later(seat).toolTip() == later(seat).accessibleDescription()
    assert later(seat).toolTip() == f"{ONE_ROW} (règle IV-330)"
    assert "IV-330" in seat.find("btn_qualify", QAbstractButton).toolTip()
    assert ONE_ROW in seat.shown.host.page.bar.reason.text()
    seat.shown.host.page.table.focus_first_to_tick()
    seat.key(Qt.Key.Key_Space)
    assert later(seat).isEnabled()
    assert later(seat).toolTip() == ""
    later(seat).click()
    (made,) = seat.patients.stored.values()
    assert made.status is Status.RECUP


def test_the_next_patient_finds_it_open_again(sit):
    seat = a_row_to_tick(sit)
    seat.shown.conduct.leave()
    seat.cards.pull()
    seat.insi.answer = found()
    seat.insert()
    assert later(seat).isEnabled()


def test_an_error_the_patient_saw_is_settled_first(sit):
    seat = sit()
    seat.insert()
    seat.shown.conduct.patient_saw(PatientView.CONTESTED, frozenset({"birth_name"}))
    assert not later(seat).isEnabled()
    assert "signalé une erreur" in later(seat).toolTip()
    assert seat.sees("compare_page")
