"""The law in full: parts split off, third parties, archived cases, templates, calendar proposals, inquiries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PARTIAL = (
    ("ix_applications_split", "applications", "split_from"),
    ("ix_cases_joined", "cases", "joined_into"),
    ("ix_cases_split", "cases", "split_from"),
    ("ix_cases_reassess", "cases", "reassess_on"),
)
"""Indexes of the few rows that have a value: name, table, column."""
_CLOSED = {"closed_has_date": "closed_on", "closed_has_outcome": "outcome"}


def upgrade() -> None:
    op.add_column("applications", sa.Column("received_on", sa.Date()))
    op.add_column("applications", sa.Column("split_from", sa.Uuid()))
    op.create_foreign_key(
        op.f("fk_applications_split_from"), "applications", "applications", ["split_from"], ["case_id"]
    )
    for name, kind in (
        ("report_row", sa.Text()),
        ("joined_into", sa.Uuid()),
        ("split_from", sa.Uuid()),
        ("reassess_on", sa.Date()),
        ("filed_on", sa.Date()),
    ):
        op.add_column("cases", sa.Column(name, kind))
    op.add_column("letters", sa.Column("order_hash", sa.Text()))
    for name, table, column in _PARTIAL:
        op.create_index(name, table, [column], postgresql_where=sa.text(f"{column} IS NOT NULL"))
    for name, column in _CLOSED.items():
        op.drop_constraint(op.f(f"ck_cases_{name}"), "cases")
        closed = f"(state IN ('closed', 'archived')) = ({column} IS NOT NULL)"
        op.create_check_constraint(op.f(f"ck_cases_{name}"), "cases", closed)
    op.create_table(
        "third_parties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["applications.case_id"], name=op.f("fk_third_parties_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_third_parties")),
    )
    op.create_index(op.f("ix_third_parties_case_id"), "third_parties", ["case_id"])
    op.create_table(
        "letter_templates",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text()),
        sa.Column("changed_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_letter_templates_version_positive")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_letter_templates_agency_id")),
        sa.PrimaryKeyConstraint("agency_id", "name", "version", name=op.f("pk_letter_templates")),
    )
    op.create_table(
        "calendar_proposals",
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("agency_id", sa.Uuid()),
        sa.Column("data", postgresql.JSONB(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("approved_by", sa.Uuid()),
        sa.Column("approved_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (approved_at IS NULL)", name=op.f("ck_calendar_proposals_approved_by_somebody")
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_calendar_proposals_agency_id")),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_calendar_proposals")),
    )
    op.create_table(
        "inquiries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("answered", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("becomes", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("channel IN ('counter', 'telephone')", name=op.f("ck_inquiries_channel_known")),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name=op.f("fk_inquiries_agency_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_inquiries_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiries")),
        sa.UniqueConstraint("agency_id", "reference", name=op.f("uq_inquiries_agency_id_reference")),
        sa.UniqueConstraint("becomes", name=op.f("uq_inquiries_becomes")),
    )
    op.create_index("ix_inquiries_newest", "inquiries", ["agency_id", sa.text("taken_at DESC"), sa.text("id DESC")])


def downgrade() -> None:
    for table in ("inquiries", "calendar_proposals", "letter_templates"):
        op.drop_table(table)
    op.drop_index(op.f("ix_third_parties_case_id"), table_name="third_parties")
    op.drop_table("third_parties")
    op.execute("UPDATE cases SET state = 'closed' WHERE state = 'archived'")
    for name, column in _CLOSED.items():
        op.drop_constraint(op.f(f"ck_cases_{name}"), "cases")
        op.create_check_constraint(op.f(f"ck_cases_{name}"), "cases", f"(state = 'closed') = ({column} IS NOT NULL)")
    for name, table, _ in _PARTIAL:
        op.drop_index(name, table_name=table)
    op.drop_column("letters", "order_hash")
    for name in ("filed_on", "reassess_on", "split_from", "joined_into", "report_row"):
        op.drop_column("cases", name)
    op.drop_constraint(op.f("fk_applications_split_from"), "applications")
    op.drop_column("applications", "split_from")
    op.drop_column("applications", "received_on")
