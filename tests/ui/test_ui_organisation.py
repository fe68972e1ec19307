"""The dialog of the certificate of a structure: given once, emptied, asked from any lane."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from insdesk.ui.organisation_dialog import OrganisationDialog, PasswordAsker


@pytest.fixture
def window(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_the_password_is_hidden_given_once_and_wiped(qtbot, window):
    dialog = OrganisationDialog(window)
    qtbot.addWidget(dialog)
    given: list[str] = []
    dialog.submitted.connect(given.append)
    dialog.open()
    assert dialog.edit.echoMode() is QLineEdit.EchoMode.Password
    assert not dialog.submit.isEnabled()
    qtbot.keyClicks(dialog.edit, "essai de dix")
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    assert given == ["essai de dix"]
    assert dialog.edit.text() == ""
    assert not dialog.isVisible()


@pytest.mark.parametrize("how", ["escape", "cancel", "empty"])
def test_nothing_is_given_otherwise(how, qtbot, window):
    dialog = OrganisationDialog(window)
    qtbot.addWidget(dialog)
    given: list[str] = []
    dialog.submitted.connect(given.append)
    dialog.open()
    if how == "empty":
        qtbot.keyClick(dialog.edit, Qt.Key.Key_Return)
        assert dialog.isVisible()
    else:
        qtbot.keyClicks(dialog.edit, "essai")
        if how == "escape":
            qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        else:
            qtbot.mouseClick(dialog.cancel, Qt.MouseButton.LeftButton)
        assert not dialog.isVisible()
        assert dialog.edit.text() == ""
    assert given == []


def test_it_is_asked_from_another_lane_one_at_a_time(qtbot, window):
    given: list[str] = []
    asker = PasswordAsker(window, given.append)
    for _ in range(3):
        lane = threading.Thread(target=asker.wanted.emit)
        lane.start()
        lane.join()
    qtbot.waitUntil(lambda: asker.dialog is not None)
    dialog = asker.dialog
    qtbot.keyClicks(dialog.edit, "essai")
    qtbot.mouseClick(dialog.submit, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: asker.dialog is None)
    assert given == ["essai"]
    asker.wanted.emit()
    qtbot.waitUntil(lambda: asker.dialog is not None)
    assert asker.dialog is not dialog
    asker.dialog.reject()
