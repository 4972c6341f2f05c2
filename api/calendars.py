"""A change of the calendar: proposed by an administrator, approved by an administrator. Shared by API and console."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version as release_of
from uuid import UUID

from activities.db.acts import put_act
from activities.db.calendar_proposals import approve_proposal, find_proposal, list_proposals, put_proposal
from activities.db.calendars import (
    agencies_with_their_own,
    calendar_in_force,
    one_publication_at_a_time,
    publish_calendar,
)
from activities.db.database import AsyncConnection
from activities.db.staff_rows import active_administrators
from api.administration import id_of, note
from api.desk import Desk
from schemas.administration import ActKind
from schemas.calendars import Arrangement, CalendarList, CalendarProposal, CalendarWarning, ProposalRow
from schemas.clock import CalendarData
from schemas.errors import InvalidInput, NotAllowed, NotFound, StepRefused
from schemas.messages import MESSAGES
from schemas.people import SignedIn
from schemas.vocabulary import Role
from workflows.rules.arrangement import (
    Dated,
    check_arrangement,
    days_off,
    laid_over,
    says_the_same,
    usual_days_off,
    version_of,
    without_effect,
)
from workflows.rules.national import arranged_by_package


async def propose(desk: Desk, person: SignedIn, wanted: Arrangement) -> CalendarProposal:
    """Keep an arrangement as a proposal; no case moves. The same arrangement again is the same proposal.

    Raises ``InvalidInput`` for what cannot be true, ``NotAllowed``, and ``StepRefused("calendar_changes_nothing")``.
    """
    scope = person.agency_id if wanted.own_agency else None
    await _permit(desk, person, scope)
    days, source = arranged(wanted)
    check_arrangement(days, wanted.year)
    async with desk.database.transaction() as connection:
        base = await calendar_in_force(connection, scope)
        data = laid_over(base, days, wanted.year, _name(scope))
        if says_the_same(data, base):
            data = base
        else:
            await put_proposal(connection, data, scope, source, person.staff_id)
            await _note_once(connection, person, data.version)
        row = await find_proposal(connection, person.agency_id, data.version)
        if row is None:
            raise StepRefused("calendar_changes_nothing")
        warnings = await _warnings(connection, base, days, wanted)
        return _shown(row, base.version, warnings)


def arranged(wanted: Arrangement) -> tuple[list[Dated], str]:
    """The days of an arrangement with their places in it, and where it comes from."""
    off, work, source = wanted.off, wanted.work, wanted.source
    if wanted.year is not None and off is None and work is None:
        held = arranged_by_package(wanted.year)
        if held is None:
            raise InvalidInput("calendar_year_not_held", field=str(wanted.year))
        (off, work), source = held, source or f"holidays {release_of('holidays')}"
    if source is None:
        raise InvalidInput("missing_field", field="source")
    return [*_dated("off", off or (), working=False), *_dated("work", work or (), working=True)], source


def _dated(name: str, days: Sequence[date], *, working: bool) -> list[Dated]:
    return [Dated(f"{name}.{place}", day, working) for place, day in enumerate(days)]


async def proposal(desk: Desk, person: SignedIn, version: str) -> ProposalRow:
    """A proposal this person's agency may see. Raises ``NotFound``."""
    async with desk.database.reading() as connection:
        row = await find_proposal(connection, person.agency_id, version)
    if row is None:
        raise NotFound("not_found", field="version")
    return row


async def proposals(desk: Desk, person: SignedIn) -> CalendarList:
    """What the agency counts by, and every proposal it may see."""
    async with desk.database.snapshot() as connection:
        own = (await calendar_in_force(connection, person.agency_id)).version
        nation_wide = (await calendar_in_force(connection, None)).version
        rows = await list_proposals(connection, person.agency_id)
    items = tuple(_shown(row, own if row.agency_id else nation_wide) for row in rows)
    return CalendarList(in_force=own, items=items)


async def approve(desk: Desk, person: SignedIn, version: str, *, alone: bool = False) -> ProposalRow:
    """Put a proposal into force, once; the first approval stays on record. Open cases are moved after it.

    Two persons (双人办理): where the agency has another active administrator, who proposed it does not approve it
    unless he says ``alone``; that one person did both is on record either way. Raises ``NotFound``, ``NotAllowed``,
    ``StepRefused("calendar_approver_is_proposer")``, or ``StepRefused("calendar_outdated")`` when another calendar came
    into force since it was proposed or approved: to approve it then would undo the other one unseen.
    """
    await _permit(desk, person, (await proposal(desk, person, version)).agency_id)
    async with desk.database.transaction() as connection:
        await one_publication_at_a_time(connection)
        row = await find_proposal(connection, person.agency_id, version)
        if row is None:
            raise NotFound("not_found", field="version")
        in_force = (await calendar_in_force(connection, row.agency_id)).version
        if row.approved_by is not None and in_force == version:
            return row
        if row.approved_by is not None or version_of(in_force, row.data, _name(row.agency_id)) != version:
            raise StepRefused("calendar_outdated")
        if not alone and await _another_could(connection, person, row.proposed_by):
            raise StepRefused("calendar_approver_is_proposer")
        at, both = datetime.now(UTC), row.proposed_by == person.staff_id
        await publish_calendar(connection, row.data, row.agency_id)
        await approve_proposal(connection, version, person.staff_id, at)
        await note(connection, person, ActKind.CALENDAR_APPROVED_ALONE if both else ActKind.CALENDAR_APPROVED, version)
    return row.model_copy(update={"approved_by": person.staff_id, "approved_at": at})


async def needs_another(desk: Desk, person: SignedIn, proposed_by: UUID) -> bool:
    """Whether it is for another administrator to approve what this person proposed."""
    async with desk.database.reading() as connection:
        return await _another_could(connection, person, proposed_by)


async def _another_could(connection: AsyncConnection, person: SignedIn, proposed_by: UUID) -> bool:
    mine = proposed_by == person.staff_id
    return mine and bool(await active_administrators(connection, person.agency_id) - {person.staff_id})


async def _note_once(connection: AsyncConnection, person: SignedIn, version: str) -> None:
    """The same proposal made again is no other act."""
    act_id = id_of(person, "calendar", version)
    await put_act(connection, act_id, person.agency_id, person.staff_id, ActKind.CALENDAR_PROPOSED, what=version)


async def _permit(desk: Desk, person: SignedIn, scope: UUID | None) -> None:
    """An administrator; for a nation-wide calendar one of an agency that has none above it."""
    if Role.ADMINISTRATOR not in person.roles:
        raise NotAllowed("role_not_permitted")
    if scope is None and (await desk.agency(person.agency_id)).parent_id is not None:
        raise NotAllowed("calendar_for_all")


def _name(scope: UUID | None) -> str:
    return str(scope) if scope else ""


def _shown(row: ProposalRow, in_force: str, warnings: tuple[CalendarWarning, ...] = ()) -> CalendarProposal:
    shared = row.model_dump(include=set(CalendarProposal.model_fields))
    standing = {"in_force": row.version == in_force, "official_years": row.data.official_years}
    overtaken = row.approved_by is None and version_of(in_force, row.data, _name(row.agency_id)) != row.version
    standing["outdated"] = overtaken or (row.approved_by is not None and not standing["in_force"])
    return CalendarProposal.model_validate({**shared, **standing, "warnings": warnings})


async def _warnings(
    connection: AsyncConnection, base: CalendarData, days: Sequence[Dated], wanted: Arrangement
) -> tuple[CalendarWarning, ...]:
    """What is odd and may yet be right."""
    found: list[CalendarWarning] = []
    if idle := without_effect(base, days, wanted.year):
        found.append(_warning("calendar_days_without_effect", days=idle))
    if wanted.year and days_off({one.day: one.working for one in days}, wanted.year) != usual_days_off(wanted.year):
        found.append(_warning("calendar_unusual_number"))
    own = {} if wanted.own_agency else await agencies_with_their_own(connection)
    if own:
        found.append(_warning("calendar_agencies_with_their_own", agencies=tuple(own.values())))
    return tuple(found)


def _warning(code: str, *, days: tuple[date, ...] = (), agencies: tuple[str, ...] = ()) -> CalendarWarning:
    message, message_en = MESSAGES[code]
    return CalendarWarning(code=code, message=message, message_en=message_en, days=days, agencies=agencies)
