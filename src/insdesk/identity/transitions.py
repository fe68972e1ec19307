"""The table T01–T35 of rule book §4.3, as data. `status.apply` executes it as it stands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from insdesk.identity import effects as do
from insdesk.identity import events as ev
from insdesk.identity import guards as when
from insdesk.identity.patient import Identity, Status

PROV, RECUP, VALI, QUAL = Status.PROV, Status.RECUP, Status.VALI, Status.QUAL
ALL: tuple[Status | None, ...] = (PROV, RECUP, VALI, QUAL)

Guard = Callable[[Identity, ev.Event], bool]
Effect = Callable[[Identity, ev.Event], Identity]


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. `origin` lists statuts (None: no record yet); `to` is None for « unchanged ».

    `guard` and `effect` are named functions: their first docstring line is the wording of the
    generated documentation. A row with `refusal` is an illegal move, refused under its id.
    """

    id: str
    origin: tuple[Status | None, ...]
    event: type[ev.Event]
    guard: Guard
    to: Status | None
    effect: Effect
    source: str
    refusal: bool = False


def _row(
    id_: str,
    origin: tuple[Status | None, ...] | Status | None,
    event: type[ev.Event],
    guard: Guard,
    to: Status | None,
    effect: Effect,
    source: str,
) -> Transition:
    origins = origin if isinstance(origin, tuple) else (origin,)
    return Transition(id_, origins, event, guard, to, effect, source, effect is do.refuse)


TRANSITIONS: tuple[Transition, ...] = (
    _row("T01", None, ev.CreationManuelle, when.searched, PROV, do.create, "C NAQ-PRIM"),
    _row("T02", None, ev.CreationDepuisInsi, when.searched, RECUP, do.create, "C GUY"),
    _row("T03", None, ev.CreationDepuisAppCarteVitale, when.scanned, QUAL, do.create_app, "C FRCORE §4.3.4"),
    _row("T03", (PROV, RECUP, VALI), ev.LectureAppCarteVitale, when.app_agrees, QUAL, do.accept_app, "D"),
    _row("T04", None, ev.Import, when.always, PROV, do.create, "D"),
    _row("T05", PROV, ev.PieceConcordante, when.document_holds, VALI, do.check_document, "C FRCORE"),
    _row("T06", RECUP, ev.PieceConcordante, when.document_holds, QUAL, do.check_document, "C FRCORE"),
    _row("T11", PROV, ev.ReponseInsi, when.discordant, PROV, do.nothing, "C BZH"),
    _row("T10", VALI, ev.ReponseInsi, when.discordant, VALI, do.nothing, "C FRCORE"),
    _row("T35", (RECUP, QUAL), ev.ReponseInsi, when.discordant, None, do.nothing, "D"),
    # A RECUP asked again is accepted again: same statut, newer answer, perhaps another channel.
    _row("T25", (RECUP, QUAL), ev.ReponseInsi, when.other_person, None, do.nothing, "D"),
    _row("T07", (PROV, RECUP), ev.ReponseInsi, when.concordant, RECUP, do.accept, "C BZH, FRCORE"),
    _row("T08", VALI, ev.ReponseInsi, when.equal_and_intact, QUAL, do.accept, "C FRCORE, MB"),
    _row("T09", VALI, ev.ReponseInsi, when.confirmed_and_intact, QUAL, do.accept, "D"),
    _row("T23", QUAL, ev.ReponseInsi, when.equal_new_matricule, QUAL, do.accept, "C PADOA XSD, HCD; P"),
    _row("T21", QUAL, ev.ReponseInsi, when.equal, QUAL, do.accept, "P"),
    _row("T24", QUAL, ev.ReponseInsi, when.all_confirmed, QUAL, do.accept, "D"),
    _row("T24", QUAL, ev.ReponseInsi, when.concordant, RECUP, do.accept_without_control, "D"),
    _row("T12", (PROV, VALI), ev.ReponseInsiSansIdentite, when.always, None, do.nothing, "C BZH"),
    _row("T22", (RECUP, QUAL), ev.ReponseInsiSansIdentite, when.always, None, do.nothing, "D"),
    _row("T13", RECUP, ev.AttestationSignee, when.attestation_holds, QUAL, do.attest, "C SEED-A"),
    _row("T14", RECUP, ev.AttestationSignee, when.not_by_card, None, do.refuse, "C SEED-A"),
    _row("T15", (PROV, VALI), ev.AttestationSignee, when.always, None, do.refuse, "C SEED-A"),
    # A PROV edited stays PROV: nothing to cancel, but the same warning and reason.
    _row("T16", ALL, ev.TraitStrictModifie, when.warned, PROV, do.edit, "C MB, CANDY; C EXI REC 08"),
    _row("T17", QUAL, ev.InsInvalidee, when.reason_and_document, VALI, do.withdraw_ins, "C MB"),
    _row("T18", QUAL, ev.InsInvalidee, when.reason_given, PROV, do.withdraw_both, "D"),
    _row("T19", RECUP, ev.InsInvalidee, when.reason_given, PROV, do.withdraw_ins, "C MB"),
    _row("T20", (QUAL, RECUP), ev.VerificationNonConcordante, when.always, PROV, do.withdraw_both, "P"),
    _row("T21", (QUAL, RECUP), ev.VerificationConcordante, when.always, None, do.date_verification, "P"),
    _row("T22", (QUAL, RECUP), ev.VerificationImpossible, when.always, None, do.nothing, "D"),
    _row("T26", QUAL, ev.PreuveRetiree, when.reason_given, RECUP, do.withdraw_control, "D"),
    _row("T26", VALI, ev.PreuveRetiree, when.reason_given, PROV, do.withdraw_control, "D"),
    _row("T27", QUAL, ev.AttestationAnnulee, when.attested, RECUP, do.withdraw_control, "D"),
    _row("T28", ALL, ev.AttributPose, when.doubt_confirmed, PROV, do.set_doubt, "C EXI ID 26"),
    _row("T29", PROV, ev.AttributRetire, when.doubt_lifted, PROV, do.clear_attribute, "D"),
    _row("T30", ALL, ev.AttributPose, when.homonym_set, None, do.set_attribute, "C FRC-335"),
    _row("T30", ALL, ev.AttributRetire, when.homonym_cleared, None, do.clear_attribute, "C FRC-335"),
    _row("T31", ALL, ev.TraitComplementaireModifie, when.always, None, do.nothing, "P"),
    _row("T32", (VALI, QUAL), ev.CopiePurgee, when.always, None, do.nothing, "C DMN; D"),
    _row("T33", ALL, ev.Fusion, when.mergeable, None, do.merge, "C MB"),
    _row("T34", ALL, ev.RefusDePiece, when.always, None, do.nothing, "C SEED-A"),
)  # fmt: skip
"""In order: the first row whose origin, event and guard fit is the one that is executed."""

REFUSALS: tuple[Transition, ...] = (
    _row("IV-110", PROV, ev.ReponseInsi, when.doubtful, None, do.refuse, "C FRC-335, EXI SI 09"),
    _row("IV-110", PROV, ev.PieceConcordante, when.doubtful, None, do.refuse, "C EXI ID 26"),
    _row("IV-110", PROV, ev.AttestationSignee, when.doubtful, None, do.refuse, "C EXI ID 26"),
    _row("IV-304", (RECUP, QUAL), ev.ReponseInsi, when.by_app, None, do.refuse, "C FRCORE §4.3.4"),
    _row("IV-110", PROV, ev.LectureAppCarteVitale, when.doubtful, None, do.refuse, "C FRC-335, EXI SI 09"),
    _row("T25", RECUP, ev.LectureAppCarteVitale, when.app_other_number, None, do.refuse, "D"),
    _row("IV-321", ALL, ev.LectureAppCarteVitale, when.app_discordant, None, do.refuse, "C BZH; D"),
    _row("IV-112", ALL, ev.AttributPose, when.incompatible, None, do.refuse, "C FRC-335, EXI ID 24"),
    _row("IV-401", ALL, ev.PieceConcordante, when.unknown_device, None, do.refuse, "C HCD"),
    _row("IV-400", ALL, ev.PieceConcordante, when.low_trust, None, do.refuse, "C NAQ-DISP; P"),
    _row("IV-406", ALL, ev.PieceConcordante, when.adult_missing, None, do.refuse, "C ARA; D"),
    _row("IV-402", ALL, ev.PieceConcordante, when.not_all_ticked, None, do.refuse, "C SEED-A; D"),
    _row("IV-103", VALI, ev.ReponseInsi, when.snapshot_stale, None, do.refuse, "D"),
    _row("T09", VALI, ev.ReponseInsi, when.unconfirmed, None, do.refuse, "D"),
    *(
        _row(f"X{n}", RECUP, ev.AttestationSignee, when.guard_missing(f"X{n}"), None, do.refuse, "rule book §9")
        for n in range(1, 12)
    ),
)  # fmt: skip
"""Illegal moves that the table states by its guards: looked at before TRANSITIONS."""
