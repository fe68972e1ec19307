"""A whole desk without windows for the tests of trouble, and what its file really holds.

Everything is the product: use cases, INSi client, card reader, base on disk. Only the bytes of the
cards and of INSi are simulated. What was saved is read by another connection than the desk's.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from insdesk.app.build import BuiltDesk, SettingsStore, build_desk
from insdesk.app.edges import Edges, simulated
from insdesk.errors import InsdeskError
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.patient import Patient
from insdesk.identity.readings import Environment
from insdesk.paths import Paths
from insdesk.qualification.desk import Desk
from insdesk.qualification.steps import Evidence, Outcome, Run
from insdesk.simulator.cps import PIN, SoftwareCard
from insdesk.simulator.insi import PATIENCE, SimulatedInsi
from insdesk.simulator.people import PEOPLE, known_records
from insdesk.simulator.person import Person
from insdesk.simulator.readers import SimulatedReaders
from insdesk.store.database import Database
from insdesk.store.journal import verify
from insdesk.ui.texts import ERRORS, error_text

ENVIRONMENT = Environment.DECOUVERTE
DOCUMENT = Evidence(device="CN")
ATTESTED = Evidence(attested=True, attestation_text=ATTESTATION_TEXT)

RECORDS = ("patient", "ins_history", "evidence", "status_count")
"""The tables of what is known about patients; the journal, which only grows, is apart."""

OF_A_RECORD = frozenset(
    {
        "IDENTITY_CREATED",
        "STATUS_CHANGED",
        "INSI_TRAITS_ACCEPTED",
        "INS_ATTACHED",
        "EVIDENCE_RECORDED",
        "ATTESTATION_SIGNED",
        "QUALIFIED",
        "DIFFERENCE_CONFIRMED",
        "TRAIT_STRICT_CHANGED",
    }
)
"""Events that are only ever written with a record, in its transaction."""

Row = tuple[object, ...]


class File:
    """The base as another program sees it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def ask(self, question: str, *values: object) -> list[Row]:
        with closing(sqlite3.connect(self.path, timeout=5)) as other:
            return other.execute(question, values).fetchall()

    def kept(self) -> dict[str, list[Row]]:
        """Every row of every table about patients."""
        return {name: sorted(self.ask(f"SELECT * FROM {name}"), key=repr) for name in RECORDS}

    def statuses(self) -> dict[str, int]:
        rows = self.ask("SELECT status, count(*) FROM patient GROUP BY status")
        return {str(status): int(str(count)) for status, count in rows}

    def events(self, after: int = 0) -> list[str]:
        rows = self.ask("SELECT type FROM journal WHERE seq > ? ORDER BY seq", after)
        return [str(kind) for (kind,) in rows]

    def last(self) -> int:
        return len(self.events())


@dataclass
class Bench:
    """A desk, the hands that hold its cards, the régie of its INSi, and its file."""

    built: BuiltDesk
    readers: SimulatedReaders
    insi: SimulatedInsi
    places: Paths
    cps: SoftwareCard

    @property
    def desk(self) -> Desk:
        return self.built.desk

    @property
    def file(self) -> File:
        return File(self.places.database(ENVIRONMENT))

    def put_cps(self) -> None:
        """The practitioner's CPS put in, its code given."""
        self.readers.insert_cps(self.cps)
        self.desk.open_session(PIN)

    def read(self, card: str = "j1", position: int | None = None) -> Run:
        """Card inserted, read, its beneficiary chosen and looked up."""
        self.readers.insert_vitale(card)
        run = self.desk.read_vitale()
        if position is not None:
            return self.desk.choose_holder(run, position)
        return self.desk.recognise(run)

    def compared(self, card: str = "j1", position: int | None = None) -> Run:
        return self.desk.ask_insi(self.read(card, position))

    def qualified(self, run: Run, evidence: Evidence = DOCUMENT) -> Run:
        """The end of the journey, seen in the file too: one qualification more, whole."""
        before, seq = self.file.statuses().get("QUAL", 0), self.file.last()
        done = self.desk.qualify(run, evidence)
        assert done.outcome is Outcome.QUALIFIED
        assert done.patient is not None
        assert self.file.statuses()["QUAL"] == before + 1
        proofs = self.file.ask("SELECT 1 FROM evidence WHERE patient_uid = ?", done.patient.uid)
        assert len(proofs) == 1
        written = self.file.events(seq)
        proof = "ATTESTATION_SIGNED" if evidence.attested else "EVIDENCE_RECORDED"
        for kind in ("STATUS_CHANGED", "INS_ATTACHED", proof, "QUALIFIED"):
            assert kind in written
        return done

    def goes_on(self) -> None:
        """After the trouble the same desk plays J1 to its end, and its journal holds."""
        self.qualified(self.compared("j1"))
        self.holds()

    def holds(self) -> None:
        """The chain of the journal, checked by another opening of the base."""
        database = Database.open(self.file.path, ENVIRONMENT)
        try:
            assert verify(database).is_intact
        finally:
            database.close()

    @contextmanager
    def nothing_saved(self) -> Iterator[list[str]]:
        """No row about a patient changes; gives the types of the events written meanwhile."""
        before, seq, written = self.file.kept(), self.file.last(), list[str]()
        yield written
        assert self.file.kept() == before
        written += self.file.events(seq)
        assert not OF_A_RECORD.intersection(written)

    @contextmanager
    def trouble(self, leaf: type[InsdeskError]) -> Iterator[list[str]]:
        """Exactly `leaf`, which has its French sentence, and nothing saved."""
        with self.nothing_saved() as written, told(leaf):
            yield written


@contextmanager
def told(leaf: type[InsdeskError]) -> Iterator[pytest.ExceptionInfo[InsdeskError]]:
    """Exactly this failure, and the user reads a whole sentence about it."""
    with pytest.raises(leaf) as caught:
        yield caught
    assert type(caught.value) is leaf
    assert leaf.__name__ in ERRORS
    text = error_text(caught.value)
    assert text.title
    assert text.explanation
    assert "{" not in text.title + text.explanation


@pytest.fixture(scope="session")
def practitioner() -> SoftwareCard:
    """One CPS for all: its key takes a tenth of a second to make."""
    card = SoftwareCard()
    assert card.certificate_der
    return card


@pytest.fixture(scope="session")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the base of the demo, made once and copied for each test."""
    places = Paths(tmp_path_factory.mktemp("filled") / "home")
    readers, insi = SimulatedReaders(), SimulatedInsi()
    built = open_desk(places, simulated(readers, insi), known_records())
    built.close()
    return places.home


def open_desk(places: Paths, edges: Edges, records: Sequence[Patient] = ()) -> BuiltDesk:
    """The desk of the product on these edges, its practitioner having declared X1 today."""
    store = SettingsStore(places)
    today = datetime.now(UTC).date().isoformat()
    store.save(replace(store(), declared_on=today))
    return build_desk(places, store, edges, ENVIRONMENT, records=lambda: tuple(records))


@dataclass(frozen=True)
class BenchMaker:
    """Builds benches on copies of the filled home, and lets go of them."""

    home: Path
    folder: Path
    card: SoftwareCard
    open_ones: list[BuiltDesk]

    def __call__(
        self,
        *,
        people: Sequence[Person] = PEOPLE,
        patience: float = PATIENCE,
        records: Iterable[Patient] | None = None,
        place: Path | None = None,
    ) -> Bench:
        home = place or self.folder / f"home-{len(self.open_ones)}"
        if records is None and not home.exists():
            self.copy_home(home)
        readers, insi = SimulatedReaders(), SimulatedInsi(people, patience=patience)
        built = open_desk(Paths(home), simulated(readers, insi), tuple(records or ()))
        self.open_ones.append(built)
        bench = Bench(built=built, readers=readers, insi=insi, places=Paths(home), cps=self.card)
        bench.put_cps()
        return bench

    def copy_home(self, home: Path) -> Paths:
        """A copy of the filled home."""
        return Paths(Path(shutil.copytree(self.home, home)))


@pytest.fixture
def make_bench(
    filled_home: Path, tmp_path: Path, practitioner: SoftwareCard
) -> Iterator[BenchMaker]:
    maker = BenchMaker(filled_home, tmp_path, practitioner, [])
    yield maker
    for built in maker.open_ones:
        built.close()


@pytest.fixture
def whole_desk(make_bench: BenchMaker) -> Bench:
    """A desk on the base of the demo, its CPS open."""
    return make_bench()
