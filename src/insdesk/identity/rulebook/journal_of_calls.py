"""Events of the journal about cards, INSi, exports and settings."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook.entry import AuditEvent

CARDS: Final = (
    AuditEvent(
        "VITALE_READ",
        "Carte Vitale lue",
        "Une carte Vitale est lue.",
        ("beneficiaires", "rang", "lecture", "codes"),
    ),
    AuditEvent(
        "VITALE_READ_FAILED",
        "Carte Vitale non lue",
        "Une carte Vitale n’a pas pu être lue.",
        ("cause",),
    ),
    AuditEvent(
        "CPX_PRESENT",
        "CPS insérée",
        "Une carte professionnelle entre, puis son code porteur est accepté.",
        ("carte", "fente", "cause", "etat"),
    ),
    AuditEvent(
        "CPX_REMOVED",
        "CPS retirée",
        "La carte professionnelle sort, ou la session se ferme.",
        ("carte", "fente", "cause", "etat"),
    ),
    AuditEvent(
        "CPX_PIN_FAILED",
        "Code porteur refusé",
        "La carte refuse le code porteur.",
        ("carte", "fente", "cause", "etat"),
    ),
)

INSI: Final = (
    AuditEvent(
        "INSI_CALL",
        "Appel à INSi",
        "INSi est interrogé pour une personne.",
        ("operation", "voie", "criteria", "attempt", "of", "relance", "message_id"),
    ),
    AuditEvent(
        "INSI_RESULT",
        "Réponse d’INSi",
        "INSi a répondu, ou n’a pas pu.",
        (
            "operation",
            "voie",
            "environment",
            "attempt",
            "relance",
            "code",
            "message_id",
            "message_insi",
            "fault_codes",
            "famille",
            "severite",
            "duration_ms",
            "answer_sha256",
        ),
    ),
    AuditEvent(
        "INSI_CALL_BLOCKED",
        "Appel à INSi non permis",
        "Une règle interdit d’interroger INSi.",
        (
            "regle",
            "motif",
        ),
    ),
    AuditEvent(
        "COMPARISON_SHOWN",
        "Comparaison affichée",
        "Les deux identités sont montrées côte à côte : un résultat et un code par trait.",
        (
            "birth_name",
            "first_name",
            "first_names",
            "birth_date",
            "sex",
            "birth_place",
            "matricule",
        ),
    ),
    AuditEvent(
        "PATIENT_VIEW_SHOWN",
        "Traits montrés au patient",
        "Le patient a relu ses traits.",
        (
            "resultat",
            "duree_s",
        ),
    ),
    AuditEvent(
        "PATIENT_VIEW_SKIPPED",
        "Traits non montrés au patient",
        "Les traits n’ont pas été montrés au patient.",
        ("motif", "resultat"),
    ),
    AuditEvent(
        "DIFFERENCE_CONFIRMED",
        "Différence vérifiée sur la pièce",
        "Une différence admise est cochée.",
        ("trait", "code"),
    ),
    AuditEvent(
        "INSI_TRAITS_ACCEPTED",
        "Traits d’INSi acceptés",
        "Les traits d’INSi remplacent ceux du dossier.",
        ("message", "traits"),
        ("avant", "apres"),
    ),
    AuditEvent(
        "INSI_TRAITS_REFUSED",
        "Traits d’INSi refusés",
        "L’utilisateur refuse la réponse d’INSi.",
        ("motif", "regle", "issue", "piece"),
        ("motif",),
    ),
    AuditEvent(
        "INSI_RESULT_DISCARDED",
        "Réponse d’INSi écartée",
        "La réponse d’INSi est fermée sans décision.",
        ("motif",),
    ),
    AuditEvent(
        "INS_ATTACHED",
        "INS rattachée au dossier",
        "Une INS entre au dossier.",
        ("oid", "matricule", "nature"),
    ),
    AuditEvent(
        "INS_HISTORISED",
        "Ancien matricule gardé dans l’historique",
        "Un matricule en remplace un autre.",
        ("oid", "matricule", "periode"),
    ),
    AuditEvent(
        "INS_INVALIDATED",
        "INS invalidée",
        "Une INS n’est plus utilisée.",
        (
            "cause",
            "motif",
            "oid",
            "matricule",
        ),
        ("motif",),
    ),
    AuditEvent("VERIFICATION_DONE", "INS vérifiée", "INSi confirme l’INS du dossier.", ("regle",)),
    AuditEvent(
        "VERIFICATION_KO", "INS non confirmée", "INSi ne confirme pas l’INS du dossier.", ("regle",)
    ),
    AuditEvent(
        "VERIFICATION_FAILED",
        "Vérification non aboutie",
        "La vérification est à refaire.",
        (
            "regle",
            "code",
        ),
    ),
)

DESK: Final = (
    AuditEvent(
        "EXPORT_WITH_INS",
        "Exportée avec l’INS",
        "L’identité part avec son INS.",
        ("format", "fichier", "destinataire", "profil", "document", "oid", "matricule"),
    ),
    AuditEvent(
        "EXPORT_WITHOUT_INS",
        "Exportée sans l’INS",
        "L’identité part sans INS.",
        (
            "format",
            "fichier",
            "destinataire",
            "profil",
            "document",
        ),
    ),
    AuditEvent(
        "EXPORT_BLOCKED",
        "Export refusé",
        "Une règle interdit l’export.",
        (
            "format",
            "destinataire",
            "regle",
        ),
    ),
    AuditEvent(
        "DATAMATRIX_PRINTED", "Datamatrix imprimé", "Un Datamatrix INS est imprimé.", ("document",)
    ),
    AuditEvent("AUDIT_EXPORTED", "Journal exporté", "Le journal est exporté."),
    AuditEvent(
        "SETTING_CHANGED",
        "Réglage modifié",
        "Un réglage qui compte pour les règles change.",
        (
            "reglage",
            "regle",
        ),
        (
            "avant",
            "apres",
        ),
    ),
    AuditEvent(
        "CLOCK_ANOMALY",
        "Horloge suspecte",
        "L’horloge de l’ordinateur a reculé ou s’écarte de celle d’INSi.",
        ("retard_s",),
    ),
)
