"""Registers of destruction, and what destroying does to the rows. Events and letters' numbers are never touched."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.search_terms import remake_terms
from activities.db.tables import (
    applicant_texts,
    applications,
    destruction_lines,
    destruction_plans,
    documents,
    third_parties,
)
from activities.db.tables_review import findings, page_reviews
from schemas.retention import DueCase, LeftOut, NotDestroyed, PlanLine, PlanRow

SHOWN_PLANS = 100
_PLAN = [destruction_plans.c[name] for name in PlanRow.model_fields]
_LINE = [destruction_lines.c[name] for name in PlanLine.model_fields]
_bytes_left = documents.c.destroyed_at.is_not(None) & documents.c.bytes_gone_at.is_(None)


async def put_plan(connection: AsyncConnection, plan: PlanRow, lines: Sequence[DueCase]) -> None:
    """Keep a register with its lines, in order."""
    await connection.execute(insert(destruction_plans).values(plan.model_dump()))
    rows = [
        {"plan_id": plan.id, "n": n, "case_id": line.case_id, "due": line.model_dump(mode="json")}
        for n, line in enumerate(lines, 1)
    ]
    await connection.execute(insert(destruction_lines), rows)


async def find_plan(
    connection: AsyncConnection, agency_id: UUID, plan_id: UUID, *, lock: bool = False
) -> PlanRow | None:
    """One register of this agency. ``lock``: nobody else approves it or carries it out until the transaction ends."""
    mine = (destruction_plans.c.id == plan_id) & (destruction_plans.c.agency_id == agency_id)
    statement = select(*_PLAN).where(mine)
    found = (await connection.execute(statement.with_for_update() if lock else statement)).mappings().first()
    return PlanRow.model_validate(dict(found)) if found else None


async def list_plans(connection: AsyncConnection, agency_id: UUID) -> tuple[PlanRow, ...]:
    """The latest hundred registers of the agency, newest first."""
    newest = select(*_PLAN).where(destruction_plans.c.agency_id == agency_id)
    order = (destruction_plans.c.proposed_at.desc(), destruction_plans.c.id)
    found = await connection.execute(newest.order_by(*order).limit(SHOWN_PLANS))
    return tuple(PlanRow.model_validate(dict(row)) for row in found.mappings())


async def approve_plan(connection: AsyncConnection, plan_id: UUID, approved_by: UUID, at: datetime) -> None:
    """Lay the approval to a person, once."""
    pending = (destruction_plans.c.id == plan_id) & destruction_plans.c.approved_by.is_(None)
    values = {"approved_by": approved_by, "approved_at": at}
    await connection.execute(update(destruction_plans).where(pending).values(values))


async def lines_of(connection: AsyncConnection, plan_id: UUID, after: int, limit: int) -> list[PlanLine]:
    """A page of a register's lines, in order."""
    statement = select(*_LINE).where(destruction_lines.c.plan_id == plan_id, destruction_lines.c.n > after)
    found = await connection.execute(statement.order_by(destruction_lines.c.n).limit(limit))
    return [PlanLine.model_validate(dict(row)) for row in found.mappings()]


async def next_line(connection: AsyncConnection, plan_id: UUID) -> PlanLine | None:
    """The first line whose turn it has not been. The caller holds the register."""
    left = (destruction_lines.c.plan_id == plan_id) & destruction_lines.c.done_at.is_(None)
    statement = select(*_LINE).where(left).order_by(destruction_lines.c.n).limit(1)
    found = (await connection.execute(statement)).mappings().first()
    return PlanLine.model_validate(dict(found)) if found else None


async def finish_line(
    connection: AsyncConnection, plan_id: UUID, n: int, at: datetime, destroyed: int, left_out: Sequence[LeftOut]
) -> None:
    """Put down what became of one case of a register."""
    this = (destruction_lines.c.plan_id == plan_id) & (destruction_lines.c.n == n)
    told = [one.model_dump(mode="json") for one in left_out]
    values = {"done_at": at, "destroyed": destroyed, "left_out": told}
    await connection.execute(update(destruction_lines).where(this).values(values))


async def counts_of(connection: AsyncConnection, plan_id: UUID) -> tuple[int, int, int]:
    """Of a register: cases done, cases left, items destroyed."""
    done = func.count().filter(destruction_lines.c.done_at.is_not(None))
    left = func.count().filter(destruction_lines.c.done_at.is_(None))
    destroyed = func.coalesce(func.sum(destruction_lines.c.destroyed), 0)
    found = await connection.execute(select(done, left, destroyed).where(destruction_lines.c.plan_id == plan_id))
    counted = found.one()
    return int(counted[0]), int(counted[1]), int(counted[2])


async def left_out_of(connection: AsyncConnection, plan_id: UUID) -> tuple[NotDestroyed, ...]:
    """What of a register was not destroyed when it was its turn, by case."""
    some = func.jsonb_array_length(destruction_lines.c.left_out) > 0
    statement = select(*_LINE).where(destruction_lines.c.plan_id == plan_id, some).order_by(destruction_lines.c.n)
    rows = [PlanLine.model_validate(dict(row)) for row in (await connection.execute(statement)).mappings()]
    return tuple(NotDestroyed(reference=row.due.reference, **one.model_dump()) for row in rows for one in row.left_out)


async def mark_destroyed(connection: AsyncConnection, document_ids: Sequence[UUID], at: datetime) -> None:
    """Documents: id, hash and size stay; the label goes, and what was noted of their pages and read in them."""
    for table in (findings, page_reviews):
        await connection.execute(delete(table).where(table.c.document_id.in_(document_ids)))
    values = {"destroyed_at": at, "label": ""}
    of_these = update(documents).where(documents.c.id.in_(document_ids)).values(values)
    emptied = await connection.execute(of_these.returning(documents.c.case_id))
    for case_id in sorted(set(emptied.scalars())):
        await remake_terms(connection, case_id)


async def clear_personal_data(connection: AsyncConnection, case_id: UUID, at: datetime) -> None:
    """The applicant, his words, third parties and what was found of anybody on pages: emptied, the ids stay.

    The hashes for finding the same person become the case's own, which nobody's number has.
    """
    nobody = f"destroyed/{case_id}"
    texts = dict.fromkeys(("applicant_name", "description", "fingerprint"), "")
    sealed = dict.fromkeys(("identity_sealed", "contact_sealed"), b"")
    values = {**texts, **sealed, "identity_hash": nobody, "contact_hash": nobody, "personal_destroyed_at": at}
    await connection.execute(update(applications).where(applications.c.case_id == case_id).values(values))
    of_case = applicant_texts.c.case_id == case_id
    await connection.execute(update(applicant_texts).where(of_case).values(content=""))
    await connection.execute(update(third_parties).where(third_parties.c.case_id == case_id).values(sealed=b""))
    await connection.execute(delete(findings).where(findings.c.case_id == case_id))
    await remake_terms(connection, case_id)


async def is_personal_data_destroyed(connection: AsyncConnection, case_id: UUID) -> bool:
    """Whether the application's personal data were cleared."""
    statement = select(applications.c.personal_destroyed_at).where(applications.c.case_id == case_id)
    return (await connection.execute(statement)).scalar_one_or_none() is not None


async def bytes_left(
    connection: AsyncConnection, *, agency_id: UUID | None = None, case_id: UUID | None = None
) -> list[str]:
    """Hashes of destroyed documents whose bytes are still to be removed, and which no other document needs."""
    wanted = [documents.c.agency_id == agency_id] if agency_id else []
    wanted += [documents.c.case_id == case_id] if case_id else []
    others = documents.alias("others")
    needed = select(others.c.id).where(others.c.sha256 == documents.c.sha256, others.c.destroyed_at.is_(None)).exists()
    statement = select(documents.c.sha256).distinct().where(_bytes_left, ~needed, *wanted)
    return sorted((await connection.execute(statement)).scalars())


async def not_needed(connection: AsyncConnection, hashes: Sequence[str]) -> list[str]:
    """Those that no document of any case and agency has; none can be entered until the transaction ends.

    The table is locked against new rows: between this look and the removal somebody could enter the same content.
    """
    await connection.execute(text("LOCK TABLE documents IN SHARE ROW EXCLUSIVE MODE"))
    living = documents.c.sha256.in_(hashes) & documents.c.destroyed_at.is_(None)
    needed = set((await connection.execute(select(documents.c.sha256).where(living))).scalars())
    return [one for one in hashes if one not in needed]


async def nobody_needs(connection: AsyncConnection, sha256: str) -> bool:
    """Whether no document has these bytes, until the transaction ends."""
    return bool(await not_needed(connection, [sha256]))


async def mark_gone(connection: AsyncConnection, hashes: Sequence[str], at: datetime) -> None:
    """The bytes are removed: put it down for every destroyed document that had them."""
    gone = _bytes_left & documents.c.sha256.in_(hashes)
    await connection.execute(update(documents).where(gone).values(bytes_gone_at=at))
