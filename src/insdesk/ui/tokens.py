"""The colours, by name, in three palettes, and the contrast each pair must keep.

`PAIRS` lists every text or sign on its background; a test computes them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The named colours of one palette, `#RRGGBB`; three palettes give the same names."""

    ink: str = "#16202A"
    muted: str = "#52606D"
    surface: str = "#FFFFFF"
    canvas: str = "#F3F6F8"
    sunken: str = "#EDF1F4"
    hover: str = "#EAF0F3"
    line: str = "#D9E0E6"
    border: str = "#B8C3CC"
    field: str = "#7C8894"
    disabled: str = "#626E7A"
    brand: str = "#0B5C6B"
    brand_hover: str = "#0A4F5C"
    brand_ink: str = "#083F4A"
    on_brand: str = "#FFFFFF"
    tint: str = "#E3F1F3"
    chip: str = "#D3E4E8"
    on_chip: str = "#083F4A"
    focus: str = "#1B6EF3"
    ok: str = "#0F6B3C"
    ok_back: str = "#E3F4EA"
    info: str = "#0B4F8A"
    info_back: str = "#E6EFF8"
    warn: str = "#7A4A00"
    warn_back: str = "#FFF1D6"
    neutral: str = "#4A4A4A"
    neutral_back: str = "#ECEEF1"
    error: str = "#A3161A"
    error_back: str = "#FDECEC"
    demo: str = "#5B2A86"
    demo_back: str = "#F1E8F9"
    patient_muted: str = "#414E59"
    yes: str = "#0B5A32"
    no: str = "#8F1216"

    def of(self, name: str) -> str:
        """The colour called `name`; raises `AttributeError` for a name that does not exist."""
        return str(getattr(self, name))


TONES: Final = ("ok", "info", "warn", "neutral", "error", "demo")
"""What may be said by colour, always beside a sign and a word: `Tokens.<tone>` on `<tone>_back`."""

LIGHT: Final = Tokens()

DARK: Final = Tokens(
    ink="#F2F4F7",
    muted="#B4BFCA",
    surface="#1D242E",
    canvas="#14181F",
    sunken="#262E39",
    hover="#2A333F",
    line="#36404D",
    border="#5A6675",
    field="#8793A0",
    disabled="#97A3AF",
    brand="#6CC5D3",
    brand_hover="#86D3DF",
    brand_ink="#C6EBF0",
    on_brand="#04262D",
    tint="#17373F",
    chip="#A5DCE5",
    on_chip="#04262D",
    focus="#7FB3FF",
    ok="#7BD8A2",
    ok_back="#12352A",
    info="#8CC4FF",
    info_back="#152F4B",
    warn="#FFC56B",
    warn_back="#3B2B0C",
    neutral="#CDD3DA",
    neutral_back="#323A45",
    error="#FF9C96",
    error_back="#451D20",
    demo="#D6B4F5",
    demo_back="#37214C",
    patient_muted="#C3CCD5",
    yes="#7BD8A2",
    no="#FFB1AC",
)

CONTRAST: Final = Tokens(
    ink="#000000",
    muted="#1E1E1E",
    surface="#FFFFFF",
    canvas="#FFFFFF",
    sunken="#FFFFFF",
    hover="#EFEFEF",
    line="#000000",
    border="#000000",
    field="#000000",
    disabled="#4D4D4D",
    brand="#003A45",
    brand_hover="#000000",
    brand_ink="#001F26",
    on_brand="#FFFFFF",
    tint="#FFFFFF",
    chip="#FFFFFF",
    on_chip="#000000",
    focus="#0A3DFF",
    ok="#00421F",
    ok_back="#FFFFFF",
    info="#00305C",
    info_back="#FFFFFF",
    warn="#4A2C00",
    warn_back="#FFFFFF",
    neutral="#1E1E1E",
    neutral_back="#FFFFFF",
    error="#750006",
    error_back="#FFFFFF",
    demo="#3D0F66",
    demo_back="#FFFFFF",
    patient_muted="#1E1E1E",
    yes="#00421F",
    no="#750006",
)

PALETTES: Final = {"clair": LIGHT, "sombre": DARK, "contraste": CONTRAST}

_TEXT, _PATIENT, _SIGN = 4.5, 7.0, 3.0
PAIRS: Final[tuple[tuple[str, str, float], ...]] = (
    *((ink, back, _TEXT) for ink in ("ink", "muted") for back in ("canvas", "sunken", "hover")),
    *((ink, "tint", _TEXT) for ink in ("ink", "muted", "brand_ink")),
    *((ink, "surface", _TEXT) for ink in ("muted", "brand", "brand_ink", "disabled", *TONES)),
    *((ink, "canvas", _TEXT) for ink in ("brand_ink", "disabled", *TONES)),
    *((ink, f"{tone}_back", _TEXT) for tone in TONES for ink in (tone, "ink")),
    ("brand_ink", "hover", _TEXT),
    ("on_brand", "brand", _TEXT),
    ("on_brand", "brand_hover", _TEXT),
    ("on_chip", "chip", _TEXT),
    ("disabled", "sunken", _TEXT),
    ("surface", "ink", _TEXT),
    *(
        (sign, back, _SIGN)
        for sign in ("field", "focus", "brand")
        for back in ("surface", "canvas")
    ),
    ("brand", "tint", _SIGN),
    *((ink, "surface", _PATIENT) for ink in ("ink", "patient_muted", "yes", "no")),
)
"""(colour, background, least ratio): 4.5 for text, 3 for signs and borders, 7 for the patient."""


def contrast(first: str, second: str) -> float:
    """The contrast ratio of two colours, 1 to 21, as WCAG 2.2 computes it."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
