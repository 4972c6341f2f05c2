"""Notices, their deliveries, webhooks, absences and preferences; and up to which event older cases owe no notice."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLES = (
    "notices",
    "notice_deliveries",
    "webhooks",
    "absences",
    "notice_preferences",
    "notice_starts",
)
CREATE = (
    """
CREATE TABLE notices (
    id UUID NOT NULL,
    n BIGINT GENERATED ALWAYS AS IDENTITY,
    key TEXT NOT NULL,
    addressee_kind TEXT NOT NULL,
    addressee UUID NOT NULL,
    agency_id UUID NOT NULL,
    case_agency_id UUID NOT NULL,
    case_id UUID,
    digest_id UUID,
    seq INTEGER,
    reference TEXT NOT NULL,
    kind TEXT NOT NULL,
    matter TEXT,
    subject TEXT DEFAULT '' NOT NULL,
    tag TEXT,
    due_on DATE,
    working_days INTEGER,
    true_on DATE NOT NULL,
    late_days INTEGER DEFAULT 0 NOT NULL,
    instead_of UUID,
    addressees INTEGER DEFAULT 1 NOT NULL,
    intended_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    repeat_at TIMESTAMP WITH TIME ZONE,
    repeated INTEGER DEFAULT 0 NOT NULL,
    acknowledged_at TIMESTAMP WITH TIME ZONE,
    acknowledged_by UUID,
    settled_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_notices PRIMARY KEY (id),
    CONSTRAINT uq_notices_key_addressee_kind_addressee UNIQUE (key, addressee_kind, addressee),
    CONSTRAINT ck_notices_addressee_known CHECK (addressee_kind IN ('staff', 'webhook', 'nobody')),
    CONSTRAINT ck_notices_acknowledged_by_somebody CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL)),
    CONSTRAINT ck_notices_of_an_event_of_its_case CHECK ((case_id IS NULL) = (seq IS NULL)),
    CONSTRAINT ck_notices_about_something CHECK (case_id IS NOT NULL OR digest_id IS NOT NULL),
    CONSTRAINT ck_notices_somebody_or_nobody CHECK (addressees > 0),
    CONSTRAINT uq_notices_n UNIQUE (n),
    CONSTRAINT fk_notices_agency_id FOREIGN KEY (agency_id) REFERENCES agencies (id),
    CONSTRAINT fk_notices_case_agency_id FOREIGN KEY (case_agency_id) REFERENCES agencies (id),
    CONSTRAINT fk_notices_case_id FOREIGN KEY (case_id) REFERENCES applications (case_id)
)
    """,
    "CREATE INDEX ix_notices_case ON notices (case_id)",
    """
CREATE INDEX ix_notices_standing ON notices (case_agency_id, (LEAST(acknowledged_at, settled_at)))
    WHERE addressee_kind = 'staff' AND tag IS NOT NULL
    """,
    "CREATE INDEX ix_notices_nobody ON notices (case_agency_id, intended_at) WHERE addressee_kind = 'nobody'",
    "CREATE INDEX ix_notices_inbox ON notices (addressee, n)",
    "CREATE INDEX ix_notices_ledger ON notices (case_agency_id, n)",
    """
CREATE INDEX ix_notices_repeating ON notices (repeat_at)
    WHERE repeat_at IS NOT NULL AND acknowledged_at IS NULL AND settled_at IS NULL
    """,
    """
CREATE TABLE notice_deliveries (
    notice_id UUID NOT NULL,
    channel TEXT NOT NULL,
    n INTEGER NOT NULL,
    status TEXT DEFAULT 'waiting' NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    next_try_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    claimed_until TIMESTAMP WITH TIME ZONE,
    sent_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    error TEXT,
    CONSTRAINT pk_notice_deliveries PRIMARY KEY (notice_id, channel, n),
    CONSTRAINT ck_notice_deliveries_channel_known CHECK (channel IN ('inbox', 'mail', 'webhook')),
    CONSTRAINT ck_notice_deliveries_status_known CHECK (status IN ('waiting', 'sent', 'delivered', 'failed')),
    CONSTRAINT ck_notice_deliveries_ended_at_its_end CHECK (
        (status IN ('delivered', 'failed')) = (ended_at IS NOT NULL)
    ),
    CONSTRAINT fk_notice_deliveries_notice_id FOREIGN KEY (notice_id) REFERENCES notices (id)
)
    """,
    "CREATE INDEX ix_notice_deliveries_failed ON notice_deliveries (ended_at) WHERE status = 'failed'",
    "CREATE INDEX ix_notice_deliveries_waiting ON notice_deliveries (channel, next_try_at) WHERE status = 'waiting'",
    """
CREATE TABLE webhooks (
    id UUID NOT NULL,
    agency_id UUID NOT NULL,
    url TEXT NOT NULL,
    secret_sealed BYTEA NOT NULL,
    kinds TEXT[] DEFAULT '{}'::text[] NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    created_by UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pk_webhooks PRIMARY KEY (id),
    CONSTRAINT fk_webhooks_agency_id FOREIGN KEY (agency_id) REFERENCES agencies (id)
)
    """,
    "CREATE INDEX ix_webhooks_agency_id ON webhooks (agency_id)",
    """
CREATE TABLE absences (
    id UUID NOT NULL,
    staff_id UUID NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    substitute_id UUID NOT NULL,
    entered_by UUID NOT NULL,
    entered_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_absences PRIMARY KEY (id),
    CONSTRAINT ck_absences_in_the_order_of_days CHECK (first_day <= last_day),
    CONSTRAINT ck_absences_by_another CHECK (staff_id <> substitute_id),
    CONSTRAINT fk_absences_staff_id FOREIGN KEY (staff_id) REFERENCES staff (id),
    CONSTRAINT fk_absences_substitute_id FOREIGN KEY (substitute_id) REFERENCES staff (id)
)
    """,
    "CREATE INDEX ix_absences_staff_id ON absences (staff_id)",
    """
CREATE TABLE notice_preferences (
    staff_id UUID NOT NULL,
    email_sealed BYTEA,
    mail TEXT DEFAULT 'each' NOT NULL,
    quiet_from TIME WITHOUT TIME ZONE,
    quiet_until TIME WITHOUT TIME ZONE,
    digest_at TIME WITHOUT TIME ZONE DEFAULT '08:30' NOT NULL,
    CONSTRAINT pk_notice_preferences PRIMARY KEY (staff_id),
    CONSTRAINT ck_notice_preferences_mail_known CHECK (mail IN ('each', 'digest', 'none')),
    CONSTRAINT ck_notice_preferences_quiet_both_or_none CHECK ((quiet_from IS NULL) = (quiet_until IS NULL)),
    CONSTRAINT fk_notice_preferences_staff_id FOREIGN KEY (staff_id) REFERENCES staff (id)
)
    """,
    """
CREATE TABLE notice_starts (
    case_id UUID NOT NULL,
    after_seq INTEGER NOT NULL,
    CONSTRAINT pk_notice_starts PRIMARY KEY (case_id),
    CONSTRAINT ck_notice_starts_after_an_event CHECK (after_seq > 0),
    CONSTRAINT fk_notice_starts_case_id FOREIGN KEY (case_id) REFERENCES applications (case_id)
)
    """,
    """
CREATE FUNCTION one_after_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(TG_RELID::bigint);
    RETURN NULL;
END $$
    """,
    """
CREATE TRIGGER one_after_another BEFORE INSERT ON notices
    FOR EACH STATEMENT EXECUTE FUNCTION one_after_another()
    """,
    """
INSERT INTO notice_starts (case_id, after_seq)
    SELECT case_id, max(seq) FROM case_events GROUP BY case_id
    """,
)


def upgrade() -> None:
    for statement in CREATE:
        op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.execute("DROP FUNCTION one_after_another()")
