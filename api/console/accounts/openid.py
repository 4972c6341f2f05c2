"""``/sign-in/oidc``: by way of an OpenID Connect provider, to sign in or to link oneself; and back."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import RedirectResponse, Response

from activities.db.sessions import OpenSession
from activities.openid import OpenIdProvider
from api.access import DeskDep
from api.accounts import Accounts
from api.console.accounts.cookies import Started, drop_flow, flow_of, keep_flow, remember_agency
from api.console.accounts.sign_in import sign_in_form
from api.console.accounts.whose import AccountsDep, AnySession, led_on
from api.console.entrance import own_path
from api.console.pages import page
from api.console.typed import Typed, typed
from api.console.visit import Guest, GuestDep, VisitDep, Visitor
from api.own_account import link_own_identity, unlink_own_identity
from schemas.errors import DaylightError, InvalidInput, NotFound

router = APIRouter(include_in_schema=False)
BACK = "/sign-in/oidc/back"


async def the_provider(request: Request) -> OpenIdProvider:
    """The provider. Raises ``NotFound`` where none is set."""
    provider: OpenIdProvider | None = request.app.state.provider
    if provider is None:
        raise NotFound("not_found")
    return provider


ProviderDep = Annotated[OpenIdProvider, Depends(the_provider)]


@router.post("/sign-in/oidc")
async def begin(request: Request, guest: GuestDep, provider: ProviderDep, accounts: AccountsDep) -> Response:
    """Go to the provider, from the agency that was chosen."""
    sent = await typed(request, guest)
    agency = next((one for one in await accounts.agencies() if one.code == sent.first("agency")), None)
    try:
        address, flow = await provider.begin(_back(request))
    except DaylightError as away:
        return await sign_in_form(request, guest, sent, away)
    wanted = own_path(sent.first("next"))
    started = Started(
        flow=flow, at=datetime.now(UTC), agency_id=agency.id if agency else None, staff_id=None, next=wanted
    )
    answer = _leaving(request, guest, accounts, started, address)
    if agency:
        remember_agency(request, answer, agency.code)
    return answer


@router.post("/account/identity")
async def begin_link(request: Request, visit: VisitDep, provider: ProviderDep, accounts: AccountsDep) -> Response:
    """Go to the provider, to come back linked."""
    await typed(request, visit)
    address, flow = await provider.begin(_back(request))
    person = visit.person
    started = Started(
        flow=flow, at=datetime.now(UTC), agency_id=person.agency_id, staff_id=person.staff_id, next="/account"
    )
    return _leaving(request, visit, accounts, started, address)


@router.post("/account/identity/off")
async def unlink(request: Request, visit: VisitDep, accounts: AccountsDep) -> Response:
    """Forget who one is at the provider."""
    sent = await typed(request, visit)
    await unlink_own_identity(accounts, visit.session, sent.first("current"))
    return RedirectResponse("/account?told=unlinked", 303)


@router.get(BACK)
async def back(
    request: Request, desk: DeskDep, guest: GuestDep, session: AnySession, provider: ProviderDep, accounts: AccountsDep
) -> Response:
    """What the provider answers: a session for whom it is, or the sign-in with what was wrong."""
    started: Started | None = None
    try:
        started = flow_of(request, desk.vault)
        answer = await _answered(request, session, provider, accounts, started)
    except DaylightError as refused:
        sent = Typed([("agency", await _code(accounts, started)), ("next", started.next if started else "")])
        shown = Guest(guest.language, "/sign-in")
        answer = await sign_in_form(request, shown, sent, refused)
    drop_flow(request, answer)
    return answer


async def _answered(
    request: Request, session: OpenSession | None, provider: OpenIdProvider, accounts: Accounts, started: Started
) -> Response:
    """Whoever the provider's answer names, signed in or linked. Raises ``InvalidInput``, ``StepRefused``."""
    code, state = request.query_params.get("code", ""), request.query_params.get("state", "")
    if not code or state != started.flow.state:
        raise InvalidInput("provider_refused")
    foreigner = await provider.who(code, started.flow, _back(request))
    if started.staff_id is None:
        address = request.client.host if request.client else None
        return led_on(request, await accounts.by_provider(foreigner, started.agency_id, address), started.next)
    if session is None or session.awaits is not None or session.person.staff_id != started.staff_id:
        raise InvalidInput("provider_refused")
    await link_own_identity(accounts, session, foreigner)
    return RedirectResponse("/account?told=linked", 303)


def _leaving(request: Request, visitor: Visitor, accounts: Accounts, started: Started, address: str) -> Response:
    """A page that leads on by itself: a form may not redirect to another site (``form-action``), a page may."""
    name = accounts.settings.oidc_label
    answer = page(visitor, "accounts/leaving.html", address=address, provider=name)
    keep_flow(request, answer, started, accounts.desk.vault)
    return answer


def _back(request: Request) -> str:
    """Where the provider sends the browser back to; known to it beforehand."""
    base: str = request.app.state.settings.public_url or str(request.base_url)
    return base.rstrip("/") + BACK


async def _code(accounts: Accounts, started: Started | None) -> str:
    if started is None or started.agency_id is None:
        return ""
    return (await accounts.desk.agency(started.agency_id)).code
