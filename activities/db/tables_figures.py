"""The tallies: how many cases of an agency were received and closed on a day, kept by triggers on ``cases``."""

from sqlalchemy import BigInteger, Column, Date, ForeignKey, Identity, Index, Integer, Table, Uuid, text

from activities.db.tables import cases, metadata

case_tallies = Table(
    "case_tallies",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("received", Integer, nullable=False),
    Column("closed", Integer, nullable=False),
    Column("late", Integer, nullable=False),
    Column("days_known", Integer, nullable=False),
    Column("days_used", BigInteger, nullable=False),
    Index("ix_case_tallies_day", "agency_id", "day"),
)
"""Differences, to be summed by agency and day: no row is ever changed, so no two steps wait for each other.

``received`` counts on the date of receipt; all others on the day of closing. ``late``: delivered, else closed, after
the due date. ``days_used``: the sum of the working days used of the ``days_known`` cases of which they are known.
"""

Index(
    "ix_cases_open",
    cases.c.agency_id,
    cases.c.state,
    cases.c.handler_id,
    cases.c.limit_runs,
    cases.c.due_on,
    cases.c.received_on,
    postgresql_where=text("closed_on IS NULL"),
)
"""All that the figures of open cases need, in one index a twentieth as long as the table."""
