"""The diagnostic in mode découverte: it says that all is simulated, and follows the panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from insdesk.app.build import BuiltDesk, SettingsStore, build_desk
from insdesk.app.edges import simulated
from insdesk.identity.readings import Environment
from insdesk.paths import Paths
from insdesk.qualification.diagnosis import Check, Finding, Health
from insdesk.simulator.insi import SimulatedInsi
from insdesk.simulator.readers import SimulatedReaders


@pytest.fixture
def built(tmp_path: Path) -> Iterator[tuple[BuiltDesk, SimulatedReaders, SimulatedInsi]]:
    readers, insi, places = SimulatedReaders(), SimulatedInsi(), Paths(tmp_path)
    readers.insert_cps()
    store = SettingsStore(places)
    desk = build_desk(places, store, simulated(readers, insi), Environment.DECOUVERTE)
    yield desk, readers, insi
    desk.close()


def by_check(built: BuiltDesk) -> dict[Check, Finding]:
    return {one.check: one for one in built.desk.diagnose()}


def test_it_is_said_that_all_is_simulated(built) -> None:
    desk, readers, _insi = built
    readers.insert_vitale("j1")
    found = by_check(desk)
    assert len(found) == 12
    assert {one.health for one in found.values()} <= {Health.GOOD, Health.WATCH}
    assert found[Check.CARDS].words == "Vitale simulée ; CPS simulée"
    said = " ".join(one.words for one in found.values())
    assert said.count("simul") >= 7
    for personal in ("EXEMPLE", "SIMU", "8999"):
        assert personal not in said


def test_it_follows_what_the_panel_does(built) -> None:
    desk, readers, insi = built
    insi.play("unavailable")
    readers.remove_cps()
    found = by_check(desk)
    assert found[Check.SERVER].health is Health.BAD
    assert found[Check.CPS].words == "absente"
    assert not desk.desk.try_insi().reached
    readers.unplug_reader()
    assert by_check(desk)[Check.READERS].health is Health.BAD
    readers.plug_reader()
    readers.stop_service()
    assert by_check(desk)[Check.SERVICE].health is Health.BAD


def test_a_call_to_the_simulated_insi_is_cut_too(built) -> None:
    desk, _readers, insi = built
    cut: list[bool] = []
    insi.interrupt = lambda: cut.append(True)  # type: ignore[method-assign]
    desk.desk.interrupt()
    assert cut == [True]


def test_decouverte_declares_nothing_for_the_real_desk(tmp_path: Path) -> None:
    from insdesk.app.worlds import Discovery, declare_today

    places = Paths(tmp_path)
    world = Discovery().world()
    store = SettingsStore(places, file=world.settings_file(places))
    declare_today(store)
    assert store().declared_on
    assert SettingsStore(places)().declared_on == ""
    assert SettingsStore(places, file=world.settings_file(places))().declared_on
