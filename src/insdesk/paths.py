"""Where every file of the desk lives, and how a private one is written."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of one desk, all below `home` (`--home DIR`). Building one touches no disk."""

    home: Path

    @classmethod
    def default(cls) -> Paths:
        """The usual place for a user's data on this platform."""
        import platformdirs  # here and below: nothing that the first paint can do without

        return cls(Path(platformdirs.user_data_dir("insdesk", appauthor=False)))

    def database(self, environment: str | Enum) -> Path:
        """The base of one environment: never the same file for two of them (decision 3).

        Accents are folded. Raises `ValueError` for what cannot be the name of an environment.
        """
        import unicodedata

        name = environment.value if isinstance(environment, Enum) else environment
        bare = unicodedata.normalize("NFD", str(name)).casefold()
        folded = "".join(c for c in bare if not unicodedata.combining(c))
        if not (folded.isascii() and folded.isalpha()):
            raise ValueError("not the name of an environment")
        return self.home / f"insdesk-{folded}.db"

    @property
    def settings_file(self) -> Path:
        """The settings, TOML."""
        return self.home / "settings.toml"

    @property
    def logs(self) -> Path:
        """The folder of the technical logs."""
        return self.home / "logs"

    @property
    def backups(self) -> Path:
        """The folder of the copies of the base."""
        return self.home / "backups"


def private_dir(path: Path) -> Path:
    """Make sure that `path` is a folder only its owner may enter (0700); returns it.

    Missing parents are created as private; parents that exist are left alone. Raises `OSError`.
    """
    if not path.parent.exists():
        private_dir(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    path.chmod(0o700)
    return path


def private_file(path: Path, content: bytes) -> Path:
    """Write `content` whole to `path`, readable by its owner only (0600), or not at all.

    A reader sees the old file or the new one, never a part, even after a power cut. On failure
    nothing is left behind and the `OSError` goes on.
    """
    import tempfile

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".insdesk-", suffix=".part")
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _make_durable(path.parent)
    return path


def resource(*parts: str) -> Path:
    """A file shipped with the program: `resource("insi", "INSiIdir.wsdl")`.

    Raises `FileNotFoundError` when the program was installed without its resources.
    """
    return _shipped("resources").joinpath(*parts)


def migrations_dir() -> Path:
    """The folder of the migrations of the base; raises `FileNotFoundError` as `resource`."""
    return _shipped("migrations")


def _shipped(folder: str) -> Path:
    """Find `folder` in a frozen application, a wheel, or an editable install, in that order."""
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [Path(frozen) / folder] if frozen else []
    candidates += [_PACKAGE / f"_{folder}", _PACKAGE.parent.parent / folder]
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(folder)


def _make_durable(folder: Path) -> None:
    """Put the new name on the disk too; Windows has no such call and does not need it."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
