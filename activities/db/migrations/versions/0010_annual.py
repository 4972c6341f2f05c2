"""The annual report: remedies and first results of cases, entered figures, adopted versions.

What is on record already comes into them by ``rebuild-read-model``, like the columns of 0006.
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("case_remedies", "case_first_results", "annual_entries", "annual_reports")
SCOPE = """
    agency_id UUID NOT NULL,
    tree BOOLEAN NOT NULL,
    year INTEGER NOT NULL,
    version INTEGER NOT NULL,
"""
CREATE = (
    """
CREATE TABLE case_remedies (
    case_id UUID NOT NULL,
    id TEXT NOT NULL,
    instance TEXT NOT NULL,
    after_reconsideration BOOLEAN NOT NULL,
    filed_on DATE NOT NULL,
    result TEXT,
    served_on DATE,
    CONSTRAINT pk_case_remedies PRIMARY KEY (case_id, id),
    CONSTRAINT ck_case_remedies_decided_and_served CHECK ((result IS NULL) = (served_on IS NULL)),
    CONSTRAINT fk_case_remedies_case_id FOREIGN KEY (case_id) REFERENCES applications (case_id)
)
    """,
    """
CREATE TABLE case_first_results (
    case_id UUID NOT NULL,
    closed_on DATE NOT NULL,
    report_row TEXT,
    CONSTRAINT pk_case_first_results PRIMARY KEY (case_id),
    CONSTRAINT fk_case_first_results_case_id FOREIGN KEY (case_id) REFERENCES applications (case_id)
)
    """,
    f"""
CREATE TABLE annual_entries ({SCOPE}
    entries JSONB NOT NULL,
    entered_by UUID NOT NULL,
    entered_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_annual_entries PRIMARY KEY (agency_id, tree, year, version),
    CONSTRAINT ck_annual_entries_version_positive CHECK (version > 0),
    CONSTRAINT fk_annual_entries_agency_id FOREIGN KEY (agency_id) REFERENCES agencies (id)
)
    """,
    f"""
CREATE TABLE annual_reports ({SCOPE}
    content TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    carried TEXT NOT NULL,
    carried_sha256 TEXT NOT NULL,
    reason TEXT,
    adopted_by UUID NOT NULL,
    adopted_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_annual_reports PRIMARY KEY (agency_id, tree, year, version),
    CONSTRAINT ck_annual_reports_version_positive CHECK (version > 0),
    CONSTRAINT ck_annual_reports_correction_has_a_reason CHECK (version = 1 OR reason IS NOT NULL),
    CONSTRAINT fk_annual_reports_agency_id FOREIGN KEY (agency_id) REFERENCES agencies (id)
)
    """,
    """
CREATE INDEX ix_cases_annual ON cases (agency_id, closed_on)
INCLUDE (received_on, applicant_kind, report_row, case_id)
    """,
    "CREATE INDEX ix_cases_fee_paid ON cases (agency_id, fee_paid_on) WHERE fee_paid_on IS NOT NULL",
    """
CREATE FUNCTION refuse_change_of_adopted_reports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'adopted reports are never changed: % on annual_reports', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
    """,
    """
CREATE TRIGGER annual_reports_append_only BEFORE UPDATE OR DELETE ON annual_reports
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_adopted_reports()
    """,
    """
CREATE TRIGGER annual_reports_no_truncate BEFORE TRUNCATE ON annual_reports
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_adopted_reports()
    """,
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP INDEX ix_cases_fee_paid")
    op.execute("DROP INDEX ix_cases_annual")
    for table in reversed(TABLES):
        op.execute(f"DROP TABLE {table}")
    op.execute("DROP FUNCTION refuse_change_of_adopted_reports")
