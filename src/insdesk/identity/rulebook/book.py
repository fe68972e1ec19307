"""The whole book: rules by theme, in reading order, and by id."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from insdesk.identity.rulebook import calling_rules as calling
from insdesk.identity.rulebook import comparison_rules as comparison
from insdesk.identity.rulebook import (
    desk_rules,
    identity_rules,
    searching_rules,
    status_rules,
    transition_rules,
    writing_rules,
)
from insdesk.identity.rulebook import leaving_rules as leaving
from insdesk.identity.rulebook import practice_rules as practice
from insdesk.identity.rulebook import proving_rules as proving
from insdesk.identity.rulebook.entry import Rule, Theme

THEMES: Final[tuple[Theme, ...]] = (
    Theme("cadre", "Le cadre", identity_rules.FRAME),
    Theme("traits", "Les traits d’identité", identity_rules.TRAITS),
    Theme("matricule", "Le matricule INS", identity_rules.MATRICULE),
    Theme("ecriture", "L’écriture des traits", writing_rules.WRITING),
    Theme("rejets", "Ce qui est refusé à la saisie", writing_rules.REJECTIONS),
    Theme("statuts", "Les statuts", status_rules.STATUS),
    Theme("marques", "Homonyme, douteuse, fictive", status_rules.ATTRIBUTES),
    Theme("transitions", "Les changements de statut", transition_rules.TRANSITIONS),
    Theme("recherche", "La recherche avant création", searching_rules.SEARCHING),
    Theme("doublons", "Doublons et homonymes", searching_rules.ALIKE),
    Theme("insi", "Les appels à INSi", calling.CALLING),
    Theme("comparaison", "La comparaison, trait par trait", comparison.PARAGRAPHS),
    Theme("codes", "Les résultats de la comparaison", comparison.CODES),
    Theme("pieces", "Les pièces d’identité", proving.EVIDENCE),
    Theme("exception", "La procédure d’exception", proving.EXCEPTION),
    Theme("roles", "Qui peut faire quoi", practice.ROLES),
    Theme("situations", "Les situations particulières", practice.SITUATIONS),
    Theme("transmission", "Ce qui part et ce qui s’affiche", leaving.LEAVING),
    Theme("conservation", "Ce qui est gardé et vérifié", leaving.KEEPING),
    Theme("anomalies", "Les anomalies cherchées dans la base", leaving.PRECHECK),
    Theme("decisions", "Les autres décisions d’insdesk", desk_rules.DECISIONS),
)
"""Every rule once, in the order in which the pages show them."""

RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {one.id: one for theme in THEMES for one in theme.rules}
)
"""Every rule by its id."""


def rule(id_: str) -> Rule:
    """The rule of this id. Raises `KeyError` for an unknown one."""
    return RULES[id_]
