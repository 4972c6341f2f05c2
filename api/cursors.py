"""Cursors of lists: where the next page begins. Nothing personal, but opaque to the client."""

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

from schemas.errors import InvalidInput

Place = TypeVar("Place", date, datetime)


def cursor_to(place: date | datetime, last: UUID) -> str:
    """The cursor of a page that ended at this day or moment, with this item."""
    return base64.urlsafe_b64encode(f"{place.isoformat()}|{last}".encode()).decode()


def place_of(cursor: str | None, read: Callable[[str], Place]) -> tuple[Place, UUID] | None:
    """Undo ``cursor_to``. Raises ``InvalidInput("cursor_invalid")``."""
    if cursor is None:
        return None
    try:
        place, _, last = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        return read(place), UUID(last)
    except (ValueError, OverflowError, binascii.Error):
        raise InvalidInput("cursor_invalid", field="after") from None


def moment_in(place: str) -> datetime:
    """The moment a cursor names, in UTC. Raises ``ValueError``."""
    moment = datetime.fromisoformat(place)
    if moment.tzinfo is None:
        raise ValueError("a moment without time zone")
    return moment.astimezone(UTC)
