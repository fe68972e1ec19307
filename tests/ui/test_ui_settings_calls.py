"""S22, what real calls need: typed or chosen, checked in place, kept only when it can serve."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from insdesk.settings import Settings
from insdesk.ui.settings_page import SettingsPage
from insdesk.ui.texts.settings import CARDS, DISCOVERY, KEPT, KEPT_NOW, PROBLEMS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)
P12 = b"\x30\x82\x09\x00\x02\x01\x03\x30" + bytes(32)
NEEDED = {
    "insi_ca_bundle",
    "insi_address",
    "software_idam",
    "proxy",
    "billing_id",
    "speciality",
    "sector",
    "cps_library",
    "organisation_certificate",
    "organisation_address",
}


@pytest.fixture
def opened(qtbot):
    """A page, its fields by setting, and what it gave to keep."""

    def begin(settings: Settings | None = None, environment: str = "essai"):
        page = SettingsPage(settings or Settings(), environment)
        qtbot.addWidget(page)
        kept: list[Settings] = []
        page.changed.connect(kept.append)
        page.show()
        found = {name: one for card in page.calls.values() for name, one in card.fields.items()}
        return page, found, kept

    return begin


def enter(field, text: str) -> None:
    field.edit.setFocus()
    field.edit.selectAll()
    QTest.keyClicks(field.edit, text) if text else field.edit.clear()
    QTest.keyClick(field.edit, Qt.Key.Key_Return)


def test_no_file_has_to_be_edited_by_hand(opened):
    _, found, _ = opened()
    assert set(found) == NEEDED
    assert set(found) <= {one.name for one in fields(Settings)}
    for field in found.values():
        assert field.edit.accessibleName()
        assert field.note.text()


@pytest.mark.parametrize(
    ("setting", "typed", "kept"),
    [
        ("insi_address", "https://insi.exemple.invalid/lps", "https://insi.exemple.invalid/lps"),
        ("software_idam", " ABCD12345678 ", "ABCD12345678"),
        ("proxy", "10.0.0.1:3128", "10.0.0.1:3128"),
        ("billing_id", "991234567", "991234567"),
        ("speciality", "sm26", "SM26"),
        ("sector", "sa07", "SA07"),
        ("organisation_address", "https://127.0.0.1:8443/", "https://127.0.0.1:8443/"),
    ],
)
def test_a_value_that_can_serve_is_kept(setting, typed, kept, opened):
    page, found, given = opened(Settings(structure="GROUPE"))
    enter(found[setting], typed)
    assert given == [replace(Settings(structure="GROUPE"), **{setting: kept})]
    assert found[setting].edit.text() == kept
    at_once = setting in {"billing_id", "speciality", "sector"}
    assert found[setting].note.text() == (KEPT_NOW if at_once else KEPT)
    enter(found[setting], kept)
    assert len(given) == 1, "nothing changed"
    page.show_settings(given[0])
    enter(found[setting], "")
    assert getattr(given[-1], setting) == ""


@pytest.mark.parametrize(
    ("setting", "typed", "code"),
    [
        ("insi_address", "http://insi.exemple.invalid", "ADRESSE"),
        ("software_idam", "ABCD 1234", "AUTORISATION"),
        ("proxy", "http://moi:secret@10.0.0.1:3128", "PROXY_SECRET"),
        ("proxy", "mandataire", "PROXY"),
        ("billing_id", "12", "NEUF_CHIFFRES"),
        ("speciality", "26", "SPECIALITE"),
        ("sector", "07", "SECTEUR"),
        ("cps_library", "/nulle/part.so", "FICHIER_ABSENT"),
        ("insi_ca_bundle", "/nulle/part.pem", "FICHIER_ABSENT"),
        ("organisation_certificate", "/nulle/part.p12", "FICHIER_ABSENT"),
    ],
)
def test_a_value_that_cannot_is_said_in_place_and_not_kept(setting, typed, code, opened):
    _, found, given = opened()
    field = found[setting]
    enter(field, typed)
    assert given == []
    assert field.note.text() == PROBLEMS[code]
    assert (field.note.property("tone"), field.edit.property("problem")) == ("error", "true")
    assert field.edit.text() == typed, "nothing typed is lost"
    QTest.keyClick(field.edit, Qt.Key.Key_End)
    QTest.keyClicks(field.edit, "x")
    assert field.edit.property("problem") == "false"


def test_the_certificate_of_a_structure_is_chosen_among_files(opened, monkeypatch, tmp_path):
    good, other = tmp_path / "structure.p12", tmp_path / "lettre.p12"
    good.write_bytes(P12)
    other.write_bytes(b"Bonjour")
    picked = iter([str(other), "", str(good)])
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (next(picked), ""))
    _, found, given = opened()
    field = found["organisation_certificate"]
    field.choose.click()
    assert (field.note.text(), given) == (PROBLEMS["PAS_PKCS12"], [])
    field.choose.click()
    assert field.edit.text() == str(other), "given up: nothing changes"
    field.choose.click()
    assert given == [Settings(organisation_certificate=str(good))]
    other.unlink()
    enter(field, str(other))
    assert field.note.text() == PROBLEMS["FICHIER_ABSENT"]


def test_the_authorities_are_a_pem_file(opened, tmp_path):
    file = tmp_path / "ac.pem"
    file.write_bytes(b"\x30\x82")
    _, found, given = opened()
    enter(found["insi_ca_bundle"], str(file))
    assert found["insi_ca_bundle"].note.text() == PROBLEMS["PAS_PEM"]
    file.write_text("-----BEGIN CERTIFICATE-----\n")
    enter(found["insi_ca_bundle"], str(file))
    assert given == [Settings(insi_ca_bundle=str(file))]


def test_what_the_certificate_opens_is_said(opened):
    page, _, _ = opened()
    words = " ".join(one.text() for one in page.calls["settings_organisation"].findChildren(QLabel))
    for part in ("par les traits", "procédure d’exception", "une fois par session", "jamais gardé"):
        assert part in words


def test_a_value_changed_elsewhere_is_shown(opened):
    page, found, given = opened()
    page.show_settings(Settings(billing_id="991234567", sector="SA07"))
    assert (found["billing_id"].edit.text(), found["sector"].edit.text()) == ("991234567", "SA07")
    enter(found["speciality"], "SM26")
    assert given == [Settings(billing_id="991234567", sector="SA07", speciality="SM26")]


def test_in_discovery_nothing_is_to_be_filled(opened):
    page, found, _ = opened(environment="découverte")
    assert not any(field.edit.isEnabled() for field in found.values())
    for card in page.calls.values():
        assert any(DISCOVERY in one.text() for one in card.findChildren(QLabel))


def test_each_card_is_built_in_its_own_turn(qtbot):
    page = SettingsPage(Settings(), "essai")
    qtbot.addWidget(page)
    assert page.calls == {}
    for chore in page.chores():
        chore()
    assert list(page.calls) == [one.name for one in CARDS]
    before = dict(page.calls)
    page.show()
    assert page.calls == before


def test_the_words_are_typographic():
    texts = [*PROBLEMS.values(), KEPT, KEPT_NOW, DISCOVERY]
    for card in CARDS:
        texts += [
            card.title,
            card.why,
            *(text for row in card.fields for text in (row.label, row.hint)),
        ]
    for text in texts:
        assert text
        assert "'" not in text


def test_a_folder_is_no_file(opened, tmp_path: Path):
    _, found, given = opened()
    enter(found["cps_library"], str(tmp_path))
    assert (found["cps_library"].note.text(), given) == (PROBLEMS["FICHIER_ABSENT"], [])
