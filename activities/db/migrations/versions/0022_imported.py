"""Cases taken over from another register are marked in the read model."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A constant default needs no look at the rows there are."""
    op.execute("ALTER TABLE cases ADD COLUMN imported BOOLEAN DEFAULT false NOT NULL")


def downgrade() -> None:
    """The events still say it."""
    op.execute("ALTER TABLE cases DROP COLUMN imported")
