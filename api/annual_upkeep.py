"""Proving and remaking what the annual report reads beside the table of cases."""

from collections.abc import Sequence

from activities.db.case_remedies import FirstResult, first_result_of, remake_remedies, remedies_after, remedies_of
from activities.db.database import AsyncConnection
from api.answers import folded
from schemas.events import EventRecord


async def remake_annual(connection: AsyncConnection, records: Sequence[EventRecord]) -> None:
    """Drop and remake the remedies and the first result of one case from all its events."""
    await remake_remedies(connection, records, first_result(records))


async def annual_differs(connection: AsyncConnection, records: Sequence[EventRecord]) -> bool:
    """Whether they say otherwise than the events."""
    case_id = records[0].case_id
    if await first_result_of(connection, case_id) != first_result(records):
        return True
    return await remedies_of(connection, case_id) != remedies_after(records)


def first_result(records: Sequence[EventRecord]) -> FirstResult | None:
    """How a case ended the first time, if it was taken in hand again after that; told by the fold up to there."""
    kinds = [record.event.kind for record in records]
    if "case_closed" not in kinds:
        return None
    end = kinds.index("case_closed") + 1
    if "new_reply_ordered" not in kinds[end:]:
        return None
    case = folded(records[0].case_id, records[0].case_id, records[:end])  # whose case it is makes no difference here
    assert case.closed_on is not None  # noqa: S101 - it has just been closed
    return FirstResult(closed_on=case.closed_on, report_row=case.report_row)
