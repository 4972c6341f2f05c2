"""One request with all that belongs to it, and the way in for its papers."""

from uuid import UUID, uuid5

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.console.own_records.sheet import sheet_of_request
from api.console.pages import page
from api.console.typed import faults_of
from api.console.visit import Visit, VisitDep
from api.csrf import FIELD, refuse_forged
from api.own_records import OwnRecords
from api.own_records_views import upload_paper
from api.routes_own_records import OwnRecordsDep
from api.uploads import FileUpload
from schemas.errors import DaylightError, InvalidInput, NotAllowed, NotFound
from schemas.own_records import OwnRecordState
from schemas.words import Word
from schemas.words_own_records import OWN_STEP_TITLES
from workflows.own_records_rules import HANDLING

router = APIRouter(prefix="/own-records")
BEFORE_THE_FILE = (FIELD, "key", "back")
DONE: dict[str, Word] = {
    **OWN_STEP_TITLES,
    "register": ("登记更正申请", "Register a request for correction"),
    "upload": ("文件已添加", "document added"),
}
"""What may have been done just before a request is shown."""


@router.get("/{own_record_id}")
async def one(visit: VisitDep, own_records: OwnRecordsDep, own_record_id: UUID, did: str = "") -> HTMLResponse:
    """One request. ``did``: what was just recorded, to be told."""
    return await _shown(visit, own_records, own_record_id, did=did)


@router.post("/{own_record_id}/documents")
async def upload(request: Request, visit: VisitDep, own_records: OwnRecordsDep, own_record_id: UUID) -> Response:
    """Take in one paper. The token against forged requests stands before it: until it is checked nothing is kept."""
    try:
        sent = FileUpload(request, BEFORE_THE_FILE)
        await sent.open()
        refuse_forged(request, visit.session.token, sent.fields.get(FIELD))
        await upload_paper(own_records, visit.person, own_record_id, _key(sent, own_record_id), sent)
    except (NotAllowed, NotFound):
        raise
    except DaylightError as refused:
        return await _shown(visit, own_records, own_record_id, refused)
    return RedirectResponse(f"/own-records/{own_record_id}?did=upload#papers", 303)


async def _shown(
    visit: Visit, own_records: OwnRecords, own_record_id: UUID, refused: DaylightError | None = None, did: str = ""
) -> HTMLResponse:
    sheet = await sheet_of_request(own_records, visit, own_record_id)
    still_open = sheet.view.summary.state is not OwnRecordState.CLOSED
    return page(
        visit,
        "own_records/request.html",
        refused.status if refused else 200,
        sheet=sheet,
        titles=OWN_STEP_TITLES,
        did=DONE.get(did),
        may_upload=still_open and bool(HANDLING & set(visit.person.roles)),
        faults=faults_of(refused) if refused else {},
    )


def _key(sent: FileUpload, own_record_id: UUID) -> str:
    if not sent.fields.get("key"):
        raise InvalidInput("idempotency_key_missing", field="key")
    return str(uuid5(own_record_id, sent.fields["key"]))
