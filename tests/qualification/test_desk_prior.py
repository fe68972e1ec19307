"""The list of the prior-record search: what it shows, asks and forbids (IV-200 to IV-206)."""

from __future__ import annotations

import pytest
from desk_stage import ELODIE, KNOWN, PASSPORT, Stage, a_person, a_stage, known_elodie

from builders import a_patient, a_retrieval, some_traits
from insdesk.errors import Refused
from insdesk.identity.patient import Patient
from insdesk.identity.resemblance import Likeness
from insdesk.identity.traits import Traits
from insdesk.qualification.prior import MANY
from insdesk.qualification.steps import Evidence, Judgement, Run, Step, next_step

TWIN = "00000000-0000-4000-8000-00000000cccc"
STRANGER = "00000000-0000-4000-8000-00000000dddd"


def traits(name: str = "Tilleul", first: str = "Marthe", born: str = "1978-03-09") -> Traits:
    return some_traits(
        birth_name=name, first_name=first, first_names=None, birth_date=born
    ).without_typed()


def twin() -> Patient:
    """Élodie's twin sister, same place."""
    return a_patient(uid=TWIN, traits=traits())


def stranger(number: int = 0, name: str = "Fictif", **changes: object) -> Patient:
    """Somebody else born that day."""
    uid = STRANGER[: -len(str(number))] + str(number) if number else STRANGER
    return a_patient(uid=uid, traits=traits(name, "Basile"), **changes)  # type: ignore[arg-type]


def alike(run: Run) -> list[Likeness | None]:
    return [one.resemblance.likeness if one.resemblance else None for one in run.prior]


def uids(run: Run) -> list[str]:
    return [one.patient.uid for one in run.prior]


def test_nobody_born_that_day_means_no_page(stage: Stage) -> None:
    run = stage.desk.recognise(stage.insert())
    assert (run.prior, run.searched) == ((), True)
    assert next_step(run) is Step.ASK_INSI


def test_the_one_record_that_fits_is_opened_without_a_list() -> None:
    stage = a_stage(known_elodie(), stranger())
    run = stage.desk.recognise(stage.insert())
    assert run.patient is not None
    assert run.prior == ()
    assert next_step(run) is Step.ASK_INSI


def test_everybody_born_that_day_is_shown_the_likeliest_first() -> None:
    stage = a_stage(stranger(), twin())
    run = stage.desk.recognise(stage.insert())
    assert uids(run) == [TWIN, STRANGER]
    assert alike(run) == [Likeness.JUMEAU, None]
    assert next_step(run) is Step.PRIOR_RECORDS
    assert stage.insi.asked == []


def test_typed_traits_are_searched_for_in_the_same_way() -> None:
    stage = a_stage(twin())
    run = stage.desk.give_traits(stage.desk.type_traits(), ELODIE)
    assert uids(run) == [TWIN]
    assert next_step(run) is Step.PRIOR_RECORDS


def test_a_record_under_the_married_name_is_shown_the_given_name_bringing_it_first() -> None:
    """IV-202: she was filed as GARANCEAU; only the date brings her back."""
    filed = known_elodie(traits=traits("Garanceau", "Élodie"))
    stage = a_stage(stranger(), filed)
    run = stage.desk.recognise(stage.insert())
    assert uids(run) == [KNOWN, STRANGER]
    opened = stage.desk.open_prior(run, KNOWN)
    assert opened.patient is not None
    assert opened.known == filed.traits
    assert next_step(opened) is Step.ASK_INSI


def test_a_used_name_typed_as_the_birth_name_is_a_possible_duplicate() -> None:
    """IV-211: K(nom) equal to the other's K(nom utilisé)."""
    stage = a_stage(a_patient(uid=TWIN, traits=traits("Tilleul", "Rose"), used_name="Garanceau"))
    run = stage.desk.recognise(stage.insert(a_person(name_text="GARANCEAU")))
    assert alike(run) == [Likeness.DOUBLON]


def test_an_interpreted_date_is_searched_for_on_its_two_other_days() -> None:
    """IV-206."""
    first = a_patient(uid=TWIN, traits=traits(born="1978-01-01"))
    last = a_patient(uid=STRANGER, traits=traits("Fictif", "Basile", "1978-12-31"))
    stage = a_stage(first, last, stranger(7))
    run = stage.desk.recognise(stage.insert(a_person(birth_text="19780000")))
    assert set(uids(run)) == {TWIN, STRANGER}
    run = stage.desk.recognise(stage.insert(a_person(birth_text="19780300")))
    assert set(uids(run)) == {TWIN, STRANGER}


@pytest.mark.parametrize("way", ["qualify", "keep", "save"])
def test_no_way_creates_before_all_is_judged(way: str) -> None:
    stage = a_stage(stranger())
    run = stage.desk.ask_insi(stage.desk.recognise(stage.insert()))
    acts = {
        "qualify": lambda: stage.desk.qualify(run, PASSPORT),
        "keep": lambda: stage.desk.keep(run),
        "save": lambda: stage.desk.save(stage.desk.give_traits(stage.desk.type_traits(), ELODIE)),
    }
    with pytest.raises(Refused) as problem:
        acts[way]()
    assert (problem.value.rule, problem.value.reason) == ("IV-204", "RECHERCHE_A_JUGER")
    assert stage.patients.filings == []


def test_the_button_knows_it_beforehand() -> None:
    stage = a_stage(stranger(), stranger(1, "Exemple"))
    run = stage.desk.ask_insi(stage.desk.recognise(stage.insert()))
    refusal = stage.desk.refusals(run, PASSPORT)[0]
    assert (refusal.rule, refusal.reason, refusal.count) == ("IV-204", "RECHERCHE_A_JUGER", 2)
    judged = stage.desk.none_of_these(run)
    assert stage.desk.refusals(judged, PASSPORT) == ()
    assert stage.desk.qualify(judged, PASSPORT).patient is not None


def test_a_record_saved_without_a_search_is_searched_for_first() -> None:
    stage = a_stage(stranger())
    unsearched = stage.insert()
    with pytest.raises(Refused, match="IV-204"):
        stage.desk.save(unsearched, Evidence())


def test_a_lookalike_needs_its_own_judgement() -> None:
    stage = a_stage(twin(), stranger())
    run = stage.desk.recognise(stage.insert())
    with pytest.raises(Refused, match="IV-211 RESSEMBLANCE_A_JUGER"):
        stage.desk.none_of_these(run)
    run = stage.desk.judge(run, TWIN, Judgement.OTHER_PERSON, "JUMEAUX")
    assert next_step(run) is Step.PRIOR_RECORDS, "the stranger was not judged"
    run = stage.desk.none_of_these(run)
    assert run.judged == {TWIN: Judgement.OTHER_PERSON, STRANGER: Judgement.OTHER_PERSON}
    assert next_step(run) is Step.ASK_INSI


def test_only_what_is_shown_can_be_judged_or_opened() -> None:
    stage = a_stage(twin())
    stage.patients.put(a_patient(uid="elsewhere", traits=traits(born="1960-01-02")))
    run = stage.desk.recognise(stage.insert())
    with pytest.raises(Refused, match="IV-204 HORS_LISTE"):
        stage.desk.judge(run, "elsewhere", Judgement.UNKNOWN)
    with pytest.raises(Refused, match="IV-204 HORS_LISTE"):
        stage.desk.open_prior(run, "elsewhere")


def test_the_opened_record_is_read_anew_and_nothing_is_left_to_judge() -> None:
    stage = a_stage(twin(), stranger())
    run = stage.desk.recognise(stage.insert())
    stage.patients.put(a_patient(uid=TWIN, traits=traits(first="Élodie")))
    opened = stage.desk.open_prior(run, TWIN)
    assert opened.known == traits(first="Élodie")
    assert (opened.prior, opened.judged) == ((), {})


def crowd() -> Stage:
    """More people than one looks at, one of whom resembles, one with a used name."""
    others = [stranger(n, f"Exemple{chr(65 + n)}") for n in range(1, MANY + 1)]
    return a_stage(*others, stranger(99, "Fictif", used_name="Garanceau"), twin())


def test_more_than_twenty_asks_for_letters() -> None:
    """IV-200: the first letters of the name or given name, three at most."""
    stage = crowd()
    run = stage.desk.recognise(stage.insert())
    run = stage.desk.judge(run, TWIN, Judgement.UNKNOWN)
    with pytest.raises(Refused, match="IV-200 LISTE_TROP_LONGUE"):
        stage.desk.none_of_these(run)
    run = stage.desk.narrow(run, "gar")
    assert [one.patient.traits.birth_name for one in run.prior] == ["TILLEUL", "FICTIF"]
    assert run.judged == {TWIN: Judgement.UNKNOWN}, "what was said of her stays"
    assert next_step(stage.desk.none_of_these(run)) is Step.ASK_INSI


def test_letters_that_leave_too_many_ask_for_one_more() -> None:
    stage = crowd()
    stage.patients.put(stranger(98, "Exemplez"))
    run = stage.desk.judge(
        stage.desk.recognise(stage.insert()), TWIN, Judgement.OTHER_PERSON, "JUMEAUX"
    )
    with pytest.raises(Refused, match="LISTE_TROP_LONGUE"):
        stage.desk.none_of_these(stage.desk.narrow(run, "ex"))
    run = stage.desk.narrow(run, "exe")
    assert len(run.prior) == MANY + 2
    assert next_step(stage.desk.none_of_these(run)) is Step.ASK_INSI


def test_a_shortened_list_stays_on_show_even_empty() -> None:
    stage = a_stage(stranger())
    run = stage.desk.narrow(stage.desk.recognise(stage.insert()), "z")
    assert run.prior == ()
    assert next_step(run) is Step.PRIOR_RECORDS
    assert uids(stage.desk.narrow(run, "")) == [STRANGER]
    assert next_step(stage.desk.none_of_these(run)) is Step.ASK_INSI


@pytest.mark.parametrize("letters", ["TILL", "12", "a1", "?", "é-tt"])
def test_three_letters_at_most(letters: str) -> None:
    stage = a_stage(stranger())
    run = stage.desk.recognise(stage.insert())
    with pytest.raises(Refused, match="IV-200 TROIS_LETTRES"):
        stage.desk.narrow(run, letters)


def test_accents_and_hyphens_do_not_matter_in_the_letters() -> None:
    stage = a_stage(a_patient(uid=STRANGER, traits=traits("Étrange", "Basile")))
    run = stage.desk.recognise(stage.insert())
    assert uids(stage.desk.narrow(run, " étr ")) == [STRANGER]


def test_every_search_is_journaled_by_kinds_and_counts_only() -> None:
    stage = crowd()
    run = stage.desk.recognise(stage.insert())
    stage.desk.narrow(run, "gar")
    lines = [one for one in stage.journal.events if one.type == "SEARCH_ANTERIORITE"]
    said = [
        (one.facts["criteres"], one.facts["resultats"], one.facts.get("lettres")) for one in lines
    ]
    assert said == [(["date"], MANY + 2, None), (["date", "lettres"], 1, 3)]
    assert "GAR" not in repr(lines).upper()
    assert lines[0].facts["reference"] != lines[1].facts["reference"]


def test_a_record_with_the_matricule_can_only_be_opened() -> None:
    stage = a_stage(known_elodie(retrieval=a_retrieval()), known_elodie(uid="other"))
    run = stage.desk.ask_insi(
        stage.desk.none_of_these(
            _judged(stage, stage.desk.recognise(stage.insert()), KNOWN, "other")
        )
    )
    assert alike(run)[0] is Likeness.MATRICULE
    assert next_step(run) is Step.PRIOR_RECORDS
    for judgement in Judgement:
        with pytest.raises(Refused, match="IV-210 MATRICULE_PRIS"):
            stage.desk.judge(run, KNOWN, judgement)
    opened = stage.desk.open_prior(run, KNOWN)
    assert next_step(opened) is Step.COMPARE
    assert opened.comparison is not None


def _judged(stage: Stage, run: Run, *known: str) -> Run:
    for uid in known:
        run = stage.desk.judge(run, uid, Judgement.OTHER_PERSON, "AUTRE")
    return run
