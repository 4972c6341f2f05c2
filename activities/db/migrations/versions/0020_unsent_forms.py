"""Forms whose session had ended when they were sent, until their writer has signed in again."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE unsent_forms (
    hash TEXT NOT NULL,
    staff_id UUID NOT NULL,
    sealed BYTEA NOT NULL,
    kept_until TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_unsent_forms PRIMARY KEY (hash),
    CONSTRAINT fk_unsent_forms_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("CREATE INDEX ix_unsent_forms_until ON unsent_forms (kept_until)")


def downgrade() -> None:
    op.drop_table("unsent_forms")
