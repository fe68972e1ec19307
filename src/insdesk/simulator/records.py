"""Records of the base about fictitious people: one by one, or the small base of the demo."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from insdesk.identity.evidence import device
from insdesk.identity.matricule import Matricule
from insdesk.identity.patient import (
    Attribut,
    Channel,
    Control,
    ControlKind,
    Identity,
    Patient,
    Retrieval,
)
from insdesk.identity.readings import FormerMatricule
from insdesk.identity.traits import Traits, complete_date, is_calendar_date
from insdesk.simulator.invented_people import INVENTED_PEOPLE
from insdesk.simulator.person import Person

ATTESTED = "ATTEST_LIB"
"""Proof code of the exception procedure (rule book, open point Q3)."""

INSI_DAY = "2025-03-03"
CHECKED_DAY = "2025-03-03"

Moment = str | date | datetime
Former = FormerMatricule | tuple[str | None, ...] | Mapping[str, str | None]

_RECORDS = uuid.UUID("6f9d2c1e-0000-4000-8000-000000000000")


def qualified_patient(
    *,
    number: str,
    key: str,
    oid: str,
    birth_name: str,
    first_name: str,
    first_names: str,
    sex: str,
    birth_date: str,
    birth_place: str | None,
    used_name: str | None = None,
    channel: str = "INSI",
    evidence: str = "CN",
    insi_on: Moment | None = None,
    checked_on: Moment | None = None,
    history: Iterable[Former] = (),
) -> Patient:
    """A ready-made qualified patient of the découverte desk.

    `channel` is a `Channel` code; `evidence` a code of the register, `ATTEST_LIB` or `AV`. Days
    are ISO text, `date` or `datetime`, taken as UTC when they name no zone; None = a fixed past
    day. An incomplete birth date is completed and marked (IV-051). Raises `InvalidTrait`,
    `InvalidMatricule`, and `ValueError` for a channel, an evidence or a day that does not exist.
    """
    traits = _traits(birth_name, first_name, first_names, sex, birth_date, birth_place)
    seen = _instant(insi_on or INSI_DAY)
    control = _control(evidence, _instant(checked_on or insi_on or CHECKED_DAY), traits)
    retrieval = Retrieval(
        channel=Channel(channel),
        at=seen,
        matricule=Matricule(number, key, oid),
        history=tuple(map(_former, history)),
        message_id=_message_id(number),
    )
    identity = Identity(traits=traits, retrieval=retrieval, control=control)
    return _ready(identity, f"{oid} {number}", used_name, min(seen, control.at))


def _ready(identity: Identity, name: str, used_name: str | None, since: datetime) -> Patient:
    return Patient(
        uid=str(uuid.uuid5(_RECORDS, name)),
        identity=identity,
        used_name=used_name,
        created_at=since,
        traits_recorded_at=since,
    )


def known_records() -> tuple[Patient, ...]:
    """The base of the demo: every statut, created in the past, and what « À traiter » is for."""
    people = {person.handle: person for person in INVENTED_PEOPLE}
    return tuple(
        _record(people[entry.handle], people[entry.number_of or entry.handle], entry)
        for entry in _ENTRIES
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One record of the demo: since when, and how far it got on the two axes."""

    handle: str
    since: str
    insi: str | None = None
    channel: str = "INSI"
    evidence: str | None = None
    checked: str | None = None
    known_since: str | None = None
    attributes: frozenset[Attribut] = frozenset()
    birth_name: str | None = None
    first_name: str | None = None
    birth_place: str | None = None
    used_name: str | None = None
    number_of: str | None = None
    """Whose number the record holds, when it is not the person's."""
    again: str = ""
    """What tells a second record of the same person from the first."""


def _e(handle: str, since: str, insi: str | None = None, evidence: str | None = None) -> _Entry:
    return _Entry(handle=handle, since=since, insi=insi, evidence=evidence)


_ENTRIES = (
    # The patient of J2: followed for years, provisional, with sex and place.
    replace(_e("j2", "2016-09-05"), known_since="2016-09-05"),
    # Known under the spaces of her card, checked with a passport: G3 of the rule book.
    replace(
        _e("tirets", "2019-01-21", evidence="PA"),
        birth_name="PONTVERT SABLE",
        first_name="JEAN BAPTISTIN",
    ),
    _e("deja-qualifiee", "2018-06-11", "2024-11-11", "CN"),
    replace(_e("base-01", "2021-03-15", "2025-01-07", "LE"), channel="CV"),
    replace(
        _e("base-02", "2012-02-02", "2024-05-13", ATTESTED), channel="CV", known_since="2012-02-02"
    ),
    _e("base-03", "2022-10-04", "2025-02-20", "eCN"),
    _e("base-04", "2009-01-12", "2024-09-30", "PA"),
    replace(_e("corse-inventee", "2020-07-08", "2024-10-14", "CN"), channel="CV"),
    _e("nia", "2023-05-16", "2025-03-18", "CS"),
    _e("etranger", "2017-11-27", "2024-12-03", "CS"),
    _e("sans-lieu", "2015-04-20", "2025-01-29", "CN"),
    _e("base-05", "2019-08-26", "2024-06-24", "IN"),
    # Retrieved, not yet checked.
    replace(_e("base-06", "2024-02-13", "2025-04-01"), channel="CV"),
    _e("base-07", "2021-12-06", "2025-04-08"),
    _e("second-prenom", "2014-03-31", "2025-04-15"),
    # Checked, INSi not asked, or without an answer.
    _e("date-incomplete", "2013-10-21", evidence="CS"),
    _e("oid-production", "2020-01-14", evidence="CN"),
    # Provisional.
    replace(_e("accents", "2022-05-02"), known_since="2022-05-02"),
    _e("base-08", "2011-06-29"),
    _e("parent", "2018-02-19"),
    _e("desordre", "2023-09-11"),
    replace(_e("nss-autre", "2017-07-03"), known_since="2017-07-03"),
    replace(_e("homonyme-1", "2016-01-11"), attributes=frozenset({Attribut.HOMD})),
    replace(_e("homonyme-2", "2019-03-05"), attributes=frozenset({Attribut.HOMD})),
    replace(_e("sans-cle", "2024-08-19"), attributes=frozenset({Attribut.DOUT})),
    replace(_e("oid-inconnu", "2024-10-07"), attributes=frozenset({Attribut.FICT})),
    replace(_e("base-12", "2018-09-17"), birth_name="LAVOISIN-EXEMPLE"),
    # What the offline pre-check finds: the same person twice, a number of a mother, a used name
    # typed in both fields, a place that did not exist yet.
    replace(_e("base-05", "2023-02-06"), birth_name="BELLETESTE FICTIF", again="double"),
    replace(_e("base-09", "2022-09-19", "2025-04-22"), number_of="parent"),
    replace(
        _e("base-10", "2016-05-23"), birth_name="BRUMENOIRE-FICTIVE", used_name="BRUMENOIRE-FICTIVE"
    ),
    replace(_e("base-11", "2010-03-08"), birth_place="2B033"),
)


def _record(person: Person, numbered: Person, entry: _Entry) -> Patient:
    retrieved, since = entry.insi is not None, _instant(entry.since)
    traits = _traits(
        entry.birth_name or person.birth_name,
        entry.first_name or person.first_name,
        # Given names other than the first come with INSi; a record typed at the desk lacks them.
        person.first_names if retrieved else None,
        person.sex,
        person.birth_date,
        entry.birth_place or person.birth_place or ("99999" if not retrieved else None),
    )
    retrieval = None
    if entry.insi is not None:
        retrieval = Retrieval(
            channel=Channel(entry.channel),
            at=_instant(entry.insi),
            matricule=numbered.matricule,
            message_id=_message_id(person.handle),
        )
    checked = entry.checked or entry.insi or entry.since
    control = _control(entry.evidence, _instant(checked), traits) if entry.evidence else None
    return Patient(
        uid=str(uuid.uuid5(_RECORDS, f"{person.handle} {entry.again}".strip())),
        identity=Identity(
            traits=traits, retrieval=retrieval, control=control, attributes=entry.attributes
        ),
        used_name=entry.used_name or person.used_name,
        created_at=since,
        traits_recorded_at=_instant(entry.insi) if entry.insi else since,
        known_since=entry.known_since,
    )


def _traits(
    name: str, first: str, names: str | None, sex: str, born: str, place: str | None
) -> Traits:
    incomplete = not is_calendar_date(born)
    return Traits.from_text(
        birth_name=name,
        first_name=first,
        first_names=names,
        birth_date=complete_date(born) if incomplete else born,
        sex=sex,
        birth_place=place,
        birth_date_interpreted=incomplete,
    ).without_typed()


def _message_id(about: str) -> str:
    """Always the same for the same record."""
    return f"uuid:{uuid.uuid5(_RECORDS, 'message ' + about)}"


def _control(evidence: str, at: datetime, snapshot: Traits) -> Control:
    if evidence == ATTESTED:
        return Control(kind=ControlKind.ATTEST, proof=evidence, at=at, snapshot=snapshot)
    if evidence == ControlKind.AV.value:
        return Control(kind=ControlKind.AV, proof=evidence, at=at, snapshot=snapshot)
    row = device(evidence)
    if row is None or not row.high_trust:
        raise ValueError(f"no high-trust device has the code {evidence}")
    adult = "CN" if row.needs_adult else None
    return Control(
        kind=ControlKind.DOC, proof=evidence, at=at, snapshot=snapshot, adult_proof=adult
    )


def _former(entry: Former) -> FormerMatricule:
    if isinstance(entry, FormerMatricule):
        return entry
    names = ("number", "key", "oid", "start_text", "end_text")
    facts = dict(entry) if isinstance(entry, Mapping) else dict(zip(names, entry, strict=False))
    number, oid = facts.get("number"), facts.get("oid")
    if number is None or oid is None:
        raise ValueError("a former matricule has a number and an OID")
    return FormerMatricule(
        number=number,
        key=facts.get("key"),
        oid=oid,
        start_text=facts.get("start_text") or facts.get("start"),
        end_text=facts.get("end_text") or facts.get("end"),
    )


def _instant(moment: Moment) -> datetime:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment) if len(moment) > 10 else date.fromisoformat(moment)
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(9, 0))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
