"""What oversight searches and lists; the texts of old cases are entered by ``rebuild-read-model``."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CREATE = (
    """
CREATE TABLE case_terms (
    case_id UUID NOT NULL,
    agency_id UUID NOT NULL,
    registered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    folded TEXT NOT NULL,
    terms INTEGER[] NOT NULL,
    CONSTRAINT pk_case_terms PRIMARY KEY (case_id),
    CONSTRAINT fk_case_terms_case_id FOREIGN KEY (case_id) REFERENCES applications (case_id),
    CONSTRAINT fk_case_terms_agency_id FOREIGN KEY (agency_id) REFERENCES agencies (id)
)
    """,
    "CREATE INDEX ix_case_terms_terms ON case_terms USING gin (terms) WITH (fastupdate = off)",
    "ALTER TABLE cases ADD COLUMN registered_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL",
    "UPDATE cases SET registered_at = a.registered_at FROM applications a WHERE a.case_id = cases.case_id",
    "CREATE INDEX ix_cases_newest ON cases (agency_id, registered_at DESC, case_id DESC)",
    """
CREATE INDEX ix_cases_open_newest ON cases (agency_id, registered_at DESC, case_id DESC)
    WHERE closed_on IS NULL
    """,
    """
CREATE INDEX ix_cases_late_newest ON cases (agency_id, registered_at DESC, case_id DESC)
    WHERE coalesce(delivered_on, closed_on) > due_on
    """,
    "CREATE INDEX ix_cases_outcome_newest ON cases (agency_id, outcome, registered_at DESC, case_id DESC)",
    "CREATE INDEX ix_cases_row_newest ON cases (agency_id, report_row, registered_at DESC, case_id DESC)",
    "CREATE INDEX ix_cases_by_due ON cases (agency_id, COALESCE(due_on, '9999-01-01'::date), case_id)",
    """
CREATE INDEX ix_cases_open_by_due ON cases (agency_id, COALESCE(due_on, '9999-01-01'::date), case_id)
    WHERE closed_on IS NULL
    """,
    "CREATE INDEX ix_cases_closed_on ON cases (agency_id, closed_on)",
    "CREATE INDEX ix_cases_received_on ON cases (agency_id, received_on)",
    """
CREATE INDEX ix_cases_corrected_newest ON cases (agency_id, registered_at DESC, case_id DESC) INCLUDE (closed_on)
    WHERE corrected
    """,
)
INDEXES = (
    "ix_cases_received_on",
    "ix_cases_closed_on",
    "ix_cases_open_by_due",
    "ix_cases_by_due",
    "ix_cases_row_newest",
    "ix_cases_outcome_newest",
    "ix_cases_late_newest",
    "ix_cases_open_newest",
    "ix_cases_newest",
    "ix_cases_corrected_newest",
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)


def downgrade() -> None:
    for index in INDEXES:
        op.execute(f"DROP INDEX {index}")
    op.execute("ALTER TABLE cases DROP COLUMN registered_at")
    op.execute("DROP TABLE case_terms")
