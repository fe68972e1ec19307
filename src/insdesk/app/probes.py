"""What each check of the diagnostic looks at, on the real desk. Nothing personal is ever read.

Every probe opens what it needs and closes it: the diagnostic works when the desk does not.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from insdesk.app.card_probes import CardProbes
from insdesk.app.network_probes import NetworkProbes
from insdesk.errors import (
    DatabaseDamaged,
    DatabaseNewer,
    DatabaseOfOtherEnvironment,
    StoreError,
)
from insdesk.identity.readings import Environment
from insdesk.paths import Paths
from insdesk.qualification.diagnosis import Check, Health, Probe, Said
from insdesk.settings import Settings
from insdesk.store import sqlite
from insdesk.store.database import refuse

GOOD, WATCH, BAD, UNKNOWN = Health.GOOD, Health.WATCH, Health.BAD, Health.UNKNOWN

LOW_DISK = 500 * 1024 * 1024
MEGA, GIGA = 1024 * 1024, 1024 * 1024 * 1024
OLD_BACKUP = timedelta(days=8)
WAIT_S = 2.0
"""Seconds for a base that another program is writing."""

SAVE_NOW = "Fermez insdesk, puis copiez la base dans le dossier des sauvegardes (« backups »)."
RESTORE = "Fermez insdesk, puis reprenez la dernière sauvegarde saine."
FULL: Said = (BAD, "disque plein : rien ne peut être enregistré", "Libérez de la place.")
RIGHTS = "Rendez à votre session le droit d'écrire dans le dossier d'insdesk."
NO_FOLDER: Said = (BAD, "le dossier d'insdesk ne peut pas être lu et écrit", RIGHTS)


@dataclass(frozen=True, slots=True)
class Probes:
    """The twelve probes of one desk, as its settings say.

    `in_use`: the code of the CPS was given to this very desk. Its card is then left alone: another
    process on it could end the session.
    """

    places: Paths
    settings: Settings
    environment: Environment
    in_use: Callable[[], bool] = lambda: False

    def all(self) -> Mapping[Check, Probe]:
        """By check."""
        return {
            **CardProbes(self.settings, self.in_use).all(),
            **NetworkProbes(self.settings, self.environment).all(),
            Check.BASE: self.base,
            Check.BACKUP: self.backup,
        }

    def base(self) -> Said:
        """Whether the base is sound and can be written to, and the disk has room."""
        path = self.places.database(self.environment).absolute()
        folder = next((one for one in path.parents if one.is_dir()), path.parent)
        if (trouble := _write_trouble(folder)) is not None:
            return trouble
        free = shutil.disk_usage(folder).free
        try:
            size = path.stat().st_size
        except FileNotFoundError:
            words = "pas encore créée"
        except OSError:
            return NO_FOLDER
        else:
            if (trouble := _base_trouble(path, self.environment)) is not None:
                return trouble
            words = f"saine, {_size(size)}"
        if free < LOW_DISK:
            return WATCH, f"{words}, disque presque plein", "Libérez de la place sur le disque."
        return GOOD, f"{words}, {_size(free)} libres sur le disque", ""

    def backup(self) -> Said:
        """How old the last copy is."""
        folder = self.places.backups
        try:
            copies = [one.stat() for one in folder.iterdir() if one.is_file()]
        except FileNotFoundError:
            copies = []
        except OSError:
            return NO_FOLDER
        dates = [one.st_mtime for one in copies if one.st_size]
        if not dates:
            return WATCH, "aucune", SAVE_NOW
        age = datetime.now(UTC) - datetime.fromtimestamp(max(dates), UTC)
        words = "aujourd'hui"
        if age.days > 0:
            words = f"il y a {age.days} jour{'s' if age.days > 1 else ''}"
        return (WATCH, words, SAVE_NOW) if age > OLD_BACKUP else (GOOD, words, "")


def _write_trouble(folder: Path) -> Said | None:
    """Why nothing could be kept below `folder`: tried with a file without a name."""
    try:
        with tempfile.TemporaryFile(dir=folder) as draft:
            draft.write(bytes(4096))
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            return FULL
        return NO_FOLDER
    return None


def _base_trouble(path: Path, environment: Environment) -> Said | None:
    """What would keep the desk from opening its base; None when nothing.

    Only SQLite opens the file: closing it ourselves would drop the locks of a desk at work.
    """
    if not os.access(path, os.R_OK | os.W_OK):
        return BAD, "la base ne peut pas être lue et écrite", RIGHTS
    try:
        with closing(_opened(path)) as line:
            refuse(sqlite.inspect(line), environment)
            if line.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                return BAD, "altérée", RESTORE
    except (StoreError, sqlite3.Error) as problem:
        return _refused(problem)
    return None


def _opened(path: Path) -> sqlite3.Connection:
    """A line that only reads. Raises `sqlite3.Error`."""
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=WAIT_S)


def _refused(problem: StoreError | sqlite3.Error) -> Said:
    """Why a base does not open, in words."""
    match problem:
        case DatabaseNewer():
            fix = "Installez la dernière version d'insdesk."
            return BAD, "écrite par une version plus récente d'insdesk", fix
        case DatabaseOfOtherEnvironment():
            fix = "Remettez à sa place la base de cet environnement, ou reprenez une sauvegarde."
            return BAD, "base d'un autre environnement", fix
        case DatabaseDamaged():
            return BAD, "ce n'est pas une base d'insdesk", RESTORE
    code = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        fix = "Fermez l'autre programme qui utilise la base, puis refaites le test."
        return WATCH, "occupée par un autre programme", fix
    if code == sqlite3.SQLITE_NOTADB:
        return BAD, "illisible : chiffrée par un autre programme, ou altérée", RESTORE
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY):
        return BAD, "la base ne peut pas être lue et écrite", RIGHTS
    return BAD, "altérée ou illisible", RESTORE


def _size(count: int) -> str:
    """Bytes as a practitioner reads them."""
    if count >= GIGA:
        return f"{count // GIGA} Go"
    return f"{count // MEGA} Mo" if count >= MEGA else "moins de 1 Mo"
