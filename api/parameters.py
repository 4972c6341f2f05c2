"""Query parameters nobody knows are refused, as foreign fields of a body are: a misspelt one must not be dropped."""

from collections.abc import Iterator

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel

from api.problems import fit_to_show
from schemas.errors import InvalidInput

UNREAD = frozenset({"/status", "/status/style.css", "/api/status"})
"""The applicant's page: what stands in its address is not read (docs/status-page.md), and is not spoken of either."""


async def known_parameters(request: Request) -> None:
    """Raises ``InvalidInput("foreign_field")`` for the first parameter in the address that the route does not declare.

    A dropped filter answers more than was asked for, a dropped agency acts on another one.
    """
    route = request.scope["route"]
    if not request.query_params or not isinstance(route, APIRoute) or route.path in UNREAD:
        return
    known = frozenset(_names(route.dependant))
    for name in request.query_params:
        if name not in known:
            raise InvalidInput("foreign_field", field=fit_to_show(name))


def _names(dependant: Dependant) -> Iterator[str]:
    """Of query parameters, as they are written in an address; a model of parameters stands for its fields."""
    for parameter in dependant.query_params:
        model = parameter.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            yield from (field.alias or name for name, field in model.model_fields.items())
        else:
            yield parameter.alias
    for dependency in dependant.dependencies:
        yield from _names(dependency)
