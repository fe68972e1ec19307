"""The patient's window: only himself, nothing of him afterwards (ux.md §6)."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from insdesk.paths import resource
from insdesk.ui import theme
from insdesk.ui.patient_card import LANGUAGES, NOT_ME, TRAITS, words_in
from insdesk.ui.patient_screen import PatientCard, PatientScreen
from insdesk.ui.theme import PALETTES, Theme

# The offscreen screen has no window manager to tell the least size of a window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

ADA = PatientCard(
    birth_name="DURANVAL",
    first_names="MARIE LOUISE JEANNE",
    birth_date="1985-03-12",
    birth_place="LYON 3E",
    sex="F",
    matricule="285036938302757",
    used_name="Mme MARTINEAU",
)
BEN = PatientCard(
    birth_name="TESTINI-FICTIF",
    first_names="ÉLIE",
    birth_date="2015-07-01",
    birth_place="BREST",
    sex="M",
    matricule="115072901900042",
    is_child=True,
)
OF_ADA = ("DURANVAL", "MARIE", "LOUISE", "1985", "mars", "LYON", "MARTINEAU", "285", "2 85", "57")


@pytest.fixture
def screen(qtbot, qapp):
    """The window, closed."""
    theme.apply(qapp, Theme())
    window = PatientScreen(Theme())
    qtbot.addWidget(window)
    return window


def everything_in(window: QWidget) -> str:
    """All that any widget of the window shows, says or keeps."""
    QAccessible.setActive(True)
    said = [window.windowTitle()]
    for widget in [window, *window.findChildren(QWidget)]:
        said += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        said += [widget.statusTip(), widget.whatsThis(), widget.windowTitle()]
        if isinstance(widget, QLabel | QPushButton):
            said.append(widget.text())
        face = QAccessible.queryAccessibleInterface(widget)
        if face is not None:
            said += [face.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value)]
        said += [str(widget.property(name)) for name in ("role", "tone", "symbol")]
    said += [str(kept) for kept in vars(window).values() if isinstance(kept, str | tuple | dict)]
    said += [kept.birth_name for kept in vars(window).values() if isinstance(kept, PatientCard)]
    return "\n".join(said)


def value(window: PatientScreen, trait: str) -> str:
    return window.findChild(QLabel, f"patient_value_{trait}").text()


def test_a_first_patient_reads_values_as_large_as_those_of_the_next(screen, qapp):
    screen.rehearse(qapp.primaryScreen())
    sizes = []
    for person in (ADA, BEN):
        screen.open_for(person, qapp.primaryScreen())
        shown = screen.findChild(QLabel, "patient_value_birth_name")
        sizes.append(shown.font().pixelSize())
    assert sizes == [screen._sized().font("patient_value").pixelSize()] * 2


def test_nothing_is_shown_before_it_is_opened(screen):
    assert not screen.isVisible()
    screen.show()
    assert screen.waiting.isVisible()
    assert screen.waiting.words.text() == "En attente"
    assert not screen.is_open


def test_the_five_traits_and_the_masked_number(screen):
    screen.open_for(ADA)
    assert screen.question.title.text() == "Est-ce bien vous\u00a0?"
    assert value(screen, "birth_name") == "DURANVAL"
    assert value(screen, "first_names") == "MARIE LOUISE JEANNE"
    assert value(screen, "birth_date") == "12 mars 1985"
    assert value(screen, "birth_place") == "LYON 3E"
    assert value(screen, "sex") == "Féminin"
    assert value(screen, "matricule") == "2 85 03 ·· ··· ··· 57"
    assert "Mme MARTINEAU" in screen.question.called.text()
    assert screen.isFullScreen()


def test_no_status_word_no_jargon_no_practitioner(screen):
    screen.open_for(ADA)
    said = everything_in(screen)
    for word in ("INS", "qualifi", "récupérée", "Dr ", "provisoire"):
        assert word not in said, word
    assert screen.windowTitle() == "insdesk"


def test_of_one_patient_nothing_remains_for_the_next(screen):
    screen.open_for(ADA)
    screen.question.reveal.click()
    screen.open_for(BEN)
    said = everything_in(screen)
    for text in OF_ADA:
        assert text not in said
    assert value(screen, "birth_date") == "1er juillet 2015"
    assert screen.question.title.text() == "Est-ce bien votre enfant\u00a0?"


@pytest.mark.parametrize("how", ["blank", "escape", "close", "yes", "contest", "idle"])
def test_nothing_remains_however_it_ends(screen, qtbot, how):
    screen.open_for(ADA)
    match how:
        case "blank":
            screen.blank()
        case "escape":
            qtbot.keyClick(screen, Qt.Key.Key_Escape)
        case "close":
            screen.close()
        case "yes":
            screen.question.yes.click()
        case "contest":
            screen.question.no.click()
            screen.what.buttons["birth_place"].click()
        case "idle":
            screen._idle.timeout.emit()
    said = everything_in(screen)
    for text in OF_ADA:
        assert text not in said
    assert screen._card is None


def test_closed_is_told_once_and_only_when_somebody_was_there(screen, qtbot):
    told = []
    screen.closed.connect(lambda: told.append(1))
    screen.blank()
    screen.open_for(ADA)
    screen.blank()
    screen.blank()
    assert told == [1]
    assert not screen.isVisible()


def test_on_its_own_display_it_goes_back_to_waiting(screen, qapp):
    screen.open_for(ADA, qapp.primaryScreen())
    assert screen.geometry() == qapp.primaryScreen().geometry()
    screen.blank()
    assert screen.isVisible()
    assert screen.waiting.isVisible()


def test_two_idle_minutes_blank_it(qtbot, qapp):
    window = PatientScreen(Theme(), idle_ms=30)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.closed):
        window.open_for(ADA)
    assert "DURANVAL" not in everything_in(window)


def test_the_number_is_masked_again(qtbot):
    window = PatientScreen(Theme(), mask_ms=30)
    qtbot.addWidget(window)
    window.open_for(ADA)
    window.question.reveal.click()
    assert value(window, "matricule") == "2 85 03 69 383 027 57"
    qtbot.waitUntil(lambda: value(window, "matricule") == "2 85 03 ·· ··· ··· 57")
    window.question.reveal.click()
    window.question.reveal.click()
    assert value(window, "matricule") == "2 85 03 ·· ··· ··· 57"


def test_yes_is_told_and_thanked(screen, qtbot):
    screen.open_for(ADA)
    with qtbot.waitSignal(screen.confirmed):
        qtbot.keyClick(screen, Qt.Key.Key_O)
    assert screen.thanks.words.text() == "Merci. Vous pouvez regarder votre médecin."
    with qtbot.waitSignal(screen.closed):
        screen._after.timeout.emit()


@pytest.mark.parametrize("key", [*TRAITS, NOT_ME])
def test_no_asks_what_and_tells_it(screen, qtbot, key):
    screen.open_for(ADA)
    qtbot.keyClick(screen, Qt.Key.Key_N)
    assert screen.what.isVisible()
    assert set(screen.what.buttons) == {*TRAITS, NOT_ME}
    with qtbot.waitSignal(screen.contested) as told:
        screen.what.buttons[key].click()
    assert told.args == [frozenset({key})]


def test_going_back_from_no(screen):
    screen.open_for(ADA)
    screen.question.no.click()
    screen.what.leave.click()
    assert screen.question.isVisible()
    assert value(screen, "birth_name") == "DURANVAL"


def test_letters_answer_only_the_question_and_can_be_off(screen, qtbot):
    screen.show()
    with qtbot.assertNotEmitted(screen.confirmed):
        qtbot.keyClick(screen, Qt.Key.Key_O)
    silent = PatientScreen(Theme(), letters=False)
    qtbot.addWidget(silent)
    silent.open_for(ADA)
    with qtbot.assertNotEmitted(silent.confirmed):
        qtbot.keyClick(silent, Qt.Key.Key_O)


def test_yes_and_no_weigh_the_same_and_neither_is_put_forward(screen, qtbot):
    screen.open_for(ADA)
    screen.showNormal()
    screen.resize(1600, 900)
    yes, no = screen.question.yes, screen.question.no
    qtbot.waitUntil(lambda: yes.width() > 400)
    assert abs(yes.width() - no.width()) <= 1
    assert yes.height() == no.height() >= 72
    assert no.x() - (yes.x() + yes.width()) >= 48
    assert not yes.hasFocus()
    assert not no.hasFocus()


@pytest.mark.parametrize("presses", [0, 1, 2])
@pytest.mark.parametrize("size", [(1024, 700), (1600, 900)])
def test_a_long_name_is_never_cut(screen, qtbot, presses, size):
    long = "DE LA TRUCHASSERIE-DURANVAL-EXEMPLE VAN DER FICTIF-TESTINI"
    screen.open_for(PatientCard(birth_name=long, first_names=long, birth_date="1985-03-12"))
    screen.showNormal()
    screen.resize(*size)
    for _ in range(presses):
        screen.question.larger.click()
    name = screen.findChild(QLabel, "patient_value_birth_name")
    qtbot.waitUntil(lambda: name.height() >= name.heightForWidth(name.width()))
    assert name.text() == long
    assert (screen.width(), screen.height()) == size, "nothing may push the page off the display"
    assert screen.question.yes.height() >= 72


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_sentence(language):
    french = json.loads(resource("patient", "fr.json").read_text(encoding="utf-8"))
    other = json.loads(resource("patient", f"{language}.json").read_text(encoding="utf-8"))
    assert french.keys() == other.keys()
    assert len(other["months"]) == 12
    assert all(other.values())
    assert words_in(language).date("1985-03-12") != "1985-03-12"
    assert words_in(language).date("1985-00-00") == "1985-00-00"


def test_arabic_is_mirrored_and_the_values_stay(screen, qtbot):
    screen.open_for(ADA)
    screen.question.language.click()
    assert set(screen.tongues.buttons) == set(LANGUAGES)
    screen.tongues.buttons["ar"].click()
    assert screen.layoutDirection() is Qt.LayoutDirection.RightToLeft
    screen.showNormal()
    screen.resize(1280, 800)
    yes, no = screen.question.yes, screen.question.no
    qtbot.waitUntil(lambda: yes.x() > no.x())
    assert value(screen, "birth_name") == "DURANVAL"
    assert value(screen, "sex") == "أنثى"
    screen.open_for(BEN)
    assert screen.layoutDirection() is Qt.LayoutDirection.LeftToRight, "next patient, own language"


@pytest.mark.parametrize("palette", sorted(PALETTES))
def test_everything_focusable_has_a_name(qtbot, qapp, palette):
    theme.apply(qapp, Theme(PALETTES[palette]))
    window = PatientScreen(Theme(PALETTES[palette]))
    qtbot.addWidget(window)
    window.open_for(ADA)
    QAccessible.setActive(True)
    for turn in (lambda: None, window.question.no.click, window.question.language.click):
        turn()
        seen = [button for button in window.findChildren(QPushButton) if button.isVisible()]
        assert seen
        for button in seen:
            face = QAccessible.queryAccessibleInterface(button)
            assert face.text(QAccessible.Text.Name).strip(), button.objectName()
    theme.apply(qapp, Theme())


def test_a_card_hides_its_person_in_a_trace():
    assert "DURANVAL" not in repr(ADA)
    assert "285" not in repr(ADA)
