"""The tables of the digests: what was made, and which schedules people have paused."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from activities.db.tables import metadata

digests = Table(
    "digests",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("period", Text, nullable=False),
    Column("first", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("interim", Boolean, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("late_days", Integer, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("figures", JSONB, nullable=False),
    CheckConstraint("first < until", name="in_the_order_of_days"),
    CheckConstraint("late_days >= 0", name="late_days_positive"),
    Index("ix_digests_whole", "agency_id", "period", "first", unique=True, postgresql_where=text("NOT interim")),
    Index("ix_digests_newest", "agency_id", text("due_at DESC"), text("id DESC")),
)
"""One row for each digest, never changed. ``until``: the day after the last covered."""

digest_pauses = Table(
    "digest_pauses",
    metadata,
    Column("agency_id", Uuid, ForeignKey("agencies.id"), primary_key=True),
    Column("period", Text, primary_key=True),
    Column("paused_by", Uuid, nullable=False),
    Column("paused_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("note", Text, nullable=False),
)
"""The schedules that are paused. The note is people's own words, so it stands here and not in Temporal."""

schedule_orders = Table(
    "schedule_orders",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("period", Text, nullable=False),
    Column("first_due", DateTime(timezone=True)),
    Column("last_due", DateTime(timezone=True)),
    Column("ordered_at", DateTime(timezone=True), nullable=False),
    Column("rung_at", DateTime(timezone=True)),
    CheckConstraint("(first_due IS NULL) = (last_due IS NULL)", name="both_ends"),
    Index("ix_schedule_orders_left", "ordered_at", postgresql_where=text("rung_at IS NULL")),
)
"""Runs (no dates) and back-fills that an administrator ordered. ``rung_at``: when Temporal was told of it."""
