"""Figures of a case that oversight and the annual report count; old rows get theirs by ``rebuild-read-model``."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = (
    "issued_on DATE",
    "days_used INTEGER",
    "extended BOOLEAN DEFAULT false NOT NULL",
    "corrected BOOLEAN DEFAULT false NOT NULL",
    "fee_amount INTEGER",
    "fee_paid_on DATE",
)


def upgrade() -> None:
    for column in COLUMNS:
        op.execute(f"ALTER TABLE cases ADD COLUMN {column}")


def downgrade() -> None:
    for column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE cases DROP COLUMN {column.split()[0]}")
