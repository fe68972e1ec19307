"""Why two traits differ: hints that explain a verdict and never relax a block (rule book §7.1)."""

from __future__ import annotations

import re
import unicodedata

from insdesk.identity.normalise import APOSTROPHES, HYPHENS, SPACES, comparison_key

LIGATURES = frozenset("ŒœÆæßẞ\ufb00\ufb01\ufb02\ufb03\ufb04")
_MARKS = frozenset(APOSTROPHES + HYPHENS + SPACES)
_BARE = re.compile("[A-Z '-]+")
_WORD = re.compile("[A-Z]+")

DIMINUTIVES = {
    "ALEX": ("ALEXANDRA", "ALEXANDRE", "ALEXIA", "ALEXIS"),
    "BABETH": ("ELISABETH",),
    "BEN": ("BENJAMIN", "BENOIT"),
    "BERT": ("ALBERT", "BERTRAND", "ROBERT"),
    "CAT": ("CATHERINE",),
    "CATHY": ("CATHERINE",),
    "CHARLY": ("CHARLES",),
    "CHRIS": ("CHRISTELLE", "CHRISTIAN", "CHRISTINE", "CHRISTOPHE"),
    "CLEM": ("CLEMENCE", "CLEMENT"),
    "DAN": ("DANIEL", "DANIELLE"),
    "DANY": ("DANIEL", "DANIELLE"),
    "DAVE": ("DAVID",),
    "DOM": ("DOMINIQUE",),
    "ED": ("EDOUARD",),
    "FANNY": ("FRANCOISE", "STEPHANIE"),
    "FLO": ("FLORENCE", "FLORENT", "FLORIAN"),
    "FRED": ("FREDERIC", "FREDERIQUE"),
    "GABY": ("GABRIEL", "GABRIELLE"),
    "GREG": ("GREGOIRE", "GREGORY"),
    "GUI": ("GUILLAUME",),
    "GUS": ("AUGUSTE", "AUGUSTIN", "GUSTAVE"),
    "ISA": ("ISABELLE",),
    "JEANNOT": ("JEAN",),
    "JEF": ("JEAN-FRANCOIS",),
    "JEFF": ("GEOFFREY", "JEAN-FRANCOIS"),
    "JO": ("JOSEPH", "JOSEPHINE", "JOSIANE"),
    "JULES": ("JULIEN",),
    "KATE": ("CATHERINE",),
    "LILI": ("ELISABETH", "LILIANE"),
    "LISE": ("ELISABETH",),
    "LOU": ("LOUIS", "LOUISE"),
    "LULU": ("LUCIE", "LUCIEN", "LUCIENNE"),
    "MANU": ("EMMANUEL", "EMMANUELLE"),
    "MARGOT": ("MARGUERITE",),
    "MAX": ("MAXIME", "MAXENCE", "MAXIMILIEN"),
    "MIKE": ("MICHAEL", "MICKAEL"),
    "NAT": ("NATHALIE", "NATHAN"),
    "NATH": ("NATHALIE",),
    "NICO": ("NICOLAS",),
    "OLI": ("OLIVIER",),
    "PAT": ("PATRICE", "PATRICIA", "PATRICK"),
    "PHIL": ("PHILIPPE",),
    "PIERROT": ("PIERRE",),
    "RAPH": ("RAPHAEL", "RAPHAELLE"),
    "ROB": ("ROBERT", "ROBIN"),
    "SAM": ("SAMANTHA", "SAMIR", "SAMUEL"),
    "SANDY": ("SANDRA", "SANDRINE"),
    "SEB": ("SEBASTIEN",),
    "SOPH": ("SOPHIE",),
    "STEPH": ("STEPHANE", "STEPHANIE"),
    "SYLVIE": ("SYLVIANE",),
    "THEO": ("THEODORE", "THEOPHILE"),
    "TIM": ("TIMOTHEE", "TIMOTHY"),
    "TOM": ("THOMAS",),
    "TONY": ("ANTHONY", "ANTOINE"),
    "VAL": ("VALENTIN", "VALERIE"),
    "VERO": ("VERONIQUE",),
    "VINCE": ("VINCENT",),
    "VIRG": ("VIRGINIE",),
    "WILL": ("WILLIAM",),
    "XAV": ("XAVIER",),
    "YVON": ("YVES",),
    "ZAC": ("ZACHARIE", "ZACHARY"),
}
"""Common short forms. A hint only: an unknown one is PRENOM_DIFFERENT, as blocking as DIMINUTIF."""

# What the machine-readable zone writes for one letter of the visual zone (ICAO 9303).
_MACHINE_ZONE = (("UE", "U"), ("AE", "A"), ("OE", "O"), ("AA", "A"), ("NXX", "N"), ("UXX", "U"))

COMMUNES_WITH_ARRONDISSEMENTS = {
    "75056": tuple(f"751{n:02d}" for n in range(1, 21)),
    "69123": tuple(f"6938{n}" for n in range(1, 10)),
    "13055": tuple(f"132{n:02d}" for n in range(1, 17)),
}

_POSTCODE_OF_ARRONDISSEMENT = (("750", "751"), ("6900", "6938"), ("130", "132"))


def typing_reason(typed: str | None) -> str | None:
    """How `typed` differs from its form N: LIGATURE, TYPOGRAPHIE, CASSE_DIACRITIQUE or None."""
    if not typed:
        return None
    text = unicodedata.normalize("NFC", typed.strip())
    if _BARE.fullmatch(text):
        return None
    if not LIGATURES.isdisjoint(text):
        return "LIGATURE"
    return "CASSE_DIACRITIQUE" if _MARKS.isdisjoint(text) else "TYPOGRAPHIE"


def glued(one: str, other: str) -> bool:
    """Same letters, other cuts: `LHOSTIS` and `L'HOSTIS`."""
    return comparison_key(one).replace(" ", "") == comparison_key(other).replace(" ", "")


def truncated(one: str, other: str) -> bool:
    """One name is a run of whole words of the other: `PONTVERT` and `PONTVERT SABLE`."""
    shorter, longer = sorted((comparison_key(one), comparison_key(other)), key=len)
    return bool(shorter) and shorter != longer and f" {shorter} " in f" {longer} "


def from_machine_zone(one: str, other: str) -> bool:
    """`one` was copied from the machine-readable zone of a passport: `MUELLEREAU`."""
    return one != other and any(found != one and found == other for found in _machine_forms(one))


def one_slip(one: str, other: str) -> bool:
    """One letter added, lost, changed or swapped with its neighbour."""
    if len(one) == len(other):
        gaps = [i for i in range(len(one)) if one[i] != other[i]]
        if len(gaps) == 2 and gaps[1] == gaps[0] + 1:
            i, j = gaps
            return one[i] == other[j] and one[j] == other[i]
        return len(gaps) == 1
    shorter, longer = sorted((one, other), key=len)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def later_in_list(first: str, names: str) -> bool:
    """The given name stands in the list, but not first: it is a « prénom utilisé »."""
    key, words = comparison_key(first), comparison_key(names)
    return bool(key) and f" {key} " in f" {words} " and not f"{words} ".startswith(f"{key} ")


def glued_first(first: str, names: str) -> bool:
    """The first given name is the start of the list with other cuts."""
    letters = comparison_key(first).replace(" ", "")
    words = comparison_key(names).split()
    return any("".join(words[: i + 1]) == letters for i in range(len(words)))


def first_from_machine_zone(first: str, names: str) -> bool:
    """Like `from_machine_zone`, against the first name of the list."""
    return from_machine_zone(first, _first_of(names, first))


def one_slip_first(first: str, names: str) -> bool:
    """One letter of difference with the first name of the list."""
    return one_slip(first, _first_of(names, first))


def diminutive(first: str, names: str) -> bool:
    """A common short form of the first name of the list."""
    return names.partition(" ")[0] in DIMINUTIVES.get(first, ())


def after_tokens(names: str, count: int) -> str:
    """What follows the first `count` words (cut at space, hyphen, apostrophe) of a list."""
    ends = [match.end() for match in _WORD.finditer(names)]
    return names[ends[count - 1] :] if 0 < count <= len(ends) else ""


def whole_compound(names: str, count: int) -> str:
    """The first `count` words of a list, carried to the end of a hyphenated name."""
    rest = after_tokens(names, count)
    return names[: len(names) - len(rest)] + rest.partition(" ")[0]


def same_year(one: str | None, other: str | None) -> bool:
    """Whether two `AAAA-MM-JJ` texts share their year."""
    if not one or not other:
        return False
    return one[:4] == other[:4]


def swapped_day_month(one: str | None, other: str | None) -> bool:
    """Day and month inverted: `1978-09-03` and `1978-03-09`."""
    if not one or not other or one == other or one[:4] != other[:4]:
        return False
    return one[5:7] == other[8:] and one[8:] == other[5:7]


def one_digit(one: str, other: str) -> bool:
    """Two dates that differ by one digit."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def arrondissement(one: str, other: str) -> bool:
    """A commune against one of its own arrondissements, either way round."""
    pairs = ((one, other), (other, one))
    return any(part in COMMUNES_WITH_ARRONDISSEMENTS.get(whole, ()) for whole, part in pairs)


def old_corsica(one: str, other: str) -> bool:
    """A Corsican code from before the split of 1976 against `2Annn` or `2Bnnn`, either way."""
    pairs = ((one, other), (other, one))
    return any(
        old[:2] == "20" and new[:2] in ("2A", "2B") and old[2:] == new[2:] for old, new in pairs
    )


def both_abroad(one: str, other: str) -> bool:
    """Two countries."""
    return one[:2] == "99" and other[:2] == "99"


def postcode(one: str, other: str) -> bool:
    """`one` reads like the postcode of the same département, or of the same arrondissement."""
    for post, code in _POSTCODE_OF_ARRONDISSEMENT:
        if (
            one.startswith(post)
            and other.startswith(code)
            and one[len(post) :] == other[len(code) :]
        ):
            return True
    same_departement = one[:2] == other[:2] or (one[:2] == "20" and other[:2] in ("2A", "2B"))
    return same_departement and one.endswith("00")


def _machine_forms(text: str) -> set[str]:
    forms = {text}
    for long, short in _MACHINE_ZONE:
        forms |= {form.replace(long, short) for form in forms}
    return forms


def _first_of(names: str, first: str) -> str:
    """As many words of the list as `first` has, in the spelling of the list."""
    count = len(comparison_key(first).split())
    rest = after_tokens(names, count)
    return names[: len(names) - len(rest)]
