"""One file from a multipart body (RFC 7578), streamed: never whole in memory, never spooled to disk."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Collection

from fastapi import Request
from pydantic import TypeAdapter, ValidationError
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from api import patience
from schemas.base import Line
from schemas.errors import InvalidInput, TooSlow

PART = "file"
MOST_HEADER_BYTES = 4096
MOST_FIELD_BYTES = 2048
_label: TypeAdapter[str] = TypeAdapter(Line)


class FileUpload:
    """The part named ``file``. Call ``open`` first, then read ``chunks`` to the end.

    ``before``: short fields of a form that may stand before the file; once it is open they are in ``fields``.
    Raises ``InvalidInput``: ``missing_field`` without such a part, ``invalid_field`` for a name that is no label or a
    body that is not multipart, ``foreign_field`` for another part, ``document_broken`` for a body that breaks off; and
    ``TooSlow`` for one of which nothing more comes.
    """

    def __init__(self, request: Request, before: Collection[str] = ()) -> None:
        self._before = before
        self._field: str | None = None
        self._typed: dict[str, bytes] = {}
        self._stream = request.stream()
        self._parser = _parser(request, self)
        self._ready: deque[bytes] = deque()
        self._header = self._value = b""
        self._disposition = b""
        self._ended = False
        self.label: str | None = None

    async def open(self) -> str:
        """Read up to the beginning of the file; returns the name it was given, only a label."""
        while self.label is None and not self._ended:
            if not await self._feed():
                break
        if self.label is None:
            raise InvalidInput("missing_field", field=PART)
        return self.label

    @property
    def fields(self) -> dict[str, str]:
        """What stood before the file. Raises ``InvalidInput`` for what is no text."""
        try:
            return {name: value.decode() for name, value in self._typed.items()}
        except UnicodeDecodeError:
            raise InvalidInput("invalid_field", field="body") from None

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes of the file as they come."""
        while True:
            while self._ready:
                yield self._ready.popleft()
            if not await self._feed():
                break
        if not self._ended:
            raise InvalidInput("document_broken", field=PART)

    async def _feed(self) -> bool:
        """Parse the next piece of the body; False at its end."""
        try:
            async with asyncio.timeout(patience.PIECE_SECONDS):
                piece = await anext(self._stream, None)
        except ClientDisconnect:
            raise InvalidInput("document_broken", field=PART) from None
        except TimeoutError:
            raise TooSlow("body_too_slow", field=PART) from None
        if piece is None:
            return False
        try:
            self._parser.write(piece)
        except FormParserError:
            raise InvalidInput("invalid_field", field=PART) from None
        return True

    def on_part_begin(self) -> None:
        self._disposition = b""

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]
        if len(self._value) > MOST_HEADER_BYTES:
            raise InvalidInput("invalid_field", field="filename")

    def on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def on_headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        name = options.get(b"name", b"").decode(errors="replace")
        self._field = name if name in self._before and name not in self._typed and self.label is None else None
        if self._field:
            self._typed[self._field] = b""
            return
        if name != PART or self.label is not None:
            raise InvalidInput("foreign_field", field="body")
        self.label = _checked_label(options.get(b"filename", b""))

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        if self._field is None:
            self._ready.append(data[start:end])
            return
        self._typed[self._field] += data[start:end]
        if len(self._typed[self._field]) > MOST_FIELD_BYTES:
            raise InvalidInput("invalid_field", field=self._field)

    def on_end(self) -> None:
        self._ended = True


def _checked_label(raw: bytes) -> str:
    """A file name as a label: one line of UTF-8 without control characters; never used as a path."""
    try:
        return _label.validate_python(raw.decode())
    except (UnicodeDecodeError, ValidationError):
        raise InvalidInput("invalid_field", field="filename") from None


def _parser(request: Request, upload: FileUpload) -> MultipartParser:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary")
    if kind != b"multipart/form-data" or not boundary:
        raise InvalidInput("invalid_field", field="Content-Type")
    try:
        return MultipartParser(
            boundary,
            {
                "on_part_begin": upload.on_part_begin,
                "on_header_field": upload.on_header_field,
                "on_header_value": upload.on_header_value,
                "on_header_end": upload.on_header_end,
                "on_headers_finished": upload.on_headers_finished,
                "on_part_data": upload.on_part_data,
                "on_end": upload.on_end,
            },
        )
    except FormParserError:
        raise InvalidInput("invalid_field", field="Content-Type") from None
