"""Former names stay, with who, when and why (IV-701); the pre-check reads them."""

from __future__ import annotations

from dataclasses import replace

from desk_fakes import DOCTOR
from desk_stage import ELODIE, KNOWN, Stage, a_stage, known_elodie

from builders import found, some_traits
from insdesk.identity.former import FormerName


def names(stage: Stage) -> list[tuple[str, str, str, str]]:
    return [(one.trait, one.name, one.why, one.reason) for one in stage.desk.former_names(KNOWN)]


def edited(stage: Stage, **changes: str) -> None:
    form = replace(stage.desk.unlock_traits(KNOWN), **changes)
    stage.desk.edit_traits(KNOWN, form, warned=True, reason="lu sur la pièce")


def test_iv701_a_correction_keeps_the_former_name_who_and_why(known: Stage) -> None:
    assert known.desk.former_names(KNOWN) == ()
    edited(known, birth_name="Hêtre")
    assert names(known) == [("birth_name", "TILLEUL", "SAISIE", "lu sur la pièce")]
    (one,) = known.desk.former_names(KNOWN)
    assert (one.by, one.at) == (DOCTOR.national_id, known.clock())
    assert "TILLEUL" not in repr(one)


def test_iv701_what_insi_replaces_is_kept_too() -> None:
    """IV-321: local strict traits are replaced by INSi's, the old ones stay in the history."""
    dashed = some_traits(first_name="ELODIE MARTHE", first_names=None).without_typed()
    stage = a_stage(known_elodie(traits=dashed))
    stage.insi.answer = found(first_names="ELODIE-MARTHE ROSE")
    run = stage.desk.give_traits(
        stage.desk.type_traits(), replace(ELODIE, first_name="Élodie Marthe")
    )
    run = stage.desk.tick(stage.desk.ask_insi(run), "first_name", True)
    stage.desk.keep(run)
    kept = stage.patients.get(KNOWN).traits
    line = stage.journal.last("INSI_TRAITS_ACCEPTED")
    changed = [one for one in ("first_name", "first_names") if one in line.facts["traits"]]  # type: ignore[operator]
    assert changed
    before, after = line.detail["avant"], line.detail["apres"]
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert {one: after[one] for one in changed} == {one: getattr(kept, one) for one in changed}
    assert {one: before[one] for one in changed} == {one: getattr(dashed, one) for one in changed}
    held = {one for one in changed if getattr(dashed, one)}
    assert {(one.trait, one.why) for one in stage.desk.former_names(KNOWN)} == {
        (one, "INSI") for one in held
    }


def test_nothing_replaced_keeps_nothing(known: Stage) -> None:
    run = known.at_comparison()
    same = [one.trait for one in run.comparison or () if one.code == "IDENTIQUE"]
    known.desk.keep(run)
    line = known.journal.last("INSI_TRAITS_ACCEPTED")
    assert not set(same) & set(line.facts["traits"])  # type: ignore[call-overload]


def test_used_names_of_before_are_kept_and_read_by_the_precheck(known: Stage) -> None:
    edited(known, used_name="Garanceau")
    assert names(known) == []
    edited(known, used_name="", birth_name="Garanceau")
    assert ("used_name", "GARANCEAU", "", "") in [
        (trait, name.upper(), why, reason) for trait, name, why, reason in names(known)
    ]
    check = known.desk.begin_precheck()
    while not check.finished:
        check.step()
    assert ("A05", KNOWN) in [(one.id, one.uid) for one in check.findings]


def test_a_former_name_is_a_value() -> None:
    one = FormerName(trait="birth_name", name="HETRE", at=known_elodie().created_at, by="8")
    assert (one.why, one.reason) == ("", "")
