"""Every failure, refusal, code and event has its French sentence; none speaks English or code."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from insdesk import errors
from insdesk.errors import (
    InsdeskError,
    InsiClockWrong,
    InsiFault,
    InsiRequestRefused,
    InvalidTrait,
    PinRejected,
    PractitionerCardExpired,
    Refused,
)
from insdesk.identity.comparison_table import TABLE
from insdesk.identity.patient import Status
from insdesk.qualification.rules import GUARDS, Refusal
from insdesk.ui import texts
from insdesk.ui.qualify.pages.trouble import details_of
from insdesk.ui.qualify.remedies import REMEDIES, Remedy
from insdesk.ui.texts.comparison import reason_of
from insdesk.ui.texts.rules import GREYED

SOURCE = Path(errors.__file__).parent.parent


def classes() -> list[type[InsdeskError]]:
    """Every failure of the tree."""
    every = [one for _, one in inspect.getmembers(errors, inspect.isclass)]
    return [one for one in every if issubclass(one, InsdeskError)]


def leaves() -> list[type[InsdeskError]]:
    """Failures without a more precise one, and those that are raised by name."""
    parents = {base for one in classes() for base in one.__bases__}
    return [one for one in classes() if one not in parents]


def a(kind: type[InsdeskError]) -> InsdeskError:
    """One failure of this kind, with facts where it asks for them."""
    facts: dict[type[InsdeskError], InsdeskError] = {
        PractitionerCardExpired: PractitionerCardExpired("2026-01-31"),
        PinRejected: PinRejected(2),
        InsiClockWrong: InsiClockWrong(7),
        InvalidTrait: InvalidTrait("VIDE", trait="sex"),
        errors.InvalidMatricule: errors.InvalidMatricule("FORMAT_CLE"),
        Refused: Refused("X4", "CPS_AUTRE"),
        errors.DatabaseOfOtherEnvironment: errors.DatabaseOfOtherEnvironment("essai", "production"),
    }
    return facts[kind] if kind in facts else kind()


def said(text: texts.ErrorText) -> tuple[str, ...]:
    return text.title, text.explanation, text.fix, text.go_on


def source(*folders: str) -> str:
    files = [file for folder in folders for file in sorted((SOURCE / folder).glob("*.py"))]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def every_text() -> list[str]:
    """All that these modules may show."""
    shown = [part for text in texts.ERRORS.values() for part in said(text)]
    for table in (
        texts.REFUSALS,
        texts.REASONS,
        texts.WARNINGS,
        texts.EVENTS,
        texts.SUGGESTIONS,
        texts.TRAITS,
        texts.TRAIT_PROBLEMS,
        texts.FLAGS,
        texts.HOW_TO,
        texts.STATUS,
        texts.MATRICULE_REASONS,
        GREYED,
    ):
        shown += list(table.values())
    return shown + list(texts.UNPROVEN)


@pytest.mark.parametrize("kind", leaves(), ids=lambda kind: kind.__name__)
def test_every_leaf_says_what_why_the_fix_and_how_to_go_on(kind):
    assert kind.__name__ in texts.ERRORS
    text = texts.error_text(a(kind))
    assert all(part.strip() for part in said(text)), text
    assert re.fullmatch(r"E-[A-Z]+-\d{1,2}", text.id)
    assert not re.search(r"[{}]", "".join(said(text)))
    assert len(text.title) <= 60


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_a_failure_raised_by_the_name_of_its_family_still_has_a_sentence(kind):
    assert all(texts.error_text(a(kind)).title for _ in range(1))
    assert "inconnu" not in texts.error_text(a(kind)).title


def test_every_button_of_an_error_card_does_something():
    labels = {part for text in texts.ERRORS.values() for part in (text.fix, text.go_on)}
    assert labels <= set(REMEDIES)
    how = {label for label in labels if REMEDIES[label] is Remedy.HOW}
    shown = {name for name, text in texts.ERRORS.items() if text.fix in how}
    assert shown <= set(texts.HOW_TO)


def test_facts_are_put_in_the_sentence():
    assert "31/01/2026" in texts.error_text(a(PractitionerCardExpired)).title
    assert "7 min" in texts.error_text(a(InsiClockWrong)).explanation
    assert "2 essais" in texts.error_text(PinRejected(2)).title
    assert texts.error_text(PinRejected(1)).id == "E-PIN-2"
    assert "Sexe" in texts.error_text(InsiRequestRefused("", field="sex")).title
    fault = texts.error_text(InsiFault(code="insi_999", user_text="Service en maintenance."))
    assert "insi_999" in fault.title
    assert fault.explanation == "Service en maintenance."
    assert texts.error_text(Refused("X4", "CPS_AUTRE")).explanation == texts.REFUSALS["CPS_AUTRE"]
    assert "IV-999" in texts.error_text(Refused("IV-999")).explanation


def test_details_hold_no_text_of_the_service():
    fault = InsiFault(
        code="insi_1", message_id="urn:x", user_text="TILLEUL", technical_text="ELODIE"
    )
    assert "TILLEUL" not in details_of(fault)
    assert "ELODIE" not in details_of(fault)
    assert "insi_1" in details_of(fault)


def test_the_base_says_that_the_qualification_is_not_done():
    for name in ("DiskFull", "DatabaseLocked", "PatientChanged", "StoreError"):
        assert "La qualification n’est pas faite." in texts.ERRORS[name].explanation


def test_every_code_of_the_comparison_has_a_reason():
    codes = {row.code for row in TABLE}
    assert codes <= set(texts.REASONS)
    silent = {code for code in codes if not texts.REASONS[code]}
    assert silent == {"IDENTIQUE", "PREMIER_DE_LISTE"}


def test_a_reason_may_name_the_birth_name_of_insi():
    from builders import official, some_traits
    from insdesk.identity.compare import compare

    compared = compare(some_traits(birth_name="Rosier"), official())
    assert "TILLEUL" in reason_of(compared["birth_name"])


def test_every_refusal_of_the_use_cases_has_a_sentence():
    code = source("qualification")
    refusal = r'Refusal\((?:[^()]|\([^()]*\))*?reason="([A-Z_]{4,})"'
    reasons = set(re.findall(refusal, code)) | {one.reason for one in GUARDS}
    reasons |= set(re.findall(r'Refused\("[A-Z0-9-]+", "([A-Z_]+)"\)', code))
    assert len(reasons) > 20
    assert reasons <= set(texts.REFUSALS)


def test_refusals_count_and_name():
    left = Refusal(rule="IV-330", reason="LIGNES_A_COCHER", count=1)
    assert texts.refusal_sentence(left) == "Il reste 1 ligne à vérifier."
    two = Refusal(rule="IV-330", reason="LIGNES_A_COCHER", count=2)
    assert texts.refusal_sentence(two) == "Il reste 2 lignes à vérifier."
    other = Refusal(rule="IV-402", reason="TRAIT_DIFFERENT", trait="sex")
    assert "sexe" in texts.refusal_sentence(other)
    assert "IV-7" in texts.refusal_sentence(Refusal(rule="IV-7", reason="JAMAIS_VU"))


def test_every_problem_of_a_typed_trait_has_its_repair():
    code = source("identity", "qualification")
    codes = set(re.findall(r'InvalidTrait\(\s*"([A-Z_]+)"', code))
    codes |= set(re.findall(r'"(LONGUEUR|VIDE)"', code))
    assert len(codes) > 12
    assert codes <= set(texts.TRAIT_PROBLEMS)


def test_a_problem_names_the_character_and_the_repair():
    wrong = InvalidTrait("CARACTERE_INTERDIT", trait="birth_name", character="*")
    assert "« * »" in texts.problem_sentence(wrong)
    space = InvalidTrait("DERNIER_CARACTERE", trait="first_name", character=" ")
    assert "« espace »" in texts.problem_sentence(space)
    assert texts.problem_sentence(InvalidTrait("JAMAIS_VU")).startswith("Ce trait n’est pas")


def test_every_warning_and_suggestion_has_its_words():
    code = source("identity", "insi", "cards")
    announced = re.findall(r"`warnings`\s+are codes?: (.+?)\.", code.replace("\n", " "))
    codes = {word for text in announced for word in re.findall(r"[A-Z]+_[A-Z_]+|SCHEMA", text)}
    assert len(codes) >= 10
    assert codes <= set(texts.WARNINGS)
    tries = set(re.findall(r'(?:code=|_first_name\()"([A-Z_]+)"', source("qualification")))
    assert len(tries) >= 8
    assert tries <= set(texts.SUGGESTIONS)
    assert "JEAN BAPTISTIN" in texts.suggestion_sentence("TIRET", "JEAN BAPTISTIN")


def test_every_event_written_has_its_wording():
    code = source("qualification", "app", "store")
    written = set(re.findall(r'(?:type=|note\(\s*)"([A-Z_]{5,})"', code))
    written |= {"INSI_CALL", "INSI_RESULT", "EXPORT_WITH_INS", "EXPORT_WITHOUT_INS"}
    assert len(written) > 12
    assert written <= set(texts.EVENTS)


def test_every_status_and_flag_has_its_words():
    assert set(texts.STATUS) == set(Status)
    assert {"HOMD", "HOMA", "DOUT", "FICT"} <= set(texts.FLAGS)


def test_texts_are_french_and_typographic():
    shown = every_text()
    assert len(shown) > 300
    for text in shown:
        assert "'" not in text, text
        assert "erreur inconnue" not in text.lower()
        assert "erreur fatale" not in text.lower()
        assert "administrateur" not in text.lower()
        english = re.search(r"\b(the|error|failed|please|unknown|cancel|with|your)\b", text.lower())
        assert english is None, text
