"""J9 in the window on a new desk: real card service, a SoftHSM CPS in its own process, real HTTPS.

A desk of the environment « essai » as `worlds.real_world` makes it: nothing of it is replaced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from real_bench import CpsChip

from cps_bench import CODE, TestCard, card_at, make_token, missing
from insdesk.app.build import SettingsStore
from insdesk.app.window import OpenDesk
from insdesk.app.worlds import real_world
from insdesk.identity.readings import Environment
from insdesk.paths import Paths
from insdesk.qualification.setup import SetupStep
from insdesk.settings import Settings
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.server import SimulatorServer
from insdesk.ui.setup.wizard import SetupWizard
from insdesk.ui.theme import Theme, apply
from virtual_reader import Pcscd, VirtualCard

pytestmark = [
    pytest.mark.pcsc,
    pytest.mark.qt_log_ignore("propagateSizeHints", extend=True),
    pytest.mark.skipif(bool(missing()), reason=missing() or "all there"),
]

LIMIT_MS = 15_000
ACTIONS = 12
"""Budget of the whole set-up (ux.md §1)."""

SITUATIONS = [("CABINET EXEMPLE", "499999", "SA07"), ("MAISON FICTIVE", "199999", "SA52")]


@dataclass
class NewDesk:
    """The window of a desk that nobody set up, and the hands of its practitioner."""

    opened: OpenDesk
    places: Paths
    token: TestCard
    service: Pcscd
    until: Callable[[Callable[[], bool]], None]
    actions: int = field(default=0)

    @property
    def settings(self) -> Settings:
        return SettingsStore(self.places)()

    @property
    def setup(self) -> SetupWizard:
        assert self.opened.desk_window is not None
        return self.opened.desk_window.care.setup

    def cps(self) -> VirtualCard:
        self.actions += 1
        return VirtualCard(self.service.ports[1], CpsChip())

    def sees(self, name: str) -> bool:
        found = self.opened.window.findChildren(QWidget, name)
        return any(one.isVisible() for one in found)

    def text(self, name: str) -> str:
        label = self.opened.window.findChild(QLabel, name)
        return label.text() if label is not None else ""

    def can(self, name: str) -> bool:
        button = self.opened.window.findChild(QAbstractButton, name)
        return button is not None and button.isVisible() and button.isEnabled()

    def click(self, name: str) -> None:
        self.until(lambda: self.can(name))
        self.actions += 1
        button = self.opened.window.findChild(QAbstractButton, name)
        assert button is not None
        button.click()

    def at(self, step: SetupStep) -> None:
        self.until(lambda: self.setup.step is step)
        place = list(SetupStep).index(step) + 1
        assert self.text("setup_progress") == f"Étape {place} sur {len(SetupStep)}"

    def type_code(self, code: str) -> None:
        assert self.opened.desk_window is not None
        session = self.opened.desk_window.session
        self.until(lambda: session.dialog is not None and session.dialog.edit.isEnabled())
        assert session.dialog is not None
        self.actions += 1
        QTest.keyClicks(session.dialog.edit, code)
        session.dialog.submit.click()


@pytest.fixture
def new(
    card_service: Pcscd, shim: Path, tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[NewDesk]:
    if not QApplication.instance().styleSheet():
        apply(QApplication.instance(), Theme())
    token_conf = make_token(tmp_path / "hsm", situations=SITUATIONS)
    token = card_at(monkeypatch, shim, token_conf, tmp_path / "told")
    server = SimulatorServer(SimulatedInsi(), tmp_path / "insi")
    address, bundle = server.start()
    places = Paths(tmp_path / "home")
    store = SettingsStore(places)
    own = {"insi_address": address, "insi_ca_bundle": str(bundle), "proxy": ""}
    here = {"environment": Environment.ESSAI.value, "cps_library": str(token.library)}
    store.save(replace(store(), **own, **here))
    opened = OpenDesk(places, real_world(), Theme(), documents=tmp_path)
    qtbot.addWidget(opened.window)
    with qtbot.waitSignal(opened.ready, timeout=LIMIT_MS):
        opened.show()

    def until(holds: Callable[[], bool]) -> None:
        qtbot.waitUntil(holds, timeout=LIMIT_MS)

    try:
        yield NewDesk(opened, places, token, card_service, until)
    finally:
        opened.close()
        server.stop()


def test_a_new_practitioner_sets_the_desk_up_within_twelve_actions(new: NewDesk) -> None:
    new.until(lambda: new.sees("setup_wizard"))
    new.at(SetupStep.CHECK)
    with new.cps():
        new.click("btn_setup_on")
        new.at(SetupStep.CARD)
        new.until(lambda: new.text("setup_question").startswith("Êtes-vous bien MAUD EXEMPLE"))
        assert new.text("setup_question").endswith("médecin, RPPS 99900000117\N{NO-BREAK SPACE}?")
        assert new.opened.desk_window.session.dialog is None, "no code is asked over it"
        assert new.token.logins == 0
        new.click("btn_setup_on")
        new.at(SetupStep.PRACTICE)
        assert new.settings.owner_national_id == "899900000117"
        new.click("setup_structure_SEUL")
        new.click("setup_secretariat_non")
        assert new.text("setup_consequence").startswith("Procédure d’exception ouverte")
        new.click("btn_setup_on")
        new.at(SetupStep.CODE)
        new.click("btn_setup_on")
        new.type_code(CODE)
        new.until(lambda: new.text("setup_insi").startswith("INSi répond en 0,"))
        assert new.text("setup_insi").endswith(" s.")
        new.until(lambda: new.sees("setup_situations"))
        assert not new.can("btn_setup_on")
        new.click("setup_situation_2")
        new.until(lambda: new.settings.sector == "SA52")
        new.click("btn_setup_on")
        new.at(SetupStep.READY)
        new.click("btn_setup_on")
        new.until(lambda: new.sees("home_page"))
    assert new.actions <= ACTIONS + 1, "the thirteenth: a card with several places of work"
    assert new.token.logins == 1
    new.until(lambda: bool(new.settings.declared_on))


def test_steps_left_and_taken_up_again_lose_nothing(new: NewDesk) -> None:
    new.until(lambda: new.sees("setup_wizard"))
    new.click("btn_setup_on")
    new.at(SetupStep.CARD)
    new.until(lambda: new.text("setup_question") == "Insérez votre CPS")
    new.click("btn_setup_other")
    new.at(SetupStep.PRACTICE)
    new.click("setup_structure_GROUPE")
    new.click("btn_setup_later")
    new.until(lambda: new.sees("home_page"))
    with new.cps():
        new.type_code(CODE)
        new.until(lambda: new.can("notice_action"))
        assert new.settings.owner_national_id == ""
        new.click("notice_action")
        new.at(SetupStep.CARD)
        new.click("btn_setup_on")
        new.at(SetupStep.PRACTICE)
        assert new.settings.owner_national_id == "899900000117"
        button = new.opened.window.findChild(QAbstractButton, "setup_structure_GROUPE")
        assert button.isChecked()
        new.click("setup_secretariat_oui")
        assert new.text("setup_consequence").startswith("Procédure d’exception fermée")
        new.click("btn_setup_on")
        new.at(SetupStep.CODE)
        new.until(lambda: new.text("setup_insi").startswith("INSi répond en 0,"))
        new.until(lambda: new.sees("setup_situations"))
    new.until(lambda: new.settings.secretariat)
    new.until(lambda: not new.sees("setup_situations"))
