"""Rules about the frame and the traits themselves: IV-001 to IV-034."""

from __future__ import annotations

from typing import Final

from insdesk.identity.rulebook import sources as of
from insdesk.identity.rulebook.entry import ours, published, usual

FRAME: Final = (
    published(
        "IV-001",
        "Depuis le 1er janvier 2021 les données de santé sont référencées avec l’INS : le patient "
        "ne peut pas s’y opposer, il garde ses droits d’accès et de rectification.",
        f"{of.NOTE} ; foire aux questions INS de l’Oncopole (iuct-oncopole.fr)",
    ),
    published(
        "IV-002",
        "Les textes suivis sont le référentiel INS, le RNIV 1 et le RNIV 4 pour les libéraux, et "
        "le guide d’implémentation de l’INS, tous de décembre 2024.",
        f"{of.RNIV1} ; {of.GUIDE} ; identito-na.fr",
    ),
    published(
        "IV-003",
        "Les exigences du guide sont citées sous leurs numéros de la version 3 (EXI ID, EXI REC, "
        "EXI DIF), celles du RNIV sous EXI SI et EXI PP.",
        f"{of.GUIDE}, d’après des notes publiques sur le référentiel DMN v1.2.2",
    ),
    published(
        "IV-004",
        "Ce logiciel crée et modifie des identités : c’est un référentiel d’identités, et toutes "
        "les règles s’y appliquent, y compris l’appel à INSi.",
        f"{of.GUIDE}, EXI ID 01, 03 et 17, d’après des notes publiques",
    ),
    published(
        "IV-005",
        "Chaque professionnel obtient ou vérifie lui-même l’INS : la qualification faite par un "
        "confrère ne se transmet pas.",
        of.ESANTE,
    ),
    published(
        "IV-006",
        "On vérifie une concordance, on ne procède pas à un contrôle de police : les textes "
        "affichés n’en parlent jamais ainsi.",
        of.AQUITAINE,
    ),
)

TRAITS: Final = (
    published(
        "IV-010",
        "Le matricule INS et son autorité d’affectation (OID) ne se séparent pas et ne circulent "
        "jamais sans les cinq traits.",
        of.fr_core_issue(240),
    ),
    published(
        "IV-011",
        "Cinq traits sont nécessaires pour créer une identité : nom de naissance, premier prénom "
        "de naissance, date de naissance, sexe et lieu de naissance.",
        of.PRIMARY,
    ),
    published(
        "IV-012",
        "Le premier prénom a son propre champ, il peut être composé : il n’est jamais obtenu en "
        "coupant la liste des prénoms à la première espace.",
        f"{of.MOS} ; {of.SCHEMAS} ; conclusion d’insdesk",
    ),
    published(
        "IV-013",
        "Le premier prénom doit être le début de la liste des prénoms, tiret et apostrophe valant "
        "une espace ; sinon une alerte le dit.",
        of.guide("EXI ID 10"),
    ),
    published(
        "IV-014",
        "Tous les prénoms de l’état civil peuvent être notés, dans la limite de 100 caractères.",
        of.rniv("EXI SI 04", of.fr_core_issue(131)),
    ),
    published(
        "IV-020",
        "Le nom utilisé et le prénom utilisé ne sont jamais remplis tout seuls à partir des noms "
        "de naissance : recopier est un acte voulu.",
        of.guide("EXI ID 08"),
    ),
    published(
        "IV-021",
        "Le numéro qui sert à la facturation n’est pas le matricule INS : un enfant est facturé "
        "sous le numéro d’un parent, les deux sont donc tenus à part.",
        f"{of.NOTE}, note 1 ; {of.fr_core_issue(129)}",
    ),
    usual("IV-022", "Modifier un renseignement complémentaire ne change jamais le statut."),
    usual(
        "IV-023",
        "Les traits d’identité et les renseignements complémentaires se distinguent sur chaque "
        "écran par leurs libellés.",
        "Guide d’implémentation de l’INS, version d’octobre 2020 pour le libellé ; usage pour le "
        "reste",
    ),
)

MATRICULE: Final = (
    published(
        "IV-030",
        "Le matricule et son OID ne sont jamais tapés, collés, lus sur une carte ni calculés : "
        "INSi, l’application carte Vitale ou un document qualifié, à vérifier, les donnent.",
        f"{of.PHARMACY} ; mise à part d’un document reçu : décision d’insdesk",
    ),
    published(
        "IV-031",
        "La clé vaut 97 moins le reste de la division du matricule par 97 ; 2A compte pour 19 et "
        "2B pour 18.",
        "Identités de test publiées avec le téléservice INSi (padoa/tlsi-ins, GitHub)",
    ),
    published(
        "IV-032",
        "Une réponse dont le matricule n’a pas la forme attendue, ou dont l’OID est inconnu, est "
        "une anomalie : elle est montrée et ne peut pas qualifier.",
        f"{of.SCHEMAS} ; conduite à tenir : décision d’insdesk",
    ),
    ours(
        "IV-033",
        "Un matricule d’essai est refusé dans une base réelle, et un matricule réel dans une base "
        "d’essai.",
    ),
    usual(
        "IV-034",
        "Le sexe, la date et le lieu ne sont jamais déduits du matricule : ils peuvent en différer "
        "sans erreur.",
        "esante-bfc.fr, foire aux questions INS (titres) ; usage professionnel",
    ),
)
