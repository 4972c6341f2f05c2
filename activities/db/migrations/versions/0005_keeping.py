"""Keeping: retention rules, holds, registers of destruction; documents and personal data that were destroyed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = (
    ("applications", "personal_destroyed_at"),
    ("documents", "destroyed_at"),
    ("documents", "bytes_gone_at"),
)
BYTES_LEFT = "destroyed_at IS NOT NULL AND bytes_gone_at IS NULL"
TABLES = ("retention_rules", "case_holds", "destruction_plans", "destruction_lines")
CREATE = (
    """
CREATE TABLE retention_rules (
    agency_id UUID NOT NULL,
    version INTEGER NOT NULL,
    rules JSONB NOT NULL,
    set_by UUID NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_retention_rules PRIMARY KEY (agency_id, version),
    CONSTRAINT ck_retention_rules_version_positive CHECK (version > 0),
    CONSTRAINT fk_retention_rules_agency_id FOREIGN KEY (agency_id) REFERENCES agencies (id)
)
    """,
    """
CREATE TABLE case_holds (
    id UUID NOT NULL,
    case_id UUID NOT NULL,
    reason TEXT NOT NULL,
    held_by UUID NOT NULL,
    held_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    released_by UUID,
    released_at TIMESTAMP WITH TIME ZONE,
    release_reason TEXT,
    CONSTRAINT pk_case_holds PRIMARY KEY (id),
    CONSTRAINT ck_case_holds_released_by_somebody CHECK ((released_by IS NULL) = (released_at IS NULL)),
    CONSTRAINT fk_case_holds_case_id FOREIGN KEY (case_id) REFERENCES applications (case_id)
)
    """,
    "CREATE INDEX ix_case_holds_standing ON case_holds (case_id) WHERE released_at IS NULL",
    """
CREATE TABLE destruction_plans (
    id UUID NOT NULL,
    agency_id UUID NOT NULL,
    reference TEXT NOT NULL,
    as_of DATE NOT NULL,
    rules_version INTEGER NOT NULL,
    cases INTEGER NOT NULL,
    items INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    proposed_by UUID NOT NULL,
    proposed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    approved_by UUID,
    approved_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_destruction_plans PRIMARY KEY (id),
    CONSTRAINT uq_destruction_plans_agency_id_reference UNIQUE (agency_id, reference),
    CONSTRAINT ck_destruction_plans_approved_by_somebody CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CONSTRAINT ck_destruction_plans_approved_by_another CHECK (approved_by <> proposed_by),
    CONSTRAINT fk_destruction_plans_agency_id FOREIGN KEY (agency_id) REFERENCES agencies (id)
)
    """,
    """
CREATE TABLE destruction_lines (
    plan_id UUID NOT NULL,
    n INTEGER NOT NULL,
    case_id UUID NOT NULL,
    due JSONB NOT NULL,
    done_at TIMESTAMP WITH TIME ZONE,
    destroyed INTEGER DEFAULT 0 NOT NULL,
    left_out JSONB DEFAULT '[]'::jsonb NOT NULL,
    CONSTRAINT pk_destruction_lines PRIMARY KEY (plan_id, n),
    CONSTRAINT uq_destruction_lines_plan_id_case_id UNIQUE (plan_id, case_id),
    CONSTRAINT fk_destruction_lines_plan_id FOREIGN KEY (plan_id) REFERENCES destruction_plans (id),
    CONSTRAINT fk_destruction_lines_case_id FOREIGN KEY (case_id) REFERENCES applications (case_id)
)
    """,
    "CREATE INDEX ix_destruction_lines_left ON destruction_lines (plan_id, n) WHERE done_at IS NULL",
    "CREATE INDEX ix_case_events_archived ON case_events (case_id) WHERE kind = 'case_archived'",
)


def upgrade() -> None:
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.DateTime(timezone=True)))
    gone_once_destroyed = "bytes_gone_at IS NULL OR destroyed_at IS NOT NULL"
    op.create_check_constraint(op.f("ck_documents_gone_once_destroyed"), "documents", gone_once_destroyed)
    op.create_index("ix_documents_bytes_left", "documents", ["case_id"], postgresql_where=sa.text(BYTES_LEFT))
    for statement in CREATE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_case_events_archived", "case_events")
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_documents_bytes_left", "documents")
    op.drop_constraint(op.f("ck_documents_gone_once_destroyed"), "documents")
    for table, column in COLUMNS:
        op.drop_column(table, column)
