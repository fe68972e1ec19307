"""The journal of the whole program: calls tied to their run, settings, cards that come and go."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from journey_bench import Bench, Row

from insdesk.errors import InsiUnavailable
from insdesk.qualification.steps import Run


def _facts(bench: Bench, kind: str, after: int = 0) -> list[dict[str, Any]]:
    rows: list[Row] = bench.file.ask(
        "SELECT facts FROM journal WHERE type = ? AND seq > ? ORDER BY seq", kind, after
    )
    return [json.loads(str(facts)) for (facts,) in rows]


def test_each_call_bears_its_run_its_record_and_the_seal_of_the_answer(whole_desk: Bench) -> None:
    uid = whole_desk.desk.patients("dostreval")[0].uid
    run: Run = whole_desk.desk.ask_insi(whole_desk.desk.open_record(uid))
    (call,), (result,) = _facts(whole_desk, "INSI_CALL"), _facts(whole_desk, "INSI_RESULT")
    assert call["correlation"] == result["correlation"] == run.correlation
    assert (call["relance"], call["attempt"]) == (0, 1)
    trace = run.answer.trace if run.answer else None
    assert trace is not None
    assert result["answer_sha256"] == trace.answer_sha256
    assert len(trace.answer_sha256) == 64
    kept = whole_desk.file.ask("SELECT patient_uid, message_id, answer_sha256 FROM insi_call")
    assert kept == [(uid, trace.message_id, trace.answer_sha256)]
    actors = whole_desk.file.ask("SELECT DISTINCT actor FROM journal WHERE type = 'INSI_CALL'")
    assert json.loads(str(actors[0][0]))["role"] == "praticien"


def test_a_call_that_fails_is_tied_to_its_run_too(whole_desk: Bench) -> None:
    run = whole_desk.read("j1")
    whole_desk.insi.play("unavailable")
    with whole_desk.trouble(InsiUnavailable):
        whole_desk.desk.ask_insi(run)
    (result,) = _facts(whole_desk, "INSI_RESULT")
    assert (result["correlation"], result["code"]) == (run.correlation, "InsiUnavailable")
    whole_desk.insi.play("normal")
    whole_desk.goes_on()


def test_a_setting_of_the_rules_is_journaled_when_it_is_kept(whole_desk: Bench) -> None:
    store = whole_desk.built.settings
    before = whole_desk.file.last()
    store.save(replace(store(), text_scale=120))
    assert whole_desk.file.last() == before
    store.save(replace(store(), secretariat=True, secretary_grants=("R06",)))
    told = {(one["reglage"], one["regle"]) for one in _facts(whole_desk, "SETTING_CHANGED", before)}
    assert told == {("secretariat", "X1"), ("secretary_grants", "R06")}
    assert store().secretary_grants == ("R06",)


def test_a_card_that_comes_or_goes_is_one_line(whole_desk: Bench) -> None:
    desk, before = whole_desk.desk, whole_desk.file.last()
    desk.cps_moved(desk.events.state)
    whole_desk.readers.remove_cps()
    desk.cps_moved(desk.events.state)
    desk.cps_moved(desk.events.state)
    whole_desk.readers.insert_cps(whole_desk.cps)
    desk.cps_moved(desk.events.state)
    assert whole_desk.file.events(before) == ["CPX_PRESENT", "CPX_REMOVED", "CPX_PRESENT"]
    whole_desk.holds()
