"""The forecast, the digests, and the ledger of notices."""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field, ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from activities.db.inbox import NoticeFilter
from activities.digest_pages.sections import headline, sections_of
from activities.digest_pages.words import remarks_on, title_of
from api.access import DeskDep
from api.console.oversight.asked import OfAgency, asked_of, valid, with_query
from api.console.pages import page
from api.console.typed import faults_of
from api.console.visit import VisitDep
from api.notices import ledger, number_of
from api.overseen import overseen_by
from api.routes_digests import DigestsDep
from api.routes_forecast import ForecastsDep
from schemas.base import Recorded
from schemas.digest_periods import Period
from schemas.errors import InvalidInput
from schemas.escalation import Matter
from schemas.inbox import DeliveryStatus, LedgerPage

router = APIRouter(include_in_schema=False)
A_PAGE = 40
After = Annotated[str | None, Query(max_length=300)]


class ForecastAsked(OfAgency):
    """Which forecasts."""

    after: str | None = Field(None, max_length=300)


class DigestsAsked(ForecastAsked):
    """Which digests."""

    period: Period | None = None


class LedgerAsked(Recorded):
    """Which notices."""

    open: bool | None = None
    matter: Matter | None = None
    case: UUID | None = None
    delivery: DeliveryStatus | None = None
    after: str | None = Field(None, max_length=300)


@router.get("/oversight/forecast")
async def forecast(request: Request, visit: VisitDep, desk: DeskDep, forecasts: ForecastsDep) -> HTMLResponse:
    """Open cases, those that are likely to miss their dates first."""
    typed = asked_of(request, ForecastAsked)
    asked = valid(ForecastAsked, typed)
    choices = await overseen_by(desk, visit.person)
    found = await forecasts.page(visit.person, asked.agency, asked.after, A_PAGE)
    more = with_query("/oversight/forecast", typed, after=found.next) if found.next else None
    names = {one.id: one.name for one in (*choices.agencies, *choices.handlers)}
    told: dict[str, Any] = {"found": found, "asked": typed, "choices": choices, "names": names, "more": more}
    return page(visit, "oversight/forecast.html", **told)


@router.get("/oversight/digests")
async def digests(request: Request, visit: VisitDep, desk: DeskDep, digests: DigestsDep) -> HTMLResponse:
    """The digests that were made, newest first."""
    typed = asked_of(request, DigestsAsked)
    asked = valid(DigestsAsked, typed)
    choices = await overseen_by(desk, visit.person)
    found = await digests.page(visit.person, asked.agency, asked.period, asked.after, A_PAGE)
    more = with_query("/oversight/digests", typed, after=found.next) if found.next else None
    rows = [(one, title_of(one)) for one in found.items]
    told: dict[str, Any] = {"rows": rows, "asked": typed, "choices": choices, "periods": list(Period), "more": more}
    return page(visit, "oversight/digests.html", **told)


@router.get("/oversight/digests/{digest_id}")
async def digest(visit: VisitDep, digests: DigestsDep, digest_id: UUID) -> HTMLResponse:
    """One digest as a page."""
    found = await digests.one(visit.person, digest_id)
    told: dict[str, Any] = {"title": title_of(found), "remarks": remarks_on(found), "headline": headline(found.figures)}
    return page(visit, "oversight/digest.html", digest=found, sections=sections_of(found), **told)


@router.get("/oversight/ledger")
async def notices(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Every notice about the cases one oversees, with each sending of it."""
    shared: dict[str, Any] = {"matters": list(Matter), "statuses": list(DeliveryStatus)}
    try:
        typed = asked_of(request, LedgerAsked)
        if len(typed) < len(request.query_params):
            return RedirectResponse(with_query("/oversight/ledger", typed), 303)
        found = await ledger(desk, visit.person, _filter(LedgerAsked.model_validate(typed)))
    except (ValidationError, InvalidInput) as refused:
        told: dict[str, Any] = {"faults": faults_of(refused), "asked": dict(request.query_params)}
        empty = LedgerPage(items=(), next=None)
        return page(visit, "oversight/ledger.html", 422, **shared, **told, found=empty, more=None, files={})
    more = with_query("/oversight/ledger", typed, after=found.next) if found.next else None
    listed = {name: value for name, value in typed.items() if name != "after"}
    files = {kind: f"/api/notices/ledger?{urlencode({**listed, 'format': kind})}" for kind in ("csv", "xlsx")}
    told = {"found": found, "asked": typed, "faults": {}, "more": more, "files": files}
    return page(visit, "oversight/ledger.html", **shared, **told)


def _filter(asked: LedgerAsked) -> NoticeFilter:
    given = asked.model_dump(exclude={"after"})
    return NoticeFilter(**given, after=number_of(asked.after), limit=A_PAGE)
