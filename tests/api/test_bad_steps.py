"""Steps that make no sense: each is refused with code and field, and writes no event."""

from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

from tests.api.office import Json, Office, assert_problem, headers_for, today

FUTURE = str(today().replace(year=today().year + 1, day=1))
LONG_AGO = "0001-01-01"
END = "9999-12-31"
SURROGATE = "\\ud800"

Refusal = tuple[Json, int, str, str | None]
ON_RECEIVED: dict[str, Refusal] = {
    "unknown step": ({"step": "burn"}, 422, "unknown_step", "step"),
    "no step": ({}, 422, "missing_field", "step"),
    "number as step": ({"step": 5}, 422, "unknown_step", "step"),
    "null as step": ({"step": None}, 422, "unknown_step", "step"),
    "list as step": ({"step": ["accept"]}, 422, "unknown_step", "step"),
    "the registration": ({"step": "register"}, 422, "unknown_step", "step"),
    "the clock's own": ({"step": "became_overdue"}, 422, "unknown_step", "step"),
    "no version": ({"step": "accept", "expected_version": ...}, 422, "missing_field", "expected_version"),
    "null version": ({"step": "accept", "expected_version": None}, 422, "invalid_field", "expected_version"),
    "text as version": ({"step": "accept", "expected_version": "4"}, 422, "invalid_field", "expected_version"),
    "true as version": ({"step": "accept", "expected_version": True}, 422, "invalid_field", "expected_version"),
    "fraction as version": ({"step": "accept", "expected_version": 4.5}, 422, "invalid_field", "expected_version"),
    "negative version": ({"step": "accept", "expected_version": -1}, 422, "invalid_field", "expected_version"),
    "version of 400 digits": (
        {"step": "accept", "expected_version": 10**400},
        422,
        "invalid_field",
        "expected_version",
    ),
    "foreign field": ({"step": "accept", "actor": "x"}, 422, "foreign_field", "actor"),
    "foreign field named like its step": ({"step": "accept", "accept": 1}, 422, "foreign_field", "accept"),
    "the actor's roles": ({"step": "accept", "roles": ["approver"]}, 422, "foreign_field", "roles"),
    "missing field": ({"step": "assign"}, 422, "missing_field", "handler"),
    "handler is no id": ({"step": "assign", "handler": "林承办"}, 422, "invalid_field", "handler"),
    "handler is a number": ({"step": "assign", "handler": 1}, 422, "invalid_field", "handler"),
    "handler nobody knows": ({"step": "assign", "handler": str(uuid4())}, 422, "unknown_handler", "handler"),
    "nothing to correct": ({"step": "request_correction", "items": []}, 422, "invalid_field", "items"),
    "text to correct": ({"step": "request_correction", "items": "a"}, 422, "invalid_field", "items"),
    "21 things to correct": ({"step": "request_correction", "items": ["a"] * 21}, 422, "invalid_field", "items"),
    "NUL in what to correct": (
        {"step": "request_correction", "items": ["a", "b\x00"]},
        422,
        "control_characters",
        "items.1",
    ),
    "a megabyte to correct": (
        {"step": "request_correction", "items": ["名" * 300_000]},
        422,
        "invalid_field",
        "items.0",
    ),
    "notice in the future": (
        {"step": "request_correction", "items": ["a"], "notified_on": FUTURE},
        422,
        "date_in_future",
        "notified_on",
    ),
    "notice before receipt": (
        {"step": "request_correction", "items": ["a"], "notified_on": LONG_AGO},
        422,
        "date_before_receipt",
        "notified_on",
    ),
    "correction due for ever": (
        {"step": "request_correction", "items": ["a"], "respond_by": END},
        422,
        "respond_by_too_far",
        "respond_by",
    ),
    "correction due long ago": (
        {"step": "request_correction", "items": ["a"], "respond_by": LONG_AGO},
        422,
        "respond_by_not_after_notice",
        "respond_by",
    ),
    "correction due in seconds since 1970": (
        {"step": "request_correction", "items": ["a"], "respond_by": "1747008000"},
        422,
        "invalid_field",
        "respond_by",
    ),
    "withdrawn before it came": (
        {"step": "withdraw", "withdrawn_on": LONG_AGO},
        422,
        "date_before_receipt",
        "withdrawn_on",
    ),
    "withdrawn at the end of time": ({"step": "withdraw", "withdrawn_on": END}, 422, "date_in_future", "withdrawn_on"),
    "withdrawn on a number": ({"step": "withdraw", "withdrawn_on": 1747008000}, 422, "invalid_field", "withdrawn_on"),
    "searched too early": ({"step": "record_search", "description": "a"}, 409, "not_in_hand", None),
    "confirmed twice": ({"step": "confirm_receipt", "how": "电话"}, 409, "receipt_already_fixed", None),
}

IN_HAND: dict[str, Refusal] = {
    "a document nobody stored": (
        {"step": "record_search", "description": "a", "documents": [str(uuid4())]},
        422,
        "document_not_of_case",
        "documents",
    ),
    "201 documents": (
        {"step": "record_search", "description": "a", "documents": [str(uuid4())] * 201},
        422,
        "invalid_field",
        "documents",
    ),
    "a document that is no id": (
        {"step": "record_search", "description": "a", "documents": ["../../x"]},
        422,
        "invalid_field",
        "documents.0",
    ),
    "a decision without outcome": ({"step": "draft_reply", "decision": {}}, 422, "missing_field", "decision.outcome"),
    "a decision nobody knows": (
        {"step": "draft_reply", "decision": {"outcome": "lost"}},
        422,
        "invalid_field",
        "decision.outcome",
    ),
    "a decision that is a text": ({"step": "draft_reply", "decision": "refused"}, 422, "invalid_field", "decision"),
    "a decision without reasons": (
        {"step": "draft_reply", "decision": {"outcome": "refused"}},
        422,
        "missing_field",
        "decision.reasons",
    ),
    "a foreign field in a decision": (
        {"step": "draft_reply", "decision": {"outcome": "disclosed", "secret": 1}},
        422,
        "foreign_field",
        "decision.secret",
    ),
    "a decision against the record": (
        {"step": "draft_reply", "decision": {"outcome": "disclosed"}},
        409,
        "outcome_contradicts_review",
        None,
    ),
    "delivered before it is issued": (
        {"step": "record_delivery", "method": "post", "proof": "a", "delivered_on": LONG_AGO},
        409,
        "reply_not_issued",
        None,
    ),
    "issued before it is approved": ({"step": "issue_reply"}, 409, "reply_not_approved", None),
}


@pytest_asyncio.fixture(scope="session")
async def received(shared: Office) -> Json:
    return await shared.registered()


@pytest_asyncio.fixture(scope="session")
async def in_hand(shared: Office) -> Json:
    receipt = await shared.registered()
    await shared.step(receipt["case_id"], "accept")
    return receipt


async def refused(office: Office, case_id: str, given: Refusal, by: str = "handler") -> None:
    fields, status, code, field = given
    before = await office.events(case_id)
    body: dict[str, Any] = {"expected_version": len(before), **fields}
    body = {name: value for name, value in body.items() if value is not ...}
    assert_problem(await office.post_step(case_id, body, by), status, code, field)
    assert await office.events(case_id) == before


@pytest.mark.parametrize("name", ON_RECEIVED)
async def test_a_senseless_step_is_refused_and_leaves_no_event(shared: Office, received: Json, name: str) -> None:
    await refused(shared, received["case_id"], ON_RECEIVED[name])


@pytest.mark.parametrize("name", IN_HAND)
async def test_a_senseless_step_on_a_case_in_hand_is_refused(shared: Office, in_hand: Json, name: str) -> None:
    await refused(shared, in_hand["case_id"], IN_HAND[name])


@pytest.mark.parametrize("field", ["step", "how", "confirmed_on", "expected_version", "x" + SURROGATE])
async def test_a_lone_surrogate_is_refused_wherever_it_stands(shared: Office, received: Json, field: str) -> None:
    body = f'{{"step": "confirm_receipt", "expected_version": 1, "how": "a", "{field}": "a{SURROGATE}"}}'
    path = f"/api/applications/{received['case_id']}/steps"
    headers = headers_for(shared.tokens["handler"], None, {"Content-Type": "application/json"})
    answer = await shared.http.post(path, content=body.encode(), headers=headers)
    assert answer.status_code == 422
    assert answer.json()["code"] in {"invalid_field", "foreign_field", "unknown_step"}


async def test_a_date_of_receipt_before_the_arrival_or_in_the_future_is_refused(shared: Office) -> None:
    receipt = await shared.registered(channel="online")
    for day, code in ((LONG_AGO, "date_before_receipt"), (END, "date_in_future"), (FUTURE, "date_in_future")):
        step = {"step": "confirm_receipt", "how": "电话", "confirmed_on": day}
        await refused(shared, receipt["case_id"], (step, 422, code, "confirmed_on"))


async def test_a_correction_without_words_or_before_its_notice_is_refused(shared: Office) -> None:
    case_id = (await shared.registered())["case_id"]
    await shared.step(case_id, "request_correction", items=["请说明项目名称"])
    step = {"step": "receive_correction", "content": "改正后的申请"}
    await refused(shared, case_id, ({"step": "receive_correction"}, 422, "missing_field", "content"))
    for day, code in ((LONG_AGO, "date_before_receipt"), (END, "date_in_future")):
        await refused(shared, case_id, ({**step, "received_on": day}, 422, code, "received_on"))
    assert (await shared.read(f"/api/applications/{case_id}"))["application"]["corrections"] == []


async def test_an_issued_reply_is_not_delivered_before_its_issue_nor_proven_by_a_foreign_document(
    shared: Office, received: Json
) -> None:
    case_id = (await shared.registered())["case_id"]
    await shared.issued(case_id)
    elsewhere = await shared.uploaded(received["case_id"])
    step = {"step": "record_delivery", "method": "post", "proof": "EX123"}
    for day, code in ((LONG_AGO, "date_before_issue"), (END, "date_in_future")):
        await refused(shared, case_id, ({**step, "delivered_on": day}, 422, code, "delivered_on"))
    for document in (elsewhere["id"], str(uuid4())):
        proof = {**step, "proof_document": document}
        await refused(shared, case_id, (proof, 422, "document_not_of_case", "proof_document"))
    letter = (await shared.read(f"/api/applications/{case_id}/documents"))[0]
    assert letter["origin"] == "letter"
    proof = {**step, "proof_document": letter["id"]}
    await refused(shared, case_id, (proof, 422, "document_not_of_case", "proof_document"))


async def test_a_document_of_another_case_is_neither_found_nor_reviewed(shared: Office, in_hand: Json) -> None:
    elsewhere = (await shared.registered())["case_id"]
    document = (await shared.uploaded(elsewhere))["id"]
    search = {"step": "record_search", "description": "a", "documents": [document]}
    await refused(shared, in_hand["case_id"], (search, 422, "document_not_of_case", "documents"))
    own = (await shared.uploaded(in_hand["case_id"]))["id"]
    await shared.step(in_hand["case_id"], "record_search", description="检索", documents=[own])
    await shared.worked(in_hand["case_id"])
    foreign = {"step": "propose_review", "documents": [document], "result": "disclose"}
    await refused(shared, in_hand["case_id"], (foreign, 422, "document_not_of_case", "documents"))
    bare = {"step": "propose_review", "documents": [own], "result": "withhold"}
    await refused(shared, in_hand["case_id"], (bare, 422, "grounds_missing", "grounds"))
    alone = {"step": "review_document", "document": own, "result": "disclose"}
    await refused(shared, in_hand["case_id"], (alone, 409, "review_by_two_persons", None), "reviewer")


@pytest.mark.parametrize("version", [0, 1, 999_999])
async def test_another_version_is_refused_with_the_present_state(shared: Office, received: Json, version: int) -> None:
    before = await shared.events(received["case_id"])
    body = {"step": "accept", "expected_version": version}
    problem = assert_problem(await shared.post_step(received["case_id"], body), 409, "stale_version")
    assert problem["current"]["version"] == len(before)
    assert problem["current"]["state"] == "received"
    assert await shared.events(received["case_id"]) == before
