"""S14 between two records: in one view, named, and never a word of INSi between two records."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from test_ui_merge import open_page, to_preview
from todo_stage import ONE, two_alike

from builders import a_patient, some_traits
from insdesk.identity.compare import TraitComparison
from insdesk.identity.comparison_table import Verdict
from insdesk.identity.resemblance import Likeness
from insdesk.ui.texts import todo as words
from insdesk.ui.texts.comparison import DIFFERENT, SAME

__all__ = ["open_page"]

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.mark.parametrize("size", [(960, 616), (1154, 683)], ids=["1024x700", "1366x768"])
def test_one_decision_is_in_one_view(open_page, size):
    page = open_page()
    page.resize(*size)
    page.judge.press(2)
    for _ in range(8):
        QApplication.processEvents()
    areas = [one for one in page.findChildren(QScrollArea) if one.isVisible()]
    assert areas
    assert all(area.verticalScrollBar().maximum() == 0 for area in areas)
    for row in page.comparing.table.rows:
        assert row.height() >= row.heightForWidth(row.width())
    judge = page.judge
    for part in (*judge.choices.values(), judge.why):
        assert part.geometry().bottom() <= judge.height()
        assert part.height() >= part.minimumSizeHint().height()


def test_every_focus_stop_has_a_name_and_every_field_its_label(open_page):
    page = open_page()
    to_preview(page)
    for one in page.findChildren(QWidget):
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            assert one.accessibleName(), one.objectName()
    buddies = [one.buddy() for one in page.findChildren(QLabel) if one.buddy() is not None]
    assert page.preview.reason in buddies
    assert page.judge.why in buddies


def a_trait(code: str, known: str | None, official: str | None, verdict: Verdict) -> object:
    return TraitComparison(
        trait="birth_name",
        verdict=verdict,
        code=code,
        rule="IV-320",
        known=known,
        official=official,
    )


def test_signs_of_a_pair_never_speak_of_insi():
    only_a = words.pair_result(a_trait("COMPLETION", "FICTIF", None, Verdict.ACCEPTABLE))
    only_b = words.pair_result(a_trait("ABSENT_INSI", None, "FICTIF", Verdict.ACCEPTABLE))
    assert (only_a[0], only_b[0]) == (words.ONLY_A, words.ONLY_B)
    same = words.pair_result(a_trait("IDENTIQUE", "FICTIF", "FICTIF", Verdict.EGAL))
    assert same == (SAME, "")
    other = words.pair_result(a_trait("NOM_DIFFERENT", "FICTIF", "EXEMPLE", Verdict.DISCORDANT))
    assert other[0] is DIFFERENT
    assert "INSi" not in other[1]


def test_every_likeness_has_its_words():
    assert set(words.LIKENESSES) == set(Likeness)


def test_a_record_without_a_trait_shows_none(open_page):
    desk = two_alike()
    bare = some_traits(birth_place=None, first_names=None).without_typed()
    desk.records[ONE] = a_patient(uid=ONE, traits=bare)
    page = open_page(desk)
    lines = {row.line.trait: row.line for row in page.comparing.table.rows}
    assert lines["birth_place"].word == "Inconnu des deux"
    assert "used_first_name" not in lines
