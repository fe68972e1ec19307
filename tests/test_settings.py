"""The settings file: what is written is read back; what is not understood is said, never fatal."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import settings as checks
from hypothesis import strategies as st

from insdesk.settings import (
    LIBERAL,
    LONGEST_FILE,
    STRUCTURES,
    Settings,
    file_problem,
    problem,
    read,
    write,
)

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
    proxy='Mandataire "A" \\ étage 1',
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
        Settings(), proxy=text, insi_ca_bundle=text, text_scale=number, secretariat=switch
    )
    assert read(write(one)) == one


@pytest.mark.parametrize("text", ['"', "\\", '\\"', "\n", "\t", "\x00", "\x7f", "é’“”", "#", "'"])
def test_awkward_characters_stay_in_their_string(text: str) -> None:
    written = write(replace(Settings(), proxy=text))
    assert tomllib.loads(written)["proxy"] == text
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
        "proxy = {nom = 'A'}",
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


def test_a_setting_of_an_older_file_is_listed_and_harms_nothing() -> None:
    """Cards are told apart by their answer to reset: a pair of readers was never remembered."""
    old = read('reader_vitale = "Lecteur 00 00"\nreader_cps = "Lecteur 00 01"\ntheme = "sombre"\n')
    assert old.unknown == ("reader_vitale", "reader_cps")
    assert replace(old, unknown=()) == replace(Settings(), theme="sombre")
    assert "reader_" not in write(old)


@pytest.mark.parametrize(
    ("setting", "text", "code"),
    [
        ("insi_address", "https://insi.exemple.invalid:443/lps", ""),
        ("organisation_address", "https://127.0.0.1:8443/lps", ""),
        ("insi_address", "http://insi.exemple.invalid/lps", "ADRESSE"),
        ("insi_address", "insi.exemple.invalid/lps", "ADRESSE"),
        ("insi_address", "https://", "ADRESSE"),
        ("insi_address", "https://[", "ADRESSE"),
        ("insi_address", "https://hôte.invalid/", "ADRESSE"),
        ("insi_address", "https://moi:secret@insi.exemple.invalid/", "ADRESSE"),
        ("insi_address", "https://insi.exemple.invalid:99999/", "ADRESSE"),
        ("insi_address", "https://insi.exemple.invalid/lps x", "ADRESSE"),
        ("proxy", "10.0.0.1:3128", ""),
        ("proxy", "http://mandataire.invalid:8080/", ""),
        ("proxy", "[::1]:3128", ""),
        ("proxy", "mandataire.invalid", "PROXY"),
        ("proxy", "10.0.0.1:0", "PROXY"),
        ("proxy", "https://mandataire.invalid:8080", "PROXY"),
        ("proxy", "mandataire:8080", ""),
        ("proxy", "10.0.0.1:70000", "PROXY"),
        ("proxy", "http://moi:secret@10.0.0.1:3128", "PROXY_SECRET"),
        ("billing_id", "991234567", ""),
        ("billing_id", "99123456", "NEUF_CHIFFRES"),
        ("billing_id", "٩٩١٢٣٤٥٦٧", "NEUF_CHIFFRES"),
        ("sector", "SA07", ""),
        ("sector", "SA7", "SECTEUR"),
        ("speciality", "SM26", ""),
        ("speciality", "SA26", "SPECIALITE"),
        ("software_idam", "ABCD12345678", ""),
        ("software_idam", "ABCD 1234", "AUTORISATION"),
        ("cps_library", "n'importe quel chemin", ""),
    ],
)
def test_what_a_setting_may_hold(setting: str, text: str, code: str) -> None:
    assert problem(setting, text) == code


@pytest.mark.parametrize("setting", [name for name in NAMES if name != "environment"])
def test_an_empty_setting_is_the_usual_one(setting: str) -> None:
    assert problem(setting, "") == ""


PEM = b"# AC\n-----BEGIN CERTIFICATE-----\nMIIB\n"


@pytest.mark.parametrize(
    ("setting", "content", "code"),
    [
        ("insi_ca_bundle", PEM, ""),
        ("insi_ca_bundle", b"\x30\x82\x01\x00", "PAS_PEM"),
        ("insi_ca_bundle", b"", "PAS_PEM"),
        ("organisation_certificate", b"\x30\x82\x09\x00\x02\x01\x03\x30", ""),
        ("organisation_certificate", b"\x30\x80\x02\x01\x03\x30\x80", ""),
        ("organisation_certificate", b"\x30\x82\x09\x00\x02\x01\x02\x30", "PAS_PKCS12"),
        ("organisation_certificate", PEM, "PAS_PKCS12"),
        ("organisation_certificate", b"", "PAS_PKCS12"),
        ("organisation_certificate", b"\x30\x80\x02\x01\x03" + b" " * LONGEST_FILE, "PAS_PKCS12"),
        ("cps_library", b"\x7fELF", ""),
    ],
)
def test_what_a_file_of_a_setting_may_begin_with(setting: str, content: bytes, code: str) -> None:
    assert file_problem(setting, content) == code
