"""``/api/portal``: applications submitted by applicants themselves, for a portal of one's own. No token."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Request, Response

from api.access import RequiredKey
from api.csrf import refuse_foreign
from api.examples import ONLINE_APPLICATION
from api.portal import Portal
from api.routes_status import QUIET
from schemas.portal import OnlineAgency, OnlineApplication, OnlineReceipt

router = APIRouter(prefix="/api/portal", tags=["portal"])


async def the_portal(request: Request) -> Portal:
    """The applicants' way in, of this process."""
    portal: Portal = request.app.state.portal
    return portal


PortalDep = Annotated[Portal, Depends(the_portal)]


def client(request: Request) -> str | None:
    """The address a request comes from; behind a proxy see ``FORWARDED_ALLOW_IPS``."""
    return request.client.host if request.client else None


@router.get("/agencies")
async def agencies(portal: PortalDep) -> tuple[OnlineAgency, ...]:
    """The agencies that take applications online."""
    return await portal.agencies()


@router.post("/applications", status_code=201)
async def submit(
    request: Request,
    response: Response,
    portal: PortalDep,
    key: RequiredKey,
    application: Annotated[OnlineApplication, Body(openapi_examples={"online": {"value": ONLINE_APPLICATION}})],
) -> OnlineReceipt:
    """Submit an application. The same ``Idempotency-Key`` again gives the same receipt.

    No limit runs before the agency and the applicant have both confirmed the receipt (art. 31). After too many from
    one address ``Retry-After`` says when to come again.
    """
    refuse_foreign(request)
    agency = await portal.agency(application.agency)
    case_id = await portal.submit(agency, key, application, client(request))
    response.headers.update(QUIET)
    return await portal.receipt(case_id)
