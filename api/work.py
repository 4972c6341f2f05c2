"""My work (我的待办): the cases that wait for one person, as handler, in a function, as delegate or as a stand-in."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from activities.db.absences import away_on
from activities.db.database import AsyncConnection
from activities.db.own_records import count_open_requests
from activities.db.people import members
from activities.db.recipients import office_on
from activities.db.waiting import Waiter, list_waiting
from api.cursors import cursor_to, place_of
from api.desk import Desk
from schemas.oversight_lists import NO_DUE_PLACE
from schemas.people import Member, SignedIn
from schemas.vocabulary import Role
from schemas.waiting import StoodInFor, WaitingCase, WorkItem, WorkPage
from workflows.book import STAFF_RULES
from workflows.own_records_rules import waits_for

Staff = Mapping[UUID, Member]


async def work_of(desk: Desk, person: SignedIn, after: str | None, limit: int) -> WorkPage:
    """One page of what waits for a person today, the most pressing first: by the day that counts next.

    What waits for an absent colleague waits for who stands in, through any chain of substitutes. What nobody has taken
    waits for every handler. Raises ``InvalidInput("cursor_invalid")``.
    """
    today, place = await desk.today(person.agency_id), place_of(after, date.fromisoformat)
    async with desk.database.reading() as connection:
        staff = {member.id: member for member in await members(connection, person.agency_id)}
        waiter = await _waiter(connection, person, staff, today)
        found = await list_waiting(connection, waiter, place, limit)
        requests = await count_open_requests(connection, person.agency_id)
    shown = found[:limit]
    more = cursor_to(shown[-1].waits_until or NO_DUE_PLACE, shown[-1].case_id) if len(found) > limit else None
    items = [await _item(desk, person, waiter, staff, one, today) for one in shown]
    return WorkPage(
        items=tuple(item for item in items if item.roles or item.delegated),
        next=more,
        own_records=sum(number for state, number in requests.items() if waits_for(state) & waiter.roles),
        stands_in_for=tuple(StoodInFor(staff_id=one, name=staff[one].name) for one in waiter.persons[1:]),
    )


async def _waiter(connection: AsyncConnection, person: SignedIn, staff: Staff, today: date) -> Waiter:
    """The person with those he stands in for today, who are members of the same agency."""
    others = list[UUID]()
    if await away_on(connection, person.agency_id, today):
        office = await office_on(connection, person.agency_id, datetime.now(UTC))
        there = {one: office.present(one) for one in staff if one != person.staff_id}
        others = [one for one, present in there.items() if present and present.id == person.staff_id]
    roles = {*person.roles, *(role for one in others for role in staff[one].roles)}
    return Waiter(
        agency_id=person.agency_id,
        persons=(person.staff_id, *others),
        roles=frozenset(roles),
        gone=tuple(member.id for member in staff.values() if not member.active),
    )


async def _item(desk: Desk, person: SignedIn, waiter: Waiter, staff: Staff, one: WaitingCase, today: date) -> WorkItem:
    """The case as it waits for him, or if not for him, for the first of those he stands in for."""
    whom = next((known for known in waiter.persons if _waits_for(one, staff, known)), person.staff_id)
    instead_of = None if whom == person.staff_id else whom
    roles = tuple(_functions(one, staff, whom))
    return WorkItem(
        **one.model_dump(include=set(WorkItem.model_fields)),
        working_days_left=await _days_left(desk, one, today),
        roles=roles,
        delegated=one.waits_person == whom,
        steps=tuple(step for step in one.next_steps if _carries(step, person, one)),
        instead_of=instead_of,
        instead_of_name=staff[instead_of].name if instead_of else None,
    )


def _waits_for(one: WaitingCase, staff: Staff, whom: UUID) -> bool:
    return one.waits_person == whom or next(_functions(one, staff, whom), None) is not None


def _functions(one: WaitingCase, staff: Staff, whom: UUID) -> Iterator[Role]:
    """The functions in which a case waits for this member: as its handler, or by a role he holds."""
    held = staff[whom].roles if whom in staff else ()
    for role in one.waits_for:
        if role is not Role.HANDLER:
            if role in held and whom not in one.waits_not:
                yield role
        elif one.handler_id == whom or (role in held and _is_nobodys(one, staff)):
            yield role


def _is_nobodys(one: WaitingCase, staff: Staff) -> bool:
    """Whether nobody handles it, or only somebody who has left."""
    handler = staff.get(one.handler_id) if one.handler_id else None
    return handler is None or not handler.active


def _carries(step: str, person: SignedIn, one: WaitingCase) -> bool:
    """Whether his own roles carry a step; what was delegated to him he may take without one."""
    permitted = bool(STAFF_RULES[step].roles & set(person.roles))
    return permitted and (step != "approve_reply" or _signs(person, one))


def _signs(person: SignedIn, one: WaitingCase) -> bool:
    return one.waits_person == person.staff_id or bool(set(person.roles) & set(one.waits_for))


async def _days_left(desk: Desk, one: WaitingCase, today: date) -> int | None:
    if one.waits_until is None:
        return None
    calendar = await desk.calendar(one.calendar_version)
    return calendar.rank(one.waits_until) - calendar.rank(today)
