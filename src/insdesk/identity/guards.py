"""Guards of the transition table: pure questions about an identity and an event.

Each one is given only events of the type its row names, hence the narrowing casts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from insdesk.identity import events as ev
from insdesk.identity.compare import Comparison, Verdict, compare, compare_matricule
from insdesk.identity.evidence import ADULT_DEVICES, ATTESTATION_TEXT, AdultLink, device
from insdesk.identity.patient import (
    DOUBT,
    Attribut,
    Channel,
    ControlKind,
    Identity,
    Retrieval,
    Status,
)

GUARDS_OF_THE_ATTESTATION = frozenset(f"X{n}" for n in range(1, 12))
HOMONYM = frozenset({Attribut.HOMD, Attribut.HOMA})


def always(_identity: Identity, _event: ev.Event) -> bool:
    """No condition."""
    return True


def searched(_identity: Identity, event: ev.Event) -> bool:
    """The prior-record search was done (IV-200)."""
    return cast(ev.CreationManuelle | ev.CreationDepuisInsi, event).recherche_faite


def scanned(_identity: Identity, event: ev.Event) -> bool:
    """The prior-record search was done and the scan is valid."""
    creation = cast(ev.CreationDepuisAppCarteVitale, event)
    return creation.recherche_faite and creation.scan_valide


def _app_comparison(identity: Identity, event: ev.Event) -> Comparison:
    return compare(identity.traits, cast(ev.LectureAppCarteVitale, event).official)


def app_agrees(identity: Identity, event: ev.Event) -> bool:
    """Scan valid, comparison not DISCORDANT, every difference ticked."""
    read, comparison = cast(ev.LectureAppCarteVitale, event), _app_comparison(identity, event)
    agrees = not comparison.blocks and comparison.to_tick <= read.confirmed
    return read.scan_valide and agrees


def app_discordant(identity: Identity, event: ev.Event) -> bool:
    """The application carte Vitale contradicts the record (IV-321)."""
    return _app_comparison(identity, event).blocks


def app_other_number(identity: Identity, event: ev.Event) -> bool:
    """The INS of the application carte Vitale is not the one held (T25)."""
    return _matricule(identity, event) is Verdict.DISCORDANT


def doubtful(identity: Identity, _event: ev.Event) -> bool:
    """DOUT or FICT is set (IV-110)."""
    return bool(identity.attributes & DOUBT)


def document_holds(identity: Identity, event: ev.Event) -> bool:
    """High-trust document, five traits ticked, no DOUT or FICT."""
    problems = (unknown_device, low_trust, adult_missing, not_all_ticked, doubtful)
    return not any(problem(identity, event) for problem in problems)


def unknown_device(_identity: Identity, event: ev.Event) -> bool:
    """The document is not named, or not in the register (IV-401)."""
    return device(cast(ev.PieceConcordante, event).proof) is None


def low_trust(_identity: Identity, event: ev.Event) -> bool:
    """The document is not a high-trust one (§8.2)."""
    row = device(cast(ev.PieceConcordante, event).proof)
    return row is not None and not row.high_trust


def adult_missing(_identity: Identity, event: ev.Event) -> bool:
    """A minor's paper without a parent's device, or a guardian's and its decision (IV-406)."""
    piece = cast(ev.PieceConcordante, event)
    row = device(piece.proof)
    if row is None or not row.needs_adult:
        return False
    undecided = piece.adult_link == AdultLink.REPRESENTANT and not piece.court_decision
    return piece.adult_proof not in ADULT_DEVICES or undecided


def not_all_ticked(_identity: Identity, event: ev.Event) -> bool:
    """One of the five traits is neither read on the document nor allowed to be absent (IV-402)."""
    piece = cast(ev.PieceConcordante, event)
    return not (piece.ticked | (piece.absent & ev.MAY_BE_ABSENT)) >= ev.FIVE_TRAITS


def _comparison(identity: Identity, event: ev.Event) -> Comparison:
    return compare(identity.traits, cast(ev.ReponseInsi, event).official)


def discordant(identity: Identity, event: ev.Event) -> bool:
    """The comparison is DISCORDANT."""
    return _comparison(identity, event).blocks


def concordant(identity: Identity, event: ev.Event) -> bool:
    """The comparison is not DISCORDANT."""
    return not discordant(identity, event)


def equal(identity: Identity, event: ev.Event) -> bool:
    """The comparison is EGAL."""
    return _comparison(identity, event).verdict is Verdict.EGAL


def all_confirmed(identity: Identity, event: ev.Event) -> bool:
    """Every difference was confirmed against a document seen now; completions need none."""
    comparison = _comparison(identity, event)
    return not comparison.blocks and comparison.to_tick <= cast(ev.ReponseInsi, event).confirmed


def unconfirmed(identity: Identity, event: ev.Event) -> bool:
    """A difference is not confirmed against the document."""
    return concordant(identity, event) and not all_confirmed(identity, event)


def snapshot_stale(identity: Identity, event: ev.Event) -> bool:
    """The traits are no longer those that were checked (IV-103)."""
    control = identity.control
    changed = control is None or control.snapshot != identity.traits
    return changed and concordant(identity, event)


def equal_and_intact(identity: Identity, event: ev.Event) -> bool:
    """EGAL, and the traits are those that were checked."""
    return equal(identity, event) and not snapshot_stale(identity, event)


def confirmed_and_intact(identity: Identity, event: ev.Event) -> bool:
    """Every difference confirmed against the document, and the traits are those checked."""
    return all_confirmed(identity, event) and not snapshot_stale(identity, event)


def _matricule(identity: Identity, event: ev.Event) -> Verdict:
    """The INS held against the new one (§7.2-7); only a RECUP or a QUAL has one to compare."""
    held = cast(Retrieval, identity.retrieval)
    new = cast(ev.ReponseInsi | ev.LectureAppCarteVitale, event).retrieval
    return compare_matricule(held.matricule, new.matricule, new.history).verdict


def other_person(identity: Identity, event: ev.Event) -> bool:
    """Another matricule, and the one held is not in the history INSi sends."""
    return _matricule(identity, event) is Verdict.DISCORDANT


def equal_new_matricule(identity: Identity, event: ev.Event) -> bool:
    """EGAL, other matricule, the one held is in the history INSi sends."""
    return equal(identity, event) and _matricule(identity, event) is Verdict.ACCEPTABLE


def by_card(identity: Identity, _event: ev.Event) -> bool:
    """INSi was called with the carte Vitale."""
    return identity.retrieval is not None and identity.retrieval.channel is Channel.CV


def by_app(identity: Identity, _event: ev.Event) -> bool:
    """The INS comes from the application carte Vitale: INSi must not be called (T03)."""
    return identity.retrieval is not None and identity.retrieval.channel is Channel.AV


def not_by_card(identity: Identity, event: ev.Event) -> bool:
    """INSi was not called with the carte Vitale."""
    return not by_card(identity, event)


def attestation_holds(identity: Identity, event: ev.Event) -> bool:
    """Channel carte Vitale, guards X1–X11 hold, the sentence is the official one."""
    signed = cast(ev.AttestationSignee, event)
    exact = signed.text == ATTESTATION_TEXT
    return by_card(identity, event) and signed.held >= GUARDS_OF_THE_ATTESTATION and exact


def guard_missing(guard: str) -> Callable[[Identity, ev.Event], bool]:
    """The test for one guard of the exception procedure that does not hold."""

    def missing(identity: Identity, event: ev.Event) -> bool:
        signed = cast(ev.AttestationSignee, event)
        held = signed.held if signed.text == ATTESTATION_TEXT else signed.held - {"X11"}
        return by_card(identity, event) and guard not in held

    missing.__doc__ = f"The guard {guard} of the exception procedure does not hold."
    return missing


def warned(_identity: Identity, event: ev.Event) -> bool:
    """The warning was accepted and a reason given."""
    edit = cast(ev.TraitStrictModifie, event)
    return edit.averti and bool(edit.reason.strip())


def reason_given(_identity: Identity, event: ev.Event) -> bool:
    """A reason was given."""
    return bool(cast(ev.InsInvalidee | ev.PreuveRetiree, event).reason.strip())


def reason_and_document(identity: Identity, event: ev.Event) -> bool:
    """A reason was given and the control rests on a document."""
    control = identity.control
    return reason_given(identity, event) and control is not None and control.kind is ControlKind.DOC


def attested(identity: Identity, event: ev.Event) -> bool:
    """A reason was given and the control rests on the attestation."""
    control = identity.control
    kind = control.kind if control else None
    return kind is ControlKind.ATTEST and bool(cast(ev.AttestationAnnulee, event).reason.strip())


def incompatible(identity: Identity, event: ev.Event) -> bool:
    """FICT combines with nothing; only DOUT and HOM may stand together (IV-112)."""
    together = identity.attributes | {cast(ev.AttributPose, event).attribut}
    return Attribut.FICT in together and len(together) > 1


def doubt_confirmed(_identity: Identity, event: ev.Event) -> bool:
    """DOUT or FICT, after an explicit confirmation (IV-111)."""
    setting = cast(ev.AttributPose, event)
    return setting.attribut in DOUBT and setting.confirme


def doubt_lifted(identity: Identity, event: ev.Event) -> bool:
    """DOUT or FICT is set and is removed with a reason."""
    lifting = cast(ev.AttributRetire, event)
    held = lifting.attribut in DOUBT and lifting.attribut in identity.attributes
    return held and bool(lifting.reason.strip())


def homonym_set(_identity: Identity, event: ev.Event) -> bool:
    """HOMD or HOMA is set."""
    return cast(ev.AttributPose, event).attribut in HOMONYM


def homonym_cleared(_identity: Identity, event: ev.Event) -> bool:
    """HOMD or HOMA is removed."""
    return cast(ev.AttributRetire, event).attribut in HOMONYM


def mergeable(identity: Identity, event: ev.Event) -> bool:
    """A reason, and not two different active matricules unless a history links them (IV-212)."""
    merge = cast(ev.Fusion, event)
    if not merge.reason.strip():
        return False
    mine, theirs = identity.retrieval, merge.other.retrieval
    if mine is None or theirs is None:
        return True
    one, other = mine.matricule, theirs.matricule
    known = {(one.number, one.oid), *((h.number, h.oid) for h in mine.history)}
    back = {(other.number, other.oid), *((h.number, h.oid) for h in theirs.history)}
    return (other.number, other.oid) in known or (one.number, one.oid) in back


def is_qualified(identity: Identity) -> bool:
    """Whether the identity may leave the desk with its INS (IV-101)."""
    return identity.status is Status.QUAL
