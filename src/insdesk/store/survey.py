"""The whole base read a piece at a time, text by text, for the offline pre-check."""

from __future__ import annotations

import json

import sqlalchemy as sa

from insdesk.identity.former import USED, former_used
from insdesk.identity.patient import Attribut
from insdesk.identity.survey import Surveyed
from insdesk.identity.todo import TodoKind
from insdesk.store import driver
from insdesk.store.database import Database
from insdesk.store.tables import journal, journal_detail, not_same, patient, status_count, todo

_FLAGS = tuple((one.value, f"is_{one.value.lower()}") for one in Attribut)
_TEXTS = {
    "uid": "uid",
    "version": "version",
    "birth_name": "birth_name",
    "first_name": "first_name",
    "first_names": "first_names",
    "birth_date": "birth_date",
    "sex": "sex",
    "birth_place": "birth_place",
    "used_name": "used_name",
    "used_first_name": "used_first_name",
    "status": "status",
    "number": "matricule_number",
    "key": "matricule_key",
    "oid": "matricule_oid",
}
"""Column of the base by field: copied as they stand, whatever they hold."""

_PAGE = (
    sa.select(
        *(patient.c[column].label(name) for name, column in _TEXTS.items()),
        patient.c.birth_date_interpreted.label("interpreted"),
        *(patient.c[column].label(flag) for flag, column in _FLAGS),
    )
    .where(patient.c.uid > sa.bindparam("start"), patient.c.merged_into.is_(None))
    .order_by(patient.c.uid)
    .limit(sa.bindparam("at_most"))
)
"""By number: unlike the order of the list, no correction moves a record past the reader."""


_NAME = "used_name"
_CHANGED = (
    sa.select(journal.c.patient_uid.label("uid"), journal_detail.c.detail)
    .join(journal_detail, journal_detail.c.seq == journal.c.seq)
    .where(
        journal.c.patient_uid.between(sa.bindparam("first"), sa.bindparam("last")),
        journal.c.type == USED,
    )
)
"""Used names of before, for the records of one piece (IV-701): their lines alone are looked at."""


class Survey:
    """The base as texts. Methods raise leaves of `StoreError` only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self) -> int:
        """How many records there are, those merged away left out."""
        with self._database.reading() as connection:
            return connection.scalar(sa.select(sa.func.sum(status_count.c.patients))) or 0

    def records(self, after: str, limit: int) -> list[Surveyed]:
        """The next records after the number `after` (empty for the first), in that order."""
        with self._database.reading() as connection:
            found = driver.every(connection, _PAGE, {"start": after, "at_most": limit})
            ends = {"first": found[0]["uid"], "last": found[-1]["uid"]} if found else {}
            told = driver.every(connection, _CHANGED, ends) if found else []
        former: dict[str, tuple[str, ...]] = {}
        for line in told:
            names = (
                name for trait, name in former_used(json.loads(line["detail"])) if trait == _NAME
            )
            former[line["uid"]] = (*former.get(line["uid"], ()), *names)
        return [_surveyed(row, former.get(row["uid"], ())) for row in found]

    def settled_pairs(self) -> frozenset[tuple[str, str]]:
        """Pairs already judged, or waiting as possible duplicates: both numbers, sorted."""
        judged = sa.select(not_same.c.one_uid, not_same.c.other_uid)
        waiting = sa.select(todo.c.patient_uid, todo.c.other_uid).where(
            todo.c.kind == TodoKind.DOUBLON.value, todo.c.other_uid != ""
        )
        with self._database.reading() as connection:
            pairs = [*connection.execute(judged), *connection.execute(waiting)]
        return frozenset((min(pair), max(pair)) for pair in pairs)


def _names(detail: str) -> list[str]:
    return [name for trait, name in former_used(json.loads(detail)) if trait == _NAME]


def _surveyed(row: dict[str, object], former: tuple[str, ...]) -> Surveyed:
    flags = tuple(flag for flag, _ in _FLAGS if row.pop(flag))
    row["interpreted"] = bool(row["interpreted"])
    return Surveyed(flags=flags, former_used_names=former, **row)  # type: ignore[arg-type]  # texts as stored
