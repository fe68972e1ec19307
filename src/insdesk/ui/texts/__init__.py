"""Every French sentence of the windows, as data: errors, refusals, reasons, words, journal.

Guarantees one sentence for each failure leaf, refusal reason, comparison code, form problem,
warning and journal event (by test). Imports identity, errors and the error card's value only.
"""

from collections.abc import Mapping
from dataclasses import replace

from insdesk.errors import (
    ExportRefused,
    InsdeskError,
    InsiFault,
    OrganisationCertificateRefused,
    PinRejected,
    Refused,
)
from insdesk.ui.parts.error_card import ErrorText
from insdesk.ui.texts import errors as _errors
from insdesk.ui.texts import rules as _rules
from insdesk.ui.texts.comparison import MATRICULE_REASONS, REASONS, WARNINGS, warning_sentence
from insdesk.ui.texts.exports import EXPORT_REFUSALS, export_sentence
from insdesk.ui.texts.how_to import HOW_TO
from insdesk.ui.texts.insi import CERTIFICATE_OTHER, CERTIFICATE_REASONS, INSI_ERRORS, fix_of
from insdesk.ui.texts.journal import EVENTS, event_detail, event_title
from insdesk.ui.texts.rules import REFUSALS, refusal_sentence
from insdesk.ui.texts.traits import SEXES, TRAIT_PROBLEMS, TRAITS, problem_sentence
from insdesk.ui.texts.words import FLAGS, STATUS, SUGGESTIONS, UNPROVEN, suggestion_sentence

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
    **_errors.FAMILIES,
    "StoreError": _rules.STORE_FAMILY,
    "RuleError": _rules.RULE_ERRORS["Refused"],
    "ExportError": _rules.EXPORT_ERRORS["ExportIncomplete"],
    **_errors.CARD_ERRORS,
    **INSI_ERRORS,
    **_rules.RULE_ERRORS,
    **_rules.STORE_ERRORS,
    **_rules.EXPORT_ERRORS,
}
"""Failure name → its sentences, before the facts are put in."""


def error_text(error: InsdeskError) -> ErrorText:
    """The sentences of `error`, its facts put in; a leaf without its own takes its family's."""
    if isinstance(error, PinRejected) and error.attempts_left == 1:
        return _errors.LAST_TRY
    name = next((c.__name__ for c in type(error).__mro__ if c.__name__ in ERRORS), "InsiFault")
    text = ERRORS[name]
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
    return _errors.filled(text, error)
