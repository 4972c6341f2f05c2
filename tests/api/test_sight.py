"""Who may see a case, the clocks of those who are asked, and whether its record is sound, over HTTP."""

from uuid import uuid4

from sqlalchemy import text

from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Office, assert_problem

WAYS = ("sight", "consultations", "chain")


async def test_the_staff_of_the_own_agency_is_listed_with_its_roles(shared: Office) -> None:
    listed = (await shared.read("/api/colleagues"))["items"]
    names = {one["name"]: one["roles"] for one in listed}
    assert names["林承办"] == ["handler"]
    assert "identity" not in str(listed)


async def test_within_the_agency_everybody_sees_a_case_and_acts_by_role(office: Office) -> None:
    case_id = (await office.registered())["case_id"]
    await office.step(case_id, "accept", by="head")
    told = await office.read(f"/api/applications/{case_id}/sight")
    sees = {one["what"]: one for one in told["sees"]}
    assert sees["application"]["everybody"]
    assert sees["confirming"]["persons"] == ["沈审查"]
    assert [one["name"] for one in told["acted"]] == ["林承办", "郑主任"]
    assert told["authorities"] == []


async def test_the_record_is_recalculated_and_a_change_is_told(office: Office) -> None:
    case_id = (await office.registered())["case_id"]
    sound = await office.read(f"/api/applications/{case_id}/chain")
    assert (sound["faults"], sound["events"]) == ([], 3)
    forged = (
        "UPDATE case_events SET record = jsonb_set(record::jsonb, '{event,reference}', '\"x\"')::json WHERE seq = 1"
    )
    async with office.database.transaction() as connection:
        await connection.execute(text("ALTER TABLE case_events DISABLE TRIGGER ALL"))
        await connection.execute(text(forged))
    told = await office.read(f"/api/applications/{case_id}/chain")
    assert [fault["code"] for fault in told["faults"]] == ["event_changed"]


async def test_another_agency_sees_none_of_it(office: Office) -> None:
    case_id = (await office.registered())["case_id"]
    office.tokens["neighbour"] = (await staffed(office.database, neighbour_agency()))["handler"]
    for way in WAYS:
        assert_problem(await office.get(f"/api/applications/{case_id}/{way}", "neighbour"), 404, "not_found")
        assert_problem(await office.get(f"/api/applications/{uuid4()}/{way}"), 404, "not_found")


async def test_only_open_cases_are_listed_when_asked_for(office: Office) -> None:
    kept = (await office.registered())["case_id"]
    ended = (await office.registered())["case_id"]
    await office.step(ended, "withdraw")
    listed = [one["case_id"] for one in (await office.read("/api/applications", open="true"))["items"]]
    assert listed == [kept]
    assert [one["case_id"] for one in (await office.read("/api/applications", open="false"))["items"]] == [ended]
