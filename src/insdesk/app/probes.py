"""What each check of the diagnostic looks at, on the real desk. Nothing personal is ever read.

Every probe opens what it needs and closes it: the diagnostic works when the desk does not.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from insdesk.app.network_probes import CONNECT_S, NetworkProbes, Said
from insdesk.cards.cryptolib import CryptolibCps, library
from insdesk.cards.official import find_official
from insdesk.cards.watch import ReaderWatch
from insdesk.errors import PractitionerCardError
from insdesk.identity.desk_state import CardsState, CpsState, ServiceState, VitaleState
from insdesk.identity.readings import Environment, PractitionerReading
from insdesk.paths import Paths
from insdesk.qualification.diagnosis import Check, Health, Probe
from insdesk.settings import Settings

GOOD, WATCH, BAD, UNKNOWN = Health.GOOD, Health.WATCH, Health.BAD, Health.UNKNOWN

CLEAR = b"SQLite format 3\0"
LOW_DISK = 500 * 1024 * 1024
OLD_BACKUP = timedelta(days=8)


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
            Check.SERVICE: self.service,
            Check.READERS: self.readers,
            Check.CARDS: self.cards,
            Check.CPS: self.cps,
            Check.CPS_COMPONENT: self.cps_component,
            Check.VITALE_COMPONENT: self.vitale_component,
            Check.READER_SHARED: self.reader_shared,
            **NetworkProbes(self.settings, self.environment).all(),
            Check.BASE: self.base,
            Check.BACKUP: self.backup,
        }

    # --- cards ---------------------------------------------------------------------------------

    def service(self) -> Said:
        """Whether the card service of the system answers."""
        match _look().service:
            case ServiceState.RUNNING:
                return GOOD, "actif", ""
            case ServiceState.STOPPED:
                return BAD, "arrêté", "Démarrez le service de cartes de ce système."
            case ServiceState.ABSENT:
                return BAD, "absent", "Installez le service de cartes (PC/SC) de ce système."

    def readers(self) -> Said:
        """How many readers, by their model: the serial number at the end of a name is left out."""
        names = _look().readers
        if not names:
            return BAD, "aucun lecteur", "Branchez le lecteur, ou changez de prise USB."
        return GOOD, f"{len(names)} : {', '.join(_model(name) for name in names)}", ""

    def cards(self) -> Said:
        """What kind of card lies in the readers, never what it holds."""
        state = _look()
        if not state.readers:
            return UNKNOWN, "aucun lecteur", ""
        vitale, practitioner = state.vitale.value, state.cps.value
        words = f"Vitale {vitale} ; CPS {practitioner}"
        if state.vitale is VitaleState.UNREADABLE:
            return BAD, words, "Essuyez la puce de la carte Vitale et réinsérez-la."
        if state.cps is CpsState.NOT_A_CPS:
            return WATCH, words, "La carte du praticien n'est pas une CPS : échangez les cartes."
        return GOOD, words, ""

    def cps(self) -> Said:
        """Whether the CPS is readable and in its validity; its holder is not named."""
        if self.in_use():
            return GOOD, "prête, code saisi", ""
        state = _look()
        if state.cps_insertion is None:
            return WATCH, "absente", "Insérez votre CPS pour appeler INSi et qualifier."
        path = library.find(self.settings.cps_library)
        if path is None:
            return UNKNOWN, f"présente ({state.cps_generation}), composant absent", ""
        module = CryptolibCps(path, limit=CONNECT_S)
        try:
            reading = module.identify()
        except PractitionerCardError as problem:
            fix = "Retirez puis réinsérez la CPS."
            return BAD, f"présente, illisible ({type(problem).__name__})", fix
        else:
            return _card_said(reading, module.tries_left)
        finally:
            module.close()

    def cps_component(self) -> Said:
        """Whether the PKCS#11 library is found, and its version."""
        path = library.find(self.settings.cps_library)
        if path is None:
            return BAD, "introuvable", "Installez « Cryptolib CPS » de l'ANS (5.2 ou plus)."
        module = CryptolibCps(path, limit=CONNECT_S)
        try:
            version = module.version()
        except PractitionerCardError:
            return BAD, "trouvé, ne se charge pas", "Réinstallez « Cryptolib CPS » (64 bits)."
        finally:
            module.close()
        words = f"version {version[0]}.{version[1]}"
        if library.is_too_old(version):
            return WATCH, words, "Les CPS4 demandent la version 5.2 : mettez-la à jour."
        return GOOD, words, ""

    def vitale_component(self) -> Said:
        """Whether a bridge to the licensed component is declared on this machine."""
        if find_official() is not None:
            return GOOD, "présent", ""
        fix = "Sans lui, la recherche par carte Vitale n'est pas possible : utilisez les traits."
        return WATCH, "absent", fix

    def reader_shared(self) -> Said:
        """Whether another program holds a reader."""
        state = _look()
        if not state.readers:
            return UNKNOWN, "aucun lecteur", ""
        if state.vitale is VitaleState.BUSY:
            fix = "Terminez l'opération dans le logiciel de facturation, puis refaites le test."
            return WATCH, "occupé par un autre logiciel", fix
        return GOOD, "libre", ""

    # --- what is kept --------------------------------------------------------------------------

    def base(self) -> Said:
        """Whether the file of the base is sound and the disk has room."""
        path = self.places.database(self.environment)
        if not path.exists():
            return GOOD, "pas encore créée", ""
        if not _is_clear(path):
            return GOOD, f"chiffrée, {_size(path)}, contrôlée à chaque ouverture", ""
        try:
            line = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=2.0)
            try:
                sound = line.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
            finally:
                line.close()
        except sqlite3.Error:
            sound = False
        if not sound:
            return BAD, "altérée ou illisible", "Reprenez la dernière sauvegarde saine."
        free = shutil.disk_usage(path.parent).free
        words = f"saine, {_size(path)}"
        if free < LOW_DISK:
            return WATCH, f"{words}, disque presque plein", "Libérez de la place sur le disque."
        return GOOD, words, ""

    def backup(self) -> Said:
        """How old the last copy is."""
        folder = self.places.backups
        copies = [one.stat().st_mtime for one in folder.glob("*")] if folder.is_dir() else []
        if not copies:
            return WATCH, "aucune", "Faites une sauvegarde."
        age = datetime.now(UTC) - datetime.fromtimestamp(max(copies), UTC)
        words = f"il y a {age.days} jours" if age.days else "aujourd'hui"
        return (WATCH, words, "Faites une sauvegarde.") if age > OLD_BACKUP else (GOOD, words, "")


def _card_said(reading: PractitionerReading, left: int | None) -> Said:
    """A CPS that reads: its kind, its validity, the tries of its code when one was wrong."""
    words = f"{reading.kind.value} {reading.generation}, valable jusqu'au {reading.not_after}"
    if reading.not_after < datetime.now(UTC).date().isoformat():
        return BAD, words, "Demandez votre nouvelle carte."
    if left == 0:
        return BAD, f"{words}, code bloqué", "Débloquez-la avec le code reçu par courrier."
    if left is not None:
        plural = "s" if left > 1 else ""
        fix = "Un code faux de plus peut bloquer la carte : vérifiez-le avant de le saisir."
        return WATCH, f"{words}, {left} essai{plural} restant{plural}", fix
    return GOOD, words, ""


def _is_clear(path: Path) -> bool:
    """Whether the base is a plain file: an encrypted one begins like noise."""
    try:
        with path.open("rb") as file:
            return file.read(len(CLEAR)) in (CLEAR, b"")
    except OSError:
        return True


def _size(path: Path) -> str:
    return f"{path.stat().st_size // (1024 * 1024)} Mo"


def _look() -> CardsState:
    return ReaderWatch().look()


def _model(name: str) -> str:
    """A reader's model: what stands between brackets or looks like a serial number is left out."""
    bare = re.sub(r"[(\[].*?[)\]]", " ", name)
    kept = [part for part in bare.split() if sum(sign.isdigit() for sign in part) < 4]
    return " ".join(kept)[:60]
