"""Reading cases: lists, one case whole, its available steps and its deadline, for those who may see them."""

import base64
import binascii
from datetime import UTC, date, datetime
from uuid import UUID

from activities.db.applications import application_view
from activities.db.cases import CaseFilter, ListedCase, find_listed, list_cases
from activities.db.destruction import is_personal_data_destroyed
from activities.db.earlier import count_others, joined_requests
from api.desk import Desk
from api.look import Look, look_at
from schemas.api import AvailableStep, CasePage, CaseSummary, CaseView
from schemas.case import CaseRow
from schemas.clock import Deadline
from schemas.errors import InvalidInput, NotFound, StepRefused
from schemas.messages import problem_of
from schemas.people import SignedIn
from workflows.decide import available_steps
from workflows.limit import deadline_of
from workflows.moment import moment_of

SHOWN_AT_ONCE = 100
"""Documents a case is shown with; all of them are listed a page at a time."""


async def page_of_cases(desk: Desk, person: SignedIn, wanted: CaseFilter) -> CasePage:
    """One page of the agency's cases, newest first."""
    today = await desk.today(person.agency_id)
    async with desk.database.transaction() as connection:
        found = await list_cases(connection, person.agency_id, wanted, today)
    shown = found[: wanted.limit]
    more = cursor_of(shown[-1]) if len(found) > wanted.limit else None
    return CasePage(items=tuple([await _summary(desk, listed, today) for listed in shown]), next=more)


async def whole_case(desk: Desk, person: SignedIn, case_id: UUID) -> CaseView:
    """One case with the application behind it. Raises ``NotFound``."""
    return await case_seen(desk, await look_at(desk, person, case_id))


async def case_seen(desk: Desk, look: Look) -> CaseView:
    """The same of a case that was read."""
    case, case_id = look.case, look.case.case_id
    async with desk.database.reading() as connection:
        cleared = await is_personal_data_destroyed(connection, case_id)
        application = None if cleared else await application_view(connection, case_id, desk.vault)
        others = await count_others(connection, case_id)
        joined = await joined_requests(connection, case_id)
    return CaseView(
        summary=await _summary(desk, look.listed, look.today),
        case=case.model_copy(update={"documents": case.documents[:SHOWN_AT_ONCE]}),
        documents=len(case.documents),
        application=application,
        earlier=others,
        joined=joined,
    )


async def summary_of(desk: Desk, person: SignedIn, case_id: UUID) -> CaseSummary:
    """A case as lists show it. Raises ``NotFound``."""
    today = await desk.today(person.agency_id)
    async with desk.database.reading() as connection:
        listed = await find_listed(connection, person.agency_id, case_id)
    if listed is None:
        raise NotFound("not_found")
    return await _summary(desk, listed, today)


async def steps_now(desk: Desk, person: SignedIn, case_id: UUID) -> tuple[AvailableStep, ...]:
    """Every step, allowed or refused and why, by the guards that decide. Raises ``NotFound``."""
    return steps_at(await look_at(desk, person, case_id))


def steps_at(look: Look) -> tuple[AvailableStep, ...]:
    """The same of a case that was read."""
    moment = moment_of(datetime.now(UTC), look.case.policy.timezone, look.person.actor, look.calendar)
    return tuple(
        AvailableStep(step=step, allowed=refusal is None, refusal=problem_of(refusal) if refusal else None)
        for step, refusal in available_steps(look.case, moment).items()
    )


async def deadline_now(desk: Desk, person: SignedIn, case_id: UUID, *, explain: bool) -> Deadline:
    """The due date as of today, or as of the day the case was answered or closed. Refused before receipt is fixed."""
    found = deadline_at(await look_at(desk, person, case_id), explain=explain)
    if found is None:
        raise StepRefused("receipt_not_fixed", article="31")
    return found


def deadline_at(look: Look, *, explain: bool) -> Deadline | None:
    """The same of a case that was read; None before receipt is fixed."""
    return deadline_of(look.case, look.calendar, look.as_of, explain=explain)


async def _summary(desk: Desk, listed: ListedCase, today: date) -> CaseSummary:
    left = await _days_left(desk, listed.row, today)
    return CaseSummary(**listed.row.model_dump(), registered_at=listed.registered_at, working_days_left=left)


async def _days_left(desk: Desk, row: CaseRow, today: date) -> int | None:
    if not row.limit_runs or row.due_on is None:
        return None
    calendar = await desk.calendar(row.calendar_version)
    return calendar.count(today, row.due_on) if today <= row.due_on else -calendar.count(row.due_on, today)


def cursor_of(listed: ListedCase) -> str:
    """Where the next page begins: nothing personal, but opaque to the client."""
    plain = f"{listed.registered_at.isoformat()}|{listed.row.case_id}"
    return base64.urlsafe_b64encode(plain.encode()).decode()


def after_cursor(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Undo ``cursor_of``. Raises ``InvalidInput("cursor_invalid")``."""
    if cursor is None:
        return None
    try:
        at, _, case_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        registered_at, last = datetime.fromisoformat(at), UUID(case_id)
        if registered_at.tzinfo is None:
            raise ValueError("a moment without time zone")
        return registered_at.astimezone(UTC), last
    except (ValueError, OverflowError, binascii.Error):
        raise InvalidInput("cursor_invalid", field="after") from None
