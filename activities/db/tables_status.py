"""The table of failed tries on the applicant's page."""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Integer, Table, Text, func

from activities.db.tables import metadata

status_tries = Table(
    "status_tries",
    metadata,
    Column("mark", Text, primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("tries", Integer, nullable=False),
    CheckConstraint("tries >= 0", name="tries_counted"),
    Index("ix_status_tries_since", "since"),
)
"""``mark``: keyed hash of an application, a client address, or both together. ``since``: when its hour began."""
