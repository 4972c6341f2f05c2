"""A span for each HTTP request, named by method and route. Imported only by processes that are traced."""

from opentelemetry import trace
from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware
from opentelemetry.util.http import sanitize_method
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.seeing import HEADER, route_of

SILENT = "/(healthz|readyz)$,/static/[^/]+/[^/]+$"
"""Addresses whose requests nobody looks for."""


def spans_of_requests(inner: ASGIApp) -> ASGIApp:
    """With a span around each request; who calls with a ``traceparent`` finds it in his own trace."""
    return OpenTelemetryMiddleware(
        NamedByRoute(inner),
        excluded_urls=SILENT,
        default_span_details=lambda scope: (sanitize_method(scope.get("method", "")), {}),
        exclude_spans=["receive", "send"],
    )


class NamedByRoute:
    """Names the span once the route is known, and notes the request's id in it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _name(scope, message)
            await send(message)

        await self._app(scope, receive, sending)


def _name(scope: Scope, start: Message) -> None:
    span, route = trace.get_current_span(), route_of(scope)
    span.update_name(f"{sanitize_method(scope['method'])} {route}")
    span.set_attribute("http.route", route)
    given = {name.decode().lower(): value.decode() for name, value in start.get("headers", ())}
    if request_id := given.get(HEADER.lower()):
        span.set_attribute("daylight.request_id", request_id)
