"""Documents: found, read, reviewed page by page, released; and the work that is to be done on them."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ORIGINS = {"before": "'uploaded', 'letter'", "after": "'uploaded', 'letter', 'working', 'released', 'package'"}
TABLES = (
    "document_sources",
    "document_readings",
    "findings",
    "page_reviews",
    "review_sheets",
    "case_documents",
    "release_copies",
    "releases",
    "document_jobs",
)
CREATE = (
    """
CREATE TABLE document_sources (
    document_id UUID NOT NULL,
    source_id UUID NOT NULL,
    CONSTRAINT pk_document_sources PRIMARY KEY (document_id, source_id),
    CONSTRAINT fk_document_sources_document_id FOREIGN KEY(document_id) REFERENCES documents (id),
    CONSTRAINT fk_document_sources_source_id FOREIGN KEY(source_id) REFERENCES documents (id)
)
    """,
    """
CREATE INDEX ix_document_sources_source_id ON document_sources (source_id)
    """,
    """
CREATE TABLE document_readings (
    document_id UUID NOT NULL,
    working_id UUID,
    code TEXT,
    pages JSONB NOT NULL,
    hidden TEXT[] NOT NULL,
    read_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_document_readings PRIMARY KEY (document_id),
    CONSTRAINT ck_document_readings_read_or_failed CHECK ((code IS NULL) = (working_id IS NOT NULL)),
    CONSTRAINT fk_document_readings_document_id FOREIGN KEY(document_id) REFERENCES documents (id),
    CONSTRAINT fk_document_readings_working_id FOREIGN KEY(working_id) REFERENCES documents (id)
)
    """,
    """
CREATE TABLE findings (
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    document_id UUID NOT NULL,
    n INTEGER NOT NULL,
    page INTEGER NOT NULL,
    kind TEXT NOT NULL,
    boxes JSONB NOT NULL,
    masked TEXT NOT NULL,
    value_hash TEXT NOT NULL,
    confidence FLOAT NOT NULL,
    proven BOOLEAN NOT NULL,
    accepted BOOLEAN,
    decided_by UUID,
    decided_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_findings PRIMARY KEY (id),
    CONSTRAINT ck_findings_decided_by_somebody CHECK ((accepted IS NULL) = (decided_by IS NULL)),
    CONSTRAINT fk_findings_document_id FOREIGN KEY(document_id) REFERENCES documents (id)
)
    """,
    """
CREATE INDEX ix_findings_case_id ON findings (case_id)
    """,
    """
CREATE UNIQUE INDEX ix_findings_in_order ON findings (document_id, page, n)
    """,
    """
CREATE INDEX ix_findings_undecided ON findings (case_id, document_id) WHERE accepted IS NULL
    """,
    """
CREATE TABLE page_reviews (
    document_id UUID NOT NULL,
    page INTEGER NOT NULL,
    result TEXT,
    grounds TEXT[] NOT NULL,
    reason TEXT,
    marks JSONB NOT NULL,
    version INTEGER NOT NULL,
    changed_by UUID NOT NULL,
    changed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_page_reviews PRIMARY KEY (document_id, page),
    CONSTRAINT ck_page_reviews_page_positive CHECK (page > 0),
    CONSTRAINT fk_page_reviews_document_id FOREIGN KEY(document_id) REFERENCES documents (id)
)
    """,
    """
CREATE TABLE review_sheets (
    sha256 TEXT NOT NULL,
    case_id UUID NOT NULL,
    document_id UUID NOT NULL,
    content TEXT NOT NULL,
    kept_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_review_sheets PRIMARY KEY (sha256)
)
    """,
    """
CREATE INDEX ix_review_sheets_case_id ON review_sheets (case_id)
    """,
    """
CREATE TABLE case_documents (
    document_id UUID NOT NULL,
    case_id UUID NOT NULL,
    n INTEGER NOT NULL,
    filed BOOLEAN NOT NULL,
    note TEXT,
    search TEXT,
    proposed TEXT,
    proposed_grounds TEXT[] NOT NULL,
    proposed_reason TEXT,
    proposed_by UUID,
    proposed_sheet TEXT,
    result TEXT,
    grounds TEXT[] NOT NULL,
    reason TEXT,
    reviewed_by UUID,
    sheet TEXT,
    pages INTEGER,
    released INTEGER NOT NULL,
    set_aside BOOLEAN NOT NULL,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_case_documents PRIMARY KEY (document_id),
    CONSTRAINT fk_case_documents_case_id FOREIGN KEY(case_id) REFERENCES applications (case_id)
)
    """,
    """
CREATE UNIQUE INDEX ix_case_documents_in_order ON case_documents (case_id, n)
    """,
    """
CREATE INDEX ix_case_documents_unreviewed ON case_documents (case_id, n) WHERE result IS NULL AND NOT set_aside
    """,
    """
CREATE TABLE release_copies (
    document_id UUID NOT NULL,
    sheet TEXT NOT NULL,
    copy_id UUID NOT NULL,
    pages INTEGER NOT NULL,
    CONSTRAINT pk_release_copies PRIMARY KEY (document_id, sheet),
    CONSTRAINT fk_release_copies_document_id FOREIGN KEY(document_id) REFERENCES documents (id),
    CONSTRAINT fk_release_copies_sheet FOREIGN KEY(sheet) REFERENCES review_sheets (sha256),
    CONSTRAINT fk_release_copies_copy_id FOREIGN KEY(copy_id) REFERENCES documents (id)
)
    """,
    """
CREATE TABLE releases (
    manifest TEXT NOT NULL,
    case_id UUID NOT NULL,
    letter_id UUID NOT NULL,
    issued_at TIMESTAMP WITH TIME ZONE NOT NULL,
    pdf_id UUID,
    zip_id UUID,
    CONSTRAINT pk_releases PRIMARY KEY (manifest),
    CONSTRAINT ck_releases_zip_always CHECK (pdf_id IS NULL OR zip_id IS NOT NULL),
    CONSTRAINT fk_releases_manifest FOREIGN KEY(manifest) REFERENCES review_sheets (sha256),
    CONSTRAINT fk_releases_case_id FOREIGN KEY(case_id) REFERENCES applications (case_id),
    CONSTRAINT fk_releases_letter_id FOREIGN KEY(letter_id) REFERENCES letters (id),
    CONSTRAINT fk_releases_pdf_id FOREIGN KEY(pdf_id) REFERENCES documents (id),
    CONSTRAINT fk_releases_zip_id FOREIGN KEY(zip_id) REFERENCES documents (id)
)
    """,
    """
CREATE INDEX ix_releases_case_id ON releases (case_id)
    """,
    """
CREATE TABLE document_jobs (
    n BIGINT GENERATED BY DEFAULT AS IDENTITY,
    key TEXT NOT NULL,
    case_id UUID NOT NULL,
    agency_id UUID NOT NULL,
    kind TEXT NOT NULL,
    document_id UUID,
    sheet TEXT,
    status TEXT DEFAULT 'waiting' NOT NULL,
    code TEXT,
    attempts INTEGER DEFAULT 0 NOT NULL,
    queued_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_document_jobs PRIMARY KEY (n),
    CONSTRAINT ck_document_jobs_kind_known CHECK (kind IN ('read', 'release', 'package')),
    CONSTRAINT ck_document_jobs_status_known CHECK (status IN ('waiting', 'done', 'failed')),
    CONSTRAINT ck_document_jobs_failed_has_code CHECK ((status = 'failed') = (code IS NOT NULL)),
    CONSTRAINT uq_document_jobs_key UNIQUE (key),
    CONSTRAINT fk_document_jobs_agency_id FOREIGN KEY(agency_id) REFERENCES agencies (id)
)
    """,
    """
CREATE INDEX ix_document_jobs_of_case ON document_jobs (case_id, status)
    """,
    """
CREATE INDEX ix_document_jobs_waiting ON document_jobs (case_id, n) WHERE status = 'waiting'
    """,
)


def upgrade() -> None:
    _origins(ORIGINS["after"])
    op.drop_index(op.f("ix_documents_case_id"), "documents")
    op.create_index("ix_documents_of_case", "documents", ["case_id", "stored_at", "id"])
    for statement in CREATE:
        op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_documents_of_case", "documents")
    op.create_index(op.f("ix_documents_case_id"), "documents", ["case_id"])
    op.execute("DELETE FROM documents WHERE origin NOT IN ('uploaded', 'letter')")
    _origins(ORIGINS["before"])


def _origins(known: str) -> None:
    op.drop_constraint(op.f("ck_documents_origin_known"), "documents")
    op.create_check_constraint(op.f("ck_documents_origin_known"), "documents", f"origin IN ({known})")
