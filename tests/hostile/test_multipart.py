"""Multipart bodies that were made up to confuse: what comes out is a file with a plain label, or a clear refusal."""

import asyncio
import unicodedata
from collections.abc import Sequence

import pytest
from fastapi import Request
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.types import Message

from api import patience
from api.uploads import FileUpload
from schemas.errors import DaylightError, TooSlow

BOUNDARY = b"cut"
KIND = b"multipart/form-data; boundary=" + BOUNDARY
FILE = b'Content-Disposition: form-data; name="file"; filename="a.txt"'
RTL = "\u202e"


def asked(pieces: Sequence[bytes], kind: bytes = KIND) -> Request:
    """A request whose body comes in these pieces."""
    coming = iter(pieces)

    async def receive() -> Message:
        piece = next(coming, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    return Request({"type": "http", "method": "POST", "headers": [(b"content-type", kind)]}, receive)


async def taken(pieces: Sequence[bytes], kind: bytes = KIND) -> tuple[str, bytes]:
    """Label and content; raises what the upload raises."""
    upload = FileUpload(asked(pieces, kind))
    label = await upload.open()
    return label, b"".join([chunk async for chunk in upload.chunks()])


async def outcome(pieces: Sequence[bytes], kind: bytes = KIND) -> tuple[str, bytes] | str:
    """The same, or the code of the refusal: nothing else may come of it."""
    try:
        return await taken(pieces, kind)
    except DaylightError as refused:
        return refused.code


def form(*parts: tuple[bytes, bytes], end: bytes = b"--cut--\r\n") -> bytes:
    """A body by hand: header lines and content of each part."""
    return b"".join(b"--cut\r\n" + head + b"\r\n\r\n" + content + b"\r\n" for head, content in parts) + end


def named(raw: bytes) -> bytes:
    return form((b'Content-Disposition: form-data; name="file"; filename="' + raw + b'"', b"text"))


TRICKS: dict[str, tuple[bytes, str | None]] = {
    "a way up": (b"../../etc/passwd", "../../etc/passwd"),
    "a way up on Windows": (b"..\\..\\boot.ini", None),
    "a device": (b"CON", "CON"),
    "a stream beside": (b"a.txt::$DATA", "a.txt::$DATA"),
    "a name that reads backwards": (f"a{RTL}txt.exe".encode(), "refused"),
    "NUL": (b"a.pdf\0.exe", "refused"),
    "a line": (b"a\x0bb", "refused"),
    "ten thousand characters": ("名".encode() * 10_000, "refused"),
    "201 characters": (b"a" * 201, "refused"),
    "GB 18030": ("招标文件.txt".encode("gb18030"), "refused"),
    "UTF-7": (b"+AG8-.txt", "+AG8-.txt"),
    "overlong UTF-8": (b"\xc0\xae\xc0\xae/a", "refused"),
    "half a surrogate pair": (b"\xed\xa0\x80.txt", "refused"),
    "only spaces": (b"   ", "refused"),
    "nothing to see": ("\u200b\u2060".encode(), "refused"),
    "a formula": (b"=1+1", "=1+1"),
    "percent signs": (b"%2e%2e%2f%00", "%2e%2e%2f%00"),
}
"""Names, and the label that comes of each: shown, and never a path. None: as the parser reads backslashes."""


@pytest.mark.parametrize("trick", TRICKS)
async def test_a_name_is_a_plain_label_or_refused(trick: str) -> None:
    raw, label = TRICKS[trick]
    found = await outcome([named(raw)])
    if label == "refused":
        assert found in {"invalid_field", "control_characters"}
    else:
        assert isinstance(found, tuple), found
        assert label is None or found[0] == label
        assert found[1] == b"text"


BODIES: dict[str, tuple[bytes, str]] = {
    "no part": (b"--cut--\r\n", "missing_field"),
    "nothing": (b"", "missing_field"),
    "another part first": (form((b'Content-Disposition: form-data; name="x"', b"y"), (FILE, b"text")), "foreign_field"),
    "the part twice": (form((FILE, b"one"), (FILE, b"two")), "foreign_field"),
    "no disposition": (form((b"Content-Type: text/plain", b"text")), "foreign_field"),
    "an end that is not one": (form((FILE, b"text"), end=b"--cut-\r\n"), "document_broken"),
    "no end": (form((FILE, b"text"), end=b""), "document_broken"),
    "another boundary": (form((FILE, b"text")).replace(b"--cut", b"--cot"), "invalid_field"),
    "a header without end": (b"--cut\r\nContent-Disposition: " + b"x" * 100_000, "invalid_field"),
}


@pytest.mark.parametrize("body", BODIES)
async def test_a_body_that_is_none_is_refused(body: str) -> None:
    sent, code = BODIES[body]
    assert await outcome([sent]) == code


@pytest.mark.parametrize(
    "kind",
    [
        b"",
        b"multipart/form-data",
        b"multipart/form-data; boundary=",
        b"multipart/mixed; boundary=cut",
        b"multipart/form-data; boundary=" + b"x" * 300,
        b'multipart/form-data; boundary="',
        b"multipart/form-data; boundary=cut; boundary=cot; charset=utf-16" + b"\xff",
    ],
)
async def test_a_kind_of_body_that_is_none_is_refused(kind: bytes) -> None:
    assert isinstance(await outcome([named(b"a")], kind), str)


LINES = st.sampled_from(
    [
        b"--cut\r\n",
        b"--cut--\r\n",
        b"--cut",
        b"\r\n",
        b"\n",
        FILE + b"\r\n",
        b"Content-Disposition: form-data; name=\"file\"; filename*=UTF-8''..%2f..%2fa\r\n",
        b"Content-Disposition: form-data\r\n",
        b"Content-Disposition: \r\n",
        b": \r\n",
        b"X\r\n",
        b"Content-Type: text/plain; charset=utf-16\r\n",
        b"text",
        b"\0",
        b"\xff\xfe",
    ]
)


@settings(max_examples=150)
@given(st.lists(st.one_of(LINES, st.binary(max_size=20)), max_size=12), st.integers(1, 40))
async def test_whatever_is_sent_comes_to_the_same_in_any_pieces(lines: list[bytes], size: int) -> None:
    body = b"".join(lines)
    whole = await outcome([body])
    pieces = [body[n : n + size] for n in range(0, len(body), size)]
    split = await outcome(pieces)
    assert whole == split or (isinstance(whole, str) and isinstance(split, str))


@settings(max_examples=150)
@given(st.text(max_size=250), st.sampled_from(["utf-8", "gb18030", "utf-16-le", "latin-1"]))
async def test_any_name_is_one_line_to_see_or_refused(name: str, charset: str) -> None:
    raw = name.encode(charset, errors="surrogatepass" if charset.startswith("utf") else "replace")
    found = await outcome([named(raw)])
    if isinstance(found, tuple):
        assert 1 <= len(found[0]) <= 200
        assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in found[0])
        assert RTL not in found[0]


async def test_an_upload_of_which_nothing_more_comes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the loop decides; nobody waits for it here."""
    monkeypatch.setattr(patience, "PIECE_SECONDS", 0.01)
    halves = iter([form((FILE, b"text"), end=b"")])

    async def receive() -> Message:
        piece = next(halves, None)
        if piece is None:
            await asyncio.get_running_loop().create_future()
        return {"type": "http.request", "body": piece, "more_body": True}

    upload = FileUpload(Request({"type": "http", "method": "POST", "headers": [(b"content-type", KIND)]}, receive))
    await upload.open()
    with pytest.raises(TooSlow):
        assert [chunk async for chunk in upload.chunks()]
