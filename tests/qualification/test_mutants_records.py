"""The record of a qualification (rule book §9), whole: not one of its facts can go or change."""

from __future__ import annotations

from dataclasses import replace

from desk_stage import KNOWN, PASSPORT, SIGNED, Stage

from insdesk.identity.evidence import ATTESTATION_TEXT, ATTESTATION_VERSION

ACTOR = {
    "role": "praticien",
    "poste": "poste-de-test",
    "logiciel": "0.1.0",
    "praticien": "899900000017",
    "carte": "CPS",
    "carte_numero": "2800000017",
    "certificat": "4F0017",
}


def _compared(
    trait: str, verdict: str, code: str, local: str | None, insi: str
) -> dict[str, object]:
    return {
        "trait": trait,
        "resultat": verdict,
        "code": code,
        "local": local,
        "insi": insi,
        "confirme": False,
    }


TRAITS = [
    _compared("birth_name", "EGAL", "IDENTIQUE", "TILLEUL", "TILLEUL"),
    _compared("first_name", "EGAL", "PREMIER_DE_LISTE", "ELODIE", "ELODIE MARTHE ROSE"),
    _compared("first_names", "ACCEPTABLE", "COMPLETION", None, "ELODIE MARTHE ROSE"),
    _compared("birth_date", "EGAL", "IDENTIQUE", "1978-03-09", "1978-03-09"),
    _compared("sex", "EGAL", "IDENTIQUE", "F", "F"),
    _compared("birth_place", "EGAL", "IDENTIQUE", "63999", "63999"),
]
COMMON = {
    "patient": KNOWN,
    "acteur": ACTOR,
    "poste": "poste-de-test",
    "date": "2026-11-02T09:30:01+00:00",
    "canal": "CV",
    "lecture": "carte simulée",
    "message": "urn:uuid:00000000-0000-4000-8000-000000000001",
    "nss": "EGAL",
    "ecran_patient": "non montré",
    "a_confirmer": [],
    "avertissements": [],
    "traits": TRAITS,
    "reglage_x1": {"structure": "SEUL", "secretariat": False, "declare_le": "2026-05-04"},
    "statut_avant": "PROV",
    "statut_apres": "QUAL",
}
VALUES = {
    "X1": {"secretariat": False, "declare_le": "2026-05-04"},
    "X2": {"structure": "SEUL"},
    "X3": {"dossier_du": "2026-11-01", "suivi_depuis": None, "deja_suivi": False},
    "X4": {"carte": "CPS", "titulaire_du_poste": True},
    "X5": {"cps": "prête (code saisi)"},
    "X6": {"operation": "rechercherInsAvecCarteVitale", "age_s": 0},
    "X7": {
        "birth_name": "EGAL IDENTIQUE",
        "first_name": "EGAL PREMIER_DE_LISTE",
        "birth_date": "EGAL IDENTIQUE",
        "sex": "EGAL IDENTIQUE",
    },
    "X8": {"traits_du": "2026-11-01T09:30:00+00:00", "reponse_du": "2026-11-02T09:30:01+00:00"},
    "X9": {"nss": "EGAL", "ecran": "non montré"},
    "X10": {"attributs": []},
    "X11": {"cochee": True, "version": ATTESTATION_VERSION},
}


def _evidence(stage: Stage) -> dict[str, object]:
    evidence = dict(stage.patients.filings[-1].evidence or {})
    assert len(str(evidence.pop("reponse_sha256"))) == 64
    return evidence


def test_the_record_of_a_document_is_whole(known: Stage) -> None:
    known.desk.qualify(known.at_comparison(), replace(PASSPORT, expired_document=True))
    assert _evidence(known) == COMMON | {
        "preuve": "PA",
        "confiance": "HIGH",
        "preuve_adulte": None,
        "perime": True,
        "absents": [],
        "notes": [],
    }
    recorded = known.journal.last("EVIDENCE_RECORDED").facts
    assert (recorded["code"], recorded["perime"]) == ("PA", True)


def test_the_record_of_an_attestation_is_whole(known: Stage) -> None:
    known.desk.qualify(known.at_comparison(), SIGNED)
    evidence = _evidence(known)
    assert {key: evidence[key] for key in COMMON} == COMMON
    assert {key: value for key, value in evidence.items() if key not in COMMON} == {
        "preuve": "ATTEST_LIB",
        "phrase": ATTESTATION_TEXT,
        "version": ATTESTATION_VERSION,
        "gardes": sorted(VALUES),
        "valeurs_des_gardes": VALUES,
    }
    signed = known.journal.last("ATTESTATION_SIGNED").facts
    assert signed["gardes"] == VALUES
