"""The window on the real card service: what leaves and comes back while somebody looks at it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from journey_bench import BenchMaker
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from insdesk.app.edges import Edges, OnCard, real
from insdesk.app.window import OpenDesk, World
from insdesk.identity.readings import Environment
from insdesk.qualification.steps import Run, Step
from insdesk.simulator.cards import vitale
from insdesk.simulator.chip import ATR_CPS4
from insdesk.simulator.cps import PIN, SoftwareCard, SoftwareCps
from insdesk.simulator.insi import SimulatedInsi
from insdesk.ui.qualify.conductor import Conductor
from insdesk.ui.theme import Theme, apply
from virtual_reader import Card, Pcscd, VirtualCard

pytestmark = [
    pytest.mark.pcsc,
    pytest.mark.qt_log_ignore("propagateSizeHints", extend=True),
]

LIMIT_MS = 15_000
FOREIGN = Path(__file__).resolve().parents[1] / "cards" / "foreign.py"


class CpsChip:
    """The slot only needs the ATR of a CPS: nothing may be transmitted to it."""

    atr = ATR_CPS4

    def transmit(self, command: bytes) -> tuple[bytes, int]:
        raise AssertionError("an APDU went to the CPS")


@dataclass
class Window:
    """The window, the hands at its readers, its INSi."""

    opened: OpenDesk
    service: Pcscd
    module: SoftwareCps
    insi: SimulatedInsi
    holder: SoftwareCard
    until: Callable[[Callable[[], bool]], None]

    @property
    def conduct(self) -> Conductor:
        assert self.opened.desk_window is not None
        return self.opened.desk_window.conduct

    @property
    def run(self) -> Run | None:
        return self.conduct.run

    def strip(self, item: str) -> str:
        return self.opened.window.strip.state_of(item)

    def says(self, item: str, words: str) -> None:
        """Wait for these words in the strip."""
        try:
            self.until(lambda: self.strip(item) == words)
        except Exception as problem:
            raise AssertionError(f"{item} : {self.strip(item)}, not {words}") from problem

    def at(self, step: Step) -> None:
        self.until(lambda: self.conduct.step is step and not self.conduct.busy)

    def answered(self) -> None:
        """INSi has answered about the card that is in."""
        try:
            self.until(lambda: not self.conduct.card_gone and _has_answer(self.run))
        except Exception as problem:
            where = (
                self.conduct.step,
                self.conduct.work,
                self.title(),
                self.conduct.knocking.seconds,
            )
            raise AssertionError(f"no answer: {where}") from problem

    def title(self) -> str:
        desk_window = self.opened.desk_window
        assert desk_window is not None
        page = desk_window.host.page
        return page.card.title.text() if hasattr(page, "card") else ""

    def vitale(self, name: str = "j1") -> VirtualCard:
        return VirtualCard(self.service.ports[0], vitale(name).chip())

    def cps(self, chip: Card | None = None) -> VirtualCard:
        """The CPS in its slot and its code typed in the dialog that comes by itself."""
        self.module.put(self.holder)
        card = VirtualCard(self.service.ports[1], chip or CpsChip())
        self.code()
        return card

    def code(self) -> None:
        assert self.opened.desk_window is not None
        session = self.opened.desk_window.session
        self.until(lambda: session.dialog is not None)
        assert session.dialog is not None
        QTest.keyClicks(session.dialog.edit, PIN)
        session.dialog.submit.click()
        self.until(lambda: session.is_open)


def _has_answer(run: Run | None) -> bool:
    return run is not None and run.answer is not None


@pytest.fixture
def desk(card_service: Pcscd, make_bench: BenchMaker, tmp_path: Path, qtbot) -> Iterator[Window]:
    if not QApplication.instance().styleSheet():
        apply(QApplication.instance(), Theme())
    places = make_bench.copy_home(tmp_path / "home")
    insi, module = SimulatedInsi(), SoftwareCps()

    def edges(store, on_card: OnCard) -> Edges:
        return replace(real(store(), cps=module, on_card=on_card), post=insi.post)

    world = World(environment=lambda _store: Environment.DECOUVERTE, edges=edges)
    opened = OpenDesk(places, world, Theme(), documents=tmp_path)
    qtbot.addWidget(opened.window)
    with qtbot.waitSignal(opened.ready, timeout=LIMIT_MS):
        opened.show()

    def until(holds: Callable[[], bool]) -> None:
        qtbot.waitUntil(holds, timeout=LIMIT_MS)

    window = Window(opened, card_service, module, insi, make_bench.card, until)
    try:
        window.says("Lecteur", "2 lecteurs")
        yield window
    finally:
        opened.close()


@contextmanager
def foreign(reader: str, what: str) -> Iterator[None]:
    """Another program holds the card of that reader."""
    other = subprocess.Popen(
        [sys.executable, str(FOREIGN), reader, what],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdin is not None
    assert other.stdout is not None
    try:
        assert other.stdout.readline() == b"held\n"
        yield
    finally:
        other.stdin.close()
        other.wait(10)
        other.stdout.close()


def test_the_same_family_card_back_resumes_and_another_does_not(desk: Window) -> None:
    with desk.cps():
        with desk.vitale("j3") as card:
            desk.at(Step.CHOOSE_HOLDER)
            desk.says("Vitale", "lue (4 bénéficiaires)")
            desk.conduct.choose_holder(2)
            desk.answered()
            card.remove()
            desk.until(lambda: desk.conduct.card_gone)
        with desk.vitale("j3") as card:
            desk.answered()
            assert desk.run.holder.position == 2
            card.remove()
            desk.until(lambda: desk.conduct.card_gone)
        with desk.vitale("j1"):
            desk.answered()
            assert len(desk.run.reading.persons) == 1


def test_the_service_stops_and_comes_back_under_a_patient(desk: Window) -> None:
    """The card is read again by itself; the code, whose session died with it, is asked again."""
    with desk.cps() as cps, desk.vitale("j1") as card:
        desk.answered()
        desk.service.stop()
        desk.says("Service cartes", "arrêté")
        desk.until(lambda: desk.conduct.card_gone)
        card.remove()
        cps.remove()
        desk.module.put(None)
    desk.service.start()
    desk.says("Service cartes", "actif")
    with desk.cps(), desk.vitale("j1"):
        desk.answered()


def test_the_code_typed_after_the_service_is_back_lets_the_patient_go_on(desk: Window) -> None:
    """Vitale first, then the CPS: what failed for want of the code is done once it is typed."""
    with desk.cps(), desk.vitale("j1"):
        desk.answered()
        desk.service.kill()
        desk.says("Service cartes", "arrêté")
    desk.module.put(None)
    desk.service.start()
    desk.says("Service cartes", "actif")
    with desk.vitale("j1"):
        desk.until(lambda: desk.title() in ("Insérez votre CPS", "Code à ressaisir"))
        with desk.cps():
            desk.answered()


def test_the_service_stops_while_a_beneficiary_is_chosen(desk: Window) -> None:
    with desk.cps(), desk.vitale("j3"):
        desk.at(Step.CHOOSE_HOLDER)
        desk.service.stop()
        desk.until(lambda: desk.title() == "Le service de cartes est arrêté")
        assert desk.run is None
    desk.module.put(None)
    desk.service.start()
    desk.says("Service cartes", "actif")
    with desk.cps(), desk.vitale("j3"):
        desk.at(Step.CHOOSE_HOLDER)


@pytest.mark.parametrize("what", ["exclusive", "transaction"])
def test_a_reader_taken_by_another_program_is_read_once_let_go(desk: Window, what: str) -> None:
    reader = desk.service.readers[0]
    with desk.cps(), desk.vitale("j1"):
        desk.answered()
        with foreign(reader, what):
            if what == "exclusive":
                desk.says("Vitale", "occupée par un autre logiciel")
            desk.conduct.read_card()
            desk.until(lambda: desk.title() == "Lecteur occupé par un autre logiciel")
            assert desk.conduct.knocking.seconds > 0
        desk.answered()
        assert desk.conduct.knocking.seconds == 0


def test_a_cps_in_the_place_of_the_vitale_gets_no_command(desk: Window) -> None:
    with desk.cps():
        with VirtualCard(desk.service.ports[0], CpsChip()):
            desk.says("Vitale", "c’est une CPS : échangez les cartes")
            home = desk.opened.desk_window.home
            assert home.card.title.text() == "Cette carte n’est pas une carte Vitale"
            assert desk.run is None
        desk.says("Vitale", "absente")
        with desk.vitale("j1"):
            desk.answered()


def test_two_vitale_and_no_cps_is_said_of_the_cps(desk: Window) -> None:
    with desk.vitale("j1"), VirtualCard(desk.service.ports[1], vitale("j3").chip()):
        desk.says("CPS", "ce n’est pas une CPS")
