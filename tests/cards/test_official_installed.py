"""The documented example plug-in, built and unpacked as an installer does, then found and read."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from insdesk.app.edges import real
from insdesk.cards import official
from insdesk.errors import CardAbsent, CardUnreadable, VitaleComponentAbsent
from insdesk.identity.readings import VitaleSource
from insdesk.settings import Settings

EXAMPLE = Path(__file__).resolve().parents[2] / "packaging" / "vitale-bridge-example"
OWN, RIGHTS = "216010199900069", "285019999900006"


def person(first_name: str, numbers: str, place: str = "ident") -> str:
    inside = {"ident": "", "amo": ""} | {place: numbers}
    return (
        "<T_AsnBeneficiaire><ident><nomPatronymique>FICTIF</nomPatronymique>"
        f"<prenomUsuel>{first_name}</prenomUsuel>"
        f"<naissance><date>20160112</date></naissance>{inside['ident']}</ident>"
        f"<amo>{inside['amo']}</amo></T_AsnBeneficiaire>"
    )


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the path with the wheel of the example in it; nothing else is installed."""
    hatchling = pytest.importorskip("hatchling.build")
    monkeypatch.chdir(EXAMPLE)
    wheel = hatchling.build_wheel(str(tmp_path))
    folder = tmp_path / "site"
    with zipfile.ZipFile(tmp_path / wheel) as packed:
        packed.extractall(folder)
    monkeypatch.syspath_prepend(str(folder))
    for name in ("XML", "NATURE", "SERIE"):
        monkeypatch.delenv(f"INSDESK_VITALE_{name}", raising=False)
    yield folder
    sys.modules.pop("insdesk_vitale_bridge", None)


def test_the_wheel_holds_the_bridge_and_its_entry_point(installed: Path) -> None:
    assert (installed / "insdesk_vitale_bridge.py").is_file()
    [declared] = installed.glob("*.dist-info/entry_points.txt")
    assert f"[{official.GROUP}]" in declared.read_text("utf-8")


def test_it_is_found_and_reads_both_places_of_the_number(
    installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = official.find_official()
    assert read is not None
    with pytest.raises(VitaleComponentAbsent):
        read()
    recorded = tmp_path / "answer.xml"
    monkeypatch.setenv("INSDESK_VITALE_XML", str(recorded))
    with pytest.raises(CardAbsent):
        read()
    twins = person("LOU", f"<nir>{RIGHTS}</nir><nirCertifie>{OWN}</nirCertifie>")
    twins += person("SAM", f"<nir>{RIGHTS}</nir>", "amo")
    recorded.write_text(f"<lecture><listeBenef>{twins}</listeBenef></lecture>", "utf-8")
    reading = read()
    assert reading.source is VitaleSource.OFFICIAL
    assert [(one.first_name_text, one.number, one.number_is_own) for one in reading.persons] == [
        ("LOU", OWN, True),
        ("SAM", RIGHTS, False),
    ]
    assert [one.has_twin for one in reading.persons] == [True, True]
    recorded.write_bytes(b"\x00\xff")
    with pytest.raises(CardUnreadable):
        read()


def test_the_nature_and_the_serial_are_passed_on(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The example answer of the folder, tried without a card as its README says."""
    read = official.official_reader()
    monkeypatch.setenv("INSDESK_VITALE_XML", str(EXAMPLE / "exemple.xml"))
    unknown = read()
    assert (unknown.is_test, unknown.serial, unknown.warnings) == (None, None, ())
    assert [one.insured_number for one in unknown.persons] == ["284039999904207"] * 2
    assert [one.lacks_century for one in unknown.persons] == [False, True]
    monkeypatch.setenv("INSDESK_VITALE_SERIE", "99250000000000000001")
    for nature, is_test in (("essai", True), ("reelle", False)):
        monkeypatch.setenv("INSDESK_VITALE_NATURE", nature)
        told = read()
        assert (told.is_test, told.serial) == (is_test, "99250000000000000001")
        assert "9925" not in repr(told)
    monkeypatch.setenv("INSDESK_VITALE_NATURE", "vraie")
    with pytest.raises(CardUnreadable):
        read()


def test_a_folder_in_place_of_an_answer_is_unreadable(
    installed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INSDESK_VITALE_XML", str(EXAMPLE))
    with pytest.raises(CardUnreadable):
        official.official_reader()()


def test_the_readme_names_every_variable_of_a_trial() -> None:
    bridge = (EXAMPLE / "insdesk_vitale_bridge.py").read_text("utf-8")
    readme = (EXAMPLE / "README.md").read_text("utf-8")
    for name in ("INSDESK_VITALE_XML", "INSDESK_VITALE_NATURE", "INSDESK_VITALE_SERIE"):
        assert f'"{name}"' in bridge
        assert f"`{name}`" in readme


def test_the_real_desk_reads_by_it(installed: Path) -> None:
    edges = real(Settings())
    try:
        assert edges.cards._official is not None
    finally:
        edges.close()


def test_without_it_nothing_is_found() -> None:
    assert official.find_official() is None
