"""A kept form that was sent once more and done is forgotten: row and cookie, with the answer that says it is done."""

from contextlib import suppress

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from activities.db.unsent_forms import drop_unsent
from api.console.typed import Typed
from api.console.unsent.keeping import drop_cookie, unsent_form, unsent_token
from api.console.visit import Visit
from api.desk import Desk
from schemas.errors import DaylightError

DONE = 303
"""With this a form answers that was carried out; what is refused, or only shown again, answers with a page."""


class Resent:
    """Knows the form by its key, so another one sent in between leaves it where it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        request = Request(scope)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == DONE:
                with suppress(DaylightError):  # what was asked is done all the same; the form goes with its hour
                    await _forget(request, message)
            await send(message)

        await self._app(scope, receive, sending)


async def _forget(request: Request, answer: Message) -> None:
    """Drop the kept form if this was it, and have the browser forget its cookie."""
    token, visit, sent = unsent_token(request), getattr(request.state, "visit", None), _sent(request)
    if token is None or not isinstance(visit, Visit) or not sent:
        return
    desk: Desk = request.app.state.desk
    form = await unsent_form(request, desk, visit)
    if form is None or ("key", sent) not in form.fields:
        return
    async with desk.database.transaction() as connection:
        await drop_unsent(connection, visit.person.staff_id, token)
    forgetting = Response()
    drop_cookie(request, forgetting)
    MutableHeaders(scope=answer).append("Set-Cookie", forgetting.headers["Set-Cookie"])


def _sent(request: Request) -> str:
    """The key of the form that was read."""
    sent: Typed | None = getattr(request.state, "sent", None)
    return sent.first("key") if sent else ""
