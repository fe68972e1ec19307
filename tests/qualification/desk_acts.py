"""What a hurried, careless or malicious window may call, in any order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from desk_fakes import DOCTOR, PIN
from desk_stage import (
    ELODIE,
    KNOWN,
    PASSPORT,
    SIGNED,
    Stage,
    a_card,
    a_person,
    known_elodie,
)
from hypothesis import strategies as st

from builders import a_control, a_matricule, found, some_traits
from insdesk.identity.patient import Attribut, Patient
from insdesk.identity.practitioner import CardKind
from insdesk.identity.readings import NotFound, SeveralFound
from insdesk.qualification.steps import Evidence, PatientView, Run

TRAITS = ("birth_name", "first_name", "first_names", "birth_date", "sex", "birth_place")
EVIDENCE = (
    PASSPORT,
    SIGNED,
    replace(SIGNED, already_followed=True),
    replace(SIGNED, attestation_text=SIGNED.attestation_text + "."),
    Evidence(),
    Evidence(device="PC"),
    Evidence(device="AN"),
    Evidence(device="LE", adult_device="CN", adult_link="PARENT"),
    Evidence(device="PA", different=frozenset({"sex"})),
    Evidence(device="CN", absent=frozenset({"birth_place"})),
)
ANSWERS = (
    found(),
    found(birth_name="HETRE"),
    found(birth_place="64999"),
    found(first_names="ELODIE-MARTHE"),
    found(matricule=a_matricule("2780363999001")),
    found(qualifiable=False),
    NotFound(),
    SeveralFound(),
)
RECORDS: tuple[tuple[Patient, ...], ...] = (
    (),
    (known_elodie(),),
    (known_elodie(attributes=[Attribut.DOUT]),),
    (known_elodie(attributes=[Attribut.HOMD]),),
    (known_elodie(traits=some_traits(sex=None).without_typed()),),
    (
        known_elodie(
            traits=some_traits().without_typed(),
            control=a_control(snapshot=some_traits().without_typed()),
        ),
    ),
    (known_elodie(), known_elodie(uid="other")),
)

Act = Callable[[Stage, Run], Run]


def _read(stage: Stage, _run: Run) -> Run:
    stage.cards.insert(a_card())
    return stage.desk.recognise(stage.desk.read_vitale())


def _hurried(stage: Stage, _run: Run) -> Run:
    """A window that forgets to look for the record."""
    stage.cards.insert(a_card(a_person(), a_person(position=2, number_is_own=False)))
    return stage.desk.choose_holder(stage.desk.read_vitale(), 1)


def _pull(stage: Stage, run: Run) -> Run:
    stage.cards.pull()
    return run


def _swap(stage: Stage, run: Run) -> Run:
    stage.cards.insert(a_card())
    return run


def _lock(stage: Stage, run: Run) -> Run:
    stage.desk.lock()
    return run


def _open(kind: CardKind) -> Act:
    def act(stage: Stage, run: Run) -> Run:
        stage.cards.holder = replace(DOCTOR, kind=kind)
        stage.desk.open_session(PIN)
        return run

    return act


def _set(**changes: object) -> Act:
    def act(stage: Stage, run: Run) -> Run:
        stage.set(**changes)
        return run

    return act


def _answer(number: int) -> Act:
    def act(stage: Stage, run: Run) -> Run:
        stage.insi.answer = ANSWERS[number]
        return run

    return act


def _wait(**by: float) -> Act:
    def act(stage: Stage, run: Run) -> Run:
        stage.clock.forward(**by)
        return run

    return act


def _retry(stage: Stage, run: Run) -> Run:
    tries = stage.desk.suggestions(run)
    return stage.desk.retry(run, tries[0]) if tries else run


def _tick_all(stage: Stage, run: Run) -> Run:
    for trait in TRAITS:
        run = stage.desk.tick(run, trait, True)
    return run


def _abandon(stage: Stage, run: Run) -> Run:
    stage.desk.abandon(run)
    return run


ACTS: tuple[Act, ...] = (
    _read,
    _hurried,
    _pull,
    _swap,
    _lock,
    _open(CardKind.CPS),
    _open(CardKind.CPE),
    _open(CardKind.CPF),
    _set(secretariat=True),
    _set(structure="OFFICINE"),
    _set(exception_procedure=False),
    _wait(minutes=16),
    _wait(days=1),
    _retry,
    _tick_all,
    _abandon,
    *(_answer(number) for number in range(len(ANSWERS))),
    lambda stage, run: stage.desk.ask_insi(run),
    lambda stage, run: stage.desk.ask_insi(stage.desk.ask_again(run)),
    lambda stage, run: stage.desk.give_traits(stage.desk.type_traits(run), ELODIE),
    lambda stage, run: stage.desk.give_traits(run, replace(ELODIE, birth_name="Hêtre")),
    lambda stage, _run: stage.desk.open_record(KNOWN),
    lambda stage, run: stage.desk.correct(run, "birth_name", "Hêtre"),
    lambda stage, run: stage.desk.correct(run, "birth_place", "99999"),
    lambda stage, run: stage.desk.patient_view(run, PatientView.CONFIRMED),
    lambda stage, run: stage.desk.patient_view(run, PatientView.CONTESTED),
    lambda stage, run: stage.desk.keep(run),
    lambda stage, run: stage.desk.save(run),
    lambda stage, run: stage.desk.save(run, PASSPORT),
    lambda stage, run: stage.desk.undo_qualification(run),
)
Step = int | Evidence
STEPS = st.integers(0, len(ACTS) - 1) | st.sampled_from(EVIDENCE)
# Random acts alone seldom get as far as an answer: most sequences begin with one.
OPENINGS: tuple[tuple[int, ...], ...] = ((), (0, 24), (1, 24), (28, 24))
