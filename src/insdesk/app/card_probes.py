"""What the diagnostic looks at on the side of the cards: service, readers, cards, components.

The kind of a card is seen, never what it holds; a reader is named by its model, never by a number
of its own. Nothing here opens a conversation with a card but the CPS component, in its process.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import entry_points

from insdesk.cards import official
from insdesk.cards.codes import PcscFailure
from insdesk.cards.cps import is_cps, recognise
from insdesk.cards.cryptolib import CryptolibCps, library
from insdesk.cards.slots import Seen, looks_like_a_vitale
from insdesk.cards.watch import readers_seen
from insdesk.errors import (
    NotAPractitionerCard,
    PractitionerCardAbsent,
    PractitionerCardError,
    PractitionerComponentAbsent,
)
from insdesk.identity.practitioner import PractitionerReading
from insdesk.qualification.diagnosis import Check, Health, Probe, Said
from insdesk.settings import Settings

GOOD, WATCH, BAD, UNKNOWN = Health.GOOD, Health.WATCH, Health.BAD, Health.UNKNOWN

COMPONENT_S = 4.0
"""Seconds for the CPS component to answer."""

NO_SERVICE: Said = (UNKNOWN, "service de cartes arrêté", "Démarrez d'abord le service de cartes.")
NO_READER: Said = (UNKNOWN, "aucun lecteur", "Branchez d'abord un lecteur.")
START: Mapping[str, str] = {
    "win32": "Ouvrez « Services » de Windows, puis démarrez « Carte à puce ».",
    "darwin": "Redémarrez l'ordinateur : macOS lance ce service de lui-même.",
    "linux": "Démarrez le service « pcscd » (systemctl start pcscd), ou redémarrez l'ordinateur.",
}
"""How the card service is started, by operating system."""

PUT_BACK = "Retirez puis réinsérez la CPS."
REINSTALL = "Réinstallez « Cryptolib CPS » (64 bits)."

_NUMBERED = re.compile(r"^(?P<model>.*?) (?P<unit>[0-9A-Fa-f]{2}) (?P<slot>[0-9A-Fa-f]{2})$")
"""How pcsc-lite ends a name: which reader, which of its slots."""

_ASIDE = re.compile(r"[(\[].*?(?:[)\]]|$)|\b(?i:s/?n)\b\W*\S*")
"""What stands in brackets or after `SN`: the number of one reader, or no word of its model."""

_SERIAL = re.compile(r"(?=.*\d)[0-9A-Fa-f]{6,}|[A-F]{6,}|(?:\D*\d){5,}.*")
"""What may be the number of one reader: long hexadecimal, five digits or more."""


@dataclass(frozen=True, slots=True)
class CardProbes:
    """Seven checks. `in_use`: the code of the CPS was given to this very desk.

    Its card is then left alone: another process on it could end the session.
    """

    settings: Settings
    in_use: Callable[[], bool]

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
        }

    def service(self) -> Said:
        """Whether the card service of the system answers."""
        try:
            readers_seen()
        except PcscFailure:
            return BAD, "arrêté", START.get(sys.platform, START["linux"])
        except ImportError:
            return BAD, "absent", "Installez le service de cartes (PC/SC) de ce système."
        return GOOD, "actif", ""

    def readers(self) -> Said:
        """Which readers, by their model, with their slots."""
        seen = _seen()
        if seen is None:
            return NO_SERVICE
        if not seen:
            return BAD, "aucun lecteur", "Branchez le lecteur, ou changez de prise USB."
        slots = Counter(_unit(one.reader) for one in seen)
        said = [
            model_of(name) + (f" ({count} fentes)" if count > 1 else "")
            for (name, _), count in slots.items()
        ]
        count = f"{len(said)} lecteurs : " if len(said) > 1 else ""
        return GOOD, count + ", ".join(said), ""

    def cards(self) -> Said:
        """What kind of card lies in each reader, never what it holds."""
        seen = _seen()
        if not seen:
            return NO_SERVICE if seen is None else NO_READER
        words = " ; ".join(f"{where} : {_kind(one)}" for where, one in _places(seen))
        if any(one.present and one.mute for one in seen):
            return BAD, words, "Essuyez la puce de la carte muette et réinsérez-la, puce en avant."
        contact = [one for one in seen if one.present and not one.contactless]
        if len(contact) > 1 and not any(is_cps(one.atr) for one in contact):
            return WATCH, words, "Aucune de ces cartes n'est une CPS : insérez la vôtre."
        return GOOD, words, ""

    def cps(self) -> Said:
        """Whether the CPS is readable and in its validity; its holder is not named."""
        if self.in_use():
            return GOOD, "prête, code saisi", ""
        seen = _seen()
        if seen is None:
            return NO_SERVICE
        card = next((one for one in seen if one.present and is_cps(one.atr)), None)
        if card is None:
            return WATCH, "absente", "Insérez votre CPS pour appeler INSi et qualifier."
        path = library.find(self.settings.cps_library)
        if path is None:
            words = f"présente ({recognise(card.atr)}), mais le composant CPS est absent"
            return BAD, words, "Voyez la ligne « Composant CPS »."
        with closing(CryptolibCps(path, limit=COMPONENT_S)) as module:
            try:
                reading = module.identify()
            except PractitionerCardError as problem:
                return _cps_trouble(problem)
            return card_said(reading, module.tries_left)

    def cps_component(self) -> Said:
        """Whether the PKCS#11 library is found, and its version."""
        path = library.find(self.settings.cps_library)
        if path is None:
            if self.settings.cps_library:
                fix = "Corrigez l'emplacement du composant CPS dans les réglages, ou videz-le."
                return BAD, "introuvable à l'endroit indiqué dans les réglages", fix
            return BAD, "introuvable", "Installez « Cryptolib CPS » de l'ANS (5.2 ou plus)."
        with closing(CryptolibCps(path, limit=COMPONENT_S)) as module:
            try:
                version = module.version()
            except PractitionerComponentAbsent:
                return BAD, "trouvé, ne se charge pas", REINSTALL
            except PractitionerCardError:
                return BAD, "trouvé, ne répond pas", REINSTALL
        words = f"version {version[0]}.{version[1]}"
        if library.is_too_old(version):
            return WATCH, words, "Les CPS4 demandent la version 5.2 : mettez-la à jour."
        return GOOD, words, ""

    def vitale_component(self) -> Said:
        """Whether a bridge to the licensed component is declared on this machine; its version."""
        declared = sorted(entry_points(group=official.GROUP), key=lambda one: one.name)
        if not declared:
            fix = "Sans lui, pas de recherche INSi par carte Vitale : utilisez les traits."
            return WATCH, "absent", fix
        for one in declared:
            if _loads(one.load):
                version = one.dist.version if one.dist is not None else ""
                return GOOD, f"présent, version {version}" if version else "présent", ""
        fix = "Réinstallez le composant de lecture ; en attendant, utilisez les traits."
        return BAD, "trouvé, ne se charge pas", fix

    def reader_shared(self) -> Said:
        """Whether another program holds a reader for itself alone."""
        seen = _seen()
        if not seen:
            return NO_SERVICE if seen is None else NO_READER
        held = [where for where, one in _places(seen) if one.exclusive]
        if held:
            fix = "Terminez l'opération dans le logiciel de facturation, puis refaites le test."
            return WATCH, f"{', '.join(held)} : occupé par un autre logiciel", fix
        return GOOD, "libre" if len(seen) == 1 else "libres", ""


def _loads(load: Callable[[], object]) -> bool:
    """Whether a foreign bridge loads as a reader: it may raise what it likes."""
    try:
        return callable(load())
    except (Exception, SystemExit):  # noqa: BLE001 (foreign code: any end is « does not load »)
        return False


def _seen() -> list[Seen] | None:
    """What each reader shows; None without a card service."""
    try:
        return readers_seen()
    except (PcscFailure, ImportError):
        return None


def _cps_trouble(problem: PractitionerCardError) -> Said:
    match problem:
        case PractitionerCardAbsent():
            return WATCH, "retirée pendant le contrôle", "Réinsérez la CPS, puis refaites le test."
        case NotAPractitionerCard():
            return BAD, "présente, mais ce n'est pas une CPS lisible", PUT_BACK
        case PractitionerComponentAbsent():
            return BAD, "présente, mais le composant CPS ne se charge pas", REINSTALL
    return BAD, "présente, mais le composant CPS n'a pas pu la lire", PUT_BACK


def card_said(reading: PractitionerReading, left: int | None) -> Said:
    """A CPS that reads: its kind, its validity, the tries of its code when one was wrong."""
    day = "/".join(reversed(reading.not_after.split("-")))
    kind = f"{reading.kind.value} ({reading.generation})"
    if reading.is_past(datetime.now(UTC).date()):
        return BAD, f"{kind}, expirée le {day}", "Demandez votre nouvelle carte."
    words = f"{kind}, valable jusqu'au {day}"
    if left == 0:
        return BAD, f"{words}, code bloqué", "Débloquez-la avec le code reçu par courrier."
    if left is not None:
        plural = "s" if left > 1 else ""
        fix = "Chaque code faux rapproche du blocage : vérifiez le code avant de le saisir."
        if left == 1:
            fix = "Un code faux de plus bloquera la carte : vérifiez-le avant de le saisir."
        return WATCH, f"{words}, {left} essai{plural} restant{plural}", fix
    return GOOD, words, ""


def _kind(one: Seen) -> str:
    """What lies in one slot, from its ATR alone."""
    if not one.present:
        return "vide"
    if one.mute:
        return "carte muette"
    if is_cps(one.atr):
        return f"CPS ({recognise(one.atr)})"
    return "carte Vitale" if looks_like_a_vitale(one.atr) else "autre carte"


def _places(seen: Sequence[Seen]) -> list[tuple[str, Seen]]:
    """Each slot with a name of its own: its model and its place, as far as they tell it apart."""
    slots = Counter(_unit(one.reader) for one in seen)
    told: Counter[tuple[str, str]] = Counter()
    places = []
    for one in seen:
        unit = _unit(one.reader)
        told[unit] += 1
        slot = f"fente {told[unit]}" if slots[unit] > 1 else ""
        model = model_of(unit[0]) if len(slots) > 1 or not slot else ""
        places.append((", ".join(filter(None, (model, slot))), one))
    return places


def _unit(name: str) -> tuple[str, str]:
    """One reader, whatever its slot: its name, its number in the card service."""
    parts = _NUMBERED.match(name)
    return (parts["model"], parts["unit"]) if parts else (name, "")


def model_of(name: str) -> str:
    """A reader's model: what may be a number of its own is left out."""
    bare = _ASIDE.sub(" ", name)
    kept = [part for part in bare.split() if not _SERIAL.fullmatch(part.strip(",;:#"))]
    return " ".join(kept)[:60] or "lecteur sans nom"
