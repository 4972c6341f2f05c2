"""The tables of those who sign in to the console: sessions, passwords, second factors, foreign identities, tries."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    func,
)

from activities.db.tables import metadata


def _moment(name: str, *, nullable: bool = True) -> Column[object]:
    default = None if nullable else func.now()
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=default)


def _person(*, key: bool = False) -> Column[object]:
    return Column("staff_id", Uuid, ForeignKey("staff.id"), nullable=False, primary_key=key)


sessions = Table(
    "sessions",
    metadata,
    Column("hash", Text, primary_key=True),
    _person(),
    _moment("opened_at", nullable=False),
    _moment("seen_at", nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("awaits", Text),
    _moment("closed_at"),
    CheckConstraint("awaits IN ('second_factor', 'new_password')", name="awaits_known"),
    Index("ix_sessions_staff", "staff_id", "opened_at"),
)
"""``hash``: SHA-256 of the cookie. ``ends_at``: the absolute limit. ``awaits``: what must be done before it counts."""

passwords = Table(
    "passwords",
    metadata,
    _person(key=True),
    Column("hash", Text, nullable=False),
    _moment("set_at", nullable=False),
    _moment("one_time_until"),
)
"""``hash``: argon2id. ``one_time_until``: it was handed over, holds until then, and is to be replaced at once."""

second_factors = Table(
    "second_factors",
    metadata,
    _person(key=True),
    Column("secret_sealed", LargeBinary, nullable=False),
    _moment("begun_at", nullable=False),
    _moment("confirmed_at"),
    Column("last_step", BigInteger, nullable=False, server_default="0"),
)
"""``last_step``: the latest interval of 30 seconds a code of which was taken (RFC 6238, 5.2: each only once)."""

recovery_codes = Table(
    "recovery_codes",
    metadata,
    _person(key=True),
    Column("hash", Text, primary_key=True),
    _moment("used_at"),
)
"""``hash``: a keyed hash; the codes carry 50 random bits."""

identities = Table(
    "identities",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    _person(),
    _moment("linked_at", nullable=False),
    UniqueConstraint("staff_id", "issuer"),
)
"""Who a member of staff is to an OpenID provider: one subject, and nobody else's."""

sign_in_tries = Table(
    "sign_in_tries",
    metadata,
    Column("mark", Text, primary_key=True),
    Column("failed", Integer, nullable=False),
    _moment("last_at", nullable=False),
    CheckConstraint("failed >= 0", name="failed_counted"),
    Index("ix_sign_in_tries_last", "last_at"),
)
"""``mark``: keyed hash of an account, a client address, or both together."""

sign_in_acts = Table(
    "sign_in_acts",
    metadata,
    Column("n", BigInteger, Identity(always=True), primary_key=True),
    _person(),
    _moment("at", nullable=False),
    Column("kind", Text, nullable=False),
    Index("ix_sign_in_acts_staff", "staff_id", "n"),
)
"""What happened to an account; rows are only ever added."""

unsent_forms = Table(
    "unsent_forms",
    metadata,
    Column("hash", Text, primary_key=True),
    _person(),
    Column("sealed", LargeBinary, nullable=False),
    Column("kept_until", DateTime(timezone=True), nullable=False),
    Index("ix_unsent_forms_until", "kept_until"),
)
"""What somebody typed and sent after his session had ended. ``hash``: SHA-256 of the cookie of the browser that sent
it. ``sealed``: a ``schemas.accounts.UnsentForm``, bound to the person. ``kept_until``: an hour at most."""
