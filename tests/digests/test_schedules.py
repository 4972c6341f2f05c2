"""Schedules of digests on a real Temporal server: kept, rung, run now, back-filled, paused."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import update

from activities.db.people import put_agency
from activities.db.schedule_orders import GRACE
from activities.db.tables_digests import schedule_orders
from schemas.digest_periods import Period
from schemas.digests import SchedulesKept
from tests.api.office import Json, assert_problem, headers_for, today
from tests.conftest import serving, working
from tests.digests.conftest import Bureau, weeks_ago

SCHEDULES = "/api/digests/schedules"
MONDAYS = weeks_ago(16, 4)
WEEKS = MONDAYS[:3]
THREE_WEEKS = {"from": MONDAYS[0], "until": MONDAYS[3]}
TUESDAY = (date.fromisoformat(MONDAYS[0]) + timedelta(days=1)).isoformat()


async def post(bureau: Bureau, path: str, body: Json | None = None, by: str = "admin") -> httpx.Response:
    headers = headers_for(bureau.office.tokens[by])
    return await bureau.office.http.post(f"{SCHEDULES}/{path}", json=body, headers=headers)


async def schedule(bureau: Bureau, period: Period) -> Json:
    items: list[Json] = (await bureau.office.read(SCHEDULES, by="supervisor"))["items"]
    return next(item for item in items if item["period"] == period)


async def test_every_period_rings_in_the_morning_of_its_first_day(closed_bureau: Bureau) -> None:
    items: list[Json] = (await closed_bureau.office.read(SCHEDULES, by="supervisor"))["items"]
    assert [item["period"] for item in items] == list(Period)
    for item in items:
        assert item["id"] == f"digest/{closed_bureau.agency.id}/{item['period']}"
        rings = [datetime.fromisoformat(at).astimezone(ZoneInfo("Asia/Shanghai")) for at in item["next_runs"]]
        assert len(rings) == 3
        for at in rings:
            assert (at.hour, at.minute, at.second) == (closed_bureau.settings.digest_hour, 0, 0)
            assert at.weekday() == 0 if item["period"] == Period.WEEKLY else at.day == 1
            assert at.month in {
                Period.QUARTERLY: {1, 4, 7, 10},
                Period.HALF_YEARLY: {1, 7},
                Period.YEARLY: {1},
            }.get(Period(item["period"]), set(range(1, 13)))


async def test_schedules_are_changed_only_when_something_differs(closed_bureau: Bureau) -> None:
    agency, wanted = closed_bureau.agency, closed_bureau.wanted
    assert await closed_bureau.keeper().keep(wanted, agency.id) == SchedulesKept(made=0, changed=0)
    later = wanted.model_copy(update={"hour": 18})
    assert await closed_bureau.keeper().keep(later, agency.id) == SchedulesKept(made=0, changed=5)
    assert (await schedule(closed_bureau, Period.WEEKLY))["hour"] == 18
    moved = agency.model_copy(update={"policy": agency.policy.model_copy(update={"timezone": "Asia/Urumqi"})})
    async with closed_bureau.database.transaction() as connection:
        await put_agency(connection, moved)
    assert await closed_bureau.keeper().keep(later, agency.id) == SchedulesKept(made=0, changed=5)
    assert (await schedule(closed_bureau, Period.WEEKLY))["timezone"] == "Asia/Urumqi"


async def test_a_schedule_somebody_deleted_is_made_again(closed_bureau: Bureau) -> None:
    await closed_bureau.keeper().handle(closed_bureau.agency.id, Period.MONTHLY).delete()
    assert (await schedule(closed_bureau, Period.MONTHLY))["next_runs"]


async def test_run_now_makes_one_interim_digest_a_day(bureau: Bureau) -> None:
    assert (await post(bureau, "yearly/run")).status_code == 202
    (first,) = await bureau.rung(Period.YEARLY, 1)
    await post(bureau, "yearly/run")
    again = (await bureau.rung(Period.YEARLY, 2))[-1]
    (digest,) = await bureau.digests()
    assert (first.made, again.made) == (True, False)
    assert first.digest_id == again.digest_id == digest.id
    assert (digest.interim, digest.late_days) == (True, 0)
    assert (digest.first, digest.span.last) == (today().replace(month=1, day=1), today())


async def test_back_filled_weeks_get_their_digests_once_each_and_late(bureau: Bureau) -> None:
    answer = await post(bureau, "weekly/backfill", THREE_WEEKS)
    assert [span["first"] for span in answer.json()["spans"]] == WEEKS
    assert [made.made for made in await bureau.rung(Period.WEEKLY, 3)] == [True, True, True]
    assert (await post(bureau, "weekly/backfill", THREE_WEEKS)).status_code == 202
    assert [made.made for made in (await bureau.rung(Period.WEEKLY, 6))[3:]] == [False, False, False]
    digests = sorted(await bureau.digests(), key=lambda digest: digest.first)
    assert [digest.first.isoformat() for digest in digests] == WEEKS
    for digest in digests:
        assert digest.late_days == (today() - digest.until).days > 0
        assert not digest.interim


async def test_after_weeks_without_a_worker_each_week_has_its_digest(closed_bureau: Bureau) -> None:
    await post(closed_bureau, "weekly/backfill", THREE_WEEKS)
    async with working(closed_bureau.client, closed_bureau.settings, closed_bureau.database):
        assert [made.made for made in await closed_bureau.rung(Period.WEEKLY, 3)] == [True, True, True]
    assert sorted(digest.first.isoformat() for digest in await closed_bureau.digests()) == WEEKS


async def test_a_whole_digest_comes_beside_the_interim_one(bureau: Bureau) -> None:
    await post(bureau, "yearly/run")
    year = today().year
    await post(bureau, "yearly/backfill", {"from": f"{year - 1}-01-01", "until": f"{year}-01-01"})
    await bureau.rung(Period.YEARLY, 2)
    assert sorted((one.first.year, one.interim) for one in await bureau.digests()) == [
        (year - 1, False),
        (year, True),
    ]


async def test_a_paused_schedule_rings_no_more_and_says_why(closed_bureau: Bureau) -> None:
    paused = (await post(closed_bureau, "weekly/pause", {"note": "数据核对"})).json()
    assert paused["next_runs"] == []
    assert paused["pause"]["note"] == "数据核对"
    standing = await closed_bureau.keeper().handle(closed_bureau.agency.id, Period.WEEKLY).describe()
    assert standing.schedule.state.paused
    assert "数据核对" not in str(standing.raw_description)
    assert (await post(closed_bureau, "weekly/pause", {"note": "仍在核对"})).json()["pause"]["note"] == "仍在核对"
    assert (await schedule(closed_bureau, Period.WEEKLY))["pause"]["note"] == "仍在核对"
    assert (await schedule(closed_bureau, Period.MONTHLY))["next_runs"]
    resumed = (await post(closed_bureau, "weekly/resume")).json()
    assert resumed["pause"] is None
    assert len(resumed["next_runs"]) == 3
    assert (await post(closed_bureau, "weekly/resume")).status_code == 200


async def test_a_paused_schedule_can_still_be_back_filled(bureau: Bureau) -> None:
    await post(bureau, "weekly/pause", {"note": "数据核对"})
    await post(bureau, "weekly/backfill", THREE_WEEKS)
    assert len(await bureau.rung(Period.WEEKLY, 3)) == 3


async def test_a_pause_that_did_not_reach_temporal_is_mended_by_the_next_look(closed_bureau: Bureau) -> None:
    await post(closed_bureau, "weekly/pause", {"note": "数据核对"})
    handle = closed_bureau.keeper().handle(closed_bureau.agency.id, Period.WEEKLY)
    await handle.unpause()
    kept = await closed_bureau.keeper().keep(closed_bureau.wanted, closed_bureau.agency.id)
    assert kept == SchedulesKept(made=0, changed=1)
    assert (await handle.describe()).schedule.state.paused


async def acts(bureau: Bureau) -> list[str]:
    headers = headers_for(bureau.office.tokens["admin"])
    found = (await bureau.office.http.get("/api/administration/acts", headers=headers)).json()["items"]
    return [act["kind"] for act in reversed(found)]


async def test_what_was_ordered_is_on_record_and_made_although_temporal_was_away(bureau: Bureau) -> None:
    """As a crash between the record and Temporal leaves it: the next look at the schedules does the rest."""
    away = bureau.settings.model_copy(update={"temporal_address": "127.0.0.1:9"})
    async with serving(away) as http:
        broken = replace(bureau, office=replace(bureau.office, http=http))
        assert_problem(await post(broken, "yearly/run"), 503, "engine_unavailable")
        assert_problem(await post(broken, "weekly/backfill", THREE_WEEKS), 503, "engine_unavailable")
    assert await acts(bureau) == ["schedule_run", "schedule_backfilled"]
    assert (await bureau.keeper().keep(bureau.wanted, bureau.agency.id)).told == 0, "left to who took them"
    async with bureau.database.transaction() as connection:
        await connection.execute(update(schedule_orders).values(ordered_at=schedule_orders.c.ordered_at - 2 * GRACE))
    assert (await bureau.keeper().keep(bureau.wanted, bureau.agency.id)).told == 2
    assert (await bureau.keeper().keep(bureau.wanted, bureau.agency.id)).told == 0
    await bureau.rung(Period.YEARLY, 1)
    await bureau.rung(Period.WEEKLY, 3)
    assert sorted((one.period, one.interim) for one in await bureau.digests()) == [
        *[(Period.WEEKLY, False)] * 3,
        (Period.YEARLY, True),
    ]


async def test_only_what_was_paused_is_resumed_on_record(closed_bureau: Bureau) -> None:
    assert (await post(closed_bureau, "weekly/resume")).status_code == 200
    assert await acts(closed_bureau) == []
    await post(closed_bureau, "weekly/pause", {"note": "数据核对"})
    for _ in range(2):
        assert (await post(closed_bureau, "weekly/resume")).status_code == 200
    assert await acts(closed_bureau) == ["schedule_paused", "schedule_resumed"]


@pytest.mark.parametrize(
    ("path", "body", "code", "field"),
    [
        ("weekly/backfill", {"from": MONDAYS[3], "until": MONDAYS[0]}, "period_reversed", "until"),
        ("weekly/backfill", {"from": TUESDAY, "until": MONDAYS[1]}, "digest_backfill_empty", "until"),
        ("weekly/backfill", {"from": "2020-01-06", "until": MONDAYS[0]}, "digest_backfill_too_long", "from"),
        ("weekly/backfill", {"from": MONDAYS[0], "until": "9999-12-31"}, "date_in_future", "until"),
        ("weekly/backfill", {"from": "1999-01-04", "until": "1999-02-01"}, "digest_backfill_too_early", "from"),
        ("yearly/backfill", {"from": "0001-01-01", "until": "0003-01-01"}, "digest_backfill_too_early", "from"),
        ("weekly/backfill", {"from": MONDAYS[0]}, "missing_field", "until"),
        ("weekly/backfill", {"from": "yesterday", "until": MONDAYS[0]}, "invalid_field", "from"),
        ("daily/run", None, "invalid_field", "period"),
        ("weekly/pause", {}, "missing_field", "note"),
        ("weekly/pause", {"note": "a\nb"}, "control_characters", "note"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_senseless_requests_are_refused(
    closed_bureau: Bureau, path: str, body: Json | None, code: str, field: str
) -> None:
    assert_problem(await post(closed_bureau, path, body), 422, code, field=field)
    assert (await schedule(closed_bureau, Period.WEEKLY))["last_runs"] == []


@pytest.mark.parametrize("path", ["weekly/run", "weekly/pause", "weekly/resume", "weekly/backfill"])
@pytest.mark.parametrize("by", ["handler", "supervisor"])
async def test_only_who_may_set_schedules_does(closed_bureau: Bureau, path: str, by: str) -> None:
    body = {"weekly/pause": {"note": "数据核对"}, "weekly/backfill": THREE_WEEKS}.get(path)
    assert_problem(await post(closed_bureau, path, body, by), 403, "role_not_permitted")
