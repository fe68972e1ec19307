"""Form N and form K: rule book §3.1 to §3.3, row by row."""

from __future__ import annotations

import pytest

from insdesk.errors import InvalidTrait
from insdesk.identity.normalise import (
    Profile,
    check,
    comparison_key,
    normalise,
    search_key,
)

NOM, PRENOM = Profile.NOM, Profile.PRENOM


@pytest.mark.parametrize(
    ("typed", "profile", "expected"),
    [
        ("Émilie-Noëlle", PRENOM, "EMILIE-NOELLE"),
        ("d\u2019Artagnère", NOM, "D'ARTAGNERE"),
        ("D' Hervédy", NOM, "D'HERVEDY"),
        ("Œuvrard", NOM, "OEUVRARD"),
        ("Müllereau", NOM, "MULLEREAU"),
        ("Ñuñezac", NOM, "NUNEZAC"),
        ("Łukaszine", PRENOM, "LUKASZINE"),
        ("Straßenot", NOM, "STRASSENOT"),
        ("Đặngeau", NOM, "DANGEAU"),
        ("Şahinot", NOM, "SAHINOT"),
        ("Jean\u2013Baptistin", PRENOM, "JEAN-BAPTISTIN"),
        ("Jean - Baptistin", PRENOM, "JEAN-BAPTISTIN"),
        ("Pontvert--Sable", NOM, "PONTVERT--SABLE"),
        ("'t Hooftin", NOM, "'T HOOFTIN"),
        ("  Roux  Noirel ", NOM, "ROUX NOIREL"),
    ],
)
def test_worked_normalisation(typed: str, profile: Profile, expected: str) -> None:
    assert normalise(profile, typed) == expected


@pytest.mark.parametrize(
    ("typed", "profile", "code", "character"),
    [
        ("Anne--Lise", PRENOM, "PRENOM_DOUBLE_TIRET", "-"),
        ("-Petitot", NOM, "PREMIER_CARACTERE", "-"),
        ("Marie-", PRENOM, "DERNIER_CARACTERE", "-"),
        ("O''Brienne", NOM, "DOUBLAGE", "'"),
        ("Luc2", NOM, "CARACTERE_INTERDIT", "2"),
        ("Luc2", PRENOM, "CARACTERE_INTERDIT", "2"),
        ("Petitot.", NOM, "CARACTERE_INTERDIT", "."),
        ("Martin/Dupuis", NOM, "CARACTERE_INTERDIT", "/"),
        ("Martin/Dupuis", PRENOM, "CARACTERE_INTERDIT", "/"),
        ("Иван", PRENOM, "CARACTERE_INTERDIT", "И"),
        ("A" * 101, NOM, "LONGUEUR", None),
    ],
)
def test_worked_refusal(typed: str, profile: Profile, code: str, character: str | None) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        normalise(profile, typed)
    assert (refusal.value.code, refusal.value.character) == (code, character)


@pytest.mark.parametrize("mark", "\u2019\u2018\u02bc\u02b9\u2032\u00b4\u0060\uff07'")
def test_step_1_every_apostrophe_becomes_one(mark: str) -> None:
    assert normalise(NOM, f"L{mark}Hostis") == "L'HOSTIS"


@pytest.mark.parametrize("mark", "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d-")
def test_step_2_every_hyphen_becomes_one(mark: str) -> None:
    assert normalise(PRENOM, f"Jean{mark}Luc") == "JEAN-LUC"


@pytest.mark.parametrize("blank", "\t\u00a0\u2007\u2009\u202f ")
def test_step_3_every_blank_becomes_a_space(blank: str) -> None:
    assert normalise(NOM, f"Roux{blank}Noirel") == "ROUX NOIREL"


@pytest.mark.parametrize("blank", "\n\r\u2003\u3000\u200b")
def test_step_7_other_blanks_are_refused_by_name(blank: str) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        normalise(NOM, f"Roux{blank}Noirel")
    assert (refusal.value.code, refusal.value.character) == ("CARACTERE_INTERDIT", blank)


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("Œœ", "OEOE"),
        ("Ææ", "AEAE"),
        ("ẞß", "SSSS"),
        ("Øø", "OO"),
        ("Ðð", "DD"),
        ("Đđ", "DD"),
        ("Þþ", "THTH"),
        ("Łł", "LL"),
        ("Iıİi", "IIII"),
        ("Ħħ", "HH"),
        ("Ŧŧ", "TT"),
        ("Ǿǿ", "OO"),
        ("Ǽǽ", "AEAE"),
        ("ﬁﬂ", "FIFL"),
    ],
)
def test_step_4_special_letters_are_opened(letters: str, expected: str) -> None:
    assert normalise(NOM, letters) == expected


def test_step_5_composed_and_decomposed_accents_are_the_same_name() -> None:
    assert normalise(NOM, "Nguye\u0302\u0303n") == normalise(NOM, "Nguyễn") == "NGUYEN"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("A - 'B", "A-'B"), ("A -B", "A-B"), ("A- B", "A-B"), ("A  '  B", "A'B"), ("X - - Y", "X--Y")],
)
def test_step_6_no_space_beside_a_mark(typed: str, expected: str) -> None:
    assert normalise(NOM, typed) == expected


@pytest.mark.parametrize("conventional", ["SANS NOM", "SANS PRENOM", "X"])
def test_iv_042_conventional_names_are_kept(conventional: str) -> None:
    check(NOM, conventional)
    assert normalise(PRENOM, conventional) == conventional


# --- the lexical profile, on text that claims to be a form N already ---------------------------


@pytest.mark.parametrize("text", ["A", "A" * 100, "'T HOOFTIN", "A--B", "A-", "A'"])
def test_profile_nom_accepts(text: str) -> None:
    check(NOM, text)


@pytest.mark.parametrize("text", ["A", "A" * 100, "'T HOOFTIN", "A-B", "A B C", "M'BARKA"])
def test_profile_prenom_accepts(text: str) -> None:
    check(PRENOM, text)


@pytest.mark.parametrize("profile", list(Profile))
@pytest.mark.parametrize(
    ("text", "code", "character"),
    [
        ("", "VIDE", None),
        ("A" * 101, "LONGUEUR", None),
        (" A", "PREMIER_CARACTERE", " "),
        ("-A", "PREMIER_CARACTERE", "-"),
        ("A ", "DERNIER_CARACTERE", " "),
        ("A  B", "DOUBLAGE", " "),
        ("A''B", "DOUBLAGE", "'"),
        ("A 'B", "DOUBLAGE", " "),
        ("A' B", "DOUBLAGE", "'"),
        ("A---B", "TRIPLE_TIRET", "-"),
        ("'", None, "'"),
        ("é", "CARACTERE_INTERDIT", "é"),
        ("a", "CARACTERE_INTERDIT", "a"),
        ("A_B", "CARACTERE_INTERDIT", "_"),
        ("A,B", "CARACTERE_INTERDIT", ","),
        ("A\u2019B", "CARACTERE_INTERDIT", "\u2019"),
    ],
)
def test_both_profiles_refuse(
    profile: Profile, text: str, code: str | None, character: str | None
) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        check(profile, text)
    if code is not None:
        assert (refusal.value.code, refusal.value.character) == (code, character)


@pytest.mark.parametrize(
    ("text", "code", "character"),
    [
        ("A--B", "PRENOM_DOUBLE_TIRET", "-"),
        ("A-", "DERNIER_CARACTERE", "-"),
        ("A'", "DERNIER_CARACTERE", "'"),
    ],
)
def test_profile_prenom_refuses_more(text: str, code: str, character: str) -> None:
    with pytest.raises(InvalidTrait) as refusal:
        check(PRENOM, text)
    assert (refusal.value.code, refusal.value.character) == (code, character)


def test_a_name_needs_a_letter() -> None:
    with pytest.raises(InvalidTrait) as refusal:
        check(NOM, "'-")
    assert refusal.value.code == "AUCUNE_LETTRE"


def test_refusal_can_be_told_which_trait_it_is_about() -> None:
    refusal = InvalidTrait("CARACTERE_INTERDIT", character="2").about("birth_name")
    assert (refusal.code, refusal.trait, refusal.character) == (
        "CARACTERE_INTERDIT",
        "birth_name",
        "2",
    )


# --- form K ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form_n", "form_k"),
    [
        ("LEFEVRE-AUBRY", "LEFEVRE AUBRY"),
        ("L'HOSTIS", "L HOSTIS"),
        ("PONTVERT--SABLE", "PONTVERT SABLE"),
        ("'T HOOFTIN", "T HOOFTIN"),
        ("TILLEUL", "TILLEUL"),
        ("", ""),
    ],
)
def test_form_k_counts_hyphens_and_apostrophes_as_spaces(form_n: str, form_k: str) -> None:
    assert comparison_key(form_n) == form_k


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("lefèvre-au", "LEFEVRE AU"),
        ("L\u2019Hostis", "L HOSTIS"),
        ("Œillard", "OEILLARD"),
        ("dupont, 2", "DUPONT 2"),
        ("Иван", ""),
        ("  ", ""),
    ],
)
def test_search_key_takes_anything(typed: str, key: str) -> None:
    assert search_key(typed) == key


@pytest.mark.parametrize("text", ["Z", "ZY", "YZ", "'Z"])
def test_the_last_letters_are_letters_too(text: str) -> None:
    assert normalise(Profile.NOM, text) == text


@pytest.mark.parametrize("text", ["PETITOT\n", "\nPETITOT", "PETITOT\u2003"])
def test_a_blank_at_the_ends_is_refused_like_any_other(text: str) -> None:
    with pytest.raises(InvalidTrait) as refused:
        normalise(Profile.NOM, text)
    assert refused.value.code == "CARACTERE_INTERDIT"
