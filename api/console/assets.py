"""Styles, scripts and pictures of the console: from here and nowhere else, under an address that changes with them."""

import mimetypes
from functools import cache
from hashlib import sha256
from importlib.resources import files

from fastapi import APIRouter
from starlette.responses import Response

from schemas.errors import NotFound

router = APIRouter(include_in_schema=False)
FOLDER = files("api.console").joinpath("static")
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}
FOR_NOW = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@router.get("/static/{mark}/{name}")
async def asset(mark: str, name: str) -> Response:
    """A file of the console. Raises ``NotFound``."""
    known = contents()
    if name not in known:
        raise NotFound("not_found")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Response(known[name], media_type=kind, headers=FOREVER if mark == mark_of(name) else FOR_NOW)


def address_of(name: str) -> str:
    """Where a file is found; a browser may keep it for ever. Raises ``KeyError`` for an unknown one."""
    return f"/static/{mark_of(name)}/{name}"


@cache
def mark_of(name: str) -> str:
    """The beginning of the SHA-256 of a file."""
    return sha256(contents()[name]).hexdigest()[:16]


@cache
def contents() -> dict[str, bytes]:
    """Every file, by name."""
    return {file.name: file.read_bytes() for file in FOLDER.iterdir() if file.is_file()}
