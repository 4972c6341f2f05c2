"""The tables of the annual report: remedies and first results of cases, entered figures and texts, adopted versions."""

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

from activities.db.tables import cases, metadata


def _scope() -> list[Column[object]]:
    """Of which report: an agency's own, or that of the agency with all below it (``tree``), of one year."""
    return [
        Column("agency_id", Uuid, ForeignKey("agencies.id"), primary_key=True),
        Column("tree", Boolean, primary_key=True),
        Column("year", Integer, primary_key=True),
        Column("version", Integer, primary_key=True),
    ]


case_remedies = Table(
    "case_remedies",
    metadata,
    Column("case_id", Uuid, ForeignKey("applications.case_id"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("instance", Text, nullable=False),
    Column("after_reconsideration", Boolean, nullable=False),
    Column("filed_on", Date, nullable=False),
    Column("result", Text),
    Column("served_on", Date),
    CheckConstraint("(result IS NULL) = (served_on IS NULL)", name="decided_and_served"),
)
"""One row for each remedy sought: a projection of the events."""

case_first_results = Table(
    "case_first_results",
    metadata,
    Column("case_id", Uuid, ForeignKey("applications.case_id"), primary_key=True),
    Column("closed_on", Date, nullable=False),
    Column("report_row", Text),
)
"""Of cases that were closed and then taken in hand again for an ordered new reply: their first end, which counts."""

annual_entries = Table(
    "annual_entries",
    metadata,
    *_scope(),
    Column("entries", JSONB, nullable=False),
    Column("entered_by", Uuid, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("version > 0", name="version_positive"),
)
"""Entered figures and texts, every version kept."""

annual_reports = Table(
    "annual_reports",
    metadata,
    *_scope(),
    Column("content", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("carried", Text, nullable=False),
    Column("carried_sha256", Text, nullable=False),
    Column("reason", Text),
    Column("adopted_by", Uuid, nullable=False),
    Column("adopted_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("version > 0", name="version_positive"),
    CheckConstraint("version = 1 OR reason IS NOT NULL", name="correction_has_a_reason"),
)
"""Adopted versions, never changed by triggers of 0010. ``content`` is canonical JSON, to the letter, and so is
``carried``: the cases behind its row four."""

Index(
    "ix_cases_annual",
    cases.c.agency_id,
    cases.c.closed_on,
    postgresql_include=["received_on", "applicant_kind", "report_row", "case_id"],
)
"""All that table 三 counts, by the day of closing."""

Index("ix_cases_fee_paid", cases.c.agency_id, cases.c.fee_paid_on, postgresql_where=text("fee_paid_on IS NOT NULL"))
