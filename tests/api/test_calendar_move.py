"""Open cases follow an approved calendar, as the preview said, each once; broken off, the move goes on where it stood.

The days that change are taken from a case's own count, so the tests hold on any day of any year.
"""

from datetime import date

from activities.db.calendars import publish_calendar
from activities.intake import workflow_id
from api.calendar_move import approve_and_move
from api.calendars import propose
from api.cli.setup import SAMPLE_AGENCY
from schemas.calendars import Arrangement
from schemas.escalation import Matter
from schemas.events_escalation import EscalationFell
from tests.api.calendars import CALENDARS, approved, counted_day, moves_of, previewed, proposed
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Office, assert_problem
from tests.durability.test_killed_worker import record_held_up
from tests.harness import World, person
from tests.paths_basic import SPRING
from worker.connection import connect
from workflows.rules.national import national_calendar


async def one_of_each(office: Office) -> dict[str, str]:
    """Open cases in several states, and a closed one."""
    found = {name: (await office.registered())["case_id"] for name in ("received", "accepted", "returned", "closed")}
    found["online"] = (await office.registered(channel="online"))["case_id"]
    await office.step(found["accepted"], "accept")
    await office.step(found["returned"], "request_correction", items=["请写明项目名称。"])
    await office.issued(found["closed"])
    await office.delivered(found["closed"])
    return found


async def test_what_the_preview_shows_is_what_happens(office: Office) -> None:
    cases = await one_of_each(office)
    day = await counted_day(office, cases["received"])
    version = (await proposed(office, off=[day]))["version"]
    shown = {
        one["case_id"]: (one["due_before"], one["due_after"]) for one in (await previewed(office, version))["items"]
    }
    done = await approved(office, version)
    assert (done["moved"], done["unchanged"], done["waiting"], done["failed"]) == (3, 1, 0, [])
    assert shown.keys() == {cases[name] for name in ("received", "accepted", "returned")}
    for name, case_id in cases.items():
        moves = [(one["due_before"], one["due_after"]) for one in await moves_of(office, case_id)]
        assert moves == ([shown[case_id]] if case_id in shown else []), name
        summary = (await office.read(f"/api/applications/{case_id}"))["summary"]
        assert (summary["calendar_version"] == version) is (name != "closed"), name
        assert case_id not in shown or summary["due_on"] == shown[case_id][1]


async def test_a_year_that_becomes_official_drops_provisional(office: Office) -> None:
    guess = national_calendar().model_copy(update={"version": "guess", "official_years": ()})
    async with office.database.transaction() as connection:
        await publish_calendar(connection, guess)
    case = await office.registered()
    assert case["provisional"]
    deadline = await office.read(f"/api/applications/{case['case_id']}/deadline")
    for year in sorted({int(deadline["limit_starts"][:4]), int(deadline["due"][:4])}):
        arrangement = {"year": year, "off": whole(guess.off, year), "work": whole(guess.on, year)}
        version = (await proposed(office, **arrangement))["version"]
        shown = (await previewed(office, version))["items"]
        await approved(office, version)
    assert shown[-1]["years"] == [year]
    assert (shown[-1]["provisional_before"], shown[-1]["provisional_after"]) == (True, False)
    assert shown[-1]["due_before"] == shown[-1]["due_after"] == case["due_on"]
    (moved,) = await moves_of(office, case["case_id"])
    assert moved["provisional"] is False
    assert not (await office.read(f"/api/applications/{case['case_id']}"))["summary"]["provisional"]


def whole(days: tuple[date, ...], year: int) -> list[str]:
    return [str(day) for day in days if day.year == year]


async def test_the_ladder_is_climbed_towards_the_new_date(world: World) -> None:
    """Five and two working days before the end, and on it: with a day more off in the last week, each a day later."""
    await world.go_to(SPRING)
    clerk = await world.register()
    arrangement = Arrangement(source="示例通知", off=(date(2031, 2, 12),))
    version = (await propose(world.desk, person("admin"), arrangement)).version
    before = clerk.last.due_on
    done = await approve_and_move(world.desk, world.engine, person("admin"), version)
    assert (done.moved, done.failed) == (1, ())
    await clerk.refresh()
    assert clerk.last.due_on is not None
    assert before is not None
    assert clerk.last.due_on > before
    await world.go_to(clerk.last.due_on)
    rungs = [link.event for link in await clerk.events() if isinstance(link.event, EscalationFell)]
    due_on = clerk.last.due_on
    assert [(one.working_days, one.due_on) for one in rungs if one.matter is Matter.REPLY] == [
        (-5, due_on),
        (-2, due_on),
        (0, due_on),
    ]


async def test_approving_twice_moves_once_and_keeps_the_first_approval(office: Office) -> None:
    case = await office.registered()
    version = (await proposed(office, off=[await counted_day(office, case["case_id"])]))["version"]
    first, second = await approved(office, version), await approved(office, version)
    assert first == second
    assert len(await moves_of(office, case["case_id"])) == 1
    assert (await office.kinds(case["case_id"])).count("calendar_adopted") == 1


async def test_a_calendar_for_one_agency_leaves_the_others_untouched(office: Office) -> None:
    neighbour = await staffed(office.database, neighbour_agency())
    theirs = Office(office.http, neighbour, office.settings, office.database)
    mine, other = await office.registered(), await theirs.registered()
    local = await proposed(office, off=[await counted_day(office, mine["case_id"])], own_agency=True)
    assert (await previewed(office, local["version"]))["elsewhere"] == 0
    assert (await approved(office, local["version"]))["moved"] == 1
    assert len(await moves_of(office, mine["case_id"])) == 1
    assert "calendar_adopted" not in await theirs.kinds(other["case_id"])
    unseen = await theirs.get(f"{CALENDARS}/{local['version']}/preview")
    assert_problem(unseen, 404, "not_found", "version")
    nation_wide = await proposed(office, off=[await counted_day(office, mine["case_id"], 9)])
    assert nation_wide["warnings"][-1]["agencies"] == [SAMPLE_AGENCY.code]
    page = await previewed(office, nation_wide["version"])
    assert (page["items"], page["open_cases"], page["elsewhere"]) == ([], 0, 1)
    assert (await approved(office, nation_wide["version"]))["moved"] == 1
    assert len(await moves_of(office, mine["case_id"])) == 1
    assert len(await moves_of(theirs, other["case_id"])) == 1


async def test_a_case_that_cannot_follow_is_named_and_keeps_nobody_waiting(office: Office) -> None:
    lost, sound = await office.registered(), await office.registered()
    client = await connect(office.settings)
    await client.get_workflow_handle(workflow_id(lost["case_id"])).terminate()
    version = (await proposed(office, off=[await counted_day(office, sound["case_id"])]))["version"]
    done = await approved(office, version)
    assert (done["moved"], done["waiting"], done["failed"]) == (1, 1, [lost["reference"]])


async def test_a_case_that_does_not_move_is_named_when_patience_ends(world: World) -> None:
    """It hears of the calendar, but its worker cannot write; it follows when that is over."""
    await world.go_to(SPRING)
    clerk = await world.register()
    arrangement = Arrangement(source="示例通知", off=(date(2031, 1, 29),))
    version = (await propose(world.desk, person("admin"), arrangement)).version
    async with record_held_up(world.settings):
        done = await approve_and_move(world.desk, world.engine, person("admin"), version, patience_seconds=0.1)
        assert (done.moved, done.waiting, done.failed) == (0, 1, (clerk.last.reference,))
    done = await approve_and_move(world.desk, world.engine, person("admin"), version)
    assert (done.moved, done.waiting, done.failed) == (1, 0, ())
