"""The read models together: moved on in the transaction of the events, whatever writes these."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.case_documents import project_documents
from activities.db.case_remedies import keep_first_result, project_remedies
from activities.db.events import put_row
from activities.db.search_terms import ASKED_ANEW, remake_terms
from activities.db.stages import project_stages
from schemas.case import CaseRow
from schemas.events import EventRecord


async def project_events(connection: AsyncConnection, records: Sequence[EventRecord], row: CaseRow) -> None:
    """Move every read model of a case on by these events, which are on record; ``row`` is the case after them.

    Done twice, it is done once. Its search terms change only where its applicant has said something else.
    """
    await keep_first_result(connection, records)
    await put_row(connection, row)
    await project_documents(connection, records)
    await project_remedies(connection, records)
    await project_stages(connection, row.agency_id, records)
    if ASKED_ANEW & {record.event.kind for record in records}:
        await remake_terms(connection, row.case_id)
