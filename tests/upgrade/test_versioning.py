"""Worker Versioning against the real server: a build waits until it is current, and takes over what others began."""

import pytest
from pydantic import ValidationError
from structlog.testing import capture_logs

from activities.db.database import Database
from api.examples import APPLICATION
from schemas.settings import Settings
from tests.conftest import serving, working
from tests.upgrade.cases import HttpCase
from tests.upgrade.operator import build_of, make_current
from tests.upgrade.patient import PatientClient
from worker.connection import connect
from worker.embedded.stack import environment_of
from worker.versions import making_current, say_standing, version_of


def build(settings: Settings, number: int) -> Settings:
    """The settings of a worker of one build."""
    return settings.model_copy(update={"deployment": settings.task_queue, "build_id": f"1.{number}"})


async def test_a_build_waits_until_it_is_current_and_the_next_takes_over_open_cases(
    settings: Settings, sample: dict[str, str], database: Database
) -> None:
    client, first, second = await connect(settings), build(settings, 0), build(settings, 1)
    impatient = settings.model_copy(update={"step_timeout_seconds": 1.0})
    async with serving(impatient) as http, working(client, first, database):
        patient = PatientClient(http, sample)
        headers = patient.headers() | {"Idempotency-Key": "too-early"}
        answer = await http.post("/api/applications", json=APPLICATION, headers=headers)
        assert answer.status_code == 503, "without a current build nothing is dispatched"
        waiting = await http.get("/readyz")
        assert (waiting.status_code, waiting.json()["worker"], waiting.json()["codes"]) == (
            503,
            False,
            ["build_not_current"],
        )
        await make_current(first)
        assert (await http.get("/readyz")).json()["worker"]
        case = HttpCase(patient)
        await case.submit()
        name = case.workflow_id
        async with working(client, second, database):
            await case.step("accept")
            assert await build_of(client, name) == "1.0", "the second is there and waits"
            await make_current(second)
            await case.step("propose_extension", working_days=10, reason="需要从城建档案馆调取材料。")
            assert await build_of(client, name) == "1.1", "an open case goes on with the second"
            await make_current(first)
            await case.step("decide_extension", "head", verdict="approve")
            assert await build_of(client, name) == "1.0", "and on the way back with the first"


async def test_a_worker_says_whether_it_waits_and_what_ends_that(settings: Settings, database: Database) -> None:
    client, first = await connect(settings), build(settings, 0)
    with capture_logs() as said:
        await say_standing(client, settings)
        async with working(client, first, database):
            await say_standing(client, first)
            await make_current(first)
            await say_standing(client, first)
    assert [(line["event"], line["current_build_id"]) for line in said] == [
        ("build_waits_until_it_is_current", None),
        ("build_is_current", "1.0"),
    ]
    assert said[0]["make_current"] == making_current(first)


def test_versioning_is_off_unless_both_are_set(settings: Settings) -> None:
    assert version_of(settings) is None
    for name in ("DAYLIGHT_DEPLOYMENT", "DAYLIGHT_BUILD_ID"):
        assert name not in environment_of(settings)
    with pytest.raises(ValidationError, match="set both, or neither"):
        Settings.model_validate({**settings.model_dump(), "build_id": "1.0"})
