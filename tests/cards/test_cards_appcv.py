"""The door of a licensed reader of applications: found when declared and sound, else None."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from builders import an_app_reading
from insdesk.cards import appcv
from insdesk.errors import AppCodeRefused, ReaderBusy
from insdesk.identity.readings import AppReading


def bridge() -> AppReading:
    """What the entry point of a bridge package would name."""
    return an_app_reading()


def busy() -> AppReading:
    raise ReaderBusy


def broken() -> object:
    return {"nom": "EXEMPLE"}


def declare(monkeypatch: pytest.MonkeyPatch, *values: str) -> None:
    entries = [EntryPoint(f"e{n}", value, appcv.GROUP) for n, value in enumerate(values)]
    monkeypatch.setattr(appcv, "entry_points", lambda *, group: entries)


def test_the_group_is_the_documented_one() -> None:
    assert appcv.GROUP == "insdesk.appcv_readers"


def test_without_a_reader_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch)
    assert appcv.find_app_reader() is None


def test_a_declared_reader_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch, f"{__name__}:bridge")
    found = appcv.find_app_reader()
    assert found is not None
    assert found.read() == an_app_reading()


def test_its_own_failure_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch, f"{__name__}:busy")
    found = appcv.find_app_reader()
    assert found is not None
    with pytest.raises(ReaderBusy):
        found.read()


def test_an_answer_that_is_no_reading_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    declare(monkeypatch, f"{__name__}:broken")
    found = appcv.find_app_reader()
    assert found is not None
    with pytest.raises(AppCodeRefused):
        found.read()


@pytest.mark.parametrize(
    "wrong", ["no_such_bridge:read", f"{__name__}:missing", "insdesk.cards.appcv:GROUP"]
)
def test_one_that_does_not_load_is_passed_over(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    declare(monkeypatch, wrong)
    assert appcv.find_app_reader() is None
    declare(monkeypatch, wrong, f"{__name__}:bridge")
    assert appcv.find_app_reader() is not None
