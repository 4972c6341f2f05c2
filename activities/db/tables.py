"""The tables. Invariants are named constraints; ``case_events`` is append-only by trigger (see the first migration)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Computed,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from schemas.oversight_lists import NO_DUE_PLACE

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


ANSWERED_LATE = "coalesce(delivered_on, closed_on) > due_on"
"""Cases answered, or closed, after the due date."""
NO_DUE_DATE = f"'{NO_DUE_PLACE}'::date"
"""The place in a list by due date of a case that has none."""
_NEWEST = (text("registered_at DESC"), text("case_id DESC"))
_BY_DUE = (text(f"COALESCE(due_on, {NO_DUE_DATE})"), text("case_id"))


def _now(name: str) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=False, server_default=func.now())


def _belongs(name: str, to: str, condition: str) -> Column[object]:
    """What ``case_id`` must refer to where the condition holds: an application, or a request about own records."""
    refers = Computed(f"CASE WHEN ({condition}) THEN case_id ELSE NULL::uuid END", persisted=True)
    return Column(name, Uuid, refers, ForeignKey(to))


agencies = Table(
    "agencies",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("parent_id", Uuid, ForeignKey("agencies.id")),
    Column("contact", Text, nullable=False),
    Column("reconsideration_body", Text, nullable=False),
    Column("court", Text, nullable=False),
    Column("policy", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("takes_online", Boolean, nullable=False, server_default=text("true")),
    _now("created_at"),
)

staff = Table(
    "staff",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("login", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("department", Text),
    UniqueConstraint("agency_id", "login"),
    CheckConstraint("NOT ('clock' = ANY (roles))", name="clock_is_nobody"),
    CheckConstraint("NOT ('portal' = ANY (roles))", name="portal_is_nobody"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("staff_id", Uuid, ForeignKey("staff.id"), nullable=False),
    Column("label", Text, nullable=False),
    _now("created_at"),
    Column("expires_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    Column("id", Uuid, nullable=False, unique=True, server_default=text("gen_random_uuid()")),
)

calendars = Table(
    "calendars",
    metadata,
    Column("version", Text, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id")),
    Column("data", JSONB, nullable=False),
    Column("published", BigInteger, nullable=False, server_default=text("nextval('calendar_published')")),
    _now("created_at"),
)

applications = Table(
    "applications",
    metadata,
    Column("case_id", Uuid, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("arrived_on", Date, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("applicant_name", Text, nullable=False),
    Column("identity_kind", Text, nullable=False),
    Column("identity_sealed", LargeBinary, nullable=False),
    Column("identity_hash", Text, nullable=False),
    Column("contact_sealed", LargeBinary, nullable=False),
    Column("contact_hash", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("wanted_form", Text, nullable=False),
    Column("wanted_route", Text, nullable=False),
    Column("registered_by", Uuid, ForeignKey("staff.id")),
    Column("registered_roles", ARRAY(Text), nullable=False),
    Column("calendar_version", Text, ForeignKey("calendars.version"), nullable=False),
    Column("received_on", Date),
    Column("split_from", Uuid, ForeignKey("applications.case_id")),
    Column("personal_destroyed_at", DateTime(timezone=True)),
    _now("registered_at"),
    UniqueConstraint("agency_id", "reference"),
    CheckConstraint("(registered_by IS NULL) = (registered_roles = '{portal}')", name="registered_by_somebody"),
    Index("ix_applications_newest", "agency_id", text("registered_at DESC"), text("case_id DESC")),
    Index("ix_applications_identity", "agency_id", "identity_hash", text("registered_at DESC"), text("case_id DESC")),
    Index("ix_applications_split", "split_from", postgresql_where=text("split_from IS NOT NULL")),
    Index("ix_applications_contact", "agency_id", "contact_hash"),
    Index("ix_applications_reference", "reference"),
)

applicant_texts = Table(
    "applicant_texts",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey("applications.case_id"), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("content", Text, nullable=False),
    _now("created_at"),
)

third_parties = Table(
    "third_parties",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey("applications.case_id"), nullable=False, index=True),
    Column("sealed", LargeBinary, nullable=False),
    _now("created_at"),
)

cases = Table(
    "cases",
    metadata,
    Column("case_id", Uuid, ForeignKey("applications.case_id"), primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("applicant_kind", Text, nullable=False),
    Column("arrived_on", Date, nullable=False),
    Column("received_on", Date),
    Column("statute", Text),
    Column("calendar_version", Text, nullable=False),
    Column("due_on", Date),
    Column("target_due_on", Date),
    Column("provisional", Boolean, nullable=False),
    Column("limit_runs", Boolean, nullable=False),
    Column("handler_id", Uuid),
    Column("outcome", Text),
    Column("overdue_on", Date),
    Column("delivered_on", Date),
    Column("closed_on", Date),
    Column("report_row", Text),
    Column("joined_into", Uuid),
    Column("split_from", Uuid),
    Column("reassess_on", Date),
    Column("filed_on", Date),
    Column("issued_on", Date),
    Column("days_used", Integer),
    Column("extended", Boolean, nullable=False, server_default=text("false")),
    Column("corrected", Boolean, nullable=False, server_default=text("false")),
    Column("fee_amount", Integer),
    Column("fee_paid_on", Date),
    Column("waits_for", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("waits_person", Uuid),
    Column("waits_until", Date),
    Column("waits_not", ARRAY(Uuid), nullable=False, server_default=text("'{}'::uuid[]")),
    Column("awaits", Text),
    Column("next_steps", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("imported", Boolean, nullable=False, server_default=text("false")),
    Column("head", Text, nullable=False),
    _now("registered_at"),
    CheckConstraint("version > 0", name="version_positive"),
    CheckConstraint("(state IN ('closed', 'archived')) = (closed_on IS NOT NULL)", name="closed_has_date"),
    CheckConstraint("(state IN ('closed', 'archived')) = (outcome IS NOT NULL)", name="closed_has_outcome"),
    Index("ix_cases_split", "split_from", postgresql_where=text("split_from IS NOT NULL")),
    Index("ix_cases_reassess", "reassess_on", postgresql_where=text("reassess_on IS NOT NULL")),
    Index("ix_cases_joined", "joined_into", postgresql_where=text("joined_into IS NOT NULL")),
    Index("ix_cases_agency_state", "agency_id", "state"),
    Index("ix_cases_agency_handler", "agency_id", "handler_id"),
    Index("ix_cases_running", "agency_id", "due_on", postgresql_where=text("limit_runs")),
    Index("ix_cases_newest", "agency_id", *_NEWEST),
    Index("ix_cases_open_newest", "agency_id", *_NEWEST, postgresql_where=text("closed_on IS NULL")),
    Index("ix_cases_late_newest", "agency_id", *_NEWEST, postgresql_where=text(ANSWERED_LATE)),
    Index(
        "ix_cases_corrected_newest",
        "agency_id",
        *_NEWEST,
        postgresql_include=["closed_on"],
        postgresql_where=text("corrected"),
    ),
    Index("ix_cases_outcome_newest", "agency_id", "outcome", *_NEWEST),
    Index("ix_cases_row_newest", "agency_id", "report_row", *_NEWEST),
    Index("ix_cases_by_due", "agency_id", *_BY_DUE),
    Index("ix_cases_open_by_due", "agency_id", *_BY_DUE, postgresql_where=text("closed_on IS NULL")),
    Index("ix_cases_closed_on", "agency_id", "closed_on"),
    Index("ix_cases_received_on", "agency_id", "received_on"),
)

case_events = Table(
    "case_events",
    metadata,
    Column("case_id", Uuid, ForeignKey("applications.case_id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("command_id", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("record", JSONB, nullable=False),
    CheckConstraint("seq > 0", name="seq_positive"),
    UniqueConstraint("case_id", "previous"),
    Index("ix_case_events_command", "case_id", "command_id"),
    Index("ix_case_events_archived", "case_id", postgresql_where=text("kind = 'case_archived'")),
)

own_records = Table(
    "own_records",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("arrived_on", Date, nullable=False),
    Column("person_sealed", LargeBinary, nullable=False),
    Column("identity_hash", Text, nullable=False),
    Column("claim_sealed", LargeBinary, nullable=False),
    Column("evidence_sealed", LargeBinary, nullable=False),
    Column("registered_by", Uuid, ForeignKey("staff.id"), nullable=False),
    Column("registered_roles", ARRAY(Text), nullable=False),
    _now("registered_at"),
    UniqueConstraint("agency_id", "reference"),
    Index("ix_own_records_identity", "agency_id", "identity_hash"),
)

own_record_states = Table(
    "own_record_states",
    metadata,
    Column("id", Uuid, ForeignKey("own_records.id"), primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("arrived_on", Date, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("outcome", Text),
    Column("carried_out_on", Date),
    Column("delivered_on", Date),
    Column("closed_on", Date),
    Column("head", Text, nullable=False),
    CheckConstraint("version > 0", name="version_positive"),
    CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_has_date"),
    CheckConstraint("closed_on IS NULL OR outcome IS NOT NULL", name="closed_has_outcome"),
    Index("ix_own_record_states_age", "agency_id", "arrived_on", "id"),
)

own_record_events = Table(
    "own_record_events",
    metadata,
    Column("own_record_id", Uuid, ForeignKey("own_records.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("kind", Text, nullable=False),
    Column("command_id", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Column("record", JSONB, nullable=False),
    CheckConstraint("seq > 0", name="seq_positive"),
    UniqueConstraint("own_record_id", "previous"),
)

documents = Table(
    "documents",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("case_id", Uuid, nullable=False),
    Column("own_record_id", Uuid, ForeignKey("own_records.id")),
    _belongs("application_id", "applications.case_id", "own_record_id IS NULL"),
    Column("label", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("stored_by", Uuid, nullable=False),
    _now("stored_at"),
    Column("destroyed_at", DateTime(timezone=True)),
    Column("bytes_gone_at", DateTime(timezone=True)),
    CheckConstraint("size > 0", name="size_positive"),
    CheckConstraint("origin IN ('uploaded', 'letter', 'working', 'released', 'package')", name="origin_known"),
    Index("ix_documents_of_case", "case_id", "stored_at", "id"),
    CheckConstraint("own_record_id = case_id", name="of_its_own_record"),
    CheckConstraint("bytes_gone_at IS NULL OR destroyed_at IS NOT NULL", name="gone_once_destroyed"),
    Index(
        "ix_documents_bytes_left",
        "case_id",
        postgresql_where=text("destroyed_at IS NOT NULL AND bytes_gone_at IS NULL"),
    ),
)

letters = Table(
    "letters",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("case_id", Uuid, nullable=False, index=True),
    _belongs("application_id", "applications.case_id", "kind <> 'own_record'::text"),
    _belongs("own_record_id", "own_records.id", "kind = 'own_record'::text"),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("n", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("dated", Date, nullable=False),
    Column("pdf_id", Uuid, ForeignKey("documents.id")),
    Column("docx_id", Uuid, ForeignKey("documents.id")),
    Column("order_hash", Text),
    _now("numbered_at"),
    UniqueConstraint("agency_id", "kind", "year", "n"),
    UniqueConstraint("agency_id", "number"),
    CheckConstraint("(pdf_id IS NULL) = (docx_id IS NULL)", name="both_forms_or_none"),
)

letter_templates = Table(
    "letter_templates",
    metadata,
    Column("agency_id", Uuid, ForeignKey("agencies.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("text", Text),
    Column("changed_by", Uuid, nullable=False),
    _now("changed_at"),
    CheckConstraint("version > 0", name="version_positive"),
)

calendar_proposals = Table(
    "calendar_proposals",
    metadata,
    Column("version", Text, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id")),
    Column("data", JSONB, nullable=False),
    Column("source", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    _now("proposed_at"),
    Column("approved_by", Uuid),
    Column("approved_at", DateTime(timezone=True)),
    CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved_by_somebody"),
)

inquiries = Table(
    "inquiries",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("asked_on", Date, nullable=False),
    Column("asked", Text, nullable=False),
    Column("answered", Text, nullable=False),
    Column("taken_by", Uuid, ForeignKey("staff.id"), nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("becomes", Uuid, nullable=False, unique=True),
    _now("taken_at"),
    UniqueConstraint("agency_id", "reference"),
    Index("ix_inquiries_newest", "agency_id", text("taken_at DESC"), text("id DESC")),
    CheckConstraint("channel IN ('counter', 'telephone')", name="channel_known"),
)

counters = Table(
    "counters",
    metadata,
    Column("agency_id", Uuid, ForeignKey("agencies.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

retention_rules = Table(
    "retention_rules",
    metadata,
    Column("agency_id", Uuid, ForeignKey("agencies.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("rules", JSONB, nullable=False),
    Column("set_by", Uuid, nullable=False),
    _now("set_at"),
    CheckConstraint("version > 0", name="version_positive"),
)

case_holds = Table(
    "case_holds",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", Uuid, ForeignKey("applications.case_id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("held_by", Uuid, nullable=False),
    _now("held_at"),
    Column("released_by", Uuid),
    Column("released_at", DateTime(timezone=True)),
    Column("release_reason", Text),
    CheckConstraint("(released_by IS NULL) = (released_at IS NULL)", name="released_by_somebody"),
    Index("ix_case_holds_standing", "case_id", postgresql_where=text("released_at IS NULL")),
)

destruction_plans = Table(
    "destruction_plans",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("reference", Text, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("rules_version", Integer, nullable=False),
    Column("cases", Integer, nullable=False),
    Column("items", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    _now("proposed_at"),
    Column("approved_by", Uuid),
    Column("approved_at", DateTime(timezone=True)),
    UniqueConstraint("agency_id", "reference"),
    CheckConstraint("(approved_by IS NULL) = (approved_at IS NULL)", name="approved_by_somebody"),
    CheckConstraint("approved_by <> proposed_by", name="approved_by_another"),
)

destruction_lines = Table(
    "destruction_lines",
    metadata,
    Column("plan_id", Uuid, ForeignKey("destruction_plans.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("case_id", Uuid, ForeignKey("applications.case_id"), nullable=False),
    Column("due", JSONB, nullable=False),
    Column("done_at", DateTime(timezone=True)),
    Column("destroyed", Integer, nullable=False, server_default=text("0")),
    Column("left_out", JSONB, nullable=False, server_default=text("'[]'::jsonb")),
    UniqueConstraint("plan_id", "case_id"),
    Index("ix_destruction_lines_left", "plan_id", "n", postgresql_where=text("done_at IS NULL")),
)
