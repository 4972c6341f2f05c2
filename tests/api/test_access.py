"""Who may see and do what: tokens, agencies, roles."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from activities.db.people import find_login, put_member, revoke_tokens
from api.cli.setup import SAMPLE_AGENCY, sample_member
from tests.api.neighbours import a_token, neighbour_agency, staffed
from tests.api.office import Json, Office, application, assert_problem

LIST = "/api/applications"


@pytest_asyncio.fixture(scope="session")
async def neighbours(shared: Office) -> Office:
    """The same API with the tokens of another agency."""
    return replace(shared, tokens=await staffed(shared.database, neighbour_agency()))


@pytest_asyncio.fixture(scope="session")
async def case(shared: Office) -> Json:
    """A case of the sample agency with a document and letters."""
    receipt = await shared.registered()
    await shared.issued(receipt["case_id"])
    return receipt


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "Token {token}",
        "{token}",
        "Bearer {token}x",
        "Bearer {token} {token}",
        "Bearer " + "x" * 50_000,
        "Bearer 令牌",
    ],
)
async def test_without_a_valid_bearer_token_nobody_gets_in(shared: Office, authorization: str | None) -> None:
    headers: dict[bytes, bytes] = {}
    if authorization is not None:
        headers[b"Authorization"] = authorization.format(token=shared.tokens["handler"]).encode()
    answer = await shared.http.get(LIST, headers=headers)
    assert_problem(answer, 401, "unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_the_scheme_is_read_in_any_case(shared: Office) -> None:
    answer = await shared.http.get(LIST, headers={"Authorization": f"bearer {shared.tokens['handler']}"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", LIST),
        ("GET", LIST),
        *(("GET", f"{LIST}/{SAMPLE_AGENCY.id}{path}") for path in ("", "/steps", "/events", "/deadline")),
        *(("GET", f"{LIST}/{SAMPLE_AGENCY.id}{path}") for path in ("/documents", "/letters")),
        ("POST", f"{LIST}/{SAMPLE_AGENCY.id}/steps"),
        ("POST", f"{LIST}/{SAMPLE_AGENCY.id}/documents"),
        ("GET", f"/api/documents/{SAMPLE_AGENCY.id}/content"),
        ("GET", f"/api/letters/{SAMPLE_AGENCY.id}.pdf"),
        ("GET", f"/api/letters/{SAMPLE_AGENCY.id}.docx"),
    ],
)
async def test_every_address_asks_for_a_token(shared: Office, method: str, path: str) -> None:
    assert_problem(await shared.http.request(method, path), 401, "unauthorized")


async def test_expired_and_revoked_tokens_and_those_who_left_are_turned_away(shared: Office) -> None:
    _, live = await a_token(shared.database, lives=timedelta(days=1))
    staff_id, revoked = await a_token(shared.database)
    _, expired = await a_token(shared.database, lives=timedelta(0))
    _, left = await a_token(shared.database, active=False)
    async with shared.database.transaction() as connection:
        assert await revoke_tokens(connection, staff_id) == 1
        assert await revoke_tokens(connection, staff_id) == 0
    office = replace(shared, tokens={"live": live, "revoked": revoked, "expired": expired, "left": left})
    assert (await office.get(LIST, "live")).status_code == 200
    for login in ("revoked", "expired", "left"):
        assert_problem(await office.get(LIST, login), 401, "unauthorized")


@pytest.mark.parametrize("path", ["", "/steps", "/events", "/deadline", "/documents", "/letters"])
async def test_another_agencys_case_is_not_there(neighbours: Office, case: Json, path: str) -> None:
    for by in ("handler", "supervisor"):
        assert_problem(await neighbours.get(f"{LIST}/{case['case_id']}{path}", by), 404, "not_found")


async def test_another_agencys_documents_and_letters_are_not_there(
    shared: Office, neighbours: Office, case: Json
) -> None:
    documents = await shared.read(f"{LIST}/{case['case_id']}/documents")
    letters = await shared.read(f"{LIST}/{case['case_id']}/letters")
    paths = [f"/api/documents/{document['id']}/content" for document in documents]
    paths += [letter[form] for letter in letters for form in ("pdf", "docx")]
    assert len(paths) == 11  # the upload, as people look at it, as it is given out; four letters in two forms
    for path in paths:
        assert_problem(await neighbours.get(path), 404, "not_found")


async def test_nothing_can_be_done_to_another_agencys_case(shared: Office, neighbours: Office, case: Json) -> None:
    case_id, before = case["case_id"], await shared.events(case["case_id"])
    step = {"step": "record_delivery", "expected_version": len(before), "method": "post", "proof": "x"}
    assert_problem(await neighbours.post_step(case_id, step), 404, "not_found")
    stale = {**step, "expected_version": 1}
    assert "current" not in assert_problem(await neighbours.post_step(case_id, stale), 404, "not_found")
    assert_problem(await neighbours.post_file(case_id, b"text"), 404, "not_found")
    assert await shared.events(case_id) == before


async def test_a_list_shows_only_ones_own(shared: Office, neighbours: Office, case: Json) -> None:
    receipt = await neighbours.registered()
    assert receipt["reference"].startswith("邻")
    assert [item["case_id"] for item in (await neighbours.read(LIST))["items"]] == [receipt["case_id"]]
    assert (await neighbours.read(LIST, text=case["reference"]))["items"] == []
    assert_problem(await neighbours.get(LIST, agency=str(SAMPLE_AGENCY.id)), 404, "not_found", "agency")
    assert receipt["case_id"] not in str(await shared.read(LIST, limit=200))
    own = await shared.read(LIST, agency=str(SAMPLE_AGENCY.id), limit=200)
    assert case["case_id"] in {item["case_id"] for item in own["items"]}


async def test_one_key_in_two_agencies_is_two_cases(shared: Office, neighbours: Office) -> None:
    first, second = await shared.submit(key="both"), await neighbours.submit(key="both")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["case_id"] != second.json()["case_id"]


async def test_a_handler_of_another_agency_is_nobody_here(neighbours: Office, case: Json) -> None:
    receipt = await neighbours.registered()
    step = {"step": "assign", "handler": str(sample_member("handler").id), "expected_version": receipt["version"]}
    assert_problem(await neighbours.post_step(receipt["case_id"], step), 422, "unknown_handler", "handler")


WRONG_ROLE: list[tuple[str, str, dict[str, Any]]] = [
    *((by, "accept", {}) for by in ("reviewer", "approver", "supervisor")),
    *((by, "withdraw", {}) for by in ("reviewer", "approver", "supervisor")),
    ("supervisor", "approve_reply", {"verdict": "approve"}),
    ("handler", "approve_reply", {"verdict": "approve"}),
    ("head", "review_document", {"document": str(SAMPLE_AGENCY.id), "result": "disclose"}),
    ("approver", "propose_review", {"documents": [str(SAMPLE_AGENCY.id)], "result": "disclose"}),
    ("handler", "confirm_review", {"documents": [str(SAMPLE_AGENCY.id)], "verdict": "approve"}),
    ("approver", "set_aside_document", {"document": str(SAMPLE_AGENCY.id), "reason": "误录"}),
    ("supervisor", "receive_correction", {"content": "补正"}),
]


@pytest.mark.parametrize(("by", "name", "fields"), WRONG_ROLE)
async def test_a_role_that_does_not_carry_the_step_is_refused(
    shared: Office, case: Json, by: str, name: str, fields: dict[str, Any]
) -> None:
    before = await shared.events(case["case_id"])
    body = {"step": name, "expected_version": len(before), **fields}
    assert_problem(await shared.post_step(case["case_id"], body, by), 403, "role_not_permitted")
    assert await shared.events(case["case_id"]) == before


async def test_a_supervisor_may_look_at_everything(shared: Office, case: Json) -> None:
    for path in ("", "/steps", "/events", "/deadline", "/documents", "/letters"):
        assert (await shared.get(f"{LIST}/{case['case_id']}{path}", "supervisor")).status_code == 200
    assert (await shared.get(LIST, "supervisor")).status_code == 200


@pytest.mark.parametrize("by", ["supervisor", "reviewer", "approver"])
async def test_only_those_who_handle_register_and_upload(shared: Office, case: Json, by: str) -> None:
    before = await shared.read(f"{LIST}/{case['case_id']}/documents")
    assert_problem(await shared.submit(application(), by=by), 403, "role_not_permitted")
    assert_problem(await shared.post_file(case["case_id"], b"text", by=by), 403, "role_not_permitted")
    assert await shared.read(f"{LIST}/{case['case_id']}/documents") == before


async def test_a_handler_who_left_can_no_longer_be_given_a_case(shared: Office) -> None:
    staff_id, _ = await a_token(shared.database)
    async with shared.database.transaction() as connection:
        member = await find_login(connection, SAMPLE_AGENCY.id, "handler2")
        assert member is not None
        await put_member(connection, member.model_copy(update={"id": staff_id, "login": staff_id.hex, "active": False}))
    receipt = await shared.registered()
    step = {"step": "assign", "handler": str(staff_id), "expected_version": receipt["version"]}
    assert_problem(await shared.post_step(receipt["case_id"], step), 422, "unknown_handler", "handler")
    taken = await shared.step(receipt["case_id"], "assign", handler=str(sample_member("handler2").id))
    assert taken["events"] == ["handler_assigned"]
    listed = await shared.read(LIST, handler=str(sample_member("handler2").id))
    assert receipt["case_id"] in [item["case_id"] for item in listed["items"]]
