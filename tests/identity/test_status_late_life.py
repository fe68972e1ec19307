"""What happens to an identity long after: verification, merging (rule book §4.3)."""

from __future__ import annotations

from datetime import timedelta

import builders
from insdesk.identity import events as ev
from insdesk.identity.status import apply


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
