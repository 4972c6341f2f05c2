"""``/api/digests``: digests for those who oversee, and the schedules by which they are made."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request
from starlette.responses import HTMLResponse, Response

from activities.digest_pages.mail import XLSX, file_name
from activities.digest_pages.page import page_of
from activities.digest_pages.sheets import workbook_of
from api.access import Person
from api.digests import Digests
from schemas.digest_periods import Period
from schemas.digests import Backfill, Backfilled, Digest, DigestPage, DigestSchedule, DigestSchedules, PauseNote

router = APIRouter(prefix="/api/digests", tags=["digests"])
_PRIVATE = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}
_NOTHING_ELSE = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
_PAUSE = {"an audit": {"value": {"note": "数据核对期间暂停"}}}
_BACKFILL = {"three weeks": {"value": {"from": "2026-10-05", "until": "2026-10-26"}}}


class Format(StrEnum):
    """As what a digest is read."""

    JSON = "json"
    HTML = "html"
    XLSX = "xlsx"


async def the_digests(request: Request) -> Digests:
    """The digests of this process."""
    digests: Digests = request.app.state.digests
    return digests


DigestsDep = Annotated[Digests, Depends(the_digests)]


@router.get("")
async def listing(
    digests: DigestsDep,
    person: Person,
    agency: Annotated[UUID | None, Query(description="one agency; otherwise all that the person oversees")] = None,
    period: Period | None = None,
    after: Annotated[str | None, Query(max_length=300, description="cursor: `next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> DigestPage:
    """Digests, newest first."""
    return await digests.page(person, agency, period, after, limit)


@router.get("/schedules")
async def schedules(digests: DigestsDep, person: Person) -> DigestSchedules:
    """The agency's five schedules: when they ring next, when they rang last, which are paused and why."""
    return await digests.schedules(person)


@router.post("/schedules/{period}/pause")
async def pause(
    digests: DigestsDep, person: Person, period: Period, why: Annotated[PauseNote, Body(openapi_examples=_PAUSE)]
) -> DigestSchedule:
    """Make no more digests of this period until resumed; those of the time between can be back-filled."""
    return await digests.pause(person, period, why.note)


@router.post("/schedules/{period}/resume")
async def resume(digests: DigestsDep, person: Person, period: Period) -> DigestSchedule:
    """Make digests of this period again, from the next one due."""
    return await digests.resume(person, period)


@router.post("/schedules/{period}/run", status_code=202)
async def run(digests: DigestsDep, person: Person, period: Period) -> DigestSchedule:
    """Make an interim digest of the running period, today included; once a day. It is made in the background."""
    return await digests.run(person, period)


@router.post("/schedules/{period}/backfill", status_code=202)
async def backfill(
    digests: DigestsDep,
    person: Person,
    period: Period,
    wanted: Annotated[Backfill, Body(openapi_examples=_BACKFILL)],
) -> Backfilled:
    """Make the digests of the whole periods between two days, in the background; those that are there stay."""
    return await digests.backfill(person, period, wanted)


@router.get(
    "/{digest_id}",
    response_model=Digest,
    responses={200: {"content": {"text/html": {}, XLSX: {}}, "description": "the digest, in the form asked for"}},
)
async def one(
    digests: DigestsDep,
    person: Person,
    digest_id: UUID,
    as_: Annotated[Format, Query(alias="format")] = Format.JSON,
) -> Digest | Response:
    """A digest as figures, as a page to print, or as a workbook."""
    digest = await digests.one(person, digest_id)
    match as_:
        case Format.JSON:
            return digest
        case Format.HTML:
            return HTMLResponse(page_of(digest), headers={**_PRIVATE, **_NOTHING_ELSE})
        case Format.XLSX:
            named = {"Content-Disposition": f'attachment; filename="{file_name(digest, "xlsx")}"'}
            return Response(workbook_of(digest), media_type=XLSX, headers={**_PRIVATE, **named})
