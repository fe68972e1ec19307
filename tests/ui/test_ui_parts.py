"""Buttons, badges, cards, strip, notice, wait: what they say, and what they tell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from insdesk.identity.patient import Status
from insdesk.ui import theme
from insdesk.ui.parts.action_bar import ActionBar
from insdesk.ui.parts.announce import announce
from insdesk.ui.parts.badge import STATUS_SIGNS, StatusBadge
from insdesk.ui.parts.busy import BusyPanel
from insdesk.ui.parts.buttons import ChoiceButton, plain_button, primary_button
from insdesk.ui.parts.error_card import ErrorCard, ErrorText
from insdesk.ui.parts.labels import SYMBOLS, SymbolTile, text_label
from insdesk.ui.parts.notice import Notice
from insdesk.ui.parts.status_strip import ITEMS, StatusStrip
from insdesk.ui.theme import TONES, Theme

# The offscreen screen has no window manager to tell the least size of a window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

TEXT = ErrorText("E-INSI-1", "INSi ne répond pas", "Le service est lent.", "Réessayer", "Attendre")


@pytest.fixture(autouse=True)
def dressed(qapp):
    """The light theme at 100 %."""
    theme.apply(qapp, Theme())


def shown(qtbot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def name_of(widget: QWidget) -> str:
    QAccessible.setActive(True)
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_a_button_has_room_for_its_words_and_its_keys(qtbot):
    bare, keyed = plain_button("Lire"), plain_button("Lire", icon="credit-card", keys="F5")
    qtbot.addWidget(bare)
    qtbot.addWidget(keyed)
    assert keyed.sizeHint().width() > bare.sizeHint().width()
    assert keyed.sizeHint().height() >= 44
    assert "F5" in keyed.toolTip()
    assert name_of(keyed) == "Lire"


def test_a_button_grows_with_the_text(qtbot, qapp):
    button = primary_button("Qualifier", icon="shield-check", keys="Ctrl + Entrée")
    qtbot.addWidget(button)
    small = button.sizeHint()
    theme.apply(qapp, Theme(scale=2.0))
    assert button.sizeHint().width() > 1.8 * small.width()
    assert button.sizeHint().height() == 2 * small.height()


def test_a_choice_is_never_made_beforehand_and_says_its_digit(qtbot):
    choice = ChoiceButton("7", "user-heart", "Je connais déjà ce patient", "procédure d’exception")
    qtbot.addWidget(choice)
    assert not choice.isChecked()
    assert choice.digit == "7"
    for words in ("7", "Je connais déjà ce patient", "procédure d’exception"):
        assert words in name_of(choice)
    choice.set_detail("Les traits ne concordent pas.")
    assert "Les traits ne concordent pas." in name_of(choice)


def test_a_choice_wraps_instead_of_cutting(qtbot):
    choice = ChoiceButton("4", "file-text", "Extrait d’acte de naissance et pièce du parent")
    qtbot.addWidget(choice)
    assert choice.heightForWidth(180) > choice.heightForWidth(600) >= 44
    before = choice.heightForWidth(240)
    choice.setChecked(True)
    assert choice.heightForWidth(240) == before, "choosing must not move the page"


@pytest.mark.parametrize("status", list(Status))
def test_a_badge_says_its_statut_in_words_shape_and_meaning(qtbot, status):
    badge = StatusBadge(Status.PROV)
    qtbot.addWidget(badge)
    badge.set_status(status)
    assert badge.status is status
    assert badge.text().startswith("Identité ")
    assert badge.toolTip()
    assert badge.property("tone") == STATUS_SIGNS[status][1]


def test_no_two_statuts_share_words_or_shape():
    assert len({icon for icon, _ in STATUS_SIGNS.values()}) == len(Status)
    assert {tone for _, tone in STATUS_SIGNS.values()} <= set(TONES)


def test_a_badge_keeps_its_words_whole(qtbot):
    badge = shown(qtbot, StatusBadge(Status.QUAL))
    words = badge.fontMetrics().horizontalAdvance(badge.text())
    assert badge.contentsRect().width() >= words


def test_every_sign_has_its_tone(qtbot):
    for symbol, tone in SYMBOLS.items():
        tile = SymbolTile(symbol)
        qtbot.addWidget(tile)
        assert (tile.text(), tile.property("tone")) == (symbol, tone)
    with pytest.raises(KeyError):
        tile.set_symbol("?")


def test_labels_never_read_markup(qtbot):
    label = text_label("<b>DURANVAL</b>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText


def test_an_error_card_has_a_way_out_and_folds_its_details(qtbot):
    card = shown(qtbot, ErrorCard())
    card.show_text(TEXT, "code insi_24")
    assert card.title.text() == TEXT.title
    assert card.explanation.text() == TEXT.explanation
    assert not card.facts.isVisible()
    card.more.click()
    assert card.facts.isVisible()
    card.copy.click()
    assert QGuiApplication.clipboard().text() == "E-INSI-1\ncode insi_24"
    with qtbot.waitSignal(card.fix_pressed):
        card.fix.click()
    with qtbot.waitSignal(card.go_on_pressed):
        card.go_on.click()


def test_an_error_card_shows_no_empty_button_and_folds_again(qtbot):
    card = shown(qtbot, ErrorCard())
    card.show_text(TEXT, "x")
    card.more.click()
    card.show_text(ErrorText("E-CPS-2", "Ce n’est pas une CPS", "Échangez.", "Échanger", ""))
    assert card.fix.isVisible()
    assert not card.go_on.isVisible()
    assert not card.facts.isVisible()
    card.focus_first()
    assert card.focusWidget() is card.fix


def test_the_strip_says_five_things_in_words(qtbot):
    strip = shown(qtbot, StatusStrip())
    strip.resize(1280, 44)
    for item, tone in zip(ITEMS, ("ok", "info", "warn", "error", "neutral"), strict=True):
        strip.show_item(item, f"état {tone}", tone)
        assert strip.state_of(item) == f"état {tone}"
        assert name_of(strip.item(item)) == f"{item} : état {tone}"
    with pytest.raises(KeyError):
        strip.show_item("Imprimante", "absente", "error")
    with qtbot.waitSignal(strip.opened) as opened:
        strip.item("CPS").click()
    assert opened.args == ["CPS"]


def test_the_strip_takes_two_lines_when_narrow(qtbot):
    strip = shown(qtbot, StatusStrip())
    for item in ITEMS:
        strip.show_item(item, "composant de lecture absent", "error")
    strip.resize(2400, 44)
    assert not strip.item("CPS").two_lines
    low = strip.item("CPS").sizeHint().height()
    strip.resize(1024, 60)
    assert strip.item("CPS").two_lines
    assert strip.item("CPS").sizeHint().height() > low
    assert strip.minimumSizeHint().width() <= 1024


def test_a_success_leaves_by_itself_an_error_stays(qtbot):
    notice = Notice(stay_ms=20)
    qtbot.addWidget(notice)
    with qtbot.waitSignal(notice.dismissed):
        notice.show_message("Identité qualifiée.", "ok")
    again: list[str] = []
    notice.show_message(
        "Enregistrement impossible.", "error", action="Réessayer", then=lambda: again.append("x")
    )
    assert notice.action.isVisible()
    qtbot.wait(60)
    assert notice.isVisible()
    notice.action.click()
    assert again == ["x"]
    assert notice.isHidden()
    notice.action.click()
    assert again == ["x"], "once"
    notice.show_message("Enregistrement impossible.", "error")
    notice.action.click()
    assert again == ["x"], "another message offers nothing"
    notice.show_message("Enregistrement impossible.", "error")
    notice.close_button.click()
    assert notice.isHidden()
    assert notice.words.text() == ""


def test_a_wait_counts_warns_and_offers_to_queue(qtbot):
    now = [0.0]
    panel = shown(qtbot, BusyPanel(clock=lambda: now[0]))
    panel.start("Interrogation d’INSi…", may_queue=True)
    assert (panel.elapsed.text(), panel.slow.isVisible()) == ("0 s", False)
    now[0] = 5.2
    panel.tick()
    assert (panel.elapsed.text(), panel.slow.isVisible()) == ("5 s", True)
    assert not panel.queue.isVisible()
    now[0] = 10.1
    panel.tick()
    assert panel.queue.isVisible()
    with qtbot.waitSignal(panel.queued):
        panel.queue.click()
    with qtbot.waitSignal(panel.cancelled):
        panel.cancel.click()
    panel.show_progress(2, 3, "Deuxième prénom…")
    assert panel.bar.isVisible()
    assert panel.title.text() == "Deuxième prénom…"
    panel.start("Lecture de la carte…")
    now[0] = 40.0
    panel.tick()
    assert not panel.queue.isVisible(), "nothing to queue while a card is read"
    panel.stop()


def test_the_primary_button_is_the_last_one_of_the_bar(qtbot):
    later, go = plain_button("Pas maintenant"), primary_button("Qualifier")
    bar = shown(qtbot, ActionBar(later, go, reason="Il reste 1 ligne à vérifier."))
    bar.resize(1000, 80)
    assert later.geometry().right() < go.geometry().left()
    assert bar.reason.geometry().right() <= later.geometry().left()
    bar.resize(420, 160)
    QWidget().setLayout(QVBoxLayout())
    qtbot.waitUntil(lambda: bar.reason.geometry().bottom() <= go.geometry().top())
    bar.set_reason("")
    assert bar.reason.text() == ""


def test_announcing_moves_nothing(qtbot):
    window = shown(qtbot, plain_button("Lire"))
    QAccessible.setActive(True)
    focus = window.hasFocus()
    announce(window, "Carte lue", assertive=True)
    announce(window, "")
    assert window.hasFocus() == focus
