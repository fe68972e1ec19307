"""Rules about what leaves the desk and what stays (IV-600 to IV-706), and the offline pre-check."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook import sources as of
from insdesk.identity.rulebook.entry import ours, published, usual

LEAVING: Final = (
    published(
        "IV-600",
        "Une identité qualifiée part avec son matricule, son OID et tous ses traits ensemble.",
        of.guide("EXI ID 29") + f" ; {of.fr_core_issue(240)}",
    ),
    published(
        "IV-601",
        "Sans identité qualifiée, les traits peuvent partir, jamais le matricule ni l’OID, même "
        "annoncés comme non vérifiés.",
        of.segur("INS/va1.53") + f" ; {of.FR_CORE}",
    ),
    ours(
        "IV-602",
        "Après le retrait d’une INS, ceux qui l’ont reçue sont listés pour que le praticien les "
        "prévienne.",
    ),
    ours(
        "IV-603",
        "À l’écran, le matricule n’est montré comme INS que pour une identité qualifiée.",
    ),
    ours(
        "IV-604",
        "Dans les listes et les journaux, le matricule est masqué : son premier chiffre et les "
        "trois derniers seulement.",
    ),
    usual(
        "IV-605",
        "Le statut et les marques sont visibles partout où une identité est affichée, par un mot "
        "et un signe.",
    ),
    published(
        "IV-606",
        "La première page d’un document de santé porte l’identité en clair et en Datamatrix, "
        "seulement si elle est qualifiée.",
        of.guide("EXI DIF 02"),
    ),
    published(
        "IV-607",
        "Le bloc INS suit un ordre : nom de naissance, prénoms de naissance, né(e) le, sexe, lieu "
        "de naissance, matricule INS.",
        of.PHARMACY,
    ),
    published(
        "IV-608",
        "Le Datamatrix INS n’est fait que d’une identité qualifiée ; un code reçu qui s’écarte de "
        "sa forme est refusé.",
        "ANS, Datamatrix INS 2.2, d’après healthcare-domain (GitHub)",
    ),
    ours(
        "IV-609",
        "Un document d’une identité non qualifiée ne porte ni bloc INS, ni matricule, ni "
        "Datamatrix.",
    ),
    published(
        "IV-610",
        "Un document reçu avec une INS qualifiée est rattaché par le matricule, l’OID et les cinq "
        "traits ; sans elle, par une personne qui compare.",
        of.segur("SENTINELLE.20 et MSS/va1.27"),
    ),
    published(
        "IV-611",
        "Chaque envoi avec l’INS est noté : à qui, quoi, quand, sous quel statut ; ce qui n’est "
        "pas noté ne part pas.",
        of.medical_devices("INS 41"),
    ),
    ours(
        "ENVIRONNEMENT",
        "Les données réelles et les données d’essai ne se mêlent jamais, ni dans une base ni dans "
        "un export.",
    ),
    ours(
        "IDENTITE_DE_TEST",
        "Une identité de test publiée ne sort jamais d’une base réelle.",
    ),
)

KEEPING: Final = (
    published(
        "IV-700",
        "Les anciens matricules sont gardés tels que reçus, avec leur période ; ils ne sont jamais "
        "réutilisés pour transmettre.",
        of.guide("EXI REC 08") + f" ; {of.SCHEMAS}, INSHISTO",
    ),
    usual(
        "IV-701",
        "Les anciens traits sont gardés avec leur auteur, leur date et leur motif.",
    ),
    usual(
        "IV-702",
        "L’INS est vérifiée quand elle vient d’un tiers, et de temps en temps sur les dossiers "
        "actifs, tous les trois à cinq ans.",
        f"{of.GUYANA} pour l’opération ; délai : usage professionnel",
    ),
    ours(
        "IV-703",
        "Une vérification en retard est rappelée à la visite suivante ; elle ne change pas le "
        "statut et ne bloque pas l’export.",
    ),
    usual(
        "IV-704",
        "Une INS non confirmée n’est plus utilisée, et l’identité est à reprendre.",
    ),
    ours(
        "IV-705",
        "Le journal est gardé au moins aussi longtemps que le dossier ; rien n’y est effacé, "
        "chaque ligne scelle la précédente, il s’exporte.",
    ),
    ours(
        "IV-706",
        "Les traces techniques ne contiennent ni trait ni matricule entier.",
    ),
)

PRECHECK: Final = (
    ours("A01", "Le sexe manque ou n’est ni féminin ni masculin : INSi refuserait la demande."),
    ours(
        "A02",
        "Le premier chiffre du matricule et le sexe du dossier ne vont pas ensemble : à relire sur "
        "une pièce, sans rien en déduire.",
    ),
    ours(
        "A03",
        "L’année du matricule et celle de la naissance ne vont pas ensemble : à relire sur une "
        "pièce.",
    ),
    ours(
        "A04",
        "Le mois du matricule et celui de la naissance ne vont pas ensemble : à relire sur une "
        "pièce.",
    ),
    ours("A05", "Le nom utilisé, d’aujourd’hui ou d’avant, semble noté comme nom de naissance."),
    ours("A06", "Un enfant porte sans doute le numéro d’un parent."),
    ours("A07", "La clé du matricule ne correspond pas à son numéro."),
    ours("A08", "Un nom ou un prénom contient un caractère qui n’est pas admis."),
    ours("A09", "La date de naissance est dans le futur, très ancienne, ou n’existe pas."),
    ours("A10", "Le code du lieu est inconnu, est un code postal, ou n’existait pas alors."),
    ours("A11", "Deux dossiers se ressemblent : homonymes, jumeaux ou doublon à juger."),
    ours("A12", "Il manque un trait d’identité, ou le lieu de naissance est inconnu."),
)
"""Looked for in the whole base without any call to INSi."""
