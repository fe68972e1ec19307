"""The list of patients: a window on the base, as wide as what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from insdesk.identity.filing import PatientRow
from insdesk.identity.patient import Attribut, Status
from insdesk.identity.traits import Sexe
from insdesk.store import search, sqlite
from insdesk.store.tables import patient, status_count

COUNTED_AT_MOST = 1000
"""A search says « 1000 » for a thousand matches of one statut or more."""

SHOWN = (
    "uid",
    "sort_key",
    "used_name",
    "birth_name",
    "first_name",
    "birth_date",
    "status",
    "is_homd",
    "is_homa",
    "is_dout",
    "is_fict",
    "control_at",
    "sex",
)
_FLAGS = tuple(one.value for one in (Attribut.HOMD, Attribut.HOMA, Attribut.DOUT, Attribut.FICT))
_F_OR_M = (Sexe.F.value, Sexe.M.value)
COLUMNS = [patient.c[name] for name in SHOWN]
_ORDER = (patient.c.sort_key, patient.c.uid)
_NTH = (
    sa.select(patient.c.position)
    .where(patient.c.position >= sa.bindparam("start"), patient.c.merged_into.is_(None))
    .order_by(patient.c.position)
    .limit(1)
    .offset(sa.bindparam("skip"))
)
_BETWEEN = (
    sa.select(*COLUMNS)
    .where(
        patient.c.position.between(sa.bindparam("start"), sa.bindparam("end")),
        patient.c.merged_into.is_(None),
        sa.tuple_(*_ORDER) > sa.tuple_(sa.bindparam("key"), sa.bindparam("uid")),
    )
    .order_by(*_ORDER)
    .limit(sa.bindparam("limit"))
)
_MATCHES_BETWEEN = sa.text(
    sqlite.MATCHES_BETWEEN.format(columns=", ".join(f"patient.{name}" for name in SHOWN))
)


def page(
    connection: sa.Connection,
    text: str,
    after: tuple[str, str],
    limit: int,
    status: Status | None,
) -> list[PatientRow]:
    """The `limit` lines that come after the keys `after`, in the order of the keys.

    Reads whole shelves, from that of the last line shown, until there is a page.
    """
    lines: list[PatientRow] = []
    query = _query(text, status)
    nth, between = (sqlite.NTH_MATCH, _MATCHES_BETWEEN) if query else (_NTH, _BETWEEN)
    question: dict[str, object] = {"query": query} if query else {}
    start, end = search.first_position(after[0]), -1
    while len(lines) < limit and end < search.LAST_POSITION:
        place = connection.scalar(nth, question | {"start": start, "skip": limit - 1})
        end = search.LAST_POSITION if place is None else search.last_position(place)
        keys = {"key": after[0], "uid": after[1], "limit": limit - len(lines)}
        found = connection.execute(between, question | keys | {"start": start, "end": end})
        lines += [line(row) for row in found]
        start = end + 1
    return lines


def counts(connection: sa.Connection, text: str) -> Mapping[str, int]:
    """By statut code, and under `""` in all."""
    if not search.typed_words(text):
        pairs = connection.execute(sa.select(status_count.c.status, status_count.c.patients))
        found = dict(pairs.all())
    else:
        counting = sqlite.count_matches([_query(text, status) for status in Status])
        numbers = connection.execute(counting, {"most": COUNTED_AT_MOST}).one()
        found = dict(zip((status.value for status in Status), numbers, strict=True))
    return found | {"": sum(found.values())}


def _query(text: str, status: Status | None) -> str:
    """The question to the word index, empty when every record matches."""
    words = [search.word_prefixes(word) for word in search.typed_words(text)]
    return sqlite.word_query(words, search.status_word(status) if status else None)


def line(row: Iterable[Any]) -> PatientRow:
    """By place rather than by name: two hundred lines are made at each keystroke."""
    uid, sort_key, used, birth, first, born, status, homd, homa, dout, fict, checked, sex = row
    flags = zip(_FLAGS, (homd, homa, dout, fict), strict=True)
    return PatientRow(
        uid=uid,
        sort_key=sort_key,
        used_name=used or "",
        birth_name=birth or "",
        first_name=first or "",
        birth_date=born or "",
        status=Status(status),
        flags=tuple(flag for flag, is_set in flags if is_set),
        checked_on=_day_here(checked) if checked else "",
        is_male=sex == Sexe.M.value if sex in _F_OR_M else None,
    )


def _day_here(text: str) -> str:
    """The ISO day of a moment where this computer is."""
    return datetime.fromisoformat(text).astimezone().date().isoformat()
