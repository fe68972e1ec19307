"""`insdesk doctor`: twelve checks, within ten seconds, whatever hangs; nobody is ever in them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from builders import NOW, a_patient, some_traits
from insdesk import cli
from insdesk.app import commands
from insdesk.app.probes import Probes
from insdesk.cards.cps import ATRS
from insdesk.cards.watch import ReaderWatch
from insdesk.identity.filing import Filing
from insdesk.identity.readings import Environment
from insdesk.paths import Paths
from insdesk.qualification import diagnosis
from insdesk.qualification.diagnosis import Check, Health
from insdesk.simulator.chip import ATR_VITALE
from insdesk.store.database import Database
from insdesk.store.patients import Patients
from virtual_reader import Pcscd, VirtualCard, card_service, pcscd

__all__ = ["card_service", "pcscd"]

Doctor = Callable[..., int]
FINE = (Health.GOOD, "bien", "")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every check answers at once, without a device."""

    def all_well(_self: Probes) -> dict[Check, diagnosis.Probe]:
        return dict.fromkeys(Check, lambda: FINE)

    monkeypatch.setattr(Probes, "all", all_well)


@pytest.fixture
def doctor(tmp_path: Path) -> Doctor:
    def run(*words: str) -> int:
        return commands.run(cli.parse(["--home", str(tmp_path), "doctor", *words]))

    return run


@pytest.mark.usefixtures("quick")
def test_a_desk_that_is_well_ends_with_nought(doctor: Doctor, capsys) -> None:
    assert doctor() == 0
    said = capsys.readouterr().out
    assert said.startswith("insdesk ")
    assert [f"{number}. {check.value}" in said for number, check in enumerate(Check, 1)] == [
        True
    ] * 12


@pytest.mark.parametrize(
    ("health", "code"),
    [(Health.GOOD, 0), (Health.WATCH, 0), (Health.UNKNOWN, 0), (Health.BAD, 1)],
)
def test_only_what_is_broken_counts(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, health: Health, code: int
) -> None:
    monkeypatch.setattr(Probes, "all", lambda _self: {Check.CLOCK: lambda: (health, "dit", "")})
    assert doctor() == code


@pytest.mark.usefixtures("quick")
def test_the_same_as_json(doctor: Doctor, capsys) -> None:
    assert doctor("--json") == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["en_panne"] is False
    assert facts["environnement"] == "production"
    assert [one["test"] for one in facts["tests"]] == [one.name.lower() for one in Check]
    assert {"titre", "etat", "constat", "remede", "ms"} <= set(facts["tests"][0])


@pytest.mark.usefixtures("quick")
def test_written_to_a_file_of_its_owner_only(doctor: Doctor, tmp_path: Path, capsys) -> None:
    target = tmp_path / "rapport.json"
    assert doctor("--json", "--out", str(target)) == 0
    assert capsys.readouterr().out == ""
    assert json.loads(target.read_text(encoding="utf-8"))["tests"]
    assert target.stat().st_mode & 0o777 == 0o600
    assert doctor("--out", str(tmp_path / "absent" / "rapport")) == 2
    assert "ne peut pas être écrit" in capsys.readouterr().err


def test_its_help_says_to_close_the_desk_first(capsys) -> None:
    """Another process on the CPS could end the session of a desk at work."""
    with pytest.raises(SystemExit) as left:
        cli.parse(["doctor", "--help"])
    assert left.value.code == 0
    assert "Fermez d'abord insdesk" in " ".join(capsys.readouterr().out.split())


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    held = threading.Event()
    yield held
    held.set()


def test_what_hangs_stops_nothing(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, gate: threading.Event, capsys
) -> None:
    def hung() -> tuple[Health, str, str]:
        gate.wait(60)
        return FINE

    probes = {**dict.fromkeys(Check, lambda: FINE), Check.READERS: hung}
    monkeypatch.setattr(Probes, "all", lambda _self: probes)
    monkeypatch.setattr(diagnosis, "diagnose", partial(diagnosis.diagnose, limit=0.3))
    assert doctor("--json") == 1
    tests = {one["test"]: one for one in json.loads(capsys.readouterr().out)["tests"]}
    assert tests["readers"]["etat"] == "en panne"
    assert "pas répondu" in tests["readers"]["constat"]
    assert tests["backup"]["etat"] == "bon"


def test_what_raises_is_one_broken_check(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    def broken() -> tuple[Health, str, str]:
        raise RuntimeError("DURANVAL")

    monkeypatch.setattr(Probes, "all", lambda _self: {Check.BASE: broken})
    assert doctor() == 1
    said = capsys.readouterr().out
    assert "RuntimeError" in said
    assert "DURANVAL" not in said, "the words of an exception are nobody's business"


MARKED = ("DURANVAL", "ZEPHYRINE", "1931-02-27")


def test_people_of_the_base_do_not_show_up(doctor: Doctor, tmp_path: Path, capsys) -> None:
    traits = some_traits(birth_name=MARKED[0], first_name=MARKED[1], birth_date=MARKED[2])
    database = Database.open(
        Paths(tmp_path).database(Environment.PRODUCTION), Environment.PRODUCTION
    )
    Patients(database, lambda: NOW).file(
        Filing(
            patient=a_patient(traits=traits, version=0, environment=Environment.PRODUCTION),
            expected_version=0,
        )
    )
    database.close()
    doctor("--json")
    doctor()
    said = capsys.readouterr().out
    assert "Base locale" in said
    for marked in (*MARKED, str(tmp_path), Path.home().name + "/"):
        assert marked not in said


class Still:
    """A card that answers nothing but its ATR."""

    def __init__(self, atr: bytes) -> None:
        self.atr = atr

    def transmit(self, _command: bytes) -> tuple[bytes, int]:
        return b"", 0x6D00


def until_both_are_seen() -> None:
    """The driver asks its slots every 0.4 s."""
    watch, pause = ReaderWatch(), threading.Event()
    for _ in range(200):
        state = watch.look()
        if state.vitale_insertion and state.cps_insertion:
            return
        pause.wait(0.05)
    raise AssertionError("the cards were never seen")


def test_the_real_card_service_is_told(doctor: Doctor, card_service: Pcscd, capsys) -> None:
    first, second = card_service.ports
    with VirtualCard(first, Still(ATR_VITALE)), VirtualCard(second, Still(ATRS[0].atr)):
        until_both_are_seen()
        doctor("--json")
        tests = {one["test"]: one for one in json.loads(capsys.readouterr().out)["tests"]}
    assert tests["service"]["constat"] == "actif"
    assert tests["readers"]["constat"] == "Virtual PCD (2 fentes)"
    assert tests["cards"]["etat"] == "bon"
    assert "fente 1 : carte Vitale ; fente 2 : CPS" in tests["cards"]["constat"]
    assert "présente" in tests["cps"]["constat"]


def test_a_stopped_service_is_told(doctor: Doctor, card_service: Pcscd, capsys) -> None:
    card_service.stop()
    assert doctor("--json") == 1
    tests = {one["test"]: one for one in json.loads(capsys.readouterr().out)["tests"]}
    assert (tests["service"]["etat"], tests["service"]["constat"]) == ("en panne", "arrêté")
    assert tests["readers"]["constat"] == "service de cartes arrêté", "no reader is missing"
    assert tests["reader_shared"]["etat"] == "non testé"
