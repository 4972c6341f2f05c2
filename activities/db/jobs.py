"""Work to be done on documents: entered in the transaction that calls for it, so that none is forgotten."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.case_documents import found_by
from activities.db.tables_review import (
    case_documents,
    document_jobs,
    document_readings,
    findings,
    page_reviews,
    releases,
)
from schemas import events as ev
from schemas import events_review as er
from schemas import events_search as es
from schemas.base import Recorded
from schemas.review import WorkProgress
from schemas.vocabulary import LetterKind


class Job(Recorded):
    """One piece of work: ``read`` a document, make its ``release`` copy by a sheet, bind the ``package`` of a release.

    ``sheet``: the sheet, or for a package the manifest. ``key`` is the business key: entered twice, it is one job.
    """

    key: str
    case_id: UUID
    agency_id: UUID
    kind: str
    document_id: UUID | None = None
    sheet: str | None = None


async def queue_work(connection: AsyncConnection, agency_id: UUID, records: Iterable[ev.EventRecord]) -> None:
    """Enter what these events call for: to read what was found, copy what was confirmed, bind a reply."""
    jobs = list[Job]()
    release: er.Release | None = None
    for record in records:
        match record.event:
            case ev.SearchRecorded() | es.SearchAnswered() as found:
                jobs += [reading(record.case_id, agency_id, ref.document_id) for ref in found.documents]
            case er.ReviewConfirmed(documents=documents):
                jobs += await _copies(connection, record.case_id, agency_id, documents)
            case ev.ReplyIssued(release=er.Release() as release):
                pass
            case ev.LetterIssued(letter=letter) if release and letter.kind is LetterKind.REPLY:
                await _enter_release(connection, record.case_id, release, letter.letter_id, record.at)
                jobs.append(_package(record.case_id, agency_id, release))
    if jobs:
        await connection.execute(insert(document_jobs).on_conflict_do_nothing(), [job.model_dump() for job in jobs])


def reading(case_id: UUID, agency_id: UUID, document_id: UUID) -> Job:
    """Look a document through."""
    key = f"{document_id}/read"
    return Job(key=key, case_id=case_id, agency_id=agency_id, kind="read", document_id=document_id)


def copy_key(document_id: UUID, sheet: str) -> str:
    """The business key of a copy."""
    return f"{document_id}/release/{sheet}"


def package_key(manifest: str) -> str:
    """The business key of a package."""
    return f"{manifest}/package"


async def failed_among(connection: AsyncConnection, keys: Collection[str]) -> int:
    """How many of these jobs have failed."""
    failed = select(func.count()).where(document_jobs.c.key.in_(keys), document_jobs.c.status == "failed")
    return int((await connection.execute(failed)).scalar_one())


async def next_job(connection: AsyncConnection, case_id: UUID, besides: Collection[str] = ()) -> Job | None:
    """The oldest job of a case that waits, besides some: packages last, for they are made of copies."""
    found = await connection.execute(
        select(*(document_jobs.c[name] for name in Job.model_fields))
        .where(document_jobs.c.case_id == case_id, document_jobs.c.status == "waiting")
        .where(document_jobs.c.key.not_in(besides))
        .order_by(case((document_jobs.c.kind == "package", 1), else_=0), document_jobs.c.n)
        .limit(1)
    )
    row = found.mappings().first()
    return Job.model_validate(dict(row)) if row else None


async def count_attempt(connection: AsyncConnection, key: str) -> int:
    """The job broke down once more; how often it has by now."""
    counted = (
        update(document_jobs)
        .where(document_jobs.c.key == key)
        .values(attempts=document_jobs.c.attempts + 1)
        .returning(document_jobs.c.attempts)
    )
    return int((await connection.execute(counted)).scalar_one())


async def end_job(connection: AsyncConnection, key: str, code: str | None = None) -> None:
    """The job is done, or has failed for good with this code."""
    await connection.execute(
        update(document_jobs)
        .where(document_jobs.c.key == key)
        .values(status="failed" if code else "done", code=code, done_at=func.now())
    )


async def cases_with_work(connection: AsyncConnection, queued_before: datetime, most: int = 100) -> list[UUID]:
    """Cases whose work has been waiting since before a moment, for the sweeper."""
    found = await connection.execute(
        select(document_jobs.c.case_id)
        .where(document_jobs.c.status == "waiting", document_jobs.c.queued_at < queued_before)
        .group_by(document_jobs.c.case_id)
        .order_by(func.min(document_jobs.c.n))
        .limit(most)
    )
    return list(found.scalars())


async def progress_of(connection: AsyncConnection, case_id: UUID) -> WorkProgress:
    """How much is waiting, done and failed."""
    found = await connection.execute(
        select(document_jobs.c.status, document_jobs.c.code, func.count(), func.min(document_jobs.c.queued_at))
        .where(document_jobs.c.case_id == case_id, ~_told_by_reading())
        .group_by(document_jobs.c.status, document_jobs.c.code)
    )
    waiting, done, oldest, failed = 0, 0, None, await _unreadable(connection, case_id)
    for status, code, count, since in found:
        match status:
            case "waiting":
                waiting, oldest = count, since
            case "done":
                done = count
            case _:
                failed[code] = failed.get(code, 0) + count
    return WorkProgress(waiting=waiting, done=done, failed=failed, oldest_waiting_since=oldest)


async def retry_failed(connection: AsyncConnection, case_id: UUID) -> int:
    """Have what failed done again, and read again what could not be read, whole or in pages nobody has worked on yet;
    how many jobs."""
    scanned = document_readings.c.pages.contains([{"readable": False}])
    worked_on = select(page_reviews.c.document_id).where(page_reviews.c.document_id == document_readings.c.document_id)
    untouched = found_by(case_id).where(case_documents.c.proposed.is_(None), case_documents.c.result.is_(None))
    again_by_machine = and_(scanned, document_readings.c.document_id.in_(untouched), ~worked_on.exists())
    unreadable = delete(document_readings).where(
        or_(document_readings.c.code.is_not(None), again_by_machine),
        document_readings.c.document_id.in_(found_by(case_id)),
    )
    again = list((await connection.execute(unreadable.returning(document_readings.c.document_id))).scalars())
    await connection.execute(delete(findings).where(findings.c.document_id.in_(again)))
    unread = (document_jobs.c.kind == "read") & document_jobs.c.document_id.in_(again)
    retried = await connection.execute(
        update(document_jobs)
        .where(document_jobs.c.case_id == case_id, (document_jobs.c.status == "failed") | unread)
        .values(status="waiting", code=None, attempts=0, done_at=None, queued_at=func.now())
    )
    return retried.rowcount


def _told_by_reading() -> ColumnElement[bool]:
    """A reading that failed for good left its code where the pages would be, and is counted there."""
    failed = (document_jobs.c.kind == "read") & (document_jobs.c.status == "failed")
    reading = select(document_readings.c.document_id).where(
        document_readings.c.document_id == document_jobs.c.document_id, document_readings.c.code.is_not(None)
    )
    return failed & reading.exists()


async def _unreadable(connection: AsyncConnection, case_id: UUID) -> dict[str, int]:
    """Found documents that could not be read, by code."""
    found = await connection.execute(
        select(document_readings.c.code, func.count().label("documents"))
        .where(document_readings.c.code.is_not(None), document_readings.c.document_id.in_(found_by(case_id)))
        .group_by(document_readings.c.code)
    )
    return {row.code: row.documents for row in found}


async def _copies(
    connection: AsyncConnection, case_id: UUID, agency_id: UUID, documents: Collection[UUID]
) -> list[Job]:
    """Of those that are now reviewed, the ones of which something is given out."""
    found = await connection.execute(
        select(case_documents.c.document_id, case_documents.c.sheet)
        .where(case_documents.c.document_id.in_(set(documents)), case_documents.c.released > 0)
        .where(case_documents.c.sheet.is_not(None), case_documents.c.result.is_not(None))
        .order_by(case_documents.c.n)
    )
    return [
        Job(
            key=copy_key(document_id, sheet),
            case_id=case_id,
            agency_id=agency_id,
            kind="release",
            document_id=document_id,
            sheet=sheet,
        )
        for document_id, sheet in found
    ]


def _package(case_id: UUID, agency_id: UUID, release: er.Release) -> Job:
    key = package_key(release.manifest)
    return Job(key=key, case_id=case_id, agency_id=agency_id, kind="package", sheet=release.manifest)


async def _enter_release(
    connection: AsyncConnection, case_id: UUID, release: er.Release, letter_id: UUID, at: datetime
) -> None:
    row = {"manifest": release.manifest, "case_id": case_id, "letter_id": letter_id, "issued_at": at}
    await connection.execute(insert(releases).on_conflict_do_nothing(), row)
