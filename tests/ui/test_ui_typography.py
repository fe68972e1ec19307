"""Spaces that a line never ends at, and words of ux.md §7 as they are written there."""

from __future__ import annotations

import pytest

from insdesk.errors import (
    CardError,
    CardSilent,
    CardWithoutNumber,
    HolderNotOnCard,
    InsdeskError,
    PinRejected,
    PinRequired,
    UnknownCard,
    VitaleProtected,
    VitaleTooOld,
)
from insdesk.identity.readings import VitaleReading, VitaleSource
from insdesk.ui.formats import typographic
from insdesk.ui.texts import error_text
from insdesk.ui.texts.comparison import WARNINGS, card_sentences


def test_a_mark_is_never_alone_on_a_line():
    assert typographic("l'un ; l'autre : « non » ?") == (
        "l’un\xa0; l’autre\xa0: «\xa0non\xa0»\xa0?"
    )
    assert typographic("12:30, oui; non") == "12:30, oui; non"


@pytest.mark.parametrize(
    ("error", "id_", "title"),
    [
        (PinRejected(2), "E-PIN-1", "Code incorrect, 2 essais restants"),
        (PinRequired(), "E-PIN-4", "Code à ressaisir"),
        (HolderNotOnCard(), "E-VIT-5", "Mon patient n’est pas sur cette carte"),
        (VitaleTooOld(), "E-VIT-7", "Carte d’ancienne génération, à faire remplacer"),
        (UnknownCard(), "E-VIT-11", "Carte non reconnue"),
        (VitaleProtected(), "E-VIT-10", "Cette carte Vitale protège son identité"),
        (CardWithoutNumber(), "E-VIT-13", "Cette carte ne donne pas de numéro utilisable"),
        (CardSilent(), "E-VIT-12", "La carte Vitale ne répond plus"),
    ],
)
def test_the_card_of_a_failure_has_the_words_of_the_specification(error, id_, title):
    text = error_text(error)
    assert (text.id, text.title) == (id_, title)
    assert " ;" not in text.explanation
    assert " :" not in text.explanation


def test_a_closed_card_and_a_hung_one_are_not_dirty():
    closed, hung = error_text(VitaleProtected()), error_text(CardSilent())
    assert "composant officiel" in closed.explanation
    assert "traits" in closed.explanation
    assert "retirez la carte" in hung.explanation
    for error in (VitaleProtected(), CardSilent(), UnknownCard()):
        assert isinstance(error, CardError)
        assert "Essuyez" not in error_text(error).explanation


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        ("CLE_FAUSSE", "La clé d’un de ses numéros est fausse."),
        ("NUMERO_PROVISOIRE", "Son numéro est provisoire."),
        ("NUMEROS_ECARTES", "Ses numéros manquent"),
        ("", "INSi ne peut pas être interrogé avec elle"),
    ],
)
def test_why_a_card_gives_no_number(cause: str, said: str):
    error: InsdeskError = CardWithoutNumber(cause)
    assert error_text(error).explanation.startswith(said)


@pytest.mark.parametrize(
    ("source", "said"),
    [(VitaleSource.DIRECT, "laissés de côté"), (VitaleSource.OFFICIAL, "n’est pas envoyé")],
)
def test_a_wrong_key_of_a_card_is_not_said_to_be_kept(source: VitaleSource, said: str):
    warnings = ("CLE_FAUSSE", "NOM_TRONQUE")
    reading = VitaleReading(source=source, persons=(), warnings=warnings)
    key, cut = card_sentences(reading)
    assert said in key
    assert "gardée" not in key
    assert cut == WARNINGS["NOM_TRONQUE"]
