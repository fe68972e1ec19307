"""T01–T35 of rule book §4.3, each by its id, and the refusals around them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from insdesk.errors import Refused
from insdesk.identity import events as ev
from insdesk.identity.evidence import ATTESTATION_TEXT
from insdesk.identity.guards import GUARDS_OF_THE_ATTESTATION
from insdesk.identity.matricule import Matricule
from insdesk.identity.patient import (
    Attribut,
    Channel,
    Control,
    ControlKind,
    Identity,
    Retrieval,
    Status,
)
from insdesk.identity.readings import FormerMatricule
from insdesk.identity.status import REFUSALS, TRANSITIONS, apply, find, move
from insdesk.identity.traits import Traits

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
TEST_OID = "1.2.250.1.213.1.4.10"
LOCAL = Traits.from_text(
    birth_name="TILLEUL",
    first_name="ELODIE",
    first_names="ELODIE MARTHE ROSE",
    birth_date="1978-03-09",
    sex="F",
    birth_place="63999",
)
SAME = Traits.as_received(
    birth_name="TILLEUL",
    first_name=None,
    first_names="ELODIE MARTHE ROSE",
    birth_date="1978-03-09",
    sex="F",
    birth_place="63999",
)
HYPHEN = replace(SAME, first_names="ELODIE MARTHE-ROSE")
OTHER = replace(SAME, birth_name="GARANCEAU")
MINE = Matricule.parse("2780363999000", TEST_OID)
NEWER = Matricule.parse("2780363999111", TEST_OID)


def answer(
    official: Traits = SAME,
    *,
    matricule: Matricule = MINE,
    channel: Channel = Channel.INSI,
    history: tuple[FormerMatricule, ...] = (),
    confirmed: frozenset[str] = frozenset(),
) -> ev.ReponseInsi:
    retrieval = Retrieval(channel=channel, at=NOW, matricule=matricule, history=history)
    return ev.ReponseInsi(official=official, retrieval=retrieval, confirmed=confirmed)


def identity(status: Status, *, channel: Channel = Channel.INSI, kind: str = "DOC") -> Identity:
    """An identity of this statut, made by the events that lead to it."""
    one = apply(None, ev.CreationManuelle(traits=LOCAL, recherche_faite=True))
    if status in (Status.RECUP, Status.QUAL):
        one = apply(one, answer(channel=channel))
    if status is Status.VALI or (status is Status.QUAL and kind == "DOC"):
        one = apply(one, ev.PieceConcordante(proof="CN", at=NOW))
    elif status is Status.QUAL:
        one = apply(one, attestation())
    assert one.status is status
    return one


def attestation(
    held: frozenset[str] = GUARDS_OF_THE_ATTESTATION, text: str = ATTESTATION_TEXT
) -> ev.AttestationSignee:
    return ev.AttestationSignee(at=NOW, text=text, held=held)


PROV, RECUP, VALI, QUAL = (
    identity(one) for one in (Status.PROV, Status.RECUP, Status.VALI, Status.QUAL)
)
ATTESTED = identity(Status.QUAL, channel=Channel.CV, kind="ATTEST")
PIECE = ev.PieceConcordante(proof="PA", at=NOW)
BY_CARD = identity(Status.RECUP, channel=Channel.CV)
FORMER = FormerMatricule(number=MINE.number, key=MINE.key, oid=MINE.oid)
RETRIEVAL = Retrieval(channel=Channel.AV, at=NOW, matricule=MINE)
DOUBTFUL = apply(QUAL, ev.AttributPose(attribut=Attribut.DOUT, confirme=True))

CASES = [
    ("T01", None, ev.CreationManuelle(traits=LOCAL, recherche_faite=True), Status.PROV),
    (
        "T02",
        None,
        ev.CreationDepuisInsi(traits=LOCAL, retrieval=RETRIEVAL, recherche_faite=True),
        Status.RECUP,
    ),
    (
        "T03",
        None,
        ev.CreationDepuisAppCarteVitale(
            traits=LOCAL, retrieval=RETRIEVAL, recherche_faite=True, scan_valide=True
        ),
        Status.QUAL,
    ),
    ("T04", None, ev.Import(traits=LOCAL), Status.PROV),
    ("T05", PROV, PIECE, Status.VALI),
    ("T06", RECUP, PIECE, Status.QUAL),
    ("T07", PROV, answer(), Status.RECUP),
    ("T07", PROV, answer(HYPHEN), Status.RECUP),
    ("T07", RECUP, answer(channel=Channel.CV), Status.RECUP),
    ("T08", VALI, answer(), Status.QUAL),
    ("T09", VALI, answer(HYPHEN, confirmed=frozenset({"first_names"})), Status.QUAL),
    ("T10", VALI, answer(OTHER), Status.VALI),
    ("T11", PROV, answer(OTHER), Status.PROV),
    ("T12", PROV, ev.ReponseInsiSansIdentite(code="01"), Status.PROV),
    ("T12", VALI, ev.ReponseInsiSansIdentite(code="02"), Status.VALI),
    ("T13", identity(Status.RECUP, channel=Channel.CV), attestation(), Status.QUAL),
    ("T16", RECUP, ev.TraitStrictModifie(traits=LOCAL, averti=True, reason="pièce"), Status.PROV),
    ("T16", VALI, ev.TraitStrictModifie(traits=LOCAL, averti=True, reason="pièce"), Status.PROV),
    ("T16", QUAL, ev.TraitStrictModifie(traits=LOCAL, averti=True, reason="pièce"), Status.PROV),
    ("T17", QUAL, ev.InsInvalidee(reason="autre personne"), Status.VALI),
    ("T18", ATTESTED, ev.InsInvalidee(reason="autre personne"), Status.PROV),
    ("T19", RECUP, ev.InsInvalidee(reason="autre personne"), Status.PROV),
    ("T20", QUAL, ev.VerificationNonConcordante(), Status.PROV),
    ("T20", RECUP, ev.VerificationNonConcordante(), Status.PROV),
    ("T21", QUAL, ev.VerificationConcordante(at=NOW), Status.QUAL),
    ("T21", QUAL, answer(), Status.QUAL),
    ("T22", RECUP, ev.VerificationImpossible(), Status.RECUP),
    ("T22", QUAL, ev.ReponseInsiSansIdentite(code="01"), Status.QUAL),
    ("T23", QUAL, answer(matricule=NEWER, history=(FORMER,)), Status.QUAL),
    ("T24", QUAL, answer(HYPHEN, confirmed=frozenset({"first_names"})), Status.QUAL),
    ("T24", QUAL, answer(HYPHEN), Status.RECUP),
    ("T25", QUAL, answer(matricule=NEWER), Status.QUAL),
    ("T25", RECUP, answer(matricule=NEWER), Status.RECUP),
    ("T26", QUAL, ev.PreuveRetiree(reason="fausse"), Status.RECUP),
    ("T26", VALI, ev.PreuveRetiree(reason="fausse"), Status.PROV),
    ("T27", ATTESTED, ev.AttestationAnnulee(reason="erreur"), Status.RECUP),
    ("T28", QUAL, ev.AttributPose(attribut=Attribut.DOUT, confirme=True), Status.PROV),
    ("T28", PROV, ev.AttributPose(attribut=Attribut.FICT, confirme=True), Status.PROV),
    ("T29", DOUBTFUL, ev.AttributRetire(attribut=Attribut.DOUT, reason="levé"), Status.PROV),
    ("T30", QUAL, ev.AttributPose(attribut=Attribut.HOMD), Status.QUAL),
    ("T30", VALI, ev.AttributRetire(attribut=Attribut.HOMA), Status.VALI),
    ("T31", QUAL, ev.TraitComplementaireModifie(), Status.QUAL),
    ("T32", VALI, ev.CopiePurgee(), Status.VALI),
    ("T33", QUAL, ev.Fusion(other=PROV, reason="doublon"), Status.QUAL),
    ("T34", RECUP, ev.RefusDePiece(), Status.RECUP),
    ("T35", QUAL, answer(OTHER), Status.QUAL),
    ("T35", RECUP, answer(OTHER), Status.RECUP),
]


@pytest.mark.parametrize(
    ("rule", "before", "event", "after"),
    CASES,
    ids=[f"{rule}-{n}" for n, (rule, *_) in enumerate(CASES)],
)
def test_transition(rule: str, before: Identity | None, event: ev.Event, after: Status) -> None:
    result, row = move(before, event)
    assert (row.id, result.status) == (rule, after)


REFUSED = [
    ("T14", RECUP, attestation()),
    ("T15", PROV, attestation()),
    ("T15", VALI, attestation()),
    ("IV-405", QUAL, attestation()),
    ("IV-405", QUAL, PIECE),
    ("X11", BY_CARD, attestation(text="J'atteste")),
    *(
        (guard, BY_CARD, attestation(GUARDS_OF_THE_ATTESTATION - {guard}))
        for guard in sorted(GUARDS_OF_THE_ATTESTATION)
    ),
    ("IV-200", None, ev.CreationManuelle(traits=LOCAL, recherche_faite=False)),
    (
        "IV-200",
        None,
        ev.CreationDepuisAppCarteVitale(
            traits=LOCAL, retrieval=RETRIEVAL, recherche_faite=True, scan_valide=False
        ),
    ),
    ("IV-405", None, PIECE),
    ("T09", VALI, answer(HYPHEN)),
    ("IV-103", replace(VALI, traits=replace(LOCAL, first_names=None)), answer()),
    ("IV-110", DOUBTFUL, answer()),
    ("IV-110", DOUBTFUL, PIECE),
    ("IV-110", DOUBTFUL, attestation()),
    ("IV-111", QUAL, ev.AttributPose(attribut=Attribut.DOUT)),
    ("IV-112", DOUBTFUL, ev.AttributPose(attribut=Attribut.FICT, confirme=True)),
    ("IV-113", DOUBTFUL, ev.AttributRetire(attribut=Attribut.DOUT)),
    ("IV-113", PROV, ev.AttributRetire(attribut=Attribut.DOUT, reason="rien à lever")),
    ("IV-400", RECUP, replace(PIECE, proof="PC")),
    ("IV-401", RECUP, replace(PIECE, proof="")),
    ("IV-402", RECUP, replace(PIECE, ticked=PIECE.ticked - {"birth_date"})),
    ("IV-402", RECUP, replace(PIECE, ticked=PIECE.ticked - {"sex"}, absent=frozenset({"sex"}))),
    ("IV-406", RECUP, replace(PIECE, proof="LE")),
    ("IV-406", RECUP, replace(PIECE, proof="AN", adult_proof="PC")),
    ("IV-322", QUAL, ev.TraitStrictModifie(traits=LOCAL, averti=False, reason="pièce")),
    ("IV-322", QUAL, ev.TraitStrictModifie(traits=LOCAL, averti=True, reason=" ")),
    ("T19", PROV, ev.InsInvalidee(reason="rien")),
    ("T27", QUAL, ev.AttestationAnnulee(reason="pas d'attestation")),
    (
        "IV-212",
        QUAL,
        ev.Fusion(other=replace(QUAL, retrieval=answer(matricule=NEWER).retrieval), reason="x"),
    ),
    ("IV-212", QUAL, ev.Fusion(other=PROV, reason="")),
]


@pytest.mark.parametrize(
    ("rule", "before", "event"),
    REFUSED,
    ids=[f"{rule}-{n}" for n, (rule, *_) in enumerate(REFUSED)],
)
def test_refused(rule: str, before: Identity | None, event: ev.Event) -> None:
    with pytest.raises(Refused) as refused:
        apply(before, event)
    assert refused.value.rule == rule


def test_the_table_has_every_row_of_the_rule_book() -> None:
    assert {row.id for row in TRANSITIONS} == {f"T{n:02d}" for n in range(1, 36)}
    assert {row.id for row in TRANSITIONS if row.refusal} == {"T14", "T15"}
    assert all(row.refusal for row in REFUSALS)
    assert all(row.source for row in (*TRANSITIONS, *REFUSALS))


def test_every_row_is_reached_by_a_case() -> None:
    reached = {id(find(before, event)) for _, before, event, *_ in CASES}
    reached |= {id(row) for _, before, event in REFUSED if (row := _row(before, event))}
    missed = [row.id for row in (*TRANSITIONS, *REFUSALS) if id(row) not in reached]
    assert not missed


def _row(before: Identity | None, event: ev.Event) -> object:
    try:
        return find(before, event)
    except Refused:
        return None


def test_accepting_replaces_the_local_traits_and_keeps_the_control() -> None:
    result = apply(VALI, answer(HYPHEN, confirmed=frozenset({"first_names"})))
    assert result.traits.first_names == "ELODIE MARTHE-ROSE"
    assert result.traits.first_name == "ELODIE"
    assert result.control is not None
    assert result.control.snapshot == result.traits


def test_t10_and_t35_keep_nothing_of_the_answer() -> None:
    assert apply(VALI, answer(OTHER)) == VALI
    assert apply(QUAL, answer(OTHER)) == QUAL


def test_t16_archives_the_ins_and_cancels_both_axes() -> None:
    edited = replace(LOCAL, birth_name="TILLEULE")
    result = apply(QUAL, ev.TraitStrictModifie(traits=edited, averti=True, reason="acte"))
    assert result.traits == edited
    assert result.retrieval is None
    assert result.control is None
    assert [one.matricule for one in result.invalidated] == [MINE]


def test_t23_archives_the_old_matricule_once() -> None:
    result = apply(QUAL, answer(matricule=NEWER, history=(FORMER,)))
    assert result.retrieval is not None
    assert result.retrieval.matricule == NEWER
    assert [one.number for one in result.retrieval.history] == [MINE.number]


def test_t28_invalidates_the_ins_and_t29_restores_nothing() -> None:
    assert DOUBTFUL.retrieval is None
    assert [one.matricule for one in DOUBTFUL.invalidated] == [MINE]
    lifted = apply(DOUBTFUL, ev.AttributRetire(attribut=Attribut.DOUT, reason="vérifié"))
    assert lifted.status is Status.PROV
    assert lifted.control is None


def test_doubt_masks_even_complete_axes() -> None:
    """A record that would hold both axes and DOUT still is PROV (IV-110)."""
    control = Control(kind=ControlKind.DOC, proof="CN", at=NOW, snapshot=LOCAL)
    both = Identity(
        traits=LOCAL,
        retrieval=RETRIEVAL,
        control=control,
        attributes=frozenset({Attribut.DOUT}),
    )
    assert both.status is Status.PROV
