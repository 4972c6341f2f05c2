"""Access tokens of the agency's people."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api.access import DeskDep
from api.administration_staff import staff_of
from api.administration_tokens import make_token, take_token, tokens_seen
from api.console.administration.frame import Kept, Refused, led_to, shown
from api.console.typed import Typed, again, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from schemas.administration import NewToken, TokenMade
from schemas.errors import DaylightError

router = APIRouter(prefix="/tokens")


@router.get("")
async def listing(visit: VisitDep, desk: DeskDep, done: str = "") -> HTMLResponse:
    """Whose, for what, until when."""
    return await _listing(visit, desk, done=done)


async def _listing(
    visit: Visit,
    desk: Desk,
    sent: Typed | None = None,
    refused: Refused | None = None,
    made: TokenMade | None = None,
    done: str = "",
) -> HTMLResponse:
    found = await tokens_seen(desk.database, visit.person)
    people = [one for one in (await staff_of(desk.database, visit.person, None)).items if one.active]
    kept = Kept(sent, {"days": 90})
    return shown(
        visit,
        "tokens.html",
        refused,
        found=found,
        people=people,
        made=made,
        kept=kept,
        done=done,
        now=datetime.now(UTC),
    )


@router.post("")
async def made(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Make a token: on this page, this once."""
    sent = await typed(request, visit)
    try:
        wanted = NewToken.model_validate(sent.nested())
        token = await make_token(desk.database, visit.person, sent.key, wanted)
    except (DaylightError, ValidationError) as refused:
        return await _listing(visit, desk, again(sent, refused), refused)
    return await _listing(visit, desk, made=token)


@router.post("/{token_id}/revoke")
async def revoked(request: Request, visit: VisitDep, desk: DeskDep, token_id: UUID) -> Response:
    """Revoke a token."""
    await typed(request, visit)
    await take_token(desk.database, visit.person, token_id)
    return led_to("/admin/tokens?done=revoked")
