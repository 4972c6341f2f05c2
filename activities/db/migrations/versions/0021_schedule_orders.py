"""Runs and back-fills of digests that were ordered, and an applicant's applications in the order they came."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE schedule_orders (
    id UUID NOT NULL,
    agency_id UUID NOT NULL,
    period TEXT NOT NULL,
    first_due TIMESTAMP WITH TIME ZONE,
    last_due TIMESTAMP WITH TIME ZONE,
    ordered_at TIMESTAMP WITH TIME ZONE NOT NULL,
    rung_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_schedule_orders PRIMARY KEY (id),
    CONSTRAINT fk_schedule_orders_agency_id FOREIGN KEY(agency_id) REFERENCES agencies (id),
    CONSTRAINT ck_schedule_orders_both_ends CHECK ((first_due IS NULL) = (last_due IS NULL))
)
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("CREATE INDEX ix_schedule_orders_left ON schedule_orders (ordered_at) WHERE rung_at IS NULL")
    op.execute("DROP INDEX ix_applications_identity")
    op.execute(
        "CREATE INDEX ix_applications_identity"
        " ON applications (agency_id, identity_hash, registered_at DESC, case_id DESC)"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_applications_identity")
    op.execute("CREATE INDEX ix_applications_identity ON applications (agency_id, identity_hash)")
    op.drop_table("schedule_orders")
