"""Journeys that meet every event of the journal: each is played on its own desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from audit_stage import qualified
from desk_fakes import PIN
from desk_stage import (
    KNOWN,
    PASSPORT,
    SIGNED,
    Stage,
    a_person,
    known_elodie,
)

from builders import a_matricule, a_retrieval, found, some_traits
from insdesk.errors import (
    CardAbsent,
    ExportRefused,
    InsdeskError,
    InsiSilent,
    PinRejected,
    Refused,
)
from insdesk.identity.desk_state import CpsState
from insdesk.identity.handover import ExportFile
from insdesk.identity.patient import Attribut, Channel, Patient
from insdesk.identity.readings import (
    FormerMatricule,
    NotFound,
    SeveralFound,
)
from insdesk.identity.traits import Sexe
from insdesk.qualification.asides import RefusalKind
from insdesk.qualification.discordance import Said
from insdesk.qualification.steps import Judgement, PatientView, Run

Journey = Callable[[Stage, Path], None]
TRAITS = some_traits().without_typed()
WORDS = "dit par FICTIF"


def _refused(use: Callable[[], object], kinds: type[Exception] = Refused) -> None:
    try:
        use()
    except kinds:
        return
    raise AssertionError("not refused")


def unknown_patient_with_a_document(stage: Stage, folder: Path) -> None:
    run = stage.at_comparison()
    run = stage.desk.patient_view(run, PatientView.SHOWN)
    stage.clock.forward(seconds=8)
    run = stage.desk.patient_view(run, PatientView.CONFIRMED)
    stage.clock.forward(seconds=5)
    done = stage.desk.qualify(run, PASSPORT)
    assert stage.journal.last("PATIENT_VIEW_SHOWN").facts["duree_s"] == 8
    assert done.patient is not None
    stage.desk.export([done.patient.uid], "fhir", folder)
    stage.desk.undo_qualification(done)


def exception_procedure(stage: Stage, _folder: Path) -> None:
    stage.patients.put(known_elodie())
    run = stage.at_comparison()
    stage.set(secretariat=True)
    _refused(lambda: stage.desk.qualify(run, SIGNED))
    stage.set(secretariat=False)
    done = stage.desk.qualify(run, SIGNED)
    signed = stage.journal.last("ATTESTATION_SIGNED").facts["gardes"]
    assert isinstance(signed, dict)
    assert set(signed) == {f"X{number}" for number in range(1, 12)}
    assert all(signed.values())
    stage.desk.undo_qualification(done)


def one_of_a_family(stage: Stage, _folder: Path) -> None:
    run = stage.insert(a_person(position=2, number_is_own=False), a_person())
    assert stage.journal.last("VITALE_READ").facts["rang"] is None
    stage.desk.choose_holder(run, 1)
    assert stage.journal.last("VITALE_READ").facts["rang"] == 1


def differences_ticked_and_a_name_used(stage: Stage, _folder: Path) -> None:
    stage.patients.put(known_elodie(traits=some_traits(birth_name="Tilleul Hêtre").without_typed()))
    stage.insi.answer = found(birth_name="TILLEUL-HETRE")
    run = stage.desk.tick(stage.at_comparison(), "birth_name", True)
    stage.desk.keep(replace(run, used_name="Hêtre"))


def cards_come_and_go(stage: Stage, _folder: Path) -> None:
    state = stage.cards.state()
    stage.desk.cps_moved(state)
    stage.desk.cps_moved(state)
    stage.desk.cps_moved(replace(state, cps=CpsState.ABSENT, cps_insertion=None))
    types = [one for one in stage.journal.types if one.startswith("CPX")]
    assert types == ["CPX_PRESENT", "CPX_PRESENT", "CPX_REMOVED"]
    _refused(lambda: stage.desk.open_session("0000"), PinRejected)
    stage.desk.lock()
    _refused(stage.desk.read_vitale, CardAbsent)


BLOCKED: tuple[tuple[Patient, str], ...] = (
    (known_elodie(attributes=[Attribut.DOUT]), "DOUT"),
    (known_elodie(attributes=[Attribut.FICT]), "FICT"),
    (qualified(retrieval=a_retrieval(channel=Channel.AV)), "AV"),
    (known_elodie(traits=replace(TRAITS, sex=Sexe.I)), "SEXE"),
)


def calls_not_permitted(stage: Stage, _folder: Path) -> None:
    for record, motif in BLOCKED:
        stage.patients.put(record)
        _refused(lambda: stage.desk.ask_insi(stage.desk.open_record(KNOWN)))
        assert stage.journal.last("INSI_CALL_BLOCKED").facts["motif"] == motif
    stage.patients.put(known_elodie())
    run = stage.desk.open_record(KNOWN)
    stage.desk.lock()
    _refused(lambda: stage.desk.ask_insi(run), InsdeskError)
    assert stage.journal.last("INSI_CALL_BLOCKED").facts["motif"] == "CPS_ABSENTE"


def _ask_again(stage: Stage) -> Run:
    return stage.desk.ask_insi(stage.desk.ask_again(stage.desk.open_record(KNOWN)))


def an_ins_held_is_asked_again(stage: Stage, _folder: Path) -> None:
    stage.patients.put(qualified())
    stage.desk.keep(_ask_again(stage))
    assert stage.journal.last("VERIFICATION_DONE").facts["regle"] == "T21"
    for answer, code in ((NotFound(), "01"), (SeveralFound(), "02")):
        stage.insi.answer = answer
        _ask_again(stage)
        line = stage.journal.last("VERIFICATION_FAILED")
        assert (line.facts["regle"], line.facts["code"]) == ("T22", code)
    stage.insi.failure = InsiSilent()
    _refused(lambda: _ask_again(stage), InsiSilent)
    assert stage.journal.last("VERIFICATION_FAILED").facts["code"] == "InsiSilent"
    stage.insi.failure = None
    stage.insi.answer = found(birth_name="HETRE")
    _ask_again(stage)
    assert stage.journal.last("VERIFICATION_KO").facts["regle"] == "T35"
    stage.insi.answer = found(matricule=a_matricule("2780363999001"))
    _ask_again(stage)
    assert stage.journal.last("VERIFICATION_KO").facts["regle"] == "T25"


def a_new_matricule(stage: Stage, _folder: Path) -> None:
    stage.patients.put(qualified())
    held = a_matricule()
    former = FormerMatricule(number=held.number, key=held.key, oid=held.oid, end_text="2026-01-01")
    stage.insi.answer = found(matricule=a_matricule("2780363999001"), history=(former,))
    run = _ask_again(stage)
    run = stage.desk.tick(run, "matricule", True)
    stage.desk.keep(run)
    line = stage.journal.last("INS_HISTORISED")
    assert line.facts["matricule"] == "2…000"
    assert line.facts["periode"] == [None, "2026-01-01"]


def traits_corrected_by_hand(stage: Stage, _folder: Path) -> None:
    stage.patients.put(qualified())
    form = replace(stage.desk.unlock_traits(KNOWN), birth_name="Hêtre", used_name="Tilleul")
    stage.desk.edit_traits(KNOWN, form, warned=True, reason=WORDS)
    assert stage.journal.last("INS_INVALIDATED").facts["cause"] == "trait"


def marks_and_collision(stage: Stage, _folder: Path) -> None:
    stage.patients.put(qualified(), known_elodie(uid="other"))
    stage.desk.set_attribute(KNOWN, Attribut.HOMD, reason=WORDS)
    stage.desk.clear_attribute(KNOWN, Attribut.HOMD, reason=WORDS)
    stage.desk.declare_collision(KNOWN, WORDS, "other")
    assert stage.journal.last("INS_INVALIDATED").facts["cause"] == "DOUT"


def taken_back(stage: Stage, _folder: Path) -> None:
    stage.patients.put(qualified())
    stage.desk.dequalify(KNOWN, "MAUVAISE_PERSONNE", WORDS)
    assert stage.journal.last("INS_INVALIDATED").facts["cause"] == "utilisateur"
    stage.desk.dequalify(KNOWN, "MAUVAISE_PIECE", WORDS)
    stage.desk.refuse(RefusalKind.DOCUMENT, uid=KNOWN)


def answers_refused_and_left(stage: Stage, _folder: Path) -> None:
    stage.patients.put(known_elodie())
    stage.desk.abandon(stage.at_comparison())
    stage.insi.answer = found(birth_name="HETRE")
    stage.desk.abandon(stage.at_comparison())
    stage.desk.record_discordance(stage.at_comparison(), {"birth_name": Said.AUTRE}, WORDS)


def exports(stage: Stage, folder: Path) -> None:
    stage.patients.put(qualified(), known_elodie(uid="other"))
    _refused(lambda: stage.desk.export(["other"], "fhir", folder), ExportRefused)
    stage.desk.export([KNOWN], "fhir", folder)
    without = ExportFile(content=b"{}", suffix=".json", with_ins=False)
    stage.exports.render = lambda _patients, _fmt: without  # type: ignore[method-assign]
    stage.desk.export(["other"], "csv", folder)


def settings_and_clock(stage: Stage, _folder: Path) -> None:
    before = stage.settings[0]
    stage.set(secretariat=True, structure="OFFICINE", secretary_grants=("R06",))
    stage.desk.settings_changed(before, stage.settings[0])
    named = {one.facts["reglage"] for one in stage.journal.events if "reglage" in one.facts}
    assert named == {"secretariat", "structure", "secretary_grants"}
    stage.clock.now -= timedelta(hours=2)
    stage.desk.open_session(PIN)
    assert stage.journal.last("CLOCK_ANOMALY").facts["retard_s"] == 7200
    stage.desk.open_session(PIN)
    assert stage.journal.types.count("CLOCK_ANOMALY") == 1


def records_alike(stage: Stage, _folder: Path) -> None:
    stage.patients.put(known_elodie(uid="one"), known_elodie(uid="two"))
    stage.desk.narrow(stage.desk.recognise(stage.insert()), "TIL")
    assert stage.journal.last("SEARCH_ANTERIORITE").facts["lettres"] == 3
    stage.desk.judge_pair("one", "two", Judgement.UNKNOWN, WORDS)
    stage.desk.judge_pair("one", "two", Judgement.OTHER_PERSON, WORDS)
    _refused(lambda: stage.desk.merge("one", "one", WORDS))
    stage.patients.put(known_elodie(uid="kept"), known_elodie(uid="gone"))
    stage.desk.merge("kept", "gone", WORDS)
    (merge,) = stage.desk.merges("kept")
    stage.desk.undo_merge(merge.id)


def a_record_typed(stage: Stage, _folder: Path) -> None:
    stage.insi.answer = NotFound()
    run = stage.by_traits()
    stage.desk.save(run, PASSPORT)


JOURNEYS: tuple[Journey, ...] = (
    unknown_patient_with_a_document,
    exception_procedure,
    one_of_a_family,
    differences_ticked_and_a_name_used,
    cards_come_and_go,
    calls_not_permitted,
    an_ins_held_is_asked_again,
    a_new_matricule,
    traits_corrected_by_hand,
    marks_and_collision,
    taken_back,
    answers_refused_and_left,
    exports,
    settings_and_clock,
    records_alike,
    a_record_typed,
)
"""Together they meet every event of §14 that can happen."""
