"""``/api/applications``: submit, list, look, take steps."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query
from starlette.responses import JSONResponse, Response

from activities.db.cases import CaseFilter
from api.access import DeskDep, OptionalKey, Person, RequiredKey
from api.alike import alike_cases
from api.earlier import earlier_cases
from api.examples import APPLICATION, step_examples
from api.exports_list import whole_list
from api.exports_table import PAGE, WantedFormat
from api.oversight_tables import APPLICATIONS
from api.problems import problem_response
from api.routes_status import PageDep
from api.views import after_cursor, deadline_now, page_of_cases, steps_now, whole_case
from schemas.alike import AlikeCases, AlikeQuery
from schemas.api import AvailableStep, CasePage, CaseView, EarlierCase, Receipt
from schemas.applications import NewApplication
from schemas.base import Line
from schemas.clock import Day, Deadline
from schemas.commands import StepAnswer
from schemas.errors import DaylightError, NotFound
from schemas.events import EventRecord
from schemas.steps import StaffStep
from schemas.vocabulary import State

router = APIRouter(prefix="/api/applications", tags=["applications"])
ALIKE = {"identity_number": "110101199003070011", "description": "申请公开城东片区老旧小区改造项目的招标文件。"}


@router.post("", status_code=201)
async def submit(
    desk: DeskDep,
    page: PageDep,
    person: Person,
    key: RequiredKey,
    application: Annotated[NewApplication, Body(openapi_examples={"counter": {"value": APPLICATION}})],
) -> Receipt:
    """Enter an application in the register and start its case. The same key again gives the same answer."""
    taken = await desk.register(person, key, application)
    return Receipt.model_validate({**taken.model_dump(), "status_code": page.code_of(taken.case_id)})


@router.get("", response_model=CasePage)
async def listing(
    desk: DeskDep,
    person: Person,
    state: State | None = None,
    is_open: Annotated[bool | None, Query(alias="open", description="not closed or archived")] = None,
    handler: UUID | None = None,
    handler_left: Annotated[bool | None, Query(description="the handler is active no more")] = None,
    agency: UUID | None = None,
    due_before: Day | None = None,
    overdue: bool | None = None,
    text: Annotated[Line | None, Query(description="looked for in reference and description")] = None,
    reassess_before: Annotated[Day | None, Query(description="withheld information to look at again (art. 18)")] = None,
    unfiled: Annotated[bool | None, Query(description="refusals not filed with the supervising authority")] = None,
    related: Annotated[UUID | None, Query(description="parts split off this case, and cases joined into it")] = None,
    after: Annotated[str | None, Query(max_length=300, description="cursor: `next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    as_table: WantedFormat = None,
) -> CasePage | Response:
    """The agency's cases, newest first. Another agency than one's own is not there."""
    if agency is not None and agency != person.agency_id:
        raise NotFound("not_found", field="agency")
    wanted = CaseFilter(
        state=state,
        open=is_open,
        handler=handler,
        handler_left=handler_left,
        due_before=due_before,
        overdue=overdue,
        text=text,
        reassess_before=reassess_before,
        unfiled=unfiled,
        related=related,
        after=after_cursor(after),
        limit=limit,
    )
    if as_table:

        async def read(start: str | None) -> CasePage:
            page = {"after": after_cursor(start or after), "limit": PAGE}
            return await page_of_cases(desk, person, wanted.model_copy(update=page))

        return await whole_list(desk, person, APPLICATIONS, as_table, read)
    return await page_of_cases(desk, person, wanted)


@router.post("/alike")
async def alike(
    desk: DeskDep, person: Person, query: Annotated[AlikeQuery, Body(openapi_examples={"counter": {"value": ALIKE}})]
) -> AlikeCases:
    """Your agency's applications that may be the one being entered: the same applicant's, or alike in words.

    For who registers. What is compared comes in the body and is not kept.
    """
    return await alike_cases(desk, person, query)


@router.get("/{case_id}")
async def one(desk: DeskDep, person: Person, case_id: UUID) -> CaseView:
    """One case with the application behind it."""
    return await whole_case(desk, person, case_id)


@router.get("/{case_id}/steps")
async def steps(desk: DeskDep, person: Person, case_id: UUID) -> tuple[AvailableStep, ...]:
    """Every step: allowed now for this person, or refused and why."""
    return await steps_now(desk, person, case_id)


@router.post("/{case_id}/steps", response_model=StepAnswer)
async def take_step(
    desk: DeskDep,
    person: Person,
    case_id: UUID,
    key: OptionalKey,
    step: Annotated[StaffStep, Body(openapi_examples=step_examples())],
) -> StepAnswer | JSONResponse:
    """Take a step. Answered when it is on record; a refusal names code, article and sentence and changes nothing."""
    try:
        return await desk.take_step(person, case_id, key, step)
    except DaylightError as refused:
        if refused.code != "stale_version":
            raise
        row = await desk.row(person, case_id)
        return problem_response(refused, idempotency_key=key, current=row.model_dump(mode="json"))


@router.get("/{case_id}/earlier")
async def earlier(desk: DeskDep, person: Person, case_id: UUID, anybody: bool = False) -> tuple[EarlierCase, ...]:
    """Other applications of the same applicant, the most alike first; with ``anybody=true`` alike ones of all."""
    return await earlier_cases(desk, person, case_id, anybody=anybody)


@router.get("/{case_id}/events")
async def events(desk: DeskDep, person: Person, case_id: UUID) -> list[EventRecord]:
    """What happened, in order, each link with its hash."""
    row = await desk.row(person, case_id)
    return await desk.records(row.case_id)


@router.get("/{case_id}/deadline")
async def deadline(desk: DeskDep, person: Person, case_id: UUID, explain: bool = False) -> Deadline:
    """The due date, days used and left; with ``explain=true`` day by day, with article and calendar version."""
    return await deadline_now(desk, person, case_id, explain=explain)
