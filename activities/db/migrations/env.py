"""Alembic's entry: runs on the connection that ``activities.db.migrate`` hands over."""

from alembic import context

import activities.db.tables_accounts
import activities.db.tables_administration
import activities.db.tables_feeds
import activities.db.tables_review
import activities.db.tables_starts
import activities.db.tables_waiting  # noqa: F401 - its tables enter themselves
from activities.db.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
