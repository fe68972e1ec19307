"""No trait, number, code, message or command in anything the desk writes but its base.

J1 to J5 and their troubles are played over real HTTPS with the log open at its lowest level; then
every file below the home is searched, with what was printed and the clear part of the journal.
"""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from journey_bench import ATTESTED, DOCUMENT, Bench, File
from leak_bench import Scene
from leak_search import (
    COMMAND,
    MARKS,
    MESSAGE,
    TYPED,
    WRONG_PIN,
    bare,
    leaks,
    searched,
)

from insdesk.qualification.desk import TraitsForm
from insdesk.qualification.steps import Evidence, PatientView, Run, Step, next_step
from insdesk.simulator.cards import HOSTILE_VITALES
from insdesk.simulator.chip import Manners


def test_the_search_finds_what_it_looks_for() -> None:
    for leak in ("nom=DURANVAL", "Jean-Noël", "1985-03-12", "12/03/1985", "code 1234,"):
        assert MARKS.search(bare(leak))
    assert MARKS.search(bare("2850399999017"))
    assert MARKS.search(bare(b"DURANVAL".hex()))
    assert MESSAGE.search("<soap:Body>")
    assert COMMAND.search("00A4040C07A000000001")
    assert COMMAND.search("00 b0 81 00")


def the_five_journeys(bench: Bench) -> None:
    desk = bench.desk
    bench.qualified(bench.compared("j1"))
    run = desk.patient_view(bench.compared("j2"), PatientView.CONFIRMED)
    bench.qualified(run, ATTESTED)
    desk.undo_qualification(desk.open_record(run.patient.uid if run.patient else ""))
    bench.qualified(bench.compared("j3", position=3), Evidence(device="PA"))
    form = TraitsForm(birth_name="Testini", first_name="Augustin", sex="M", birth_date="05/11/1972")
    bench.qualified(desk.ask_insi(desk.give_traits(desk.type_traits(), form)))
    not_found(bench)


def not_found(bench: Bench) -> None:
    desk = bench.desk
    form = TraitsForm(
        birth_name="Garanceau",
        first_name="Élodie",
        sex="F",
        birth_date="09031978",
        used_name="Tilleul",
    )
    run = desk.ask_insi(desk.give_traits(desk.type_traits(), form))
    assert next_step(run) is Step.NOT_FOUND
    again = desk.ask_insi(desk.retry(run, desk.suggestions(run)[0]))
    for row in again.comparison or ():
        again = desk.tick(again, row.trait, True)
    desk.keep(again)


def troubles(scene: Scene) -> None:
    bench, desk = scene.bench, scene.bench.desk
    for name in HOSTILE_VITALES:
        with scene.trouble():
            bench.compared(name, position=1)
    for commands in range(0, 10, 3):
        bench.readers.insert_vitale("j3", Manners(die_after=commands))
        with scene.trouble():
            desk.read_vitale()
    for mode in ("silent", "unreachable", "redirect", "unavailable", "html", "truncated", "cut",
                 "entities", "unknown_code", "incoherent", "unknown_fault", "fault"):  # fmt: skip
        run = bench.read("j1")
        bench.insi.play(mode, times=1)
        with scene.trouble():
            desk.qualify(desk.ask_insi(desk.ask_again(run)), DOCUMENT)
    for text in (f"{TYPED}\x00", f"{TYPED}😀", TYPED * 10):
        with scene.trouble():
            desk.give_traits(desk.type_traits(), TraitsForm(birth_name=text, first_name=text))
    desk.patients(TYPED)
    run = bench.compared("tirets")
    bench.readers.remove_vitale()
    with scene.trouble():
        desk.qualify(run, DOCUMENT)
    for pin in (WRONG_PIN, "12a4"):
        with scene.trouble():
            desk.open_session(pin)
    bench.put_cps()


def exported(bench: Bench, folder: Path) -> None:
    folder.mkdir()
    uids = [row.uid for row in bench.desk.patients("") if row.status.value == "QUAL"][:3]
    for fmt in bench.desk.formats():
        assert not MARKS.search(bare(bench.desk.export(uids[:1], fmt, folder).name))


def test_nothing_of_anybody_is_written(
    scene: Scene,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    the_five_journeys(scene.bench)
    troubles(scene)
    exported(scene.bench, tmp_path / "sortie")
    assert {"CardRemoved", "InsiGarbled", "InsiSilent", "InvalidTrait"} <= scene.failures
    assert {"PinRejected", "PinMalformed", "NotAVitale", "Refused"} <= scene.failures
    logging.getLogger().handlers[-1].flush()
    printed = capfd.readouterr()
    for text in (printed.out, printed.err, caplog.text):
        assert leaks(text) == []
    assert searched(scene.bench.places.home, scene.bench.file.path.name) >= 2
    written = (scene.bench.places.logs / "insdesk.log").read_text(encoding="utf-8")
    for line in ("carte Vitale read", "INSi call", "the work of a lane failed"):
        assert line in written


def test_the_clear_part_of_the_journal_names_nobody(scene: Scene) -> None:
    the_five_journeys(scene.bench)
    troubles(scene)
    file: File = scene.bench.file
    # What is said elsewhere is kept apart: the texts of a fault (insi.md §8), traits of INSi.
    apart = "SELECT type FROM journal JOIN journal_detail USING (seq)"
    kinds = {str(kind) for (kind,) in file.ask(apart)}
    assert "INSI_RESULT" in kinds
    assert kinds <= {"INSI_RESULT", "INSI_TRAITS_ACCEPTED"}
    for table in ("journal", "insi_call"):
        rows = file.ask(f"SELECT * FROM {table}")
        assert len(rows) > 20
        for row in rows:
            text = " ".join(map(str, row))
            assert MARKS.search(bare(text)) is None
            assert MESSAGE.search(text) is None
    scene.bench.holds()


def test_a_correction_is_told_apart_from_the_clear_part(scene: Scene) -> None:
    bench = scene.bench
    run: Run = bench.compared("tirets")
    run = bench.desk.correct(run, "first_name", "Jean-Baptistin")
    for row in run.comparison or ():
        run = bench.desk.tick(run, row.trait, True)
    bench.qualified(run)
    details = bench.file.ask("SELECT detail FROM journal_detail")
    assert any(MARKS.search(bare(str(detail))) for (detail,) in details)
    for row_ in bench.file.ask("SELECT * FROM journal"):
        assert MARKS.search(bare(" ".join(map(str, row_)))) is None


def test_values_hide_what_they_hold(scene: Scene) -> None:
    """What a debugger, a crash or a careless line would print."""
    bench = scene.bench
    run = bench.desk.ask_insi(bench.desk.recognise(bench.read("j1")))
    done = bench.qualified(run)
    rows = bench.desk.patients("duranval")
    for value in (run, done, done.patient, run.answer, run.reading, rows, bench.desk.timeline("")):
        assert MARKS.search(bare(repr(value))) is None
