"""Every colour, size and font of the windows, and the only place that hands them to Qt.

A widget never names a colour: it says what it is (`setProperty("role", "title")`, see
`theme_qss.py` for the list) and the one stylesheet of the application dresses it. The colours
themselves are in `tokens.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from insdesk.paths import resource
from insdesk.ui.tokens import (
    CONTRAST,
    DARK,
    LIGHT,
    PAIRS,
    PALETTES,
    TONES,
    Tokens,
    contrast,
)

__all__ = [
    "CONTRAST",
    "DARK",
    "FAMILY",
    "LIGHT",
    "PAIRS",
    "PALETTES",
    "ROLES",
    "TONES",
    "Role",
    "Theme",
    "Tokens",
    "apply",
    "contrast",
    "current",
    "start",
]

FAMILY: Final = "Atkinson Hyperlegible Next"
_FILES: Final = ("400", "600", "700")
_PROPERTY: Final = "insdesk_theme"
_STYLED: Final = "insdesk_styled"
_STYLE: Final = "Fusion"


@dataclass(frozen=True, slots=True)
class Role:
    """A size in pixels at 100 %, and a weight."""

    size: int
    weight: int = 400


ROLES: Final = {
    "reason": Role(13),
    "label": Role(13, 600),
    "text": Role(15),
    "strong": Role(15, 600),
    "lead": Role(16),
    "value": Role(16, 600),
    "section": Role(18, 700),
    "title": Role(24, 700),
    "headline": Role(28, 700),
    "figure": Role(32, 700),
    "patient_text": Role(24),
    "patient_label": Role(28),
    "patient_answer": Role(34, 600),
    "patient_value": Role(42, 700),
    "patient_title": Role(54, 700),
}


@dataclass(frozen=True, slots=True)
class Theme:
    """A palette and a text size, 1.0 to 2.0; every measure of the windows comes from it."""

    tokens: Tokens = LIGHT
    scale: float = 1.0

    def px(self, size: float) -> int:
        """`size` pixels of the design, at this text size."""
        return round(size * self.scale)

    def zoomed(self, by: float) -> Theme:
        """The same colours, the text size times `by`."""
        return Theme(self.tokens, self.scale * by)

    def font(self, role: str) -> QFont:
        """The font of `role` (a key of `ROLES`), with figures of equal width."""
        wanted = ROLES[role]
        font = QFont([FAMILY])
        font.setPixelSize(self.px(wanted.size))
        font.setWeight(QFont.Weight(wanted.weight))
        font.setFeature(QFont.Tag("tnum"), 1)
        return font

    def palette(self) -> QPalette:
        """The colours for whatever the stylesheet does not name: nothing keeps Qt's grey."""
        return _palette(self.tokens)

    def qss(self) -> str:
        """The one stylesheet of the application."""
        from insdesk.ui.theme_qss import stylesheet

        return stylesheet(self)


def start(arguments: Sequence[str], theme: Theme) -> QApplication:
    """Make the application, dressed in `theme`. `arguments` are those of the program, unread.

    Naming the style here and not by `setStyle` keeps `QStyle` unloaded until after the first
    paint (9 ms of 250, measured).
    """
    app = QApplication([*arguments[:1], "-style", _STYLE])
    app.setProperty(_STYLED, True)
    apply(app, theme)
    return app


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application in `theme`; may be called again when the user changes it."""
    if app.property(_PROPERTY) is None:
        for weight in _FILES:
            file = resource("fonts", f"atkinson-hyperlegible-next-{weight}.ttf")
            QFontDatabase.addApplicationFont(str(file))
        if not app.property(_STYLED):
            app.setStyle(_STYLE)
    app.setProperty(_PROPERTY, theme)
    app.setFont(theme.font("text"))
    app.setPalette(theme.palette())
    app.setStyleSheet(theme.qss())
    if not app.property(_STYLED):
        QTimer.singleShot(0, app, serve_ring)


def serve_ring() -> None:
    """Show the keyboard focus from now on.

    After `start` the first window asks for it, once painted: nothing needs a ring before.
    """
    from insdesk.ui.parts.focus_ring import FocusRing

    app = QApplication.instance()
    if isinstance(app, QApplication):
        FocusRing.serve(app)


def current() -> Theme:
    """The theme last applied; what a part asks when it paints. Light at 100 % before any."""
    app = QApplication.instance()
    theme = app.property(_PROPERTY) if app is not None else None
    return theme if isinstance(theme, Theme) else Theme()


def _palette(tokens: Tokens) -> QPalette:
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    for place, name in {
        role.Window: "canvas",
        role.WindowText: "ink",
        role.Base: "surface",
        role.AlternateBase: "canvas",
        role.Text: "ink",
        role.PlaceholderText: "muted",
        role.Button: "surface",
        role.ButtonText: "ink",
        role.BrightText: "error",
        role.Highlight: "brand",
        role.HighlightedText: "on_brand",
        role.Link: "brand",
        role.LinkVisited: "brand_ink",
        role.ToolTipBase: "ink",
        role.ToolTipText: "surface",
        role.Light: "surface",
        role.Midlight: "hover",
        role.Mid: "line",
        role.Dark: "border",
        role.Shadow: "border",
        role.Accent: "brand",
    }.items():
        palette.setColor(place, QColor(tokens.of(name)))
    for place in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, place, QColor(tokens.disabled))
    return palette
