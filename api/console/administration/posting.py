"""What goes out of the house: deliveries that were given up, and webhooks."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import ValidationError
from starlette.responses import HTMLResponse, Response

from api.access import DeskDep
from api.console.administration.frame import Kept, Refused, led_to, shown
from api.console.typed import Typed, again, typed
from api.console.visit import Visit, VisitDep
from api.routes_webhooks import WebhooksDep
from api.webhooks import KINDS, Webhooks, failed, resend
from schemas.errors import DaylightError
from schemas.inbox import DeliveryChannel
from schemas.post import NewWebhook, Resend, WebhookMade, WebhookTried

router = APIRouter()


@router.get("/deliveries")
async def deliveries(
    visit: VisitDep, desk: DeskDep, after: Annotated[str | None, Query(max_length=300)] = None, done: str = ""
) -> HTMLResponse:
    """Notices that did not reach anybody, the last to fail first."""
    found = await failed(desk, visit.person, after, 50)
    return shown(visit, "deliveries.html", found=found, channel_of=DeliveryChannel, done=done)


@router.post("/deliveries")
async def resent(request: Request, visit: VisitDep, desk: DeskDep) -> Response:
    """Send one again, or all."""
    sent = await typed(request, visit)
    everything = sent.first("all") == "yes"
    wanted = {"all": True} if everything else {"notices": sent.every("notices")}
    try:
        await resend(desk, visit.person, Resend.model_validate(wanted))
    except (DaylightError, ValidationError) as refused:
        found = await failed(desk, visit.person, None, 50)
        return shown(visit, "deliveries.html", refused, found=found, channel_of=DeliveryChannel)
    return led_to("/admin/deliveries?done=resent")


@router.get("/webhooks")
async def listing(visit: VisitDep, webhooks: WebhooksDep, done: str = "") -> HTMLResponse:
    """Where notices are posted."""
    return await _listing(visit, webhooks, done=done)


async def _listing(
    visit: Visit,
    webhooks: Webhooks,
    sent: Typed | None = None,
    refused: Refused | None = None,
    made: WebhookMade | None = None,
    tried: tuple[UUID, WebhookTried] | None = None,
    done: str = "",
) -> HTMLResponse:
    found = await webhooks.all(visit.person)
    context = {"made": made, "tried": tried, "kept": Kept(sent), "kinds": sorted(KINDS), "done": done}
    return shown(visit, "webhooks.html", refused, found=found, **context)


@router.post("/webhooks")
async def added(request: Request, visit: VisitDep, webhooks: WebhooksDep) -> Response:
    """Add one; its secret is shown on this page, this once."""
    sent = await typed(request, visit)
    try:
        wanted = NewWebhook.model_validate({**sent.nested(), "kinds": sent.every("kinds")})
        made = await webhooks.add(visit.person, wanted, sent.key)
    except (DaylightError, ValidationError) as refused:
        return await _listing(visit, webhooks, again(sent, refused), refused)
    return await _listing(visit, webhooks, made=made)


@router.post("/webhooks/{webhook_id}/test")
async def test(request: Request, visit: VisitDep, webhooks: WebhooksDep, webhook_id: UUID) -> Response:
    """Post an event about nothing, and say what came of it."""
    await typed(request, visit)
    return await _listing(visit, webhooks, tried=(webhook_id, await webhooks.test(visit.person, webhook_id)))


@router.post("/webhooks/{webhook_id}/remove")
async def removed(request: Request, visit: VisitDep, webhooks: WebhooksDep, webhook_id: UUID) -> Response:
    """Post nothing more there."""
    await typed(request, visit)
    await webhooks.remove(visit.person, webhook_id)
    return led_to("/admin/webhooks?done=removed")
