"""Personal information found by machine: where it lies, masked; decided by people. What it says is not kept."""

from collections.abc import Collection, Sequence
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, func, select, true, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.case_documents import found_by
from activities.db.page_reviews import hold_pages
from activities.db.tables_review import findings
from activities.personal.masking import masked
from activities.vault import Vault
from schemas.pages import Box, Found
from schemas.review import FindingsDecision, FindingView

_SHOWN = [findings.c[name] for name in FindingView.model_fields]


async def put_findings(
    connection: AsyncConnection, vault: Vault, case_id: UUID, document_id: UUID, found: Sequence[Found]
) -> None:
    """Keep what a reading found; the same reading twice changes nothing."""
    rows = [_row(vault, case_id, document_id, n, one) for n, one in enumerate(found)]
    for start in range(0, len(rows), 500):
        await connection.execute(insert(findings).on_conflict_do_nothing(), rows[start : start + 500])


def _row(vault: Vault, case_id: UUID, document_id: UUID, n: int, found: Found) -> dict[str, object]:
    return {
        "id": uuid5(document_id, f"finding/{n}"),
        "case_id": case_id,
        "document_id": document_id,
        "n": n,
        "page": found.page,
        "kind": found.kind,
        "boxes": [box.model_dump() for box in found.boxes],
        "masked": masked(found.kind, found.text),
        "value_hash": vault.lookup(found.text),
        "confidence": found.confidence,
        "proven": found.proven,
    }


async def findings_on(
    connection: AsyncConnection, document_id: UUID, first: int, last: int
) -> dict[int, tuple[FindingView, ...]]:
    """The findings on a run of pages, by page, in the order they stand there."""
    rows = await connection.execute(
        select(*_SHOWN)
        .where(findings.c.document_id == document_id, findings.c.page.between(first, last))
        .order_by(findings.c.page, findings.c.n)
    )
    pages = dict[int, tuple[FindingView, ...]]()
    for row in rows.mappings():
        view = FindingView.model_validate(dict(row))
        pages[view.page] = (*pages.get(view.page, ()), view)
    return pages


async def undecided_pages(connection: AsyncConnection, wanted: Collection[UUID]) -> dict[UUID, frozenset[int]]:
    """For each document the pages with findings nobody has decided."""
    rows = await connection.execute(
        select(findings.c.document_id, findings.c.page)
        .where(findings.c.document_id.in_(set(wanted)), findings.c.accepted.is_(None))
        .distinct()
    )
    pages = dict[UUID, set[int]]()
    for row in rows:
        pages.setdefault(row.document_id, set()).add(row.page)
    return {document_id: frozenset(found) for document_id, found in pages.items()}


async def accepted_boxes(
    connection: AsyncConnection, wanted: Collection[UUID]
) -> dict[UUID, dict[int, tuple[Box, ...]]]:
    """For each document, by page, where findings lie that people accepted."""
    rows = await connection.execute(
        select(findings.c.document_id, findings.c.page, findings.c.boxes)
        .where(findings.c.document_id.in_(set(wanted)), findings.c.accepted)
        .order_by(findings.c.document_id, findings.c.page, findings.c.n)
    )
    lying = dict[UUID, dict[int, tuple[Box, ...]]]()
    for row in rows:
        pages = lying.setdefault(row.document_id, {})
        pages[row.page] = (*pages.get(row.page, ()), *(Box.model_validate(box) for box in row.boxes))
    return lying


async def counts_of(connection: AsyncConnection, wanted: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """For each document how many findings it has, and how many of them nobody has decided."""
    rows = await connection.execute(
        select(findings.c.document_id, func.count(), func.count().filter(findings.c.accepted.is_(None)))
        .where(findings.c.document_id.in_(set(wanted)))
        .group_by(findings.c.document_id)
    )
    return {document_id: (every, undecided) for document_id, every, undecided in rows}


async def decide_findings(
    connection: AsyncConnection, case_id: UUID, decision: FindingsDecision, by: UUID
) -> list[tuple[UUID, FindingView]]:
    """Accept or reject what the decision means, of what the case found; each with its document.

    Nobody else changes a page or decides a finding of these documents until the transaction ends: they are held before
    anything is written.
    """
    meant = findings.c.case_id == case_id, findings.c.document_id.in_(found_by(case_id)), *_meant(decision)
    named = await connection.execute(select(findings.c.document_id).where(*meant).distinct())
    held = set(named.scalars())
    await hold_pages(connection, held)
    changed = await connection.execute(
        update(findings)
        .where(*meant, findings.c.document_id.in_(held))
        .values(accepted=decision.accept, decided_by=by, decided_at=func.now())
        .returning(findings.c.document_id, *_SHOWN)
    )
    return [(row["document_id"], FindingView.model_validate(dict(row))) for row in changed.mappings()]


async def is_finding_of(connection: AsyncConnection, case_id: UUID, finding_id: UUID) -> bool:
    """Whether what the case found has this finding."""
    statement = select(findings.c.id).where(findings.c.id == finding_id, findings.c.document_id.in_(found_by(case_id)))
    return (await connection.execute(statement)).first() is not None


def _meant(decision: FindingsDecision) -> list[ColumnElement[bool]]:
    """Named ones whatever was decided before; of the others only those that nobody has decided."""
    if decision.findings:
        return [findings.c.id.in_(decision.findings)]
    conditions = [findings.c.accepted.is_(None), findings.c.confidence >= decision.least_confidence]
    if decision.documents:
        conditions.append(findings.c.document_id.in_(decision.documents))
    if decision.same_as:
        same = select(findings.c.value_hash).where(findings.c.id == decision.same_as).scalar_subquery()
        conditions.append(findings.c.value_hash == same)
    conditions.append(findings.c.kind == decision.kind if decision.kind else true())
    return conditions
