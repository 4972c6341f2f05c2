"""The inbox over HTTP: what comes in, who may see and acknowledge it, absences and preferences."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from activities.db.people import put_agency
from api.cli.setup import SAMPLE_AGENCY, sample_member
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Office, assert_problem, headers_for, today

HANDLER, SECOND = str(sample_member("handler").id), str(sample_member("handler2").id)


async def assigned(office: Office, to: str = HANDLER) -> str:
    """A case that was given to a handler, who is told of it."""
    case_id = str((await office.registered())["case_id"])
    await office.step(case_id, "accept")
    await office.step(case_id, "assign", handler=to)
    return case_id


async def inbox(office: Office, by: str = "handler", **filters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await office.read("/api/notices", by, **filters))["items"]
    return found


async def post(office: Office, path: str, by: str = "handler", key: str | None = None, **body: Any) -> Any:
    return await office.http.post(path, json=body, headers=headers_for(office.tokens[by], key))


async def away(office: Office, key: str = "leave", by: str = "handler", **changes: Any) -> Any:
    """The handler is away from today for a week; the second handler stands in."""
    days = {"first_day": str(today()), "last_day": str(today() + timedelta(days=6))}
    return await post(office, "/api/absences", by, key, **{**days, "substitute": SECOND, **changes})


async def test_what_a_step_calls_for_is_in_the_inbox_when_it_is_answered(office: Office) -> None:
    case_id = await assigned(office)
    (notice,) = await inbox(office)
    assert (notice["case_id"], notice["kind"], notice["addressee"]) == (case_id, "handler_assigned", HANDLER)
    assert notice["text"].startswith(notice["reference"])
    assert "handler" in notice["text_en"]
    assert await inbox(office, "handler2") == []


async def test_a_notice_says_nothing_personal(office: Office) -> None:
    await assigned(office)
    answer = await office.get("/api/notices")
    assert not [word for word in ("王小明", "110101199003070011", "55550123", "老旧小区") if word in answer.text]


async def test_the_inbox_is_newest_first_a_page_at_a_time(office: Office) -> None:
    cases = [await assigned(office) for _ in range(3)]
    first = await office.read("/api/notices", limit=2)
    second = await office.read("/api/notices", limit=2, after=first["next"])
    assert [item["case_id"] for item in first["items"] + second["items"]] == cases[::-1]
    assert second["next"] is None


async def test_filters_narrow_the_inbox(office: Office) -> None:
    first, second = await assigned(office), await assigned(office)
    (notice,) = await inbox(office, case=first)
    assert (await post(office, f"/api/notices/{notice['id']}/acknowledge")).status_code == 200
    assert [item["case_id"] for item in await inbox(office, open=True)] == [second]
    assert [item["case_id"] for item in await inbox(office, open=False)] == [first]
    assert await inbox(office, matter="fee") == []


async def test_to_acknowledge_again_changes_nothing(office: Office) -> None:
    await assigned(office)
    (notice,) = await inbox(office)
    path = f"/api/notices/{notice['id']}/acknowledge"
    once, again = await post(office, path), await post(office, path)
    assert once.json() == again.json()
    assert (once.json()["acknowledged_by"], notice["acknowledged_at"]) == (HANDLER, None)


async def test_several_are_acknowledged_all_or_none(office: Office) -> None:
    await assigned(office)
    await assigned(office, SECOND)
    mine, anothers = (await inbox(office))[0]["id"], (await inbox(office, "handler2"))[0]["id"]
    refused = await post(office, "/api/notices/acknowledge", ids=[mine, anothers])
    assert_problem(refused, 404, "not_found", "ids")
    assert len(await inbox(office, open=True)) == 1
    taken = await post(office, "/api/notices/acknowledge", ids=[mine, mine])
    assert [item["id"] for item in taken.json()["items"]] == [mine]


@pytest.mark.parametrize("by", ["handler2", "head", "admin", "neighbour"])
async def test_another_persons_notice_is_not_there(office: Office, by: str) -> None:
    office.tokens = {**office.tokens, "neighbour": (await staffed(office.database, neighbour_agency()))["admin"]}
    await assigned(office)
    (notice,) = await inbox(office)
    assert_problem(await post(office, f"/api/notices/{notice['id']}/acknowledge", by), 404, "not_found")
    assert len(await inbox(office, open=True)) == 1


async def test_who_stands_in_today_reads_and_acknowledges_what_came_before(office: Office) -> None:
    await assigned(office)
    assert (await away(office)).status_code == 201
    (notice,) = await inbox(office, "handler2")
    acknowledged = await post(office, f"/api/notices/{notice['id']}/acknowledge", "handler2")
    assert acknowledged.json()["acknowledged_by"] == SECOND
    await assigned(office)
    assert [item["instead_of"] for item in await inbox(office, "handler2")] == [HANDLER, None]
    assert len(await inbox(office)) == 1


async def test_an_absence_withdrawn_has_no_effect_and_may_be_entered_anew(office: Office) -> None:
    absence = (await away(office)).json()
    path = f"/api/absences/{absence['id']}"
    assert_problem(await away(office, "again"), 409, "absence_overlaps", "first_day")
    for _ in range(2):
        withdrawn = await office.http.delete(path, headers=headers_for(office.tokens["handler"]))
        assert withdrawn.json()["withdrawn_at"]
    await assigned(office)
    assert await inbox(office, "handler2") == []
    assert (await away(office, "again")).status_code == 201


async def test_the_same_key_enters_an_absence_once(office: Office) -> None:
    once, again = await away(office), await away(office)
    assert (once.status_code, once.json()) == (201, again.json())
    other = await away(office, last_day=str(today()))
    assert_problem(other, 422, "idempotency_key_reused", "Idempotency-Key")


async def test_the_head_enters_absences_of_others_and_sees_all(office: Office) -> None:
    assert_problem(await away(office, by="handler", staff=SECOND, substitute=HANDLER), 403, "role_not_permitted")
    absence = (await away(office, by="head", staff=HANDLER)).json()
    assert absence["substitute_name"] == "何承办"
    seen = {by: (await office.read("/api/absences", by))["items"] for by in ("handler", "handler2", "head", "section")}
    assert seen == {"handler": [absence], "handler2": [absence], "head": [absence], "section": []}
    refused = await office.http.delete(f"/api/absences/{absence['id']}", headers=headers_for(office.tokens["handler2"]))
    assert_problem(refused, 404, "not_found")


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"last_day": "2020-01-01", "first_day": "2020-01-01"}, 422, "absence_is_over", "last_day"),
        ({"last_day": "2020-01-01"}, 422, "absence_out_of_order", "body"),
        ({"last_day": str(today() + timedelta(days=366))}, 422, "absence_too_long", "last_day"),
        ({"substitute": HANDLER}, 422, "substitute_unfit", "substitute"),
        ({"substitute": "11111111-1111-4111-8111-111111111111"}, 422, "substitute_unfit", "substitute"),
        ({"first_day": "soon"}, 422, "invalid_field", "first_day"),
    ],
    ids=["over", "order", "long", "oneself", "unknown", "no-date"],
)
async def test_a_senseless_absence_is_refused(
    shared: Office, changes: dict[str, str], status: int, code: str, field: str
) -> None:
    assert_problem(await away(shared, **changes), status, code, field)


async def test_an_absence_of_somebody_unknown_is_not_found(shared: Office) -> None:
    unknown = await away(shared, by="head", staff="11111111-1111-4111-8111-111111111111")
    assert_problem(unknown, 404, "not_found", "staff")


async def test_the_ledger_shows_every_sending_to_those_who_oversee(office: Office) -> None:
    await office.http.put(
        "/api/notices/preferences",
        json={"email": "lin@example.gov.cn"},
        headers=headers_for(office.tokens["handler"]),
    )
    case_id = await assigned(office)
    (kept,) = (await office.read("/api/notices/ledger", "head", case=case_id))["items"]
    assert (kept["addressee_name"], kept["addressee_kind"]) == ("林承办", "staff")
    assert [(one["channel"], one["status"]) for one in kept["deliveries"]] == [("inbox", "sent"), ("mail", "waiting")]
    await inbox(office)
    (kept,) = (await office.read("/api/notices/ledger", "head", delivery="delivered"))["items"]
    assert [(one["channel"], one["status"]) for one in kept["deliveries"]] == [
        ("inbox", "delivered"),
        ("mail", "waiting"),
    ]
    assert (await office.read("/api/notices/ledger", "head", delivery="failed"))["items"] == []


async def test_the_ledger_names_only_staff_of_the_own_agency(office: Office) -> None:
    case_id = await assigned(office)
    above = neighbour_agency()
    office.tokens["above"] = (await staffed(office.database, above))["supervisor"]
    async with office.database.transaction() as connection:
        await put_agency(connection, SAMPLE_AGENCY.model_copy(update={"parent_id": above.id}))
    for by, name in (("head", "林承办"), ("above", None)):
        (kept,) = (await office.read("/api/notices/ledger", by, case=case_id))["items"]
        assert (kept["addressee"], kept["addressee_name"]) == (HANDLER, name)


async def test_what_reached_nobody_is_acknowledged_by_who_oversees(office: Office) -> None:
    await assigned(office)
    async with office.database.transaction() as connection:
        nobody = "addressee_kind = 'nobody', addressee = '00000000-0000-0000-0000-000000000000'"
        await connection.execute(text(f"UPDATE notices SET {nobody}"))  # noqa: S608
    (kept,) = (await office.read("/api/notices/ledger", "head"))["items"]
    assert [gap["gap"] for gap in (await office.read("/api/notices/gaps", "head"))["gaps"]] == ["nobody"]
    path = f"/api/notices/{kept['id']}/acknowledge"
    assert_problem(await post(office, path, "handler"), 404, "not_found")
    assert (await post(office, path, "head")).status_code == 200
    assert (await office.read("/api/notices/gaps", "head"))["gaps"] == []


async def test_preferences_are_kept_and_the_address_is_sealed(office: Office) -> None:
    wanted = {
        "email": "林@例子.中国",
        "mail": "digest",
        "quiet_from": "20:00:00",
        "quiet_until": "08:00:00",
        "digest_at": "09:15:00",
    }
    default = await office.read("/api/notices/preferences")
    assert (default["email"], default["mail"], default["digest_at"]) == (None, "each", "08:30:00")
    path, headers = "/api/notices/preferences", headers_for(office.tokens["handler"])
    assert (await office.http.put(path, json=wanted, headers=headers)).json() == wanted
    assert await office.read(path) == wanted
    assert await office.read(path, "handler2") == default
    async with office.database.reading() as connection:
        (sealed,) = (await connection.execute(text("SELECT email_sealed FROM notice_preferences"))).scalars()
    assert "例子".encode() not in sealed


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"quiet_from": "20:00"}, "quiet_hours_incomplete", "body"),
        ({"quiet_from": "20:00", "quiet_until": "20:00"}, "quiet_hours_empty", "body"),
        ({"digest_at": "08:30+08:00"}, "time_with_zone", "digest_at"),
        ({"digest_at": "late"}, "invalid_field", "digest_at"),
        ({"mail": "often"}, "invalid_field", "mail"),
        ({"email": "nobody"}, "invalid_field", "email"),
        ({"email": "a@b\r\nBcc: c@d"}, "invalid_field", "email"),
        ({"email": "林 <lin@example.gov.cn>"}, "invalid_field", "email"),
        ({"emails": []}, "foreign_field", "emails"),
    ],
)
async def test_senseless_preferences_are_refused(shared: Office, body: dict[str, Any], code: str, field: str) -> None:
    path, headers = "/api/notices/preferences", headers_for(shared.tokens["handler"])
    assert_problem(await shared.http.put(path, json=body, headers=headers), 422, code, field)


@pytest.mark.parametrize(
    ("path", "params", "field"),
    [
        ("/api/notices", {"after": "x"}, "after"),
        ("/api/notices", {"after": "LTE="}, "after"),
        ("/api/notices/ledger", {"after": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}, "after"),
    ],
)
async def test_a_foreign_cursor_is_refused(shared: Office, path: str, params: dict[str, str], field: str) -> None:
    assert_problem(await shared.get(path, "head", **params), 422, "cursor_invalid", field)


async def test_without_a_token_nothing_is_told(shared: Office) -> None:
    for path in ("/api/notices", "/api/notices/stream", "/api/notices/ledger", "/api/absences"):
        assert_problem(await shared.http.get(path), 401, "unauthorized")
