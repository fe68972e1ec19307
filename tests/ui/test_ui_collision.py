"""The record of the other person of a collision: proposed, searched, never chosen beforehand."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from record_stage import UID, act, left, press_primary, qualified, settle, stored

from builders import some_traits
from fakes import known_elodie
from insdesk.identity.filing import JournalEvent
from insdesk.identity.patient import Attribut
from insdesk.ui.texts import record as words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
TWIN = "00000000-0000-4000-8000-00000000bbbb"
STRANGER = "00000000-0000-4000-8000-00000000cccc"


def someone(uid, **traits):
    return replace(known_elodie(traits=some_traits(**traits).without_typed()), uid=uid)


@pytest.fixture
def seat(sit):
    stranger = someone(STRANGER, birth_name="FICTIF", first_name="PAUL", birth_date="1950-01-02")
    seat = sit(qualified(), someone(TWIN), stranger)
    seat.shown.show_record(UID)
    return seat


def texts(page):
    return [page.other.list.item(row).text() for row in range(page.other.list.count())]


def choose(page, uid):
    items = [page.other.list.item(row) for row in range(page.other.list.count())]
    page.other.list.setCurrentItem(
        next(one for one in items if one.data(Qt.ItemDataRole.UserRole) == uid)
    )


def test_lookalikes_are_proposed_and_none_is_chosen(seat):
    page = act(seat, "collision")
    shown = texts(page)
    assert shown[0] == words.COLLISION_NO_OTHER
    assert len(shown) == 2
    assert "TILLEUL" in shown[1]
    assert page.other.uid is None
    page.reason.edit.setText("Deux patients")
    press_primary(seat)
    assert seat.journal.last("COLLISION_DECLARED").facts["dossiers"] == [UID]


def test_the_other_record_chosen_is_declared_and_its_documents_listed(seat):
    left(seat, 1)
    facts = {"format": "csv", "fichier": "insdesk_csv_2026-11-03_0001.csv", "matricule": "2…000"}
    seat.journal.append(
        JournalEvent(type="EXPORT_WITH_INS", patient_uid=TWIN, facts=facts, status_before="QUAL")
    )
    page = act(seat, "collision")
    assert "1 document" in page.sent.count.text()
    choose(page, TWIN)
    assert "2 documents" in page.sent.count.text()
    assert any(words.SENT_OF_OTHER in box.accessibleName() for box in page.sent.boxes)
    page.reason.edit.setText("Deux patients")
    press_primary(seat)
    assert seat.journal.last("COLLISION_DECLARED").facts["dossiers"] == [UID, TWIN]
    assert len(page.sent.boxes) == 2
    assert stored(seat).identity.attributes == {Attribut.DOUT}
    assert seat.patients.get(TWIN).identity.attributes == frozenset()


def test_a_record_that_resembles_nothing_is_found_by_a_search(seat, qtbot):
    page = act(seat, "collision")
    qtbot.keyClicks(page.other.edit, "fictif")
    qtbot.waitUntil(lambda: any("FICTIF" in text for text in texts(page)))
    assert all(page.other.list.item(row).data(256) != UID for row in range(len(texts(page))))
    choose(page, STRANGER)
    assert page.other.uid == STRANGER
    assert page.unsaved


def test_nothing_of_the_other_patient_stays_once_left(seat):
    page = act(seat, "collision")
    page.forget()
    settle()
    assert texts(page) == [words.COLLISION_NO_OTHER]
    assert page.other.edit.text() == ""
