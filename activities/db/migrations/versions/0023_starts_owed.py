"""Cases taken over whose workflow is still to be begun: a crash between record and start is mended by the sweeper."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE starts_owed (
    case_id UUID NOT NULL,
    owed_since TIMESTAMP WITH TIME ZONE NOT NULL,
    tried_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_starts_owed PRIMARY KEY (case_id),
    CONSTRAINT fk_starts_owed_case_id FOREIGN KEY(case_id) REFERENCES applications (case_id)
)
"""


def upgrade() -> None:
    """Cases that an earlier release left asleep are begun by ``daylight restart-cases``."""
    op.execute(TABLE)
    op.execute("CREATE INDEX ix_starts_owed_tried_at ON starts_owed (tried_at)")


def downgrade() -> None:
    """What is still owed then is begun by ``daylight restart-cases``."""
    op.drop_table("starts_owed")
