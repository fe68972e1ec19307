"""The error card of a refusal leads to its rule, and back; nothing typed is lost on the way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from fakes import known_elodie
from insdesk.errors import DiskFull, Refused
from insdesk.identity.rulebook import RULES
from insdesk.ui.qualify.pages.trouble import rule_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


def refused(sit):
    seat = sit(known_elodie())
    seat.insert()
    seat.key(Qt.Key.Key_1)
    seat.shown.host.show_error(Refused("IV-210", "MATRICULE_PRIS"))
    return seat, seat.shown.host.page.card


def test_the_rule_is_folded_in_the_details(sit):
    _seat, card = refused(sit)
    assert not card.rule.isVisible()
    card.more.click()
    assert card.rule.isVisible()
    assert card.rule.text() == "Règle IV-210"
    assert "IV-210" in card.facts.text()


def test_the_rule_opens_the_help_on_it_and_escape_comes_back(sit):
    seat, card = refused(sit)
    card.more.click()
    card.rule.click()
    assert seat.sees("help_page")
    seat.key(Qt.Key.Key_Escape)
    assert seat.sees("trouble_page")
    card.fix.click()
    assert seat.sees("compare_page")
    assert seat.shown.host.page.proof.evidence().device == "CN"


def test_a_failure_that_no_rule_says_leads_to_none(sit):
    seat, card = refused(sit)
    seat.shown.host.show_error(DiskFull())
    card.more.click()
    assert not card.rule.isVisible()
    assert rule_of(None) == rule_of(DiskFull()) == rule_of(Refused("nothing")) == ""
    assert rule_of(Refused("IV-210")) in RULES
