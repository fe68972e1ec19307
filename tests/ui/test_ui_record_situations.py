"""Special situations: calm words for each, one act, a refusal noted in one press."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from record_stage import UID, act, press_primary, qualified, stored

from fakes import known_elodie
from insdesk.identity.patient import Attribut, Status
from insdesk.identity.readings import NotFound, SeveralFound
from insdesk.identity.situations import CARE_GOES_ON, SITUATIONS
from insdesk.ui.texts import situations as words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
ROWS = {row.id: place for place, row in enumerate(SITUATIONS)}


@pytest.fixture
def seat(sit):
    seat = sit(known_elodie())
    seat.shown.show_record(UID)
    return seat


def choose(page, code):
    page.list.setCurrentRow(ROWS[code])
    return page


def from_run(seat):
    seat.find("btn_situations", QAbstractButton).click()
    page = seat.shown.acts.page
    assert page.isVisible()
    return page


def test_every_situation_has_its_act_from_a_record_and_from_a_run():
    ids = {row.id for row in SITUATIONS}
    assert set(words.OF_RECORD) == ids
    assert set(words.OF_RUN) == ids
    used = {*words.OF_RECORD.values(), *words.OF_RUN.values(), *words.ANSWERED.values()}
    assert used == set(words.DEEDS)


def test_nothing_is_chosen_and_care_goes_on_is_always_said(seat):
    page = act(seat, "situation")
    assert page.situation is None
    assert not page.go.isVisible()
    assert page.list.hasFocus()
    assert page.care.text() == CARE_GOES_ON
    assert page.care.isVisible()


@pytest.mark.parametrize("row", SITUATIONS, ids=lambda row: row.id)
def test_each_situation_shows_its_own_text(seat, row):
    page = choose(act(seat, "situation"), row.id)
    assert page.label.text() == row.label
    assert page.text.text() == row.text
    assert page.does.text() == row.does
    assert page.go.text() == words.DEEDS[words.OF_RECORD[row.id]][0]
    for label in (page.text, page.does):
        assert label.height() >= label.heightForWidth(label.width())


@pytest.mark.parametrize(("code", "kind"), [("P04", "pièce"), ("P05", "INS")])
def test_a_refusal_is_noted_in_one_press_and_the_statut_stays(sit, code, kind):
    seat = sit(qualified())
    seat.shown.show_record(UID)
    choose(act(seat, "situation"), code)
    press_primary(seat)
    noted = seat.journal.last("REFUSAL_RECORDED")
    assert noted.facts["refus"] == kind
    assert noted.patient_uid == UID
    assert stored(seat).status is Status.QUAL
    assert seat.sees("patient_page")
    assert seat.window.notice.words.text() == words.REFUSAL_NOTED


@pytest.mark.parametrize(("code", "name"), [("P02", "attribute_page"), ("P14", "edit_page")])
def test_some_lead_to_another_act(seat, code, name):
    choose(act(seat, "situation"), code)
    press_primary(seat)
    assert seat.sees(name)
    assert seat.shown.acts.page.patient.uid == UID


def test_asking_insi_begins_a_run(seat):
    choose(act(seat, "situation"), "P07")
    press_primary(seat)
    assert len(seat.insi.asked) == 1
    assert seat.sees("compare_page")


def test_from_s05_a_refusal_is_noted_and_the_comparison_is_as_it_was(sit):
    seat = sit(known_elodie())
    seat.insert()
    choose(from_run(seat), "P04")
    press_primary(seat)
    assert seat.sees("compare_page")
    assert seat.journal.last("REFUSAL_RECORDED").facts["refus"] == "pièce"
    assert len(seat.insi.asked) == 1
    assert not seat.patients.filings


def test_from_s05_what_insi_said_is_kept_without_a_document(sit):
    seat = sit(known_elodie())
    seat.insert()
    page = choose(from_run(seat), "P01")
    assert page.go.text() == words.DEEDS["later"][0]
    press_primary(seat)
    assert seat.sees("result_page")
    assert stored(seat).status is Status.RECUP


@pytest.mark.parametrize("answer", [NotFound(), SeveralFound()], ids=["S11", "S12"])
def test_from_s11_and_s12_the_identity_is_kept_provisional(sit, answer):
    seat = sit(known_elodie())
    seat.insi.answer = answer
    seat.insert()
    choose(from_run(seat), "P01")
    press_primary(seat)
    assert seat.sees("result_page")
    assert stored(seat).status is Status.PROV


def test_from_a_run_doubtful_is_kept_first_then_marked(sit):
    seat = sit(known_elodie())
    seat.insi.answer = NotFound()
    seat.insert()
    choose(from_run(seat), "P02")
    press_primary(seat)
    page = seat.shown.acts.page
    assert seat.sees("attribute_page")
    page.reason.pills[0].click()
    press_primary(seat)
    assert stored(seat).identity.attributes == {Attribut.DOUT}


def test_from_a_run_another_persons_card_saves_nothing(sit):
    seat = sit(known_elodie())
    seat.insert()
    choose(from_run(seat), "P09")
    press_primary(seat)
    assert seat.sees("home_page")
    assert not seat.patients.filings


def test_escape_gives_the_run_back_as_it_was(sit):
    seat = sit(known_elodie())
    seat.insert()
    seat.key(Qt.Key.Key_1)
    from_run(seat)
    seat.key(Qt.Key.Key_Escape)
    assert seat.sees("compare_page")
    assert seat.shown.host.page.proof.evidence().device == "CN"


def test_the_door_is_there_once_however_often_the_page_comes(sit):
    seat = sit(known_elodie())
    for _ in range(3):
        seat.insert()
    doors = seat.shown.host.page.findChildren(QAbstractButton, "btn_situations")
    assert len(doors) == 1
