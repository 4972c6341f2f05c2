"""What Prometheus is told: the figures of the law as the record has them, those of the machine as it worked."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import ValidationError
from sqlalchemy import update

from activities.db.tables import cases
from api.app import create_app
from api.cli.setup import SAMPLE_AGENCY
from schemas.settings import Settings
from tests.api.office import Office
from tests.api.test_privacy import assert_nothing_personal
from tests.seeing.conftest import Watched
from worker.embedded.ports import free_port
from worker.standing import read_standing

Sample = tuple[str, frozenset[tuple[str, str]]]
AGENCY = str(SAMPLE_AGENCY.id)


def samples(text: str) -> dict[Sample, float]:
    """Every sample of an exposition by name and labels."""
    families = text_string_to_metric_families(text)
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def value(found: dict[Sample, float], name: str, **labels: str) -> float:
    return found[name, frozenset(labels.items())]


@pytest.mark.parametrize("process", ["api", "worker"])
def test_every_process_tells_how_the_law_stands(watched: Watched, process: str) -> None:
    found = samples(watched.expositions[process])
    assert value(found, "daylight_law_figures_up") == 1
    assert value(found, "daylight_cases_open", agency=AGENCY) == 1
    assert value(found, "daylight_cases_overdue", agency=AGENCY) == 0
    assert value(found, "daylight_alarm_late_seconds") == 0
    assert value(found, "daylight_cases_unstarted") == 0
    assert value(found, "daylight_database_connections", use="allowed") == 5


def test_requests_steps_and_refusals_are_counted_by_what_they_are_and_not_by_whom(watched: Watched) -> None:
    found = samples(watched.expositions["api"])
    submitted = {"method": "POST", "route": "/api/applications", "status": "2xx"}
    assert value(found, "daylight_http_request_duration_seconds_count", **submitted) == 1
    refused = {"method": "POST", "route": "/api/applications/{case_id}/steps", "status": "4xx"}
    assert value(found, "daylight_http_request_duration_seconds_count", **refused) == 1
    lost = {"method": "GET", "route": "none", "status": "4xx"}
    assert value(found, "daylight_http_request_duration_seconds_count", **lost) == 2
    assert value(found, "daylight_step_duration_seconds_count", step="accept", result="taken") == 1
    assert value(found, "daylight_step_duration_seconds_count", step="accept", result="refused") == 1
    assert value(found, "daylight_refusals_total", code="not_found") == 2


def test_no_figure_names_a_person(watched: Watched) -> None:
    for text in watched.expositions.values():
        assert_nothing_personal(text)
        assert watched.walked.case_id not in text


def test_the_sdk_tells_how_its_workers_do(watched: Watched) -> None:
    names = {name for name, _ in samples(watched.expositions["temporal"])}
    assert {"temporal_workflow_task_execution_latency_seconds_count", "temporal_sticky_cache_size"} <= names


async def test_what_is_late_is_counted_in_the_agencys_own_days(office: Office) -> None:
    zone = ZoneInfo(SAMPLE_AGENCY.policy.timezone)
    today = datetime.now(zone).date()
    for due_on in (today - timedelta(days=2), today, today + timedelta(days=60)):
        case_id = (await office.registered())["case_id"]
        async with office.database.transaction() as connection:
            changed = update(cases).where(cases.c.case_id == case_id)
            await connection.execute(changed.values(due_on=due_on, limit_runs=True, overdue_on=None))
    async with office.database.reading() as connection:
        standing = await read_standing(connection)
    [limits] = standing.limits
    assert standing.open == {SAMPLE_AGENCY.id: 3}
    assert (limits.overdue, limits.soon, limits.unmarked) == (1, 1, 1)
    said_by = datetime.combine(today - timedelta(days=1), SAMPLE_AGENCY.policy.alarms_until, zone)
    assert standing.alarm_late_seconds == pytest.approx((standing.at - said_by).total_seconds())
    assert said_by.timetz().replace(tzinfo=None) == time(8)
    assert said_by < datetime.now(UTC)


async def test_while_postgresql_is_away_that_is_said_and_nothing_else(settings: Settings) -> None:
    bind, nowhere = f"127.0.0.1:{free_port(9470)}", "postgresql+asyncpg://nobody@127.0.0.1:1/nothing"
    away = Settings.model_validate({**settings.model_dump(), "database_url": nowhere, "metrics_bind": bind})
    app = create_app(away)
    async with app.router.lifespan_context(app), httpx.AsyncClient(trust_env=False, timeout=30) as http:
        found = samples((await http.get(f"http://{bind}/metrics")).text)
    assert value(found, "daylight_law_figures_up") == 0
    assert not [name for name, _ in found if name.startswith("daylight_cases")]


def test_figures_are_never_on_the_public_address(watched: Watched) -> None:
    assert watched.public == 404


@pytest.mark.parametrize("bind", ["9464", "http://x:1", "host:port", "::1:9464"])
def test_an_address_to_listen_on_is_host_and_port(settings: Settings, bind: str) -> None:
    with pytest.raises(ValidationError, match="metrics_bind"):
        Settings.model_validate({**settings.model_dump(), "metrics_bind": bind})
