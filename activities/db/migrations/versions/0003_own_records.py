"""Correction of own records: requests, their events and read model; documents and letters may belong to one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are never changed: % on %', TG_OP, {table}
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
ROW_TRIGGER = """
CREATE TRIGGER own_record_events_append_only BEFORE UPDATE OR DELETE ON own_record_events
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_events()
"""
TABLE_TRIGGER = """
CREATE TRIGGER own_record_events_no_truncate BEFORE TRUNCATE ON own_record_events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events()
"""
OF_AN_APPLICATION = {"letters": "kind <> 'own_record'::text", "documents": "own_record_id IS NULL"}
"""Where a letter or document belongs to an application; else it belongs to a request for correction."""


def upgrade() -> None:
    _create_requests()
    _create_states()
    _create_events()
    op.add_column("documents", sa.Column("own_record_id", sa.Uuid()))
    op.create_check_constraint(op.f("ck_documents_of_its_own_record"), "documents", "own_record_id = case_id")
    belongs = sa.Computed("CASE WHEN (kind = 'own_record'::text) THEN case_id ELSE NULL::uuid END", persisted=True)
    op.add_column("letters", sa.Column("own_record_id", sa.Uuid(), belongs))
    for table, condition in OF_AN_APPLICATION.items():
        belongs = sa.Computed(f"CASE WHEN ({condition}) THEN case_id ELSE NULL::uuid END", persisted=True)
        op.add_column(table, sa.Column("application_id", sa.Uuid(), belongs))
        op.drop_constraint(op.f(f"fk_{table}_case_id"), table)
        op.create_foreign_key(
            op.f(f"fk_{table}_application_id"), table, "applications", ["application_id"], ["case_id"]
        )
        op.create_foreign_key(op.f(f"fk_{table}_own_record_id"), table, "own_records", ["own_record_id"], ["id"])


def downgrade() -> None:
    for table in OF_AN_APPLICATION:
        op.execute(f"DELETE FROM {table} WHERE own_record_id IS NOT NULL")  # noqa: S608 - our own names
        op.drop_constraint(op.f(f"fk_{table}_own_record_id"), table)
        op.drop_constraint(op.f(f"fk_{table}_application_id"), table)
        op.create_foreign_key(op.f(f"fk_{table}_case_id"), table, "applications", ["case_id"], ["case_id"])
        op.drop_column(table, "application_id")
    op.drop_constraint(op.f("ck_documents_of_its_own_record"), "documents")
    for table in OF_AN_APPLICATION:
        op.drop_column(table, "own_record_id")
    for table in ("own_record_events", "own_record_states", "own_records"):
        op.drop_table(table)
    op.execute(REFUSE.format(table="'case_events'"))


def _create_requests() -> None:
    op.create_table(
        "own_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("person_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("identity_hash", sa.Text(), nullable=False),
        sa.Column("claim_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("evidence_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("registered_roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_own_records_agency_id")),
        sa.ForeignKeyConstraint(["registered_by"], ["staff.id"], name=op.f("fk_own_records_registered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_records")),
        sa.UniqueConstraint("agency_id", "reference", name=op.f("uq_own_records_agency_id_reference")),
    )
    op.create_index("ix_own_records_identity", "own_records", ["agency_id", "identity_hash"])


def _create_states() -> None:
    op.create_table(
        "own_record_states",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("carried_out_on", sa.Date()),
        sa.Column("delivered_on", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("head", sa.Text(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_own_record_states_version_positive")),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_own_record_states_closed_has_date")
        ),
        sa.CheckConstraint(
            "closed_on IS NULL OR outcome IS NOT NULL", name=op.f("ck_own_record_states_closed_has_outcome")
        ),
        sa.ForeignKeyConstraint(["id"], ["own_records.id"], name=op.f("fk_own_record_states_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_own_record_states_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_record_states")),
    )
    op.create_index("ix_own_record_states_age", "own_record_states", ["agency_id", "arrived_on", "id"])


def _create_events() -> None:
    op.create_table(
        "own_record_events",
        sa.Column("own_record_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("record", postgresql.JSONB(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_own_record_events_seq_positive")),
        sa.ForeignKeyConstraint(["own_record_id"], ["own_records.id"], name=op.f("fk_own_record_events_own_record_id")),
        sa.PrimaryKeyConstraint("own_record_id", "seq", name=op.f("pk_own_record_events")),
        sa.UniqueConstraint("own_record_id", "previous", name=op.f("uq_own_record_events_own_record_id_previous")),
    )
    op.execute(REFUSE.format(table="TG_TABLE_NAME"))
    op.execute(ROW_TRIGGER)
    op.execute(TABLE_TRIGGER)
