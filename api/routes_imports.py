"""``/api/imports``: cases of another register taken over, for administrators of an agency."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.responses import Response

from api.access import Person
from api.administration import permit
from api.moving.bounds import MOST_BYTES, MOST_LINES
from api.moving.importing import Imports
from api.moving.template import template_csv, template_xlsx
from api.uploads import FileUpload
from schemas.errors import InvalidInput
from schemas.imports import ImportReport

router = APIRouter(prefix="/api/imports", tags=["administration"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary"}},
                }
            }
        },
    }
}


async def the_imports(request: Request) -> Imports:
    """The imports of this process."""
    imports: Imports = request.app.state.imports
    return imports


ImportsDep = Annotated[Imports, Depends(the_imports)]


@router.get("/template.xlsx", response_class=Response)
async def xlsx(person: Person) -> Response:
    """The template: headings, an example, and a sheet that says what each column is for."""
    permit(person)
    named = {"Content-Disposition": 'attachment; filename="daylight-import.xlsx"'}
    return Response(template_xlsx(), media_type=XLSX, headers=named)


@router.get("/template.csv", response_class=Response)
async def as_csv(person: Person) -> Response:
    """The same as CSV."""
    permit(person)
    named = {"Content-Disposition": 'attachment; filename="daylight-import.csv"'}
    return Response(template_csv(), media_type="text/csv; charset=utf-8", headers=named)


@router.post("", openapi_extra=_BODY)
async def take_over(
    request: Request,
    person: Person,
    imports: ImportsDep,
    dry_run: Annotated[bool, Query(description="look at the rows and change nothing")] = True,
    line: Annotated[int, Query(ge=2, le=MOST_LINES + 1, description="`next` of the answer before")] = 2,
) -> ImportReport:
    """Take over the cases of a CSV or XLSX file, 200 lines at once; each refused row with column, code and sentence.

    Idempotent by the agency's own number: sent again, nothing is entered twice.
    """
    permit(person)
    upload = FileUpload(request)
    await upload.open()
    content = bytearray()
    async for piece in upload.chunks():
        content += piece
        if len(content) > MOST_BYTES:
            raise InvalidInput("import_too_large", field="file")
    return await imports.run(person, bytes(content), dry_run=dry_run, line=line)
