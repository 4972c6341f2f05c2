"""Passwords, second factors and foreign identities of those who sign in, tries that failed, and what happened."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

CREATE = (
    """
CREATE TABLE passwords (
    staff_id UUID NOT NULL,
    hash TEXT NOT NULL,
    set_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    one_time_until TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_passwords PRIMARY KEY (staff_id),
    CONSTRAINT fk_passwords_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
)
    """,
    """
CREATE TABLE second_factors (
    staff_id UUID NOT NULL,
    secret_sealed BYTEA NOT NULL,
    begun_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    confirmed_at TIMESTAMP WITH TIME ZONE,
    last_step BIGINT DEFAULT 0 NOT NULL,
    CONSTRAINT pk_second_factors PRIMARY KEY (staff_id),
    CONSTRAINT fk_second_factors_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
)
    """,
    """
CREATE TABLE recovery_codes (
    staff_id UUID NOT NULL,
    hash TEXT NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_recovery_codes PRIMARY KEY (staff_id, hash),
    CONSTRAINT fk_recovery_codes_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
)
    """,
    """
CREATE TABLE identities (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    staff_id UUID NOT NULL,
    linked_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_identities PRIMARY KEY (issuer, subject),
    CONSTRAINT fk_identities_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id),
    CONSTRAINT uq_identities_staff_id_issuer UNIQUE (staff_id, issuer)
)
    """,
    """
CREATE TABLE sign_in_tries (
    mark TEXT NOT NULL,
    failed INTEGER NOT NULL,
    last_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_sign_in_tries PRIMARY KEY (mark),
    CONSTRAINT ck_sign_in_tries_failed_counted CHECK (failed >= 0)
)
    """,
    "CREATE INDEX ix_sign_in_tries_last ON sign_in_tries (last_at)",
    """
CREATE TABLE sign_in_acts (
    n BIGINT GENERATED ALWAYS AS IDENTITY,
    staff_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    kind TEXT NOT NULL,
    CONSTRAINT pk_sign_in_acts PRIMARY KEY (n),
    CONSTRAINT fk_sign_in_acts_staff_id FOREIGN KEY(staff_id) REFERENCES staff (id)
)
    """,
    "CREATE INDEX ix_sign_in_acts_staff ON sign_in_acts (staff_id, n)",
)
TABLES = ("sign_in_acts", "sign_in_tries", "identities", "recovery_codes", "second_factors", "passwords")


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
