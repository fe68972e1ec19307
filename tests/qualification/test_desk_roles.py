"""The table of rule book §11 (R01–R07), through the desk: who may do what, with which card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from desk_fakes import DOCTOR, PIN
from desk_stage import ELODIE, KNOWN, PASSPORT, SIGNED, Stage, a_stage, known_elodie, own_facts

from builders import a_control, a_retrieval, found, qualified_patient, some_traits
from insdesk.errors import PinRequired, PractitionerCardAbsent, Refused
from insdesk.identity.desk_state import CpsState
from insdesk.identity.patient import Attribut, Patient, Status
from insdesk.identity.practitioner import CardKind
from insdesk.identity.readings import Environment
from insdesk.qualification.roles import GRANTABLE, GRANTS, Act, Leave, Role, owns, role_of

QUAL = replace(qualified_patient(), uid="qualified")


def _practitioner(_stage: Stage) -> None:
    """The CPS is in the reader, its code given."""


def _secretary(stage: Stage) -> None:
    stage.cards.holder = replace(DOCTOR, kind=CardKind.CPE, nominative=True, national_id="3E7")
    stage.desk.open_session(PIN)


def _nobody(stage: Stage) -> None:
    stage.desk.lock()


HANDS: dict[Role, Callable[[Stage], None]] = {
    Role.PRACTITIONER: _practitioner,
    Role.SECRETARY: _secretary,
    Role.NOBODY: _nobody,
}


def _create(stage: Stage, _folder: Path) -> None:
    stage.desk.save(stage.desk.give_traits(stage.desk.type_traits(), ELODIE))


def _call(stage: Stage, _folder: Path) -> None:
    stage.desk.ask_insi(stage.desk.give_traits(stage.desk.type_traits(), ELODIE))


def _document(stage: Stage, _folder: Path) -> None:
    run = stage.desk.give_traits(stage.desk.type_traits(), ELODIE)
    stage.desk.save(run, PASSPORT)


def _mark(stage: Stage, _folder: Path) -> None:
    stage.desk.set_attribute("qualified", Attribut.HOMD)


def _withdraw(stage: Stage, _folder: Path) -> None:
    stage.desk.dequalify("qualified", "DOUTE", "vu au guichet")


def _export(stage: Stage, folder: Path) -> None:
    stage.desk.export(["qualified"], "fhir", folder)


TRY: dict[Act, Callable[[Stage, Path], None]] = {
    Act.SEARCH_CREATE: _create,
    Act.CALL_INSI: _call,
    Act.CHECK_DOCUMENT: _document,
    Act.SET_ATTRIBUTE: _mark,
    Act.WITHDRAW: _withdraw,
    Act.EXPORT_INS: _export,
}
"""One use case for each act; the attestation has its own tests below (X4)."""

TABLE = [
    ("R01", "yes", "yes", "yes"),
    ("R02", "yes", "yes", "no"),
    ("R03", "yes", "yes", "no"),
    ("R04", "yes", "no", "no"),
    ("R05", "yes", "yes", "no"),
    ("R06", "yes", "if", "no"),
    ("R07", "yes", "if", "no"),
]
"""As printed in the rule book, in its order."""

WORDS = {"yes": Leave.YES, "if": Leave.IF_GRANTED, "no": Leave.NO}


def test_the_table_is_that_of_the_rule_book() -> None:
    for id_, *cells in TABLE:
        row = GRANTS[Act(id_)]
        assert [row.of(role) for role in Role] == [WORDS[cell] for cell in cells]
        assert row.label
        assert row.source
    assert len(GRANTS) == len(TABLE)
    assert {act.value for act in GRANTABLE} == {"R06", "R07"}


@pytest.mark.parametrize("act", TRY)
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("granted", [(), ("R06", "R07")])
def test_each_cell_holds_through_the_desk(
    act: Act, role: Role, granted: tuple[str, ...], tmp_path: Path
) -> None:
    stage = a_stage(QUAL)
    stage.set(secretary_grants=granted)
    HANDS[role](stage)
    leave = GRANTS[act].of(role)
    allowed = leave is Leave.YES or (leave is Leave.IF_GRANTED and act.value in granted)
    assert (stage.desk.may(act) == ()) is allowed
    if allowed:
        TRY[act](stage, tmp_path)
        return
    stored = dict(stage.patients.stored)
    with pytest.raises((Refused, PinRequired)):
        TRY[act](stage, tmp_path)
    assert stage.patients.stored == stored
    assert list(tmp_path.iterdir()) == []
    assert stage.insi.asked == []


@pytest.mark.parametrize(
    ("kind", "nominative", "role"),
    [
        (CardKind.CPS, True, Role.PRACTITIONER),
        (CardKind.CPE, True, Role.SECRETARY),
        (CardKind.CPE, False, Role.NOBODY),
        (CardKind.CPF, True, Role.NOBODY),
        (CardKind.CPA, True, Role.NOBODY),
        (CardKind.CPX, True, Role.NOBODY),
    ],
)
def test_the_card_tells_the_role(kind: CardKind, nominative: bool, role: Role) -> None:
    reading = replace(DOCTOR, kind=kind, nominative=nominative)
    assert role_of(reading, CpsState.READY) is role
    for state in CpsState:
        if state is not CpsState.READY:
            assert role_of(reading, state) is Role.NOBODY
    assert role_of(None, CpsState.READY) is Role.NOBODY


def test_each_refusal_names_its_row_and_its_reason() -> None:
    stage = a_stage(QUAL)
    _secretary(stage)
    (refused,) = stage.desk.may(Act.WITHDRAW)
    assert (refused.rule, refused.reason) == ("R06", "NON_CONFIE")
    (refused,) = stage.desk.may(Act.ATTEST)
    assert (refused.rule, refused.reason) == ("R04", "RESERVE_PRATICIEN")
    stage.desk.lock()
    (refused,) = stage.desk.may(Act.SET_ATTRIBUTE)
    assert (refused.rule, refused.reason) == ("R05", "CPS_ABSENTE")
    stage.cards.holder = replace(DOCTOR, kind=CardKind.CPF)
    stage.desk.open_session(PIN)
    (refused,) = stage.desk.may(Act.EXPORT_INS)
    assert (refused.rule, refused.reason) == ("R07", "CARTE_NON_ADMISE")


def test_a_call_without_a_session_asks_for_the_code_and_leaves_a_line(known: Stage) -> None:
    run = known.desk.recognise(known.insert())
    known.desk.lock()
    with pytest.raises(PinRequired):
        known.desk.ask_insi(run)
    assert own_facts(known.journal.last("INSI_CALL_BLOCKED")) == {
        "regle": "R02",
        "motif": "CPS_ABSENTE",
    }
    known.cards.set_cps(CpsState.ABSENT)
    with pytest.raises(PractitionerCardAbsent):
        known.desk.ask_insi(run)
    known.desk.open_session(PIN)
    assert known.desk.ask_insi(run).comparison is not None


def test_an_answer_is_not_kept_once_the_desk_is_locked(known: Stage) -> None:
    run = known.at_comparison()
    known.desk.lock()
    with pytest.raises(Refused, match="R02 CPS_ABSENTE"):
        known.desk.keep(run)
    assert known.patients.filings == []


def test_an_export_refused_to_a_role_leaves_a_line_and_no_file(tmp_path: Path) -> None:
    stage = a_stage(QUAL)
    _secretary(stage)
    with pytest.raises(Refused, match="R07 NON_CONFIE"):
        _export(stage, tmp_path)
    line = stage.journal.last("EXPORT_BLOCKED")
    assert (line.patient_uid, line.facts["regle"]) == ("qualified", "R07")
    assert line.facts["actor"]["role"] == "secrétariat"  # type: ignore[index]


def test_a_qualification_is_taken_back_by_who_may(known: Stage) -> None:
    run = known.desk.qualify(known.at_comparison(), PASSPORT)
    _secretary(known)
    with pytest.raises(Refused, match="R06 NON_CONFIE"):
        known.desk.undo_qualification(run)
    known.set(secretary_grants=("R06",))
    assert known.desk.undo_qualification(run).patient.status is Status.RECUP  # type: ignore[union-attr]


def test_declaring_a_secretariat_closes_the_exception_procedure(known: Stage) -> None:
    """§11 and X1: the practitioner alone remains, and even he may not attest any more."""
    run = known.at_comparison()
    assert known.desk.exception_case(run).missing == ()
    known.set(secretariat=True)
    assert [(one.rule, one.reason) for one in known.desk.exception_case(run).missing] == [
        ("X1", "SECRETARIAT")
    ]
    refusal = known.refused(run, SIGNED)
    assert (refusal.rule, refusal.reason) == ("X1", "SECRETARIAT")
    assert known.desk.qualify(run, PASSPORT).patient.status is Status.QUAL  # type: ignore[union-attr]


def test_a_secretary_never_signs_the_attestation(known: Stage) -> None:
    """R04 and X4, whatever is granted."""
    run = known.at_comparison()
    known.set(secretary_grants=tuple(act.value for act in Act))
    _secretary(known)
    refusal = known.refused(run, SIGNED)
    assert (refusal.rule, refusal.reason) == ("X4", "CPS_AUTRE")
    assert known.desk.qualify(run, PASSPORT).patient.status is Status.QUAL  # type: ignore[union-attr]


def test_editing_what_was_checked_needs_the_right_to_withdraw() -> None:
    traits = some_traits().without_typed()
    both: dict[str, object] = {"retrieval": a_retrieval(), "control": a_control(snapshot=traits)}
    one: Patient = known_elodie(traits=traits, **both)
    stage = a_stage(one)
    stage.insi.answer = found()
    _secretary(stage)
    with pytest.raises(Refused, match="R06 NON_CONFIE"):
        stage.desk.unlock_traits(KNOWN)
    form = replace(ELODIE, used_name="Hêtre", other_names="Marthe Rose", birth_place="63999")
    assert stage.desk.edit_traits(KNOWN, form, warned=False, reason="").used_name == "Hêtre"


@pytest.mark.parametrize(("first", "his"), [("8", True), ("0", True), ("9", False), ("3", False)])
def test_a_desk_is_owned_by_a_registered_practitioner(first: str, his: bool) -> None:
    """cards.md §2.4: RPPS or ADELI; the card of a student signs no attestation."""
    card = replace(DOCTOR, national_id=f"{first}99700001111")
    assert owns(card, card.national_id, Environment.PRODUCTION) is his
    assert owns(card, "", Environment.DECOUVERTE) is his
