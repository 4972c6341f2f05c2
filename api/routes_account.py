"""``/api/account``: how one may sign in, where one is signed in, and what happened to the own account.

Passwords and second factors are changed on the console's pages alone: whoever has found a token must not get further.
"""

from typing import Annotated

from fastapi import APIRouter, Path, Request

from api.access import DeskDep, Person, cookie_name
from api.own_account import end_other_sessions, end_own_session, own_account
from schemas.accounts import Account

router = APIRouter(prefix="/api/account", tags=["account"])
SessionId = Annotated[str, Path(pattern="^[0-9a-f]{16}$", description="a session's id as `GET /api/account` has it")]


@router.get("")
async def account(request: Request, desk: DeskDep, person: Person) -> Account:
    """The own account: how one signs in, the sessions that are open, the latest acts."""
    token = request.cookies.get(cookie_name(request))
    return await own_account(desk, request.app.state.settings, person, token)


@router.delete("/sessions/{session_id}")
async def end_session(request: Request, desk: DeskDep, person: Person, session_id: SessionId) -> Account:
    """End one of the own sessions, for instance on a machine one has left; the account as it is then."""
    await end_own_session(desk, person, session_id)
    return await own_account(desk, request.app.state.settings, person, request.cookies.get(cookie_name(request)))


@router.post("/sessions/end-others")
async def end_others(request: Request, desk: DeskDep, person: Person) -> Account:
    """End all of the own sessions but the one that asks; with a token, all of them. Again, nothing changes."""
    token = request.cookies.get(cookie_name(request))
    await end_other_sessions(desk, person, token)
    return await own_account(desk, request.app.state.settings, person, token)
