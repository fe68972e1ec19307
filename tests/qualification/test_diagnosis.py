"""Twelve checks at once, within their limit, none stopping another."""

from __future__ import annotations

import json
import threading
import time

import pytest

from insdesk.qualification.diagnosis import (
    SILENT,
    Check,
    Finding,
    Health,
    as_facts,
    diagnose,
    report,
)


def good() -> tuple[Health, str, str]:
    return Health.GOOD, "bon", ""


def test_the_twelve_checks_come_in_their_order() -> None:
    findings = diagnose(dict.fromkeys(Check, good))
    assert [one.check for one in findings] == list(Check)
    assert len(findings) == 12
    assert {one.health for one in findings} == {Health.GOOD}


def test_a_check_that_is_not_built_is_not_said_good() -> None:
    findings = diagnose({Check.BASE: good})
    assert [one.health for one in findings if one.check is not Check.BASE] == [Health.UNKNOWN] * 11


def test_a_check_that_fails_stops_no_other() -> None:
    def broken() -> tuple[Health, str, str]:
        raise RuntimeError("NOM FICTIF 2850199999000")

    findings = diagnose(dict.fromkeys(Check, good) | {Check.CPS: broken})
    by = {one.check: one for one in findings}
    assert by[Check.CPS].health is Health.BAD
    assert "RuntimeError" in by[Check.CPS].words
    assert "FICTIF" not in report(findings, "1", "essai")
    assert sum(one.health is Health.GOOD for one in findings) == 11


def test_a_check_that_hangs_costs_its_limit_once_and_no_more() -> None:
    released = threading.Event()

    def hung() -> tuple[Health, str, str]:
        released.wait(30)
        return good()

    begun = time.monotonic()
    findings = diagnose(dict.fromkeys(Check, good) | dict.fromkeys(list(Check)[:4], hung), 0.5)
    waited = time.monotonic() - begun
    released.set()
    assert 0.5 <= waited < 10
    assert [one.words for one in findings[:4]] == [SILENT] * 4
    assert all(one.health is Health.GOOD for one in findings[4:])


def test_checks_run_side_by_side() -> None:
    together = threading.Barrier(12, timeout=20)

    def meets() -> tuple[Health, str, str]:
        together.wait()
        return good()

    findings = diagnose(dict.fromkeys(Check, meets))
    assert {one.health for one in findings} == {Health.GOOD}


def test_a_thread_left_behind_keeps_no_program_from_ending() -> None:
    released = threading.Event()
    diagnose({Check.SERVICE: lambda: (released.wait(30), good())[1]}, 0.05)
    left = [one for one in threading.enumerate() if one.name.startswith("diagnostic-")]
    assert left
    assert all(one.daemon for one in left)
    released.set()
    for one in left:
        one.join(20)


@pytest.mark.parametrize("fix", ["", "Branchez-le."])
def test_the_report_says_each_check_with_its_fix(fix: str) -> None:
    one = Finding(check=Check.READERS, health=Health.BAD, words="aucun lecteur", fix=fix)
    said = report((one,), "0.1", "Linux")
    assert "insdesk 0.1 · Linux" in said
    assert "Lecteurs : en panne — aucun lecteur" in said
    assert (fix in said) is True
    assert json.loads(json.dumps(as_facts((one,))))[0]["remede"] == fix
