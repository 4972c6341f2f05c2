"""When a case entered each stage of its handling; cases begun before get their rows by ``rebuild-read-model``."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

CREATE = (
    """
CREATE TABLE case_stages (
    case_id UUID NOT NULL,
    n INTEGER NOT NULL,
    agency_id UUID NOT NULL,
    stage TEXT NOT NULL,
    entered_on DATE NOT NULL,
    left_on DATE,
    course INTEGER NOT NULL,
    counts BOOLEAN NOT NULL,
    asked_on DATE,
    until_on DATE,
    added INTEGER NOT NULL,
    ordered BOOLEAN NOT NULL,
    extendable BOOLEAN NOT NULL,
    outcome TEXT,
    seq INTEGER NOT NULL,
    CONSTRAINT pk_case_stages PRIMARY KEY (case_id, n),
    CONSTRAINT ck_case_stages_left_after_it_was_entered CHECK (left_on >= entered_on),
    CONSTRAINT fk_case_stages_case_id FOREIGN KEY (case_id) REFERENCES applications (case_id),
    CONSTRAINT fk_case_stages_agency_id FOREIGN KEY (agency_id) REFERENCES agencies (id)
)
    """,
    "CREATE INDEX ix_case_stages_open ON case_stages (agency_id, stage) WHERE left_on IS NULL AND stage <> 'done'",
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("case_stages")
