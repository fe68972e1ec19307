"""Why two traits differ: each hint alone, at the edges that the examples of §7.3 do not reach."""

from __future__ import annotations

import pytest

from insdesk.identity import hints


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (None, None),
        ("", None),
        (" L'HOSTIS-D ", None),
        ("Tilleul", "CASSE_DIACRITIQUE"),
        ("MÜLLEREAU", "CASSE_DIACRITIQUE"),
        ("L\u2019HOSTIS", "TYPOGRAPHIE"),
        ("JEAN\u2013LUC", "TYPOGRAPHIE"),
        ("ROUX\tNOIREL", "TYPOGRAPHIE"),
        ("d\u2019Œillard", "LIGATURE"),
        ("STRAßENOT", "LIGATURE"),
    ],
)
def test_how_a_name_was_typed(typed: str | None, reason: str | None) -> None:
    assert hints.typing_reason(typed) == reason


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("LHOSTIS", "L'HOSTIS", True),
        ("DE LACROIXETTE", "DELACROIXETTE", True),
        ("DE LA CROIXETTE", "DELA CROIXETTE", True),
        ("LHOSTIS", "L'HOSTISE", False),
    ],
)
def test_glued(one: str, other: str, expected: bool) -> None:
    assert hints.glued(one, other) is expected
    assert hints.glued(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("PONTVERT", "PONTVERT SABLE", True),
        ("SABLE-ROUX", "PONTVERT SABLE ROUX", True),
        ("PONTVERT", "PONTVERTE SABLE", False),
        ("PONTVERT", "PONTVERT", False),
        ("", "PONTVERT", False),
    ],
)
def test_truncated(one: str, other: str, expected: bool) -> None:
    assert hints.truncated(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("MUELLEREAU", "MULLEREAU", True),
        ("MUELLERAE", "MULLERAE", True),
        ("MUELLERAE", "MULLERA", True),
        ("MULLEREAU", "MUELLEREAU", False),
        ("MUELLEREAU", "TILLEUL", False),
        ("MUELLEREAU", "MUELLEREAU", False),
        ("TILLEUL", "GARANCEAU", False),
    ],
)
def test_copied_from_the_machine_zone(one: str, other: str, expected: bool) -> None:
    assert hints.from_machine_zone(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("TILLEULE", "TILLEUL", True),
        ("ZAB", "AZAB", True),
        ("TILELUL", "TILLEUL", True),
        ("TILLEUX", "TILLEUL", True),
        ("TILLEUL", "TILLEUL", False),
        ("TILLEULES", "TILLEUL", False),
        ("AB", "CA", False),
        ("AB", "BC", False),
        ("ABC", "CBA", False),
        ("AAAA", "BBB", False),
        ("ABCD", "BADC", False),
    ],
)
def test_one_slip(one: str, other: str, expected: bool) -> None:
    assert hints.one_slip(one, other) is expected
    assert hints.one_slip(other, one) is expected


@pytest.mark.parametrize(
    ("first", "names", "expected"),
    [
        ("ODILE", "MARIE ODILE", True),
        ("JEAN-LUC", "MARIE JEAN LUC", True),
        ("MARIE", "MARIE ODILE", False),
        ("MARIE", "MARIE ODILE MARIE", False),
        ("ODI", "MARIE ODILE", False),
        ("", "MARIE", False),
    ],
)
def test_later_in_list(first: str, names: str, expected: bool) -> None:
    assert hints.later_in_list(first, names) is expected


@pytest.mark.parametrize(
    ("first", "names", "expected"),
    [
        ("JEANLUC", "JEAN LUC", True),
        ("JEANLUC", "JEAN-LUC MARIE", True),
        ("JEANLUCMARIE", "JEAN-LUC MARIE", True),
        ("ANNE LIESE", "ANNELIESE MARIE", True),
        ("LUC", "JEAN LUC", False),
        ("JEANLUC", "JEAN MARIE LUC", False),
    ],
)
def test_glued_first(first: str, names: str, expected: bool) -> None:
    assert hints.glued_first(first, names) is expected


def test_a_diminutive_stands_for_the_whole_first_name_only() -> None:
    assert hints.diminutive("ALEX", "ALEXANDRA ROSE LUCE")
    assert hints.diminutive("JEFF", "JEAN-FRANCOIS LUC")
    assert not hints.diminutive("ALEX", "ROSE ALEXANDRA")
    assert not hints.diminutive("ALEX", "ALEXANDRA-ROSE")
    assert not hints.diminutive("XYZ", "ALEXANDRA")


def test_every_diminutive_is_a_form_n_of_another_name() -> None:
    for short, names in hints.DIMINUTIVES.items():
        assert short not in names
        assert len(set(names)) == len(names) > 0
        assert all(set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ-") for name in (short, *names))
    assert list(hints.DIMINUTIVES) == sorted(hints.DIMINUTIVES)


@pytest.mark.parametrize(
    ("names", "count", "rest"),
    [
        ("JEAN LUC", 1, " LUC"),
        ("JEAN-LUC", 1, "-LUC"),
        ("JEAN LUC", 2, ""),
        ("JEAN LUC", 3, ""),
        ("JEAN LUC", 0, ""),
        ("JEAN'", 0, ""),
        ("JEAN'", 1, "'"),
        ("", 1, ""),
    ],
)
def test_what_follows_the_first_words(names: str, count: int, rest: str) -> None:
    assert hints.after_tokens(names, count) == rest


@pytest.mark.parametrize(
    ("names", "count", "whole"),
    [
        ("JEAN-BAPTISTIN LUC", 1, "JEAN-BAPTISTIN"),
        ("JEAN BAPTISTIN-LUC MARIE", 2, "JEAN BAPTISTIN-LUC"),
        ("JEAN BAPTISTIN LUC", 1, "JEAN"),
        ("JEAN", 1, "JEAN"),
        ("JEAN", 2, "JEAN"),
    ],
)
def test_a_compound_is_kept_whole(names: str, count: int, whole: str) -> None:
    assert hints.whole_compound(names, count) == whole


@pytest.mark.parametrize(
    ("one", "other", "same", "swapped"),
    [
        ("1978-09-03", "1978-03-09", True, True),
        ("1978-03-09", "1978-03-09", True, False),
        ("1978-09-03", "1979-03-09", False, False),
        ("1978-09-03", "1978-03-10", True, False),
        ("1978-09-10", "1978-03-09", True, False),
        ("1978-03-03", "1978-03-03", True, False),
        (None, "1978-03-09", False, False),
        ("1978-03-09", None, False, False),
        (None, None, False, False),
        ("", "", False, False),
    ],
)
def test_dates_of_one_year(one: str | None, other: str | None, same: bool, swapped: bool) -> None:
    assert hints.same_year(one, other) is same
    assert hints.swapped_day_month(one, other) is swapped


def test_one_digit() -> None:
    assert hints.one_digit("1978-03-08", "1978-03-09")
    assert not hints.one_digit("1978-03-09", "1978-03-09")
    assert not hints.one_digit("1978-03-18", "1978-03-09")
    assert not hints.one_digit("1978-03-0", "1978-03-09")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("20000", "2A004", True),
        ("20200", "2B033", True),
        ("75016", "75116", True),
        ("69009", "69389", True),
        ("13016", "13216", True),
        ("63000", "63113", True),
        ("97400", "97411", True),
        ("63000", "2A004", False),
        ("20000", "63113", False),
        ("63110", "63113", False),
        ("75016", "75117", False),
        ("69009", "69123", False),
    ],
)
def test_a_postcode_typed_for_a_code(one: str, other: str, expected: bool) -> None:
    assert hints.postcode(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("20050", "2B050", True),
        ("2A050", "20050", True),
        ("20050", "2B051", False),
        ("2A050", "2B050", False),
        ("20050", "20050", False),
    ],
)
def test_a_code_of_corsica_from_before_the_split(one: str, other: str, expected: bool) -> None:
    assert hints.old_corsica(one, other) is expected


def test_a_commune_and_its_own_arrondissements_only() -> None:
    for whole, parts in hints.COMMUNES_WITH_ARRONDISSEMENTS.items():
        assert all(hints.arrondissement(whole, part) for part in parts)
        assert all(hints.arrondissement(part, whole) for part in parts)
    assert [len(parts) for parts in hints.COMMUNES_WITH_ARRONDISSEMENTS.values()] == [20, 9, 16]
    assert not hints.arrondissement("75056", "75056")
    assert not hints.arrondissement("75101", "75102")
    assert hints.both_abroad("99352", "99350")
    assert not hints.both_abroad("99352", "75112")
    assert not hints.both_abroad("75112", "99352")
