"""Effects of the transition table: what becomes of an identity. The old value is untouched."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from insdesk.identity import events as ev
from insdesk.identity.compare import adopt
from insdesk.identity.patient import Control, ControlKind, Identity, Retrieval
from insdesk.identity.readings import FormerMatricule

ATTESTATION_PROOF = "ATTEST_LIB"
"""Local label of the attestation: no public table has a code for it (open point Q3)."""


def nothing(identity: Identity, _event: ev.Event) -> Identity:
    """Nothing changes."""
    return identity


def refuse(identity: Identity, _event: ev.Event) -> Identity:
    """The move is refused."""
    return identity


def create(identity: Identity, _event: ev.Event) -> Identity:
    """The record begins; traits taken from INSi are not retyped."""
    return identity


def create_app(identity: Identity, event: ev.Event) -> Identity:
    """Both axes rest on the application carte Vitale; INSi must not be called."""
    at = cast(ev.CreationDepuisAppCarteVitale, event).retrieval.at
    control = Control(kind=ControlKind.AV, proof="AV", at=at, snapshot=identity.traits)
    return replace(identity, control=control)


def accept_app(identity: Identity, event: ev.Event) -> Identity:
    """Traits and INS of the application carte Vitale replace the record's; both axes rest on it."""
    read = cast(ev.LectureAppCarteVitale, event)
    traits = adopt(identity.traits, read.official)
    retrieval = replace(read.retrieval, history=_history(identity.retrieval, read.retrieval))
    control = Control(kind=ControlKind.AV, proof="AV", at=read.retrieval.at, snapshot=traits)
    return replace(identity, traits=traits, retrieval=retrieval, control=control)


def check_document(identity: Identity, event: ev.Event) -> Identity:
    """The control axis rests on the document, bound to the traits of this moment (IV-103)."""
    piece = cast(ev.PieceConcordante, event)
    control = Control(
        kind=ControlKind.DOC,
        proof=piece.proof,
        at=piece.at,
        snapshot=identity.traits,
        adult_proof=piece.adult_proof,
        adult_link=piece.adult_link,
        expired_document=piece.expired,
    )
    return replace(identity, control=control)


def attest(identity: Identity, event: ev.Event) -> Identity:
    """The control axis rests on the attestation."""
    at = cast(ev.AttestationSignee, event).at
    control = Control(
        kind=ControlKind.ATTEST, proof=ATTESTATION_PROOF, at=at, snapshot=identity.traits
    )
    return replace(identity, control=control)


def accept(identity: Identity, event: ev.Event) -> Identity:
    """Local strict traits are replaced by INSi's; the control is kept; an old INS is archived."""
    answer = cast(ev.ReponseInsi, event)
    traits = adopt(identity.traits, answer.official)
    control = identity.control and replace(identity.control, snapshot=traits)
    retrieval = replace(answer.retrieval, history=_history(identity.retrieval, answer.retrieval))
    if identity.retrieval is not None:
        retrieval = replace(retrieval, verified_at=answer.retrieval.at)
    return replace(identity, traits=traits, retrieval=retrieval, control=control)


def accept_without_control(identity: Identity, event: ev.Event) -> Identity:
    """Traits replaced by INSi's; the control is cancelled, its differences were not confirmed."""
    return replace(accept(identity, event), control=None)


def edit(identity: Identity, event: ev.Event) -> Identity:
    """The traits change; both axes are cancelled and the INS is archived as invalidated."""
    traits = cast(ev.TraitStrictModifie, event).traits.without_typed()
    return replace(_cancel(identity), traits=traits)


def withdraw_ins(identity: Identity, _event: ev.Event) -> Identity:
    """The INS is archived as invalidated; the control stays."""
    return replace(_cancel(identity), control=identity.control)


def withdraw_both(identity: Identity, _event: ev.Event) -> Identity:
    """The INS is archived as invalidated and the control is cancelled."""
    return _cancel(identity)


def withdraw_control(identity: Identity, _event: ev.Event) -> Identity:
    """The control is cancelled; the INS stays, not usable any more."""
    return replace(identity, control=None)


def date_verification(identity: Identity, event: ev.Event) -> Identity:
    """The date of the last verification is updated."""
    at = cast(ev.VerificationConcordante, event).at
    retrieval = identity.retrieval and replace(identity.retrieval, verified_at=at)
    return replace(identity, retrieval=retrieval)


def set_doubt(identity: Identity, event: ev.Event) -> Identity:
    """Both axes are cancelled, the INS is archived, the attribut is set."""
    return set_attribute(_cancel(identity), event)


def set_attribute(identity: Identity, event: ev.Event) -> Identity:
    """The attribut is set."""
    return replace(
        identity, attributes=identity.attributes | {cast(ev.AttributPose, event).attribut}
    )


def clear_attribute(identity: Identity, event: ev.Event) -> Identity:
    """The attribut is removed; no former statut comes back (IV-113)."""
    removed = cast(ev.AttributRetire, event).attribut
    return replace(identity, attributes=identity.attributes - {removed})


def merge(identity: Identity, event: ev.Event) -> Identity:
    """The kept record keeps its statut; both histories are kept."""
    other = cast(ev.Fusion, event).other
    gone = (other.retrieval,) if other.retrieval and other.retrieval != identity.retrieval else ()
    return replace(identity, invalidated=(*identity.invalidated, *other.invalidated, *gone))


def _cancel(identity: Identity) -> Identity:
    gone = (identity.retrieval,) if identity.retrieval else ()
    return replace(
        identity, retrieval=None, control=None, invalidated=(*identity.invalidated, *gone)
    )


def _history(held: Retrieval | None, new: Retrieval) -> tuple[FormerMatricule, ...]:
    """INSi's history as received, plus the matricule held until now if INSi does not list it."""
    if held is None or held.matricule == new.matricule:
        return new.history
    former = FormerMatricule(
        number=held.matricule.number,
        key=held.matricule.key,
        oid=held.matricule.oid,
        end_text=new.at.date().isoformat(),
    )
    listed = any((h.number, h.oid) == (former.number, former.oid) for h in new.history)
    return new.history if listed else (*new.history, former)
