"""The arithmetic behind the table of sizes, on round figures."""

import pytest

from tests.bench.sizing import LOADS, Load, Sizing, sizing_tables
from tests.bench.unit_costs import UnitCosts

ROUND = UnitCosts(
    cases=10,
    steps=12,
    postgres_bytes=100_000,
    document_bytes=200_000,
    objects=4,
    history_bytes=50_000,
    history_events=150,
    record_events=15,
    cpu_ms_api=100,
    cpu_ms_worker=300,
    cpu_ms_temporal=300,
    cpu_ms_postgres=60,
    cpu_ms_read_api=10,
    cpu_ms_read_postgres=1,
)


def test_the_busiest_hour_of_ten_million_applications() -> None:
    country = Sizing(Load("the country", 10_000_000), ROUND)
    # 10,000,000 / 250 days x 3 x 0.2 = 24,000 cases in that hour, 6.67 a second, twelve steps each
    assert country.steps_a_second == pytest.approx(80)
    # 6.67 x 0.3 s = 2 cores of work, at 0.6 a process
    assert country.workers == 4
    # 6.67 x (0.1 + 12 x 10 x 0.01) s = 8.67 cores of work
    assert country.apis == 15
    # 6.67 x 150 events, ten a second to a shard: a hundred would do
    assert country.shards == 512
    # 6.67 x 50 tasks a second, a hundred to a partition
    assert country.partitions == 4
    assert country.connections == (4 + 15) * 10 + 15


def test_a_county_gets_two_of_everything_that_may_fail() -> None:
    county = Sizing(LOADS[0], ROUND)
    assert (county.workers, county.apis, county.shards) == (2, 2, 512)


@pytest.mark.parametrize("load", LOADS, ids=lambda load: load.name)
def test_what_is_stored_grows_with_the_applications(load: Load) -> None:
    one, ten = Sizing(load, ROUND), Sizing(Load("ten times", load.applications * 10), ROUND)
    for figure in ("temporal_bytes", "objects_a_year", "object_bytes_a_year", "event_rows"):
        assert getattr(ten, figure) == pytest.approx(10 * getattr(one, figure), rel=1e-3)


def test_the_table_has_a_column_for_each_load() -> None:
    measured, provided = sizing_tables(ROUND.model_dump())
    assert measured.row_count == len(UnitCosts.model_fields)
    assert [column.header for column in provided.columns] == ["", *(load.name for load in LOADS)]
