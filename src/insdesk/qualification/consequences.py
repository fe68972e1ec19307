"""What a transition leaves in the journal besides the statut: seen from the identity, never told.

Whoever applies an event need not remember these lines: they follow from what changed (§14).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from insdesk.identity import events as ev
from insdesk.identity.patient import Attribut, ControlKind, Identity, Retrieval
from insdesk.identity.readings import FormerMatricule

Told = tuple[str, dict[str, object]]
"""Type of a line and its facts."""

CAUSES: Mapping[type[ev.Event], str] = {
    ev.TraitStrictModifie: "trait",
    ev.VerificationNonConcordante: "verification",
    ev.InsInvalidee: "utilisateur",
    ev.Fusion: "fusion",
}
"""Why an INS was invalidated, by event; an attribut says its own code."""

VERIFICATIONS: Mapping[type[ev.Event], str] = {
    ev.VerificationNonConcordante: "VERIFICATION_KO",
    ev.VerificationConcordante: "VERIFICATION_DONE",
    ev.VerificationImpossible: "VERIFICATION_FAILED",
}


def told(
    event: ev.Event, row: str, before: Identity | None, after: Identity, motif: str
) -> Iterator[Told]:
    """The lines of one transition, in the order in which things happened."""
    yield from _ins(event, before, after, motif)
    yield from _control(before, after, motif)
    yield from _attributes(before, after, motif)
    yield from _verification(event, row, before, after)


def reason_of(event: ev.Event) -> str:
    """The reason that some events carry: words typed by the user, for the detail only."""
    words = getattr(event, "reason", "")
    return words if isinstance(words, str) else ""


def _ins(event: ev.Event, before: Identity | None, after: Identity, motif: str) -> Iterator[Told]:
    held = before.retrieval if before else None
    if held is not None and after.retrieval is None:
        cause = CAUSES.get(type(event), "")
        if isinstance(event, ev.AttributPose):
            cause = event.attribut.value
        yield "INS_INVALIDATED", ins_facts(held) | {"cause": cause, "motif": motif}
    if isinstance(event, ev.Fusion) and event.other.retrieval in after.invalidated[-1:]:
        gone = event.other.retrieval
        if gone is not None:
            yield "INS_INVALIDATED", ins_facts(gone) | {"cause": "fusion", "motif": motif}
    if after.retrieval is not None and not isinstance(event, ev.Fusion):
        known = held.history if held else ()
        for former in after.retrieval.history:
            if former not in known:
                yield "INS_HISTORISED", former_facts(former)


def _control(before: Identity | None, after: Identity, motif: str) -> Iterator[Told]:
    control = before.control if before else None
    if control is not None and after.control is None:
        attested = control.kind is ControlKind.ATTEST
        type_ = "ATTESTATION_CANCELLED" if attested else "EVIDENCE_WITHDRAWN"
        yield type_, {"code": control.proof, "motif": motif}


def _attributes(before: Identity | None, after: Identity, motif: str) -> Iterator[Told]:
    held = before.attributes if before else frozenset()
    for one in codes(after.attributes - held):
        yield "ATTRIBUTE_SET", {"attribut": one, "motif": motif}
    for one in codes(held - after.attributes):
        yield "ATTRIBUTE_CLEARED", {"attribut": one, "motif": motif}


def _verification(
    event: ev.Event, row: str, before: Identity | None, after: Identity
) -> Iterator[Told]:
    """An INS held is verified by asking again, whatever the question was (T20–T22)."""
    type_ = VERIFICATIONS.get(type(event))
    if isinstance(event, ev.ReponseInsi) and before is not None and after.retrieval is not None:
        held = before.retrieval
        dated = held is not None and after.retrieval.verified_at != held.verified_at
        type_ = "VERIFICATION_DONE" if dated else None
    if type_ is not None:
        yield type_, {"regle": row}


def ins_facts(retrieval: Retrieval) -> dict[str, object]:
    """An INS as the clear line may say it: authority and masked matricule (IV-604)."""
    return {"oid": retrieval.matricule.oid, "matricule": retrieval.matricule.masked}


def former_facts(former: FormerMatricule) -> dict[str, object]:
    """A former matricule, masked, with its period as received (IV-700)."""
    masked = f"{former.number[:1]}…{former.number[-3:]}"
    period = [former.start_text, former.end_text]
    return {"oid": former.oid, "matricule": masked, "periode": period}


def codes(attributes: frozenset[Attribut]) -> list[str]:
    """Attributs as the journal writes them."""
    return sorted(one.value for one in attributes)


def standing(identity: Identity) -> dict[str, object]:
    """The attributs of a record beside a line that changes none (§14, common fields)."""
    held = codes(identity.attributes)
    return {"attributs_avant": held, "attributs_apres": held}
