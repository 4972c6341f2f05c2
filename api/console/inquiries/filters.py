"""The filters of the log of inquiries, as they stand in its address; the names are those of the API's list."""

from collections.abc import Mapping
from urllib.parse import urlencode

from pydantic import Field
from starlette.datastructures import QueryParams

from activities.db.inquiries import InquiryFilter
from api.cursors import moment_in, place_of
from schemas.base import Frozen, Line
from schemas.clock import Day
from schemas.inquiries import InquiryChannel

LOG, EXPORT = "/inquiries", "/api/inquiries"
SHOWN = 30


class Asked(Frozen):
    """What is to be listed."""

    channel: InquiryChannel | None = None
    asked_from: Day | None = None
    asked_until: Day | None = None
    applied: bool | None = None
    text: Line | None = None
    after: str | None = Field(None, max_length=300)

    @property
    def filter(self) -> InquiryFilter:
        """As the list is asked for. Raises ``InvalidInput`` for a cursor that is none."""
        told = self.model_dump(exclude={"after"})
        return InquiryFilter(**told, after=place_of(self.after, moment_in), limit=SHOWN)

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for but the whole log."""
        return any(value is not None for value in self.model_dump(exclude={"after"}).values())

    def address(self, after: str) -> str:
        """Where the log goes on with these filters."""
        return f"{LOG}?{self._query({'after': after})}"

    def export(self, kind: str) -> str:
        """Where the same log is taken away as a file."""
        return f"{EXPORT}?{self._query({'after': None, 'format': kind})}"

    def _query(self, changed: Mapping[str, str | None]) -> str:
        told = {**self.model_dump(mode="json"), **changed}
        return urlencode({name: _written(value) for name, value in told.items() if value is not None})


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def typed_filters(query: QueryParams) -> dict[str, str]:
    """What stands in the address, without what is empty; what the log does not know is left out."""
    return {name: value for name, value in query.items() if value.strip() and name in Asked.model_fields}
