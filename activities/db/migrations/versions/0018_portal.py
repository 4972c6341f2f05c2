"""Applications that applicants submit themselves: nobody of the staff entered them, and an agency may take none."""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BY_SOMEBODY = """
ALTER TABLE applications ADD CONSTRAINT ck_applications_registered_by_somebody
    CHECK ((registered_by IS NULL) = (registered_roles = '{portal}')) NOT VALID
"""


def upgrade() -> None:
    """The constraint is checked against the rows there are without keeping anybody from writing meanwhile."""
    op.execute("ALTER TABLE applications ALTER COLUMN registered_by DROP NOT NULL")
    op.execute(BY_SOMEBODY)
    op.execute("ALTER TABLE applications VALIDATE CONSTRAINT ck_applications_registered_by_somebody")
    op.execute("ALTER TABLE agencies ADD COLUMN takes_online BOOLEAN DEFAULT true NOT NULL")
    op.execute("ALTER TABLE staff ADD CONSTRAINT ck_staff_portal_is_nobody CHECK (NOT ('portal' = ANY (roles)))")


def downgrade() -> None:
    """Refused by the database while there are applications that nobody of the staff entered."""
    op.execute("ALTER TABLE staff DROP CONSTRAINT ck_staff_portal_is_nobody")
    op.execute("ALTER TABLE agencies DROP COLUMN takes_online")
    op.execute("ALTER TABLE applications DROP CONSTRAINT ck_applications_registered_by_somebody")
    op.execute("ALTER TABLE applications ALTER COLUMN registered_by SET NOT NULL")
