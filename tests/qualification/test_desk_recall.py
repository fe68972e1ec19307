"""« Rappeler à la prochaine visite » (P06): a line to treat until INSi is asked again."""

from __future__ import annotations

import pytest
from desk_stage import KNOWN, Stage, a_stage, known_elodie

from builders import found
from insdesk.errors import PatientUnknown, Refused
from insdesk.identity.patient import Attribut, Status
from insdesk.identity.readings import NotFound
from insdesk.identity.todo import TodoKind

WAITING = TodoKind.ATTENTE_INSI


def lines(stage: Stage) -> list[tuple[str, str]]:
    return [(one.reason, one.rule) for one in stage.desk.todo(WAITING)]


def test_p06_a_newborn_is_recalled_and_nothing_else_changes(known: Stage) -> None:
    before = known.patients.get(KNOWN)
    kept = known.desk.remind(KNOWN)
    assert kept.identity == before.identity
    assert kept.status is Status.PROV
    assert lines(known) == [("RAPPEL", "P06")]
    assert known.desk.recalled(KNOWN)
    assert known.desk.todo_counts()[WAITING] == 1


def test_a_recall_is_no_patient_waiting_for_a_silent_insi(known: Stage) -> None:
    known.desk.remind(KNOWN)
    assert known.desk.waiting_count() == 0
    known.desk.hold(known.desk.recognise(known.insert()))
    assert known.desk.waiting_count() == 1


def test_asked_twice_it_is_one_line(known: Stage) -> None:
    known.desk.remind(KNOWN)
    known.desk.remind(KNOWN)
    assert lines(known) == [("RAPPEL", "P06")]


def test_the_answer_of_the_next_visit_ends_it(known: Stage) -> None:
    known.desk.remind(KNOWN)
    known.insi.answer = found()
    known.desk.keep(known.at_comparison())
    assert lines(known) == []
    assert not known.desk.recalled(KNOWN)


def test_a_visit_without_an_answer_leaves_it(known: Stage) -> None:
    known.desk.remind(KNOWN)
    known.insi.answer = NotFound()
    known.desk.abandon(known.at_comparison())
    assert known.desk.recalled(KNOWN)


@pytest.mark.parametrize(
    ("mark", "reason"), [(Attribut.DOUT, "DOUTEUSE"), (Attribut.FICT, "FICTIVE")]
)
def test_iv110_nobody_is_recalled_for_a_call_that_is_not_allowed(
    mark: Attribut, reason: str
) -> None:
    stage = a_stage(known_elodie(attributes=[mark]))
    with pytest.raises(Refused, match=f"IV-110 {reason}"):
        stage.desk.remind(KNOWN)
    assert stage.patients.filings == []


def test_nobody_is_recalled_without_a_record(stage: Stage) -> None:
    with pytest.raises(PatientUnknown):
        stage.desk.remind("nobody")
    assert not stage.desk.recalled("nobody")
