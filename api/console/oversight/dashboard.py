"""``/oversight``: the figures as charts with their tables, and the heat map of days left."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field, ValidationError
from starlette.responses import HTMLResponse

from api.access import DeskDep
from api.console.language import Language
from api.console.oversight.asked import OfAgency, OfPeriod, asked_of, page_address, valid, with_query
from api.console.oversight.charts import column_chart, latest, line_chart
from api.console.oversight.lines import MOST_LINES, row_name, tables_of
from api.console.pages import page
from api.console.typed import faults_of
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.figures import figures_now
from api.heat import heat_now
from api.overseen import Overseen, overseen_by
from schemas.errors import InvalidInput
from schemas.figures import Figures
from schemas.heat import Heat, HeatBy, HeatRow
from schemas.people import SignedIn

router = APIRouter(include_in_schema=False)
MOST_SKIPPED = 1_000_000
MOST_ROWS = 15
"""Rows of the heat map at once: with every cell full, the page and its styles stay below 100 kB."""
_MONTHS_FROM = 16
"""Weeks from which a period is shown by the month unless asked for."""


class TrendBy(StrEnum):
    """What the trend is shown by."""

    WEEK = "week"
    MONTH = "month"


class DashboardAsked(OfPeriod):
    """Which figures. ``skip``: agencies that were shown before."""

    trend: TrendBy | None = None
    skip: int = Field(0, ge=0, le=MOST_SKIPPED)


class HeatAsked(OfAgency):
    """Which heat map. ``skip``: rows that were shown before."""

    by: HeatBy | None = None
    skip: int = Field(0, ge=0, le=MOST_SKIPPED)


@router.get("/oversight")
async def dashboard(request: Request, visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """Open cases now, and what was received and closed in a period."""
    shared: dict[str, Any] = {"choices": await overseen_by(desk, visit.person), "address": page_address}
    try:
        typed = asked_of(request, DashboardAsked)
        asked = DashboardAsked.model_validate(typed)
        figures = await figures_now(desk, visit.person, asked.agency, asked.first, asked.until)
    except (ValidationError, InvalidInput) as refused:
        faults = faults_of(refused)
        return page(visit, "oversight/refused.html", 422, **shared, faults=faults, asked=dict(request.query_params))
    return page(
        visit, "oversight/dashboard.html", **shared, asked=typed, **_shown(figures, asked, typed, visit.language)
    )


@router.get("/oversight/heat")
async def heat(request: Request, visit: VisitDep, desk: DeskDep) -> HTMLResponse:
    """Who has how many cases with how many working days left."""
    typed = asked_of(request, HeatAsked)
    asked = valid(HeatAsked, typed)
    choices = await overseen_by(desk, visit.person)
    found = await _heat(desk, visit.person, asked, choices)
    return heat_page(visit, typed, asked.skip, choices, found)


def heat_page(visit: Visit, typed: dict[str, str], skip: int, choices: Overseen, found: Heat) -> HTMLResponse:
    """The rows of a heat map from one of them on, as many as keep the page light."""
    rows = found.rows[skip : skip + MOST_ROWS]
    more = with_query("/oversight/heat", typed, skip=skip + MOST_ROWS)
    return page(
        visit,
        "oversight/heat.html",
        choices=choices,
        address=page_address,
        asked=typed,
        heat=found,
        rows=[(row_name(row, found.by, visit.language), row) for row in rows],
        totals=_totals(found.rows),
        more=more if len(found.rows) > skip + MOST_ROWS else None,
        by=[(one, with_query("/oversight/heat", typed, by=one, skip=None)) for one in _ways(found)],
    )


async def _heat(desk: Desk, person: SignedIn, asked: HeatAsked, choices: Overseen) -> Heat:
    """Where several agencies are overseen, none named and people asked for, the own agency's are shown."""
    agency: UUID | None = asked.agency
    if agency is None and asked.by in {HeatBy.HANDLER, HeatBy.DEPARTMENT}:
        agency = choices.agencies[0].id
    return await heat_now(desk, person, agency, asked.by)


def _ways(heat: Heat) -> tuple[HeatBy, ...]:
    return (HeatBy.HANDLER, HeatBy.DEPARTMENT) if heat.agency_id else tuple(HeatBy)


def _totals(rows: tuple[HeatRow, ...]) -> list[int]:
    """Over, each number of days left, more, not running: all rows together."""
    each = [(row.over, *row.days, row.more, row.not_running) for row in rows]
    return [sum(cell.count for cell in column) for column in zip(*each, strict=True)]


def _shown(figures: Figures, asked: DashboardAsked, typed: dict[str, str], language: Language) -> dict[str, Any]:
    """What the template draws: classes as values, the trend as charts."""
    weeks = asked.trend is TrendBy.WEEK or (asked.trend is None and len(figures.weeks) <= _MONTHS_FROM)
    weeks = weeks and bool(figures.weeks)
    trend = latest(figures.weeks if weeks else figures.months)
    other = TrendBy.MONTH if weeks else TrendBy.WEEK
    rest = asked.skip + MOST_LINES
    return {
        "figures": figures,
        "tables": tables_of(figures, language),
        "agencies": figures.agencies[asked.skip : rest],
        "more_agencies": with_query("/oversight", typed, skip=rest) if len(figures.agencies) > rest else None,
        "by_week": weeks,
        "trend": trend,
        "columns": column_chart(trend),
        "line": line_chart(trend),
        "cut": len(figures.weeks if weeks else figures.months) > len(trend),
        "other_trend": with_query("/oversight", typed, trend=other) if figures.weeks else None,
    }
