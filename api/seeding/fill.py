"""Filling an empty database with invented agencies and cases, the same for the same plan."""

import asyncio
import gc
import itertools
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from datetime import date
from multiprocessing import get_context
from random import Random
from typing import TypeVar

from activities.db.calendars import any_calendar, calendar_in_force, publish_calendar
from activities.db.database import AsyncConnection, Database
from activities.db.people import put_agency, put_member
from activities.db.seeding import (
    Reference,
    copy_rows,
    drop_indexes,
    drop_references,
    has_applications,
    in_bulk,
    make_indexes,
    make_references,
    set_counter,
    tidy,
)
from activities.db.tables import applications, cases, documents
from activities.db.tables_annual import case_remedies
from activities.db.tables_figures import case_tallies
from activities.db.tables_oversight import case_terms
from activities.db.tables_stages import case_stages
from api.seeding.lives import Lives
from api.seeding.offices import Office, offices
from api.seeding.projections import REMEDY, STAGE, TERMS, Stages, remedies, terms
from api.seeding.rows import APPLICATION, CASE, DOCUMENT, Writer, Written
from schemas.base import Frozen
from schemas.errors import InvalidInput
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar

AT_ONCE = 5_000
"""Cases a transaction: enough for COPY to pay, few enough for memory."""
PROCESSES = 2
"""Offices written side by side: one thinks of cases while PostgreSQL writes those of the other."""
TABLES = (applications, cases, documents, case_terms, case_remedies, case_stages)
T = TypeVar("T")


class SeedPlan(Frozen):
    """How many closed and open cases, over how many agencies, up to which day, from which seed."""

    closed: int
    open: int
    agencies: int
    seed: int
    today: date

    def rng(self, what: str) -> Random:
        """Chance of its own for each part, so that one part does not depend on how much another draws."""
        return Random(f"{self.seed}/{what}")  # noqa: S311 - reproducible, nothing secret

    def tree(self) -> tuple[Office, ...]:
        """The agencies and their staff."""
        return offices(self.rng("offices"), self.agencies)


async def fill(url: str, plan: SeedPlan, told: Callable[[int], None]) -> tuple[Office, ...]:
    """Write it all; ``told`` hears how many cases stand. Raises ``InvalidInput("database_in_use")``.

    What a crash leaves is a database with applications and without indexes and foreign keys: it is refused from then
    on, and is to be dropped.
    """
    tree = plan.tree()
    async with _opened(url) as database:
        async with database.transaction() as connection:
            if await has_applications(connection):
                raise InvalidInput("database_in_use")
            references = await _begin(connection, tree)
        stand = 0
        async for written in _offices_filled(url, plan):
            told(stand := stand + written)
        async with database.reading() as connection:
            await make_references(connection, references)
            await make_indexes(connection, TABLES)
            await tidy(connection, (*TABLES, case_tallies))
    return tree


async def _begin(connection: AsyncConnection, tree: Iterable[Office]) -> list[Reference]:
    if not await any_calendar(connection):
        await publish_calendar(connection, national_calendar())
    for office in tree:
        await put_agency(connection, office.agency)
        for member in office.staff:
            await put_member(connection, member)
    await drop_indexes(connection, TABLES)
    return await drop_references(connection, TABLES)


async def _offices_filled(url: str, plan: SeedPlan) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as processes:
        filling = [loop.run_in_executor(processes, _fill_office, url, plan, n) for n in range(plan.agencies)]
        for one in asyncio.as_completed(filling):
            yield await one


def _fill_office(url: str, plan: SeedPlan, n: int) -> int:
    gc.disable()  # rows make no circles, and looking for some costs as much as making the rows
    return asyncio.run(_office_filled(url, plan, n))


async def _office_filled(url: str, plan: SeedPlan, n: int) -> int:
    """Write the cases of the n-th agency; how many."""
    office, written = plan.tree()[n], 0
    async with _opened(url) as database:
        async with database.reading() as connection:
            calendar = WorkingCalendar.of(await calendar_in_force(connection, None))
        writer = Writer(plan.rng(f"words/{n}"), office, calendar.version)
        stages = Stages(plan.rng(f"stages/{n}"), calendar, plan.today)
        for some in _by(AT_ONCE, _cases(plan, n, writer, calendar)):
            async with database.transaction() as connection:
                await _write(connection, writer, stages, some)
            written += len(some)
        async with database.transaction() as connection:
            for year, last in writer.last_numbers.items():
                await set_counter(connection, office.agency.id, "application", year, last)
    return written


def _cases(plan: SeedPlan, n: int, writer: Writer, calendar: WorkingCalendar) -> Iterator[Written]:
    """The cases of the n-th agency in the order of their arrival."""
    lives = Lives(plan.rng(f"lives/{n}"), calendar, plan.today)
    over, in_hand = _share(plan.closed, plan.agencies, n), _share(plan.open, plan.agencies, n)
    all_of_them = [*(lives.over() for _ in range(over)), *(lives.in_hand() for _ in range(in_hand))]
    applicants = max(1, len(all_of_them) // 3)
    for life in sorted(all_of_them, key=lambda one: one.arrived_on):
        yield writer.written(life, applicants)


def _share(of: int, agencies: int, n: int) -> int:
    """Evenly, the first ones taking what is left over."""
    return of // agencies + (n < of % agencies)


async def _write(connection: AsyncConnection, writer: Writer, stages: Stages, some: list[Written]) -> None:
    await in_bulk(connection)
    await copy_rows(connection, applications, APPLICATION, [writer.application(one) for one in some])
    await copy_rows(connection, cases, CASE, [writer.case(one) for one in some])
    await copy_rows(connection, case_terms, TERMS, [terms(one) for one in some])
    beside = (
        (documents, DOCUMENT, writer.documents),
        (case_remedies, REMEDY, remedies),
        (case_stages, STAGE, stages.rows),
    )
    for table, columns, rows in beside:
        await copy_rows(connection, table, columns, [row for one in some for row in rows(one)])


def _by(size: int, items: Iterator[T]) -> Iterator[list[T]]:
    while some := list(itertools.islice(items, size)):
        yield some


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database(url, 1)
    try:
        yield database
    finally:
        await database.close()
