"""Invariants of rule book §4.3 over random sequences of events."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.evidence import ATTESTATION_TEXT, DEVICES
from insdesk.identity.guards import GUARDS_OF_THE_ATTESTATION
from insdesk.identity.matricule import Matricule
from insdesk.identity.patient import DOUBT, Attribut, Channel, Identity, Retrieval, Status
from insdesk.identity.readings import FormerMatricule
from insdesk.identity.status import apply, move
from insdesk.identity.traits import TRAIT_NAMES, Traits

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
TEST_OID = "1.2.250.1.213.1.4.10"
NAMES = ("TILLEUL", "TILLEULE", "GARANCEAU")
LISTS = ("ELODIE", "ELODIE MARTHE", "ELODIE-MARTHE", "MARTHE ELODIE")

official = st.builds(
    Traits.as_received,
    birth_name=st.sampled_from(NAMES),
    first_name=st.none(),
    first_names=st.sampled_from(LISTS),
    birth_date=st.sampled_from(("1978-03-09", "1978-00-00")),
    sex=st.sampled_from(("F", "M")),
    birth_place=st.sampled_from(("63999", None)),
)
local = st.builds(
    Traits.from_text,
    birth_name=st.sampled_from(NAMES),
    first_name=st.sampled_from(("ELODIE", "MARTHE")),
    first_names=st.sampled_from((None, *LISTS)),
    birth_date=st.sampled_from(("1978-03-09", "1978-12-31")),
    sex=st.sampled_from(("F", "I")),
    birth_place=st.sampled_from(("63999", "99999", None)),
)
matricules = st.sampled_from(
    [Matricule.parse(number, TEST_OID) for number in ("2780363999000", "2780363999111")]
)
history = st.lists(
    st.builds(
        FormerMatricule,
        number=st.sampled_from(("2780363999000", "2780363999111")),
        key=st.none(),
        oid=st.just(TEST_OID),
    ),
    max_size=1,
).map(tuple)
moments = st.integers(0, 10**6).map(lambda minutes: START + timedelta(minutes=minutes))
retrievals = st.builds(
    Retrieval,
    channel=st.sampled_from(Channel),
    at=moments,
    matricule=matricules,
    history=history,
)
some_traits = st.frozensets(st.sampled_from(TRAIT_NAMES))
reasons = st.sampled_from(("", "pièce fausse"))
events: st.SearchStrategy[ev.Event] = st.one_of(
    st.builds(ev.ReponseInsi, official=official, retrieval=retrievals, confirmed=some_traits),
    st.builds(
        ev.PieceConcordante,
        proof=st.sampled_from([row.code for row in DEVICES]),
        at=moments,
        ticked=st.sampled_from((ev.FIVE_TRAITS, ev.FIVE_TRAITS - {"sex"})),
        adult_proof=st.sampled_from((None, "CN")),
    ),
    st.builds(
        ev.AttestationSignee,
        at=moments,
        text=st.sampled_from((ATTESTATION_TEXT, ATTESTATION_TEXT + ".")),
        held=st.sampled_from((GUARDS_OF_THE_ATTESTATION, GUARDS_OF_THE_ATTESTATION - {"X4"})),
    ),
    st.builds(ev.TraitStrictModifie, traits=local, averti=st.booleans(), reason=reasons),
    st.builds(ev.InsInvalidee, reason=reasons),
    st.builds(ev.PreuveRetiree, reason=reasons),
    st.builds(ev.AttestationAnnulee, reason=reasons),
    st.builds(ev.ReponseInsiSansIdentite, code=st.sampled_from(("01", "02", "insi_102"))),
    st.builds(ev.VerificationConcordante, at=moments),
    st.just(ev.VerificationNonConcordante()),
    st.just(ev.VerificationImpossible()),
    st.builds(ev.AttributPose, attribut=st.sampled_from(Attribut), confirme=st.booleans()),
    st.builds(ev.AttributRetire, attribut=st.sampled_from(Attribut), reason=reasons),
    st.just(ev.TraitComplementaireModifie()),
    st.just(ev.CopiePurgee()),
    st.just(ev.RefusDePiece()),
)


def play(first: Traits, sequence: list[ev.Event]) -> list[Identity]:
    """Every state met; a refused event leaves the state as it is."""
    states = [apply(None, ev.CreationManuelle(traits=first, recherche_faite=True))]
    for event in sequence:
        with contextlib.suppress(Refused):
            states.append(apply(states[-1], event))
    return states


@settings(deadline=None, max_examples=400)
@given(local, st.lists(events, max_size=12))
def test_invariants_hold_after_every_event(first: Traits, sequence: list[ev.Event]) -> None:
    for one in play(first, sequence):
        if one.status is Status.QUAL:
            assert one.retrieval is not None
            assert one.control is not None
            assert one.control.snapshot == one.traits
            assert one.retrieval.matricule.oid
        if one.status in (Status.PROV, Status.VALI):
            assert one.retrieval is None
        if one.attributes & DOUBT:
            assert one.status is Status.PROV
            assert one.retrieval is None
            assert one.control is None
        assert not (Attribut.FICT in one.attributes and len(one.attributes) > 1)


@settings(deadline=None, max_examples=100)
@given(local, st.lists(events, max_size=12))
def test_the_same_sequence_gives_the_same_identity(first: Traits, sequence: list[ev.Event]) -> None:
    assert play(first, sequence) == play(first, sequence)


@settings(deadline=None, max_examples=300)
@given(local, st.lists(events, max_size=12))
def test_nothing_reaches_qual_without_both_acts(first: Traits, sequence: list[ev.Event]) -> None:
    """Replayed without its controls, no sequence reaches QUAL; nor without INSi."""
    controls = (ev.PieceConcordante, ev.AttestationSignee)
    without_control = [one for one in sequence if not isinstance(one, controls)]
    without_insi = [one for one in sequence if not isinstance(one, ev.ReponseInsi)]
    for kept in (without_control, without_insi):
        assert all(one.status is not Status.QUAL for one in play(first, kept))


@settings(deadline=None, max_examples=200)
@given(local, st.lists(events, max_size=8), events)
def test_only_a_row_of_the_table_changes_a_statut(
    first: Traits, sequence: list[ev.Event], last: ev.Event
) -> None:
    before = play(first, sequence)[-1]
    try:
        after, row = move(before, last)
    except Refused:
        return
    assert after.status is (row.to or before.status)


def test_time_alone_changes_nothing() -> None:
    """The statut of a stored identity does not depend on any clock."""
    traits = Traits.from_text(
        birth_name="TILLEUL",
        first_name="ELODIE",
        first_names=None,
        birth_date="1978-03-09",
        sex="F",
        birth_place=None,
    )
    one = Identity(traits=traits)
    assert one.status is replace(one).status is Status.PROV
