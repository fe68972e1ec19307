"""The tables of the base, portable SQL only. What SQLite alone knows is in `sqlite.py`.

Moments are texts (`encoding.moment_text`), JSON is canonical text. The triggers and the search
index are written by the migrations.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite orders a table by an INTEGER key only; elsewhere the same number needs eight bytes.
_Big = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_ACTIVE = "retrieval_channel IS NOT NULL AND NOT is_dout AND NOT is_fict"
_STATUS = (
    "CASE WHEN is_dout OR is_fict THEN 'PROV' "
    "WHEN retrieval_channel IS NOT NULL AND control_kind IS NOT NULL THEN 'QUAL' "
    "WHEN retrieval_channel IS NOT NULL THEN 'RECUP' "
    "WHEN control_kind IS NOT NULL THEN 'VALI' ELSE 'PROV' END"
)

meta = sa.Table(
    "meta",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("environment", sa.String, nullable=False),
    sa.Column("created_at", sa.String, nullable=False),
    sa.CheckConstraint("id = 1", name="one_row"),
)

patient = sa.Table(
    "patient",
    metadata,
    sa.Column("position", _Big, primary_key=True, autoincrement=False),
    sa.Column("uid", sa.String, nullable=False, unique=True),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("environment", sa.String, nullable=False),
    sa.Column("birth_name", sa.String),
    sa.Column("first_name", sa.String),
    sa.Column("first_names", sa.String),
    sa.Column("birth_date", sa.String),
    sa.Column("sex", sa.String),
    sa.Column("birth_place", sa.String),
    sa.Column("birth_date_interpreted", sa.Boolean, nullable=False),
    sa.Column("used_name", sa.String),
    sa.Column("used_first_name", sa.String),
    sa.Column("created_at", sa.String, nullable=False),
    sa.Column("traits_recorded_at", sa.String, nullable=False),
    sa.Column("known_since", sa.String),
    sa.Column("is_homd", sa.Boolean, nullable=False),
    sa.Column("is_homa", sa.Boolean, nullable=False),
    sa.Column("is_dout", sa.Boolean, nullable=False),
    sa.Column("is_fict", sa.Boolean, nullable=False),
    # Axis I
    sa.Column("retrieval_channel", sa.String),
    sa.Column("retrieval_at", sa.String),
    sa.Column("matricule_number", sa.String),
    sa.Column("matricule_key", sa.String),
    sa.Column("matricule_oid", sa.String),
    sa.Column("retrieval_environment", sa.String),
    sa.Column("retrieval_message_id", sa.String),
    sa.Column("retrieval_verified_at", sa.String),
    # Axis C
    sa.Column("control_kind", sa.String),
    sa.Column("control_proof", sa.String),
    sa.Column("control_at", sa.String),
    sa.Column("control_snapshot", sa.String),
    sa.Column("control_adult_proof", sa.String),
    sa.Column("control_expired_document", sa.Boolean),
    # Derived: nobody writes a statut (IV-102).
    sa.Column("status", sa.String, sa.Computed(_STATUS, persisted=True)),
    sa.Column("sort_key", sa.String, nullable=False),
    sa.Column("search_text", sa.String, nullable=False),
    # Since 0002
    sa.Column("control_adult_link", sa.String),
    # No foreign key: SQLite cannot add one without writing the whole table again.
    sa.Column("merged_into", sa.String),
)
sa.Index(None, patient.c.birth_date)
sa.Index(
    "uq_patient_active_matricule",
    patient.c.matricule_number,
    patient.c.matricule_oid,
    unique=True,
    sqlite_where=sa.text(_ACTIVE),
    postgresql_where=sa.text(_ACTIVE),
)

status_count = sa.Table(
    "status_count",
    metadata,
    sa.Column("status", sa.String, primary_key=True),
    sa.Column("patients", sa.Integer, nullable=False),
)

ins_history = sa.Table(
    "ins_history",
    metadata,
    sa.Column("patient_uid", sa.String, sa.ForeignKey("patient.uid"), primary_key=True),
    # 0 is the INS held now, n the n-th invalidated one; rank 0 is that INS itself.
    sa.Column("holder", sa.Integer, primary_key=True),
    sa.Column("rank", sa.Integer, primary_key=True),
    sa.Column("number", sa.String, nullable=False),
    sa.Column("key", sa.String),
    sa.Column("oid", sa.String, nullable=False),
    sa.Column("start_text", sa.String),
    sa.Column("end_text", sa.String),
    sa.Column("channel", sa.String),
    sa.Column("at", sa.String),
    sa.Column("environment", sa.String),
    sa.Column("message_id", sa.String),
    sa.Column("verified_at", sa.String),
    sqlite_with_rowid=False,
)

evidence = sa.Table(
    "evidence",
    metadata,
    sa.Column("patient_uid", sa.String, sa.ForeignKey("patient.uid"), primary_key=True),
    sa.Column("patient_version", sa.Integer, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("record", sa.String, nullable=False),
    sqlite_with_rowid=False,
)

journal = sa.Table(
    "journal",
    metadata,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("type", sa.String, nullable=False),
    # No foreign key: the journal outlives what it tells about.
    sa.Column("patient_uid", sa.String),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("facts", sa.String, nullable=False),
    sa.Column("status_before", sa.String),
    sa.Column("status_after", sa.String),
    sa.Column("transition", sa.String),
    sa.Column("detail_hash", sa.String),
    sa.Column("scheme", sa.String, nullable=False),
    sa.Column("prev_hash", sa.String, nullable=False),
    sa.Column("hash", sa.String, nullable=False),
)
sa.Index(None, journal.c.patient_uid, journal.c.seq)

journal_detail = sa.Table(
    "journal_detail",
    metadata,
    sa.Column("seq", sa.Integer, sa.ForeignKey("journal.seq"), primary_key=True),
    # Without it a trait could be guessed from its hash in the clear line.
    sa.Column("salt", sa.String, nullable=False),
    sa.Column("detail", sa.String, nullable=False),
)

insi_call = sa.Table(
    "insi_call",
    metadata,
    sa.Column("journal_seq", sa.Integer, sa.ForeignKey("journal.seq"), primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("patient_uid", sa.String, index=True),
    sa.Column("operation", sa.String),
    sa.Column("message_id", sa.String),
    sa.Column("code", sa.String),
    sa.Column("duration_ms", sa.Integer),
    sa.Column("environment", sa.String),
    sa.Column("attempt", sa.Integer),
    sa.Column("fault_codes", sa.String),
    sa.Column("answer_sha256", sa.String),
)

todo = sa.Table(
    "todo",
    metadata,
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("patient_uid", sa.String, sa.ForeignKey("patient.uid"), primary_key=True, index=True),
    sa.Column("reason", sa.String, primary_key=True),
    # Empty for none: a key holds no NULL.
    sa.Column("other_uid", sa.String, primary_key=True, index=True),
    sa.Column("trait", sa.String, primary_key=True),
    sa.Column("rule", sa.String, nullable=False),
    sa.Column("since", sa.String, nullable=False),
    sqlite_with_rowid=False,
)

merge = sa.Table(
    "merge",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("kept_uid", sa.String, sa.ForeignKey("patient.uid"), nullable=False, index=True),
    sa.Column("gone_uid", sa.String, sa.ForeignKey("patient.uid"), nullable=False, index=True),
    sa.Column("at", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    # Both records as they were, as JSON of their own columns and of their INS history.
    sa.Column("kept_before", sa.String, nullable=False),
    sa.Column("gone_before", sa.String, nullable=False),
    sa.Column("kept_version", sa.Integer, nullable=False),
    sa.Column("notes", sa.String, nullable=False),
    sa.Column("undone_at", sa.String),
)

not_same = sa.Table(
    "not_same",
    metadata,
    # The smaller number first. Filled by the journal's own events, like `insi_call`.
    sa.Column("one_uid", sa.String, primary_key=True),
    sa.Column("other_uid", sa.String, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    sqlite_with_rowid=False,
)
