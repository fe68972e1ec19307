"""The code porteur: legal or not sent, warned before the last try, kept nowhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from insdesk.ui import theme
from insdesk.ui.pin_dialog import PinDialog
from insdesk.ui.theme import Theme

# The offscreen screen has no window manager to tell the least size of a window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def dialog(qtbot, qapp):
    """The dialog on screen."""
    theme.apply(qapp, Theme())
    box = PinDialog("CPS de Maud EXEMPLE, médecin généraliste")
    qtbot.addWidget(box)
    box.show()
    qtbot.waitExposed(box)
    return box


@pytest.mark.parametrize(("code", "legal"), [("", 0), ("123", 0), ("1234", 1), ("12345678", 1)])
def test_only_a_legal_code_may_be_given(dialog, code, legal):
    dialog.edit.setText(code)
    assert dialog.submit.isEnabled() == bool(legal)


def test_letters_are_not_taken_and_the_field_is_masked(dialog, qtbot):
    qtbot.keyClicks(dialog.edit, "12ab34567890")
    assert dialog.edit.text() == "12345678"
    assert dialog.edit.echoMode() is QLineEdit.EchoMode.Password


def test_a_code_may_be_pasted(dialog, qtbot):
    QGuiApplication.clipboard().setText("1234")
    dialog.edit.paste()
    assert dialog.submit.isEnabled()
    QGuiApplication.clipboard().clear()


def test_enter_gives_the_code_once_and_empties_the_field(dialog, qtbot):
    given = []
    dialog.submitted.connect(given.append)
    dialog.edit.setText("1234")
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    dialog.submit.click()
    assert given == ["1234"]
    assert dialog.edit.text() == ""
    assert not dialog.edit.isEnabled()


def test_a_wrong_code_says_what_is_left(dialog):
    dialog.rejected_with(2)
    assert dialog.attempts.text() == "Code incorrect. Il reste 2 essais."
    assert dialog.attempts.isVisible()
    assert not dialog.checked.isVisible()
    dialog.edit.setText("1234")
    assert dialog.submit.isEnabled()


def test_the_last_try_needs_its_own_tick(dialog, qtbot):
    dialog.rejected_with(1)
    assert "Dernier essai" in dialog.attempts.text()
    dialog.edit.setText("1234")
    assert not dialog.submit.isEnabled()
    with qtbot.assertNotEmitted(dialog.submitted):
        qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
    dialog.checked.setChecked(True)
    with qtbot.waitSignal(dialog.submitted):
        dialog.submit.click()


def test_nothing_is_kept_when_it_closes(dialog, qtbot):
    dialog.edit.setText("1234")
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.edit.text() == ""
    assert "1234" not in repr(vars(dialog))


def test_the_field_has_its_visible_label(dialog):
    assert dialog._label.buddy() is dialog.edit
    assert dialog.windowTitle() == "insdesk"


@pytest.fixture
def keypad(qtbot, qapp):
    """A function that shows the dialog of a reader with its own keys."""
    theme.apply(qapp, Theme())

    def show(tries_left=None):
        box = PinDialog("CPS de Maud EXEMPLE, médecin", keypad=True, tries_left=tries_left)
        qtbot.addWidget(box)
        box.given: list[str] = []
        box.submitted.connect(box.given.append)
        box.show()
        qtbot.waitExposed(box)
        box.begin()
        return box

    return show


def test_with_a_keypad_the_reader_asks_and_the_time_is_said(keypad):
    box = keypad()
    assert box.given == [""], "no code ever passes here"
    assert not box.edit.isVisible()
    assert box._title.text() == "Saisissez le code sur le lecteur"
    assert box.countdown.text() == "Le lecteur attend encore 60 secondes."
    box.countdown.tick()
    assert "59 secondes" in box.countdown.text()
    assert not box.submit.isEnabled()
    assert box.cancel.isEnabled()


def test_a_wrong_code_on_the_keypad_is_asked_again_only_on_a_press(keypad):
    box = keypad()
    box.rejected_with(2)
    assert box.given == [""]
    assert box.submit.text() == "Saisir sur le lecteur"
    box.submit.click()
    assert box.given == ["", ""]


def test_the_last_try_of_a_keypad_waits_for_its_tick(keypad):
    box = keypad(tries_left=1)
    assert box.given == []
    assert "Dernier essai" in box.attempts.text()
    assert not box.submit.isEnabled()
    box.checked.setChecked(True)
    box.submit.click()
    assert box.given == [""]


def test_leaving_tells_the_reader_to_wait_no_more(keypad, qtbot):
    box = keypad()
    with qtbot.waitSignal(box.given_up):
        box.cancel.click()


def test_a_right_code_gives_nothing_up(keypad, qtbot):
    box = keypad()
    with qtbot.assertNotEmitted(box.given_up):
        box.accept()


def test_a_card_at_its_last_try_says_so_at_once(qtbot, qapp):
    theme.apply(qapp, Theme())
    box = PinDialog("CPS de Maud EXEMPLE", tries_left=1)
    qtbot.addWidget(box)
    box.show()
    assert box.attempts.text() == "Dernier essai. Un nouveau code faux bloquera la carte."
    box.edit.setText("1234")
    assert not box.submit.isEnabled()
    box.checked.setChecked(True)
    assert box.submit.isEnabled()


def test_two_tries_left_are_said_without_a_tick(qtbot, qapp):
    theme.apply(qapp, Theme())
    box = PinDialog("CPS de Maud EXEMPLE", tries_left=2)
    qtbot.addWidget(box)
    box.show()
    assert box.attempts.text() == "Il reste 2 essais."
    assert not box.checked.isVisible()
