"""Invented people for the property tests: few words, so that near misses are common."""

from __future__ import annotations

from hypothesis import strategies as st

from builders import official, some_traits
from insdesk.errors import InvalidTrait
from insdesk.identity.normalise import Profile, comparison_key, normalise
from insdesk.identity.traits import Traits

_WORDS = ["TILLEUL", "TILEUL", "L", "HOSTIS", "DE", "SABLE", "Lefèvre", "Œillard", "O", "MUELLER"]
_GIVEN = ["ELODIE", "Élodie", "JEAN", "LUC", "MARIE", "M", "BARKA", "Anne", "LIESE", "ALEX"]
_DAYS = ["1978-03-09", "1978-09-03", "1978-03-08", "1952-12-31", "1952-01-01", "1952-07-01"]
_WIRE_DAYS = [*_DAYS, "1952-00-00", "1952-07-00", "1952-00-14", "1952-15-14", "2020-02-30"]
_PLACES = ["63999", "99999", "75056", "75112", "75012", "20050", "2B050", "2A050", "99352", "69123"]
_JOINTS = [" ", "-", "'", "\u2019", "\u00a0"]


def _compound(words: list[str], *, at_most: int) -> st.SearchStrategy[str]:
    tail = st.lists(
        st.tuples(st.sampled_from(_JOINTS), st.sampled_from(words)), max_size=at_most - 1
    )
    return st.builds(
        lambda first, rest: first + "".join(joint + word for joint, word in rest),
        st.sampled_from(words),
        tail,
    )


birth_names = _compound(_WORDS, at_most=3)
given_names = _compound(_GIVEN, at_most=2)
lists = _compound(_GIVEN, at_most=4)

typed_traits = st.builds(
    some_traits,
    birth_name=birth_names,
    first_name=given_names,
    first_names=st.none() | lists,
    birth_date=st.sampled_from(_DAYS),
    sex=st.sampled_from(["F", "M", "I", None]),
    birth_place=st.none() | st.sampled_from(_PLACES),
    birth_date_interpreted=st.booleans(),
)


@st.composite
def coherent_traits(draw: st.DrawFn) -> Traits:
    """A person whose list of given names, when known, starts with the first one (IV-013)."""
    first = draw(given_names)
    mark = draw(st.sampled_from(_JOINTS))
    more = draw(st.sampled_from(["", f"{mark}Rose", f"{mark}Luc-Marie", f"{mark}Anne Liese"]))
    return some_traits(
        birth_name=draw(birth_names),
        first_name=first,
        first_names=draw(st.none() | st.just(first + more)),
        birth_date=draw(st.sampled_from(_DAYS)),
        sex=draw(st.sampled_from(["F", "M", "I", None])),
        birth_place=draw(st.none() | st.sampled_from(_PLACES)),
        birth_date_interpreted=draw(st.booleans()),
    )


def _as_sent(strategy: st.SearchStrategy[str], profile: Profile) -> st.SearchStrategy[str]:
    return strategy.map(lambda text: normalise(profile, text))


received_traits = st.builds(
    official,
    birth_name=st.none() | _as_sent(birth_names, Profile.NOM),
    first_names=st.none() | _as_sent(lists, Profile.PRENOM),
    birth_date=st.none() | st.sampled_from(_WIRE_DAYS),
    sex=st.sampled_from(["F", "M", None]),
    birth_place=st.none() | st.sampled_from(_PLACES),
)


def _respelt(text: str, joints: list[str]) -> str:
    """The same words with other separators, one after the other."""
    words = comparison_key(text).split()
    marks = [*(joints * len(words))[: len(words) - 1], ""]
    return "".join(word + mark for word, mark in zip(words, marks, strict=True))


@st.composite
def close_pairs(draw: st.DrawFn) -> tuple[Traits, Traits]:
    """A person, and the same person as INSi may spell her: other marks, gaps, a longer list."""
    known = draw(coherent_traits())
    joints = draw(st.lists(st.sampled_from([" ", "-", "'"]), min_size=1, max_size=4))
    names = _respelt(known.first_names or known.first_name or "", joints)
    more = draw(st.sampled_from(["", " ROSE", "-ROSE", " LUC-MARIE"]))
    date = known.birth_date or ""
    return known, official(
        birth_name=draw(st.none() | st.just(_respelt(known.birth_name or "", joints))),
        first_names=draw(st.none() | st.just(names + more)),
        birth_date=draw(st.sampled_from([None, date, date[:8] + "00", date[:5] + "00" + date[7:]])),
        sex=draw(st.sampled_from([None, "F", "M"] if known.sex is None else [None, "F"])),
        birth_place=draw(st.none() | st.just(known.birth_place)),
    )


def is_coherent(traits: Traits) -> bool:
    """IV-013: the first given name is the start of the list, marks counting as spaces."""
    first = comparison_key(traits.first_name or "").split()
    names = comparison_key(traits.first_names or traits.first_name or "").split()
    return names[: len(first)] == first


def as_insi_would_send(traits: Traits) -> Traits | None:
    """The same person on the wire, or None if INSi cannot hold this sex."""
    try:
        return official(
            birth_name=traits.birth_name,
            first_names=traits.first_names or traits.first_name,
            birth_date=traits.birth_date,
            sex=traits.sex.value if traits.sex else None,
            birth_place=traits.birth_place,
        )
    except InvalidTrait:
        return None
