"""The door of the licensed component: found when declared and sound, said when not."""

from importlib.metadata import EntryPoint

import pytest

from insdesk.cards import official
from insdesk.errors import VitaleComponentAbsent
from insdesk.identity.readings import VitaleReading, VitaleSource


def bridge() -> VitaleReading:
    """What the entry point of a bridge package would name."""
    return VitaleReading(source=VitaleSource.OFFICIAL, persons=())


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


@pytest.mark.parametrize(
    "broken", ["no_such_bridge:read", f"{__name__}:missing", "insdesk.cards.official:GROUP"]
)
def test_a_broken_one_is_passed_over(monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    declare(monkeypatch, broken)
    assert official.find_official() is None
    declare(monkeypatch, broken, f"{__name__}:bridge")
    assert official.find_official() is not None
