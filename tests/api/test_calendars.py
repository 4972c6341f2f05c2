"""A new arrangement of working days is proposed, looked at and approved; what cannot be true is refused."""

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from activities.db.calendars import publish_calendar
from activities.db.people import new_token, put_member
from api.cli.setup import SAMPLE_AGENCY
from schemas.people import Member
from schemas.vocabulary import Role
from tests.api.calendars import CALENDARS, approved, counted_day, moves_of, post, previewed, proposed
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Office, assert_problem
from workflows.rules.national import national_calendar


async def test_a_proposal_moves_nothing_and_shows_what_would_move_and_why(office: Office) -> None:
    case = await office.registered()
    day = await counted_day(office, case["case_id"])
    version = (await proposed(office, off=[day]))["version"]
    page = await previewed(office, version)
    (change,) = page["items"]
    assert (change["reference"], change["due_before"]) == (case["reference"], case["due_on"])
    assert change["due_after"] > change["due_before"]
    assert change["days"] == [{"day": day, "working": False}]
    assert (page["looked_at"], page["open_cases"], page["elsewhere"], page["next"]) == (1, 1, 0, None)
    assert await moves_of(office, case["case_id"]) == []
    listed = await office.read(CALENDARS, "admin")
    assert [(one["version"], one["in_force"], one["approved_by"]) for one in listed["items"]] == [
        (version, False, None)
    ]


async def test_the_same_arrangement_again_is_the_same_proposal(office: Office) -> None:
    case = await office.registered()
    day = await counted_day(office, case["case_id"])
    first, again = await proposed(office, off=[day]), await proposed(office, off=[day])
    assert first == again
    await approved(office, first["version"])
    in_force = await proposed(office, off=[day])
    assert (in_force["version"], in_force["in_force"]) == (first["version"], True)
    nothing = await post(office, "", {"source": "示例通知", "off": [], "work": [str(date(2026, 1, 5))]})
    assert nothing.json()["version"] == first["version"]


async def test_pages_together_show_every_case_once(office: Office) -> None:
    cases = {(await office.registered())["case_id"] for _ in range(5)}
    day = await counted_day(office, next(iter(cases)))
    version = (await proposed(office, off=[day]))["version"]
    seen: list[str] = []
    after: str | None = None
    while True:
        page = await previewed(office, version, limit=2, **({"after": after} if after else {}))
        seen += [one["case_id"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert sorted(seen) == sorted(cases)


@pytest.mark.parametrize("by", ["handler", "approver", "supervisor", "head", "chief"])
async def test_only_an_administrator_proposes_and_approves(shared: Office, by: str) -> None:
    assert_problem(await post(shared, "", {"year": 2026}, by), 403, "role_not_permitted")
    version = (await proposed(shared, off=["2099-01-05"]))["version"]
    assert_problem(await post(shared, f"/{version}/approve", by=by), 403, "role_not_permitted")
    assert (await shared.read(CALENDARS, by))["items"][0]["approved_by"] is None


async def test_a_nation_wide_calendar_is_not_for_an_agency_below_another(office: Office) -> None:
    below = neighbour_agency().model_copy(update={"parent_id": SAMPLE_AGENCY.id})
    theirs = Office(office.http, await staffed(office.database, below), office.settings, office.database)
    refused = await post(theirs, "", {"source": "示例通知", "off": ["2099-01-05"]})
    assert_problem(refused, 403, "calendar_for_all")
    assert (await proposed(theirs, off=["2099-01-05"], own_agency=True))["agency_id"] == str(below.id)


async def test_a_proposal_overtaken_by_another_is_refused(office: Office) -> None:
    """Approved all the same it would take back, unseen, what the other one changed."""
    first = await proposed(office, off=["2099-01-05"])
    second = await proposed(office, off=["2099-01-06"])
    await approved(office, first["version"])
    assert_problem(await post(office, f"/{second['version']}/approve"), 409, "calendar_outdated")
    again = await proposed(office, off=["2099-01-06"])
    await approved(office, again["version"])
    assert_problem(await post(office, f"/{first['version']}/approve"), 409, "calendar_outdated")
    assert (await office.read(CALENDARS, "admin"))["in_force"] == again["version"]


async def test_two_proposals_approved_at_once_are_one_approval_and_one_refusal(office: Office) -> None:
    versions = [(await proposed(office, off=[day]))["version"] for day in ("2099-01-05", "2099-01-06")]
    answers = await asyncio.gather(*(post(office, f"/{version}/approve") for version in versions))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_two_administrators_are_two_persons_unless_it_is_said_aloud(office: Office) -> None:
    """One alone is not stopped; what one person did by himself is on record as such."""
    first = (await proposed(office, off=["2099-01-05"]))["version"]
    await approved(office, first)
    async with office.database.transaction() as connection:
        other = Member(id=uuid4(), agency_id=SAMPLE_AGENCY.id, login="a2", name="严管理", roles=(Role.ADMINISTRATOR,))
        await put_member(connection, other)
        tokens = {**office.tokens, "a2": await new_token(connection, other.id, "test")}
    two = replace(office, tokens=tokens)
    second = (await proposed(two, off=["2099-01-06"]))["version"]
    assert_problem(await post(two, f"/{second}/approve"), 409, "calendar_approver_is_proposer")
    assert (await post(two, f"/{second}/approve", by="a2")).status_code == 200
    third = (await proposed(two, off=["2099-01-07"]))["version"]
    assert (await post(two, f"/{third}/approve?alone=true")).status_code == 200
    acts = (await two.read("/api/administration/acts", "admin"))["items"]
    told = {act["what"]: act["kind"] for act in acts if act["kind"].startswith("calendar_approved")}
    assert told == {first: "calendar_approved_alone", second: "calendar_approved", third: "calendar_approved_alone"}


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({}, "missing_field", "body"),
        ({"year": 2027}, "calendar_year_not_held", "2027"),
        ({"off": ["2027-02-08"]}, "missing_field", "source"),
        ({"source": "示例通知", "off": []}, "calendar_empty", None),
        ({"source": "示例通知", "off": ["2027-02-30"]}, "invalid_field", "off.0"),
        ({"source": "示例通知", "off": ["1799000000"]}, "invalid_field", "off.0"),
        ({"source": "示例通知", "off": ["2027-02-08"] * 1001}, "invalid_field", "off"),
        ({"source": "示例通知", "off": ["2027-02-08", "2027-02-08"]}, "calendar_day_twice", "off.1"),
        ({"source": "示例通知", "off": ["2027-02-08"], "work": ["2027-02-08"]}, "calendar_contradiction", "work.0"),
        ({"source": "示例通知", "year": 2027, "off": ["2028-02-08"]}, "calendar_other_year", "off.0"),
        ({"source": "示例通知", "year": 2027, "off": ["2027-01-01"]}, "calendar_holiday_missing", "2027-10-01"),
        ({"source": "示例通知", "year": 1999}, "invalid_field", "year"),
        ({"source": "示例通知", "year": "2027"}, "invalid_field", "year"),
        ({"source": "示例通知", "off": ["2027-02-08"], "holidays": []}, "foreign_field", "holidays"),
        ([], "invalid_field", "body"),
    ],
)
async def test_a_senseless_arrangement_is_refused_and_keeps_nothing(
    shared: Office, body: Any, code: str, field: str | None
) -> None:
    before = await shared.read(CALENDARS, "admin")
    assert_problem(await post(shared, "", body), 422, code, field)
    assert await shared.read(CALENDARS, "admin") == before


async def test_an_unknown_version_is_not_there(shared: Office) -> None:
    assert_problem(await post(shared, "/cn-2027-nothing/approve"), 404, "not_found", "version")
    assert_problem(await shared.get(f"{CALENDARS}/cn-2027-nothing/preview", "admin"), 404, "not_found", "version")


async def test_what_the_package_holds_needs_no_file(office: Office) -> None:
    guess = national_calendar().model_copy(update={"version": "guess", "official_years": (2025,)})
    async with office.database.transaction() as connection:
        await publish_calendar(connection, guess)
    answer = await post(office, "", {"year": 2026})
    assert answer.status_code == 201
    assert answer.json()["official_years"] == [2025, 2026]
    assert answer.json()["source"].startswith("holidays ")
