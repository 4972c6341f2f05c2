"""For whom a case waits: columns of the read model, and an index for each function.

What is in the read model already waits for nobody until it is rebuilt (``daylight rebuild-read-model``).
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

COLUMNS = {
    "waits_for": "TEXT[] DEFAULT '{}'::text[] NOT NULL",
    "waits_person": "UUID",
    "waits_until": "DATE",
    "waits_not": "UUID[] DEFAULT '{}'::uuid[] NOT NULL",
    "awaits": "TEXT",
    "next_steps": "TEXT[] DEFAULT '{}'::text[] NOT NULL",
}
ROLES = ("reviewer", "approver", "section_head", "legal", "agency_head", "ogi_head")
BY_DAY = "COALESCE(waits_until, '9999-01-01'::date), case_id"
INDEXES = {
    "ix_cases_waits_handler": f"(agency_id, handler_id, {BY_DAY}) WHERE 'handler' = ANY (waits_for)",
    "ix_cases_waits_person": f"(agency_id, waits_person, {BY_DAY}) WHERE waits_person IS NOT NULL",
    **{f"ix_cases_waits_{role}": f"(agency_id, {BY_DAY}) WHERE '{role}' = ANY (waits_for)" for role in ROLES},
}
UNANSWERED = """
CREATE INDEX ix_notices_open ON notices (addressee)
WHERE addressee_kind = 'staff' AND acknowledged_at IS NULL AND settled_at IS NULL
"""


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.execute(f"ALTER TABLE cases ADD COLUMN {name} {kind}")
    for name, what in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON cases {what}")
    op.execute(UNANSWERED)


def downgrade() -> None:
    op.execute("DROP INDEX ix_notices_open")
    for name in INDEXES:
        op.execute(f"DROP INDEX {name}")
    for name in COLUMNS:
        op.execute(f"ALTER TABLE cases DROP COLUMN {name}")
