"""The tables of the notice ledger: what is owed to whom, by which channel, and who stands in for whom."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Time,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from activities.db.tables import metadata


def _moment(name: str, *, nullable: bool = True) -> Column[object]:
    default = None if nullable else func.now()
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=default)


notices = Table(
    "notices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("n", BigInteger, Identity(always=True), nullable=False, unique=True),
    Column("key", Text, nullable=False),
    Column("addressee_kind", Text, nullable=False),
    Column("addressee", Uuid, nullable=False),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("case_agency_id", Uuid, ForeignKey("agencies.id"), nullable=False),
    Column("case_id", Uuid, ForeignKey("applications.case_id")),
    Column("digest_id", Uuid),
    Column("seq", Integer),
    Column("reference", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("matter", Text),
    Column("subject", Text, nullable=False, server_default=text("''")),
    Column("tag", Text),
    Column("due_on", Date),
    Column("working_days", Integer),
    Column("true_on", Date, nullable=False),
    Column("late_days", Integer, nullable=False, server_default=text("0")),
    Column("instead_of", Uuid),
    Column("addressees", Integer, nullable=False, server_default=text("1")),
    _moment("intended_at", nullable=False),
    _moment("repeat_at"),
    Column("repeated", Integer, nullable=False, server_default=text("0")),
    _moment("acknowledged_at"),
    Column("acknowledged_by", Uuid),
    _moment("settled_at"),
    UniqueConstraint("key", "addressee_kind", "addressee"),
    CheckConstraint("addressee_kind IN ('staff', 'webhook', 'nobody')", name="addressee_known"),
    CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged_by_somebody"),
    CheckConstraint("(case_id IS NULL) = (seq IS NULL)", name="of_an_event_of_its_case"),
    CheckConstraint("case_id IS NOT NULL OR digest_id IS NOT NULL", name="about_something"),
    CheckConstraint("addressees > 0", name="somebody_or_nobody"),
    Index("ix_notices_inbox", "addressee", "n"),
    Index("ix_notices_ledger", "case_agency_id", "n"),
    Index("ix_notices_case", "case_id"),
    Index(
        "ix_notices_open",
        "addressee",
        postgresql_where=text("addressee_kind = 'staff' AND acknowledged_at IS NULL AND settled_at IS NULL"),
    ),
    Index(
        "ix_notices_standing",
        "case_agency_id",
        text("LEAST(acknowledged_at, settled_at)"),
        postgresql_where=text("addressee_kind = 'staff' AND tag IS NOT NULL"),
    ),
    Index("ix_notices_nobody", "case_agency_id", "intended_at", postgresql_where=text("addressee_kind = 'nobody'")),
    Index(
        "ix_notices_repeating",
        "repeat_at",
        postgresql_where=text("repeat_at IS NOT NULL AND acknowledged_at IS NULL AND settled_at IS NULL"),
    ),
)
"""One row for each notice and addressee. ``true_on``: the day from which it is true. ``instead_of``: who is absent.

``n`` grows in the order of commits: a trigger (see the migration) lets one transaction at a time enter notices, so who
has seen a number has seen every smaller one. ``addressees``: so many staff its order was entered for.
"""

notice_deliveries = Table(
    "notice_deliveries",
    metadata,
    Column("notice_id", Uuid, ForeignKey("notices.id"), primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("status", Text, nullable=False, server_default=text("'waiting'")),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    _moment("next_try_at", nullable=False),
    _moment("claimed_until"),
    _moment("sent_at"),
    _moment("ended_at"),
    Column("error", Text),
    CheckConstraint("channel IN ('inbox', 'mail', 'webhook')", name="channel_known"),
    CheckConstraint("status IN ('waiting', 'sent', 'delivered', 'failed')", name="status_known"),
    CheckConstraint("(status IN ('delivered', 'failed')) = (ended_at IS NOT NULL)", name="ended_at_its_end"),
    Index("ix_notice_deliveries_waiting", "channel", "next_try_at", postgresql_where=text("status = 'waiting'")),
    Index("ix_notice_deliveries_failed", "ended_at", postgresql_where=text("status = 'failed'")),
)
"""One row for each sending: ``n`` 0 is the first, others are repetitions."""

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("agency_id", Uuid, ForeignKey("agencies.id"), nullable=False, index=True),
    Column("url", Text, nullable=False),
    Column("secret_sealed", LargeBinary, nullable=False),
    Column("kinds", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("created_by", Uuid, nullable=False),
    _moment("created_at", nullable=False),
)
"""Where an agency has its notices posted; ``kinds`` empty for all."""

absences = Table(
    "absences",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("staff_id", Uuid, ForeignKey("staff.id"), nullable=False, index=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("substitute_id", Uuid, ForeignKey("staff.id"), nullable=False),
    Column("entered_by", Uuid, nullable=False),
    _moment("entered_at", nullable=False),
    _moment("withdrawn_at"),
    CheckConstraint("first_day <= last_day", name="in_the_order_of_days"),
    CheckConstraint("staff_id <> substitute_id", name="by_another"),
)

notice_preferences = Table(
    "notice_preferences",
    metadata,
    Column("staff_id", Uuid, ForeignKey("staff.id"), primary_key=True),
    Column("email_sealed", LargeBinary),
    Column("mail", Text, nullable=False, server_default=text("'each'")),
    Column("quiet_from", Time),
    Column("quiet_until", Time),
    Column("digest_at", Time, nullable=False, server_default=text("'08:30'")),
    CheckConstraint("mail IN ('each', 'digest', 'none')", name="mail_known"),
    CheckConstraint("(quiet_from IS NULL) = (quiet_until IS NULL)", name="quiet_both_or_none"),
)
"""How a person wants mail: one each, gathered once a day at ``digest_at``, or none; not in the quiet hours."""

notice_starts = Table(
    "notice_starts",
    metadata,
    Column("case_id", Uuid, ForeignKey("applications.case_id"), primary_key=True),
    Column("after_seq", Integer, nullable=False),
    CheckConstraint("after_seq > 0", name="after_an_event"),
)
"""Cases older than the ledger: events up to ``after_seq`` owe nobody a notice. Any other case owes all of its own."""
