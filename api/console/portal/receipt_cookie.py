"""Which receipt a browser may see for a while: sealed in a cookie, so that neither reference nor code is in an address.

The cookie holds the id of the case and when it ends, encrypted and bound to its purpose; scripts cannot read it, other
sites cannot have it sent.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from activities.vault import Vault
from api.encryption import is_encrypted
from schemas.errors import DaylightError

COOKIE = "daylight_receipt"
PATH = "/apply"
KEPT = timedelta(minutes=30)
_CONTEXT = "online/receipt"


def remember(answer: Response, request: Request, vault: Vault, case_id: UUID) -> Response:
    """Let this browser see the receipt of a case for half an hour."""
    ends_at = datetime.now(UTC) + KEPT
    sealed = vault.seal(f"{case_id} {ends_at.timestamp():.0f}", _CONTEXT)
    answer.set_cookie(
        COOKIE,
        urlsafe_b64encode(sealed).decode(),
        max_age=int(KEPT.total_seconds()),
        path=PATH,
        httponly=True,
        samesite="strict",
        secure=is_encrypted(request),
    )
    return answer


def remembered(request: Request, vault: Vault) -> UUID | None:
    """The case whose receipt this browser may see; None if there is none, it is over, or nobody here made it."""
    if COOKIE not in request.cookies:
        return None
    try:
        said = vault.unseal(urlsafe_b64decode(request.cookies[COOKIE]), _CONTEXT)
    except (DaylightError, ValueError):
        return None
    case_id, _, ends_at = said.partition(" ")
    return UUID(case_id) if datetime.now(UTC).timestamp() < float(ends_at) else None


def forget(answer: Response) -> None:
    """Take the receipt from this browser."""
    answer.delete_cookie(COOKIE, path=PATH)
