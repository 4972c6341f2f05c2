"""How large an installation must be: ``python -m tests.bench sizing`` measures one case and multiplies.

What is measured stands in ``UnitCosts``; what is assumed stands here, each with its reason, to be set to one's own.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rich.table import Table

from api.cli.console import table_of
from tests.bench.unit_costs import UnitCosts, measured_costs

WORKING_DAYS = 250
PEAK_DAY = 3.0
"""The busiest day against the mean: what came in over a holiday, what falls due before one."""
PEAK_HOUR = 0.2
"""Share of a day's steps in its busiest hour."""
BUSY = 0.5
"""Share of a core that is planned for: the other half is for restarts, reports and what was not thought of."""
A_PROCESS = 0.6
"""Cores one Python process gets through before its event loop makes steps wait."""
READS_A_STEP = 10
"""Pages looked at for each step taken."""
IN_HAND_DAYS = 35
"""Calendar days from receipt to delivery: twenty working days, some of them extended."""
KEPT_OPEN_DAYS = 730
"""Calendar days a closed case waits for remedies: ``Policy.keep_open_months``, and some withheld ones far longer."""
RETENTION_DAYS = 30
"""For which Temporal keeps the history of a case that is archived."""
UPLOADS, UPLOAD_BYTES, COPIES = 4, 500_000, 2
"""Documents found for an application, their size, and how often each is kept: as it is, and as it is given out."""
HISTORY_OVERHEAD = 2.5
"""Rows, indexes and visibility of Temporal's database against the bytes of the history itself."""
COMMITS_A_SHARD = 10.0
"""Writes a second to one history shard: it does them one after the other, a few milliseconds each."""
LEAST_SHARDS = 512
"""Shards can never be changed, so a small cluster gets more than it needs."""
TASKS_A_PARTITION = 100.0
"""Tasks a second through one partition of a task queue."""
LEAST_PARTITIONS = 4
POOL = 10
PARTITION_ROWS = 100_000_000
"""Rows of the largest table (events) from which it is cut by year."""
YEARS = 10
UNITS = ("MB", "GB", "TB", "PB")
Row = tuple[str, str]


@dataclass(frozen=True)
class Load:
    """Applications a year, in one installation."""

    name: str
    applications: int


LOADS = (Load("a county", 5_000), Load("a province", 500_000), Load("the country", 10_000_000))


@dataclass(frozen=True)
class Sizing:
    """One installation for one load."""

    load: Load
    cost: UnitCosts

    @property
    def cases_a_second(self) -> float:
        """Whole cases' worth of steps a second in the busiest hour of the busiest day."""
        return self.load.applications / WORKING_DAYS * PEAK_DAY * PEAK_HOUR / 3600

    @property
    def steps_a_second(self) -> float:
        """Steps by staff, in that hour."""
        return self.cases_a_second * self.cost.steps

    def cores(self, cpu_ms: float) -> float:
        """Cores that spend so many milliseconds on each case, half busy."""
        return self.cases_a_second * cpu_ms / 1000 / BUSY

    @property
    def api_cores(self) -> float:
        """Cores of the APIs: the steps, and the pages between them."""
        return self.cores(self.cost.cpu_ms_api + self.cost.steps * READS_A_STEP * self.cost.cpu_ms_read_api)

    @property
    def postgres_cores(self) -> float:
        """Cores of PostgreSQL, likewise."""
        return self.cores(self.cost.cpu_ms_postgres + self.cost.steps * READS_A_STEP * self.cost.cpu_ms_read_postgres)

    @property
    def workers(self) -> int:
        """Worker processes; two at least, so that one may go."""
        return _processes(self.cores(self.cost.cpu_ms_worker))

    @property
    def apis(self) -> int:
        """API processes; two at least."""
        return _processes(self.api_cores)

    @property
    def open_workflows(self) -> int:
        """Cases in Temporal at once, nearly all of them asleep for remedies."""
        return round(self.load.applications * (IN_HAND_DAYS + KEPT_OPEN_DAYS) / 365)

    @property
    def shards(self) -> int:
        """History shards: a power of two."""
        commits = self.cases_a_second * self.cost.history_events
        return max(LEAST_SHARDS, 1 << math.ceil(math.log2(max(commits / COMMITS_A_SHARD, 1))))

    @property
    def partitions(self) -> int:
        """Partitions of the task queue of steps; a third of all events are tasks."""
        tasks = self.cases_a_second * self.cost.history_events / 3
        return max(LEAST_PARTITIONS, math.ceil(tasks / TASKS_A_PARTITION))

    @property
    def connections(self) -> int:
        """To PostgreSQL, if every pool is full: with one more of each API that listens for notices."""
        return (self.workers + self.apis) * POOL + self.apis

    @property
    def temporal_bytes(self) -> float:
        """Of Temporal's database: open cases, and archived ones until they are forgotten."""
        kept = self.open_workflows + self.load.applications * RETENTION_DAYS / 365
        return kept * self.cost.history_bytes * HISTORY_OVERHEAD

    @property
    def objects_a_year(self) -> float:
        """In the document store: letters, sheets, and each upload as often as it is kept."""
        return self.load.applications * (self.cost.objects + UPLOADS * COPIES)

    @property
    def object_bytes_a_year(self) -> float:
        """Their bytes."""
        return self.load.applications * (self.cost.document_bytes + UPLOADS * COPIES * UPLOAD_BYTES)

    def rows(self) -> Iterable[Row]:
        """What to provide, in words."""
        yield "applications a year", f"{self.load.applications:,}"
        yield "steps a second, busiest hour", f"{self.steps_a_second:.2f}"
        yield "worker processes (one core each)", f"{self.workers}"
        yield "API processes (one core each)", f"{self.apis}"
        yield "cores of the Temporal service", f"{max(1, math.ceil(self.cores(self.cost.cpu_ms_temporal)))}"
        yield "cores of PostgreSQL for the record", f"{max(1, math.ceil(self.postgres_cores))}"
        yield "connections to PostgreSQL", f"{self.connections:,}"
        yield "open workflows", f"{self.open_workflows:,}"
        yield "history shards", f"{self.shards:,}"
        yield "task queues", "2"
        yield "partitions of the queue of steps", f"{self.partitions}"
        yield "Temporal's database", _bytes(self.temporal_bytes)
        yield "PostgreSQL, a year", _bytes(self.load.applications * self.cost.postgres_bytes)
        yield f"PostgreSQL, {YEARS} years", _bytes(YEARS * self.load.applications * self.cost.postgres_bytes)
        yield f"rows of events, {YEARS} years", f"{self.event_rows:,.0f}"
        yield "events cut by year", "yes" if self.event_rows > PARTITION_ROWS else "no"
        yield "objects a year", f"{self.objects_a_year:,.0f}"
        yield "bytes of objects a year", _bytes(self.object_bytes_a_year)

    @property
    def event_rows(self) -> float:
        """Of the table of events after ten years."""
        return YEARS * self.load.applications * self.cost.record_events


def _processes(cores: float) -> int:
    return max(2, math.ceil(cores * BUSY / A_PROCESS))


def _bytes(number: float) -> str:
    """In the largest unit of which there is at least one."""
    power = min(max(int(math.log10(number) // 3), 2), 5)
    return f"{number / 1000**power:,.1f} {UNITS[power - 2]}"


def bench_sizing() -> dict[str, float]:
    """The measured unit costs; the table is made of them when it is shown."""
    return measured_costs().model_dump()


def sizing_tables(figures: Mapping[str, float]) -> list[Table]:
    """What one case costs, and what three loads need."""
    cost = UnitCosts.model_validate(figures)
    sizes = [[*Sizing(load, cost).rows()] for load in LOADS]
    rows = [(name, *(dict(size)[name] for size in sizes)) for name, _ in sizes[0]]
    return [
        table_of("one case, measured", ("", ""), [(name, f"{value:,}") for name, value in figures.items()]),
        table_of("what to provide", ("", *(load.name for load in LOADS)), rows),
    ]
