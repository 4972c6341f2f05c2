"""Rows by COPY into an empty database: for measuring, never for the record."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Index, Table, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.schema import CreateIndex, DropIndex

from activities.db.tables import applications, counters

Rows = Iterable[Sequence[object]]
INDEX_MEMORY = "256MB"
COPY_SECONDS = 900.0
"""Longer than any one COPY or VACUUM of a million rows takes on two cores."""
_REFERENCES = text(
    """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid::regclass::text = ANY (:tables) ORDER BY conname
    """
)


class Reference(NamedTuple):
    """A foreign key, as PostgreSQL writes it."""

    table: str
    name: str
    definition: str


async def has_applications(connection: AsyncConnection) -> bool:
    """Whether an application was ever entered here."""
    return (await connection.execute(select(applications.c.case_id).limit(1))).first() is not None


async def copy_rows(connection: AsyncConnection, table: Table, columns: Sequence[str], rows: Rows) -> None:
    """Write rows in the transaction of the connection; ``columns`` in the order of their values."""
    driver = await _driver(connection)
    await driver.copy_records_to_table(table.name, records=rows, columns=columns, timeout=COPY_SECONDS)


async def drop_indexes(connection: AsyncConnection, tables: Sequence[Table]) -> None:
    """Drop what is not a constraint: an index made of all rows at once takes a fraction of the time."""
    for index in _indexes(tables):
        await connection.execute(DropIndex(index))


async def make_indexes(connection: AsyncConnection, tables: Sequence[Table]) -> None:
    """Make them again, on a connection without a transaction."""
    driver = await _driver(connection)
    await driver.execute(f"SET maintenance_work_mem = '{INDEX_MEMORY}'")
    for index in _indexes(tables):
        await driver.execute(str(CreateIndex(index).compile(dialect=connection.dialect)), timeout=COPY_SECONDS)
    await driver.execute("RESET maintenance_work_mem")


async def drop_references(connection: AsyncConnection, tables: Sequence[Table]) -> list[Reference]:
    """Drop the foreign keys of these tables: checked for all rows at once they take a fraction of the time, too."""
    names = [table.name for table in tables]
    found = [Reference(*row) for row in await connection.execute(_REFERENCES, {"tables": names})]
    for one in found:
        await connection.execute(text(f"ALTER TABLE {one.table} DROP CONSTRAINT {one.name}"))
    return found


async def make_references(connection: AsyncConnection, references: Sequence[Reference]) -> None:
    """Make them again and check every row, on a connection without a transaction."""
    driver = await _driver(connection)
    await driver.execute(f"SET work_mem = '{INDEX_MEMORY}'")
    for one in references:
        await driver.execute(
            f"ALTER TABLE {one.table} ADD CONSTRAINT {one.name} {one.definition}", timeout=COPY_SECONDS
        )
    await driver.execute("RESET work_mem")


def _indexes(tables: Sequence[Table]) -> list[Index]:
    found = [index for table in tables for index in table.indexes if not index.unique]
    return sorted(found, key=lambda index: str(index.name))


async def tidy(connection: AsyncConnection, tables: Sequence[Table]) -> None:
    """VACUUM and ANALYZE, on a connection without a transaction: plans need statistics, index-only scans its map."""
    driver = await _driver(connection)
    for table in tables:
        await driver.execute(f"VACUUM (ANALYZE) {table.name}", timeout=COPY_SECONDS)


async def in_bulk(connection: AsyncConnection) -> None:
    """Let this transaction write a lot: its commit need not wait for the disk, whoever lost it seeds again."""
    await connection.execute(text("SET LOCAL synchronous_commit = off"))


async def set_counter(connection: AsyncConnection, agency_id: UUID, name: str, year: int, last: int) -> None:
    """Say how far the numbers of a kind and year have come, where none was taken yet."""
    await connection.execute(insert(counters).values(agency_id=agency_id, name=name, year=year, last=last))


async def _driver(connection: AsyncConnection) -> Any:
    return (await connection.get_raw_connection()).driver_connection
