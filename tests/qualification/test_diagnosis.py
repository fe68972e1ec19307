"""Twelve checks at once, within their limit, none stopping another."""

from __future__ import annotations

import json
import threading
import time

import pytest

from insdesk.qualification.diagnosis import (
    LIMIT_S,
    SILENT,
    Check,
    Finding,
    Health,
    Probe,
    Said,
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


def test_the_component_that_is_in_trouble_is_named_by_its_remedy() -> None:
    def silent() -> Said:
        return Health.BAD, "ne répond pas", ""

    (finding,) = diagnose({Check.CPS_COMPONENT: silent}, only=[Check.CPS_COMPONENT])
    assert finding.fix.endswith("si rien ne change, réinstallez le composant CPS.")


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
    assert "[X]  1. Lecteurs : en panne — aucun lecteur (0 ms)" in said, "sign, words, time"
    assert (fix in said) is True
    assert json.loads(json.dumps(as_facts((one,))))[0]["remede"] == fix


def broken() -> tuple[Health, str, str]:
    raise OSError


def leaves() -> tuple[Health, str, str]:
    raise SystemExit(3)


@pytest.mark.parametrize("probe", [broken, leaves, lambda: (Health.BAD, "", "")])
@pytest.mark.parametrize("check", Check)
def test_no_check_in_trouble_is_without_its_fix(check: Check, probe: Probe) -> None:
    (found,) = diagnose({check: probe}, only=(check,))
    assert (found.health, bool(found.fix)) == (Health.BAD, True)


@pytest.mark.parametrize("check", Check)
def test_a_silent_check_says_its_fix_and_how_long_it_was_waited_for(check: Check) -> None:
    released = threading.Event()
    (found,) = diagnose({check: lambda: (released.wait(30), good())[1]}, 0.05, only=(check,))
    released.set()
    assert (found.words, found.ms) == (SILENT, 50)
    assert found.fix
    reader = "lecteur" in found.fix
    assert reader is (check in (Check.READERS, Check.CARDS)), "a reader is no cure for a network"


def test_the_limit_leaves_room_for_the_start_of_the_program() -> None:
    assert LIMIT_S <= 8


def test_the_keys_of_the_json_answer_are_stable() -> None:
    one = Finding(check=Check.READERS, health=Health.GOOD, words="1", ms=3)
    assert as_facts((one,)) == [
        {
            "test": "readers",
            "titre": "Lecteurs",
            "etat": "bon",
            "constat": "1",
            "remede": "",
            "ms": 3,
        }
    ]
    assert [check.name.lower() for check in Check] == [
        "service", "readers", "cards", "cps", "cps_component", "vitale_component",
        "reader_shared", "network", "server", "clock", "base", "backup",
    ]  # fmt: skip
