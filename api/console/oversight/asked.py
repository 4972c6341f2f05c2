"""What stands in the address of a page: empty fields do not count, unknown ones are refused."""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.problems import fit_to_show, invalid_input
from schemas.base import Recorded
from schemas.clock import Day
from schemas.errors import InvalidInput

M = TypeVar("M", bound=BaseModel)


class OfAgency(Recorded):
    """Of one agency, or for none of all that the visitor oversees."""

    agency: UUID | None = None


class OfPeriod(OfAgency):
    """Of the days from one to another, both included."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)

    first: Day | None = Field(None, alias="from")
    until: Day | None = None


def asked_of(request: Request, model: type[BaseModel]) -> dict[str, str]:
    """The fields of the address that say something. Raises ``InvalidInput("foreign_field")``."""
    known = {field.alias or name for name, field in model.model_fields.items()}
    for name in request.query_params:
        if name not in known:
            raise InvalidInput("foreign_field", field=fit_to_show(name))
    return {name: value for name, value in request.query_params.items() if value.strip()}


def valid(model: type[M], asked: Mapping[str, str]) -> M:
    """What is asked for, where there is no form to say beside what is wrong. Raises ``InvalidInput``."""
    try:
        return model.model_validate(asked)
    except ValidationError as wrong:
        raise invalid_input(wrong.errors()) from None


def with_query(path: str, asked: Mapping[str, Any], **changed: Any) -> str:
    """The address with these fields, some of them changed; none of a field leaves it out."""
    fields = {name: value for name, value in {**asked, **changed}.items() if value is not None}
    return f"{path}?{urlencode(fields)}" if fields else path


def page_address(address: str) -> str:
    """The page that shows what an address of the API lists: ``/api/oversight/cases?…`` as ``/oversight/cases?…``."""
    return address.replace("/api/oversight/figures", "/oversight", 1).removeprefix("/api")
