"""Alembic's way in: runs on the connection that `store.creating` hands over, and only from there."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
