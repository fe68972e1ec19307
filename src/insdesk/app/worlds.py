"""The two worlds a desk can open on: the real one, and découverte with its panel of cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from insdesk.app.window import OpenDesk, World
from insdesk.paths import Paths
from insdesk.ui.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from insdesk.app.build import SettingsStore
    from insdesk.app.edges import Edges, OnCard
    from insdesk.identity.patient import Patient
    from insdesk.identity.readings import Environment
    from insdesk.simulator.appcv import SimulatedAppReader
    from insdesk.simulator.insi import SimulatedInsi
    from insdesk.simulator.readers import SimulatedReaders

MOODS = (
    ("normal", "répond"),
    ("slow", "répond en 12 secondes"),
    ("silent", "ne répond pas"),
    ("unavailable", "en panne (503)"),
    ("html", "une page web à sa place"),
    ("incoherent", "un matricule incohérent"),
)
"""What the panel can tell the simulated INSi, in the user's words."""


def real_world(password: Callable[[], str] | None = None) -> World:
    """Readers over PC/SC, INSi over TLS, as the settings say; `password` as for `edges.real`."""

    def environment(store: SettingsStore) -> Environment:
        from insdesk.identity.readings import Environment

        trial = store().environment == Environment.ESSAI.value
        return Environment.ESSAI if trial else Environment.PRODUCTION

    def edges(store: SettingsStore, on_card: OnCard) -> Edges:
        from insdesk.app.edges import real

        return real(store(), on_card=on_card, password=password, now=store)

    return World(environment=environment, edges=edges)


def open_real(places: Paths, theme: Theme) -> OpenDesk:
    """The practitioner's desk. The password of a structure's certificate is asked when needed."""
    from insdesk.app.organisation_way import OnePassword

    password = OnePassword()
    opened = OpenDesk(places, real_world(password), theme)

    def joined() -> None:
        from insdesk.ui.organisation_dialog import PasswordAsker

        asker = PasswordAsker(opened.window, password.give)
        password.wanted = asker.wanted.emit

    opened.ready.connect(joined)
    return opened


class Discovery:
    """Mode découverte: its readers and its INSi, made of bytes, built when first needed."""

    def __init__(self) -> None:
        self.readers: SimulatedReaders | None = None
        self.insi: SimulatedInsi | None = None
        self.phones: SimulatedAppReader | None = None

    def world(self) -> World:
        """The world to open a desk on."""
        return World(
            environment=_discovery,
            edges=self._edges,
            records=_records,
            prepare=declare_today,
            settings_file=lambda places: places.home / "settings-decouverte.toml",
        )

    def _edges(self, _store: SettingsStore, on_card: OnCard) -> Edges:
        from insdesk.app.edges import simulated
        from insdesk.simulator.appcv import SimulatedAppReader
        from insdesk.simulator.insi import SimulatedInsi
        from insdesk.simulator.readers import SimulatedReaders

        self.readers, self.insi = SimulatedReaders(), SimulatedInsi()
        self.phones = SimulatedAppReader()
        self.readers.insert_cps()
        return simulated(self.readers, self.insi, app_cv=self.phones, on_card=on_card)


def _discovery(_store: SettingsStore) -> Environment:
    from insdesk.identity.readings import Environment

    return Environment.DECOUVERTE


def _records() -> tuple[Patient, ...]:
    from insdesk.simulator.people import known_records

    return known_records()


def declare_today(store: SettingsStore) -> None:
    """The fictitious practitioner made the yearly declaration of X1 today."""
    from dataclasses import replace
    from datetime import date

    if not store().declared_on:
        store.save(replace(store(), declared_on=date.today().isoformat()))  # noqa: DTZ011


def open_discovery(places: Paths, theme: Theme) -> OpenDesk:
    """A desk in mode découverte, with the panel that holds the cards."""
    discovery = Discovery()
    opened = OpenDesk(places, discovery.world(), theme)

    def joined() -> None:
        from insdesk.simulator.appcv import PHONES
        from insdesk.simulator.cards import HOSTILE_VITALES, VITALES
        from insdesk.ui.discovery import Choice, DiscoveryPanel, Hands

        readers, insi, phones = discovery.readers, discovery.insi, discovery.phones
        if readers is None or insi is None or phones is None:
            return
        cards = [*VITALES.values(), *HOSTILE_VITALES.values()]
        panel = DiscoveryPanel(
            [Choice(name=card.name, words=card.label) for card in cards],
            [Choice(name=name, words=words) for name, words in MOODS],
            [Choice(name=one.name, words=one.label) for one in PHONES.values()],
            Hands(
                insert=readers.insert_vitale,
                remove=readers.remove_vitale,
                toggle_cps=lambda: _toggle_cps(readers),
                present=phones.present,
                behave=lambda mood: insi.play(mood, seconds=12.0 if mood == "slow" else 0.0),
            ),
            opened.window,
        )
        panel.show()

    opened.ready.connect(joined)
    return opened


def _toggle_cps(readers: SimulatedReaders) -> None:
    if readers.state.cps_insertion is None:
        readers.insert_cps()
    else:
        readers.remove_cps()
