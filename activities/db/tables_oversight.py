"""The table that full-text search reads: what can be found of each case, folded, and the terms it is found by."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from activities.db.tables import metadata

case_terms = Table(
    "case_terms",
    metadata,
    Column("case_id", Uuid, ForeignKey("applications.case_id"), primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("folded", Text, nullable=False),
    Column("terms", ARRAY(Integer), nullable=False),
    # fastupdate off: a list of pending entries would have to be read through by every search.
    Index("ix_case_terms_terms", "terms", postgresql_using="gin", postgresql_with={"fastupdate": "off"}),
)
"""One row a case. ``folded``: reference, description, corrections and labels, a text a line, as searches compare them;
``terms``: the codes of its characters and pairs of characters, and of the day, month and year of its registration."""
