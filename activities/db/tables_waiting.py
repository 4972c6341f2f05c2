"""For whom cases wait: the indexes that give what waits for a handler, a function or a delegate, by its day."""

from sqlalchemy import Boolean, ColumnElement, Index, literal_column, text

from activities.db.tables import NO_DUE_DATE, cases
from schemas.vocabulary import Role

WAITED_FOR = (
    Role.HANDLER,
    Role.REVIEWER,
    Role.APPROVER,
    Role.SECTION_HEAD,
    Role.LEGAL,
    Role.AGENCY_HEAD,
    Role.OGI_HEAD,
)
"""The functions for which a case can wait: those that act on it."""
_BY_DAY = (text(f"COALESCE(waits_until, {NO_DUE_DATE})"), text("case_id"))


def waits_for(role: Role) -> ColumnElement[bool]:
    """Cases that wait for a function, in the words of its index: only so PostgreSQL sees that it may be used."""
    return literal_column(f"'{role.value}' = ANY (cases.waits_for)", Boolean())


Index(
    "ix_cases_waits_handler",
    cases.c.agency_id,
    cases.c.handler_id,
    *_BY_DAY,
    postgresql_where=text("'handler' = ANY (waits_for)"),
)
Index(
    "ix_cases_waits_person",
    cases.c.agency_id,
    cases.c.waits_person,
    *_BY_DAY,
    postgresql_where=text("waits_person IS NOT NULL"),
)
for _role in WAITED_FOR[1:]:
    Index(
        f"ix_cases_waits_{_role.value}",
        cases.c.agency_id,
        *_BY_DAY,
        postgresql_where=text(f"'{_role.value}' = ANY (waits_for)"),
    )
