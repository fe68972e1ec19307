"""T03 on a known record, and IV-406 at the level of the table: each guard by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from builders import NOW, a_control, a_matricule, a_retrieval, an_identity, official, some_traits
from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.patient import Attribut, Channel, ControlKind, Identity, Status
from insdesk.identity.status import apply, move

TRAITS = some_traits().without_typed()
READ = ev.LectureAppCarteVitale(
    official=official(), retrieval=a_retrieval(channel=Channel.AV), scan_valide=True
)
RECORDS = (
    an_identity(),
    an_identity(retrieval=a_retrieval()),
    an_identity(control=a_control(snapshot=TRAITS)),
)


def refused(identity: Identity, event: ev.Event) -> str:
    with pytest.raises(Refused) as caught:
        apply(identity, event)
    return caught.value.rule


@pytest.mark.parametrize("identity", RECORDS, ids=lambda one: one.status.value)
def test_t03_prov_recup_and_vali_become_qual(identity: Identity) -> None:
    after, row = move(identity, READ)
    assert (row.id, after.status) == ("T03", Status.QUAL)
    assert after.retrieval is not None
    assert after.control is not None
    assert (after.retrieval.channel, after.control.kind) == (Channel.AV, ControlKind.AV)
    assert after.control.snapshot == after.traits
    assert after.control.at == after.retrieval.at == NOW


@pytest.mark.parametrize("identity", RECORDS, ids=lambda one: one.status.value)
def test_t03_needs_a_valid_scan(identity: Identity) -> None:
    assert refused(identity, replace(READ, scan_valide=False)) == "T03"


def test_t03_needs_every_difference_ticked() -> None:
    hyphen = replace(READ, official=official(first_names="ELODIE-MARTHE ROSE"))
    assert refused(an_identity(), hyphen) == "T03"
    ticked = replace(hyphen, confirmed=frozenset({"first_name", "first_names"}))
    assert apply(an_identity(), ticked).status is Status.QUAL


def test_iv_321_a_discordance_is_never_forced() -> None:
    other = replace(
        READ, official=official(birth_name="HETRE"), confirmed=frozenset({"birth_name"})
    )
    for identity in RECORDS:
        assert refused(identity, other) == "IV-321"


@pytest.mark.parametrize("flag", [Attribut.DOUT, Attribut.FICT])
def test_iv_110_not_on_a_doubtful_identity(flag: Attribut) -> None:
    assert refused(an_identity(attributes=[flag]), READ) == "IV-110"


def test_t25_not_over_another_matricule() -> None:
    held = an_identity(retrieval=a_retrieval(matricule=a_matricule("2780363999001")))
    assert refused(held, READ) == "T25"
    other_oid = a_retrieval(matricule=a_matricule(oid="1.2.250.1.213.1.4.11"))
    assert refused(an_identity(retrieval=other_oid), READ) == "T25"


def test_a_qualified_identity_takes_none() -> None:
    qualified = an_identity(retrieval=a_retrieval(), control=a_control(snapshot=TRAITS))
    assert refused(qualified, READ) == "T03"


def test_a_record_is_needed() -> None:
    with pytest.raises(Refused):
        apply(None, READ)


@pytest.mark.parametrize(
    ("link", "decision", "holds"),
    [
        (None, False, True),  # kept by a version that did not ask for it
        ("PARENT", False, True),
        ("REPRESENTANT", True, True),
        ("REPRESENTANT", False, False),
    ],
)
def test_iv_406_a_guardian_shows_the_decision(
    link: str | None, decision: bool, holds: bool
) -> None:
    piece = ev.PieceConcordante(
        proof="AN", at=NOW, adult_proof="IN", adult_link=link, court_decision=decision
    )
    if holds:
        control = apply(an_identity(), piece).control
        assert control is not None
        assert (control.adult_proof, control.adult_link) == ("IN", link)
    else:
        assert refused(an_identity(), piece) == "IV-406"
