"""The list of patients: a window on the base, as wide as what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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

_SHOWN = (
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
_COLUMNS = [patient.c[name] for name in _SHOWN]
_ORDER = (patient.c.sort_key, patient.c.uid)
_ALL = (
    sa.select(*_COLUMNS)
    .where(sa.tuple_(*_ORDER) > sa.tuple_(sa.bindparam("key"), sa.bindparam("uid")))
    .order_by(*_ORDER)
    .limit(sa.bindparam("limit"))
)
_OF_STATUS = _ALL.where(patient.c.status == sa.bindparam("status"))
_BETWEEN = sa.text(
    sqlite.MATCHES_BETWEEN.format(columns=", ".join(f"patient.{name}" for name in _SHOWN))
)


def page(
    connection: sa.Connection,
    text: str,
    after: tuple[str, str],
    limit: int,
    status: Status | None,
) -> list[PatientRow]:
    """The `limit` lines that come after the keys `after`, in the order of the keys."""
    place: dict[str, object] = {"key": after[0], "uid": after[1], "limit": limit}
    if query := _query(text, status):
        return _matching(connection, query, place, limit)
    if status is None:
        found = connection.execute(_ALL, place)
    else:
        found = connection.execute(_OF_STATUS, place | {"status": status.value})
    return [_line(row) for row in found]


def counts(connection: sa.Connection, text: str) -> Mapping[str, int]:
    """By statut code, and under `""` in all."""
    if not search.typed_words(text):
        pairs = connection.execute(sa.select(status_count.c.status, status_count.c.patients))
        found = dict(pairs.all())
    else:
        found = {
            status.value: connection.scalar(
                sqlite.COUNT_MATCHES, {"query": _query(text, status), "most": COUNTED_AT_MOST}
            )
            for status in Status
        }
    return found | {"": sum(found.values())}


def _query(text: str, status: Status | None) -> str:
    """The question to the word index, empty when every record matches or only a statut counts."""
    words = [search.word_prefixes(word) for word in search.typed_words(text)]
    return sqlite.word_query(words, search.status_word(status) if status else None) if words else ""


def _matching(
    connection: sa.Connection, query: str, place: Mapping[str, object], limit: int
) -> list[PatientRow]:
    """Read whole shelves, from that of the last line shown, until there is a page."""
    lines: list[PatientRow] = []
    start, end = search.first_position(str(place["key"])), -1
    while len(lines) < limit and end < search.LAST_POSITION:
        nth = connection.scalar(
            sqlite.SHELF_OF_NTH, {"query": query, "start": start, "skip": limit - 1}
        )
        end = search.LAST_POSITION if nth is None else search.last_position(nth)
        span = {"query": query, "start": start, "end": end, "limit": limit - len(lines)}
        lines += _lines(connection, {**place, **span})
        start = end + 1
    return lines


def _lines(connection: sa.Connection, parameters: Mapping[str, object]) -> Sequence[PatientRow]:
    return [_line(row) for row in connection.execute(_BETWEEN, parameters)]


def _line(row: Iterable[Any]) -> PatientRow:
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
