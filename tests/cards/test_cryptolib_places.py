"""Where the library of the CPS is looked for on each system, and which version is too old."""

from __future__ import annotations

import ntpath
from pathlib import Path

import pytest

from insdesk.app import card_probes
from insdesk.cards.cryptolib import library
from insdesk.qualification.diagnosis import Health
from insdesk.settings import Settings


@pytest.mark.parametrize(
    ("platform", "first", "count"),
    [
        ("win32", r"C:\Windows\System32\cps3_pkcs11_w64.dll", 1),
        ("darwin", "/usr/local/lib/libcps3_pkcs11_osx.dylib", 2),
        ("linux", "/opt/santesocial/CPS/lib/libcps3_pkcs11_lux.so", 5),
        ("freebsd13", None, 0),
    ],
)
def test_places_of_each_system(
    platform: str, first: str | None, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the first place exists: it is found; none exists: nothing is. Published names (§2.2)."""
    monkeypatch.setenv("WINDIR", r"C:\Windows")
    if platform == "win32":
        monkeypatch.setattr(library.os.path, "expandvars", ntpath.expandvars)
    asked: list[str] = []

    def is_file(path: Path) -> bool:
        asked.append(str(path))
        return str(path) == first

    monkeypatch.setattr(Path, "is_file", is_file)
    found = library.find("", platform)
    assert (None if found is None else str(found)) == first
    asked.clear()
    monkeypatch.setattr(Path, "is_file", lambda path: bool(asked.append(str(path))))
    assert library.find("", platform) is None
    assert len(asked) == count
    assert asked[:1] == ([first] if first else [])


@pytest.mark.parametrize("platform", library.CANDIDATES)
def test_the_choice_of_the_settings_goes_before_every_place(platform: str, tmp_path: Path) -> None:
    chosen = tmp_path / "chosen.so"
    chosen.write_bytes(b"x")
    assert library.find(str(chosen), platform) == chosen


@pytest.mark.parametrize("platform", library.CANDIDATES)
def test_a_choice_that_is_not_there_is_not_replaced(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = tmp_path / "known.so"
    known.write_bytes(b"x")
    monkeypatch.setattr(library, "CANDIDATES", {platform: (str(known),)})
    assert library.find("", platform) == known
    for gone in (tmp_path / "gone.so", tmp_path):
        assert library.find(str(gone), platform) is None


def test_the_first_of_several_that_exist_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = [tmp_path / f"{rank}.so" for rank in range(3)]
    for one in places[1:]:
        one.write_bytes(b"x")
    monkeypatch.setattr(library, "CANDIDATES", {"linux": tuple(map(str, places))})
    assert library.find("", "linux") == places[1]


@pytest.mark.parametrize(
    ("version", "old"),
    [((0, 0), True), ((4, 9), True), ((5, 1), True), ((5, 2), False), ((5, 10), False)],
)
def test_what_is_older_than_the_cps4(version: tuple[int, int], old: bool) -> None:
    assert library.is_too_old(version) is old


def test_both_are_said_by_the_diagnostic(tmp_path: Path) -> None:
    text = tmp_path / "library.so"
    text.write_text("no library")
    settings = Settings(cps_library=str(text))
    health, words, fix = card_probes.CardProbes(settings, bool).cps_component()
    assert (health, words) == (Health.BAD, "trouvé, ne se charge pas")
    assert fix


def test_a_version_too_old_is_said_by_the_diagnostic(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Old:
        def __init__(self, *_: object, **__: object) -> None:
            self.closed = False

        def version(self) -> tuple[int, int]:
            return 5, 1

        def close(self) -> None:
            self.closed = True

    monkeypatch.setattr(card_probes, "CryptolibCps", Old)
    chosen = tmp_path / "library.so"
    chosen.write_bytes(b"x")
    settings = Settings(cps_library=str(chosen))
    health, words, fix = card_probes.CardProbes(settings, bool).cps_component()
    assert (health, words) == (Health.WATCH, "version 5.1")
    assert "5.2" in fix
