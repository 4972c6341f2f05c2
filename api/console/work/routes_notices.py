"""``/notices``: the inbox with its filters, and acknowledging one notice or all that are shown."""

from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field, ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from activities.db.inbox import NoticeFilter
from api.access import DeskDep
from api.console.entrance import own_path
from api.console.pages import page
from api.console.typed import typed
from api.console.visit import VisitDep
from api.console.words import said
from api.notices import acknowledge_notices, inbox, number_of
from api.problems import invalid_input
from schemas.base import Recorded
from schemas.escalation import Matter
from schemas.inbox import Acknowledgement
from schemas.notice_text import MATTERS

router = APIRouter(prefix="/notices", include_in_schema=False)
SHOWN = 50


class Asked(Recorded):
    """What stands in the address of the inbox; ``show``: open ones, or all there are."""

    show: str = Field("open", pattern="^(open|all)$")
    matter: Matter | None = None
    case: UUID | None = None
    after: str | None = Field(None, max_length=300)

    def address(self, **changed: str | None) -> str:
        """Where the inbox stands so."""
        told = {**self.model_dump(mode="json"), **changed}
        return f"/notices?{urlencode({name: value for name, value in told.items() if value is not None})}"


async def asked_in(request: Request) -> Asked:
    """The address, without what was left empty. Raises ``InvalidInput``."""
    given = {name: value for name, value in request.query_params.items() if value}
    return checked(Asked, given)


Model = TypeVar("Model", Asked, Acknowledgement)


def checked(model: type[Model], told: dict[str, Any]) -> Model:
    """What was sent, as the model takes it. Raises ``InvalidInput``: no form shows it again."""
    try:
        return model.model_validate(told)
    except ValidationError as wrong:
        raise invalid_input(wrong.errors()) from None


@router.get("")
async def my_notices(visit: VisitDep, desk: DeskDep, request: Request) -> HTMLResponse:
    """The visitor's notices, newest first, and what came for those he stands in for today."""
    asked = await asked_in(request)
    wanted = NoticeFilter(
        open=True if asked.show == "open" else None,
        matter=asked.matter,
        case=asked.case,
        after=number_of(asked.after),
        limit=SHOWN,
    )
    found = await inbox(desk, visit.person, wanted)
    more = asked.address(after=found.next) if found.next else None
    choices = [(matter.value, said(word, visit.language)) for matter, word in MATTERS.items()]
    return page(visit, "work/notices.html", asked=asked, found=found, more=more, matter_choices=choices)


@router.post("/acknowledge")
async def acknowledge(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Acknowledge the notices named, all or none; again, nothing changes. Then back to where they were shown."""
    sent = await typed(request, visit)
    wanted = checked(Acknowledgement, {"ids": sent.every("id")})
    await acknowledge_notices(desk, visit.person, wanted.ids, field="id")
    return RedirectResponse(own_path(sent.first("back") or "/notices"), 303)
