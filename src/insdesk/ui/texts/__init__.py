"""Every French sentence of the windows, as data: errors, refusals, reasons, words, journal.

Guarantees one sentence for each failure leaf, refusal reason, comparison code, form problem,
warning and journal event (by test). Imports identity, errors and the error card's value only.
"""

from collections.abc import Mapping
from dataclasses import replace

from insdesk.errors import (
    CardWithoutNumber,
    ExportRefused,
    InsdeskError,
    InsiFault,
    OrganisationCertificateRefused,
    PinRejected,
    Refused,
    VitaleComponentAbsent,
)
from insdesk.ui.parts.error_card import ErrorText
from insdesk.ui.texts import rules as _rules
from insdesk.ui.texts.cards import CARD_ERRORS, LAST_TRY
from insdesk.ui.texts.comparison import MATRICULE_REASONS, REASONS, WARNINGS, warning_sentence
from insdesk.ui.texts.exports import EXPORT_REFUSALS, export_sentence
from insdesk.ui.texts.how_to import HOW_TO
from insdesk.ui.texts.insi import CERTIFICATE_OTHER, CERTIFICATE_REASONS, INSI_ERRORS, fix_of
from insdesk.ui.texts.journal import EVENTS, event_detail, event_title
from insdesk.ui.texts.rules import REFUSALS, refusal_sentence
from insdesk.ui.texts.traits import SEXES, TRAIT_PROBLEMS, TRAITS, problem_sentence
from insdesk.ui.texts.words import (
    FLAGS,
    STATUS,
    SUGGESTIONS,
    UNPROVEN,
    suggestion_sentence,
    unbroken,
)

__all__ = [
    "ERRORS",
    "EVENTS",
    "EXPORT_REFUSALS",
    "FLAGS",
    "HOW_TO",
    "MATRICULE_REASONS",
    "REASONS",
    "REFUSALS",
    "SEXES",
    "STATUS",
    "SUGGESTIONS",
    "TRAITS",
    "TRAIT_PROBLEMS",
    "UNPROVEN",
    "WARNINGS",
    "ErrorText",
    "error_text",
    "event_detail",
    "event_title",
    "problem_sentence",
    "refusal_sentence",
    "suggestion_sentence",
    "warning_sentence",
]

ERRORS: Mapping[str, ErrorText] = {
    "CardError": CARD_ERRORS["CardUnreadable"],
    "PractitionerCardError": CARD_ERRORS["PractitionerCardAbsent"],
    "InsiError": INSI_ERRORS["InsiFault"],
    "StoreError": _rules.STORE_FAMILY,
    "RuleError": _rules.RULE_ERRORS["Refused"],
    "ExportError": _rules.EXPORT_ERRORS["ExportIncomplete"],
    **CARD_ERRORS,
    **INSI_ERRORS,
    **_rules.RULE_ERRORS,
    **_rules.STORE_ERRORS,
    **_rules.EXPORT_ERRORS,
}
"""Failure name → its sentences, before the facts are put in."""


NO_NUMBER: Mapping[str, str] = {
    "NUMEROS_ECARTES": "Ses numéros manquent ou ne se rattachent pas à ses bénéficiaires.",
    "CLE_FAUSSE": "La clé d’un de ses numéros est fausse.",
    "NUMERO_PROVISOIRE": "Son numéro est provisoire.",
}
"""E-VIT-13: why, by warning of the reading."""

READ_BUT_UNPROVEN = (
    "La carte a été lue, mais sans le composant officiel elle ne vaut pas recherche par carte "
    "Vitale : cherchez par les traits, déjà remplis."
)
"""E-VIT-2 once a person of the card was chosen (cards.md §0.3)."""


def error_text(error: InsdeskError) -> ErrorText:
    """The sentences of `error`, its facts put in; a leaf without its own takes its family's."""
    text = _said_of(error)
    return replace(text, title=unbroken(text.title), explanation=unbroken(text.explanation))


def _said_of(error: InsdeskError) -> ErrorText:
    if isinstance(error, PinRejected) and error.attempts_left == 1:
        return LAST_TRY
    name = next((c.__name__ for c in type(error).__mro__ if c.__name__ in ERRORS), "InsiFault")
    text = ERRORS[name]
    if isinstance(error, VitaleComponentAbsent) and error.card_was_read:
        text = replace(text, explanation=READ_BUT_UNPROVEN)
    if isinstance(error, CardWithoutNumber) and error.cause in NO_NUMBER:
        why = NO_NUMBER[error.cause]
        text = replace(text, explanation=f"{why} {text.explanation}")
    if isinstance(error, InsiFault):
        text = replace(text, fix=fix_of(error))
    if isinstance(error, Refused):
        return replace(text, explanation=_rules.refusal_sentence(error))
    if isinstance(error, OrganisationCertificateRefused):
        return replace(text, explanation=CERTIFICATE_REASONS.get(str(error), CERTIFICATE_OTHER))
    if isinstance(error, ExportRefused):
        return replace(text, explanation=export_sentence(error.rule))
    if name == "RuleError":
        return replace(text, explanation="Une règle d’identitovigilance n’est pas remplie.")
    return filled(text, error)


def facts_of(error: InsdeskError) -> dict[str, str]:
    """The facts of a failure that its sentence may name; never a trait's value."""
    expired = "/".join(reversed(str(getattr(error, "expired_on", "")).split("-")))
    field = getattr(error, "field", None) or getattr(error, "trait", None)
    minutes = getattr(error, "minutes", 0)
    return {
        "attempts_left": str(getattr(error, "attempts_left", "")),
        "since": f" le {expired}" if expired else "",
        "minutes": str(abs(minutes)),
        "way": "avance" if minutes > 0 else "retarde",
        "code": str(getattr(error, "code", None) or "sans code"),
        "label": getattr(error, "user_text", None)
        or "INSi a répondu par une anomalie : rien n’est enregistré, ce que vous avez saisi est "
        "gardé.",
        "field": TRAITS.get(field or "", "un trait"),
        "found": str(getattr(error, "found", "")),
        "expected": str(getattr(error, "expected", "")),
    }


def filled(text: ErrorText, error: InsdeskError) -> ErrorText:
    """`text` with the facts of `error` put in its title and sentence."""
    facts = facts_of(error)
    return replace(
        text, title=text.title.format_map(facts), explanation=text.explanation.format_map(facts)
    )
