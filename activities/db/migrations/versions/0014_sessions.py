"""The console: sessions of those who are signed in."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE sessions (
    hash TEXT NOT NULL,
    staff_id UUID NOT NULL,
    opened_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    seen_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    awaits TEXT,
    closed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_sessions PRIMARY KEY (hash),
    CONSTRAINT fk_sessions_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id),
    CONSTRAINT ck_sessions_awaits_known CHECK (awaits IN ('second_factor', 'new_password'))
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("CREATE INDEX ix_sessions_staff ON sessions (staff_id, opened_at)")


def downgrade() -> None:
    op.drop_table("sessions")
