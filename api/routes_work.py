"""``/api/work``: what waits for the person who asks."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.access import DeskDep, Person
from api.pressing import pressing_now
from api.work import work_of
from schemas.waiting import Pressing, WorkPage

router = APIRouter(prefix="/api/work", tags=["work"])


@router.get("")
async def my_work(
    desk: DeskDep,
    person: Person,
    after: Annotated[str | None, Query(max_length=300, description="cursor: `next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> WorkPage:
    """The cases that wait for you, the most pressing first: as their handler, in your functions, by delegation.

    What waits for somebody for whom you stand in today waits for you. A case that nobody has taken waits for every
    handler, and for the head of the OGI office.
    """
    return await work_of(desk, person, after, limit)


@router.get("/overseen")
async def overseen(desk: DeskDep, person: Person) -> Pressing:
    """What is overdue or about to be, of the cases you oversee, each count with the list behind it."""
    return await pressing_now(desk, person)
