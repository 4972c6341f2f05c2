"""Letters: numbers first, under a business key, then the two forms."""

import hashlib
from datetime import date
from uuid import UUID, uuid5

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.counters import next_number
from activities.db.tables import letters
from schemas.base import Recorded
from schemas.chain import canonical
from schemas.letters import LetterOrder
from schemas.vocabulary import LetterKind


class LetterRow(Recorded):
    """A numbered letter; the forms are missing between numbering and rendering only.

    ``order_hash`` tells which order the forms were made by: that of a step refused afterwards may stand here still.
    """

    id: UUID
    agency_id: UUID
    case_id: UUID
    kind: LetterKind
    year: int
    n: int
    number: str
    dated: date
    pdf_id: UUID | None
    docx_id: UUID | None
    order_hash: str | None

    def is_made_by(self, order_hash: str) -> bool:
        """Whether the forms stand and are those of this order; a letter from before hashes were kept is."""
        return bool(self.pdf_id and self.docx_id) and self.order_hash in (None, order_hash)


def hash_of(order: Recorded) -> str:
    """SHA-256 of an order's canonical JSON: a retry brings the same order, another step another one."""
    return hashlib.sha256(canonical(order.model_dump(mode="json"))).hexdigest()


def form_id(letter_id: UUID, form: str, order_hash: str) -> UUID:
    """The document id of one form, ``pdf`` or ``docx``, of a letter made by this order."""
    return uuid5(letter_id, f"{form}/{order_hash}")


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


async def attach_forms(
    connection: AsyncConnection, letter_id: UUID, *, pdf_id: UUID, docx_id: UUID, order_hash: str, dated: date
) -> None:
    """Name the documents that are the letter's two forms, and the order they were made by."""
    made = {"pdf_id": pdf_id, "docx_id": docx_id, "order_hash": order_hash, "dated": dated}
    await connection.execute(update(letters).where(letters.c.id == letter_id).values(made))
