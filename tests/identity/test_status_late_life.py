"""What happens to an identity long after: verification, merging (rule book §4.3)."""

from __future__ import annotations

from datetime import timedelta

import builders
from insdesk.identity import events as ev
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.guards import GUARDS_OF_THE_ATTESTATION, is_qualified
from insdesk.identity.patient import Channel, Control, ControlKind
from insdesk.identity.readings import FormerMatricule
from insdesk.identity.status import REFUSALS, apply


def test_t21_dates_the_verification() -> None:
    later = builders.NOW + timedelta(days=900)
    qualified = builders.qualified_patient().identity
    result = apply(qualified, ev.VerificationConcordante(at=later))
    assert result.retrieval is not None
    assert result.retrieval.verified_at == later


def test_t33_keeps_both_histories() -> None:
    qualified = builders.qualified_patient().identity
    gone = apply(qualified, ev.InsInvalidee(reason="autre personne"))
    kept = apply(builders.an_identity(), ev.Fusion(other=gone, reason="doublon"))
    assert [one.matricule for one in kept.invalidated] == [builders.a_matricule()]


def test_t05_records_the_whole_of_what_was_shown() -> None:
    shown = ev.PieceConcordante(
        proof="AN",
        at=builders.NOW,
        adult_proof="PA",
        adult_link="REPRESENTANT",
        court_decision=True,
        expired=True,
    )
    identity = builders.an_identity()
    assert apply(identity, shown).control == Control(
        kind=ControlKind.DOC,
        proof="AN",
        at=builders.NOW,
        snapshot=identity.traits,
        adult_proof="PA",
        adult_link="REPRESENTANT",
        expired_document=True,
    )


def test_t13_is_dated_by_the_signature() -> None:
    by_card = builders.an_identity(retrieval=builders.a_retrieval())
    signed = ev.AttestationSignee(
        at=builders.NOW, text=ATTESTATION_TEXT, held=GUARDS_OF_THE_ATTESTATION
    )
    assert apply(by_card, signed).control == builders.a_control(
        kind=ControlKind.ATTEST, proof="ATTEST_LIB", snapshot=by_card.traits
    )


def test_t03_is_dated_by_the_reading() -> None:
    read = builders.a_retrieval(channel=Channel.AV, at=builders.NOW)
    traits = builders.some_traits()
    opened = apply(
        None,
        ev.CreationDepuisAppCarteVitale(
            traits=traits, retrieval=read, recherche_faite=True, scan_valide=True
        ),
    )
    again = apply(
        builders.an_identity(traits=traits),
        ev.LectureAppCarteVitale(official=builders.official(), retrieval=read, scan_valide=True),
    )
    for one in (opened, again):
        assert one.control == builders.a_control(
            kind=ControlKind.AV, proof="AV", snapshot=one.traits
        )
        assert one.retrieval == read


def test_iv_700_a_matricule_replaced_is_archived_whole_with_its_last_day() -> None:
    held = builders.qualified_patient().identity
    newer = builders.a_matricule("2780363999111")
    listed = FormerMatricule(number="2780363999000", key=None, oid=builders.TEST_OID)
    later = builders.NOW + timedelta(days=400)
    sent = builders.a_retrieval(matricule=newer, at=later, history=(listed,))
    kept = apply(held, ev.ReponseInsi(official=builders.official(), retrieval=sent))
    assert kept.retrieval is not None
    assert kept.retrieval.history == (listed,)

    nia = builders.a_matricule(oid="1.2.250.1.213.1.4.9")
    nir = builders.a_matricule(oid="1.2.250.1.213.1.4.8")
    waiting = builders.an_identity(
        retrieval=builders.a_retrieval(matricule=nia), control=builders.a_control()
    )
    other = FormerMatricule(number="2780363999222", key=None, oid=nir.oid)
    sent = builders.a_retrieval(matricule=nir, at=later, history=(other,))
    after = apply(waiting, ev.ReponseInsi(official=builders.official(), retrieval=sent))
    assert after.retrieval is not None
    assert after.retrieval.verified_at == later
    assert after.retrieval.history == (
        other,
        FormerMatricule(
            number=nia.number, key=nia.key, oid=nia.oid, end_text=later.date().isoformat()
        ),
    )


def test_t16_forgets_how_the_traits_were_typed() -> None:
    typed = builders.some_traits(birth_name="Tilleule")
    assert typed.typed
    edit = ev.TraitStrictModifie(traits=typed, averti=True, reason="acte de naissance")
    assert apply(builders.an_identity(), edit).traits.typed == ()


def test_iv_101_only_a_qualified_identity_leaves_with_its_ins() -> None:
    qualified = builders.qualified_patient().identity
    assert is_qualified(qualified)
    assert not is_qualified(builders.an_identity(retrieval=builders.a_retrieval()))


def test_each_guard_of_the_attestation_says_which_it_is() -> None:
    rows = [row for row in REFUSALS if row.id.startswith("X")]
    assert [row.guard.__doc__ for row in rows] == [
        f"The guard X{n} of the exception procedure does not hold." for n in range(1, 12)
    ]
