"""``/api/oversight/forecast`` and ``/api/applications/{id}/forecast``: which open cases will miss their dates."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from api.access import Person
from api.forecast import Forecasts
from schemas.forecast import CaseForecast, ForecastPage

router = APIRouter(prefix="/api", tags=["forecast"])


async def the_forecasts(request: Request) -> Forecasts:
    """The forecasts of this process."""
    forecasts: Forecasts = request.app.state.forecasts
    return forecasts


ForecastsDep = Annotated[Forecasts, Depends(the_forecasts)]


@router.get("/oversight/forecast")
async def riskiest(
    forecasts: ForecastsDep,
    person: Person,
    agency: Annotated[UUID | None, Query(description="one agency; otherwise all that the person oversees")] = None,
    after: Annotated[str | None, Query(max_length=300, description="cursor: `next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ForecastPage:
    """Open cases, the riskiest first: the chance to miss the date, what it rests on, until when to extend (art. 33)."""
    return await forecasts.page(person, agency, after, limit)


@router.get("/applications/{case_id}/forecast")
async def of_case(forecasts: ForecastsDep, person: Person, case_id: UUID) -> CaseForecast:
    """One open case. What is closed has no forecast, and is not there."""
    return await forecasts.of_case(person, case_id)
