"""What is asked of a document, by the register of this desk (rule book §8): pure, one place.

Each question answers with the rule, the reason code and the trait concerned, or None.
"""

from __future__ import annotations

from datetime import date

from insdesk.identity.events import FIVE_TRAITS
from insdesk.identity.evidence import ADULT_DEVICES, AdultLink, Device, device, listed, register
from insdesk.identity.readings import Found
from insdesk.identity.traits import ADULT_AGE, age_on, complete_date
from insdesk.qualification.steps import Evidence, Run
from insdesk.settings import Settings

Why = tuple[str, str, str | None]
"""Rule id, reason code, trait: what a refusal is made of."""


def of_this_desk(settings: Settings) -> tuple[Device, ...]:
    """The register as the practitioner configured it (IV-400)."""
    return register(settings.evidence_hidden, settings.evidence_added)


def refused(row: Device, *, minor: bool) -> Why | None:
    """Why this row cannot serve for this patient, whatever else is declared."""
    if not row.high_trust:
        return ("IV-400", "PIECE_REFUSEE", None)
    if row.for_minors_only and not minor:
        return ("IV-406", "PIECE_MINEUR", None)
    return None


def missing(evidence: Evidence, settings: Settings, *, minor: bool) -> Why | None:
    """What is wrong with the document named and with what it says (IV-400 to IV-406)."""
    row = listed(evidence.device or "", settings.evidence_hidden, settings.evidence_added)
    if row is None:
        known = device(evidence.device or "") is not None
        return ("IV-400", "PIECE_HORS_LISTE", None) if known else ("IV-401", "AUCUNE_PIECE", None)
    if (why := refused(row, minor=minor)) is not None:
        return why
    if row.needs_adult and (why := _adult(evidence, settings)) is not None:
        return why
    if evidence.different:
        return ("IV-402", "TRAIT_DIFFERENT", min(evidence.different))
    absent = evidence.absent - {"birth_place"}
    return ("IV-402", "TRAIT_ABSENT", min(absent)) if absent else None


def _adult(evidence: Evidence, settings: Settings) -> Why | None:
    """Both parts and the link: a child's paper alone never validates (IV-406)."""
    shown = evidence.adult_device
    if shown not in ADULT_DEVICES or shown in settings.evidence_hidden:
        return ("IV-406", "PIECE_PARENT", None)
    if evidence.adult_link not in set(AdultLink):
        return ("IV-406", "LIEN_ADULTE", None)
    if evidence.adult_link == AdultLink.REPRESENTANT and not evidence.court_decision:
        return ("IV-406", "DECISION_JUSTICE", None)
    return None


def is_minor(run: Run, today: date) -> bool:
    """Under eighteen on this day, by the reference base if it answered, else by the desk."""
    official = run.answer.traits() if isinstance(run.answer, Found) else None
    dates = [one.birth_date for one in (official, run.known) if one and one.birth_date]
    if not dates:
        return False
    return age_on(today, complete_date(dates[0])) < ADULT_AGE


def journaled(evidence: Evidence) -> dict[str, object]:
    """What the clear line of EVIDENCE_RECORDED says (§14): codes only, no trait's value."""
    row = device(evidence.device or "")
    return {
        "code": evidence.device,
        "confiance": row.trust.name if row else None,
        "coches": sorted(FIVE_TRAITS - evidence.absent - evidence.different),
        "absents": sorted(evidence.absent),
        "perime": evidence.expired_document,
    } | _both_parts(evidence, row)


def recorded(evidence: Evidence) -> dict[str, object]:
    """What the record of a qualification keeps of the document (IV-401, IV-406)."""
    row = device(evidence.device or "")
    return {
        "preuve": evidence.device,
        "confiance": row.trust.name if row else None,
        "absents": sorted(evidence.absent),
        "perime": evidence.expired_document,
        "preuve_adulte": evidence.adult_device,
        "notes": sorted(evidence.noted),
    } | _both_parts(evidence, row)


def _both_parts(evidence: Evidence, row: Device | None) -> dict[str, object]:
    """The adult's side of a minor's evidence, and the level of an electronic means, if any."""
    facts: dict[str, object] = {"niveau_eidas": row.eidas} if row and row.eidas else {}
    if row is None or not row.needs_adult:
        return facts
    adult = {"adulte": evidence.adult_device, "lien": evidence.adult_link}
    return facts | adult | {"decision_justice": evidence.court_decision}


def noted(evidence: Evidence | None, settings: Settings) -> list[dict[str, object]]:
    """A line for each device without trust that was shown as well: noted, it sets nothing (§8.2).

    Only rows of this desk's register are kept: a window cannot write what it likes.
    """
    shown = evidence.noted if evidence is not None else frozenset()
    rows = [row for row in of_this_desk(settings) if row.code in shown and not row.high_trust]
    return [{"code": row.code, "confiance": row.trust.name} for row in rows]
