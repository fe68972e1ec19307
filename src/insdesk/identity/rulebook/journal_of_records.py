"""Events of the journal about a record: what it became, and what alike records became."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook.entry import AuditEvent

IDENTITY: Final = (
    AuditEvent(
        "SEARCH_ANTERIORITE",
        "Recherche dans la base",
        "La base est parcourue avant une création.",
        ("reference", "criteres", "lettres", "resultats"),
    ),
    AuditEvent("IDENTITY_CREATED", "Dossier créé", "Un dossier commence.", ("canal", "recherche")),
    AuditEvent(
        "IDENTITY_IMPORTED",
        "Dossier importé",
        "Un dossier vient d’un fichier.",
        ("fichier_sha256", "ligne", "statut_annonce", "statut_donne"),
    ),
    AuditEvent(
        "TRAIT_STRICT_CHANGED",
        "Trait d’identité modifié",
        "Un trait d’identité change.",
        ("traits", "motif", "deverrouillage"),
        ("avant", "apres", "motif"),
    ),
    AuditEvent(
        "TRAIT_STRICT_UNLOCKED",
        "Traits déverrouillés",
        "Les traits sont ouverts à la correction, après avertissement.",
        ("avertissement",),
    ),
    AuditEvent(
        "TRAIT_COMPL_CHANGED",
        "Renseignements complémentaires modifiés",
        "Un nom ou un prénom utilisé change.",
        ("champs",),
        ("used_name", "used_first_name"),
    ),
    AuditEvent(
        "STATUS_CHANGED",
        "Statut changé",
        "Le statut change, par la transition nommée.",
        ("transition",),
    ),
    AuditEvent(
        "ATTRIBUTE_SET",
        "Marque ajoutée",
        "L’identité est marquée homonyme, douteuse ou fictive.",
        ("attribut", "motif"),
        ("motif",),
    ),
    AuditEvent(
        "ATTRIBUTE_CLEARED",
        "Marque retirée",
        "Une marque est retirée.",
        ("attribut", "motif"),
        ("motif",),
    ),
    AuditEvent("QUALIFIED", "Identité qualifiée", "L’identité vient d’être qualifiée.", ("proof",)),
)

CONTROL: Final = (
    AuditEvent(
        "EVIDENCE_RECORDED",
        "Pièce d’identité contrôlée",
        "L’identité est contrôlée sur une pièce.",
        ("code", "confiance", "coches", "absents", "perime", "adulte"),
    ),
    AuditEvent(
        "EVIDENCE_WITHDRAWN",
        "Contrôle de la pièce retiré",
        "Le contrôle fait sur une pièce est retiré.",
        ("code", "motif"),
        ("motif",),
    ),
    AuditEvent("EVIDENCE_COPY_STORED", "Copie de pièce gardée", "Une copie de pièce est gardée."),
    AuditEvent(
        "EVIDENCE_COPY_VIEWED", "Copie de pièce consultée", "Une copie de pièce est consultée."
    ),
    AuditEvent("EVIDENCE_COPY_PURGED", "Copie de pièce effacée", "Une copie de pièce est effacée."),
    AuditEvent(
        "ATTESTATION_SIGNED",
        "Attestation de la procédure d’exception",
        "Le praticien atteste connaître le patient.",
        ("version", "phrase_sha256", "gardes", "message"),
    ),
    AuditEvent(
        "ATTESTATION_REFUSED_BY_GUARD",
        "Procédure d’exception non permise",
        "Une condition de la procédure d’exception manque.",
        ("garde", "motif"),
    ),
    AuditEvent(
        "ATTESTATION_CANCELLED",
        "Attestation annulée",
        "L’attestation est retirée.",
        ("code", "motif"),
        ("motif",),
    ),
    AuditEvent(
        "REFUSAL_RECORDED",
        "Refus du patient noté",
        "Le patient refuse une pièce, l’écran ou l’INS.",
        ("refus", "regle"),
    ),
)

ALIKE: Final = (
    AuditEvent(
        "DUPLICATE_DETECTED",
        "Doublon possible",
        "Deux dossiers se ressemblent.",
        ("autre", "regle"),
        ("motif",),
    ),
    AuditEvent(
        "DUPLICATE_DISMISSED",
        "Doublon écarté",
        "Deux dossiers sont jugés de personnes différentes.",
        ("autre", "regle"),
        ("motif",),
    ),
    AuditEvent(
        "RECORDS_MERGED",
        "Dossiers fusionnés",
        "Deux dossiers d’une même personne n’en font plus qu’un.",
        ("dossiers", "transition"),
        ("motif",),
    ),
    AuditEvent(
        "MERGE_REFUSED",
        "Fusion refusée",
        "Une règle interdit la fusion.",
        ("dossiers", "motif", "regle"),
    ),
    AuditEvent(
        "MERGE_UNDONE",
        "Fusion défaite",
        "Une fusion est défaite dans son délai.",
        ("dossiers", "transition"),
    ),
    AuditEvent(
        "COLLISION_DECLARED",
        "Deux personnes dans un dossier",
        "Les données de deux personnes sont mêlées dans un dossier.",
        ("dossiers", "motif", "regle"),
        ("motif",),
    ),
)
