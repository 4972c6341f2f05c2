"""Moving in from another register: a look without effect, and the import."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.console.administration.frame import Refused, shown
from api.console.administration.upload import with_file
from api.console.visit import Visit, VisitDep
from api.moving.sheet import MOST_LINES
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


def _shown(visit: Visit, refused: Refused | None = None, report: ImportReport | None = None) -> HTMLResponse:
    choices = {key: [word for word in words if not word.isascii()] for key, words in CHOICES.items()}
    return shown(visit, "imports.html", refused, report=report, columns=COLUMNS, choices=choices)


def _line(typed: str) -> int:
    """The line to go on with; what can be none is the first."""
    return int(typed) if typed.isdecimal() and len(typed) <= len(str(MOST_LINES)) else FIRST_LINE


@router.post("")
async def sent(request: Request, visit: VisitDep, imports: ImportsDep) -> HTMLResponse:
    """Look at the rows of a file, or take them over; a form sent twice enters nothing twice."""
    fields, name, content = await with_file(request, visit)
    try:
        if not name:
            raise InvalidInput("missing_field", field="file")
        wet = fields.first("do") == "import"
        report = await imports.run(visit.person, content, dry_run=not wet, line=_line(fields.first("line")))
    except DaylightError as refused:
        return _shown(visit, refused)
    return _shown(visit, report=report)
