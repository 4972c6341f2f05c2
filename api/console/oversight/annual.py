"""``/oversight/annual/{year}``: the annual report with its checks: read, entered, adopted, opened cell by cell."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Request
from pydantic import Field, ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

from activities.reports.wording import HEADINGS, fees_of, title_of
from api.access import DeskDep
from api.annual import Wanted, adopt, behind, enter, entries_in_force, report_of
from api.console.language import N_
from api.console.oversight.asked import OfAgency, asked_of, valid, with_query
from api.console.oversight.paper import table_four, table_three, table_two
from api.console.pages import page
from api.console.typed import Typed, faults_of, status_of, typed
from api.console.visit import Visit, VisitDep
from api.desk import Desk
from api.overseen import overseen_by
from schemas.annual import (
    ADOPTING,
    ENTERING,
    FIRST_YEAR,
    LAST_VERSION,
    Adopt,
    AnnualColumn,
    AnnualReport,
    AnnualRow,
    EntriesChange,
    RemedyColumn,
    RemedyGroup,
)
from schemas.errors import DaylightError
from schemas.oversight import SEES_BELOW

router = APIRouter(include_in_schema=False)
A_PAGE = 100
TEXTS = ("overview", "problems", "other", "assessment")
FIGURES = {
    "rules.made": N_("rules made in the year"),
    "rules.repealed": N_("rules repealed in the year"),
    "rules.in_force": N_("rules in force"),
    "documents.made": N_("normative documents made in the year"),
    "documents.repealed": N_("normative documents repealed in the year"),
    "documents.in_force": N_("normative documents in force"),
    "permits": N_("Administrative permits (art. 20(5))"),
    "penalties": N_("Administrative penalties (art. 20(6))"),
    "compulsions": N_("Administrative compulsion (art. 20(6))"),
    "charges": N_("Administrative charges (art. 20(8)), in 10,000 yuan"),
}
"""The figures of table 二, as they are called."""
SUMMARY = (AnnualRow.NEW, AnnualRow.CARRIED_OVER, AnnualRow.RESULTS, AnnualRow.CARRIED_TO_NEXT)
Year = Annotated[int, Path(ge=FIRST_YEAR, le=9998)]


class ReportAsked(OfAgency):
    """Which report."""

    tree: bool = False
    version: int | None = Field(None, ge=1, le=LAST_VERSION)
    draft: bool = False


class CellAsked(OfAgency):
    """Which cell."""

    tree: bool = False
    row: str = Field(max_length=40)
    column: str = Field("total", max_length=40)
    after: str | None = Field(None, max_length=300)


class OwnAsked(OfAgency):
    """Which of the own agency's reports."""

    tree: bool = False


@router.get("/oversight/annual")
async def last_year(visit: VisitDep, desk: DeskDep) -> Response:
    """The report that is due next is that of last year."""
    today = await desk.today(visit.person.agency_id)
    return RedirectResponse(f"/oversight/annual/{max(today.year - 1, FIRST_YEAR)}", 303)


@router.get("/oversight/annual/{year}")
async def report(request: Request, visit: VisitDep, desk: DeskDep, year: Year) -> Response:
    """The report with its tables, what does not add up, and what is missing."""
    asked = asked_of(request, ReportAsked)
    if len(asked) < len(request.query_params):
        return RedirectResponse(with_query(_path(year), asked), 303)
    wanted = Wanted(year=year, **valid(ReportAsked, asked).model_dump())
    found = await report_of(desk, visit.person, wanted)
    return page(visit, "oversight/annual.html", **await _shown(desk, visit, wanted, found, asked))


@router.get("/oversight/annual/{year}/cases")
async def cell(request: Request, visit: VisitDep, desk: DeskDep, year: Year) -> HTMLResponse:
    """The cases behind one number, as they are counted now."""
    typed_ = asked_of(request, CellAsked)
    asked = valid(CellAsked, typed_)
    wanted = Wanted(year=year, agency=asked.agency, tree=asked.tree)
    found = await behind(desk, visit.person, wanted, asked.row, asked.column, asked.after, A_PAGE)
    more = with_query(f"{_path(year)}/cases", typed_, after=found.next) if found.next else None
    back = with_query(_path(year), {name: value for name, value in typed_.items() if name in {"agency", "tree"}})
    told = {"found": found, "more": more, "back": back, **_place(asked.row, asked.column)}
    return page(visit, "oversight/annual_cases.html", year=year, **told)


@router.get("/oversight/annual/{year}/entries")
async def entries_form(request: Request, visit: VisitDep, desk: DeskDep, year: Year) -> HTMLResponse:
    """Table 二 and the texts, as they are entered."""
    wanted = _own(request, year)
    standing = await entries_in_force(desk, visit.person, wanted)
    each = standing.entries.figures.each() if standing.entries.figures else {}
    filled = {f"figures.{name}": "" if number is None else str(number) for name, number in each.items()}
    filled |= {name: getattr(standing.entries, name) or "" for name in TEXTS}
    return _entries_page(visit, wanted, {**filled, "expected_version": str(standing.version)})


@router.post("/oversight/annual/{year}/entries")
async def enter_entries(request: Request, visit: VisitDep, desk: DeskDep, year: Year) -> Response:
    """Enter figures and texts; a figure that is left empty is missing, not nought."""
    wanted, sent = _own(request, year), await typed(request, visit)
    try:
        await enter(desk, visit.person, wanted, EntriesChange.model_validate(sent.nested()))
    except (ValidationError, DaylightError) as refused:
        status = status_of(refused)
        return _entries_page(visit, wanted, dict(sent.fields), status, refused, sent)
    return RedirectResponse(_address(wanted), 303)


@router.get("/oversight/annual/{year}/adopt")
async def adopt_form(request: Request, visit: VisitDep, desk: DeskDep, year: Year) -> HTMLResponse:
    """What is about to be frozen, and the question whether it shall be."""
    return await _adopt_page(desk, visit, _own(request, year))


@router.post("/oversight/annual/{year}/adopt")
async def adopt_report(request: Request, visit: VisitDep, desk: DeskDep, year: Year) -> Response:
    """Freeze the report as it is counted now."""
    wanted, sent = _own(request, year), await typed(request, visit)
    try:
        await adopt(desk, visit.person, wanted, Adopt.model_validate(sent.nested()))
    except (ValidationError, DaylightError) as refused:
        status = status_of(refused)
        return await _adopt_page(desk, visit, wanted, status, refused, sent.first("reason"))
    return RedirectResponse(_address(wanted), 303)


def _place(row: str, column: str) -> dict[str, Any]:
    """Which row and column of the report; the fees have neither."""
    if row in set(RemedyGroup):
        return {"row": RemedyGroup(row), "column": RemedyColumn(column), "remedies": True}
    known = row in set(AnnualRow)
    return {
        "row": AnnualRow(row) if known else None,
        "column": AnnualColumn(column) if known else None,
        "remedies": False,
    }


def _path(year: int) -> str:
    return f"/oversight/annual/{year}"


def _own(request: Request, year: int) -> Wanted:
    return Wanted(year=year, tree=valid(OwnAsked, asked_of(request, OwnAsked)).tree)


def _address(wanted: Wanted, part: str = "", **more: str) -> str:
    scope = {"agency": str(wanted.agency) if wanted.agency else None, "tree": "true" if wanted.tree else None}
    return with_query(f"{_path(wanted.year)}{part}", {**scope, **more})


async def _shown(
    desk: Desk, visit: Visit, wanted: Wanted, found: AnnualReport, asked: dict[str, str]
) -> dict[str, Any]:
    """Tables, texts and ways on."""
    content, roles = found.content, set(visit.person.roles)
    own = wanted.agency in {None, visit.person.agency_id}
    path = f"{_path(wanted.year)}/cases"
    scope = {name: value for name, value in asked.items() if name in {"agency", "tree"}}
    today = await desk.today(visit.person.agency_id)
    return {
        "report": found,
        "content": content,
        "asked": asked,
        "title": title_of(content),
        "headings": HEADINGS,
        "fees": fees_of(content),
        "figure_names": FIGURES,
        "summary": SUMMARY,
        "two": table_two(content),
        "three": table_three(content, path, scope),
        "four": table_four(content, path, scope),
        "choices": await overseen_by(desk, visit.person),
        "years": _years(today),
        "year": wanted.year,
        "sees_below": bool(SEES_BELOW & roles),
        "files": {kind: _file(wanted, kind) for kind in ("pdf", "docx", "xlsx", "json")},
        "enter_at": _address(wanted, "/entries") if own and ENTERING & roles else None,
        "adopt_at": _address(wanted, "/adopt") if own and ADOPTING & roles and not _runs(wanted, today) else None,
        "here": _address(wanted),
        "path": with_query(path, scope),
    }


def _years(today: date) -> list[int]:
    return list(range(today.year, FIRST_YEAR - 1, -1))


def _runs(wanted: Wanted, today: date) -> bool:
    return today.year <= wanted.year


def _file(wanted: Wanted, kind: str) -> str:
    asked = wanted.model_dump(exclude={"year"}, exclude_none=True)
    said = {name: str(value).lower() for name, value in asked.items() if value is not False}
    return f"/api/reports/annual/{wanted.year}?{urlencode({**said, 'format': kind})}"


def _entries_page(
    visit: Visit,
    wanted: Wanted,
    filled: dict[str, str],
    status: int = 200,
    refused: DaylightError | ValidationError | None = None,
    sent: Typed | None = None,
) -> HTMLResponse:
    """The form with what was typed, everything that is wrong at its field."""
    return page(
        visit,
        "oversight/annual_entries.html",
        status,
        wanted=wanted,
        filled=filled,
        faults=faults_of(refused) if refused else {},
        here=_address(wanted, "/entries"),
        back=_address(wanted),
        headings=HEADINGS,
        key=sent.first("key") if sent else None,
    )


async def _adopt_page(
    desk: Desk,
    visit: Visit,
    wanted: Wanted,
    status: int = 200,
    refused: DaylightError | ValidationError | None = None,
    reason: str = "",
) -> HTMLResponse:
    found = await report_of(desk, visit.person, wanted.model_copy(update={"draft": True}))
    return page(
        visit,
        "oversight/annual_adopt.html",
        status,
        report=found,
        title=title_of(found.content),
        faults=faults_of(refused) if refused else {},
        reason=reason,
        here=_address(wanted, "/adopt"),
        back=_address(wanted),
        may=bool(ADOPTING & set(visit.person.roles)),
    )
