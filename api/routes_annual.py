"""``/api/reports/annual``: the annual report (arts. 49, 50), its entries, its adoption, and the cases behind it."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path, Query
from fastapi.concurrency import run_in_threadpool
from starlette.responses import Response

from activities.reports.files import MEDIA_TYPES, FileFormat, annual_file
from api.access import DeskDep, Person
from api.annual import FEES, Wanted, adopt, behind, enter, entries_in_force, printable, report_of
from schemas.annual import (
    FIRST_YEAR,
    LAST_VERSION,
    Adopt,
    AnnualReport,
    CellPage,
    EnteredEntries,
    EntriesChange,
)

router = APIRouter(prefix="/api/reports/annual", tags=["annual report"])


class AnswerFormat(StrEnum):
    """JSON, or a file to print, file and publish."""

    JSON = "json"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


Year = Annotated[int, Path(ge=FIRST_YEAR, le=9998, description="the year that is reported on")]
Tree = Annotated[bool, Query(description="with all agencies below: the report of a government; else of one agency")]
Agency = Annotated[UUID | None, Query(description="an agency below; the own one unless given")]

_ENTRIES = {
    "figures and texts": {
        "value": {
            "expected_version": 0,
            "figures": {
                "rules": {"made": 0, "repealed": 0, "in_force": 1},
                "documents": {"made": 4, "repealed": 1, "in_force": 23},
                "permits": 1250,
                "penalties": 86,
                "compulsions": 3,
                "charges": "12.5",
            },
            "overview": "本年度，本机关认真贯彻《中华人民共和国政府信息公开条例》。",
            "problems": "公开内容有待细化，下一年将加强业务培训。",
            "other": "无其他需要报告的事项。",
        }
    }
}
_ADOPT = {"first": {"value": {}}, "correction": {"value": {"reason": "补登上年末收到的申请一件"}}}


async def wanted_report(
    year: Year,
    tree: Tree = False,
    agency: Agency = None,
    version: Annotated[
        int | None, Query(ge=1, le=LAST_VERSION, description="an adopted version; the newest unless given")
    ] = None,
    draft: Annotated[bool, Query(description="as counted now, although a version is adopted")] = False,
) -> Wanted:
    """Which report is asked for."""
    return Wanted(year=year, agency=agency, tree=tree, version=version, draft=draft)


async def counted_report(year: Year, tree: Tree = False, agency: Agency = None) -> Wanted:
    """A report as it is counted or entered now: of no adopted version."""
    return Wanted(year=year, agency=agency, tree=tree)


async def own_report(year: Year, tree: Tree = False) -> Wanted:
    """A report of the person's own agency."""
    return Wanted(year=year, tree=tree)


Report = Annotated[Wanted, Depends(wanted_report)]
Counted = Annotated[Wanted, Depends(counted_report)]
OwnReport = Annotated[Wanted, Depends(own_report)]


@router.get("/{year}", response_model=AnnualReport)
async def annual_report(
    desk: DeskDep,
    person: Person,
    wanted: Report,
    format_: Annotated[AnswerFormat, Query(alias="format")] = AnswerFormat.JSON,
) -> AnnualReport | Response:
    """The adopted version, or while there is none a draft: table 三 and 四 from the record, 二 and texts as entered.

    What does not add up is named in ``faults``, case by case, and is not given out as a file.
    """
    report = await report_of(desk, person, wanted)
    if format_ is AnswerFormat.JSON:
        return report
    kind = FileFormat(format_)
    file = await run_in_threadpool(annual_file, printable(report), kind)
    return Response(file, media_type=MEDIA_TYPES[kind], headers=_headers(wanted, report, kind))


@router.get("/{year}/cases")
async def cases_behind(
    desk: DeskDep,
    person: Person,
    wanted: Counted,
    row: Annotated[str, Query(description=f"1, 2, 3.1 … 4; reconsideration, direct_suit …; {FEES}", max_length=40)],
    column: Annotated[str, Query(description="natural_person … total; upheld … total", max_length=40)] = "total",
    after: Annotated[str | None, Query(description="`next` of the page before")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> CellPage:
    """The cases behind one number of the report, as they are counted now, oldest first."""
    return await behind(desk, person, wanted, row, column, after, limit)


@router.get("/{year}/entries")
async def entries(desk: DeskDep, person: Person, wanted: Counted) -> EnteredEntries:
    """The figures of table 二 and the texts of 一, 五 and 六 as entered, with their version."""
    return await entries_in_force(desk, person, wanted)


@router.put("/{year}/entries")
async def enter_entries(
    desk: DeskDep,
    person: Person,
    wanted: OwnReport,
    change: Annotated[EntriesChange, Body(openapi_examples=_ENTRIES)],
) -> EnteredEntries:
    """Enter all figures and texts anew; earlier versions are kept.

    In the report of a tree, figures that are left out are the sum of those below.
    """
    return await enter(desk, person, wanted, change)


@router.post("/{year}/adopt")
async def adopt_annual_report(
    desk: DeskDep, person: Person, wanted: OwnReport, how: Annotated[Adopt, Body(openapi_examples=_ADOPT)]
) -> AnnualReport:
    """Adopt (审定) the report as it stands: from now on it is served as it is, whatever becomes of the cases.

    Refused while something does not add up or has not been entered. Once more, with a reason, a new version takes its
    place, and the earlier ones stay readable.
    """
    return await adopt(desk, person, wanted, how)


def _headers(wanted: Wanted, report: AnnualReport, kind: FileFormat) -> dict[str, str]:
    state = f"v{report.adoption.version}" if report.adoption else "draft"
    name = f"ogi-annual-report-{wanted.year}{'-tree' if wanted.tree else ''}-{state}.{kind}"
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
