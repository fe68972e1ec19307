"""The situations d'exercice of a real token, and what of them goes with a call to INSi."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cps_bench import CODE, card_at, make_token, missing
from insdesk.app import edges
from insdesk.cards.cryptolib import CryptolibCps
from insdesk.identity.practitioner import Workplace, only_sector
from insdesk.settings import Settings

needs_token = pytest.mark.skipif(bool(missing()), reason=missing() or "all there")

ALONE = ("CABINET EXEMPLE", "499999", "SA07")
HOUSE = ("MAISON FICTIVE", "199999", "SA52")

Practising = Callable[..., CryptolibCps]


@pytest.fixture
def practising(monkeypatch: pytest.MonkeyPatch, shim: Path, tmp_path: Path) -> Iterator[Practising]:
    """The library on a new card with these situations."""
    begun: list[CryptolibCps] = []

    def on_card(*situations: tuple[str, str, str]) -> CryptolibCps:
        conf = make_token(tmp_path / f"hsm{len(begun)}", situations=situations)
        begun.append(card_at(monkeypatch, shim, conf, tmp_path / "told").module())
        return begun[-1]

    yield on_card
    for one in begun:
        one.close()


@needs_token
@pytest.mark.parametrize(
    ("situations", "sector"),
    [
        ((), None),
        ((ALONE,), "SA07"),
        ((ALONE, HOUSE), None),
        ((ALONE, ("AUTRE FICTIF", "499998", "SA07")), "SA07"),
        ((ALONE, ("SANS SECTEUR", "1", "")), None),
        ((("SECTEUR FAUX", "1", "SAXX"),), None),
    ],
)
def test_of_several_sectors_none_is_guessed(
    situations: tuple[tuple[str, str, str], ...], sector: str | None, practising: Practising
) -> None:
    cps = practising(*situations)
    cps.identify()
    cps.open(CODE)
    assert [one.structure for one in cps.situations()] == [one[0] for one in situations]
    told = cps.attributes()
    assert told["codeSpecialite"] == "SM26"
    assert told.get("secteurActivite") == sector


@needs_token
def test_the_card_is_read_once_for_each_session(
    practising: Practising, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call of a sequence tells them: sixteen objects are not read each time."""
    cps, asked = practising(ALONE), []
    situations = cps.situations
    monkeypatch.setattr(cps, "situations", lambda: (asked.append(1), situations())[1])
    cps.identify()
    cps.attributes()
    assert len(asked) == 1, "before the code the card tells none, which is not kept"
    cps.open(CODE)
    told = cps.attributes()
    assert told["secteurActivite"] == "SA07"
    told.clear()
    assert cps.attributes()["secteurActivite"] == "SA07"
    assert len(asked) == 2
    cps.close()
    cps.identify()
    cps.open(CODE)
    assert cps.attributes()["secteurActivite"] == "SA07"
    assert len(asked) == 3


def test_one_sector_or_none() -> None:
    one, two = (Workplace(structure="", structure_id="", sector=told) for told in ("SA07", "SA08"))
    assert only_sector([]) == ""
    assert only_sector([one, one]) == "SA07"
    assert only_sector([one, two]) == ""
    assert only_sector([one, replace(one, sector="")]) == ""


class Chosen:
    """The settings in force, which the set-up changes while the desk runs."""

    def __init__(self, settings: Settings) -> None:
        self.now = settings

    def __call__(self) -> Settings:
        return self.now


@needs_token
def test_the_sector_chosen_goes_with_the_next_call(
    practising: Practising, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a card with several sectors: without another start of the desk."""
    card = practising(ALONE, HOUSE)
    settings = Chosen(Settings(billing_id="991234567"))
    monkeypatch.setattr("insdesk.cards.cryptolib.find", lambda _chosen: Path("library"))
    monkeypatch.setattr("insdesk.cards.cryptolib.CryptolibCps", lambda _path: card)
    built = edges.real(settings(), now=settings)
    card.identify()
    card.open(CODE)
    cards = built.cards
    told = cards._card_attributes()  # type: ignore[attr-defined]
    assert told.get("secteurActivite") == ""
    settings.now = replace(settings(), sector="SA52")
    told = cards._card_attributes()  # type: ignore[attr-defined]
    assert told == {
        "identifiantFacturation": "991234567",
        "codeSpecialite": "SM26",
        "secteurActivite": "SA52",
    }
    assert [one.sector for one in cards._situations()] == ["SA07", "SA52"]  # type: ignore[attr-defined]
    built.close()
