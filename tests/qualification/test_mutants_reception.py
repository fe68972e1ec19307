"""Reception and retries at the edges where a small change of the code would go unseen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from attestation_examples import FACTS, OTHER_CARD, TRAITS, a_run
from desk_fakes import MemoryJournal, MemoryPatients, SetClock
from desk_stage import a_card, a_person, known_elodie

from builders import found, official, some_traits
from insdesk.identity.compare import compare
from insdesk.identity.evidence import device
from insdesk.identity.matricule import expected_key
from insdesk.identity.readings import NotFound
from insdesk.identity.traits import Sexe
from insdesk.qualification.reception import card_changes, corrected, search_again
from insdesk.qualification.retries import form_of, suggestions
from insdesk.qualification.rules import Refusal, may_choose
from insdesk.qualification.steps import Run

THIRD_CARD = "1800363999000" + expected_key("1800363999000")
HOLDER = known_elodie()


# --- correcting one local trait on an open answer (IV-323) ---------------------------------------


@pytest.mark.parametrize(
    ("trait", "text", "stored"),
    [
        ("birth_name", "Garanceau", "GARANCEAU"),
        ("first_name", "Marthe", "MARTHE"),
        ("first_names", "Élodie Marthe", "ELODIE MARTHE"),
        ("first_names", "", None),
        ("birth_place", "", None),
        ("birth_place", "63113", "63113"),
        ("birth_date", "10/03/1978", "1978-03-10"),
        ("sex", "M", Sexe.M),
    ],
)
def test_iv_323_one_trait_is_corrected_and_the_others_stay(
    trait: str, text: str, stored: object
) -> None:
    after = corrected(a_run(), trait, text, FACTS.now).known
    assert after is not None
    assert after.without_typed() == replace(TRAITS, **{trait: stored})  # type: ignore[arg-type]


def test_iv_323_a_label_of_a_place_gives_its_code() -> None:
    after = corrected(a_run(), "birth_place", "Clermont-Ferrand (63113)", FACTS.now).known
    assert after is not None
    assert after.birth_place == "63113"


def test_iv_323_the_marker_of_the_date_stays_with_another_trait() -> None:
    interpreted = replace(TRAITS, birth_date="1978-12-31", birth_date_interpreted=True)
    after = corrected(a_run(interpreted), "birth_name", "Garanceau", FACTS.now).known
    assert after is not None
    assert after.birth_date_interpreted is True
    plain = corrected(a_run(), "birth_name", "Garanceau", FACTS.now).known
    assert plain is not None
    assert plain.birth_date_interpreted is False


def test_x8_only_the_four_traits_are_dated_anew() -> None:
    run = a_run()
    assert corrected(run, "sex", "M", FACTS.now).known_at == FACTS.now
    assert corrected(run, "birth_place", "", FACTS.now).known_at == run.known_at
    assert corrected(run, "first_names", "", FACTS.now).known_at == run.known_at


# --- the search after an answer (IV-205) ---------------------------------------------------------


def _patients(*records: object) -> MemoryPatients:
    patients = MemoryPatients(MemoryJournal(SetClock()))
    patients.put(*records)  # type: ignore[arg-type]
    return patients


def _unknown(**changes: object) -> Run:
    """A card of nobody known here, whose name the answer contradicts."""
    married = some_traits(birth_name="Garanceau", first_names=None).without_typed()
    usual: dict[str, object] = {"patient": None, "comparison": compare(married, official())}
    return replace(a_run(married), **usual | changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("label", "run", "opened"),
    [
        ("the traits agree", a_run(patient=None, comparison=compare(TRAITS, official())), True),
        ("the holder's own number", _unknown(), True),
        ("another number", _unknown(holder=a_person(number=OTHER_CARD)), False),
        ("no number", _unknown(holder=a_person(number=None)), False),
        ("no holder", _unknown(holder=None), False),
        ("no card", _unknown(reading=None), False),
        (
            "a child under the parent's number",
            _unknown(
                reading=a_card(a_person(), a_person(position=2)),
                holder=a_person(position=2),
            ),
            False,
        ),
        (
            "a child under a number of its own",
            _unknown(
                reading=a_card(a_person(number=OTHER_CARD), a_person(position=2)),
                holder=a_person(position=2),
            ),
            True,
        ),
        (
            "a child under a third number",
            _unknown(
                reading=a_card(a_person(number=OTHER_CARD), a_person(position=2)),
                holder=a_person(position=2, number=THIRD_CARD),
            ),
            False,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_iv_205_whose_record_an_answer_opens(label: str, run: Run, opened: bool) -> None:
    run = replace(run, patient=None)
    after, hits = search_again(run, _patients(HOLDER))
    assert (after.patient is not None and after.patient.uid == HOLDER.uid) is opened, label
    assert after.searched
    assert hits == 1


def test_iv_205_without_an_ins_there_is_nothing_to_search() -> None:
    for answer in (None, NotFound(), replace(found(), matricule=None)):
        run = _unknown(answer=answer)
        assert search_again(run, _patients(HOLDER)) == (run, 0)


# --- what the card says otherwise than the record (J11) ------------------------------------------


@pytest.mark.parametrize(
    ("person", "changed"),
    [
        ({}, ()),
        ({"name_text": "GARANCEAU"}, ("birth_name",)),
        ({"first_name_text": "MARTHE"}, ("first_name",)),
        ({"birth_text": "19780310"}, ("birth_date",)),
        ({"birth_text": "19780300"}, ()),
        (
            {"name_text": "GARANCEAU", "first_name_text": "MARTHE", "birth_text": "19800101"},
            ("birth_name", "first_name", "birth_date"),
        ),
    ],
)
def test_j11_what_the_card_says_otherwise(
    person: dict[str, object], changed: tuple[str, ...]
) -> None:
    run = a_run(holder=a_person(**person))
    assert card_changes(run) == changed
    assert card_changes(replace(run, patient=None)) == ()
    assert card_changes(replace(run, holder=None)) == ()


def test_j11_a_date_known_in_part_is_no_change() -> None:
    partly = replace(TRAITS, birth_date="1952-12-31", birth_date_interpreted=True)
    run = a_run(patient=known_elodie(traits=partly))
    assert card_changes(run) == ()


def test_j11_the_used_name_on_a_card_is_no_change() -> None:
    run = a_run(
        holder=a_person(name_text="GARANCEAU"),
        patient=known_elodie(traits=TRAITS, used_name="Garanceau"),
    )
    assert card_changes(run) == ()


# --- ready-made tries (S11) ----------------------------------------------------------------------


def _tries(**traits: object) -> dict[str, object]:
    """By code: the form of each try after a 01."""
    asked = replace(some_traits(), **traits)  # type: ignore[arg-type]
    run = a_run(patient=None, asked=asked, answer=NotFound(), used_first_name="Lodie")
    return {one.code: one.form for one in suggestions(run)}


@pytest.mark.parametrize(
    ("date", "swapped"),
    [
        ("1978-03-09", "03/09/1978"),
        ("1978-03-12", "03/12/1978"),
        ("1978-03-01", "03/01/1978"),
        ("1978-01-09", "01/09/1978"),
        ("1978-03-13", None),
        ("1978-03-03", None),
    ],
)
def test_day_and_month_are_swapped_when_both_can_be(date: str, swapped: str | None) -> None:
    form = _tries(birth_date=date).get("INVERSER_JOUR_MOIS")
    assert getattr(form, "birth_date", None) == swapped


@pytest.mark.parametrize("date", ["1978-12-31", "1978-03-01", "1978-01-09"])
def test_an_interpreted_date_is_not_swapped(date: str) -> None:
    assert "INVERSER_JOUR_MOIS" not in _tries(birth_date=date, birth_date_interpreted=True)


def test_the_other_given_names_are_dropped_and_nothing_else() -> None:
    asked = some_traits()
    form = _tries()["PREMIER_PRENOM_SEUL"]
    assert form == replace(form_of(asked, None, "Lodie"), other_names="")


def test_a_hyphen_becomes_a_space_and_a_space_a_hyphen() -> None:
    hyphen = _tries(first_name="JEAN-LUC", first_names=None)["TIRET"]
    space = _tries(first_name="JEAN LUC", first_names=None)["TIRET"]
    assert getattr(hyphen, "first_name", None) == "JEAN LUC"
    assert getattr(space, "first_name", None) == "JEAN-LUC"
    assert "TIRET" not in _tries()


# --- why a device cannot be chosen ---------------------------------------------------------------


def test_a_device_refused_says_its_rule_its_reason_and_nothing_more() -> None:
    run, facts = a_run(), FACTS
    licence, birth, passport = (device(code) for code in ("PC", "AN", "PA"))
    assert licence is not None
    assert birth is not None
    assert passport is not None
    refused = may_choose(licence, run, facts)
    assert refused == Refusal(rule="IV-400", reason="PIECE_REFUSEE", trait=refused.trait)  # type: ignore[union-attr]
    assert may_choose(birth, run, facts) == Refusal(rule="IV-406", reason="PIECE_MINEUR")
    assert may_choose(passport, run, facts) is None
