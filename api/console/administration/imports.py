"""Moving in from another register: a look without effect, and the import."""

from typing import NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.console.administration.frame import Refused, shown
from api.console.administration.upload import with_file
from api.console.visit import Visit, VisitDep
from api.moving.bounds import MOST_BYTES, MOST_LINES
from api.moving.importing import LINES_AT_ONCE
from api.routes_imports import ImportsDep
from schemas.errors import DaylightError, InvalidInput
from schemas.imports import CHOICES, COLUMNS, ImportReport

router = APIRouter(prefix="/imports")
FIRST_LINE = 2
"""Behind the heading."""


@router.get("")
async def form(visit: VisitDep) -> HTMLResponse:
    """The form, and what each column is for."""
    return _shown(visit)


class Bounds(NamedTuple):
    """What the page says of the size of a file."""

    megabytes: int = MOST_BYTES // 1024**2
    lines: int = MOST_LINES
    at_once: int = LINES_AT_ONCE


def _shown(
    visit: Visit, refused: Refused | None = None, report: ImportReport | None = None, line: str = str(FIRST_LINE)
) -> HTMLResponse:
    choices = {key: [word for word in words if not word.isascii()] for key, words in CHOICES.items()}
    told = {"report": report, "columns": COLUMNS, "choices": choices, "bounds": Bounds(), "typed_line": line}
    return shown(visit, "imports.html", refused, **told)


def _line(typed: str) -> int:
    """The line to begin with. Raises ``InvalidInput("import_line_unknown")`` for what can be none."""
    line = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= len(str(MOST_LINES)) else 0
    if not FIRST_LINE <= line <= MOST_LINES + 1:
        raise InvalidInput("import_line_unknown", field="line")
    return line


@router.post("")
async def sent(request: Request, visit: VisitDep, imports: ImportsDep) -> HTMLResponse:
    """Look at the rows of a file, or take them over; a form sent twice enters nothing twice."""
    fields, name, content = await with_file(request, visit)
    wet, line = fields.first("do") == "import", fields.first("line") or str(FIRST_LINE)
    try:
        if not name:
            raise InvalidInput("missing_field", field="file")
        report = await imports.run(visit.person, content, dry_run=not wet, line=_line(line))
    except DaylightError as refused:
        return _shown(visit, refused, line=line[:10])
    return _shown(visit, report=report)
