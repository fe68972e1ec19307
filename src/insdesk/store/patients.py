"""The records: written whole, read back equal, found by any of their words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa

from insdesk.errors import PatientUnknown
from insdesk.identity.filing import Filing, PatientRow
from insdesk.identity.normalise import comparison_key, search_key
from insdesk.identity.patient import Patient, Status
from insdesk.store import listing, rows, search
from insdesk.store.database import Database
from insdesk.store.failures import reading_rows
from insdesk.store.journal import now_utc
from insdesk.store.tables import patient
from insdesk.store.writing import HISTORY, Writer

_STANDS = patient.c.merged_into.is_(None)
_IS_ACTIVE = sa.and_(
    patient.c.retrieval_channel.is_not(None), ~patient.c.is_dout, ~patient.c.is_fict, _STANDS
)


class Patients:
    """The records of one base. Methods raise leaves of `StoreError`, and IV-210 from `file`."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now_utc) -> None:
        self._database = database
        self._writer = Writer(database.environment, clock)

    def get(self, uid: str) -> Patient:
        """The record `uid`, merged away or not; raises `PatientUnknown`."""
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
            return self._writer.write_all(connection, filings)

    def born_on(self, dates: Sequence[str], prefix: str = "") -> list[Patient]:
        """Records born on one of these days, by name (IV-200, IV-206).

        `prefix`, three letters at most, begins one word of any of the names, form K (IV-202).
        """
        start = search_key(prefix)[:3]
        return [
            one
            for one in self._read(sa.and_(patient.c.birth_date.in_(list(dates)), _STANDS))
            if any(word.startswith(start) for word in search.search_text(one).split())
        ]

    def named(self, birth_name: str, first_name: str) -> list[Patient]:
        """Records of this birth name and first given name, form K, whatever the date (IV-213).

        One look on the shelf of these names: takes no more time in a larger base.
        """
        key = comparison_key(f"{birth_name} {first_name}")
        start = search.first_position(key)
        shelf = patient.c.position.between(start, search.last_position(start))
        return self._read(sa.and_(shelf, patient.c.sort_key == key, _STANDS))

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
                    row, connection.execute(HISTORY, {"of_uid": row["uid"]}).mappings()
                )
                for row in connection.execute(query).mappings().all()
            ]
