"""One theme: contrasts kept in every palette, fonts and icons there, no colour anywhere else."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QFontInfo, QTextLayout
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from insdesk.paths import resource
from insdesk.ui import icons, theme
from insdesk.ui.parts.focus_ring import GAP, WIDTH
from insdesk.ui.theme import LIGHT, PAIRS, PALETTES, ROLES, Theme, Tokens, contrast

# The offscreen screen has no window manager to tell the least size of a window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

UI = Path(theme.__file__).parent
CASES = [(name, *pair) for name in PALETTES for pair in PAIRS]


@pytest.mark.parametrize(("palette", "ink", "back", "least"), CASES)
def test_every_pair_keeps_its_contrast(palette, ink, back, least):
    tokens = PALETTES[palette]
    assert contrast(tokens.of(ink), tokens.of(back)) >= least


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert contrast("#123456", "#123456") == pytest.approx(1.0)


def test_ratios_published_in_the_design_hold():
    for tone, published in (("neutral", 7.6), ("info", 7.2), ("warn", 6.7), ("ok", 5.8)):
        assert contrast(LIGHT.of(tone), LIGHT.of(f"{tone}_back")) == pytest.approx(
            published, abs=0.15
        )


def test_palettes_redefine_colours_as_six_digits():
    for tokens in PALETTES.values():
        for field in fields(Tokens):
            assert re.fullmatch(r"#[0-9A-F]{6}", tokens.of(field.name)), field.name


def test_no_pair_names_a_colour_that_does_not_exist():
    names = {field.name for field in fields(Tokens)}
    assert {name for pair in PAIRS for name in pair[:2]} <= names


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_sizes_grow_together(qapp, scale):
    dressed = Theme(scale=scale)
    assert dressed.px(46) == round(46 * scale)
    for role, wanted in ROLES.items():
        font = dressed.font(role)
        assert font.pixelSize() == round(wanted.size * scale)
        assert font.weight() == wanted.weight


@pytest.mark.parametrize("name", sorted(PALETTES))
def test_the_stylesheet_is_whole(qapp, name):
    sheet = Theme(PALETTES[name]).qss()
    assert sheet.count("{") == sheet.count("}")
    assert "None" not in sheet
    assert not re.search(r"(^|,)\s*QWidget\s*[,{]", sheet, re.M), "a rule matched for every part"
    for file in re.findall(r'url\("([^"]+)"\)', sheet):
        assert Path(file).is_file()


def test_apply_loads_the_font_once_and_dresses_the_application(qapp):
    theme.apply(qapp, Theme())
    theme.apply(qapp, Theme(PALETTES["sombre"]))
    assert theme.current().tokens is PALETTES["sombre"]
    theme.apply(qapp, Theme())
    assert theme.current() == Theme()
    assert set(QFontDatabase.styles(theme.FAMILY)) == {"Regular", "SemiBold", "Bold"}
    assert QFontInfo(theme.current().font("value")).family() == theme.FAMILY
    assert qapp.styleSheet() == Theme().qss()


@pytest.mark.parametrize("role", ["text", "value", "title"])
def test_the_font_draws_names_of_the_register_by_itself(qapp, role):
    """Two web halves of one font hide each other in Qt: half of the letters came from elsewhere."""
    theme.apply(qapp, Theme())
    layout = QTextLayout("DURANVAL-Œuvré l1I 0O ŘŐŞĄ 12/03/1985 « | »", theme.current().font(role))
    layout.beginLayout()
    layout.createLine().setLineWidth(2000)
    layout.endLayout()
    drawn = {run.rawFont().familyName() for run in layout.glyphRuns()}
    assert {name.removesuffix(" SemiBold") for name in drawn} == {theme.FAMILY}


def test_figures_have_equal_widths_so_that_dates_align(qtbot, qapp):
    theme.apply(qapp, Theme())
    label = QLabel()
    label.setProperty("role", "value")
    qtbot.addWidget(label)
    label.ensurePolished()
    metrics = label.fontMetrics()
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_no_colour_is_written_outside_the_theme():
    guilty = [
        f"{file.relative_to(UI)}:{number}"
        for file in UI.rglob("*.py")
        if file.name not in {"tokens.py", "theme.py", "theme_qss.py"}
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"#[0-9A-Fa-f]{6}\b|setStyleSheet|GlobalColor\.(?!transparent)", line)
    ]
    assert not guilty


def test_every_icon_shipped_has_the_stroke_of_the_house():
    for file in resource("icons").glob("*.svg"):
        text = file.read_text(encoding="utf-8")
        if file.stem.startswith("mark-"):
            continue
        assert "currentColor" in text, file.name
        assert 'stroke-width="1.75"' in text or 'fill="currentColor"' in text, file.name


def test_an_icon_takes_its_colour_and_is_drawn_once(qapp):
    first = icons.pixmap("check", "#0F6B3C", 20)
    assert first.cacheKey() == icons.pixmap("check", "#0F6B3C", 20).cacheKey()
    picture = first.toImage()
    seen = {
        picture.pixelColor(x, y).name()
        for x in range(20)
        for y in range(20)
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert seen == {"#0f6b3c"}
    sharp = icons.pixmap("check", "#0F6B3C", 20, ratio=2.0)
    assert (sharp.width(), sharp.devicePixelRatio()) == (40, 2.0)


def test_an_unknown_icon_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", "#000000")


@pytest.fixture
def window(qtbot, qapp):
    """A window with a field and two buttons, active."""
    theme.apply(qapp, Theme())
    root = QWidget()
    root.resize(400, 300)
    root.field, root.button = QLineEdit(root), QPushButton("Lire", root)
    root.field.setGeometry(40, 40, 120, 40)
    root.button.setGeometry(40, 120, 120, 40)
    qtbot.addWidget(root)
    root.show()
    qtbot.waitExposed(root)
    root.activateWindow()
    qtbot.waitUntil(root.isActiveWindow)
    return root


def ring_of(window: QWidget) -> QWidget:
    return window.findChild(QWidget, "focus_ring")


def test_the_ring_surrounds_the_focus_at_a_distance(window, qtbot):
    window.button.setFocus()
    room = WIDTH + GAP
    assert ring_of(window).geometry() == window.button.geometry().adjusted(-room, -room, room, room)
    window.field.setFocus()
    assert ring_of(window).geometry().center() == window.field.geometry().center()
    window.field.move(10, 200)
    assert ring_of(window).geometry().center() == window.field.geometry().center()
    window.field.hide()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not window.field)
    ring = ring_of(window)
    assert ring.isHidden() or not ring.geometry().intersects(window.field.geometry())


def test_the_ring_takes_no_click_and_has_the_contrast_of_a_sign(window):
    window.button.setFocus()
    assert window.childAt(window.button.geometry().topLeft()) is not ring_of(window)
    assert QApplication.focusWidget() is window.button
