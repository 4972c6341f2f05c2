"""The tables of search, review and release: what is known of pages, and what is to be done with documents."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from activities.db.tables import metadata

document_sources = Table(
    "document_sources",
    metadata,
    Column("document_id", Uuid, ForeignKey("documents.id"), primary_key=True),
    Column("source_id", Uuid, ForeignKey("documents.id"), primary_key=True, index=True),
)

document_readings = Table(
    "document_readings",
    metadata,
    Column("document_id", Uuid, ForeignKey("documents.id"), primary_key=True),
    Column("working_id", Uuid, ForeignKey("documents.id")),
    Column("code", Text),
    Column("pages", JSONB, nullable=False),
    Column("hidden", ARRAY(Text), nullable=False),
    Column("read_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("(code IS NULL) = (working_id IS NOT NULL)", name="read_or_failed"),
)
"""``working_id``: the PDF people look at, the document itself if it is one. ``code``: why it could not be read."""

findings = Table(
    "findings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("document_id", Uuid, ForeignKey("documents.id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("boxes", JSONB, nullable=False),
    Column("masked", Text, nullable=False),
    Column("value_hash", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("proven", Boolean, nullable=False),
    Column("accepted", Boolean),
    Column("decided_by", Uuid),
    Column("decided_at", DateTime(timezone=True)),
    CheckConstraint("(accepted IS NULL) = (decided_by IS NULL)", name="decided_by_somebody"),
    Index("ix_findings_in_order", "document_id", "page", "n", unique=True),
    Index("ix_findings_undecided", "case_id", "document_id", postgresql_where=text("accepted IS NULL")),
)

page_reviews = Table(
    "page_reviews",
    metadata,
    Column("document_id", Uuid, ForeignKey("documents.id"), primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("result", Text),
    Column("grounds", ARRAY(Text), nullable=False),
    Column("reason", Text),
    Column("marks", JSONB, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_by", Uuid, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    CheckConstraint("page > 0", name="page_positive"),
)
"""Work in hand: what somebody means to propose of a page. What is proposed is a sheet, which never changes."""

review_sheets = Table(
    "review_sheets",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("case_id", Uuid, nullable=False, index=True),
    Column("document_id", Uuid, nullable=False),
    Column("content", Text, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
"""Sheets and manifests that events name by hash. A manifest is about no single document: its case's id stands there."""

case_documents = Table(
    "case_documents",
    metadata,
    Column("document_id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey("applications.case_id"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("filed", Boolean, nullable=False),
    Column("note", Text),
    Column("search", Text),
    Column("proposed", Text),
    Column("proposed_grounds", ARRAY(Text), nullable=False),
    Column("proposed_reason", Text),
    Column("proposed_by", Uuid),
    Column("proposed_sheet", Text),
    Column("result", Text),
    Column("grounds", ARRAY(Text), nullable=False),
    Column("reason", Text),
    Column("reviewed_by", Uuid),
    Column("sheet", Text),
    Column("pages", Integer),
    Column("released", Integer, nullable=False),
    Column("set_aside", Boolean, nullable=False),
    Column("seq", Integer, nullable=False),
    Index("ix_case_documents_in_order", "case_id", "n", unique=True),
    Index("ix_case_documents_unreviewed", "case_id", "n", postgresql_where=text("result IS NULL AND NOT set_aside")),
)
"""The read model of what a case found, a projection of its events; ``proposed`` is null when nothing is."""

release_copies = Table(
    "release_copies",
    metadata,
    Column("document_id", Uuid, ForeignKey("documents.id"), primary_key=True),
    Column("sheet", Text, ForeignKey("review_sheets.sha256"), primary_key=True),
    Column("copy_id", Uuid, ForeignKey("documents.id"), nullable=False),
    Column("pages", Integer, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("manifest", Text, ForeignKey("review_sheets.sha256"), primary_key=True),
    Column("case_id", Uuid, ForeignKey("applications.case_id"), nullable=False, index=True),
    Column("letter_id", Uuid, ForeignKey("letters.id"), nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("pdf_id", Uuid, ForeignKey("documents.id")),
    Column("zip_id", Uuid, ForeignKey("documents.id")),
    CheckConstraint("pdf_id IS NULL OR zip_id IS NOT NULL", name="zip_always"),
)

document_jobs = Table(
    "document_jobs",
    metadata,
    Column("n", BigInteger, Identity(), primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("case_id", Uuid, nullable=False),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("document_id", Uuid),
    Column("sheet", Text),
    Column("status", Text, nullable=False, server_default=text("'waiting'")),
    Column("code", Text),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("queued_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("done_at", DateTime(timezone=True)),
    CheckConstraint("kind IN ('read', 'release', 'package')", name="kind_known"),
    CheckConstraint("status IN ('waiting', 'done', 'failed')", name="status_known"),
    CheckConstraint("(status = 'failed') = (code IS NOT NULL)", name="failed_has_code"),
    Index("ix_document_jobs_of_case", "case_id", "status"),
    Index("ix_document_jobs_waiting", "case_id", "n", postgresql_where=text("status = 'waiting'")),
)
"""What is to be done with the bytes of documents: entered with what calls for it, done by the workflow of its case."""
