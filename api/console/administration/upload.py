"""A form with one file in it (RFC 7578): the file in memory once, and no larger than ``api.limits`` lets it be."""

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.console.typed import Typed
from api.console.visit import Visit
from api.csrf import FIELD, refuse_forged
from schemas.errors import InvalidInput

MOST_FIELDS = 30


async def with_file(request: Request, visit: Visit) -> tuple[Typed, str, bytes]:
    """The fields, and name and content of the part ``file``.

    Raises ``NotAllowed`` when it was forged, ``InvalidInput`` when it is no form or has no file.
    """
    try:
        form = await request.form(max_files=1, max_fields=MOST_FIELDS)
    except HTTPException:
        raise InvalidInput("form_malformed", field="body") from None
    sent = Typed((name, value) for name, value in form.multi_items() if isinstance(value, str))
    refuse_forged(request, visit.session.token, sent.first(FIELD))
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return sent, "", b""
    return sent, file.filename, await file.read()
