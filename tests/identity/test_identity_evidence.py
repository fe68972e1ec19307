"""The evidence register (rule book §8) and the sentence of the exception procedure (§9)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from insdesk.identity.evidence import (
    ADULT_DEVICES,
    ATTESTATION_TEXT,
    ATTESTATION_VERSION,
    DEVICES,
    Device,
    device,
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


@pytest.mark.parametrize("code", ["LECV", "ANCV", "AV", "CE"])
def test_section_8_1_not_selectable_in_a_liberal_practice(code: str) -> None:
    assert device(code) is None


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
