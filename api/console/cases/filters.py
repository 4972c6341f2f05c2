"""The filters of the list of cases, as they stand in its address: what was left empty is no condition."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from pydantic import Field
from starlette.datastructures import QueryParams

from activities.db.cases import CaseFilter
from api.views import after_cursor
from schemas.base import Frozen, Line
from schemas.clock import Day
from schemas.vocabulary import State

LIST = "/cases"
EXPORT = "/api/applications"
SHOWN = 50


class Listing(Frozen):
    """What is to be listed; the names are those of the API's list, so that one address serves both."""

    state: State | None = None
    open: bool | None = None
    handler: UUID | None = None
    handler_left: bool | None = None
    overdue: bool | None = None
    due_before: Day | None = None
    text: Line | None = None
    reassess_before: Day | None = None
    unfiled: bool | None = None
    related: UUID | None = None
    after: str | None = Field(None, max_length=300)

    @property
    def filter(self) -> CaseFilter:
        """As the list is asked for. Raises ``InvalidInput`` for a cursor that is none."""
        told = self.model_dump(exclude={"after"})
        return CaseFilter(**told, after=after_cursor(self.after), limit=SHOWN)

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for but the whole list."""
        return any(value is not None for value in self.model_dump(exclude={"after"}).values())

    def address(self, **changed: str | None) -> str:
        """Where the list stands with these filters."""
        return f"{LIST}{self._query(changed)}"

    def export(self, kind: str) -> str:
        """Where the same list is taken away as a file."""
        return f"{EXPORT}{self._query({'after': None, 'format': kind})}"

    def _query(self, changed: Mapping[str, str | None]) -> str:
        told = {**self.model_dump(mode="json"), **changed}
        given = {name: _written(value) for name, value in told.items() if value is not None}
        return f"?{urlencode(given)}" if given else ""


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def typed_filters(query: QueryParams) -> dict[str, str]:
    """What stands in the address, without what is empty; what the list does not know is left out."""
    return {name: value for name, value in query.items() if value.strip() and name in Listing.model_fields}
