"""Trouble with INSi: every way it can fail is a leaf, a sentence, and never « not found »."""

from __future__ import annotations

import pytest
from journey_bench import Bench, BenchMaker, told

from insdesk.errors import (
    Cancelled,
    InsiAccessDenied,
    InsiError,
    InsiFault,
    InsiGarbled,
    InsiRequestRefused,
    InsiSilent,
    InsiUnavailable,
    InsiUnreachable,
    InsiUntrusted,
)
from insdesk.qualification.desk import TraitsForm
from insdesk.qualification.steps import Run, Step, next_step
from insdesk.simulator.messages import FAULTS, code_answer, identity_answer
from insdesk.simulator.people import person
from insdesk.simulator.trouble import Mode

LEAVES: dict[Mode, type[InsiError]] = {
    Mode.SLOW: InsiSilent,
    Mode.SILENT: InsiSilent,
    Mode.UNREACHABLE: InsiUnreachable,
    Mode.REDIRECT: InsiUntrusted,
    Mode.ERROR: InsiUnavailable,
    Mode.UNAVAILABLE: InsiUnavailable,
    Mode.HTML: InsiGarbled,
    Mode.EMPTY: InsiGarbled,
    Mode.TRUNCATED: InsiGarbled,
    Mode.CUT: InsiGarbled,
    Mode.ENTITIES: InsiGarbled,
    Mode.UNKNOWN_CODE: InsiFault,
    Mode.UNKNOWN_FAULT: InsiFault,
    Mode.FAULT: InsiUnavailable,
}
FAULT_LEAVES: dict[str, type[InsiError]] = {
    "insi_19": InsiRequestRefused,
    "insi_24": InsiRequestRefused,
    "insi_101": InsiFault,
    "insi_102": InsiUnavailable,
    "insi_111": InsiUnavailable,
    "desir_550": InsiAccessDenied,
    "desir_560": InsiAccessDenied,
    "simu_entete": InsiFault,
    "simu_assertion": InsiFault,
    "simu_corps": InsiFault,
    "insi_31415": InsiFault,
}
J4 = TraitsForm(birth_name="Testini", first_name="Augustin", sex="M", birth_date="05/11/1972")


def test_every_mode_is_played() -> None:
    assert set(LEAVES) == set(Mode) - {Mode.NORMAL, Mode.INCOHERENT}
    assert FAULTS.keys() < FAULT_LEAVES.keys()


@pytest.fixture
def impatient(make_bench: BenchMaker) -> Bench:
    """A desk that gives up after a twentieth of a second, not after thirty."""
    return make_bench(patience=0.05)


def about(bench: Bench, channel: str) -> Run:
    """A run ready to ask: a new patient by card, a known one by card, one by traits."""
    if channel == "traits":
        return bench.desk.give_traits(bench.desk.type_traits(), J4)
    return bench.read(channel)


def fails(bench: Bench, run: Run, leaf: type[InsiError], code: str | None = None) -> None:
    """The call ends so; the run given is as it was; one call is in the journal, with its end."""
    calls = len(bench.file.ask("SELECT * FROM insi_call"))
    as_it_was = repr(run), hash_of(run)
    with bench.nothing_saved() as written, told(leaf) as failure:
        bench.desk.ask_insi(run)
    assert (repr(run), hash_of(run)) == as_it_was
    assert next_step(run) is Step.ASK_INSI
    assert isinstance(failure.value, InsiError)
    assert failure.value.message_id
    assert written.count("INSI_CALL") == written.count("INSI_RESULT") == 1
    kept = bench.file.ask("SELECT code, message_id, fault_codes FROM insi_call")
    assert len(kept) == calls + 1
    assert kept[-1][0] == leaf.__name__
    if code is not None:
        assert code in str(kept[-1][2])


def hash_of(run: Run) -> tuple[object, ...]:
    return run.known, run.patient, run.holder, run.asked, run.answer, run.comparison, run.tries


@pytest.mark.parametrize("channel", ["j1", "j2", "traits"])
@pytest.mark.parametrize("mode", LEAVES, ids=lambda mode: mode.value)
def test_each_mode(impatient: Bench, mode: Mode, channel: str) -> None:
    run = about(impatient, channel)
    impatient.insi.play(mode, seconds=9.0, times=1)
    fails(impatient, run, LEAVES[mode])
    # The same run again: nothing has to be done twice.
    impatient.qualified(impatient.desk.ask_insi(run))
    impatient.holds()


@pytest.mark.parametrize("code", FAULT_LEAVES)
def test_each_fault(whole_desk: Bench, code: str) -> None:
    for channel in ("j1", "traits"):
        run = about(whole_desk, channel)
        whole_desk.insi.play("fault", code=code, times=1)
        fails(whole_desk, run, FAULT_LEAVES[code], code)
    whole_desk.goes_on()


def test_a_failure_in_the_middle_of_the_sequence_is_no_answer(whole_desk: Bench) -> None:
    """First given name: 01; second call: nobody there. That is a failure, not « not found »."""
    form = TraitsForm(
        birth_name="Testini",
        first_name="Augustin",
        other_names="Leon",
        sex="M",
        birth_date="05/11/1972",
    )
    run = whole_desk.desk.give_traits(whole_desk.desk.type_traits(), form)
    whole_desk.insi.inject(code_answer("01", "Aucune identité"))
    whole_desk.insi.play("unreachable", times=1)
    with whole_desk.trouble(InsiUnreachable) as written:
        whole_desk.desk.ask_insi(run)
    assert written.count("INSI_RESULT") == 2
    assert next_step(run) is Step.ASK_INSI
    whole_desk.qualified(whole_desk.desk.ask_insi(run))


class Stop:
    """A user who presses « Annuler » before the call number `at`."""

    def __init__(self, at: int) -> None:
        self.at, self.asked = at, 0

    def progress(self, step: object) -> None:
        """Nothing: what counts is when it is asked."""

    def cancelled(self) -> bool:
        self.asked += 1
        return self.asked > 2 * self.at  # before each call, and once more before it leaves


@pytest.mark.parametrize("at", [0, 1])
def test_cancelled_before_a_call(whole_desk: Bench, at: int) -> None:
    form = TraitsForm(
        birth_name="Inconnu", first_name="Anne", other_names="Lea", sex="F", birth_date="01/02/1990"
    )
    run = whole_desk.desk.give_traits(whole_desk.desk.type_traits(), form)
    with whole_desk.nothing_saved() as written, pytest.raises(Cancelled):
        whole_desk.desk.ask_insi(run, Stop(at))
    assert written.count("INSI_CALL") == written.count("INSI_RESULT") == at
    whole_desk.goes_on()


GOOD = identity_answer(person("j1"))
WITHOUT_PERSON = code_answer("00", "OK")
HOSTILE: dict[str, bytes] = {
    "00 without a person": WITHOUT_PERSON,
    "no code": WITHOUT_PERSON.replace(b"00</CodeCR>", b"</CodeCR>"),
    "two codes": WITHOUT_PERSON.replace(b"<CR>", b"<CR><CodeCR>01</CodeCR>"),
    "code 0": code_answer("0", "OK"),
    "code in other digits": code_answer("٠١", "OK"),
    "zeros": bytes(5000),
    "half a byte order mark": b"\xef\xbb" + GOOD,
    "latin-1 said utf-8": GOOD.replace(b"DURANVAL", b"DURANV\xc0L"),
    "not soap": b"<?xml version='1.0'?><a/>",
    "soap 1.1": GOOD.replace(
        b"http://www.w3.org/2003/05/soap-envelope", b"http://schemas.xmlsoap.org/soap/envelope/"
    ),
    "too long": GOOD + b" " * (1024 * 1024),
    "too deep": b"<a>" * 100_000,
    "a file of ours": b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    + GOOD.partition(b"?>")[2].replace(b"DURANVAL", b"&x;"),
    "json": b'{"CodeCR": "00"}',
    "two answers": GOOD + GOOD,
    "two persons": GOOD.replace(
        b"</INDIVIDU>", b"</INDIVIDU>" + GOOD[GOOD.index(b"<INDIVIDU") : GOOD.index(b"</RESULTAT")]
    ),
    "two names": GOOD.replace(
        b"<NomNaissance>", b"<NomNaissance>AUTRE</NomNaissance><NomNaissance>"
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_bytes(whole_desk: Bench, name: str) -> None:
    assert HOSTILE[name] != GOOD
    run = whole_desk.read("j1")
    whole_desk.insi.inject(HOSTILE[name])
    fails(whole_desk, run, InsiGarbled)
    whole_desk.qualified(whole_desk.desk.ask_insi(run))


def test_each_cut_of_an_answer(whole_desk: Bench) -> None:
    """Wherever an answer stops, it is garbled: never another answer, never a shorter name."""
    run = whole_desk.read("j1")
    with whole_desk.nothing_saved():
        for length in range(0, len(GOOD.rstrip()) - 1, 37):
            whole_desk.insi.inject(GOOD[:length])
            with told(InsiGarbled):
                whole_desk.desk.ask_insi(run)
    whole_desk.goes_on()
