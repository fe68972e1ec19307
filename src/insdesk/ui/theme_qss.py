"""The one stylesheet. A widget chooses its dress by dynamic properties, never by colours.

`role` on a QLabel: title, headline, section, label, text, strong, lead, value, reason, figure,
  error.
`role` on a QFrame: card (white, rounded), bar (white band), well (sunken), line (a separator),
  canvas (the window's ground), notice, tile.
`role` on a QPushButton: primary, plain, quiet, danger, choice, nav, filter.
`role` on a QLineEdit: search (taller, for a list). `tone` on labels, tiles, notices: one of
  `theme.TONES`. `problem=true` on a field: its border says that its text must be looked at.

No rule is written on the bare `QWidget`: it would be matched for every part of every screen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from insdesk.paths import resource

if TYPE_CHECKING:
    from insdesk.ui.theme import Theme


def stylesheet(theme: Theme) -> str:
    """The text of the stylesheet for one palette and one text size."""
    blocks = (_labels, _frames, _buttons, _fields, _checks, _lists, _scrolling, _small)
    return "\n".join(block(theme) for block in blocks)


def _labels(theme: Theme) -> str:
    from insdesk.ui.theme import ROLES, TONES

    t = theme.tokens
    rules = ["QLabel { background: transparent; }"]
    for name, role in ROLES.items():
        if name.startswith("patient"):
            continue  # the patient's own text size decides there
        colour = t.muted if name in {"reason", "label"} else t.ink
        rules.append(
            f'QLabel[role="{name}"] {{ font-size: {theme.px(role.size)}px;'
            f" font-weight: {role.weight}; color: {colour}; }}"
        )
    rules += [
        f'QLabel[role="patient_{r}"] {{ color: {t.patient_muted}; }}' for r in ("label", "text")
    ]
    rules.append(f'QLabel[role="error"] {{ color: {t.error}; font-size: {theme.px(13)}px; }}')
    rules += [f'QLabel[tone="{tone}"] {{ color: {t.of(tone)}; }}' for tone in TONES]
    rules.append(f'QLabel[tone="muted"] {{ color: {t.muted}; font-weight: 400; }}')
    rules += [
        f'QLabel[role="pill"][tone="{tone}"] {{ background: {t.of(tone + "_back")};'
        f" color: {t.of(tone)}; font-size: {theme.px(13)}px; font-weight: 600;"
        f" border: 1px solid {_edge(theme, tone)}; border-radius: {theme.px(14)}px; }}"
        for tone in TONES
    ]
    rules += [
        f'QLabel[role="symbol"][tone="{tone}"] {{ background: {t.of(tone + "_back")};'
        f" color: {t.of(tone)}; font-size: {theme.px(16)}px; font-weight: 700;"
        f" border: 1px solid {_edge(theme, tone)}; border-radius: {theme.px(6)}px; }}"
        for tone in TONES
    ]
    return "\n".join(rules)


def _edge(theme: Theme, tone: str) -> str:
    """High contrast has no tinted grounds: the border then makes the shape."""
    back = theme.tokens.of(f"{tone}_back")
    return theme.tokens.of(tone) if back == theme.tokens.surface else back


def _frames(theme: Theme) -> str:
    from insdesk.ui.theme import TONES

    t, px = theme.tokens, theme.px
    rules = f"""
QFrame[role="canvas"] {{ background: {t.canvas}; border: none; }}
QFrame[role="card"] {{ background: {t.surface}; border: 1px solid {t.line};
  border-radius: {px(12)}px; }}
QFrame[role="drop"] {{ background: {t.surface}; border: 2px dashed {t.border};
  border-radius: {px(12)}px; }}
QFrame[role="well"] {{ background: {t.sunken}; border: 1px solid {t.line};
  border-radius: {px(8)}px; }}
QFrame[role="bar"] {{ background: {t.surface}; border: none; }}
QFrame[role="bar"][edge="top"] {{ border-top: 1px solid {t.line}; }}
QFrame[role="bar"][edge="bottom"] {{ border-bottom: 1px solid {t.line}; }}
QFrame[role="bar"][edge="right"] {{ border-right: 1px solid {t.line}; }}
QFrame[role="bar"][edge="header"] {{ background: transparent;
  border-bottom: 1px solid {t.line}; }}
QFrame[role="line"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="plain"] {{ background: transparent; border: none; }}
QFrame[role="white"] {{ background: {t.surface}; border: none; }}
"""
    for tone in TONES:
        rules += f"""
QFrame[role="tile"][tone="{tone}"] {{ background: {t.of(tone + "_back")};
  border: 1px solid {_edge(theme, tone)}; border-radius: {px(6)}px; }}
QFrame[role="notice"][tone="{tone}"] {{ background: {t.of(tone + "_back")};
  border: 1px solid {t.of(tone)}; border-radius: {px(10)}px; }}
"""
    return rules


def _buttons(theme: Theme) -> str:
    t, px = theme.tokens, theme.px
    return f"""
QPushButton {{ background: {t.surface}; color: {t.ink}; border: 1px solid {t.border};
  border-radius: {px(10)}px; padding: {px(8)}px {px(16)}px; font-weight: 600; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.tint}; border-color: {t.brand}; }}
QPushButton:disabled {{ background: {t.sunken}; color: {t.disabled}; border-color: {t.line}; }}
QPushButton[role="primary"] {{ background: {t.brand}; color: {t.on_brand};
  border: 1px solid {t.brand}; }}
QPushButton[role="primary"]:hover, QPushButton[role="primary"]:pressed {{
  background: {t.brand_hover}; }}
QPushButton[role="primary"]:disabled {{ background: {t.sunken}; color: {t.disabled};
  border-color: {t.line}; }}
QPushButton[role="danger"] {{ color: {t.error}; border-color: {t.error}; }}
QPushButton[role="danger"]:disabled {{ background: {t.sunken}; color: {t.disabled};
  border-color: {t.line}; }}
QPushButton[role="quiet"] {{ background: transparent; border: 1px solid transparent;
  color: {t.muted}; font-weight: 400; }}
QPushButton[role="quiet"]:hover {{ background: {t.hover}; color: {t.ink}; }}
QPushButton[role="choice"] {{ border: 1px solid {t.border}; }}
QPushButton[role="choice"]:checked {{ background: {t.tint}; border: 2px solid {t.brand}; }}
QPushButton[role="choice"]:disabled {{ background: {t.sunken}; border-color: {t.line}; }}
QPushButton[role="nav"] {{ background: transparent; border: 1px solid transparent;
  border-radius: {px(8)}px; }}
QPushButton[role="nav"]:hover {{ background: {t.hover}; }}
QPushButton[role="nav"]:checked {{ background: {t.tint}; }}
QPushButton[role="strip"] {{ background: transparent; border: none; border-radius: 0px;
  border-right: 1px solid {t.line}; }}
QPushButton[role="strip"]:hover {{ background: {t.hover}; }}
QPushButton[role="filter"] {{ border-radius: {px(15)}px; padding: {px(4)}px {px(12)}px;
  font-size: {px(13)}px; min-height: {px(22)}px; }}
QPushButton[role="filter"]:checked {{ background: {t.tint}; border: 2px solid {t.brand};
  color: {t.brand_ink}; }}
QPushButton[role="yes"] {{ border: 3px solid {t.yes}; border-radius: {px(16)}px; }}
QPushButton[role="no"] {{ border: 3px solid {t.no}; border-radius: {px(16)}px; }}
QPushButton[role="patient"] {{ border: 2px solid {t.field}; border-radius: {px(12)}px; }}
"""


def _fields(theme: Theme) -> str:
    t, px = theme.tokens, theme.px
    kinds = ("QLineEdit", "QComboBox", "QDateEdit", "QSpinBox", "QPlainTextEdit", "QTextEdit")
    plain = ", ".join(kinds)
    off = ", ".join(f"{kind}:disabled" for kind in kinds)
    wrong = ", ".join(f'{kind}[problem="true"]' for kind in kinds)
    down = _mark("chevron-down", on=t.surface)
    return f"""
{plain} {{ background: {t.surface}; color: {t.ink}; border: 1px solid {t.field};
  border-radius: {px(8)}px; padding: {px(8)}px {px(12)}px; font-size: {px(16)}px;
  selection-background-color: {t.brand}; selection-color: {t.on_brand};
  placeholder-text-color: {t.muted}; }}
{off} {{ background: {t.sunken}; color: {t.disabled}; border-color: {t.line}; }}
QLineEdit:read-only {{ background: {t.sunken}; border-color: {t.line}; }}
{wrong} {{ border: 2px solid {t.error}; }}
QLineEdit[role="search"] {{ padding: {px(12)}px {px(16)}px; border-radius: {px(10)}px; }}
QLineEdit[role="pin"] {{ font-size: {px(24)}px; letter-spacing: {px(8)}px;
  padding: {px(10)}px {px(16)}px; }}
QComboBox::drop-down {{ border: none; width: {px(32)}px; }}
QComboBox::down-arrow {{ image: url("{down}"); width: {px(16)}px; height: {px(16)}px; }}
QComboBox QAbstractItemView {{ background: {t.surface}; color: {t.ink};
  border: 1px solid {t.field}; padding: {px(4)}px; outline: none;
  selection-background-color: {t.tint}; selection-color: {t.brand_ink}; }}
"""


def _checks(theme: Theme) -> str:
    t, px = theme.tokens, theme.px
    return f"""
QCheckBox, QRadioButton {{ background: transparent; color: {t.ink}; spacing: {px(8)}px;
  font-size: {px(15)}px; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.disabled}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: {px(18)}px; height: {px(18)}px;
  background: {t.surface}; border: 2px solid {t.field}; border-radius: {px(6)}px; }}
QRadioButton::indicator {{ border-radius: {px(9) + 2}px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {t.brand}; }}
QCheckBox::indicator:checked {{ background: {t.brand}; border-color: {t.brand};
  image: url("{_mark("check", on=t.brand)}"); }}
QRadioButton::indicator:checked {{ border: {px(6)}px solid {t.brand};
  width: {px(10)}px; height: {px(10)}px; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ background: {t.sunken};
  border-color: {t.border}; }}
QGroupBox {{ background: transparent; border: none; margin: 0px; padding: 0px; }}
"""


def _mark(name: str, *, on: str) -> str:
    """A sign drawn by Qt itself, white or black after its ground: a stylesheet cannot tint one."""
    from insdesk.ui.theme import contrast

    shade = "white" if contrast(on, "#FFFFFF") > contrast(on, "#101820") else "black"
    return resource("icons", f"mark-{name}-{shade}.svg").as_posix()


def _lists(theme: Theme) -> str:
    t, px = theme.tokens, theme.px
    return f"""
QAbstractScrollArea {{ background: transparent; border: none; }}
QAbstractItemView {{ background: {t.surface}; alternate-background-color: {t.surface};
  color: {t.ink}; border: none; outline: none; gridline-color: {t.line};
  selection-background-color: {t.tint}; selection-color: {t.ink}; }}
QTableView, QListView, QTreeView {{ background: {t.surface}; border: 1px solid {t.line};
  border-radius: {px(12)}px; }}
QAbstractItemView::item {{ padding: {px(4)}px {px(12)}px; border: none;
  border-bottom: 1px solid {t.line}; }}
QAbstractItemView::item:hover {{ background: {t.hover}; }}
QAbstractItemView::item:selected {{ background: {t.tint}; color: {t.ink}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{ background: {t.surface}; color: {t.muted}; border: none;
  border-bottom: 1px solid {t.line}; padding: {px(10)}px {px(12)}px; font-size: {px(13)}px;
  font-weight: 600; text-align: left; }}
QTableCornerButton::section {{ background: {t.surface}; border: none; }}
QTabWidget::pane {{ border: none; border-top: 1px solid {t.line}; }}
QTabBar::tab {{ background: transparent; color: {t.muted}; border: none;
  border-bottom: 3px solid transparent; padding: {px(10)}px {px(16)}px; font-weight: 600; }}
QTabBar::tab:selected {{ color: {t.brand_ink}; border-bottom-color: {t.brand}; }}
"""


def _scrolling(theme: Theme) -> str:
    t, px = theme.tokens, theme.px
    return f"""
QScrollBar {{ background: transparent; border: none; margin: 0px; }}
QScrollBar:vertical {{ width: {px(12)}px; }}
QScrollBar:horizontal {{ height: {px(12)}px; }}
QScrollBar::handle {{ background: {t.field}; border-radius: {px(4)}px; margin: {px(2)}px; }}
QScrollBar::handle:vertical {{ min-height: {px(32)}px; }}
QScrollBar::handle:horizontal {{ min-width: {px(32)}px; }}
QScrollBar::handle:hover {{ background: {t.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0px; height: 0px; border: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QSplitter::handle {{ background: {t.line}; }}
"""


def _small(theme: Theme) -> str:
    t, px = theme.tokens, theme.px
    return f"""
QToolTip {{ background: {t.ink}; color: {t.surface}; border: none; padding: {px(8)}px {px(10)}px;
  font-size: {px(13)}px; }}
QMenu {{ background: {t.surface}; color: {t.ink}; border: 1px solid {t.field};
  padding: {px(6)}px; }}
QMenu::item {{ padding: {px(8)}px {px(16)}px; border-radius: {px(6)}px; }}
QMenu::item:selected {{ background: {t.tint}; color: {t.brand_ink}; }}
QMenu::separator {{ height: 1px; background: {t.line}; margin: {px(4)}px {px(8)}px; }}
QProgressBar {{ background: {t.sunken}; border: none; border-radius: {px(3)}px;
  max-height: {px(6)}px; min-height: {px(6)}px; color: transparent; }}
QProgressBar::chunk {{ background: {t.brand}; border-radius: {px(3)}px; }}
QDialog, QMainWindow {{ background: {t.canvas}; }}
QMessageBox {{ background: {t.surface}; }}
"""
