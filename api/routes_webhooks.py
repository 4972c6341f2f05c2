"""``/api/webhooks``, and the notices that could not be delivered: for administrators of an agency."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Query, Request

from api.access import DeskDep, OptionalKey, Person
from api.webhooks import Webhooks, failed, resend
from schemas.post import FailedPage, NewWebhook, Resend, Resent, WebhookList, WebhookMade, WebhookTried

router = APIRouter(prefix="/api", tags=["notices"])
_NEW = {
    "rungs of the ladder": {"value": {"url": "https://oa.example.gov.cn/hooks/daylight", "kinds": ["escalation_fell"]}}
}
_AGAIN = {"everything": {"value": {"all": True}}}


async def _webhooks(request: Request) -> Webhooks:
    webhooks: Webhooks = request.app.state.webhooks
    return webhooks


WebhooksDep = Annotated[Webhooks, Depends(_webhooks)]


@router.get("/webhooks")
async def listing(webhooks: WebhooksDep, person: Person) -> WebhookList:
    """The agency's webhooks, oldest first."""
    return await webhooks.all(person)


@router.post("/webhooks", status_code=201)
async def add(
    webhooks: WebhooksDep,
    person: Person,
    key: OptionalKey,
    wanted: Annotated[NewWebhook, Body(openapi_examples=_NEW)],
) -> WebhookMade:
    """Have the agency's notices posted to an address from now on.

    The answer shows the secret that signs them; it is never shown again. Loopback, link-local and cloud metadata
    addresses are refused.
    """
    return await webhooks.add(person, wanted, key)


@router.delete("/webhooks/{webhook_id}", status_code=204)
async def remove(webhooks: WebhooksDep, person: Person, webhook_id: UUID) -> None:
    """Post nothing more there. What still waits is given up."""
    await webhooks.remove(person, webhook_id)


@router.post("/webhooks/{webhook_id}/test")
async def test(webhooks: WebhooksDep, person: Person, webhook_id: UUID) -> WebhookTried:
    """Post a signed event of type ``cn.daylight.notice.test.v1`` now, and say what came of it."""
    return await webhooks.test(person, webhook_id)


@router.get("/notices/failed")
async def failed_ones(
    desk: DeskDep,
    person: Person,
    after: Annotated[str | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> FailedPage:
    """Notices to the agency's people and programs that were given up, the last to fail first."""
    return await failed(desk, person, after, limit)


@router.post("/notices/failed/resend")
async def send_again(desk: DeskDep, person: Person, wanted: Annotated[Resend, Body(openapi_examples=_AGAIN)]) -> Resent:
    """Send failed notices again, some or all, as if they had never been tried."""
    return await resend(desk, person, wanted)
