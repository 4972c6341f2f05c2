"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REFUSE = """
CREATE FUNCTION refuse_change_of_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are never changed: % on case_events', TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
ROW_TRIGGER = """
CREATE TRIGGER case_events_append_only BEFORE UPDATE OR DELETE ON case_events
FOR EACH ROW EXECUTE FUNCTION refuse_change_of_events()
"""
TABLE_TRIGGER = """
CREATE TRIGGER case_events_no_truncate BEFORE TRUNCATE ON case_events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_events()
"""


def upgrade() -> None:
    op.execute("CREATE SEQUENCE calendar_published")
    op.create_table(
        "agencies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("reconsideration_body", sa.Text(), nullable=False),
        sa.Column("court", sa.Text(), nullable=False),
        sa.Column(
            "policy", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'::jsonb"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["agencies.id"], name=op.f("fk_agencies_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agencies")),
        sa.UniqueConstraint("code", name=op.f("uq_agencies_code")),
    )
    op.create_table(
        "calendars",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "published", sa.BigInteger(), server_default=sa.text("nextval('calendar_published')"), nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_calendars_agency_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_calendars")),
    )
    op.create_table(
        "counters",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_counters_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "name", "year", name=op.f("pk_counters")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.CheckConstraint("NOT ('clock' = ANY (roles))", name=op.f("ck_staff_clock_is_nobody")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_staff_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("agency_id", "login", name=op.f("uq_staff_agency_id_login")),
    )
    op.create_table(
        "applications",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("applicant_kind", sa.Text(), nullable=False),
        sa.Column("applicant_name", sa.Text(), nullable=False),
        sa.Column("identity_kind", sa.Text(), nullable=False),
        sa.Column("identity_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("identity_hash", sa.Text(), nullable=False),
        sa.Column("contact_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("contact_hash", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("wanted_form", sa.Text(), nullable=False),
        sa.Column("wanted_route", sa.Text(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("registered_roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("calendar_version", sa.Text(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_applications_agency_id")),
        sa.ForeignKeyConstraint(
            ["calendar_version"], ["calendars.version"], name=op.f("fk_applications_calendar_version")
        ),
        sa.ForeignKeyConstraint(["registered_by"], ["staff.id"], name=op.f("fk_applications_registered_by")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_applications")),
        sa.UniqueConstraint("agency_id", "reference", name=op.f("uq_applications_agency_id_reference")),
    )
    op.create_index("ix_applications_contact", "applications", ["agency_id", "contact_hash"], unique=False)
    op.create_index("ix_applications_identity", "applications", ["agency_id", "identity_hash"], unique=False)
    op.create_index(
        "ix_applications_newest",
        "applications",
        ["agency_id", sa.literal_column("registered_at DESC"), sa.literal_column("case_id DESC")],
        unique=False,
    )
    op.create_table(
        "tokens",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_tokens_staff_id")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_tokens")),
    )
    op.create_table(
        "applicant_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["applications.case_id"], name=op.f("fk_applicant_texts_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant_texts")),
    )
    op.create_index(op.f("ix_applicant_texts_case_id"), "applicant_texts", ["case_id"], unique=False)
    op.create_table(
        "case_events",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("command_id", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("record", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_case_events_seq_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["applications.case_id"], name=op.f("fk_case_events_case_id")),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_case_events")),
        sa.UniqueConstraint("case_id", "previous", name=op.f("uq_case_events_case_id_previous")),
    )
    op.create_index("ix_case_events_command", "case_events", ["case_id", "command_id"], unique=False)
    op.create_table(
        "cases",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("applicant_kind", sa.Text(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("statute", sa.Text(), nullable=True),
        sa.Column("calendar_version", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("target_due_on", sa.Date(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("limit_runs", sa.Boolean(), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("overdue_on", sa.Date(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("head", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name=op.f("ck_cases_closed_has_date")),
        sa.CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_cases_closed_has_outcome")),
        sa.CheckConstraint("version > 0", name=op.f("ck_cases_version_positive")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_cases_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["applications.case_id"], name=op.f("fk_cases_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_cases")),
    )
    op.create_index("ix_cases_agency_handler", "cases", ["agency_id", "handler_id"], unique=False)
    op.create_index("ix_cases_agency_state", "cases", ["agency_id", "state"], unique=False)
    op.create_index(
        "ix_cases_running", "cases", ["agency_id", "due_on"], unique=False, postgresql_where=sa.text("limit_runs")
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("stored_by", sa.Uuid(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("origin IN ('uploaded', 'letter')", name=op.f("ck_documents_origin_known")),
        sa.CheckConstraint("size > 0", name=op.f("ck_documents_size_positive")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_documents_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["applications.case_id"], name=op.f("fk_documents_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_case_id"), "documents", ["case_id"], unique=False)
    op.create_index(op.f("ix_documents_sha256"), "documents", ["sha256"], unique=False)
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("pdf_id", sa.Uuid(), nullable=True),
        sa.Column("docx_id", sa.Uuid(), nullable=True),
        sa.Column("numbered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(pdf_id IS NULL) = (docx_id IS NULL)", name=op.f("ck_letters_both_forms_or_none")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_letters_agency_id")),
        sa.ForeignKeyConstraint(["case_id"], ["applications.case_id"], name=op.f("fk_letters_case_id")),
        sa.ForeignKeyConstraint(["docx_id"], ["documents.id"], name=op.f("fk_letters_docx_id")),
        sa.ForeignKeyConstraint(["pdf_id"], ["documents.id"], name=op.f("fk_letters_pdf_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("agency_id", "kind", "year", "n", name=op.f("uq_letters_agency_id_kind_year_n")),
        sa.UniqueConstraint("agency_id", "number", name=op.f("uq_letters_agency_id_number")),
        sa.UniqueConstraint("key", name=op.f("uq_letters_key")),
    )
    op.create_index(op.f("ix_letters_case_id"), "letters", ["case_id"], unique=False)
    op.execute(REFUSE)
    op.execute(ROW_TRIGGER)
    op.execute(TABLE_TRIGGER)


def downgrade() -> None:
    op.execute("DROP TRIGGER case_events_append_only ON case_events")
    op.execute("DROP TRIGGER case_events_no_truncate ON case_events")
    op.execute("DROP FUNCTION refuse_change_of_events")
    op.drop_index(op.f("ix_letters_case_id"), table_name="letters")
    op.drop_table("letters")
    op.drop_index(op.f("ix_documents_sha256"), table_name="documents")
    op.drop_index(op.f("ix_documents_case_id"), table_name="documents")
    op.drop_table("documents")
    op.drop_index("ix_cases_running", table_name="cases", postgresql_where=sa.text("limit_runs"))
    op.drop_index("ix_cases_agency_state", table_name="cases")
    op.drop_index("ix_cases_agency_handler", table_name="cases")
    op.drop_table("cases")
    op.drop_index("ix_case_events_command", table_name="case_events")
    op.drop_table("case_events")
    op.drop_index(op.f("ix_applicant_texts_case_id"), table_name="applicant_texts")
    op.drop_table("applicant_texts")
    op.drop_table("tokens")
    op.drop_index("ix_applications_newest", table_name="applications")
    op.drop_index("ix_applications_identity", table_name="applications")
    op.drop_index("ix_applications_contact", table_name="applications")
    op.drop_table("applications")
    op.drop_table("staff")
    op.drop_table("counters")
    op.drop_table("calendars")
    op.drop_table("agencies")
    op.execute("DROP SEQUENCE calendar_published")
