"""What of an agency's archived cases is due: the dry run, and registers of it for a second person to approve."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from pydantic import ValidationError

from activities.db.cases import row_of
from activities.db.counters import next_number
from activities.db.database import AsyncConnection
from activities.db.destruction import find_plan, lines_of, list_plans, put_plan
from activities.db.events import read_rows
from activities.db.retention import archived_cases, kept_documents, one_at_a_time, rules_in_force
from activities.keeping.archive_chain import chain_faults
from api.administration import note, permit
from api.answers import folded
from api.desk import Desk
from schemas.administration import ActKind
from schemas.case import Case
from schemas.errors import InvalidInput, NotFound, StepRefused
from schemas.events import event_record
from schemas.people import SignedIn
from schemas.retention import (
    ArchivedCase,
    DestructionPlan,
    DryRun,
    DueCase,
    KeptDocument,
    Obstacle,
    PlanList,
    PlanRow,
    RetentionRules,
    hash_of_lines,
)
from workflows.keeping import archived_before, due_items, obstacles

MOST_ITEMS = 5_000
"""A register is closed once it has so many items; what is left goes on the next one."""
PAGE = 200
FIRST_YEAR, LAST_YEAR = 2000, 2100


async def dry_run(desk: Desk, person: SignedIn, as_of: date, after: UUID | None, limit: int) -> DryRun:
    """What would be destroyed of a page of cases, were it that day; nothing changes. Raises ``InvalidInput``."""
    permit(person)
    if not FIRST_YEAR <= as_of.year <= LAST_YEAR:
        raise InvalidInput("date_out_of_range", field="as_of")
    async with desk.database.snapshot() as connection:
        rules = await rules_in_force(connection, person.agency_id)
        due, following = await _page(connection, person.agency_id, rules.rules, as_of, after, limit)
    return DryRun(as_of=as_of, rules_version=rules.version, items=tuple(due), next=following)


async def propose(desk: Desk, person: SignedIn, key: str, today: date) -> PlanRow:
    """Enter a register of what is due today and not held, for another administrator to approve. Nothing is destroyed.

    The same key again is the same register. Raises ``StepRefused("nothing_to_destroy")``.
    """
    permit(person)
    plan_id = uuid5(person.agency_id, f"destruction/{key}")
    code = (await desk.agency(person.agency_id)).code
    async with desk.database.transaction() as connection:
        await one_at_a_time(connection, person.agency_id)
        if standing := await find_plan(connection, person.agency_id, plan_id):
            return standing
        rules = await rules_in_force(connection, person.agency_id)
        lines = await _lines(connection, person.agency_id, rules.rules, today)
        if not lines:
            raise StepRefused("nothing_to_destroy")
        n = await next_number(connection, person.agency_id, "destruction", today.year)
        plan = PlanRow(
            id=plan_id,
            agency_id=person.agency_id,
            reference=f"{code}销〔{today.year}〕{n}号",
            as_of=today,
            rules_version=rules.version,
            cases=len(lines),
            items=sum(len(line.items) for line in lines),
            sha256=hash_of_lines(lines),
            proposed_by=person.staff_id,
            proposed_at=datetime.now(UTC),
            approved_by=None,
            approved_at=None,
        )
        await put_plan(connection, plan, lines)
        await note(connection, person, ActKind.DESTRUCTION_PROPOSED, plan.reference)
    return plan


async def plans(desk: Desk, person: SignedIn) -> PlanList:
    """The agency's registers, newest first."""
    permit(person)
    async with desk.database.reading() as connection:
        return PlanList(items=await list_plans(connection, person.agency_id))


async def plan_with_lines(desk: Desk, person: SignedIn, plan_id: UUID, after: int, limit: int) -> DestructionPlan:
    """A register with a page of its lines. Raises ``NotFound``."""
    permit(person)
    async with desk.database.snapshot() as connection:
        plan = await find_plan(connection, person.agency_id, plan_id)
        if plan is None:
            raise NotFound("not_found", field="plan")
        lines = await lines_of(connection, plan_id, after, limit + 1)
    following = lines[limit - 1].n if len(lines) > limit else None
    return DestructionPlan(plan=plan, lines=tuple(lines[:limit]), next=following)


async def looked_at(connection: AsyncConnection, tables: ArchivedCase) -> tuple[Case | None, tuple[Obstacle, ...]]:
    """An archived case folded from its events, and what forbids to destroy anything of it.

    Where the record itself is faulty there is no case: what may be evidence of that is not destroyed.
    """
    links = await read_rows(connection, tables.case_id)
    standing = await row_of(connection, tables.case_id)
    if standing is None or chain_faults(links) or links[-1].record["hash"] != standing.head:
        return None, (Obstacle.RECORD_FAULTY,)
    try:
        records = [event_record.validate_python(link.record) for link in links]
    except ValidationError:
        return None, (Obstacle.RECORD_FAULTY,)
    case = folded(standing.case_id, standing.agency_id, records)
    return case, obstacles(case, tables)


async def _lines(connection: AsyncConnection, agency_id: UUID, rules: RetentionRules, today: date) -> list[DueCase]:
    lines, after = list[DueCase](), None
    while sum(len(line.items) for line in lines) < MOST_ITEMS:
        due, after = await _page(connection, agency_id, rules, today, after, PAGE)
        lines += [line for line in due if not line.held]
        if after is None:
            break
    return _as_many_as_fit(lines)


def _as_many_as_fit(lines: Sequence[DueCase]) -> list[DueCase]:
    """Whole cases, at least one."""
    fitting, items = list[DueCase](), 0
    for line in lines:
        items += len(line.items)
        if fitting and items > MOST_ITEMS:
            break
        fitting.append(line)
    return fitting


async def _page(
    connection: AsyncConnection, agency_id: UUID, rules: RetentionRules, as_of: date, after: UUID | None, limit: int
) -> tuple[list[DueCase], UUID | None]:
    """What is due of the next cases, held or not; and where the page after begins."""
    before = archived_before(rules, as_of)
    if before is None:
        return [], None
    found = await archived_cases(connection, agency_id, list(rules.limited()), before, after, limit + 1)
    page = found[:limit]
    kept = await kept_documents(connection, [case.case_id for case in page])
    due = [await _due(connection, rules, case, kept[case.case_id], as_of) for case in page]
    return [line for line in due if line], page[-1].case_id if len(found) > limit else None


async def _due(
    connection: AsyncConnection, rules: RetentionRules, case: ArchivedCase, kept: Sequence[KeptDocument], as_of: date
) -> DueCase | None:
    items = due_items(rules, case, kept, as_of)
    if not items:
        return None
    _, held = await looked_at(connection, case)
    shared = case.model_dump(include={"case_id", "reference", "outcome", "archived_on"})
    return DueCase(items=items, held=held, **shared)
