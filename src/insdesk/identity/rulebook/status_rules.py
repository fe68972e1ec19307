"""Rules about the statut and the attributs: IV-100 to IV-113."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook import sources as of
from insdesk.identity.rulebook.entry import ours, published, usual

STATUS: Final = (
    published(
        "IV-100",
        "Chaque identité enregistrée a un seul statut : provisoire, récupérée, validée ou "
        "qualifiée.",
        of.rniv("EXI SI 07"),
    ),
    published(
        "IV-101",
        "Seule une identité qualifiée permet de référencer, d’échanger ou d’exporter des données "
        "avec le matricule INS.",
        of.rniv("EXI SI 08") + " ; Guide v3, EXI ID 29",
    ),
    ours(
        "IV-102",
        "Le statut est calculé à partir de l’accord d’INSi, du contrôle de l’identité et des "
        "marques : personne ne le choisit dans une liste.",
    ),
    ours(
        "IV-103",
        "Le contrôle vaut pour les traits tels qu’ils étaient ce jour-là : s’ils changent, il "
        "tombe.",
    ),
    published(
        "IV-104",
        "Le statut annoncé par un autre logiciel n’est pas repris : un dossier importé est "
        "provisoire.",
        f"{of.ESANTE} pour le principe ; statut donné : décision d’insdesk",
    ),
    published(
        "IV-105",
        "Le code VALI n’a pas le même sens selon les versions des formats : chaque export traduit "
        "le statut, aucun ne recopie le code.",
        f"{of.FR_CORE}, identity-reliability ; {of.fr_core_issue(133)} et n° 238",
    ),
)

ATTRIBUTES: Final = (
    published(
        "IV-110",
        "Une identité douteuse ou fictive reste provisoire, et INSi n’est pas interrogé pour elle.",
        of.rniv("EXI SI 09", of.fr_core_issue(335)) + " ; Guide v3, EXI ID 26",
    ),
    published(
        "IV-111",
        "Marquer douteuse ou fictive une identité demande une confirmation, la rend provisoire et "
        "invalide son matricule et son OID.",
        of.guide("EXI ID 26"),
    ),
    published(
        "IV-112",
        "Seules les marques « douteuse » et « homonyme » peuvent aller ensemble ; « fictive » ne "
        "se combine avec rien.",
        of.guide("EXI ID 24") + f" ; {of.fr_core_issue(335)}",
    ),
    ours(
        "IV-113",
        "Retirer la marque « douteuse » ou « fictive » ne rend pas l’ancien statut : INSi et le "
        "contrôle sont à refaire.",
    ),
    usual(
        "IV-114",
        "Une pièce montrée pour une identité douteuse ou fictive est notée, elle ne la valide pas "
        "; l’utilisateur en est prévenu d’abord.",
        of.VENDOR,
    ),
)
