"""A real receiver of OTLP over HTTP on loopback: what processes send it, span by span."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span


@dataclass(frozen=True)
class Received:
    """A span as it came over the wire. ``parent`` empty: the first of its trace."""

    service: str
    scope: str
    name: str
    trace: str
    span: str
    parent: str
    attributes: dict[str, str]


@dataclass
class Receiver:
    """``raw``: every body as it came, for looking at what no model names."""

    port: int
    raw: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def spans(self) -> list[Received]:
        """All that was received."""
        return [span for body in self.raw for span in _spans(ExportTraceServiceRequest.FromString(body))]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Listen until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    receiver = Receiver(server.server_address[1])

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert (self.path, self.headers["Content-Type"]) == ("/v1/traces", "application/x-protobuf")
            receiver.raw.append(body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Nothing: pytest's output is for people."""

    server.RequestHandlerClass = Handler
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _spans(request: ExportTraceServiceRequest) -> Iterator[Received]:
    for of_service in request.resource_spans:
        service = {one.key: one.value.string_value for one in of_service.resource.attributes}["service.name"]
        for of_scope in of_service.scope_spans:
            yield from (_received(service, of_scope.scope.name, span) for span in of_scope.spans)


def _received(service: str, scope: str, span: Span) -> Received:
    attributes = {one.key: str(one.value) for one in span.attributes}
    ids = (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex())
    return Received(service, scope, span.name, *ids, attributes)
