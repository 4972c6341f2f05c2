"""``/own-records``: requests for correction of own records (art. 41), the open ones or the closed ones."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from activities.db.own_records import OwnRecordFilter
from api.console.pages import page
from api.console.visit import VisitDep
from api.cursors import place_of
from api.own_records_views import page_of_requests
from api.routes_own_records import OwnRecordsDep

router = APIRouter(prefix="/own-records", include_in_schema=False)
SHOWN = 50


@router.get("")
async def listing(
    visit: VisitDep,
    own_records: OwnRecordsDep,
    closed: Annotated[bool, Query()] = False,
    after: Annotated[str | None, Query(max_length=300)] = None,
) -> HTMLResponse:
    """The agency's requests: the open ones, the longest waiting first; or the closed ones, the latest arrived first."""
    wanted = OwnRecordFilter(open=not closed, after=place_of(after, date.fromisoformat), limit=SHOWN)
    found = await page_of_requests(own_records, visit.person, wanted)
    return page(visit, "inquiries/own_records.html", found=found, closed=closed)
