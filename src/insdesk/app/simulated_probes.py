"""What each check of the diagnostic looks at in mode découverte: nothing real, and it says so.

Only the base and its copies are looked at on the disk, since they are there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from insdesk.app.probes import Probes
from insdesk.identity.desk_state import CpsState, ServiceState, VitaleState
from insdesk.qualification.diagnosis import Check, Health, Probe, Said
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.readers import SimulatedReaders
from insdesk.simulator.trouble import Mode

GOOD, WATCH, BAD, UNKNOWN = Health.GOOD, Health.WATCH, Health.BAD, Health.UNKNOWN
AWAY = frozenset({Mode.SILENT, Mode.UNREACHABLE, Mode.UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class SimulatedProbes:
    """The twelve probes of a desk made of bytes; `kept` are those of its files."""

    readers: SimulatedReaders
    insi: SimulatedInsi
    kept: Probes

    def all(self) -> Mapping[Check, Probe]:
        """By check."""
        return {
            Check.SERVICE: self.service,
            Check.READERS: self.slots,
            Check.CARDS: self.cards,
            Check.CPS: self.cps,
            Check.CPS_COMPONENT: lambda: (GOOD, "composant simulé", ""),
            Check.VITALE_COMPONENT: lambda: (GOOD, "lecture simulée", ""),
            Check.READER_SHARED: lambda: (GOOD, "libre (lecteur simulé)", ""),
            Check.NETWORK: self.network,
            Check.SERVER: self.server,
            Check.CLOCK: lambda: (GOOD, "celle de l'ordinateur, non comparée", ""),
            Check.BASE: self.kept.base,
            Check.BACKUP: self.kept.backup,
        }

    def service(self) -> Said:
        """The simulated card service."""
        running = self.readers.state.service is ServiceState.RUNNING
        fix = "Remettez-le en marche par le panneau des cartes."
        return (GOOD, "simulé, actif", "") if running else (BAD, "simulé, arrêté", fix)

    def slots(self) -> Said:
        """The simulated reader."""
        count = len(self.readers.state.readers)
        fix = "Rebranchez-le par le panneau des cartes."
        return (GOOD, f"{count} fentes simulées", "") if count else (BAD, "simulé, débranché", fix)

    def cards(self) -> Said:
        """Which of the two simulated cards are in."""
        state = self.readers.state
        cards = {"Vitale": state.vitale is not VitaleState.ABSENT, "CPS": state.cps_insertion}
        inside = [f"{name} simulée" for name, there in cards.items() if there]
        return GOOD, " ; ".join(inside) or "aucune carte simulée", ""

    def cps(self) -> Said:
        """The simulated CPS; its holder is fictitious, and not named either."""
        state = self.readers.state
        if state.cps is CpsState.NOT_A_CPS:
            fix = "Remettez la CPS simulée par le panneau des cartes."
            return WATCH, "carte simulée, ce n'est pas une CPS", fix
        if state.cps_insertion is None:
            return WATCH, "absente", "Remettez la CPS simulée par le panneau des cartes."
        return GOOD, "carte simulée, lisible", ""

    def network(self) -> Said:
        """Nothing leaves this machine."""
        return GOOD, "aucun appel réel en mode découverte", ""

    def server(self) -> Said:
        """How the simulated INSi behaves now."""
        mode = self.insi.direction.mode
        if mode in AWAY:
            return BAD, "INSi simulé : ne répond pas", "Changez son humeur par le panneau."
        return GOOD, "INSi simulé, reconnu", ""
