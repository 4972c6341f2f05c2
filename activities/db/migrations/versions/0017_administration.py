"""What administrators change over HTTP: the record of it, and tokens that can be named without their hash."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE administrative_acts (
    n BIGINT GENERATED ALWAYS AS IDENTITY,
    id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    agency_id UUID NOT NULL,
    by UUID,
    kind TEXT NOT NULL,
    staff_id UUID,
    what TEXT,
    changed JSONB DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT pk_administrative_acts PRIMARY KEY (n),
    CONSTRAINT uq_administrative_acts_id UNIQUE (id),
    CONSTRAINT fk_administrative_acts_agency_id FOREIGN KEY(agency_id) REFERENCES agencies (id),
    CONSTRAINT fk_administrative_acts_by FOREIGN KEY(by) REFERENCES staff (id),
    CONSTRAINT fk_administrative_acts_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
)
"""
REFUSE = """
CREATE FUNCTION refuse_change_of_acts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was done stays on record: % on administrative_acts', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
ROW_TRIGGER = """
CREATE TRIGGER administrative_acts_append_only BEFORE UPDATE OR DELETE ON administrative_acts
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_acts()
"""
TABLE_TRIGGER = """
CREATE TRIGGER administrative_acts_no_truncate BEFORE TRUNCATE ON administrative_acts
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_acts()
"""


def upgrade() -> None:
    op.execute(TABLE)
    op.execute("CREATE INDEX ix_administrative_acts_agency ON administrative_acts (agency_id, n)")
    op.execute(REFUSE)
    op.execute(ROW_TRIGGER)
    op.execute(TABLE_TRIGGER)
    op.execute("ALTER TABLE tokens ADD COLUMN id UUID DEFAULT gen_random_uuid() NOT NULL")
    op.execute("ALTER TABLE tokens ADD CONSTRAINT uq_tokens_id UNIQUE (id)")


def downgrade() -> None:
    op.execute("ALTER TABLE tokens DROP COLUMN id")
    op.drop_table("administrative_acts")
    op.execute("DROP FUNCTION refuse_change_of_acts")
