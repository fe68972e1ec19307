"""The moves that the table forbids, each under the id of the rule that forbids it."""

from __future__ import annotations

from dataclasses import replace

from transition_examples import (
    ALL,
    APP,
    ATTESTED,
    BY_CARD,
    DOUBTFUL,
    FICTITIOUS,
    HYPHEN,
    LOCAL,
    NEWER,
    NIR,
    OTHER,
    PIECE,
    PROV,
    QUAL,
    RECUP,
    STALE,
    VALI,
    WAITING_RECUP,
    Move,
    answer,
    app,
    app_creation,
    attestation,
    insi_creation,
    refusal,
)

from insdesk.identity import events as ev
from insdesk.identity.evidence import AdultLink
from insdesk.identity.guards import GUARDS_OF_THE_ATTESTATION
from insdesk.identity.matricule import Matricule
from insdesk.identity.patient import Attribut

BY_CARD_OF_APP = replace(APP, control=None)
_MINOR = replace(PIECE, proof="LE")
_GUARDIAN = replace(_MINOR, adult_proof="PA", adult_link=AdultLink.REPRESENTANT)
_OTHER_INS = replace(QUAL, retrieval=answer(matricule=NEWER).retrieval)

CREATIONS = (
    refusal("IV-200", None, ev.CreationManuelle(traits=LOCAL, recherche_faite=False)),
    refusal("IV-200", None, insi_creation(searched=False)),
    refusal("IV-200", None, app_creation(searched=False)),
    refusal("IV-200", None, app_creation(valid=False)),
    refusal("IV-405", None, PIECE),
    refusal("IV-102", PROV, ev.Import(traits=LOCAL)),
    refusal("IV-200", PROV, ev.CreationManuelle(traits=LOCAL, recherche_faite=True)),
)

ATTESTATIONS = (
    refusal("T14", RECUP, attestation()),
    refusal("T14", RECUP, attestation(frozenset())),
    refusal("T15", PROV, attestation()),
    refusal("T15", VALI, attestation()),
    refusal("IV-405", QUAL, attestation()),
    refusal("IV-405", ATTESTED, attestation()),
    refusal("X11", BY_CARD, attestation(text="J'atteste")),
    refusal("X1", BY_CARD, attestation(frozenset())),
    *(
        refusal(guard, BY_CARD, attestation(GUARDS_OF_THE_ATTESTATION - {guard}))
        for guard in sorted(GUARDS_OF_THE_ATTESTATION)
    ),
)

DOCUMENTS = (
    refusal("IV-405", QUAL, PIECE),
    *(refusal("IV-401", one, replace(PIECE, proof="")) for one in ALL),
    *(refusal("IV-400", one, replace(PIECE, proof="PC")) for one in ALL),
    *(refusal("IV-406", one, _MINOR) for one in ALL),
    *(refusal("IV-402", one, replace(PIECE, ticked=PIECE.ticked - {"sex"})) for one in ALL),
    refusal("IV-406", RECUP, replace(PIECE, proof="AN", adult_proof="PC")),
    refusal("IV-406", RECUP, _GUARDIAN),
    refusal("IV-402", RECUP, replace(PIECE, ticked=PIECE.ticked - {"birth_date"})),
    refusal(
        "IV-402", RECUP, replace(PIECE, ticked=PIECE.ticked - {"sex"}, absent=frozenset({"sex"}))
    ),
    refusal("IV-402", RECUP, replace(PIECE, ticked=PIECE.ticked - {"birth_place"})),
)

ANSWERS = (
    refusal("T09", VALI, answer(HYPHEN)),
    refusal("T09", VALI, answer(HYPHEN, confirmed=frozenset({"birth_name"}))),
    refusal("IV-103", STALE, answer()),
    refusal("IV-103", replace(VALI, traits=replace(LOCAL, birth_place=None)), answer()),
    refusal("IV-304", APP, answer()),
    refusal("IV-304", BY_CARD_OF_APP, answer()),
    refusal("IV-110", DOUBTFUL, answer()),
    refusal("IV-110", FICTITIOUS, answer()),
    refusal("IV-110", DOUBTFUL, PIECE),
    refusal("IV-110", DOUBTFUL, attestation()),
    refusal("IV-110", DOUBTFUL, app()),
)

APPLICATION = (
    refusal("T25", RECUP, app(matricule=NEWER)),
    *(refusal("IV-321", one, app(OTHER)) for one in ALL),
    refusal("T03", QUAL, app()),
    refusal("T03", PROV, app(valid=False)),
    refusal("T03", PROV, app(HYPHEN)),
    refusal("T25", WAITING_RECUP, app(matricule=Matricule.parse(NEWER.number, NIR))),
)

_FICT = ev.AttributPose(attribut=Attribut.FICT, confirme=True)
_FLAGGED = tuple(replace(one, attributes=frozenset({Attribut.HOMD})) for one in ALL)
ATTRIBUTES = (
    *(refusal("IV-111", one, ev.AttributPose(attribut=Attribut.DOUT)) for one in ALL),
    *(refusal("IV-112", one, _FICT) for one in _FLAGGED),
    refusal("IV-112", DOUBTFUL, _FICT),
    refusal("IV-112", FICTITIOUS, ev.AttributPose(attribut=Attribut.DOUT, confirme=True)),
    refusal("IV-112", FICTITIOUS, ev.AttributPose(attribut=Attribut.HOMA)),
    refusal("IV-113", DOUBTFUL, ev.AttributRetire(attribut=Attribut.DOUT)),
    refusal("IV-113", PROV, ev.AttributRetire(attribut=Attribut.DOUT, reason="rien à lever")),
)

_BLANK = "  "
REASONS = (
    refusal("IV-322", QUAL, ev.TraitStrictModifie(traits=LOCAL, averti=False, reason="pièce")),
    refusal("IV-322", QUAL, ev.TraitStrictModifie(traits=LOCAL, averti=True, reason=_BLANK)),
    *(refusal("T19", one, ev.InsInvalidee(reason="rien")) for one in (PROV, VALI)),
    *(refusal("T19", one, ev.InsInvalidee(reason=_BLANK)) for one in (QUAL, ATTESTED, RECUP)),
    *(refusal("T20", one, ev.VerificationNonConcordante()) for one in (PROV, VALI)),
    *(refusal("T21", one, ev.VerificationConcordante(at=PIECE.at)) for one in (PROV, VALI)),
    *(refusal("T22", one, ev.VerificationImpossible()) for one in (PROV, VALI)),
    *(refusal("T26", one, ev.PreuveRetiree(reason="fausse")) for one in (PROV, RECUP)),
    *(refusal("T26", one, ev.PreuveRetiree(reason=_BLANK)) for one in (VALI, QUAL)),
    refusal("T27", QUAL, ev.AttestationAnnulee(reason="pas d'attestation")),
    refusal("T27", APP, ev.AttestationAnnulee(reason="pas d'attestation")),
    refusal("T27", ATTESTED, ev.AttestationAnnulee(reason=_BLANK)),
    *(refusal("T32", one, ev.CopiePurgee()) for one in (PROV, RECUP)),
    refusal("IV-212", QUAL, ev.Fusion(other=_OTHER_INS, reason="doublon")),
    *(refusal("IV-212", one, ev.Fusion(other=PROV, reason="")) for one in ALL),
)

FORBIDDEN: tuple[Move, ...] = (
    *CREATIONS,
    *ATTESTATIONS,
    *DOCUMENTS,
    *ANSWERS,
    *APPLICATION,
    *ATTRIBUTES,
    *REASONS,
)
