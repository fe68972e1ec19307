"""S10 to S13: what is typed is explained and kept; 01, 02 and a discordance each have a way out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit, QRadioButton

from builders import found
from fakes import known_elodie
from insdesk.errors import InsiSilent
from insdesk.identity.patient import Status
from insdesk.identity.readings import NotFound, SeveralFound
from insdesk.ui.qualify.pages.discord import FIX, NO_PROOF, REGISTER

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
CTRL = Qt.KeyboardModifier.ControlModifier
TYPED = {"birth_name": "Tilleul", "first_name": "Élodie", "birth_date": "09031978"}


def page(seat):
    return seat.shown.host.page


def fill(seat, **texts):
    """Type into fields as a person does, each one left afterwards."""
    for name, text in texts.items():
        edit = page(seat).edits[name]
        edit.setText(text)
        edit.textEdited.emit(text)
        edit.editingFinished.emit()


def typed(seat, **texts):
    seat.key(Qt.Key.Key_F6)
    fill(seat, **(TYPED | texts))
    seat.find("sex_F", QRadioButton).setChecked(True)


def test_s10_has_no_default_and_says_what_is_missing(sit):
    seat = sit()
    seat.key(Qt.Key.Key_F6)
    assert not seat.find("sex_F", QRadioButton).isChecked()
    assert not seat.find("sex_M", QRadioButton).isChecked()
    fill(seat, **TYPED)
    assert not seat.find("btn_call_insi", QAbstractButton).isEnabled()
    assert page(seat).bar.reason.text() == "Indiquez le sexe : INSi refuse la demande sans lui."
    seat.key(Qt.Key.Key_F8)
    assert not seat.insi.asked


@pytest.mark.parametrize("date", ["09031978", "09/03/1978", "1978-03-09"])
def test_s10_shows_live_what_is_sent(sit, date):
    seat = sit()
    typed(seat, birth_date=date)
    assert page(seat).preview.text() == "Envoyé : TILLEUL | ELODIE | F | 1978-03-09 | sans lieu"
    assert page(seat).age.text().endswith(" ans")


def test_s10_explains_next_to_the_field_and_keeps_the_text(sit):
    seat = sit()
    typed(seat, first_name="Élodie*")
    label = page(seat).problems["first_name"]
    assert label.isVisible()
    assert "« * »" in label.text()
    assert "« * »" in page(seat).edits["first_name"].accessibleDescription()
    assert page(seat).edits["first_name"].text() == "Élodie*"
    fill(seat, first_name="Élodie")
    assert not label.isVisible()


def test_s10_asks_insi_by_the_traits(sit):
    seat = sit()
    typed(seat)
    seat.key(Qt.Key.Key_F8)
    assert seat.sees("compare_page")
    assert not seat.find("proof_7", QAbstractButton).isEnabled()
    assert "avec la carte Vitale" in page(seat).proof.missing.text()


def test_s10_can_be_kept_without_insi(sit):
    seat = sit()
    typed(seat)
    seat.window.findChild(QAbstractButton, "btn_save_prov").click()
    (kept,) = seat.patients.stored.values()
    assert kept.status is Status.PROV
    assert not seat.insi.asked


def test_nothing_typed_is_lost_by_a_failure(sit):
    seat = sit()
    typed(seat)
    seat.insi.failure = InsiSilent()
    seat.key(Qt.Key.Key_F8)
    assert page(seat).card.title.text() == "INSi ne répond pas"
    seat.shown.conduct.begin_typing(keep=True)
    form = page(seat).form()
    assert (form.birth_name, form.first_name, form.sex) == ("Tilleul", "Élodie", "F")


def test_s11_gives_the_exact_change_and_counts_the_tries(sit):
    seat = sit()
    seat.insi.answer = NotFound()
    typed(seat, first_name="Élodie-Marthe")
    seat.key(Qt.Key.Key_F8)
    assert seat.sees("notfound_page")
    assert page(seat).count.text() == "Essai 1 sur 5 conseillés"
    words = [choice.text() for choice in page(seat).choices]
    assert "Écrire le prénom composé ELODIE MARTHE" in words
    assert "Inverser jour et mois : 03/09/1978" in words
    asked = len(seat.insi.asked)
    seat.find("retry_TIRET", QAbstractButton).click()
    assert len(seat.insi.asked) == asked + 1
    assert page(seat).count.text() == "Essai 2 sur 5 conseillés"


def test_s11_a_changed_criterion_asks_for_every_row(sit):
    seat = sit()
    seat.insi.answer = NotFound()
    typed(seat, first_name="Élodie-Marthe")
    seat.key(Qt.Key.Key_F8)
    seat.insi.answer = found(first_names="ELODIE MARTHE ROSE")
    seat.find("retry_TIRET", QAbstractButton).click()
    assert seat.sees("compare_page")
    assert "contrôle visuel obligatoire" in page(seat).banner.words.text()
    assert all(row.line.tickable for row in page(seat).table.rows if row.line.trait == "birth_name")


def test_s11_validates_only_with_a_document(sit):
    seat = sit()
    seat.insi.answer = NotFound()
    typed(seat)
    seat.key(Qt.Key.Key_F8)
    vali = seat.find("btn_save_vali", QAbstractButton)
    vali.click()
    assert not seat.patients.stored
    assert not vali.isEnabled()
    seat.key(Qt.Key.Key_2)
    vali.click()
    (kept,) = seat.patients.stored.values()
    assert kept.status is Status.VALI


def test_s12_never_shows_a_list_of_persons(sit):
    seat = sit()
    seat.insi.answer = SeveralFound()
    typed(seat)
    seat.key(Qt.Key.Key_F8)
    assert seat.sees("several_page")
    assert not page(seat).findChildren(QAbstractItemView)
    words = [choice.text() for choice in page(seat).choices]
    assert words[0].startswith("Ajouter les autres prénoms")
    assert not any("TILLEUL" in text for text in words)


def discordant(sit):
    seat = sit(known_elodie())
    seat.insi.answer = found(birth_name="TILLEULS")
    seat.insert()
    return seat


def say(seat, trait, says):
    seat.find(f"discord_{trait}_{says}", QAbstractButton).click()


def test_s13_shows_only_what_differs_and_chooses_nothing(sit):
    seat = discordant(sit)
    assert [row.line.trait for row in page(seat).table.rows] == ["birth_name"]
    assert all(question.says is None for question in page(seat).questions)
    assert not seat.sees("btn_fix_record")
    assert not seat.find("btn_record_discord", QAbstractButton).isEnabled()


def test_s13_the_document_agrees_with_insi_the_record_is_corrected(sit):
    seat = discordant(sit)
    say(seat, "birth_name", "as_insi")
    assert page(seat).outcome.text() == FIX
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert seat.sees("compare_page")
    assert len(seat.insi.asked) == 1


def test_s13_the_document_disagrees_nothing_is_qualified(sit):
    seat = discordant(sit)
    say(seat, "birth_name", "as_record")
    assert page(seat).outcome.text() == REGISTER
    say(seat, "birth_name", "no_document")
    assert page(seat).outcome.text() == NO_PROOF
    seat.find("btn_record_discord", QAbstractButton).click()
    (kept,) = seat.patients.stored.values()
    assert kept.status is Status.PROV


def test_s13_another_person_saves_nothing(sit):
    seat = discordant(sit)
    seat.find("btn_other_person", QAbstractButton).click()
    assert seat.sees("home_page")
    assert not seat.patients.filings


def test_s13_the_first_given_name_is_read_on_the_document(sit):
    seat = sit(known_elodie())
    seat.insi.answer = found(first_names="ANNE MARIE LOUISE")
    seat.insert()
    say(seat, "first_name", "as_insi")
    text = seat.find("discord_text_first_name", QLineEdit)
    assert text.isVisible()
    text.setText("ANNE MARIE")
    for question in page(seat).questions:
        if question.says is None:
            say(seat, question.line.trait, "as_insi")
    seat.key(Qt.Key.Key_Return, modifiers=CTRL)
    assert seat.sees("compare_page")
    assert seat.shown.conduct.run.known.first_name == "ANNE MARIE"
