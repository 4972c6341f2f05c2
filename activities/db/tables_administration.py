"""The record of what administrators did; append-only by trigger (migration 0017)."""

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, Identity, Index, Table, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB

from activities.db.tables import metadata

administrative_acts = Table(
    "administrative_acts",
    metadata,
    Column("n", BigInteger, Identity(always=True), primary_key=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("by", Uuid, ForeignKey("staff.id")),
    Column("kind", Text, nullable=False),
    Column("staff_id", Uuid, ForeignKey("staff.id")),
    Column("what", Text),
    Column("changed", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Index("ix_administrative_acts_agency", "agency_id", "n"),
)
"""``id``: from person and key of the request, so that it happens once. ``changed``: field → [before, after]."""
