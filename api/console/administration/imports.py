"""Moving in from another register: a look without effect, and the import."""

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from api.console.administration.frame import Refused, shown
from api.console.administration.upload import with_file
from api.console.visit import Visit, VisitDep
from api.routes_imports import ImportsDep
from schemas.errors import DaylightError, InvalidInput
from schemas.imports import CHOICES, COLUMNS, ImportReport

router = APIRouter(prefix="/imports")


@router.get("")
async def form(visit: VisitDep) -> HTMLResponse:
    """The form, and what each column is for."""
    return _shown(visit)


def _shown(visit: Visit, refused: Refused | None = None, report: ImportReport | None = None) -> HTMLResponse:
    choices = {key: [word for word in words if not word.isascii()] for key, words in CHOICES.items()}
    return shown(visit, "imports.html", refused, report=report, columns=COLUMNS, choices=choices)


@router.post("")
async def sent(request: Request, visit: VisitDep, imports: ImportsDep) -> HTMLResponse:
    """Look at the rows of a file, or take them over; a form sent twice enters nothing twice."""
    fields, name, content = await with_file(request, visit)
    try:
        if not name:
            raise InvalidInput("missing_field", field="file")
        wet = fields.first("do") == "import"
        line = int(fields.first("line") or "2") if fields.first("line").isdecimal() else 2
        report = await imports.run(visit.person, content, dry_run=not wet, line=line)
    except DaylightError as refused:
        return _shown(visit, refused)
    return _shown(visit, report=report)
