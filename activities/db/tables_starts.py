"""Cases whose chain is on record and whose workflow is still to be begun: kept in the transaction that enters them."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Table, Uuid

from activities.db.tables import metadata

starts_owed = Table(
    "starts_owed",
    metadata,
    Column("case_id", Uuid, ForeignKey("applications.case_id"), primary_key=True),
    Column("owed_since", DateTime(timezone=True), nullable=False),
    Column("tried_at", DateTime(timezone=True), nullable=False),
)
Index("ix_starts_owed_tried_at", starts_owed.c.tried_at)
