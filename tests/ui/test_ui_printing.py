"""What is printed: one page, large type, no matricule; private files whose names tell nothing."""

from __future__ import annotations

import re
import shutil
import stat
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from insdesk.errors import ExportIncomplete
from insdesk.ui.press import FITS, Kind, Piece, Sheet
from insdesk.ui.printing import Printing, free_name, in_turns, rendered, write_private
from insdesk.ui.tasks import Tasks
from insdesk.ui.texts import notes
from insdesk.ui.texts.notes import Differs, patient_note, sent_list
from insdesk.ui.theme import Theme, apply

DAY = date(2026, 11, 22)
ROWS = [
    Differs(label="Nom de naissance", document="TILLEUL", register="TILLEULS"),
    Differs(label="Né(e) le", document="", register="03/09/1978"),
]
LONG = "DURANVAL FICTIF " * 7


@pytest.fixture(autouse=True)
def dressed(qapp):
    apply(QApplication.instance(), Theme())


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} absent: what is printed was not read back")
    return found


def run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def read(tmp_path):
    """Pages, text and font sizes of a sheet, read back from its PDF."""

    def back(sheet: Sheet) -> tuple[int, str]:
        file = tmp_path / "sheet.pdf"
        file.write_bytes(rendered(sheet))
        pages = re.search(r"Pages:\s+(\d+)", run(tool("pdfinfo"), str(file)))
        return int(pages.group(1)), run(tool("pdftotext"), "-layout", str(file), "-")

    return back


def sizes(sheet: Sheet, tmp_path: Path) -> set[float]:
    file = tmp_path / "sizes.pdf"
    file.write_bytes(rendered(sheet))
    boxes = run(tool("pdftotext"), "-bbox", str(file), "-")
    spans = re.findall(r'yMin="([\d.]+)".*?yMax="([\d.]+)">[A-Za-z]', boxes)
    return {round(float(low) - float(high), 1) for high, low in spans}


def test_the_note_is_one_page_that_says_what_differs_and_whom_to_ask(read):
    pages, text = read(patient_note(ROWS))
    assert pages == 1
    for said in (notes.NOTE_TITLE, "TILLEUL", "TILLEULS", "03/09/1978", "Sur votre pièce"):
        assert said in text
    for whom in ("assurance maladie", "état civil", "mairie", "INSEE"):
        assert whom in text
    assert notes.NOTE_STAMP in text
    assert "à lire" in text


def test_the_note_holds_no_number_and_nothing_medical(read):
    _, text = read(patient_note(ROWS))
    digits = re.sub(r"\D", "", text)
    assert digits == "03091978"
    assert "ordonnance" not in text.lower()


def test_the_type_of_the_note_is_large(tmp_path):
    """A line of 14 points is higher than 14 points; the smallest is the foot, 12 points."""
    assert min(FITS)[0] == 14
    assert min(sizes(patient_note(ROWS), tmp_path)) >= 12


def test_the_longest_names_still_make_one_page(read):
    rows = [
        Differs(label=label, document=LONG[:100], register=LONG[:100])
        for label in ("Nom de naissance", "Premier prénom", "Prénoms de naissance")
    ]
    rows += [ROWS[1]] * 3
    pages, text = read(patient_note(rows))
    assert pages == 1
    assert notes.NOTE_STAMP in text
    assert text.count("DURANVAL") == 36


def test_a_list_goes_on_over_the_pages_with_its_foot_on_each(read):
    sent = [
        (f"22/11/2026 14:{n:02d} · FHIR Patient", f"insdesk_fhir_{n:04d}.json") for n in range(60)
    ]
    pages, text = read(sent_list("Élodie TILLEUL · 09/03/1978", "Mauvaise personne", sent))
    assert pages == 4
    assert text.count(notes.LIST_FOOTER) == 4
    assert text.count("FHIR Patient") == 60
    assert "Mauvaise personne" in text


def test_an_empty_list_says_so(read):
    pages, text = read(sent_list("Élodie TILLEUL", "Doute", []))
    assert pages == 1
    assert notes.LIST_EMPTY in text


@pytest.mark.parametrize(
    "signs", ["0123456789", "ABCDEFGHIJKLM", "NOPQRSTUVWXYZ", "abcdefghijklm", "nopqrstuvwxyz"]
)
def test_every_sign_can_be_read_back_in_every_weight(read, signs):
    """Qt leaves the letter of some shaped glyphs out of the file: seen, and not to be read."""
    pieces = (Piece(Kind.TITLE, signs), Piece(Kind.TEXT, signs), Piece(Kind.TICK, signs, signs))
    _, text = read(Sheet(pieces=pieces))
    assert text.count(signs) == 4


def test_accents_and_typographic_signs_can_be_read_back(read):
    _, text = read(Sheet(pieces=(Piece(Kind.TEXT, "ÀÂÉÈÊËÎÏÔÖÛÜÇŒÆ d’État « œ »"),)))
    assert "ÀÂÉÈÊËÎÏÔÖÛÜÇŒÆ d’État « œ »" in text


def test_the_file_is_private_and_its_name_tells_nothing(tmp_path):
    first = write_private(b"%PDF", tmp_path, notes.NOTE, DAY)
    second = write_private(b"%PDF", tmp_path, notes.NOTE, DAY)
    assert first.name == "insdesk_note_2026-11-22_0001.pdf"
    assert second.name == "insdesk_note_2026-11-22_0002.pdf"
    assert free_name(tmp_path, notes.LIST, DAY).name == "insdesk_liste_2026-11-22_0001.pdf"
    if sys.platform != "win32":
        assert stat.S_IMODE(first.stat().st_mode) == 0o600


def test_a_folder_that_is_not_there_is_a_failure_with_a_sentence(tmp_path):
    with pytest.raises(ExportIncomplete):
        write_private(b"%PDF", tmp_path / "absent", notes.NOTE, DAY)


def test_printing_gives_the_file_or_the_failure(qtbot, tmp_path):
    tasks = Tasks()
    folder = [tmp_path]
    printing = Printing(tasks, lambda: folder[0], tasks)
    files, failures = [], []
    printing.print_sheet(patient_note(ROWS), notes.NOTE, files.append, failures.append)
    qtbot.waitUntil(lambda: len(files) == 1)
    assert files[0].read_bytes().startswith(b"%PDF")
    folder[0] = tmp_path / "absent"
    printing.print_sheet(patient_note(ROWS), notes.NOTE, files.append, failures.append)
    qtbot.waitUntil(lambda: len(failures) == 1)
    assert isinstance(failures[0], ExportIncomplete)
    assert len(list(tmp_path.iterdir())) == 1
    tasks.close()


def test_no_turn_of_the_event_loop_holds_more_than_its_share():
    """Against a floor: every turn costs less than half of setting the whole list at once."""
    sent = [(f"22/11/2026 · FHIR Patient {n}", f"insdesk_{n:04d}.json") for n in range(120)]
    sheet = sent_list("Élodie TILLEUL", "Doute", sent)
    rendered(sheet)
    begun = time.thread_time()
    rendered(sheet)
    whole = time.thread_time() - begun
    longest, turns = 0.0, in_turns(sheet)
    while True:
        begun = time.thread_time()
        ended = next(turns, "ended")
        longest = max(longest, time.thread_time() - begun)
        if ended == "ended":
            break
    assert longest < whole / 2


def test_a_sheet_given_up_half_way_lets_go_of_its_painter():
    turns = in_turns(patient_note(ROWS))
    next(turns)
    turns.close()
    assert rendered(patient_note(ROWS)).startswith(b"%PDF")
