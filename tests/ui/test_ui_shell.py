"""The window: what is always there, the menu, nothing of anybody in the title, a light start."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

from insdesk.ui import theme
from insdesk.ui.main_window import MainWindow
from insdesk.ui.parts.buttons import plain_button
from insdesk.ui.parts.nav import NARROW, WIDE
from insdesk.ui.pin_dialog import PinDialog
from insdesk.ui.theme import PALETTES, Theme

# The offscreen screen has no window manager to tell the least size of a window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

MODE = "MODE DÉCOUVERTE – patients fictifs, aucun appel réel"
HEAVY = {
    "zeep", "sqlalchemy", "alembic", "cryptography", "smartcard", "lxml", "stdnum", "requests",
    "platformdirs.unix",
}  # fmt: skip


def a_page(words: str) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(QLabel(words))
    column.addWidget(plain_button(f"Ouvrir {words}"))
    return page


@pytest.fixture
def window(qtbot, qapp):
    """The shell with three sections."""
    theme.apply(qapp, Theme())
    shell = MainWindow(Theme())
    for key, label, icon in (
        ("home", "Accueil", "home"),
        ("patients", "Patients", "users"),
        ("settings", "Réglages", "settings"),
    ):
        shell.add_section(key, label, icon, a_page(label))
    qtbot.addWidget(shell)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    return shell


def unnamed(root: QWidget) -> list[str]:
    """Every focusable widget without an accessible name (ux.md A1)."""
    QAccessible.setActive(True)
    bad = []
    for widget in root.findChildren(QWidget):
        face = QAccessible.queryAccessibleInterface(widget)
        inside = isinstance(widget.parent(), QComboBox) or widget.objectName().startswith("qt_")
        if face is None or not face.state().focusable or inside or not widget.isVisibleTo(root):
            continue
        if not face.text(QAccessible.Text.Name).strip():
            bad.append(f"{type(widget).__name__} {widget.objectName()!r}")
    return bad


def test_the_title_says_the_program_and_nothing_else(window):
    window.set_practitioner("Dr Maud EXEMPLE, médecin généraliste")
    window.set_mode(MODE)
    assert window.windowTitle() == "insdesk"


def test_no_button_holds_the_focus_at_first(window):
    assert window.focusWidget() is window
    ring = window.findChild(QWidget, "focus_ring")
    assert ring is None or ring.isHidden()


def test_only_sections_that_exist_are_in_the_menu(window):
    assert window.sections == ("home", "patients", "settings")
    assert window.findChild(QWidget, "nav_todo") is None
    assert window.page.findChild(QLabel).text() == "Accueil"


def test_choosing_a_section_shows_its_page(window, qtbot):
    with qtbot.waitSignal(window.section_asked) as asked:
        window.findChild(QWidget, "nav_patients").click()
    assert asked.args == ["patients"]
    assert window.page.findChild(QLabel).text() == "Patients"
    assert window.findChild(QWidget, "nav_patients").isChecked()


@pytest.mark.parametrize("key", [Qt.Key.Key_2, Qt.Key.Key_Eacute])
def test_alt_and_a_digit_reach_a_section(window, qtbot, key):
    qtbot.keyClick(window, key, Qt.KeyboardModifier.AltModifier)
    assert window.page.findChild(QLabel).text() == "Patients"


def test_a_page_without_entry_keeps_the_mark(window):
    guest = a_page("Comparer")
    window.show_page(guest)
    assert window.page is guest
    assert window.findChild(QWidget, "nav_home").isChecked()
    window.show_page(guest, section="patients")
    assert window.findChild(QWidget, "nav_patients").isChecked()
    window.show_section("home")
    assert window.page is not guest


def test_the_menu_folds_on_a_narrow_window_and_keeps_its_names(window, qtbot):
    menu = window.findChild(QWidget, "menu")
    window.resize(1280, 800)
    assert menu.width() == WIDE
    window.resize(1024, 700)
    assert menu.width() == NARROW
    button = window.findChild(QWidget, "nav_home")
    assert button.folded
    assert button.toolTip() == "Accueil"
    assert unnamed(window) == []


def test_a_count_is_said_in_words(window):
    window.set_count("patients", 3)
    assert window.findChild(QWidget, "nav_patients").accessibleName() == "Patients, 3 en attente"
    window.set_count("patients", 0)
    assert window.findChild(QWidget, "nav_patients").accessibleName() == "Patients"


def test_the_mode_is_always_in_sight_unless_empty(window):
    window.set_mode(MODE)
    pill = window.findChild(QLabel, "mode_banner")
    assert (pill.text(), pill.isVisible()) == (MODE, True)
    window.findChild(QWidget, "nav_settings").click()
    assert pill.isVisible()
    window.set_mode("")
    assert not pill.isVisible()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(1024, 700), (1280, 800)])
def test_the_shell_fits_its_window(qtbot, qapp, scale, size):
    theme.apply(qapp, Theme(scale=scale))
    shell = MainWindow(Theme(scale=scale))
    shell.add_section("home", "Accueil", "home", QWidget())
    shell.set_mode(MODE)
    shell.set_practitioner("Dr Maud EXEMPLE-TESTINI-FICTIF, médecin généraliste")
    qtbot.addWidget(shell)
    shell.resize(*size)
    shell.show()
    qtbot.waitExposed(shell)
    assert (shell.width(), shell.height()) == size
    pill = shell.findChild(QLabel, "mode_banner")
    assert pill.width() >= pill.sizeHint().width()
    assert shell.rect().contains(pill.geometry().translated(pill.parent().pos()))
    assert shell.bar.lock.geometry().right() < shell.width()
    theme.apply(qapp, Theme())


def test_locking_by_button_and_by_key(window, qtbot):
    with qtbot.waitSignal(window.lock_pressed):
        window.findChild(QWidget, "btn_lock").click()
    with qtbot.waitSignal(window.lock_pressed):
        qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_a_message_comes_above_the_page_and_gives_its_place_back(window):
    window.notice.show_message("INSi est revenu : 4 patients à reprendre.", "info")
    assert window.notice.isVisible()
    window.notice.dismiss()
    assert not window.notice.parentWidget().isVisible()


@pytest.mark.parametrize("palette", sorted(PALETTES))
def test_everything_focusable_has_a_name(qtbot, qapp, palette):
    theme.apply(qapp, Theme(PALETTES[palette]))
    shell = MainWindow(Theme(PALETTES[palette]))
    shell.add_section("home", "Accueil", "home", a_page("Accueil"))
    shell.notice.show_message("Fait.", "error", action="Réessayer")
    dialog = PinDialog("CPS de Maud EXEMPLE")
    for root in (shell, dialog):
        qtbot.addWidget(root)
        root.show()
        assert unnamed(root) == []
    theme.apply(qapp, Theme())


def test_the_window_module_is_light():
    code = "import insdesk.ui.main_window, insdesk.ui.theme, sys; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(out.stdout.split())
    assert not HEAVY & {name.split(".")[0] for name in loaded}
    assert not {name for name in loaded if name.startswith(("insdesk.identity", "insdesk.qualif"))}


def test_closing_is_told_once(window, qtbot):
    with qtbot.waitSignal(window.closing):
        window.close()
