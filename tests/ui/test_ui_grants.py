"""S22, the rights of the secretariat: boxes that obey the desk, and the sentence about X1."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_fakes import PIN
from PySide6.QtTest import QTest

from fakes import SOLO
from insdesk.identity.desk_state import CpsState
from insdesk.ui.parts import grants_card as words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def opened(sit, **options):
    seat = sit(**options)
    seat.shown.show_settings()
    return seat, seat.shown.settings.grants


def test_one_box_for_each_act_that_may_be_granted_none_ticked(sit):
    seat, card = opened(sit)
    assert list(card.boxes) == ["R06", "R07"]
    assert card.chosen == ()
    assert card.said.text() == words.NOBODY
    assert any(
        one.text() == words.CLOSES for one in seat.shown.settings.findChildren(type(card.said))
    )


def test_a_press_grants_and_the_next_takes_back(sit):
    seat, card = opened(sit, settings=replace(SOLO, secretariat=True))
    assert card.said.isHidden()
    card.boxes["R07"].click()
    assert seat.settings[0].secretary_grants == ("R07",)
    assert card.chosen == ("R07",)
    card.boxes["R07"].click()
    assert seat.settings[0].secretary_grants == ()


def test_without_the_code_the_box_goes_back_and_the_code_repairs_it(sit):
    seat, card = opened(sit, settings=replace(SOLO, secretariat=True))
    seat.cards.set_cps(CpsState.PIN_NEEDED)
    card.boxes["R06"].click()
    assert card.chosen == ()
    assert seat.settings[0].secretary_grants == ()
    assert "CPS" in card.said.text()
    assert card.code.isVisible()
    card.code.click()
    dialog = seat.shown.session.dialog
    QTest.keyClicks(dialog.edit, PIN)
    dialog.submit.click()
    assert seat.settings[0].secretary_grants == ("R06",)
    assert card.chosen == ("R06",)
    assert card.code.isHidden()


def test_what_is_granted_survives_another_setting(sit):
    seat, card = opened(sit, settings=replace(SOLO, secretariat=True))
    card.boxes["R06"].click()
    seat.shown.settings.exception.click()
    assert seat.settings[0].secretary_grants == ("R06",)
    assert not seat.settings[0].exception_procedure
