"""Carrying out a register of destruction: approved by a second person, case by case, each decided anew.

What is destroyed of a case, its events and its rows are one transaction; the bytes go after it. Nothing is remembered
between requests but the record: the same request goes on where one was broken off.
"""

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from activities.db.cases import row_of
from activities.db.database import AsyncConnection
from activities.db.destruction import (
    approve_plan,
    bytes_left,
    clear_personal_data,
    counts_of,
    find_plan,
    finish_line,
    left_out_of,
    mark_destroyed,
    next_line,
)
from activities.db.events import append_events, put_row
from activities.db.retention import archived_case, kept_documents, lock_case, rules_in_force
from activities.keeping.destruction import remove_bytes
from api.administration import note, permit
from api.desk import Desk
from api.destruction_plans import looked_at
from schemas.administration import ActKind
from schemas.case import Case
from schemas.chain import forge
from schemas.commands import ENGINE_PREFIX
from schemas.errors import NotFound, StepRefused
from schemas.events import EventRecord
from schemas.people import SignedIn
from schemas.retention import DueCase, DueItem, LeftOut, Material, Obstacle, PlanProgress, PlanRow
from workflows.evolve import fold
from workflows.keeping import destruction_events, due_items, left_out
from workflows.project import project

LONGEST_SECONDS = 20.0
"""After so long a request begins no other case and removes no more bytes: clients wait a minute."""


async def approve(desk: Desk, person: SignedIn, plan_id: UUID, today: date) -> PlanProgress:
    """Approve a register, unless that is done, and destroy what of it is still due and not held.

    Raises ``NotFound``, and ``StepRefused("approver_is_proposer")``. The first approval stays on record; asked again,
    it goes on with the cases that are left, and with bytes that a crash left in the store.
    """
    permit(person)
    plan = await _approved(desk, person, plan_id)
    until = time.monotonic() + LONGEST_SECONDS
    await _remove_bytes(desk, until, agency_id=plan.agency_id)
    while time.monotonic() < until and (case_id := await _destroy_next(desk, plan, today)):
        await _remove_bytes(desk, until, case_id=case_id)
    return await _progress(desk, plan)


async def _approved(desk: Desk, person: SignedIn, plan_id: UUID) -> PlanRow:
    async with desk.database.transaction() as connection:
        plan = await find_plan(connection, person.agency_id, plan_id, lock=True)
        if plan is None:
            raise NotFound("not_found", field="plan")
        if plan.proposed_by == person.staff_id:
            raise StepRefused("approver_is_proposer")
        if plan.approved_by is not None:
            return plan
        now = datetime.now(UTC)
        await approve_plan(connection, plan_id, person.staff_id, now)
        await note(connection, person, ActKind.DESTRUCTION_APPROVED, plan.reference)
    return plan.model_copy(update={"approved_by": person.staff_id, "approved_at": now})


async def _destroy_next(desk: Desk, plan: PlanRow, today: date) -> UUID | None:
    """Destroy what is still due of the next case on the register; its id, or None when none is left."""
    now = datetime.now(UTC)
    async with desk.database.transaction() as connection:
        await find_plan(connection, plan.agency_id, plan.id, lock=True)
        line = await next_line(connection, plan.id)
        if line is None:
            return None
        case, chosen, left = await _still_due(connection, plan, line.due, today)
        if case is not None and chosen:
            await _put_on_record(desk, connection, case, plan, chosen, today, now)
            await _empty_rows(connection, case.case_id, chosen, now)
        await finish_line(connection, plan.id, line.n, now, len(chosen), left)
    return line.due.case_id


async def _still_due(
    connection: AsyncConnection, plan: PlanRow, listed: DueCase, today: date
) -> tuple[Case | None, list[DueItem], tuple[LeftOut, ...]]:
    """The case, the items of the line that may be destroyed today, and the others: by the rules and holds of now."""
    await lock_case(connection, listed.case_id)
    tables = await archived_case(connection, plan.agency_id, listed.case_id)
    case, held = await looked_at(connection, tables) if tables else (None, (Obstacle.NOT_ARCHIVED,))
    if tables is None or held:
        return None, [], tuple(LeftOut(why=why, items=len(listed.items)) for why in held)
    rules = (await rules_in_force(connection, plan.agency_id)).rules
    kept = (await kept_documents(connection, [listed.case_id]))[listed.case_id]
    due = due_items(rules, tables, kept, today)
    wanted = {item.what for item in listed.items}
    there: set[UUID | None] = {one.id for one in kept} | ({None} if tables.personal else set())
    return case, [item for item in due if item.what in wanted], left_out(listed.items, due, there)


async def _put_on_record(
    desk: Desk,
    connection: AsyncConnection,
    case: Case,
    plan: PlanRow,
    items: Sequence[DueItem],
    today: date,
    at: datetime,
) -> None:
    """Append the events to the chain of a case that has no workflow any more, and move its row to them."""
    standing = await row_of(connection, case.case_id)
    if standing is None or plan.approved_by is None:
        raise LookupError("an archived case has a row, and an approved register an approver")
    records, head = list[EventRecord](), standing.head
    for seq, event in enumerate(destruction_events(plan, items, today), case.version + 1):
        record = forge(case.case_id, seq, at, plan.approved_by, f"{ENGINE_PREFIX}destroy/{plan.id}", event, head)
        records, head = [*records, record], record.hash
    await append_events(connection, records)
    after = fold(case, [record.event for record in records])
    await put_row(connection, project(after, await desk.calendar(case.calendar_version), head))


async def _empty_rows(connection: AsyncConnection, case_id: UUID, items: Sequence[DueItem], at: datetime) -> None:
    await mark_destroyed(connection, [item.document_id for item in items if item.document_id], at)
    if any(item.material is Material.PERSONAL for item in items):
        await clear_personal_data(connection, case_id, at)


async def _remove_bytes(
    desk: Desk, until: float, *, agency_id: UUID | None = None, case_id: UUID | None = None
) -> None:
    async with desk.database.reading() as connection:
        hashes = await bytes_left(connection, agency_id=agency_id, case_id=case_id)
    await remove_bytes(desk.database, desk.store, hashes, until)


async def _progress(desk: Desk, plan: PlanRow) -> PlanProgress:
    async with desk.database.snapshot() as connection:
        done, left, destroyed = await counts_of(connection, plan.id)
        others = await left_out_of(connection, plan.id)
        waiting = len(await bytes_left(connection, agency_id=plan.agency_id))
    return PlanProgress(plan=plan, done=done, left=left, destroyed=destroyed, left_out=others, bytes_left=waiting)
