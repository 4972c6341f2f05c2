"""Calendars of due dates to subscribe to."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE feeds (
    id UUID NOT NULL,
    hash TEXT NOT NULL,
    staff_id UUID NOT NULL,
    scope TEXT NOT NULL,
    made_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    read_on DATE,
    ended_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_feeds PRIMARY KEY (id),
    CONSTRAINT uq_feeds_hash UNIQUE (hash),
    CONSTRAINT fk_feeds_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id),
    CONSTRAINT ck_feeds_scope_known CHECK (scope IN ('mine', 'agency'))
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("CREATE INDEX ix_feeds_living ON feeds (staff_id) WHERE ended_at IS NULL")


def downgrade() -> None:
    op.drop_table("feeds")
