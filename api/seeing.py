"""Every request seen once: an id that stands in its answer and in its log lines, its duration, one line when it ends.

It stands outside everything else, so that errors nobody foresaw are seen too. A request is named by the template of its
route: addresses hold ids, and their queries what people look for.
"""

from time import perf_counter
from uuid import UUID, uuid4

import structlog
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.metrics import REQUEST_SECONDS
from api.outermost import put_outermost
from schemas.people import SignedIn

HEADER = "X-Request-Id"
UNROUTED = "none"
"""The route of a request that no route takes."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
STREAMS = frozenset({"/api/notices/stream"})
"""Routes whose answers last as long as somebody listens: how long says nothing."""
ROUTINE = frozenset({"/healthz", "/readyz", "/static/{mark}/{name}"})
"""Routes whose good answers are worth no line at the usual level."""
log = structlog.get_logger(__name__)


def watch_every_request(app: FastAPI) -> None:
    """Put the watch outside of every other middleware, the handler of unforeseen errors included."""
    put_outermost(app, lambda inner: traced(app, Seen(inner)))


def traced(app: FastAPI, inner: ASGIApp) -> ASGIApp:
    """With a span for each request, where traces are sent."""
    if app.state.settings.otlp_endpoint is None:
        return inner
    from api.request_spans import spans_of_requests

    return spans_of_requests(inner)


def known_as(person: SignedIn, path_params: dict[str, object]) -> None:
    """From here on the log lines of this request name who asks, by id, and the case it is about."""
    structlog.contextvars.bind_contextvars(actor=str(person.staff_id))
    if case_id := _id(path_params.get("case_id")):
        structlog.contextvars.bind_contextvars(case_id=case_id)


def route_of(scope: Scope) -> str:
    """The template of the route that took a request: ``/api/applications/{case_id}``."""
    return getattr(scope.get("route"), "path_format", None) or UNROUTED


class Seen:
    """Measures and logs each request, and gives its answer the id."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, request_id = perf_counter(), 500, uuid4().hex

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=request_id, actor=None, case_id=None):
            structlog.contextvars.unbind_contextvars("actor", "case_id")  # put back as they were when the block ends
            try:
                await self._app(scope, receive, sending)
            finally:
                _ended(scope, status, perf_counter() - began)


def _ended(scope: Scope, status: int, seconds: float) -> None:
    method, route = _method(scope), route_of(scope)
    if route not in STREAMS:
        REQUEST_SECONDS.labels(method, route, f"{status // 100}xx").observe(seconds)
    tell = log.debug if route in ROUTINE and status < 400 else log.info
    tell("request_answered", method=method, route=route, status=status, ms=round(seconds * 1000, 1))


def _method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in METHODS else "OTHER"


def _id(given: object) -> str | None:
    """An address may hold anything; only a case id is one."""
    try:
        return str(UUID(str(given)))
    except ValueError:
        return None
