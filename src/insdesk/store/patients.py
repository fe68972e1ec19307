"""The records: written whole, read back equal, found by any of their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zlib import crc32

import sqlalchemy as sa

from insdesk.errors import DatabaseOfOtherEnvironment, PatientChanged, PatientUnknown, Refused
from insdesk.identity.filing import Filing, PatientRow
from insdesk.identity.normalise import search_key
from insdesk.identity.patient import Patient, Status
from insdesk.store import driver, listing, rows, search, sqlite
from insdesk.store.database import Database
from insdesk.store.encoding import canonical, moment_text
from insdesk.store.failures import reading_rows
from insdesk.store.journal import now_utc, write_events
from insdesk.store.tables import evidence, ins_history, patient

_HISTORY_ORDER = (ins_history.c.patient_uid, ins_history.c.holder, ins_history.c.rank)
_FORGET_HISTORY = ins_history.delete().where(ins_history.c.patient_uid == sa.bindparam("of_uid"))
_HISTORY = (
    sa.select(ins_history)
    .where(ins_history.c.patient_uid == sa.bindparam("of_uid"))
    .order_by(*_HISTORY_ORDER)
)
_STORED = sa.select(
    patient,
    sa.select(sa.func.count())
    .where(ins_history.c.patient_uid == patient.c.uid)
    .scalar_subquery()
    .label("history_rows"),
).where(patient.c.uid == sa.bindparam("of_uid"))
_IS_TAKEN = sa.select(sa.literal(1)).where(patient.c.position == sa.bindparam("wanted"))
_IS_ACTIVE = sa.and_(
    patient.c.retrieval_channel.is_not(None), ~patient.c.is_dout, ~patient.c.is_fict
)


class Patients:
    """The records of one base. Methods raise leaves of `StoreError`, and IV-210 from `file`."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now_utc) -> None:
        self._database = database
        self._clock = clock

    def get(self, uid: str) -> Patient:
        """The record `uid`; raises `PatientUnknown`."""
        found = self._read(patient.c.uid == uid)
        if not found:
            raise PatientUnknown(uid)
        return found[0]

    def file(self, filing: Filing) -> Patient:
        """Write record + evidence + journal, all or nothing; returns the record as stored.

        Raises `PatientChanged` if the stored version is not the one expected, `Refused` (IV-210)
        if another record already holds this matricule, `DatabaseOfOtherEnvironment` for a record
        of another environment.
        """
        return self.file_all([filing])[0]

    def file_all(self, filings: Sequence[Filing]) -> list[Patient]:
        """Write several filings in one transaction, all or nothing (an imported file)."""
        with self._database.transaction() as connection:
            return [self._write(connection, filing) for filing in filings]

    def born_on(self, dates: Sequence[str], prefix: str = "") -> list[Patient]:
        """Records born on one of these days, by name (IV-200, IV-206).

        `prefix`, three letters at most, begins one word of any of the names, form K (IV-202).
        """
        start = search_key(prefix)[:3]
        return [
            one
            for one in self._read(patient.c.birth_date.in_(list(dates)))
            if any(word.startswith(start) for word in search.search_text(one).split())
        ]

    def holding(self, number: str, oid: str) -> list[Patient]:
        """Records on which this matricule is active, RECUP or QUAL (IV-210)."""
        return self._read(
            sa.and_(
                patient.c.matricule_number == number, patient.c.matricule_oid == oid, _IS_ACTIVE
            )
        )

    def page(
        self,
        text: str,
        *,
        after: tuple[str, str] | None = None,
        limit: int = 200,
        status: Status | None = None,
    ) -> list[PatientRow]:
        """One page of the list, keyset on (`sort_key`, `uid`); accent- and hyphen-insensitive.

        Every typed word begins a word of a name, a date (12031985, 12/03/1985, 1985) or, three
        digits at least, ends the matricule of a QUAL. Takes the time of a page, not of the base.
        """
        with self._database.reading() as connection, reading_rows():
            return listing.page(connection, text, after or ("", ""), limit, status)

    def counts(self, text: str = "") -> Mapping[str, int]:
        """How many records by statut code, and under `""` in all, that match `text`.

        Exact without text; with one, each statut is counted up to `COUNTED_AT_MOST`, and in all
        is their sum: a keystroke never waits for the whole base.
        """
        with self._database.reading() as connection:
            return listing.counts(connection, text)

    def _read(self, condition: sa.ColumnElement[bool]) -> list[Patient]:
        query = sa.select(patient).where(condition).order_by(patient.c.sort_key, patient.c.uid)
        with self._database.reading() as connection, reading_rows():
            return [
                rows.patient_from(
                    row, connection.execute(_HISTORY, {"of_uid": row["uid"]}).mappings()
                )
                for row in connection.execute(query).mappings().all()
            ]

    def _write(self, connection: sa.Connection, filing: Filing) -> Patient:
        self._check_environment(filing.patient)
        stored = driver.first(connection, _STORED, {"of_uid": filing.patient.uid})
        if stored is None and filing.expected_version:
            raise PatientUnknown(filing.patient.uid)
        if stored is not None and stored["version"] != filing.expected_version:
            raise PatientChanged(filing.patient.uid)
        new = _as_stored(filing.patient, filing.expected_version + 1)
        values = rows.patient_values(new)
        values["position"] = (
            stored["position"]
            if stored is not None and stored["sort_key"] == values["sort_key"]
            else _free_position(connection, str(values["sort_key"]), new.uid)
        )
        repeated = Refused("IV-210", "active on another record")
        with sqlite.refusing_repeats(patient.c.matricule_number, repeated):
            if stored is None:
                driver.insert(connection, patient, [values])
            else:
                changed = {name: value for name, value in values.items() if value != stored[name]}
                driver.update(connection, patient, changed | {"uid": new.uid}, key="uid")
        _write_history(connection, new, stored["history_rows"] if stored is not None else 0)
        self._write_proofs(connection, filing, new)
        return new

    def _check_environment(self, one: Patient) -> None:
        retrieval = one.identity.retrieval
        for found in (one.environment, retrieval.environment if retrieval else one.environment):
            if found is not self._database.environment:
                raise DatabaseOfOtherEnvironment(found.value, self._database.environment.value)

    def _write_proofs(self, connection: sa.Connection, filing: Filing, new: Patient) -> None:
        now = self._clock()
        if filing.evidence is not None:
            values = {
                "patient_uid": new.uid,
                "patient_version": new.version,
                "at": moment_text(now),
                "record": canonical(filing.evidence),
            }
            driver.insert(connection, evidence, [values])
        if filing.events:
            write_events(connection, filing.events, now)


def _as_stored(one: Patient, version: int) -> Patient:
    """What reading the record back will give: nothing is kept of how a trait was typed."""
    identity = one.identity
    if identity.traits.typed:
        identity = replace(identity, traits=identity.traits.without_typed())
    if identity.control and identity.control.snapshot.typed:
        bare = replace(identity.control, snapshot=identity.control.snapshot.without_typed())
        identity = replace(identity, control=bare)
    return replace(one, identity=identity, version=version)


def _free_position(connection: sa.Connection, sort_key: str, uid: str) -> int:
    """A place on the shelf of `sort_key`; any will do, the shelf is sorted when read."""
    first = search.first_position(sort_key)
    slot = crc32(uid.encode()) % search.SLOTS
    while driver.first(connection, _IS_TAKEN, {"wanted": first + slot}):
        slot = (slot + 1) % search.SLOTS
    return first + slot


def _write_history(connection: sa.Connection, new: Patient, stored: int) -> None:
    """Bring the INS history, of `stored` rows, to that of `new`; most writes leave it alone."""
    wanted = rows.history_values(new)
    if stored:
        found = connection.execute(_HISTORY, {"of_uid": new.uid}).mappings()
        if [dict(row) for row in found] == wanted:
            return
        connection.execute(_FORGET_HISTORY, {"of_uid": new.uid})
    driver.insert(connection, ins_history, wanted)
