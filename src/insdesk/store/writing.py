"""One record written within a transaction: its row, its INS history, its notes, its journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from zlib import crc32

import sqlalchemy as sa

from insdesk.errors import DatabaseOfOtherEnvironment, PatientChanged, PatientUnknown, Refused
from insdesk.identity.filing import Filing
from insdesk.identity.patient import Patient
from insdesk.identity.readings import Environment
from insdesk.store import driver, notes, rows, search, sqlite
from insdesk.store.encoding import canonical, moment_text
from insdesk.store.journal import write_events
from insdesk.store.tables import evidence, ins_history, patient

_HISTORY_ORDER = (ins_history.c.patient_uid, ins_history.c.holder, ins_history.c.rank)
_FORGET_HISTORY = ins_history.delete().where(ins_history.c.patient_uid == sa.bindparam("of_uid"))
HISTORY = (
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


class Writer:
    """Writes filings into a transaction that has the right to write."""

    def __init__(self, environment: Environment, clock: Callable[[], datetime]) -> None:
        self._environment = environment
        self._clock = clock

    def write_all(
        self, connection: sa.Connection, filings: Sequence[Filing], *, restored: str | None = None
    ) -> list[Patient]:
        """Write records and all that goes with them, in this order; the records as stored.

        A record merged away is written by nobody, but to make it stand again (`restored`). Raises
        `PatientUnknown`, `PatientChanged`, `Refused` (IV-210), `DatabaseOfOtherEnvironment`.
        """
        written = [
            self._write(connection, one, restores=one.patient.uid == restored) for one in filings
        ]
        for filing in filings:
            # Last: a note may name any of these records.
            if filing.opens:
                notes.open_all(connection, filing.opens, self._clock())
        return written

    def _write(self, connection: sa.Connection, filing: Filing, *, restores: bool) -> Patient:
        self._check_environment(filing.patient)
        stored = driver.first(connection, _STORED, {"of_uid": filing.patient.uid})
        if stored is None and filing.expected_version:
            raise PatientUnknown(filing.patient.uid)
        if stored is not None and stored["version"] != filing.expected_version:
            raise PatientChanged(filing.patient.uid)
        if stored is not None and stored["merged_into"] is not None and not restores:
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
            if found is not self._environment:
                raise DatabaseOfOtherEnvironment(found.value, self._environment.value)

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
        for note in filing.ends:
            notes.close(connection, note)
        if filing.closes:
            notes.close_kinds(connection, new.uid, filing.closes)
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
        found = connection.execute(HISTORY, {"of_uid": new.uid}).mappings()
        if [dict(row) for row in found] == wanted:
            return
        connection.execute(_FORGET_HISTORY, {"of_uid": new.uid})
    driver.insert(connection, ins_history, wanted)
