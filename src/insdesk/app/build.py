"""Building a desk from its edges, its settings and its base."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from insdesk import __version__, paths, settings
from insdesk.app.edges import Edges
from insdesk.app.organisation_way import TwoWays
from insdesk.exports import Context, Exports
from insdesk.identity.desk_state import CpsState
from insdesk.identity.filing import Filing, JournalEvent
from insdesk.identity.patient import Patient
from insdesk.identity.places import Places
from insdesk.identity.readings import Environment
from insdesk.insi.call_fact import CallFact, Way
from insdesk.insi.client import InsiClient
from insdesk.insi.envelope import Sender
from insdesk.paths import Paths
from insdesk.qualification.desk import Desk, Devices, utc_now
from insdesk.qualification.diagnosis import Check, Diagnosis, Finding, Following, diagnose
from insdesk.store.database import Database
from insdesk.store.journal import Journal
from insdesk.store.merges import Merges
from insdesk.store.patients import Patients
from insdesk.store.survey import Survey
from insdesk.store.todos import Todos

T = TypeVar("T")


class SettingsStore:
    """The settings file: read once, replaced whole. An unreadable file leaves the defaults.

    `file` is another than the usual one: what mode découverte declares is nobody's practice.
    """

    def __init__(self, places: Paths, *, file: Path | None = None) -> None:
        self._places, self._file = places, file or places.settings_file
        self._current = self._read()
        self.tell: Callable[[settings.Settings, settings.Settings], None] | None = None
        """Told of each change, once a desk is there to journal it: settings before and after."""

    def __call__(self) -> settings.Settings:
        """The settings in force."""
        return self._current

    def save(self, changed: settings.Settings) -> None:
        """Write the file (0600, whole or not at all), then obey and tell. Raises `OSError`."""
        paths.private_dir(self._places.home)
        paths.private_file(self._file, settings.write(changed).encode())
        before, self._current = self._current, changed
        if self.tell is not None:
            self.tell(before, changed)

    def _read(self) -> settings.Settings:
        try:
            text = self._file.read_text(encoding="utf-8")
            return settings.read(text)
        except (OSError, ValueError):
            return settings.Settings()

    def installation_id(self) -> str:
        """The UUID of this installation: made once, the same for ever (insi.md §3.2)."""
        if not self._current.installation_id:
            self.save(replace(self._current, installation_id=str(uuid4())))
        return self._current.installation_id


class Calls:
    """Where each call to INSi is told: to the desk that asks, which knows for which run.

    Until a desk is there, to the journal itself.
    """

    def __init__(self, journal: Journal) -> None:
        self.told: Callable[..., None] = journal.append

    def __call__(self, fact: CallFact) -> None:
        """One call was made, whatever its end."""
        self.told(*call_events(fact))


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltDesk:
    """A desk ready to use, its settings, its places, and how to let go of what it holds."""

    desk: Desk
    settings: SettingsStore
    places: Places
    close: Callable[[], None] = field(repr=False)


def build_desk(
    places: Paths,
    store: SettingsStore,
    edges: Edges,
    environment: Environment,
    *,
    records: Callable[[], tuple[Patient, ...]] = tuple,
    clock: Callable[[], datetime] = utc_now,
) -> BuiltDesk:
    """Connect the use cases to these edges and to the base of this environment.

    `records` fills a base that is still empty (mode découverte). Raises `StoreError` leaves when
    the base cannot be opened; the edges are then let go of.
    """
    with ExitStack() as undo:
        undo.callback(edges.close)
        database = Database.open(places.database(environment.value), environment)
        undo.callback(database.close)
        patients = Patients(database, clock)
        born = Places.read(paths.resource("places", "places.tsv").read_text("utf-8"))
        _fill(patients, records)
        desk = _desk(store, edges, environment, database, patients, born, clock, places)
        close = undo.pop_all().close
    store.tell = desk.settings_changed
    return BuiltDesk(desk=desk, settings=store, places=born, close=close)


def _desk(
    store: SettingsStore,
    edges: Edges,
    environment: Environment,
    database: Database,
    patients: Patients,
    born: Places,
    clock: Callable[[], datetime],
    places: Paths,
) -> Desk:
    """The use cases on these adapters; each call to INSi is told to them."""
    journal = Journal(database, clock)
    calls = Calls(journal)
    devices = Devices(
        cards=edges.cards,
        events=edges.events,
        insi=_insi(edges, store, environment, calls, clock),
        patients=patients,
        todos=Todos(database, clock),
        merges=Merges(database, clock),
        survey=Survey(database),
        journal=journal,
        app_cv=edges.app_cv,
        exports=Exports(lambda: _export_context(store(), environment, clock(), born)),
        clock=clock,
        places=born,
        settings=store,
        diagnosis=_diagnosis(places, store, edges, environment),
        remember_owner=lambda owner: store.save(replace(store(), owner_national_id=owner)),
        remember_grants=lambda rows: store.save(replace(store(), secretary_grants=rows)),
    )
    desk = Desk(devices, environment)
    calls.told = desk.journal_call
    return desk


def _diagnosis(
    places: Paths, store: SettingsStore, edges: Edges, environment: Environment
) -> Diagnosis:
    """The probes of this desk, made anew each time: settings change."""

    def look(
        following: Following | None = None, only: Collection[Check] = tuple(Check)
    ) -> tuple[Finding, ...]:
        from insdesk.app.probes import Probes  # what it needs is only for who asks

        own = Probes(places, store(), environment, lambda: edges.events.state.cps is CpsState.READY)
        return diagnose(edges.probes(own), following=following, only=only)

    return look


def _insi(
    edges: Edges,
    store: SettingsStore,
    environment: Environment,
    calls: Calls,
    clock: Callable[[], datetime],
) -> InsiClient | TwoWays:
    sender = _sender(store)
    by_card = InsiClient(
        edges.post,
        signer=edges.signer,
        sender=sender,
        environment=environment,
        clock=clock,
        on_call=calls,
        address=edges.address,
        read_vitale=edges.read_vitale,
    )
    if edges.organisation is None:
        return by_card
    door = edges.organisation

    def by_certificate() -> InsiClient:
        emetteur, post = door.opened(clock())
        return InsiClient(
            post,
            sender=replace(sender, emetteur=emetteur),
            environment=environment,
            clock=clock,
            on_call=calls,
            address=door.address(environment),
            way=Way.CERTIFICATE,
        )

    return TwoWays(by_card, by_certificate, lambda: edges.events.state.cps is CpsState.READY)


def _sender(store: SettingsStore) -> Sender:
    """Who the software is for INSi; without an authorisation number only the simulator answers."""
    return Sender(
        idam=store().software_idam or "SANS-IDAM",
        version=__version__,
        instance=store.installation_id(),
    )


def _export_context(
    current: settings.Settings, environment: Environment, now: datetime, born: Places
) -> Context:
    return Context(
        generated_at=now.astimezone(),
        environment=environment,
        fhir_version=current.fhir_profile,
        place_label=born.label,
    )


def _fill(patients: Patients, records: Callable[[], tuple[Patient, ...]]) -> None:
    """All of them or none: a program killed meanwhile begins again at its next start."""
    if patients.counts("").get("", 0) == 0:
        patients.file_all([Filing(patient=one, expected_version=0) for one in records()])


def call_events(fact: CallFact) -> tuple[JournalEvent, JournalEvent]:
    """One call as two audit events (rule book §14): no identity data in their clear part.

    Both texts of a fault are kept (insi.md §8), in the detail: they are words of elsewhere, which
    may quote what was sent.
    """
    texts = {"texte": fact.user_text, "texte_technique": fact.technical_text}
    call = {
        "operation": fact.operation.value,
        "message_id": fact.message_id,
        "attempt": fact.attempt,
        "voie": fact.way.value,
    }
    asked = call | {"of": fact.of, "criteria": list(fact.criteria)}
    answered = call | {
        "code": fact.result,
        "fault_codes": list(fact.fault_codes) or None,
        "severite": fact.severity,
        "famille": fact.family,
        "message_insi": fact.answered_id,
        "duration_ms": fact.duration_ms,
        "environment": fact.environment.value,
        "answer_sha256": fact.answer_sha256,
    }
    return (
        JournalEvent(type="INSI_CALL", facts=asked),
        JournalEvent(
            type="INSI_RESULT",
            facts=answered,
            detail={name: text for name, text in texts.items() if text},
        ),
    )
