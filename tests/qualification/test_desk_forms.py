"""S10: what is typed is understood, explained before the call, and never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from desk_stage import ELODIE, KNOWN, Stage, a_stage, known_elodie, own_facts
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import found
from insdesk.errors import InvalidTrait, Refused
from insdesk.identity.traits import Sexe, Traits
from insdesk.qualification.forms import TraitsForm, check_form, iso_date
from insdesk.qualification.retries import form_of
from insdesk.qualification.steps import Step, next_step


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("12031985", "1985-03-12"),
        ("12/03/1985", "1985-03-12"),
        ("1985-03-12", "1985-03-12"),
        ("1/3/1985", "1985-03-01"),
        ("12.03.1985", "1985-03-12"),
        ("12-03-1985", "1985-03-12"),
        ("12 03 1985", "1985-03-12"),
        ("  12/03/1985 ", "1985-03-12"),
        ("00/00/1948", "1948-00-00"),
        ("00/07/1952", "1952-07-00"),
        ("1952-00-14", "1952-00-14"),
    ],
)
def test_dates_are_read_as_people_write_them(typed: str, iso: str) -> None:
    assert iso_date(typed) == iso


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "FORMAT_DATE"),
        ("12/03/85", "FORMAT_DATE"),
        ("mars 1985", "FORMAT_DATE"),
        ("1985", "FORMAT_DATE"),
        ("12//03/1985", "FORMAT_DATE"),
        ("١٢٠٣١٩٨٥", "FORMAT_DATE"),
        ("00/00/0000", "FORMAT_DATE"),
        ("31/02/1985", "DATE_IMPOSSIBLE"),
        ("12/13/1985", "DATE_IMPOSSIBLE"),
        ("00/13/1985", "DATE_IMPOSSIBLE"),
        ("45/00/1985", "DATE_IMPOSSIBLE"),
        ("19850312", "DATE_IMPOSSIBLE"),
    ],
)
def test_a_date_that_is_none_is_explained(typed: str, code: str) -> None:
    checked = check_form(replace(ELODIE, birth_date=typed))
    assert checked.traits is None
    assert [(one.trait, one.code) for one in checked.problems] == [("birth_date", code)]
    assert checked.sent[3] == "…"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("00/00/1948", "1948-12-31"),
        ("00/07/1952", "1952-07-01"),
        ("14/00/1952", "1952-01-14"),
    ],
)
def test_a_partial_date_is_completed_and_marked(typed: str, stored: str) -> None:
    traits = check_form(replace(ELODIE, birth_date=typed)).traits
    assert traits is not None
    assert (traits.birth_date, traits.birth_date_interpreted) == (stored, True)


def test_the_preview_says_what_is_sent() -> None:
    form = TraitsForm(
        birth_name="Durand",
        first_name="Marie–Louise",
        sex="F",
        birth_date="12031985",
    )
    checked = check_form(form)
    assert checked.problems == ()
    assert checked.sent == ("DURAND", "MARIE-LOUISE", "F", "1985-03-12", "sans lieu")
    assert check_form(replace(form, birth_place="2a004")).sent[4] == "2A004"
    assert check_form(TraitsForm()).sent == ("…", "…", "…", "…", "sans lieu")


def test_every_problem_is_found_at_once() -> None:
    form = TraitsForm(
        birth_name="Petitot.",
        first_name="Luc2",
        other_names="Jean, Paul",
        sex="",
        birth_date="hier",
        birth_place="Lyon",
    )
    found_ = {one.trait: (one.code, one.character) for one in check_form(form).problems}
    assert found_ == {
        "birth_name": ("CARACTERE_INTERDIT", "."),
        "first_name": ("CARACTERE_INTERDIT", "2"),
        "first_names": ("SEPARATEUR_INTERDIT", ","),
        "sex": ("SEXE_MANQUANT", None),
        "birth_date": ("FORMAT_DATE", None),
        "birth_place": ("FORMAT_LIEU", None),
    }
    assert form.other_names == "Jean, Paul"


def test_a_blank_sex_is_a_missing_one() -> None:
    checked = check_form(replace(ELODIE, sex="  "))
    assert [one.code for one in checked.problems] == ["SEXE_MANQUANT"]
    assert checked.sent[2] == "…"


def test_the_list_begins_with_the_first_given_name() -> None:
    traits = check_form(replace(ELODIE, other_names="Marthe Rose")).traits
    assert traits is not None
    assert traits.first_names == "ELODIE MARTHE ROSE"
    assert check_form(ELODIE).traits is not None
    assert check_form(ELODIE).traits.first_names is None  # type: ignore[union-attr]


def test_traits_that_cannot_be_sent_are_refused_before_the_call(stage: Stage) -> None:
    run = stage.desk.type_traits()
    with pytest.raises(InvalidTrait) as problem:
        stage.desk.give_traits(run, replace(ELODIE, sex=""))
    assert problem.value.trait == "sex"
    assert stage.insi.asked == []
    assert next_step(run) is Step.TYPE_TRAITS


def test_typed_traits_are_asked_about_without_the_place(stage: Stage) -> None:
    run = stage.by_traits()
    (asked,) = stage.insi.asked
    assert isinstance(asked, Traits)
    assert (asked.birth_name, asked.birth_place) == ("TILLEUL", None)
    assert next_step(run) is Step.COMPARE
    assert not run.by_vitale


def test_what_was_typed_comes_back_to_the_form(stage: Stage) -> None:
    typed = replace(ELODIE, used_name=" Garanceau ", other_names="Marthe Rose")
    run = stage.desk.give_traits(stage.desk.type_traits(), typed)
    assert stage.desk.form_of(run) == TraitsForm(
        birth_name="TILLEUL",
        first_name="ELODIE",
        other_names="MARTHE ROSE",
        sex="F",
        birth_date="09/03/1978",
        used_name="Garanceau",
    )
    assert stage.desk.form_of(stage.desk.type_traits()) == TraitsForm()


def test_a_used_name_typed_now_is_not_lost_on_a_known_record(known: Stage) -> None:
    typed = replace(ELODIE, used_name="Garanceau")
    run = known.desk.give_traits(known.desk.type_traits(), typed)
    assert run.patient is not None
    assert run.used_name == "Garanceau"


@pytest.mark.parametrize("sex", [None, Sexe.I])
def test_a_sex_that_insi_does_not_know_is_never_sent(sex: Sexe | None) -> None:
    held = known_elodie()
    traits = replace(held.traits, sex=sex)
    stage = a_stage(known_elodie(traits=traits))
    with pytest.raises(Refused, match="IV-304"):
        stage.desk.ask_insi(stage.desk.open_record(KNOWN))
    assert stage.insi.asked == []
    blocked = own_facts(stage.journal.last("INSI_CALL_BLOCKED"))
    assert blocked == {"regle": "IV-304", "motif": "SEXE"}


def test_no_trait_is_in_the_text_of_a_run(known: Stage) -> None:
    known.insi.answer = found()
    run = known.at_comparison()
    text = repr(run) + repr(ELODIE) + repr(check_form(ELODIE))
    for trait in ("TILLEUL", "Tilleul", "ELODIE", "1978", "63999"):
        assert trait not in text


WORDS = st.lists(
    st.from_regex(r"[A-Z]{1,6}(['-][A-Z]{1,6})?", fullmatch=True), min_size=1, max_size=3
)


@settings(deadline=None, max_examples=150)
@given(
    first=WORDS,
    others=WORDS | st.just([]),
    day=st.integers(0, 28),
    month=st.integers(0, 12),
    year=st.integers(1900, 2025),
)
def test_a_form_filled_from_traits_gives_them_back(
    first: list[str], others: list[str], day: int, month: int, year: int
) -> None:
    form = TraitsForm(
        birth_name="TILLEUL",
        first_name=" ".join(first),
        other_names=" ".join(others),
        sex="F",
        birth_date=f"{day:02d}/{month:02d}/{year}",
        birth_place="63999",
    )
    traits = check_form(form).traits
    assert traits is not None
    assert check_form(form_of(traits, None, None)).traits == traits


@pytest.mark.parametrize(
    ("first", "names", "others"),
    [
        ("JEAN", "JEAN-BAPTISTIN LUC", "-BAPTISTIN LUC"),
        ("JEAN-BAPTISTIN", "JEAN BAPTISTIN LUC", "LUC"),
        ("ANNE", "ANNELIESE", ""),
        ("ELODIE", "ELODIE", ""),
    ],
)
def test_the_first_given_name_is_cut_by_words(first: str, names: str, others: str) -> None:
    traits = Traits.from_text(
        birth_name="TILLEUL",
        first_name=first,
        first_names=names,
        birth_date="1978-03-09",
        sex="F",
        birth_place=None,
    )
    assert form_of(traits, None, None).other_names == others


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("03/11/2026", True),
        ("02/11/2026", False),
        ("00/12/2026", True),
        ("00/00/2026", False),
        ("00/00/2027", True),
        ("01/01/1900", False),
    ],
)
def test_iv_054_no_birth_date_to_come(typed: str, refused: bool) -> None:
    checked = check_form(replace(ELODIE, birth_date=typed), date(2026, 11, 2))
    assert ("DATE_FUTURE" in [one.code for one in checked.problems]) is refused
    assert (checked.traits is None) is refused
