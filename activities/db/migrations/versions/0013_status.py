"""The applicant's page: failed tries of the hour, and the index by which an application is found by its reference."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE status_tries (
    mark TEXT NOT NULL,
    since TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    tries INTEGER NOT NULL,
    CONSTRAINT pk_status_tries PRIMARY KEY (mark),
    CONSTRAINT ck_status_tries_tries_counted CHECK (tries >= 0)
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("CREATE INDEX ix_status_tries_since ON status_tries (since)")
    op.execute("CREATE INDEX ix_applications_reference ON applications (reference)")


def downgrade() -> None:
    op.drop_index("ix_applications_reference", "applications")
    op.drop_table("status_tries")
