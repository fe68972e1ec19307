"""À traiter, records made one, pairs that are not one person, the adult of a minor's paper."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("patient", sa.Column("control_adult_link", sa.String()))
    op.add_column("patient", sa.Column("merged_into", sa.String()))
    create_todo()
    create_merge()
    create_not_same()
    count_by_status()
    index_words()


def create_todo() -> None:
    op.create_table(
        "todo",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("patient_uid", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("other_uid", sa.String(), nullable=False),
        sa.Column("trait", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(
            "kind", "patient_uid", "reason", "other_uid", "trait", name="pk_todo"
        ),
        sa.ForeignKeyConstraint(
            ["patient_uid"], ["patient.uid"], name="fk_todo_patient_uid_patient"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_todo_patient_uid", "todo", ["patient_uid"])
    op.create_index("ix_todo_other_uid", "todo", ["other_uid"])


def create_merge() -> None:
    op.create_table(
        "merge",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kept_uid", sa.String(), nullable=False),
        sa.Column("gone_uid", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("kept_before", sa.String(), nullable=False),
        sa.Column("gone_before", sa.String(), nullable=False),
        sa.Column("kept_version", sa.Integer(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("undone_at", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_merge"),
        sa.ForeignKeyConstraint(["kept_uid"], ["patient.uid"], name="fk_merge_kept_uid_patient"),
        sa.ForeignKeyConstraint(["gone_uid"], ["patient.uid"], name="fk_merge_gone_uid_patient"),
    )
    op.create_index("ix_merge_kept_uid", "merge", ["kept_uid"])
    op.create_index("ix_merge_gone_uid", "merge", ["gone_uid"])


def create_not_same() -> None:
    """Pairs judged to be two persons: never shown again as one that may be."""
    op.create_table(
        "not_same",
        sa.Column("one_uid", sa.String(), nullable=False),
        sa.Column("other_uid", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("one_uid", "other_uid", name="pk_not_same"),
        sqlite_with_rowid=False,
    )


def count_by_status() -> None:
    """As before, but a record merged into another is not counted."""
    more = (
        "UPDATE status_count SET patients = patients + 1 "
        "WHERE status = new.status AND new.merged_into IS NULL"
    )
    less = (
        "UPDATE status_count SET patients = patients - 1 "
        "WHERE status = old.status AND old.merged_into IS NULL"
    )
    changed = " WHEN old.status <> new.status OR old.merged_into IS NOT new.merged_into"
    _replace_triggers("counted", more, less, changed)


def index_words() -> None:
    """As before, but a record merged into another is found by no word."""
    add = (
        "INSERT INTO patient_search (rowid, words) "
        "SELECT new.position, new.search_text || ' _' || new.status WHERE new.merged_into IS NULL"
    )
    remove = (
        "INSERT INTO patient_search (patient_search, rowid, words) "
        "SELECT 'delete', old.position, old.search_text || ' _' || old.status "
        "WHERE old.merged_into IS NULL"
    )
    changed = (
        " WHEN old.position <> new.position OR old.search_text <> new.search_text "
        "OR old.status <> new.status OR old.merged_into IS NOT new.merged_into"
    )
    _replace_triggers("indexed", add, remove, changed)


def _replace_triggers(name: str, add: str, remove: str, changed: str) -> None:
    for verb, when, what in (
        ("INSERT", "", add),
        ("DELETE", "", remove),
        ("UPDATE", changed, f"{remove}; {add}"),
    ):
        op.execute(f"DROP TRIGGER patient_{name}_{verb.lower()}")
        op.execute(
            f"CREATE TRIGGER patient_{name}_{verb.lower()} AFTER {verb} ON patient{when} "
            f"BEGIN {what}; END"
        )
