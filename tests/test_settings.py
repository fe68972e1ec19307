"""The settings file: what is written is read back; what is not understood is said, never fatal."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import settings as checks
from hypothesis import strategies as st

from insdesk.settings import LIBERAL, STRUCTURES, Settings, read, write

NAMES = [one.name for one in fields(Settings) if one.name != "unknown"]


def test_defaults_go_round() -> None:
    assert read(write(Settings())) == Settings()
    assert read("") == Settings()


def test_every_setting_is_one_line() -> None:
    lines = write(Settings()).splitlines()
    assert [line.split(" = ", maxsplit=1)[0] for line in lines] == NAMES


CHANGED = Settings(
    structure="GROUPE",
    secretariat=True,
    declared_on="2026-05-04",
    exception_procedure=False,
    insi_address="https://localhost:8443/insi",
    insi_read_seconds=12,
    reader_vitale='Lecteur "A" \\ fente 1',
    text_scale=150,
    theme="contraste",
)


def test_changed_settings_go_round() -> None:
    assert read(write(CHANGED)) == CHANGED


@checks(deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"])), st.integers(-(2**62), 2**62), st.booleans()
)
def test_any_text_goes_round(text: str, number: int, switch: bool) -> None:
    one = replace(
        Settings(), reader_cps=text, insi_ca_bundle=text, text_scale=number, secretariat=switch
    )
    assert read(write(one)) == one


@pytest.mark.parametrize("text", ['"', "\\", '\\"', "\n", "\t", "\x00", "\x7f", "é’“”", "#", "'"])
def test_awkward_characters_stay_in_their_string(text: str) -> None:
    written = write(replace(Settings(), reader_vitale=text))
    assert tomllib.loads(written)["reader_vitale"] == text
    assert len(tomllib.loads(written)) == len(NAMES)


@pytest.mark.parametrize(
    "line",
    [
        "secretariat = 1",
        'secretariat = "oui"',
        "insi_read_seconds = true",
        "insi_read_seconds = 30.5",
        'text_scale = "150"',
        "structure = 3",
        "declared_on = 2026-05-04",
        "theme = ['clair']",
        "reader_cps = {nom = 'A'}",
    ],
)
def test_a_value_of_the_wrong_type_keeps_its_default(line: str) -> None:
    found = read(line)
    assert found.unknown == (line.split(" = ", maxsplit=1)[0],)
    assert replace(found, unknown=()) == Settings()


def test_unknown_keys_are_listed() -> None:
    found = read('couleur = "rose"\ntheme = "sombre"\n[ecran]\nlarge = true\nunknown = 1\n')
    assert found.unknown == ("couleur", "ecran")
    assert found.theme == "sombre"
    assert read('unknown = "x"').unknown == ("unknown",)


@pytest.mark.parametrize("text", ["structure", "= 3", 'theme = "clair', "a = 1\na = 2"])
def test_what_is_no_toml_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read(text)


def test_only_private_practice_is_liberal() -> None:
    assert set(STRUCTURES) >= LIBERAL
    assert {"SEUL", "GROUPE"} == LIBERAL
    assert Settings().structure in LIBERAL


def test_nothing_is_declared_by_default() -> None:
    """X1 is an act: no default may stand for it."""
    assert Settings().declared_on == ""
    assert Settings().owner_national_id == ""


def test_lists_of_texts_go_round() -> None:
    one = replace(Settings(), secretary_grants=("R06", 'R"07'))
    assert read(write(one)) == one
    assert tomllib.loads(write(one))["secretary_grants"] == ["R06", 'R"07']


def test_a_list_that_is_none_keeps_its_default() -> None:
    for wrong in ('"R06"', "[6]", "true", '["R06", 7]'):
        read_back = read(f"secretary_grants = {wrong}")
        assert (read_back.secretary_grants, read_back.unknown) == ((), ("secretary_grants",))
