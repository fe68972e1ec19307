"""First tables: patients, INS history, evidence, INSi calls, journal."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ACTIVE = "retrieval_channel IS NOT NULL AND NOT is_dout AND NOT is_fict"
STATUS = (
    "CASE WHEN is_dout OR is_fict THEN 'PROV' "
    "WHEN retrieval_channel IS NOT NULL AND control_kind IS NOT NULL THEN 'QUAL' "
    "WHEN retrieval_channel IS NOT NULL THEN 'RECUP' "
    "WHEN control_kind IS NOT NULL THEN 'VALI' ELSE 'PROV' END"
)
APPEND_ONLY = {
    "journal": "seq = new.seq",
    "journal_detail": "seq = new.seq",
    "evidence": "patient_uid = new.patient_uid AND patient_version = new.patient_version",
}


def upgrade() -> None:
    create_meta()
    create_patient()
    create_ins_history()
    create_evidence()
    create_journal()
    create_insi_call()
    forbid_changes()
    count_by_status()
    index_words()


def create_meta() -> None:
    op.create_table(
        "meta",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("environment", sa.String(), nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_meta_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_meta"),
    )


def create_patient() -> None:
    op.create_table(
        "patient",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("environment", sa.String(), nullable=False),
        sa.Column("birth_name", sa.String()),
        sa.Column("first_name", sa.String()),
        sa.Column("first_names", sa.String()),
        sa.Column("birth_date", sa.String()),
        sa.Column("sex", sa.String()),
        sa.Column("birth_place", sa.String()),
        sa.Column("birth_date_interpreted", sa.Boolean(), nullable=False),
        sa.Column("used_name", sa.String()),
        sa.Column("used_first_name", sa.String()),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("traits_recorded_at", sa.String(), nullable=False),
        sa.Column("known_since", sa.String()),
        sa.Column("is_homd", sa.Boolean(), nullable=False),
        sa.Column("is_homa", sa.Boolean(), nullable=False),
        sa.Column("is_dout", sa.Boolean(), nullable=False),
        sa.Column("is_fict", sa.Boolean(), nullable=False),
        sa.Column("retrieval_channel", sa.String()),
        sa.Column("retrieval_at", sa.String()),
        sa.Column("matricule_number", sa.String()),
        sa.Column("matricule_key", sa.String()),
        sa.Column("matricule_oid", sa.String()),
        sa.Column("retrieval_environment", sa.String()),
        sa.Column("retrieval_message_id", sa.String()),
        sa.Column("retrieval_verified_at", sa.String()),
        sa.Column("control_kind", sa.String()),
        sa.Column("control_proof", sa.String()),
        sa.Column("control_at", sa.String()),
        sa.Column("control_snapshot", sa.String()),
        sa.Column("control_adult_proof", sa.String()),
        sa.Column("control_expired_document", sa.Boolean()),
        sa.Column("status", sa.String(), sa.Computed(STATUS, persisted=True)),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("search_text", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_patient"),
        sa.UniqueConstraint("uid", name="uq_patient_uid"),
    )
    op.create_index("ix_patient_birth_date", "patient", ["birth_date"])
    op.create_index(
        "uq_patient_active_matricule",
        "patient",
        ["matricule_number", "matricule_oid"],
        unique=True,
        sqlite_where=sa.text(ACTIVE),
        postgresql_where=sa.text(ACTIVE),
    )


def create_ins_history() -> None:
    op.create_table(
        "ins_history",
        sa.Column("patient_uid", sa.String(), nullable=False),
        sa.Column("holder", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("key", sa.String()),
        sa.Column("oid", sa.String(), nullable=False),
        sa.Column("start_text", sa.String()),
        sa.Column("end_text", sa.String()),
        sa.Column("channel", sa.String()),
        sa.Column("at", sa.String()),
        sa.Column("environment", sa.String()),
        sa.Column("message_id", sa.String()),
        sa.Column("verified_at", sa.String()),
        sa.PrimaryKeyConstraint("patient_uid", "holder", "rank", name="pk_ins_history"),
        sa.ForeignKeyConstraint(
            ["patient_uid"], ["patient.uid"], name="fk_ins_history_patient_uid_patient"
        ),
        sqlite_with_rowid=False,
    )


def create_evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("patient_uid", sa.String(), nullable=False),
        sa.Column("patient_version", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("patient_uid", "patient_version", name="pk_evidence"),
        sa.ForeignKeyConstraint(
            ["patient_uid"], ["patient.uid"], name="fk_evidence_patient_uid_patient"
        ),
        sqlite_with_rowid=False,
    )


def create_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("patient_uid", sa.String()),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("status_before", sa.String()),
        sa.Column("status_after", sa.String()),
        sa.Column("transition", sa.String()),
        sa.Column("detail_hash", sa.String()),
        sa.Column("scheme", sa.String(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_journal"),
    )
    op.create_index("ix_journal_patient_uid_seq", "journal", ["patient_uid", "seq"])
    op.create_table(
        "journal_detail",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_journal_detail"),
        sa.ForeignKeyConstraint(["seq"], ["journal.seq"], name="fk_journal_detail_seq_journal"),
    )


def create_insi_call() -> None:
    op.create_table(
        "insi_call",
        sa.Column("journal_seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("patient_uid", sa.String()),
        sa.Column("operation", sa.String()),
        sa.Column("message_id", sa.String()),
        sa.Column("code", sa.String()),
        sa.Column("duration_ms", sa.Integer()),
        sa.Column("environment", sa.String()),
        sa.Column("attempt", sa.Integer()),
        sa.Column("fault_codes", sa.String()),
        sa.Column("answer_sha256", sa.String()),
        sa.PrimaryKeyConstraint("journal_seq", name="pk_insi_call"),
        sa.ForeignKeyConstraint(
            ["journal_seq"], ["journal.seq"], name="fk_insi_call_journal_seq_journal"
        ),
    )
    op.create_index("ix_insi_call_patient_uid", "insi_call", ["patient_uid"])


def forbid_changes() -> None:
    """What is written in these tables stays as it was written."""
    for table, same_row in APPEND_ONLY.items():
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        # INSERT OR REPLACE deletes without calling the trigger above.
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "  # noqa: S608
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same_row}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def count_by_status() -> None:
    """Counting a hundred thousand rows at each start would be felt."""
    op.create_table(
        "status_count",
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("patients", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("status", name="pk_status_count"),
    )
    op.execute(
        "INSERT INTO status_count (status, patients) "
        "VALUES ('PROV', 0), ('RECUP', 0), ('VALI', 0), ('QUAL', 0)"
    )
    more = "UPDATE status_count SET patients = patients + 1 WHERE status = new.status"
    less = "UPDATE status_count SET patients = patients - 1 WHERE status = old.status"
    changed = " WHEN old.status <> new.status"
    for verb, when, what in (
        ("INSERT", "", more),
        ("DELETE", "", less),
        ("UPDATE", changed, f"{less}; {more}"),
    ):
        op.execute(
            f"CREATE TRIGGER patient_counted_{verb.lower()} AFTER {verb} ON patient{when} "
            f"BEGIN {what}; END"
        )


def index_words() -> None:
    """The words of a patient and its statut, found by prefix, in the order of `position`."""
    op.execute(
        "CREATE VIRTUAL TABLE patient_search USING fts5(words, content='', detail=none, "
        "columnsize=0, prefix='1 2 3 4', tokenize=\"ascii tokenchars '_'\")"
    )
    add = (
        "INSERT INTO patient_search (rowid, words) "
        "VALUES (new.position, new.search_text || ' _' || new.status)"
    )
    remove = (
        "INSERT INTO patient_search (patient_search, rowid, words) "
        "VALUES ('delete', old.position, old.search_text || ' _' || old.status)"
    )
    changed = (
        " WHEN old.position <> new.position OR old.search_text <> new.search_text "
        "OR old.status <> new.status"
    )
    for verb, when, what in (
        ("INSERT", "", add),
        ("DELETE", "", remove),
        ("UPDATE", changed, f"{remove}; {add}"),
    ):
        op.execute(
            f"CREATE TRIGGER patient_indexed_{verb.lower()} AFTER {verb} ON patient{when} "
            f"BEGIN {what}; END"
        )
