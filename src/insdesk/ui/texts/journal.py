"""Wording of the journal's events (rule book §14): what happened, without any trait."""

from __future__ import annotations

from collections.abc import Mapping

from insdesk.identity.evidence import device
from insdesk.identity.filing import JournalLine

EVENTS: Mapping[str, str] = {
    "SEARCH_ANTERIORITE": "Recherche dans la base",
    "IDENTITY_CREATED": "Dossier créé",
    "IDENTITY_IMPORTED": "Dossier importé",
    "TRAIT_STRICT_CHANGED": "Trait d’identité modifié",
    "TRAIT_STRICT_UNLOCKED": "Traits déverrouillés",
    "TRAIT_COMPL_CHANGED": "Renseignements complémentaires modifiés",
    "VITALE_READ": "Carte Vitale lue",
    "VITALE_READ_FAILED": "Carte Vitale non lue",
    "CPX_PRESENT": "CPS insérée",
    "CPX_REMOVED": "CPS retirée",
    "CPX_PIN_FAILED": "Code porteur refusé",
    "INSI_CALL": "Appel à INSi",
    "INSI_RESULT": "Réponse d’INSi",
    "INSI_CALL_BLOCKED": "Appel à INSi non permis",
    "COMPARISON_SHOWN": "Comparaison affichée",
    "PATIENT_VIEW_SHOWN": "Traits montrés au patient",
    "PATIENT_VIEW_SKIPPED": "Traits non montrés au patient",
    "DIFFERENCE_CONFIRMED": "Différence vérifiée sur la pièce",
    "INSI_TRAITS_ACCEPTED": "Traits d’INSi acceptés",
    "INSI_TRAITS_REFUSED": "Traits d’INSi refusés",
    "INSI_RESULT_DISCARDED": "Réponse d’INSi écartée",
    "INS_ATTACHED": "INS rattachée au dossier",
    "INS_HISTORISED": "Ancien matricule gardé dans l’historique",
    "INS_INVALIDATED": "INS invalidée",
    "EVIDENCE_RECORDED": "Pièce d’identité contrôlée",
    "EVIDENCE_WITHDRAWN": "Contrôle de la pièce retiré",
    "EVIDENCE_COPY_STORED": "Copie de pièce gardée",
    "EVIDENCE_COPY_VIEWED": "Copie de pièce consultée",
    "EVIDENCE_COPY_PURGED": "Copie de pièce effacée",
    "ATTESTATION_SIGNED": "Attestation de la procédure d’exception",
    "ATTESTATION_REFUSED_BY_GUARD": "Procédure d’exception non permise",
    "ATTESTATION_CANCELLED": "Attestation annulée",
    "STATUS_CHANGED": "Statut changé",
    "ATTRIBUTE_SET": "Marque ajoutée",
    "ATTRIBUTE_CLEARED": "Marque retirée",
    "DUPLICATE_DETECTED": "Doublon possible",
    "DUPLICATE_DISMISSED": "Doublon écarté",
    "RECORDS_MERGED": "Dossiers fusionnés",
    "MERGE_REFUSED": "Fusion refusée",
    "COLLISION_DECLARED": "Collision de matricules",
    "VERIFICATION_DONE": "INS vérifiée",
    "VERIFICATION_KO": "INS non confirmée",
    "VERIFICATION_FAILED": "Vérification non aboutie",
    "REFUSAL_RECORDED": "Refus du patient noté",
    "EXPORT_WITH_INS": "Exportée avec l’INS",
    "EXPORT_WITHOUT_INS": "Exportée sans l’INS",
    "EXPORT_BLOCKED": "Export refusé",
    "DATAMATRIX_PRINTED": "Datamatrix imprimé",
    "AUDIT_EXPORTED": "Journal exporté",
    "SETTING_CHANGED": "Réglage modifié",
    "CLOCK_ANOMALY": "Horloge suspecte",
    "QUALIFIED": "Identité qualifiée",
}
"""One wording per event type."""

STATUS_EVENTS: Mapping[str, str] = {
    "PROV": "Identité provisoire",
    "RECUP": "Identité récupérée",
    "VALI": "Identité validée",
    "QUAL": "Identité qualifiée",
}

_ANSWERS: Mapping[str, str] = {
    "00": "une identité trouvée",
    "01": "aucune identité",
    "02": "plusieurs identités",
}


def event_title(line: JournalLine) -> str:
    """What happened, in a few words; a change of statut says the statut reached."""
    if line.type == "STATUS_CHANGED" and line.status_after in STATUS_EVENTS:
        return STATUS_EVENTS[line.status_after or ""]
    return EVENTS.get(line.type, "Action notée au journal")


def event_detail(line: JournalLine) -> str:
    """The one fact worth a second line: the document, the answer, the format; else nothing."""
    for name in ("evidence", "code", "device", "proof"):
        found = device(str(line.facts.get(name, "")))
        if found is not None:
            return found.label.replace("'", "’")
    if str(line.facts.get("proof", "")).startswith("ATTEST"):
        return "patient connu"
    answer = _ANSWERS.get(str(line.facts.get("code", "")))
    if answer:
        return answer
    return str(line.facts.get("format", "")) if "EXPORT" in line.type else ""
