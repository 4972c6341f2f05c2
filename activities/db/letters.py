"""Letters: numbers first, under a business key, then the two forms."""

from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.counters import next_number
from activities.db.tables import letters
from schemas.base import Recorded
from schemas.letters import LetterOrder
from schemas.vocabulary import LetterKind


class LetterRow(Recorded):
    """A numbered letter; the forms are missing between numbering and rendering only."""

    id: UUID
    agency_id: UUID
    case_id: UUID
    kind: LetterKind
    year: int
    n: int
    number: str
    pdf_id: UUID | None
    docx_id: UUID | None


async def find_letter(connection: AsyncConnection, key: str) -> LetterRow | None:
    """The letter of a business key."""
    columns = [letters.c[name] for name in LetterRow.model_fields]
    found = (await connection.execute(select(*columns).where(letters.c.key == key))).mappings().first()
    return LetterRow.model_validate(dict(found)) if found else None


async def letter_of(connection: AsyncConnection, agency_id: UUID, letter_id: UUID) -> LetterRow | None:
    """One letter, if this agency may see it."""
    columns = [letters.c[name] for name in LetterRow.model_fields]
    statement = select(*columns).where(letters.c.id == letter_id, letters.c.agency_id == agency_id)
    found = (await connection.execute(statement)).mappings().first()
    return LetterRow.model_validate(dict(found)) if found else None


async def take_number(connection: AsyncConnection, order: LetterOrder) -> int:
    """The next number of this kind and year in the agency."""
    return await next_number(connection, order.agency_id, f"letter/{order.kind}", order.dated.year)


async def enter_letter(connection: AsyncConnection, order: LetterOrder, n: int, number: str) -> LetterRow:
    """Enter a numbered letter under its business key; the row as it stands now."""
    entered = await connection.execute(
        insert(letters)
        .values(
            id=uuid5(order.case_id, order.key),
            agency_id=order.agency_id,
            case_id=order.case_id,
            key=order.key,
            kind=order.kind,
            year=order.dated.year,
            n=n,
            number=number,
            dated=order.dated,
        )
        .returning(*(letters.c[name] for name in LetterRow.model_fields))
    )
    return LetterRow.model_validate(dict(entered.mappings().one()))


async def attach_forms(connection: AsyncConnection, letter_id: UUID, pdf_id: UUID, docx_id: UUID) -> None:
    """Name the documents that are the letter's two forms."""
    await connection.execute(update(letters).where(letters.c.id == letter_id).values(pdf_id=pdf_id, docx_id=docx_id))
