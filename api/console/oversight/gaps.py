"""``/oversight/ledger/gaps``: was anybody forgotten? What is missing in the ledger of notices, and its mending."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from api.access import DeskDep
from api.console.oversight.asked import with_query
from api.console.pages import page
from api.console.typed import typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.notice_gaps import gaps_of
from api.notice_mending import MENDS, mend_gaps
from schemas.inbox import Mended

router = APIRouter(include_in_schema=False)
PATH = "/oversight/ledger/gaps"
CASES = 80
"""Cases looked at by one request."""
After = Annotated[str | None, Query(max_length=300)]


@router.get(PATH)
async def gaps(visit: VisitDep, desk: DeskDep, after: After = None) -> HTMLResponse:
    """What is missing, doubled or unsent in the ledger, so many cases at a time."""
    return await _page(visit, desk, after)


@router.post(PATH)
async def mend(request: Request, visit: VisitDep, desk: DeskDep, after: After = None) -> HTMLResponse:
    """Enter what is missing for the next cases of the own agency, and look again. Sent again, nothing is entered."""
    await typed(request, visit)
    return await _page(visit, desk, after, await mend_gaps(desk, visit.person, after, CASES))


async def _page(visit: Visit, desk: Desk, after: str | None, mended: Mended | None = None) -> HTMLResponse:
    found = await gaps_of(desk, visit.person, after, CASES)
    return page(
        visit,
        "oversight/gaps.html",
        found=found,
        mended=mended,
        mends=bool(MENDS & set(visit.person.roles)),
        here=with_query(PATH, {"after": after}),
        more=with_query(PATH, {"after": found.next}) if found.next else None,
    )
