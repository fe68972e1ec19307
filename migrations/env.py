"""Runs the migrations on the connection it is given, within that connection's transaction."""

from alembic import context

connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    # SQLite can undo a CREATE TABLE; the library supposes that it cannot.
    transactional_ddl=True,
    render_as_batch=True,
)

with context.begin_transaction():
    context.run_migrations()
