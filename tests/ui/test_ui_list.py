"""S16: paged from the records, searched as you type, late answers dropped; S15, S19, S22, S01."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit

from builders import a_control, a_patient, a_retrieval, an_identity
from fakes import SOLO
from insdesk.identity.filing import JournalLine, PatientRow
from insdesk.identity.patient import Status
from insdesk.qualification.desk import Today
from insdesk.ui.parts.roles import DISPLAY
from insdesk.ui.patients.model import PAGE, PatientListModel
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts.words import UNPROVEN

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier


class Records:
    """Five hundred fictitious rows behind the two calls of the list."""

    def __init__(self, count=500):
        self.asked = []
        self.rows = [
            PatientRow(
                uid=f"{n:04d}",
                sort_key=f"FICTIF {n:04d}",
                used_name=f"FICTIF{n}",
                birth_name=f"EXEMPLE{n}",
                first_name="TESTINI",
                birth_date="1985-03-12",
                status=Status.QUAL if n % 2 else Status.PROV,
            )
            for n in range(count)
        ]

    def patients(self, text, *, after=None, limit=200, status=None):
        self.asked.append((text, after))
        kept = [r for r in self.rows if text in r.sort_key and status in (None, r.status)]
        begun = [r for r in kept if after is None or (r.sort_key, r.uid) > after]
        return begun[:limit]

    def counts(self, text=""):
        kept = [r for r in self.rows if text in r.sort_key]
        return {"": len(kept), "QUAL": sum(r.status is Status.QUAL for r in kept)}


class LaterTasks:
    """Lanes that deliver only when told: what is asked waits in `queue`."""

    def __init__(self):
        self.queue = []

    def run(self, lane, work, done, failed):
        self.queue.append((work, done))
        return len(self.queue)

    def deliver(self):
        work, done = self.queue.pop(0)
        done(work())


def test_the_model_loads_page_after_page(qtmodeltester, qapp):
    records = Records()
    model = PatientListModel(records, Tasks(inline=True))
    model.search("")
    assert model.rowCount() == PAGE
    assert model.canFetchMore()
    model.fetchMore()
    model.fetchMore(QModelIndex())
    assert model.rowCount() == 500
    assert not model.canFetchMore()
    model.fetchMore()
    assert model.rowCount() == 500
    assert model.data(model.index(0, 1), DISPLAY) == "EXEMPLE0"
    assert model.data(model.index(0, 3), DISPLAY) == "12/03/1985"
    qtmodeltester.check(model)


def test_a_late_search_is_dropped_and_typing_fast_queues_one(qapp):
    records, tasks = Records(), LaterTasks()
    model = PatientListModel(records, tasks)
    for text in ("F", "FI", "FICTIF 0007"):
        model.search(text)
    assert len(tasks.queue) == 1
    tasks.deliver()
    assert model.rowCount() == 0, "the answer to « F » is not shown"
    tasks.deliver()
    assert model.rowCount() == 1
    assert [text for text, _ in records.asked] == ["F", "FICTIF 0007"]


def test_a_late_page_of_another_search_is_dropped(qapp):
    tasks = LaterTasks()
    model = PatientListModel(Records(), tasks)
    model.search("")
    tasks.deliver()
    tasks.deliver()
    model.fetchMore()
    model.search("FICTIF 0007")
    tasks.deliver()
    assert model.rowCount() == PAGE
    tasks.deliver()
    assert model.rowCount() == 1


@pytest.fixture
def two(sit):
    """A base of a qualified and a provisional record."""
    qualified = a_patient(
        uid="00000000-0000-4000-8000-00000000bbbb",
        identity=an_identity(retrieval=a_retrieval(), control=a_control()),
    )
    seat = sit(a_patient(), qualified)
    seat.shown.show_patients()
    return seat


def test_the_list_is_searched_filtered_and_opened_by_keyboard(two):
    page = two.shown.patients
    assert page.search.hasFocus()
    assert page.model.rowCount() == 2
    assert two.find("filter_QUAL", QAbstractButton).text().split() == ["Qualifiées", "1"]
    two.find("filter_QUAL", QAbstractButton).click()
    assert page.model.rowCount() == 1
    page.search.setFocus()
    two.key(Qt.Key.Key_Down)
    assert page.table.hasFocus()
    two.key(Qt.Key.Key_Return)
    assert two.sees("patient_page")
    assert two.find("record_birth_name", QLabel).text() == "TILLEUL"
    assert two.sees("btn_record_export")
    assert two.shown.record.origins["sex"].text() == "INSi, pièce"


def test_ctrl_enter_on_a_row_starts_a_run_by_traits(two):
    two.shown.patients.table.selectRow(0)
    two.shown.patients.table.setFocus()
    two.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert two.sees("compare_page")
    assert not two.shown.conduct.run.by_vitale


def test_empty_lists_say_what_to_do(sit):
    seat = sit()
    seat.shown.show_patients()
    assert "Insérez une carte Vitale" in seat.find("patients_empty", QLabel).text()
    seat.patients.page = lambda text, **_: []
    seat.shown.patients.search.setText("zzz")
    empty = seat.find("patients_empty", QLabel).text()
    assert "« zzz »" in empty
    assert "F6" in empty


def test_export_chooses_nothing_and_hands_over_what_is_qualified(two, tmp_path):
    two.shown.show_export(None)
    page = two.shown.export
    assert page.scope.checkedButton() is None
    assert page.format.checkedButton() is None
    assert not page.go.isEnabled()
    assert "qui" in page.bar.reason.text()
    two.find("export_all", QAbstractButton).setChecked(True)
    two.find("export_fhir", QAbstractButton).setChecked(True)
    two.find("export_folder", QLineEdit).setText(str(tmp_path))
    two.key(Qt.Key.Key_Return, to=two.window, modifiers=CTRL)
    (written,) = two.exports.written
    assert written.parent == tmp_path
    assert "TILLEUL" not in written.name
    assert page.result.text().startswith("1 identité exportée")


def test_a_refused_export_says_why_and_keeps_the_page(two, tmp_path):
    provisional = next(u for u, p in two.patients.stored.items() if p.status is Status.PROV)
    two.shown.show_export(provisional)
    two.find("export_fhir", QAbstractButton).setChecked(True)
    two.find("export_folder", QLineEdit).setText(str(tmp_path))
    two.shown.export.go.click()
    assert "Rien n’a été écrit." in two.window.notice.words.text()
    assert two.sees("export_page")
    assert two.shown.export.go.isEnabled()


def test_settings_declare_the_practice_with_a_date_and_say_what_is_unproven(sit):
    undeclared = SOLO.__class__(owner_national_id=SOLO.owner_national_id)
    seat = sit(settings=undeclared)
    seat.window.show_section("settings")
    page = seat.shown.settings
    assert page.structures.checkedButton() is None
    assert not page.declare.isEnabled()
    assert "Pas encore déclaré" in page.declared.text()
    seat.find("structure_GROUPE", QAbstractButton).setChecked(True)
    seat.find("secretariat_non", QAbstractButton).setChecked(True)
    page.declare.click()
    assert seat.settings[0].structure == "GROUPE"
    assert seat.settings[0].declared_on
    assert "Déclaré le" in page.declared.text()
    seat.find("setting_exception", QAbstractButton).click()
    assert seat.settings[0].exception_procedure is False
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert all(sentence in said for sentence in UNPROVEN)


def test_the_home_counts_the_day_and_names_nobody(sit):
    seat = sit()
    now = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
    line = JournalLine(
        seq=1,
        at=now - timedelta(minutes=4),
        type="EVIDENCE_RECORDED",
        patient_uid="x",
        facts={"code": "PA"},
    )
    seat.shown.home.show_today(Today(qualified=7, to_check=1, latest=(line,)), now)
    assert seat.find("today_qualified", QLabel).text() == "7"
    said = [label.text() for label in seat.find("latest_actions").findChildren(QLabel)]
    assert "Pièce d’identité contrôlée" in said
    assert "il y a 4 min · Passeport" in said
