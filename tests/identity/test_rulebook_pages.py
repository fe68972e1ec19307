"""The generated documentation: what `resources/rules/` holds is what the tables say."""

from __future__ import annotations

import pytest

from insdesk.identity.comparison_table import MATRICULE_TABLE, TABLE
from insdesk.identity.rulebook import RULES, pages, wording
from insdesk.identity.rulebook.audit import EVENTS
from insdesk.identity.transitions import REFUSALS, TRANSITIONS
from insdesk.paths import resource

ROWS = (*TRANSITIONS, *REFUSALS)


@pytest.mark.parametrize("name", sorted(pages.PAGES))
def test_the_page_kept_is_the_one_generated(name):
    kept = resource("rules", name).read_text(encoding="utf-8")
    assert kept == pages.PAGES[name](), "run: insdesk rules --out resources/rules"


def test_nothing_else_is_kept():
    assert {one.name for one in resource("rules").iterdir()} == set(pages.PAGES)


@pytest.mark.parametrize("name", sorted(pages.PAGES))
def test_a_page_says_first_what_is_ours_and_that_nobody_validated_it(name):
    title, nature = pages.PAGES[name]().split("\n\n")[:2]
    assert title.startswith("# ")
    for words in ("règle publiée", "usage probable", "décision d’insdesk", "(ANS)"):
        assert words in nature
    assert "validé" in nature


@pytest.mark.parametrize("name", sorted(pages.PAGES))
def test_every_table_is_whole(name):
    """No cell breaks a row: as many cells everywhere as in the heading above."""
    lines = [line for line in pages.PAGES[name]().splitlines() if line.startswith("|")]
    widths = [line.replace("\\|", "").count("|") for line in lines]
    wanted = 0
    for line, width in zip(lines, widths, strict=True):
        if wanted == 0 or (line.startswith("| Règle |") or line.startswith("| Trait |")):
            wanted = width
        assert width == wanted, line
        assert "None" not in line


def test_every_transition_and_refusal_has_its_row():
    made = pages.transition_rows()
    assert [row[0] for row in made] == [row.id for row in TRANSITIONS]
    assert [row[0] for row in pages.refusal_rows()] == [row.id for row in REFUSALS]
    t16 = next(row for row in made if row[0] == "T16")
    assert t16[4] == "provisoire"
    assert "avertissement" in t16[3]
    assert "Mediboard" in t16[6]
    t14 = next(row for row in made if row[0] == "T14")
    assert t14[4] == "refusé"
    assert next(row for row in made if row[0] == "T01")[1] == "aucun dossier"
    assert next(row for row in made if row[0] == "T12")[4] == "inchangé"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.id} {row.event.__name__}")
def test_a_row_is_said_in_french(row):
    assert row.event.__name__ in wording.EVENTS
    assert row.effect.__name__ in wording.EFFECTS
    assert row.id.startswith("X") or row.guard.__name__ in wording.GUARDS
    said = wording.guard_words(row.guard, row.id) + wording.effect_words(row.effect)
    assert "'" not in said + wording.event_words(row.event)


def test_a_name_without_words_yet_is_said_by_its_docstring():
    def newer(_identity, _event):
        """Something new holds.

        More of it.
        """
        return True

    assert wording.guard_words(newer, "T01") == "Something new holds"
    assert wording.guard_words(newer, "X7") == "la condition X7 n’est pas remplie"


def test_every_row_of_the_comparison_is_told():
    made = pages.comparison_rows()
    assert len(made) == len(TABLE) + len(MATRICULE_TABLE)
    c05 = next(one for one in made if one[2] == "ESPACEMENT")
    assert c05[:4] == ("nom de naissance", "7.2-1", "ESPACEMENT", "≠ différent, bloque")
    assert "corriger" in c05[4]


def test_every_rule_is_on_the_page_of_rules_with_its_nature():
    page = pages.rules_page()
    for one in RULES.values():
        assert f"| {one.id} | {one.sentence} | {one.source} | {one.standing.value} |" in page


def test_the_book_as_values_holds_everything():
    book = pages.everything()
    assert [one["id"] for one in book["regles"]] == list(RULES)
    assert {len(book[name]) for name in ("transitions", "refus")} == {
        len(TRANSITIONS),
        len(REFUSALS),
    }
    assert book["journal"][0]["Événement"] == "SEARCH_ANTERIORITE"


# --- the events of the journal -------------------------------------------------------------

OF_THE_RULE_BOOK = [
    "SEARCH_ANTERIORITE",
    "IDENTITY_CREATED",
    "IDENTITY_IMPORTED",
    "TRAIT_STRICT_CHANGED",
    "TRAIT_STRICT_UNLOCKED",
    "TRAIT_COMPL_CHANGED",
    "VITALE_READ",
    "VITALE_READ_FAILED",
    "CPX_PRESENT",
    "CPX_REMOVED",
    "CPX_PIN_FAILED",
    "INSI_CALL",
    "INSI_RESULT",
    "INSI_CALL_BLOCKED",
    "COMPARISON_SHOWN",
    "PATIENT_VIEW_SHOWN",
    "PATIENT_VIEW_SKIPPED",
    "DIFFERENCE_CONFIRMED",
    "INSI_TRAITS_ACCEPTED",
    "INSI_TRAITS_REFUSED",
    "INSI_RESULT_DISCARDED",
    "INS_ATTACHED",
    "INS_HISTORISED",
    "INS_INVALIDATED",
    "EVIDENCE_RECORDED",
    "EVIDENCE_WITHDRAWN",
    "EVIDENCE_COPY_STORED",
    "EVIDENCE_COPY_VIEWED",
    "EVIDENCE_COPY_PURGED",
    "ATTESTATION_SIGNED",
    "ATTESTATION_REFUSED_BY_GUARD",
    "ATTESTATION_CANCELLED",
    "STATUS_CHANGED",
    "ATTRIBUTE_SET",
    "ATTRIBUTE_CLEARED",
    "DUPLICATE_DETECTED",
    "DUPLICATE_DISMISSED",
    "RECORDS_MERGED",
    "MERGE_REFUSED",
    "COLLISION_DECLARED",
    "VERIFICATION_DONE",
    "VERIFICATION_KO",
    "VERIFICATION_FAILED",
    "REFUSAL_RECORDED",
    "EXPORT_WITH_INS",
    "EXPORT_WITHOUT_INS",
    "EXPORT_BLOCKED",
    "DATAMATRIX_PRINTED",
    "AUDIT_EXPORTED",
    "SETTING_CHANGED",
    "CLOCK_ANOMALY",
]
"""Rule book §14."""


def test_every_event_of_the_rule_book_is_known():
    assert set(OF_THE_RULE_BOOK) <= EVENTS.keys()


@pytest.mark.parametrize("event", EVENTS.values(), ids=lambda one: one.type)
def test_an_event_has_a_title_and_a_sentence(event):
    assert 0 < len(event.title) <= 60
    assert not event.title.endswith(".")
    assert event.sentence.endswith(".")
    assert "'" not in event.title + event.sentence


def test_values_of_traits_are_only_in_the_detail():
    changed = EVENTS["TRAIT_STRICT_CHANGED"]
    assert set(changed.facts) == {"traits", "motif", "deverrouillage"}
    assert set(changed.detail) == {"avant", "apres", "motif"}
    traits = {"nom", "prenom", "date", "sexe", "lieu", "nom_naissance"}
    assert [one.type for one in EVENTS.values() if traits & set(one.facts)] == []
