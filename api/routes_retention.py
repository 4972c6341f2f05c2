"""``/api/retention``: how long material is kept, and its destruction by two administrators of the agency."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query
from starlette.responses import Response

from api.access import DeskDep, OptionalKey, Person
from api.destruction import approve
from api.destruction_plans import dry_run, plan_with_lines, plans, propose
from api.exports_list import short_list, whole_list
from api.exports_table import PAGE, WantedFormat
from api.oversight_tables import HOLDS, PLAN_LINES, PLANS, PlanPage
from api.retention import hold, holds, release, rules_of, set_rules
from schemas.clock import Day
from schemas.retention import (
    CaseHold,
    DestructionPlan,
    DryRun,
    HoldList,
    NewHold,
    PlanList,
    PlanProgress,
    PlanRow,
    RetentionRules,
    RulesInForce,
)

router = APIRouter(prefix="/api/retention", tags=["retention"])

_RULES = {
    "everything for ever": {"value": {}},
    "terms": {
        "value": {"documents": 10, "released": 30, "personal": 30, "by_outcome": {"withdrawn": {"personal": 10}}}
    },
}
_HOLD = {"an audit": {"value": {"reason": "示例市审计局审计"}}}


@router.get("/rules")
async def rules(desk: DeskDep, person: Person) -> RulesInForce:
    """The agency's periods, in years after the day of archiving; null is for ever."""
    return await rules_of(desk, person)


@router.post("/rules")
async def change_rules(
    desk: DeskDep, person: Person, wanted: Annotated[RetentionRules, Body(openapi_examples=_RULES)]
) -> RulesInForce:
    """Set all periods anew; what is not named is kept for ever. Nothing is destroyed by that. Earlier rules stay."""
    return await set_rules(desk, person, wanted)


@router.get("/due")
async def due(
    desk: DeskDep,
    person: Person,
    as_of: Annotated[Day | None, Query(description="the day to look at; today unless given")] = None,
    after: Annotated[UUID | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="archived cases to look at")] = 200,
) -> DryRun:
    """The dry run: what of each case would be destroyed, and what is held and why. Nothing changes."""
    day: date = as_of or await desk.today(person.agency_id)
    return await dry_run(desk, person, day, after, limit)


@router.post("/plans", status_code=201)
async def new_plan(desk: DeskDep, person: Person, key: OptionalKey) -> PlanRow:
    """Enter a register (销毁清册) of what is due today and not held. Another administrator approves it."""
    return await propose(desk, person, key, await desk.today(person.agency_id))


@router.get("/plans", response_model=PlanList)
async def all_plans(desk: DeskDep, person: Person, as_table: WantedFormat = None) -> PlanList | Response:
    """The agency's registers, newest first."""
    found = await plans(desk, person)
    return await short_list(desk, person, PLANS, as_table, found.items) if as_table else found


@router.get("/plans/{plan_id}", response_model=DestructionPlan)
async def one_plan(
    desk: DeskDep,
    person: Person,
    plan_id: UUID,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="`next` of the page before")] = 0,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    as_table: WantedFormat = None,
) -> DestructionPlan | Response:
    """A register, a page of its cases, and what became of each."""
    if as_table:

        async def read(start: str | None) -> PlanPage:
            return PlanPage.of(await plan_with_lines(desk, person, plan_id, int(start or after), PAGE))

        return await whole_list(desk, person, PLAN_LINES, as_table, read)
    return await plan_with_lines(desk, person, plan_id, after, limit)


@router.post("/plans/{plan_id}/approve")
async def approved(desk: DeskDep, person: Person, plan_id: UUID) -> PlanProgress:
    """Approve a register somebody else proposed, and carry it out; ask again until `left` and `bytes_left` are 0.

    Every item is looked at again: what is held since, or not due any more, is left out and named. This is final.
    """
    return await approve(desk, person, plan_id, await desk.today(person.agency_id))


@router.get("/holds", response_model=HoldList)
async def all_holds(desk: DeskDep, person: Person, as_table: WantedFormat = None) -> HoldList | Response:
    """Cases of which nothing is destroyed, and why; holds that were released come last."""
    found = await holds(desk, person)
    return await short_list(desk, person, HOLDS, as_table, found.items) if as_table else found


@router.post("/cases/{case_id}/holds", status_code=201)
async def new_hold(
    desk: DeskDep,
    person: Person,
    case_id: UUID,
    key: OptionalKey,
    wanted: Annotated[NewHold, Body(openapi_examples=_HOLD)],
) -> CaseHold:
    """Hold a case: nothing of it is destroyed while any hold stands. The same key: the same hold."""
    return await hold(desk, person, case_id, wanted, key)


@router.post("/holds/{hold_id}/release")
async def released(desk: DeskDep, person: Person, hold_id: UUID, why: NewHold) -> CaseHold:
    """Release a hold, with the reason."""
    return await release(desk, person, hold_id, why)
