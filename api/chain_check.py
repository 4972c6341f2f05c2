"""Whether the record of a case is sound: every link recalculated from what is stored."""

from collections.abc import Sequence
from uuid import UUID

from activities.db.events import EventRow, read_rows
from activities.keeping.archive_chain import CHAIN_FAULTS, chain_faults
from api.desk import Desk
from schemas.people import SignedIn
from schemas.sight import ChainCheck, ChainFault


async def check_chain(desk: Desk, person: SignedIn, case_id: UUID) -> ChainCheck:
    """The record of a case, link by link, and the hash of the last. Raises ``NotFound``."""
    row = await desk.row(person, case_id)
    async with desk.database.reading() as connection:
        rows = await read_rows(connection, case_id)
    return checked(rows, row.head)


def checked(rows: Sequence[EventRow], head: str) -> ChainCheck:
    """These links, recalculated. ``head``: the hash of the last one, as the read model has it."""
    faults = tuple(_told(seq, code) for seq, code in chain_faults(rows))
    return ChainCheck(events=len(rows), head=str(rows[-1].record.get("hash")) if rows else head, faults=faults)


def _told(seq: int, code: str) -> ChainFault:
    message, _, message_en = CHAIN_FAULTS[code].partition(" / ")
    return ChainFault(seq=seq, code=code, message=message, message_en=message_en)
