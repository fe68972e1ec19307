"""What holds for every name and every pair of people, not only for the examples."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from identity_strategies import (
    as_insi_would_send,
    close_pairs,
    coherent_traits,
    is_coherent,
    received_traits,
    typed_traits,
)

from builders import some_traits
from insdesk.errors import InvalidTrait
from insdesk.identity.compare import adopt, compare
from insdesk.identity.comparison_table import Verdict
from insdesk.identity.normalise import (
    APOSTROPHES,
    HYPHENS,
    LETTERS,
    SPACES,
    Profile,
    check,
    comparison_key,
    normalise,
    search_key,
)
from insdesk.identity.traits import TRAIT_NAMES, Traits, complete_date, is_calendar_date

many = settings(
    deadline=None,
    max_examples=400,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
profiles = st.sampled_from(Profile)
name_like = st.text(
    alphabet=st.sampled_from(
        [*APOSTROPHES, *HYPHENS, *SPACES, *LETTERS, *"'- éüñaßĳŉﬁ\u0301\u0327AB"]
    ),
    max_size=30,
)
any_text = st.one_of(st.text(max_size=60), name_like)


def _form_n(profile: Profile, text: str) -> str:
    """Form N, or a discarded example when the text is refused."""
    try:
        return normalise(profile, text)
    except InvalidTrait:
        assume(False)
        raise


@many
@given(profiles, any_text)
def test_a_name_becomes_valid_or_is_refused(profile: Profile, text: str) -> None:
    try:
        form_n = normalise(profile, text)
    except InvalidTrait:
        return
    check(profile, form_n)
    assert form_n.isascii()
    assert form_n == form_n.strip(" ")


@many
@given(profiles, name_like)
def test_normalising_twice_changes_nothing(profile: Profile, text: str) -> None:
    form_n = _form_n(profile, text)
    assert normalise(profile, form_n) == form_n


@many
@given(profiles, st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lt", "Lo"]), max_size=4))
def test_normalising_twice_changes_nothing_for_any_letter(profile: Profile, text: str) -> None:
    form_n = _form_n(profile, f"A{text}B")
    assert normalise(profile, form_n) == form_n


def test_normalising_twice_changes_nothing_for_every_code_point() -> None:
    for point in range(0x20000):  # beyond lie only ideographs and private use
        try:
            form_n = normalise(Profile.NOM, f"A{chr(point)}B")
        except InvalidTrait:
            continue
        assert normalise(Profile.NOM, form_n) == form_n
        assert form_n[0] == "A"
        assert form_n[-1] == "B"


@many
@given(profiles, name_like)
def test_case_and_composition_do_not_matter(profile: Profile, text: str) -> None:
    form_n = _form_n(profile, text)
    assert normalise(profile, form_n.lower()) == form_n
    assert normalise(profile, f"  {form_n} ") == form_n


@many
@given(any_text)
def test_comparison_keys_are_stable(text: str) -> None:
    key = search_key(text)
    assert search_key(key) == key
    assert comparison_key(key) == key


@many
@given(name_like)
def test_searching_finds_what_was_stored(text: str) -> None:
    form_n = _form_n(Profile.NOM, text)
    assert search_key(text) == comparison_key(form_n) == search_key(form_n)


@many
@given(st.integers(1850, 2026), st.integers(0, 99), st.integers(0, 31))
def test_every_date_of_the_wire_completes_to_a_real_day(year: int, month: int, day: int) -> None:
    text = f"{year:04d}-{month:02d}-{day:02d}"
    completed = complete_date(text)
    assert is_calendar_date(completed)
    assert completed[:4] == text[:4]
    assert complete_date(completed) == completed


# --- comparison -------------------------------------------------------------------------------


@many
@given(typed_traits, received_traits)
def test_a_comparison_is_a_function_of_both_sides(known: Traits, received: Traits) -> None:
    assert compare(known, received) == compare(replace(known), replace(received))


@many
@given(typed_traits, received_traits)
def test_typed_text_never_changes_a_verdict(known: Traits, received: Traits) -> None:
    with_text, without = compare(known, received), compare(known.without_typed(), received)
    assert [one.verdict for one in with_text] == [one.verdict for one in without]
    assert with_text.to_tick == without.to_tick


@many
@given(typed_traits, received_traits)
def test_the_whole_is_as_bad_as_its_worst_trait(known: Traits, received: Traits) -> None:
    comparison = compare(known, received)
    verdicts = [comparison[trait].verdict for trait in TRAIT_NAMES]
    assert (comparison.verdict is Verdict.DISCORDANT) == (Verdict.DISCORDANT in verdicts)
    assert (comparison.verdict is Verdict.EGAL) == (set(verdicts) == {Verdict.EGAL})
    assert comparison.verdict is not Verdict.NON_COMPARE
    assert comparison.blocks == (Verdict.DISCORDANT in verdicts)


@many
@given(coherent_traits())
def test_a_person_is_never_discordant_with_herself(known: Traits) -> None:
    received = as_insi_would_send(known)
    assume(received is not None)
    assert received is not None
    assert not compare(known, received).blocks


@many
@given(typed_traits, received_traits, st.sampled_from(TRAIT_NAMES))
def test_only_ticked_differences_lie_between_equal_and_discordant(
    known: Traits, received: Traits, trait: str
) -> None:
    one = compare(known, received)[trait]
    kinds = [
        one.verdict is Verdict.EGAL,
        one.verdict is Verdict.DISCORDANT,
        one.completed,
        one.needs_tick,
    ]
    assert kinds.count(True) == 1


@many
@given(typed_traits, received_traits)
def test_other_traits_do_not_weigh_on_a_verdict(known: Traits, received: Traits) -> None:
    other = replace(known, birth_place="63998", sex=None)
    for trait in ("first_name", "first_names", "birth_date"):
        assert compare(known, received)[trait] == compare(other, received)[trait]


# --- adoption ---------------------------------------------------------------------------------


@many
@given(close_pairs())
def test_adopted_traits_are_those_of_insi(pair: tuple[Traits, Traits]) -> None:
    known, received = pair
    assume(not compare(known, received).blocks)
    again = compare(adopt(known, received), received)
    assert not again.blocks
    allowed = {"DATE_INTERPRETEE", "ABSENT_INSI"}
    for one in again:
        assert one.verdict in {Verdict.EGAL, Verdict.NON_COMPARE} or one.code in allowed


@many
@given(close_pairs())
def test_iv_013_adopted_first_name_starts_the_list(pair: tuple[Traits, Traits]) -> None:
    known, received = pair
    assume(not compare(known, received).blocks)
    adopted = adopt(known, received)
    assert is_coherent(adopted)
    assert adopted.first_name


@many
@given(close_pairs())
def test_adopted_traits_are_valid_and_lose_nothing(pair: tuple[Traits, Traits]) -> None:
    known, received = pair
    assume(not compare(known, received).blocks)
    adopted = adopt(known, received)
    assert is_calendar_date(adopted.birth_date or "")
    for trait in TRAIT_NAMES:
        assert (getattr(adopted, trait) is None) <= (getattr(known, trait) is None)
    assert adopt(adopted, received) == adopted


@many
@given(typed_traits, received_traits)
def test_no_repr_shows_a_trait(known: Traits, received: Traits) -> None:
    shown = repr((known, received, compare(known, received)))
    secrets = {known.birth_name, known.birth_date, received.birth_name, received.birth_date}
    secrets |= {text for _, text in some_traits().typed}
    assert not any(len(text) > 3 and text in shown for text in secrets if text)
