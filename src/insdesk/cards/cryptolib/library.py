"""Where the PKCS#11 library of the CPS is, by operating system (cards.md §2.2)."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

CANDIDATES: Mapping[str, tuple[str, ...]] = {
    "win32": (r"%WINDIR%\System32\cps3_pkcs11_w64.dll",),
    "darwin": (
        "/usr/local/lib/libcps3_pkcs11_osx.dylib",
        "/Library/Frameworks/cps3.framework/cps3_pkcs11",
    ),
    "linux": (
        "/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so",
        "/usr/lib64/libcps3_pkcs11_lux.so",
        "/usr/local/lib/libcps3_pkcs11_lux.so",
        "/usr/lib/libcps3_pkcs11_lux.so",
        "/usr/local/galss/libcps3_pkcs11_lux.so",
    ),
}
"""Most likely first. Only 64-bit libraries: that is what this Python can load."""

OLDEST = (5, 2)
"""Version from which CPS4 cards are known."""


def find(chosen: str = "", platform: str = sys.platform) -> Path | None:
    """The library to load: the one `chosen` in the settings if it exists, else a known place.

    A chosen file that is not there gives None: another library is never loaded in its place.
    """
    if chosen:
        path = Path(chosen)
        return path if path.is_file() else None
    known = (Path(os.path.expandvars(one)) for one in CANDIDATES.get(platform, ()))
    return next((path for path in known if path.is_file()), None)


def is_too_old(version: tuple[int, int]) -> bool:
    """Whether a library of this version may not know the CPS4."""
    return version < OLDEST
