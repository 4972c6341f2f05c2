"""Many alarms of one day: ``python -m tests.bench.alarms --cases 10000 --over 600``, and ``--over 1`` for the worst.

Cases in hand whose last day is today, each with one rung left, wait in Temporal; bare workflows beside them wait for
the same instants and write one row. Both on the servers of one ``daylight up``, one after the other. An alarm counts
when it is on record; how late it is, is the time of that commit after the instant at which it was to ring.
"""

import argparse
import asyncio
import os
import shutil
import statistics
import tempfile
import time as clock
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
import psutil
from rich.console import Console
from sqlalchemy.engine import make_url
from temporalio.client import Client

from activities.db.calendars import calendar_of, publish_calendar
from activities.db.database import Database
from api.cli.console import table_of
from api.cli.local import settings_for
from api.cli.setup import SAMPLE_AGENCY
from schemas.clock import CalendarData
from schemas.escalation import Matter, Recipient, Rung
from schemas.policy import Policy
from schemas.settings import Settings
from tests.bench.bare import DATABASE, bare_worker
from tests.bench.bare_worker import TASK_QUEUE
from tests.bench.calendar_cases import AT_ONCE, Made, case_in_hand, recorded, started
from tests.bench.machine import machine
from tests.bench.stack import CpuWatch, RunningStack, start_stack
from worker.connection import connect
from worker.embedded.ports import free_port
from workflows.alarms import next_alarm
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar

ON_THE_DAY = (Rung(working_days=0, to=(Recipient.HANDLER,)),)
A_CASE_SECONDS = 0.08
"""To write and start one, with room to spare: the first alarm rings after the last case was started."""
GIVEN_UP_SECONDS = 3600.0
CASES_RUNG = """
SELECT EXTRACT(epoch FROM min(n.intended_at)), n.case_id::text FROM notices n
WHERE n.kind = 'escalation_fell' GROUP BY n.case_id
"""
ROWS_RUNG = "SELECT EXTRACT(epoch FROM at), case_id FROM rows WHERE n = 'alarm'"
console = Console(stderr=True)
Instants = dict[str, datetime]
"""Workflow or case to the instant at which its alarm is to ring."""


def day_and_window(cases: int, over: int) -> tuple[date, Policy]:
    """A day that is far from its end somewhere, and a policy whose alarms all fall into so many seconds of it."""
    opens = datetime.now(UTC) + timedelta(seconds=30 + cases * A_CASE_SECONDS)
    zone = next(name for east in range(24) if 6 <= opens.astimezone(ZoneInfo(name := _zone(east))).hour < 12)
    here = opens.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    until = here + timedelta(seconds=over)
    window = {"alarms_from": time(here.hour, here.minute, here.second), "alarms_until": until.time()}
    ladders: dict[Matter, tuple[Rung, ...]] = {Matter.CORRECTION_NOTICE: ()}
    return here.date(), Policy(timezone=zone, ladder=ON_THE_DAY, ladders=ladders, **window)


def _zone(east: int) -> str:
    """Etc/GMT-3 lies three hours east."""
    return f"Etc/GMT{-east if east <= 14 else 24 - east:+d}"


async def cases_waiting(client: Client, settings: Settings, cases: int, over: int) -> Instants:
    """Cases on record and in Temporal, whose last day is today; when each will ring."""
    today, policy = day_and_window(cases, over)
    database = Database(settings.database_url.get_secret_value(), 4)
    data = national_calendar(((today, True),))
    async with database.transaction() as connection:
        await publish_calendar(connection, data)
        data = await calendar_of(connection, SAMPLE_AGENCY.id)
    calendar = WorkingCalendar.of(data)
    made = [one async for one in recorded(database, _made(cases, today, data, calendar, policy))]
    await started(client, settings.task_queue, made)
    await database.close()
    return {str(one.start.case_id): _rings(one, calendar) for one in made}


def _made(cases: int, today: date, data: CalendarData, calendar: WorkingCalendar, policy: Policy) -> Iterable[Made]:
    yesterday = datetime.now(UTC) - timedelta(days=1)  # registered then: what is due today has not been said
    arrived_on, run = calendar.before(today, 20), f"{int(clock.time())}"
    return (case_in_hand(f"警〔{run}〕{n}号", arrived_on, yesterday, data, policy) for n in range(cases))


def _rings(one: Made, calendar: WorkingCalendar) -> datetime:
    assert one.start.snapshot is not None
    alarm = next_alarm(one.start.snapshot.case, calendar)
    assert alarm is not None
    return alarm.at


async def bare_waiting(client: Client, instants: Sequence[datetime], shift: timedelta) -> Instants:
    """As many bare workflows, waiting for the same instants a while later."""
    waiting = {f"bare-alarm/{n}": instant + shift for n, instant in enumerate(instants)}
    left = iter(waiting.items())

    async def starter() -> None:
        for name, instant in left:
            await client.start_workflow("BareAlarm", instant.isoformat(), id=name, task_queue=TASK_QUEUE)

    await asyncio.gather(*(starter() for _ in range(AT_ONCE)))
    return waiting


async def rung(url: str, query: str, instants: Instants) -> list[float]:
    """Seconds each alarm came late, once all are on record."""
    connection = await asyncpg.connect(url)
    began = clock.monotonic()
    while True:
        found = {row[1]: float(row[0]) for row in await connection.fetch(query)}
        if instants.keys() <= found.keys() or clock.monotonic() - began > GIVEN_UP_SECONDS:
            break
        await asyncio.sleep(1)
    await connection.close()
    return sorted(found[name] - at.timestamp() for name, at in instants.items() if name in found)


async def watched(
    stack: RunningStack,
    instants: Instants,
    late: Callable[[], Awaitable[list[float]]],
    besides: dict[str, list[psutil.Process]],
) -> list[object]:
    """From just before the first alarm to the last on record: how late, how long, and at what cost."""
    first = min(instants.values())
    await asyncio.sleep(max((first - datetime.now(UTC)).total_seconds() - 1, 0))
    watch = CpuWatch({name: group for name, group in stack.members().items() if name != "up"} | besides)
    watch.start()
    delays = await late()
    watch.stop()
    cuts = statistics.quantiles(delays, n=100) if len(delays) > 1 else delays * 99
    span = max(delays) + (max(instants.values()) - first).total_seconds()
    cpu = sum(watch.used.values())
    per = 1000 * cpu / max(len(delays), 1)
    return [f"{len(delays)}/{len(instants)}", *(round(x, 2) for x in (cuts[49], cuts[98], delays[-1], span, cpu, per))]


async def measure(folder: Path, cases: int, over: int) -> list[list[object]]:
    """Daylight first, then the bare ones on the same servers."""
    stack = await start_stack(folder, free_port())
    try:
        settings = settings_for(folder)
        client = await connect(settings)
        console.print(f"{cases} cases are written and started …")
        instants = await cases_waiting(client, settings, cases, over)
        behind = datetime.now(UTC) - min(instants.values())
        if behind > timedelta(0):
            raise RuntimeError(f"starting took {behind} too long for this machine: raise A_CASE_SECONDS")
        url = make_url(settings.database_url.get_secret_value()).set(drivername="postgresql")
        address = url.render_as_string(hide_password=False)
        ours = await watched(stack, instants, lambda: rung(address, CASES_RUNG, instants), {})
        async with bare_worker(settings) as bare:
            later = datetime.now(UTC) - min(instants.values()) + timedelta(seconds=20 + cases * A_CASE_SECONDS / 2)
            console.print("as many bare workflows are started …")
            waiting = await bare_waiting(await Client.connect(settings.temporal_address), [*instants.values()], later)
            bare_url = url.set(database=DATABASE).render_as_string(hide_password=False)
            worker = {"bare": [psutil.Process(bare.pid)]}
            theirs = await watched(stack, waiting, lambda: rung(bare_url, ROWS_RUNG, waiting), worker)
    finally:
        stack.stop()
    return [["Daylight", *ours], ["bare", *theirs]]


def main() -> None:
    """Measure one spread and print it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.alarms", description=__doc__)
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--over", type=int, default=600, help="seconds over which the alarms are spread")
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="daylight-measure-"))
    try:
        rows = asyncio.run(measure(folder, asked.cases, asked.over))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)
    out = Console()
    out.print(machine())
    columns = ("", "fired", "late p50 s", "late p99 s", "last s", "whole s", "CPU s", "CPU ms each")
    out.print(table_of(f"{asked.cases} alarms over {asked.over} s", columns, rows))
    os._exit(0)  # the Temporal client may abort while the interpreter finalises


if __name__ == "__main__":
    main()
