"""The checks of the cards, reader by reader: kinds and models, no number, a fix each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from insdesk.app import card_probes
from insdesk.app.card_probes import CardProbes, card_said, model_of
from insdesk.cards import official
from insdesk.cards.codes import Code, PcscFailure
from insdesk.cards.cps import ATRS
from insdesk.cards.slots import Seen
from insdesk.errors import (
    NotAPractitionerCard,
    PractitionerCardAbsent,
    PractitionerCardError,
    PractitionerComponentAbsent,
    PractitionerComponentFailed,
)
from insdesk.identity.practitioner import CardKind, PractitionerReading
from insdesk.qualification.diagnosis import Health
from insdesk.settings import Settings
from insdesk.simulator.chip import ATR_VITALE

DOCTOR = PractitionerReading(
    national_id="899900000017",
    name="EXEMPLE",
    first_name="Maud",
    profession="Médecin",
    kind=CardKind.CPS,
    card_number="2800000017",
    certificate_serial="4F0017",
)
CPS_ATR = ATRS[0].atr
TWIN = "Gemalto PC Twin Reader (70D7E2EE) 00 0"
DUAL = "Ingenico Leo V2 [CCID] (123456789) 01 00"
Show = Callable[..., CardProbes]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Show:
    """A card service that shows these readers."""

    def shown(*seen: Seen, problem: Exception | None = None, in_use: bool = False) -> CardProbes:
        def look() -> list[Seen]:
            if problem is not None:
                raise problem
            return list(seen)

        monkeypatch.setattr(card_probes, "readers_seen", look)
        return CardProbes(Settings(), lambda: in_use)

    return shown


def slot(name: str, atr: bytes | None = None, *, mute: bool = False, held: bool = False) -> Seen:
    return Seen(
        reader=name, present=atr is not None or mute, atr=atr or b"", mute=mute, exclusive=held
    )


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Gemalto PC Twin Reader (70D7E2EE)", "Gemalto PC Twin Reader"),
        ("Ingenico TL TEO 123456789", "Ingenico TL TEO"),
        ("Virtual PCD", "Virtual PCD"),
        ("OMNIKEY 3121 CL [Smart Card] (KT0123", "OMNIKEY 3121 CL"),
        ("ACS ACR1252U SN:12AB", "ACS ACR1252U"),
        ("Kapelse KAP-eV4 70D7E2EE", "Kapelse KAP-eV4"),
        ("Kapelse DEADBEEF", "Kapelse"),
        ("SCM SCR3310 S/N 0042", "SCM SCR3310"),
        ("(123456)", "lecteur sans nom"),
        ("", "lecteur sans nom"),
    ],
)
def test_a_serial_number_of_a_reader_is_left_out(name: str, model: str) -> None:
    assert model_of(name) == model


def test_readers_are_told_one_by_one_with_their_slots(show: Show) -> None:
    probes = show(slot(f"{TWIN}0"), slot(f"{TWIN}1"), slot(DUAL))
    words = "2 lecteurs : Gemalto PC Twin Reader (2 fentes), Ingenico Leo V2"
    assert probes.readers() == (Health.GOOD, words, "")


def test_the_kind_of_card_of_each_slot(show: Show) -> None:
    probes = show(
        slot(f"{TWIN}0", ATR_VITALE), slot(f"{TWIN}1", CPS_ATR), slot(DUAL, b"\x3b\x00"), slot("L")
    )
    health, words, fix = probes.cards()
    assert (health, fix) == (Health.GOOD, "")
    assert words.split(" ; ") == [
        "Gemalto PC Twin Reader, fente 1 : carte Vitale",
        f"Gemalto PC Twin Reader, fente 2 : CPS ({ATRS[0].generation})",
        "Ingenico Leo V2 : autre carte",
        "L : vide",
    ]


def test_one_reader_with_two_slots_is_not_named_twice(show: Show) -> None:
    words = show(slot(f"{TWIN}0", ATR_VITALE), slot(f"{TWIN}1")).cards()[1]
    assert words == "fente 1 : carte Vitale ; fente 2 : vide"
    assert show(slot(f"{TWIN}0")).readers()[1] == "Gemalto PC Twin Reader"


def test_how_to_start_the_service_is_said_for_each_system(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = show(problem=PcscFailure(Code.NO_SERVICE))
    said = set()
    for system in ("win32", "darwin", "linux", "freebsd14"):
        monkeypatch.setattr(card_probes.sys, "platform", system)
        said.add(stopped.service()[2])
    assert len(said) == 3


def test_a_mute_card_and_two_cards_without_a_cps(show: Show) -> None:
    health, words, fix = show(slot(DUAL, mute=True)).cards()
    assert (health, words) == (Health.BAD, "Ingenico Leo V2 : carte muette")
    assert "puce" in fix
    health, _, fix = show(slot(DUAL, ATR_VITALE), slot("L", ATR_VITALE)).cards()
    assert health is Health.WATCH
    assert "CPS" in fix


def test_the_reader_that_is_held_is_named(show: Show) -> None:
    assert show(slot(DUAL, ATR_VITALE)).reader_shared()[0] is Health.GOOD
    health, words, fix = show(slot("L"), slot(DUAL, CPS_ATR, held=True)).reader_shared()
    assert (health, words) == (Health.WATCH, "Ingenico Leo V2 : occupé par un autre logiciel")
    assert fix


@pytest.mark.parametrize(
    ("problem", "service"),
    [(PcscFailure(Code.NO_SERVICE), "arrêté"), (ImportError(), "absent")],
)
def test_without_a_card_service_nobody_is_told_to_plug_a_reader(
    show: Show, problem: Exception, service: str
) -> None:
    probes = show(problem=problem)
    assert probes.service()[:2] == (Health.BAD, service)
    for probe in (probes.readers, probes.cards, probes.cps, probes.reader_shared):
        health, words, fix = probe()
        assert health is Health.UNKNOWN
        assert "service" in words
        assert fix


def test_without_a_reader(show: Show) -> None:
    probes = show()
    assert probes.service()[0] is Health.GOOD
    assert probes.readers()[:2] == (Health.BAD, "aucun lecteur")
    for probe in (probes.cards, probes.reader_shared):
        assert probe()[:2] == (Health.UNKNOWN, "aucun lecteur")
        assert probe()[2]


class Component:
    """A CPS component that says what it is told."""

    tries_left: int | None = None

    def __init__(self, said: PractitionerReading | PractitionerCardError) -> None:
        self._said, self.closed = said, False

    def identify(self) -> PractitionerReading:
        if isinstance(self._said, PractitionerCardError):
            raise self._said
        return self._said

    def version(self) -> tuple[int, int]:
        if isinstance(self._said, PractitionerCardError):
            raise self._said
        return 5, 2

    def close(self) -> None:
        self.closed = True


def with_component(
    monkeypatch: pytest.MonkeyPatch, said: PractitionerReading | PractitionerCardError
) -> Component:
    component = Component(said)
    monkeypatch.setattr(card_probes.library, "find", lambda _chosen: Path("x"))
    monkeypatch.setattr(card_probes, "CryptolibCps", lambda _path, limit: component)
    return component


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (PractitionerCardAbsent(), "retirée"),
        (NotAPractitionerCard(), "pas une CPS"),
        (PractitionerComponentAbsent(), "ne se charge pas"),
        (PractitionerComponentFailed("identify"), "n'a pas pu la lire"),
    ],
)
def test_a_cps_in_trouble_is_told_in_words(
    show: Show, monkeypatch: pytest.MonkeyPatch, problem: PractitionerCardError, words: str
) -> None:
    component = with_component(monkeypatch, problem)
    health, said, fix = show(slot(DUAL, CPS_ATR)).cps()
    assert health is not Health.GOOD
    assert words in said
    assert type(problem).__name__ not in said
    assert fix
    assert component.closed
    assert show(slot(DUAL)).cps_component()[0] is Health.BAD


def test_a_cps_without_its_component_is_broken(show: Show) -> None:
    health, words, fix = show(slot(DUAL, CPS_ATR)).cps()
    assert health is Health.BAD
    assert "composant CPS est absent" in words
    assert fix


def test_the_cps_of_a_desk_at_work_is_left_alone(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_probes, "CryptolibCps", None)
    assert show(slot(DUAL, CPS_ATR), in_use=True).cps()[0] is Health.GOOD


@pytest.mark.parametrize(
    ("left", "health", "said"),
    [
        (None, Health.GOOD, "valable jusqu'au 31/12/2099"),
        (2, Health.WATCH, "2 essais restants"),
        (1, Health.WATCH, "1 essai restant"),
        (0, Health.BAD, "code bloqué"),
    ],
)
def test_validity_and_tries_of_a_cps(left: int | None, health: Health, said: str) -> None:
    reading = replace(DOCTOR, not_after="2099-12-31")
    found = card_said(reading, left)
    assert found[0] is health
    assert said in found[1]
    assert health is Health.GOOD or found[2]
    for personal in (reading.name, reading.first_name, reading.national_id, reading.card_number):
        assert personal
        assert personal not in " ".join(found[1:])
    old = card_said(replace(reading, not_after="2020-01-31"), None)
    assert old[:2] == (Health.BAD, old[1])
    assert "expirée le 31/01/2020" in old[1]


def test_a_component_chosen_in_the_settings_and_not_there() -> None:
    probes = CardProbes(Settings(cps_library="/nowhere/libcps.so"), lambda: False)
    health, words, fix = probes.cps_component()
    assert health is Health.BAD
    assert "réglages" in words
    assert "réglages" in fix
    assert "nowhere" not in words + fix


@pytest.fixture
def bridge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Installs a bridge package of version 2.5.1 whose module is this source."""

    def install(source: str) -> None:
        (tmp_path / "essai_bridge.py").write_text(source)
        info = tmp_path / "essai_bridge-2.5.1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: essai\nVersion: 2.5.1\n")
        (info / "entry_points.txt").write_text(f"[{official.GROUP}]\nessai = essai_bridge:read\n")
        monkeypatch.syspath_prepend(str(tmp_path))

    yield install
    sys.modules.pop("essai_bridge", None)


def test_the_version_of_the_vitale_component_is_told(
    show: Show, bridge: Callable[[str], None]
) -> None:
    assert not entry_points(group=official.GROUP)
    assert show().vitale_component()[0] is Health.WATCH
    bridge("def read(): raise SystemError\n")
    assert show().vitale_component() == (Health.GOOD, "présent, version 2.5.1", "")


@pytest.mark.parametrize(
    "source", ["raise OSError('a.dll')", "import nowhere", "read = 3", "raise SystemExit(3)", ""]
)
def test_a_vitale_component_that_does_not_load(
    show: Show, bridge: Callable[[str], None], source: str
) -> None:
    bridge(source)
    health, words, fix = show().vitale_component()
    assert (health, words) == (Health.BAD, "trouvé, ne se charge pas")
    assert fix
