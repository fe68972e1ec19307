"""What the real desk joins to the card: the attributes of the assertion PS."""

from __future__ import annotations

from insdesk.app.edges import named
from insdesk.settings import Settings

TYPED = Settings(billing_id="991234567", speciality="SM01", sector="SA08")


def test_what_the_card_tells_goes_before_the_settings() -> None:
    assert named(TYPED, {"codeSpecialite": "SM26"}) == {
        "identifiantFacturation": "991234567",
        "codeSpecialite": "SM26",
        "secteurActivite": "SA08",
    }


def test_the_order_is_that_of_the_samples() -> None:
    told = {"secteurActivite": "SA07", "codeSpecialite": "SM26"}
    assert [*named(TYPED, told)] == ["identifiantFacturation", "codeSpecialite", "secteurActivite"]


def test_the_speciality_may_bear_the_name_of_older_papers() -> None:
    older = Settings(speciality="SM01", speciality_attribute="codeSpecialiteAMO")
    assert named(older, {})["codeSpecialiteAMO"] == "SM01"
    assert "codeSpecialite" not in named(older, {})
