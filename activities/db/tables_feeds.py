"""The table of calendars to subscribe to: their secret addresses, as hashes."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, Table, Text, Uuid, func, text

from activities.db.tables import metadata

feeds = Table(
    "feeds",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("staff_id", Uuid, ForeignKey("staff.id"), nullable=False),
    Column("scope", Text, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("read_on", Date),
    Column("ended_at", DateTime(timezone=True)),
    CheckConstraint("scope IN ('mine', 'agency')", name="scope_known"),
    Index("ix_feeds_living", "staff_id", postgresql_where=text("ended_at IS NULL")),
)
"""``hash``: SHA-256 of the secret part of the address. ``read_on``: to the day, so that not every look writes."""
