"""J2: the exception procedure. Each guard missing alone is named, and refuses by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from desk_fakes import DOCTOR, PIN
from desk_stage import (
    KNOWN,
    SIGNED,
    Stage,
    a_person,
    known_elodie,
    named_missing,
    refusal_journaled,
)

from builders import NOW, found, some_traits
from insdesk.identity.desk_state import CpsState
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.patient import Attribut, ControlKind
from insdesk.identity.practitioner import CardKind
from insdesk.qualification.rules import Refusal
from insdesk.qualification.steps import Outcome, Run

ALL_GUARDS = {f"X{number}" for number in range(1, 12)}


def test_all_guards_hold_and_the_attestation_qualifies(known: Stage) -> None:
    asked = known.at_comparison()
    case = known.desk.exception_case(asked)
    assert (case.offered, case.missing, case.asks_already_followed) == (True, (), False)
    assert case.text == ATTESTATION_TEXT
    assert known.desk.refusals(asked, SIGNED) == ()

    done = known.desk.qualify(asked, SIGNED)
    assert done.outcome is Outcome.QUALIFIED
    (filing,) = known.patients.filings
    control = filing.patient.identity.control
    assert control is not None
    assert (control.kind, control.proof) == (ControlKind.ATTEST, "ATTEST_LIB")
    assert filing.evidence is not None
    assert filing.evidence["phrase"] == ATTESTATION_TEXT
    assert filing.evidence["version"] == "CNAM-2023-06"
    assert set(filing.evidence["gardes"]) == ALL_GUARDS  # type: ignore[call-overload]
    signed = known.journal.last("ATTESTATION_SIGNED")
    assert set(signed.facts["gardes"]) == ALL_GUARDS  # type: ignore[call-overload]
    assert signed.facts["message"] == "urn:uuid:00000000-0000-4000-8000-000000000001"
    assert known.journal.last("STATUS_CHANGED").facts["transition"] == "T13"


def test_the_sentence_is_the_official_one() -> None:
    assert (
        ATTESTATION_TEXT
        == "J’atteste déjà connaître l’identité de cette personne et sa correspondance aux "
        "traits d’identité INSi. Cela me permet de partager ses données en toute sécurité"
    )


def _setting(**changes: object) -> Callable[[Stage, Run], Run]:
    def breaks(stage: Stage, run: Run) -> Run:
        stage.set(**changes)
        return run

    return breaks


def _later(**by: float) -> Callable[[Stage, Run], Run]:
    def breaks(stage: Stage, run: Run) -> Run:
        stage.clock.forward(**by)
        return run

    return breaks


def _card_of(kind: CardKind, national_id: str = DOCTOR.national_id) -> Callable[[Stage, Run], Run]:
    def breaks(stage: Stage, run: Run) -> Run:
        stage.cards.holder = replace(DOCTOR, kind=kind, national_id=national_id)
        stage.desk.open_session(PIN)
        return run

    return breaks


def _cps(state: CpsState) -> Callable[[Stage, Run], Run]:
    def breaks(stage: Stage, run: Run) -> Run:
        stage.cards.set_cps(state)
        return run

    return breaks


def _locked(stage: Stage, run: Run) -> Run:
    stage.desk.lock()
    return run


def _edited(trait: str, text: str) -> Callable[[Stage, Run], Run]:
    return lambda stage, run: stage.desk.correct(run, trait, text)


def _flag(attribut: Attribut) -> Callable[[Stage, Run], Run]:
    return lambda _stage, run: replace(run, patient=known_elodie(attributes=[attribut]))


def _new_today(_stage: Stage, run: Run) -> Run:
    return replace(run, patient=known_elodie(created_at=NOW))


BREAKS: list[tuple[str, str, Callable[[Stage, Run], Run]]] = [
    ("X1", "SECRETARIAT", _setting(secretariat=True)),
    ("X1", "DECLARATION", _setting(declared_on="")),
    ("X1", "DECLARATION", _setting(declared_on="2025-10-31")),
    ("X1", "DECLARATION", _setting(declared_on="le 4 mai")),
    *(
        ("X2", "STRUCTURE", _setting(structure=structure))
        for structure in (
            "HOPITAL",
            "MEDICO_SOCIAL",
            "CENTRE",
            "OFFICINE",
            "LABORATOIRE",
            "RADIOLOGIE",
            "inconnue",
        )
    ),
    ("X4", "CPS_AUTRE", _card_of(CardKind.CPE)),
    ("X4", "CPS_AUTRE", _card_of(CardKind.CPF)),
    ("X4", "CPS_AUTRE", _card_of(CardKind.CPS, "899900000025")),
    ("X5", "CPS_ABSENTE", _cps(CpsState.ABSENT)),
    ("X5", "CPS_ABSENTE", _cps(CpsState.PIN_NEEDED)),
    ("X5", "CPS_ABSENTE", _locked),
    ("X6", "REPONSE_ANCIENNE", _later(minutes=15)),
    ("X8", "TRAITS_POSTERIEURS", _edited("birth_name", "TILLEUL")),
    ("X8", "TRAITS_POSTERIEURS", _edited("sex", "F")),
    ("X10", "DOUTEUSE", _flag(Attribut.DOUT)),
    ("X10", "DOUTEUSE", _flag(Attribut.FICT)),
    ("X10", "HOMONYME", _flag(Attribut.HOMD)),
]


@pytest.mark.parametrize(("rule", "reason", "breaks"), BREAKS)
def test_one_missing_guard_is_named_and_refuses(
    known: Stage, rule: str, reason: str, breaks: Callable[[Stage, Run], Run]
) -> None:
    run = breaks(known, known.at_comparison())
    named_missing(known, run, rule, reason)
    refusal = known.refused(run, SIGNED)
    assert (refusal.rule, refusal.reason) == (rule, reason)
    refusal_journaled(known, rule, reason)


def test_the_answer_serves_until_the_fifteenth_minute(known: Stage) -> None:
    run = known.at_comparison()
    known.clock.forward(minutes=14, seconds=59)
    assert known.desk.qualify(run, SIGNED).outcome is Outcome.QUALIFIED


def test_the_declaration_serves_for_a_year(known: Stage) -> None:
    run = known.at_comparison()
    known.set(declared_on="2025-11-02")
    assert known.desk.exception_case(run).missing == ()


def test_a_patient_of_today_must_be_said_to_be_followed(known: Stage) -> None:
    run = _new_today(known, known.at_comparison())
    case = known.desk.exception_case(run)
    assert (case.missing, case.asks_already_followed) == ((), True)
    refusal = known.refused(run, SIGNED)
    assert (refusal.rule, refusal.reason) == ("X3", "PAS_CONNU")
    refusal_journaled(known, "X3", "PAS_CONNU")
    ticked = replace(SIGNED, already_followed=True)
    known.patients.put(replace(known_elodie(created_at=NOW), version=1))
    done = known.desk.qualify(replace(run, patient=known.patients.get(KNOWN)), ticked)
    assert done.patient is not None
    assert done.patient.known_since == "2026-11-02"


def test_a_patient_without_a_record_is_not_known(stage: Stage) -> None:
    run = stage.at_comparison()
    case = stage.desk.exception_case(run)
    assert not case.asks_already_followed
    assert Refusal(rule="X3", reason="PAS_CONNU") in case.missing
    assert stage.refused(run, replace(SIGNED, already_followed=True)).rule == "X3"


def test_an_answer_by_traits_is_refused(known: Stage) -> None:
    run = known.desk.ask_insi(known.desk.open_record(KNOWN))
    named_missing(known, run, "X6", "CANAL_TRAITS")
    assert known.refused(run, SIGNED).rule == "X6"
    refusal_journaled(known, "X6", "CANAL_TRAITS")


@pytest.mark.parametrize("sex", ["I", None])
def test_a_missing_trait_is_refused(stage: Stage, sex: str | None) -> None:
    traits = some_traits(sex=sex, first_names=None).without_typed()
    stage.patients.put(known_elodie(traits=traits))
    run = stage.at_comparison()
    named_missing(stage, run, "X7", "TRAIT_MANQUANT")
    assert stage.refused(run, SIGNED).rule == "X7"
    refusal_journaled(stage, "X7", "TRAIT_MANQUANT")


@pytest.mark.parametrize(
    "other", [{"birth_name": "HETRE"}, {"sex": "M"}, {"birth_date": "1978-09-03"}]
)
def test_a_trait_that_differs_is_refused(known: Stage, other: dict[str, str]) -> None:
    known.insi.answer = found(**other)  # type: ignore[arg-type]
    run = known.at_comparison()
    named_missing(known, run, "X7", "TRAITS_NON_CONCORDANTS")
    assert known.refused(run, SIGNED).rule == "X7"


def test_an_accepted_difference_must_be_ticked_first(known: Stage) -> None:
    known.patients.put(
        known_elodie(traits=some_traits(birth_name="Le Tilleul", first_names=None).without_typed())
    )
    known.insi.answer = found(birth_name="LE-TILLEUL")
    run = known.at_comparison(a_person(name_text="LE TILLEUL"))
    assert known.desk.exception_case(run).missing == ()
    assert known.refused(run, SIGNED).reason == "LIGNES_A_COCHER"
    ticked = known.desk.tick(run, "birth_name", True)
    assert known.desk.qualify(ticked, SIGNED).outcome is Outcome.QUALIFIED
    confirmed = known.journal.last("DIFFERENCE_CONFIRMED")
    assert (confirmed.facts["trait"], confirmed.facts["code"]) == ("birth_name", "SEPARATEUR")
