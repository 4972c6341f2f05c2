"""Scheduled digests, and which of their schedules are paused."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("digests", "digest_pauses")
CREATE = (
    """
CREATE TABLE digests (
    id UUID NOT NULL,
    key TEXT NOT NULL,
    agency_id UUID NOT NULL,
    period TEXT NOT NULL,
    first DATE NOT NULL,
    until DATE NOT NULL,
    interim BOOLEAN NOT NULL,
    due_at TIMESTAMP WITH TIME ZONE NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE NOT NULL,
    late_days INTEGER NOT NULL,
    as_of DATE NOT NULL,
    figures JSONB NOT NULL,
    CONSTRAINT pk_digests PRIMARY KEY (id),
    CONSTRAINT uq_digests_key UNIQUE (key),
    CONSTRAINT ck_digests_in_the_order_of_days CHECK (first < until),
    CONSTRAINT ck_digests_late_days_positive CHECK (late_days >= 0),
    CONSTRAINT fk_digests_agency_id FOREIGN KEY (agency_id) REFERENCES agencies (id)
)
    """,
    "CREATE UNIQUE INDEX ix_digests_whole ON digests (agency_id, period, first) WHERE NOT interim",
    "CREATE INDEX ix_digests_newest ON digests (agency_id, due_at DESC, id DESC)",
    """
CREATE TABLE digest_pauses (
    agency_id UUID NOT NULL,
    period TEXT NOT NULL,
    paused_by UUID NOT NULL,
    paused_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT pk_digest_pauses PRIMARY KEY (agency_id, period),
    CONSTRAINT fk_digest_pauses_agency_id FOREIGN KEY (agency_id) REFERENCES agencies (id)
)
    """,
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
