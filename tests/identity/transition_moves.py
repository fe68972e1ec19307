"""The moves of T01–T35 that the table allows (rule book §4.3)."""

from __future__ import annotations

from dataclasses import replace

from transition_examples import (
    ALL,
    APP,
    ATTESTED,
    BY_CARD,
    CORRECTED,
    DOUBTFUL,
    FICTITIOUS,
    FORMER,
    HYPHEN,
    HYPHENED,
    LATER,
    LOCAL,
    MINE,
    NEWER,
    NIR,
    NOW,
    OTHER,
    PIECE,
    PROV,
    QUAL,
    RECUP,
    STALE,
    TICKED,
    VALI,
    WAITING,
    WAITING_RECUP,
    Move,
    answer,
    app,
    app_creation,
    attestation,
    insi_creation,
)

from insdesk.identity import events as ev
from insdesk.identity.matricule import Matricule
from insdesk.identity.patient import Attribut, Channel, Status

P, R, V, Q = Status.PROV, Status.RECUP, Status.VALI, Status.QUAL
HELD = {"number": MINE.number, "channel": Channel.INSI}
LOST = {"number": None, "channel": None, "gone": (MINE.number,)}
NO_CONTROL = {"proof": None}
DOC = {"proof": "DOC:PA"}
HYPHEN_IN = {"traits": HYPHENED}
REPLACED = {"number": NEWER.number, "former": (MINE.number,), "verified": NOW}
CONFIRMED = Matricule.parse(MINE.number, NIR)
ADULT = replace(PIECE, proof="AN", adult_proof="CN")
NO_PLACE = replace(PIECE, ticked=PIECE.ticked - {"birth_place"}, absent=frozenset({"birth_place"}))

CREATIONS = (
    Move("T01", None, ev.CreationManuelle(traits=LOCAL, recherche_faite=True), {"status": P}),
    Move("T02", None, insi_creation(), {"status": R} | HELD),
    Move(
        "T03",
        None,
        app_creation(),
        {"status": Q, "number": MINE.number, "channel": Channel.AV, "proof": "AV:AV"},
    ),
    Move("T04", None, ev.Import(traits=LOCAL), {"status": P}),
)

_APP = {"status": Q, "number": MINE.number, "channel": Channel.AV, "proof": "AV:AV"}
AXES = (
    Move("T03", PROV, app(), _APP),
    Move("T03", RECUP, app(), _APP),
    Move("T03", VALI, app(), _APP),
    Move("T03", PROV, app(HYPHEN, confirmed=TICKED), _APP | HYPHEN_IN),
    Move("T03", WAITING_RECUP, app(matricule=CONFIRMED), _APP | {"former": (MINE.number,)}),
    Move("T05", PROV, PIECE, {"status": V} | DOC),
    Move("T05", PROV, NO_PLACE, {"status": V} | DOC),
    Move("T06", RECUP, PIECE, {"status": Q} | DOC),
    Move("T06", RECUP, ADULT, {"status": Q, "proof": "DOC:AN", "adult": "CN"}),
    Move("T07", PROV, answer(), {"status": R} | HELD),
    Move("T07", PROV, answer(HYPHEN), {"status": R} | HELD | HYPHEN_IN),
    Move("T07", RECUP, answer(channel=Channel.CV), {"channel": Channel.CV, "verified": NOW}),
    Move("T07", RECUP, answer(matricule=NEWER, history=(FORMER,)), REPLACED),
    Move("T08", VALI, answer(), {"status": Q} | HELD),
    Move("T09", VALI, answer(HYPHEN, confirmed=TICKED), {"status": Q} | HELD | HYPHEN_IN),
    Move("T10", VALI, answer(OTHER)),
    Move("T10", STALE, answer(OTHER), {"intact": False}),
    Move("T11", PROV, answer(OTHER)),
    *(
        Move(rule, one, ev.ReponseInsiSansIdentite(code=code))
        for rule, one in (("T12", PROV), ("T12", VALI), ("T22", RECUP), ("T22", QUAL))
        for code in ("01", "02", "insi_102")
    ),
    Move("T13", BY_CARD, attestation(), {"status": Q, "proof": "ATTEST:ATTEST_LIB"}),
)

_EDITED = {"status": P, "traits": CORRECTED}
_EDIT = ev.TraitStrictModifie(traits=CORRECTED, averti=True, reason="acte de naissance")
_WRONG = ev.InsInvalidee(reason="autre personne")
WITHDRAWALS = (
    Move("T16", PROV, _EDIT, _EDITED),
    Move("T16", RECUP, _EDIT, _EDITED | LOST),
    Move("T16", VALI, _EDIT, _EDITED | NO_CONTROL),
    Move("T16", QUAL, _EDIT, _EDITED | LOST | NO_CONTROL),
    Move("T17", QUAL, _WRONG, {"status": V} | LOST),
    Move("T18", ATTESTED, _WRONG, {"status": P} | LOST | NO_CONTROL),
    Move("T18", APP, _WRONG, {"status": P} | LOST | NO_CONTROL),
    Move("T19", RECUP, _WRONG, {"status": P} | LOST),
    Move("T20", QUAL, ev.VerificationNonConcordante(), {"status": P} | LOST | NO_CONTROL),
    Move("T20", RECUP, ev.VerificationNonConcordante(), {"status": P} | LOST),
    Move("T21", QUAL, ev.VerificationConcordante(at=LATER), {"verified": LATER}),
    Move("T21", RECUP, ev.VerificationConcordante(at=LATER), {"verified": LATER}),
    Move("T22", RECUP, ev.VerificationImpossible()),
    Move("T22", QUAL, ev.VerificationImpossible()),
    Move("T26", QUAL, ev.PreuveRetiree(reason="fausse"), {"status": R} | NO_CONTROL),
    Move("T26", VALI, ev.PreuveRetiree(reason="fausse"), {"status": P} | NO_CONTROL),
    Move("T27", ATTESTED, ev.AttestationAnnulee(reason="erreur"), {"status": R} | NO_CONTROL),
)

_LINKED = answer(matricule=NEWER, history=(FORMER,))
_CONFIRMED = replace(_LINKED, official=HYPHEN, confirmed=TICKED)
AGAIN = (
    Move("T21", QUAL, answer(), {"verified": NOW}),
    Move("T23", QUAL, _LINKED, REPLACED),
    Move(
        "T23",
        WAITING,
        answer(matricule=CONFIRMED),
        {"former": (MINE.number,), "verified": NOW},
    ),
    Move("T24", QUAL, answer(HYPHEN, confirmed=TICKED), {"verified": NOW} | HYPHEN_IN),
    Move("T24", QUAL, _CONFIRMED, REPLACED | HYPHEN_IN),
    Move("T24", QUAL, answer(HYPHEN), {"status": R, "verified": NOW} | HYPHEN_IN | NO_CONTROL),
    Move("T25", QUAL, answer(matricule=NEWER)),
    Move("T25", RECUP, answer(matricule=NEWER)),
    Move("T35", QUAL, answer(OTHER)),
    Move("T35", RECUP, answer(OTHER)),
)

_DOUT = ev.AttributPose(attribut=Attribut.DOUT, confirme=True)
_FICT = ev.AttributPose(attribut=Attribut.FICT, confirme=True)
_DOUBT = {"status": P, "attributes": frozenset({Attribut.DOUT})}
_HOMONYM = {Attribut.HOMD: {"attributes": frozenset({Attribut.HOMD})}}
_TWIN = {Attribut.HOMA: {"attributes": frozenset({Attribut.HOMA})}}
FLAGGED = tuple(replace(one, attributes=frozenset({Attribut.HOMD})) for one in ALL)
ATTRIBUTES = (
    Move("T28", PROV, _DOUT, _DOUBT),
    Move("T28", RECUP, _DOUT, _DOUBT | LOST),
    Move("T28", VALI, _DOUT, _DOUBT | NO_CONTROL),
    Move("T28", QUAL, _DOUT, _DOUBT | LOST | NO_CONTROL),
    Move("T28", PROV, _FICT, {"attributes": frozenset({Attribut.FICT})}),
    Move(
        "T28",
        FLAGGED[3],
        _DOUT,
        {"status": P, "attributes": frozenset({Attribut.DOUT, Attribut.HOMD})} | LOST | NO_CONTROL,
    ),
    *(
        Move(
            "T29",
            one,
            ev.AttributRetire(attribut=attribut, reason="levé"),
            {"attributes": frozenset()},
        )
        for one, attribut in ((DOUBTFUL, Attribut.DOUT), (FICTITIOUS, Attribut.FICT))
    ),
    *(
        Move("T30", one, ev.AttributPose(attribut=attribut), becomes)
        for one in ALL
        for attribut, becomes in (_HOMONYM | _TWIN).items()
    ),
    *(
        Move("T30", one, ev.AttributRetire(attribut=Attribut.HOMD), {"attributes": frozenset()})
        for one in FLAGGED
    ),
    Move("T30", FLAGGED[0], ev.AttributRetire(attribut=Attribut.HOMA)),
)

_GONE = replace(PROV, invalidated=(QUAL.retrieval,))
_RENEWED = replace(QUAL, retrieval=replace(_LINKED.retrieval, at=NOW))
LIFE = (
    *(Move("T31", one, ev.TraitComplementaireModifie()) for one in ALL),
    *(Move("T32", one, ev.CopiePurgee()) for one in (VALI, QUAL)),
    *(Move("T33", one, ev.Fusion(other=PROV, reason="doublon")) for one in ALL),
    Move("T33", PROV, ev.Fusion(other=_GONE, reason="doublon"), {"gone": (MINE.number,)}),
    Move("T33", VALI, ev.Fusion(other=RECUP, reason="doublon"), {"gone": (MINE.number,)}),
    Move("T33", QUAL, ev.Fusion(other=QUAL, reason="doublon")),
    Move("T33", QUAL, ev.Fusion(other=_RENEWED, reason="doublon"), {"gone": (NEWER.number,)}),
    Move("T33", _RENEWED, ev.Fusion(other=QUAL, reason="doublon"), {"gone": (MINE.number,)}),
    *(Move("T34", one, ev.RefusDePiece()) for one in ALL),
)

ALLOWED = (*CREATIONS, *AXES, *WITHDRAWALS, *AGAIN, *ATTRIBUTES, *LIFE)
