"""The evidence register (rule book §8) and the sentence of the exception procedure (§9)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insdesk.identity.evidence import (
    ADULT_DEVICES,
    ATTESTATION_TEXT,
    ATTESTATION_VERSION,
    DEVICES,
    LINK_LABELS,
    LONGEST_NAME,
    AdultLink,
    Device,
    Trust,
    device,
    listed,
    own_device,
    register,
)

RULE_BOOK_SENTENCE = (
    "J\u2019atteste déjà connaître l\u2019identité de cette personne et sa correspondance aux "
    "traits d\u2019identité INSi. Cela me permet de partager ses données en toute sécurité"
)


def test_attestation_is_the_sentence_of_the_note_of_june_2023(shared_data: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (shared_data / "sources").iterdir()]
    note = next(text for text in texts if "Procédure d\u2019exception" in text)
    quoted = re.search(r"«\s*(J\u2019atteste[^»]*?)\s*»", note)
    assert quoted is not None
    assert " ".join(quoted.group(1).split()) == ATTESTATION_TEXT


def test_attestation_is_the_sentence_of_the_rule_book() -> None:
    assert ATTESTATION_TEXT == RULE_BOOK_SENTENCE
    assert ATTESTATION_TEXT.count("\u2019") == 3
    assert "'" not in ATTESTATION_TEXT
    assert not ATTESTATION_TEXT.endswith(".")
    assert ATTESTATION_VERSION == "CNAM-2023-06"


def test_codes_are_unique_and_found() -> None:
    codes = [row.code for row in DEVICES]
    assert len(set(codes)) == len(codes)
    assert [device(code) for code in codes] == list(DEVICES)
    assert device("") is None
    assert device("cn") is None


@pytest.mark.parametrize("code", ["PA", "CN", "CS", "eCN", "IN", "AN", "CC"])
def test_section_8_1_high_trust(code: str) -> None:
    row = device(code)
    assert row is not None
    assert row.high_trust


@pytest.mark.parametrize("code", ["PC", "CM", "CV", "COPIE"])
def test_section_8_2_may_be_noted_and_never_validates(code: str) -> None:
    row = device(code)
    assert row is not None
    assert not row.high_trust


@pytest.mark.parametrize("code", ["LECV", "ANCV", "AV", "ASE", "TC"])
def test_section_8_1_not_selectable_in_a_liberal_practice(code: str) -> None:
    row = device(code)
    assert row is not None
    assert row.trust is Trust.ELSEWHERE
    assert not row.high_trust


@pytest.mark.parametrize("code", ["LECV", "ANCV"])
def test_section_8_1_a_vitale_with_photo_serves_only_for_a_direct_entry(code: str) -> None:
    row = device(code)
    assert row is not None
    assert "seulement pour une entrée directe en EHPAD" in row.refusal


def test_the_application_is_no_document_it_has_its_own_way() -> None:
    row = device("AV")
    assert row is not None
    assert "sans INSi" in row.refusal


@pytest.mark.parametrize("code", ["CE", "XX", "LEP", "ATTEST_LIB"])
def test_what_the_register_does_not_know_is_not_in_it(code: str) -> None:
    assert device(code) is None


def test_section_8_every_device_is_there() -> None:
    high = {row.code for row in DEVICES if row.trust is Trust.HIGH}
    assert high == {"PA", "CN", "CS", "eCN", "IN", "AN", "LE", "CC"}
    none = {row.code for row in DEVICES if row.trust is Trust.NONE}
    assert none == {"PC", "CM", "CV", "AN_SEUL", "COPIE", "SANTE", "MUT", "ETU", "ORAL"}
    assert len(DEVICES) == len(high) + len(none) + 5


def test_eidas_means_say_their_level() -> None:
    assert {row.code for row in DEVICES if row.eidas} == {"eCN", "IN"}
    assert {row.eidas for row in DEVICES if row.eidas} == {"substantiel ou élevé"}


def test_the_identity_card_is_for_nationals_of_the_countries_listed() -> None:
    row = device("CN")
    assert row is not None
    for country in ("Union européenne", "Suisse", "Monaco", "Andorre", "Saint-Marin", "Vatican"):
        assert country in row.who
    assert "Royaume-Uni" not in row.who


def test_iv_400_rows_can_be_left_out() -> None:
    kept = register(hidden=("CS", "PC", "inconnu"))
    assert [row.code for row in kept] == [
        row.code for row in DEVICES if row.code not in ("CS", "PC")
    ]
    assert listed("CS", hidden=("CS",)) is None
    assert listed("CN", hidden=("CS",)) is device("CN")
    assert register() == DEVICES


@pytest.mark.parametrize(
    "name", ["Carte de pêche", "Passeport", "Carte nationale d'identité", "PA"]
)
def test_iv_400_a_name_added_never_has_any_trust(name: str) -> None:
    *_, last = register(added=(name,))
    assert last.label == name
    assert last.own
    assert last.trust is Trust.NONE
    assert last.refusal == "Noté, ne valide jamais."
    assert device(last.code) is None
    assert listed(last.code, added=(name,)) == last
    assert [row for row in register(added=(name,)) if row.code == "PA"] == [device("PA")]


def test_a_name_that_names_nothing_is_left_out_and_one_given_twice_counts_once() -> None:
    assert register(added=("", "  ", "—", "!")) == DEVICES
    twice = register(added=("Carte de pêche", "carte de  PECHE"))
    assert len(twice) == len(DEVICES) + 1
    assert own_device("x" * 500) is not None
    assert len(own_device("x" * 500).label) == LONGEST_NAME  # type: ignore[union-attr]


@given(
    st.lists(st.sampled_from([row.code for row in DEVICES]) | st.text(max_size=8), max_size=8),
    st.lists(st.text(max_size=80), max_size=8),
)
@settings(deadline=None)
def test_iv_400_no_setting_raises_a_trust_level(hidden: list[str], added: list[str]) -> None:
    rows = register(hidden, added)
    trusted = {row.code for row in DEVICES if row.high_trust}
    assert {row.code for row in rows if row.high_trust} == trusted - set(hidden)
    assert len({row.code for row in rows}) == len(rows)
    for row in rows:
        assert bool(row.refusal) != row.high_trust


def test_iv_406_the_link_is_named() -> None:
    assert {one.value for one in AdultLink} == {"PARENT", "REPRESENTANT"}
    assert set(LINK_LABELS) == set(AdultLink)


@pytest.mark.parametrize("row", DEVICES, ids=lambda row: row.code)
def test_a_refused_row_says_why_and_an_accepted_one_does_not(row: Device) -> None:
    assert bool(row.refusal) != row.high_trust
    assert row.label.strip() == row.label != ""
    assert row.source.startswith("rule book §8.")


def test_iv_400_nothing_is_preselected() -> None:
    assert not [name for name in Device.__slots__ if "default" in name or "selected" in name]


def test_iv_406_a_record_of_birth_needs_the_document_of_an_adult() -> None:
    needing = {row.code for row in DEVICES if row.needs_adult}
    assert {"AN"} < needing
    assert all(row.for_minors_only for row in DEVICES if row.needs_adult)


def test_iv_406_the_adult_shows_a_high_trust_document_of_his_own() -> None:
    rows = [device(code) for code in ADULT_DEVICES]
    assert {"CN", "PA", "CS"} <= set(ADULT_DEVICES)
    for row in rows:
        assert row is not None
        assert row.high_trust
        assert not row.needs_adult
        assert not row.for_minors_only
