"""An agency from its administrator's desk: what needs attention, and the record of what was done."""

from collections.abc import Sequence
from datetime import date, timedelta

from activities.db.acts import list_acts
from activities.db.agency_tree import agencies_below
from activities.db.attention import Waiting, waiting_for_administrator
from activities.db.calendars import calendar_in_force
from activities.db.staff_rows import staff_rows
from api.administration import permit
from api.calendars import proposals
from api.desk import Desk
from schemas.administration import ActPage, Attention, Overview, StaffRow
from schemas.clock import CalendarData
from schemas.people import SignedIn
from schemas.policy import Policy
from schemas.vocabulary import Role

REACH = timedelta(days=90)
"""How far an open limit may reach: twenty working days, extended by twenty (art. 33), with the longest holidays."""
ALWAYS = frozenset({Role.HANDLER, Role.REVIEWER, Role.ADMINISTRATOR})
"""Roles without which no reply is ever made, or nobody administers."""


async def overview(desk: Desk, person: SignedIn) -> Overview:
    """The administrator's first page. Raises ``NotAllowed``."""
    permit(person)
    agency, today = await desk.agency(person.agency_id), await desk.today(person.agency_id)
    waiting_proposals = [one for one in (await proposals(desk, person)).items if not (one.approved_by or one.outdated)]
    async with desk.database.snapshot() as connection:
        staff = await staff_rows(connection, person.agency_id)
        counted = await waiting_for_administrator(connection, person.agency_id)
        calendar = await calendar_in_force(connection, person.agency_id)
        below = await agencies_below(connection, person.agency_id)
    active = [one for one in staff if one.active]
    return Overview(
        agency=agency,
        active_staff=len(active),
        inactive_staff=len(staff) - len(active),
        agencies_below=len(below) - 1,
        calendar=calendar.version,
        attention=_attention(
            active, counted, agency.policy, provisional_years(calendar, today), len(waiting_proposals)
        ),
    )


def _attention(
    active: Sequence[StaffRow], counted: Waiting, policy: Policy, years: tuple[int, ...], proposals_waiting: int
) -> Attention:
    with_tokens_only = {one.id for one in active if one.live_tokens}
    return Attention(
        **counted.model_dump(),
        provisional_years=years,
        proposals_waiting=proposals_waiting,
        without_password=tuple(one.login for one in active if not one.has_password and one.id not in with_tokens_only),
        without_second_factor=tuple(one.login for one in active if one.has_password and not one.second_factor),
        roles_unheld=roles_unheld(active, policy),
    )


def roles_unheld(active: Sequence[StaffRow], policy: Policy) -> tuple[Role, ...]:
    """Roles that the procedure or the agency's own chains of approval need and nobody holds."""
    chains = (policy.approval, *policy.approval_by_outcome.values())
    needed = ALWAYS | {role for chain in chains for role in chain}
    held = {role for one in active for role in one.roles}
    return tuple(role for role in Role if role in needed - held)


def provisional_years(calendar: CalendarData, today: date) -> tuple[int, ...]:
    """Years into which open limits may reach and whose official arrangement is not in force.

    2026-11-22 with a calendar official up to 2026: 2027; on 2026-09-30: none.
    """
    return tuple(year for year in range(today.year, (today + REACH).year + 1) if year not in calendar.official_years)


async def acts_seen(desk: Desk, person: SignedIn, before: int | None, limit: int) -> ActPage:
    """What was done to the own agency and those below it, the newest first. Raises ``NotAllowed``."""
    permit(person)
    async with desk.database.snapshot() as connection:
        seen = await agencies_below(connection, person.agency_id)
        found = await list_acts(connection, seen, before, limit + 1)
    shown = found[:limit]
    return ActPage(items=tuple(shown), next=shown[-1].n if len(found) > limit else None)
