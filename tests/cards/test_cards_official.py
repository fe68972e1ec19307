"""The door of the licensed component: found when declared and sound, said when not."""

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from insdesk.cards import official
from insdesk.errors import CardAbsent, CardUnreadable, VitaleComponentAbsent
from insdesk.identity.readings import VitaleReading, VitaleSource


def bridge() -> VitaleReading:
    """What the entry point of a bridge package would name."""
    return VitaleReading(source=VitaleSource.OFFICIAL, persons=())


def broken_bridge() -> VitaleReading:
    raise OSError("the library of somebody else")


def empty_bridge() -> VitaleReading:
    raise CardAbsent


def wordy_bridge() -> object:
    return "FICTIF"


def lying_bridge() -> VitaleReading:
    return VitaleReading(source=VitaleSource.SIMULATED, persons=())


def declare(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    entries = [EntryPoint(f"e{n}", value, official.GROUP) for n, value in enumerate(values)]
    monkeypatch.setattr(official, "entry_points", lambda *, group: entries)


def test_without_a_component_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch)
    assert official.find_official() is None
    with pytest.raises(VitaleComponentAbsent):
        official.official_reader()


def test_a_declared_reader_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch, f"{__name__}:bridge")
    assert official.official_reader()().source is VitaleSource.OFFICIAL


def exiting_bridge() -> VitaleReading:
    raise SystemExit(3)


IMPORTS = {
    "ctypes.CDLL('absent-vitale')": "OSError",
    "def read(:": "SyntaxError",
    "raise RuntimeError": "RuntimeError",
    "raise SystemExit": "SystemExit",
}


@pytest.mark.parametrize("line", IMPORTS)
def test_a_bridge_that_cannot_be_imported_leaves_the_desk_open(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    line: str,
) -> None:
    name = f"bridge_{IMPORTS[line].lower()}"
    (tmp_path / f"{name}.py").write_text(f"import ctypes\n{line}\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    declare(monkeypatch, f"{name}:read")
    assert official.find_official() is None
    assert f"does not load: {IMPORTS[line]}" in caplog.text
    declare(monkeypatch, f"{name}:read", f"{__name__}:bridge")
    assert official.official_reader()().source is VitaleSource.OFFICIAL


@pytest.mark.parametrize(
    "broken", ["no_such_bridge:read", f"{__name__}:missing", "insdesk.cards.official:GROUP"]
)
def test_a_broken_one_is_passed_over(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    declare(monkeypatch, broken)
    assert official.find_official() is None
    declare(monkeypatch, broken, f"{__name__}:bridge")
    assert official.find_official() is not None


@pytest.mark.parametrize("name", ["broken_bridge", "exiting_bridge"])
def test_a_bridge_that_breaks_is_an_unreadable_card(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    declare(monkeypatch, f"{__name__}:{name}")
    with pytest.raises(CardUnreadable):
        official.official_reader()()


def test_a_bridge_may_say_that_there_is_no_card(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch, f"{__name__}:empty_bridge")
    with pytest.raises(CardAbsent):
        official.official_reader()()


@pytest.mark.parametrize("name", ["wordy_bridge", "lying_bridge"])
def test_a_bridge_that_gives_no_official_reading_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    declare(monkeypatch, f"{__name__}:{name}")
    with pytest.raises(CardUnreadable):
        official.official_reader()()


def test_the_documented_example_reads_a_recorded_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    example = Path(__file__).resolve().parents[2] / "packaging" / "vitale-bridge-example"
    monkeypatch.syspath_prepend(str(example))
    declare(monkeypatch, "insdesk_vitale_bridge:read")
    read = official.official_reader()
    monkeypatch.delenv("INSDESK_VITALE_XML", raising=False)
    with pytest.raises(VitaleComponentAbsent):
        read()
    recorded = tmp_path / "answer.xml"
    monkeypatch.setenv("INSDESK_VITALE_XML", str(recorded))
    with pytest.raises(CardAbsent):
        read()
    person = "<ident><nomPatronymique>FICTIF</nomPatronymique></ident>"
    recorded.write_text(f"<r><T_AsnBeneficiaire>{person}</T_AsnBeneficiaire></r>", "utf-8")
    assert [one.name_text for one in read().persons] == ["FICTIF"]
