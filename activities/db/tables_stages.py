"""The table of stages: when a case entered each stage of its handling, as often as it did."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text, Uuid, text

from activities.db.tables import metadata

case_stages = Table(
    "case_stages",
    metadata,
    Column("case_id", Uuid, ForeignKey("applications.case_id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("stage", Text, nullable=False),
    Column("entered_on", Date, nullable=False),
    Column("left_on", Date),
    Column("course", Integer, nullable=False),
    Column("counts", Boolean, nullable=False),
    Column("asked_on", Date),
    Column("until_on", Date),
    Column("added", Integer, nullable=False),
    Column("ordered", Boolean, nullable=False),
    Column("extendable", Boolean, nullable=False),
    Column("outcome", Text),
    Column("seq", Integer, nullable=False),
    CheckConstraint("left_on >= entered_on", name="left_after_it_was_entered"),
    Index("ix_case_stages_open", "agency_id", "stage", postgresql_where=text("left_on IS NULL AND stage <> 'done'")),
)
"""A read model of the events. The row without ``left_on`` is where the case is now."""
