"""As `test_trouble_logs`, for the journeys about records: application, search, merge, leaving."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

import pytest
from journey_bench import DOCUMENT, Bench
from leak_bench import Scene
from leak_search import MARKS, MESSAGE, TYPED, bare, leaks, searched

from insdesk.app import commands
from insdesk.identity.patient import Attribut
from insdesk.qualification.asides import RefusalKind
from insdesk.qualification.desk import TraitsForm
from insdesk.qualification.discordance import Said
from insdesk.qualification.steps import Judgement, Run
from insdesk.simulator.appcv import PHONES

WORDS = "dit par madame Duranval, née le 12/03/1985"
"""What a user may type as a reason: it names somebody."""

NAMED = TraitsForm(birth_name="Meridon", first_name="Marie", sex="F", birth_date="12/03/1985")
MARRIED = TraitsForm(birth_name="Tilleul", first_name="Élodie", sex="F", birth_date="09/03/1978")

LATE = TraitsForm(birth_name=TYPED, first_name="Augustin", sex="M", birth_date="06/07/1961")


def uid_of(run: Run) -> str:
    assert run.patient is not None
    return run.patient.uid


def by_application(scene: Scene) -> None:
    desk = scene.bench.desk
    for name in PHONES:
        scene.phones.present(name)
        with scene.trouble():
            desk.qualify_by_app(desk.recognise_app(desk.read_app()))


def prior_records(scene: Scene) -> None:
    bench, desk = scene.bench, scene.bench.desk
    lise = uid_of(bench.qualified(bench.compared("j3", 3)))
    run = desk.narrow(bench.read("j3", 4), "dur")
    with scene.trouble():
        desk.none_of_these(run)
    run = bench.read("j3", 4)
    desk.beside(run, lise)
    run = desk.judge(run, lise, Judgement.OTHER_PERSON, "JUMEAUX")
    bench.qualified(desk.ask_insi(desk.none_of_these(run)))
    desk.save(desk.give_traits(desk.type_traits(), MARRIED))
    again = desk.give_traits(desk.type_traits(), MARRIED)
    with scene.trouble():
        desk.none_of_these(again)


def merged_and_parted(bench: Bench) -> None:
    desk = bench.desk
    gone = uid_of(desk.save(desk.give_traits(desk.type_traits(), NAMED)))
    run = desk.judge(bench.read("j1"), gone, Judgement.UNKNOWN)
    kept = uid_of(desk.keep(desk.ask_insi(desk.none_of_these(run))))
    desk.lookalikes(kept)
    desk.merge_preview(kept, gone)
    desk.merge(kept, gone, WORDS)
    desk.undo_merge(desk.merges(kept)[0].id)
    desk.judge_pair(kept, gone, Judgement.OTHER_PERSON, WORDS)


def left(scene: Scene, folder: Path) -> None:
    bench, desk = scene.bench, scene.bench.desk
    folder.mkdir()
    run = bench.compared("accents")
    for row in run.comparison or ():
        run = desk.tick(run, row.trait, True)
    uid = uid_of(desk.qualify(run, DOCUMENT))
    desk.export([uid], "fhir", folder)
    desk.sent_with_ins(uid)
    desk.preview_dequalify(uid, "MAUVAISE_PERSONNE")
    desk.dequalify(uid, "MAUVAISE_PERSONNE", WORDS)
    desk.refuse(RefusalKind.DOCUMENT, uid=uid)
    desk.set_attribute(uid, Attribut.DOUT, reason=WORDS, confirmed=True)
    with scene.trouble():
        desk.ask_insi(desk.open_record(uid))
    desk.clear_attribute(uid, Attribut.DOUT, reason=WORDS)
    form = desk.unlock_traits(uid)
    desk.edit_traits(uid, form, warned=True, reason=WORDS)
    with scene.trouble():
        desk.declare_collision(uid, WORDS, None)


def away(scene: Scene) -> None:
    bench, desk = scene.bench, scene.bench.desk
    run = bench.read("nia")
    bench.insi.play("unavailable", times=1)
    with scene.trouble():
        desk.ask_insi(run)
    with scene.trouble():
        desk.hold(run, DOCUMENT)
    for row in desk.patients("duranval"):
        with scene.trouble():
            desk.remind(row.uid)
    disagreeing = bench.compared("second-prenom")
    with scene.trouble():
        desk.record_discordance(disagreeing, {"first_name": Said.AUTRE}, WORDS)
    precheck = desk.begin_precheck()
    while not precheck.step().done:
        pass
    precheck.keep()


def waited_for(scene: Scene) -> None:
    """J10 whole: away, held with what was seen, back, taken up by the traits."""
    bench, desk = scene.bench, scene.bench.desk
    uid = uid_of(desk.save(desk.give_traits(desk.type_traits(), LATE)))
    bench.insi.play("silent", times=1)
    with scene.trouble():
        desk.ask_insi(desk.open_record(uid))
    desk.hold(desk.open_record(uid), DOCUMENT)
    assert desk.waiting_count() >= 1
    assert desk.reminder(uid) is not None
    desk.save(desk.ask_insi(desk.open_record(uid)))
    assert desk.reminder(uid) is None, "answered: nobody of that name"


def set_up(scene: Scene) -> None:
    """J9: the practice, what it closes, the trial of INSi, the settings kept."""
    bench, desk = scene.bench, scene.bench.desk
    desk.practice_refusals("SEUL", secretariat=False)
    bench.built.settings.save(desk.practising("SEUL", secretariat=False))
    assert desk.try_insi().findings


def looked_at(scene: Scene, folder: Path) -> None:
    desk = scene.bench.desk
    desk.save_report(desk.diagnose(), folder)
    for as_json in (False, True):
        asked = argparse.Namespace(home=scene.bench.places.home, json=as_json, out=None)
        commands.doctor(asked)
    commands.doctor(argparse.Namespace(home=None, json=True, out=folder / "doctor.json"))


def played(scene: Scene, folder: Path) -> None:
    by_application(scene)
    prior_records(scene)
    merged_and_parted(scene.bench)
    left(scene, folder)
    away(scene)
    waited_for(scene)
    set_up(scene)


def test_nothing_of_anybody_is_written(
    scene: Scene,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    played(scene, tmp_path / "sortie")
    reports = tmp_path / "rapports"
    reports.mkdir()
    looked_at(scene, reports)
    assert {"AppCodeRefused", "Refused", "InsiUnavailable"} <= scene.failures
    logging.getLogger().handlers[-1].flush()
    printed = capfd.readouterr()
    assert "INSi" in printed.out
    for text in (printed.out, printed.err, caplog.text):
        assert leaks(text) == []
    assert searched(scene.bench.places.home, scene.bench.file.path.name) >= 2
    assert searched(reports, "nothing is left out") == 2


def test_the_clear_part_of_the_journal_names_nobody(scene: Scene, tmp_path: Path) -> None:
    played(scene, tmp_path / "sortie")
    file = scene.bench.file
    types = set(file.events())
    assert {"RECORDS_MERGED", "MERGE_UNDONE", "INS_INVALIDATED", "SEARCH_ANTERIORITE"} <= types
    for table in ("journal", "insi_call"):
        for row in file.ask(f"SELECT * FROM {table}"):
            text = " ".join(map(str, row))
            assert MARKS.search(bare(text)) is None, text
            assert MESSAGE.search(text) is None, text
    # The words of the user are kept, apart.
    apart = " ".join(str(one) for (one,) in file.ask("SELECT detail FROM journal_detail"))
    assert "Duranval" in apart
    scene.bench.holds()
