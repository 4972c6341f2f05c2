"""``/work``: what waits for the visitor, and the newest notices beside it."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from activities.db.inbox import NoticeFilter
from api.access import DeskDep
from api.console.pages import page
from api.console.unsent.keeping import unsent_form
from api.console.visit import VisitDep
from api.notices import inbox
from api.pressing import pressing_now
from api.work import work_of
from schemas.oversight import OVERSEEING
from schemas.words_steps import STEP_TITLES
from workflows.book import HANDLING

router = APIRouter(include_in_schema=False)
CASES_SHOWN, NOTICES_SHOWN = 50, 8
Cursor = Annotated[str | None, Query(max_length=300)]


@router.get("/work")
async def my_work(request: Request, visit: VisitDep, desk: DeskDep, after: Cursor = None) -> HTMLResponse:
    """The cases that wait for the visitor, the most pressing first; for those who oversee, what is overdue or soon.

    And the way to a form that could not be sent, where this browser has one of his.
    """
    oversees = bool(OVERSEEING & set(visit.person.roles))
    return page(
        visit,
        "work/work.html",
        work=await work_of(desk, visit.person, after, CASES_SHOWN),
        first=after is None,
        notices=await inbox(desk, visit.person, NoticeFilter(open=True, limit=NOTICES_SHOWN)),
        pressing=await pressing_now(desk, visit.person) if oversees else None,
        registers=bool(HANDLING & set(visit.person.roles)),
        titles=STEP_TITLES,
        unsent=await unsent_form(request, desk, visit) is not None,
    )
