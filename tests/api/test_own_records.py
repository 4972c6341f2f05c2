"""Requests for correction of own records over HTTP: intake that is neither lost nor doubled, papers, letters, lists."""

import asyncio
import json
from collections import Counter
from collections.abc import Awaitable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import httpx
import pytest
from sqlalchemy import text

from activities.own_records import start_left_over
from activities.store import DocumentStore
from activities.vault import Vault
from api.cli.setup import SAMPLE_AGENCY
from api.desk import Desk
from api.own_records import OwnRecords
from api.own_records_upkeep import rebuild_own_records, verify_own_records
from api.routes_own_records import REQUEST, STEPS
from schemas.commands import SweepRequest
from schemas.own_records import NewOwnRecord, own_staff_step
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Json, Office, assert_problem, folder_of, headers_for, today
from tests.api.server import listening
from tests.api.test_cli import Terminal
from tests.harness import person
from worker.connection import connect
from worker.embedded.stack import environment_of
from workflows.own_records_rules import OWN_STEPS

LIST = "/api/own-records"


async def submit(office: Office, key: str | None = None, by: str = "handler", **changes: Any) -> httpx.Response:
    own = f"{office.settings.task_queue}/{key or uuid4()}"  # all tests share one Temporal, and one sample agency
    return await office.http.post(LIST, json={**REQUEST, **changes}, headers=headers_for(office.tokens[by], own))


async def received(office: Office, **changes: Any) -> Json:
    answer = await submit(office, **changes)
    assert answer.status_code == 201, answer.text
    receipt: Json = answer.json()
    return receipt


async def post_step(
    office: Office, own_record_id: str, name: str, by: str = "handler", key: str | None = None, **fields: Any
) -> httpx.Response:
    seen = fields.pop("expected_version", None)
    if seen is None:
        seen = (await office.read(f"{LIST}/{own_record_id}"))["summary"]["version"]
    body = {"step": name, "expected_version": seen, **fields}
    headers = headers_for(office.tokens[by], key)
    return await office.http.post(f"{LIST}/{own_record_id}/steps", json=body, headers=headers)


async def step(office: Office, own_record_id: str, name: str, by: str = "handler", **fields: Any) -> Json:
    answer = await post_step(office, own_record_id, name, by, **fields)
    assert answer.status_code == 200, answer.text
    taken: Json = answer.json()
    return taken


async def upload(
    office: Office, own_record_id: str, content: bytes = "户口簿".encode(), key: str | None = None
) -> httpx.Response:
    path, headers = f"{LIST}/{own_record_id}/documents", headers_for(office.tokens["handler"], key)
    return await office.http.post(path, files={"file": ("户口簿.txt", content)}, headers=headers)


async def closed(office: Office) -> str:
    """A request corrected and told, with evidence that was examined and a proof of delivery."""
    own_record_id = str((await received(office))["id"])
    evidence = (await upload(office, own_record_id)).json()["id"]
    proof = (await upload(office, own_record_id, "送达回证".encode())).json()["id"]
    await step(office, own_record_id, "examine", found="核对登记原件。", documents=[evidence])
    await step(office, own_record_id, "propose", decision={"outcome": "corrected"})
    await step(office, own_record_id, "approve", "approver", verdict="approve")
    await step(office, own_record_id, "carry_out")
    await step(office, own_record_id, "record_delivery", method="post", proof="EMS 1234567890123", proof_document=proof)
    return own_record_id


async def faults(office: Office) -> list[tuple[str, int | None]]:
    store = DocumentStore.open(office.settings.documents_url, office.settings.max_upload_bytes)
    _, found = await verify_own_records(office.database, store)
    return [(fault.code, fault.seq) for fault in found]


async def test_ten_submissions_at_once_with_one_key_are_one_request(office: Office) -> None:
    answers = await asyncio.gather(*(submit(office, "same") for _ in range(10)))
    assert Counter(answer.status_code for answer in answers) == {201: 10}
    assert len({answer.text for answer in answers}) == 1
    receipt = answers[0].json()
    assert receipt["reference"] == f"示建公更申〔{today().year}〕1号"
    (item,) = (await office.read(LIST))["items"]
    assert (item["id"], item["state"], item["days_open"]) == (receipt["id"], "received", 0)


async def test_a_repeated_submission_gives_the_first_receipt_even_after_the_end(office: Office) -> None:
    first = await submit(office, "k")
    await step(office, first.json()["id"], "withdraw")
    assert (await submit(office, "k")).json() == first.json()
    refused = await submit(office, "k", claim="别的记录也不准确。")
    assert_problem(refused, 422, "idempotency_key_reused", "Idempotency-Key")
    assert (await office.read(LIST))["items"] == []
    assert len((await office.read(LIST, open=False))["items"]) == 1


async def test_a_walk_from_evidence_to_proof_of_delivery(office: Office) -> None:
    own_record_id = await closed(office)
    whole = await office.read(f"{LIST}/{own_record_id}")
    assert (whole["summary"]["state"], whole["summary"]["outcome"]) == ("closed", "corrected")
    assert whole["summary"]["days_open"] is None
    assert whole["request"]["person"]["name"] == REQUEST["person"]["name"]
    assert whole["request"]["claim"] == REQUEST["claim"]
    (letter,) = whole["letters"]
    pdf = await office.get(letter["pdf"])
    assert pdf.content.startswith(b"%PDF")
    assert (await office.get(letter["docx"])).content.startswith(b"PK")
    labels = {document["label"] for document in await office.read(f"{LIST}/{own_record_id}/documents")}
    assert labels == {"户口簿.txt", f"{letter['number']}.pdf", f"{letter['number']}.docx"}
    events = await office.read(f"{LIST}/{own_record_id}/events")
    assert [link["event"]["kind"] for link in events] == [
        "request_received",
        "records_examined",
        "decision_proposed",
        "decision_approved",
        "decision_carried_out",
        "letter_issued",
        "notice_delivered",
        "request_closed",
    ]
    assert await faults(office) == []
    assert (await office.read("/api/applications"))["items"] == []


async def test_the_steps_offered_are_those_of_the_person_and_the_state(office: Office) -> None:
    receipt = await received(office)
    for login, expected in (("handler", {"examine", "propose", "withdraw"}), ("approver", set[str]())):
        offered = await office.read(f"{LIST}/{receipt['id']}/steps", by=login)
        assert {item["step"] for item in offered if item["allowed"]} == expected


async def test_there_is_an_example_for_every_step_and_each_is_valid(shared: Office) -> None:
    assert STEPS.keys() == OWN_STEPS.keys()
    for name, body in STEPS.items():
        assert own_staff_step.validate_python({"step": name, **body}).step == name
    description = (await shared.http.get("/openapi.json")).json()
    body = description["paths"]["/api/own-records/{own_record_id}/steps"]["post"]["requestBody"]
    assert body["content"]["application/json"]["examples"].keys() == OWN_STEPS.keys()


async def test_bad_steps_are_refused_by_name(office: Office) -> None:
    own_record_id = (await received(office))["id"]
    refused = await post_step(office, own_record_id, "propose", decision={"outcome": "corrected"})
    assert assert_problem(refused, 409, "records_not_examined")["article"] == "41"
    assert_problem(await post_step(office, own_record_id, "withdraw", expected_version=0), 409, "stale_version")
    assert_problem(await post_step(office, own_record_id, "accept"), 422, "unknown_step", "step")
    refused = await post_step(office, own_record_id, "examine", found="核对。", documents=[str(uuid4())])
    assert_problem(refused, 422, "document_not_of_case", "documents")
    assert_problem(await post_step(office, own_record_id, "examine"), 422, "missing_field", "found")
    refused = await post_step(office, own_record_id, "propose", decision={"outcome": "disclosed"})
    assert_problem(refused, 422, "invalid_field", "decision.outcome")
    refused = await post_step(office, own_record_id, "propose", decision={"outcome": "told_where", "agency": "甲局"})
    assert_problem(refused, 422, "missing_field", "decision.reasons")
    assert len(await office.read(f"{LIST}/{own_record_id}/events")) == 1


async def test_bad_submissions_leave_nothing(office: Office) -> None:
    assert_problem(await submit(office, arrived_on="9999-12-31"), 422, "date_in_future", "arrived_on")
    assert_problem(await submit(office, arrived_on="2008-04-30"), 422, "no_statute_in_force", "arrived_on")
    assert_problem(await submit(office, evidence=" "), 422, "invalid_field", "evidence")
    assert_problem(await submit(office, by="approver"), 403, "role_not_permitted")
    person_ = {**REQUEST["person"], "contact": {}}
    assert_problem(await submit(office, person=person_), 422, "contact_missing", "person.contact")
    assert (await received(office))["reference"].endswith("〕1号")


async def test_papers_belong_to_an_open_request_and_one_key_is_one_paper(office: Office) -> None:
    own_record_id, other = (await received(office))["id"], (await received(office))["id"]
    first, second = [await upload(office, own_record_id, key="scan") for _ in range(2)]
    assert first.json() == second.json()
    assert_problem(
        await upload(office, own_record_id, b"x", key="scan"), 422, "idempotency_key_reused", "Idempotency-Key"
    )
    refused = await post_step(office, other, "examine", found="核对。", documents=[first.json()["id"]])
    assert_problem(refused, 422, "document_not_of_case", "documents")
    case_id = (await office.registered())["case_id"]
    assert_problem(await office.post_file(own_record_id, b"x"), 404, "not_found")
    assert_problem(await upload(office, case_id), 404, "not_found")
    await step(office, own_record_id, "withdraw")
    assert_problem(await upload(office, own_record_id), 409, "case_closed")
    assert (await office.get(f"/api/documents/{first.json()['id']}/content")).content == "户口簿".encode()


async def test_a_document_and_a_letter_belong_to_one_thing_that_exists(office: Office) -> None:
    await closed(office)
    for damage in (
        "UPDATE documents SET case_id = gen_random_uuid()",
        "UPDATE documents SET own_record_id = NULL",
        "UPDATE letters SET case_id = gen_random_uuid()",
        "UPDATE letters SET kind = 'reply'",
    ):
        with pytest.raises(Exception, match=r"violates (check|foreign key) constraint"):
            async with office.database.transaction() as connection:
                await connection.execute(text(damage))


async def test_open_requests_are_listed_by_age(office: Office) -> None:
    ages = [3, 40, 0, 12]
    ids = {(await received(office, arrived_on=str(today() - timedelta(days=age))))["id"]: age for age in ages}
    gone = await received(office, arrived_on=str(today() - timedelta(days=90)))
    await step(office, gone["id"], "withdraw")
    seen, params = list[int](), dict[str, Any]()
    while True:
        page = await office.read(LIST, limit=2, **params)
        seen += [item["days_open"] for item in page["items"]]
        assert all(ids[item["id"]] == item["days_open"] for item in page["items"])
        if page["next"] is None:
            break
        params = {"after": page["next"]}
    assert seen == [40, 12, 3, 0]
    assert [item["id"] for item in (await office.read(LIST, open=False))["items"]] == [gone["id"]]
    assert (await office.read(LIST, state="verifying"))["items"] == []
    assert_problem(await office.get(LIST, after="x"), 422, "cursor_invalid", "after")


async def test_only_ones_own_agency_sees_a_request(office: Office) -> None:
    own_record_id = await closed(office)
    tokens = await staffed(office.database, neighbour_agency())
    neighbours = Office(office.http, tokens, office.settings, office.database)
    whole = await office.read(f"{LIST}/{own_record_id}")
    for path in ("", "/steps", "/events", "/documents"):
        assert_problem(await neighbours.get(f"{LIST}/{own_record_id}{path}"), 404, "not_found")
    assert_problem(await neighbours.get(whole["letters"][0]["pdf"]), 404, "not_found")
    refused = await post_step(neighbours, own_record_id, "withdraw", expected_version=1)
    assert_problem(refused, 404, "not_found")
    assert (await neighbours.read(LIST, open=False))["items"] == []


async def entered(office: Office, key: str, age: timedelta, arrived_on: date | None = None) -> UUID:
    """The row as the desk commits it, and no more: the process died here, ``age`` ago."""
    keys = office.settings
    vault = Vault(keys.personal_data_keys.get_secret_value(), keys.lookup_key.get_secret_value())
    desk = Desk(office.database, None, vault, None)  # type: ignore[arg-type]
    requests = OwnRecords(desk, None, None)  # type: ignore[arg-type]
    given = NewOwnRecord.model_validate(REQUEST)
    own_record_id = uuid5(SAMPLE_AGENCY.id, f"own-record/{keys.task_queue}/{key}")
    await requests._enter(person("handler"), own_record_id, given, vault.fingerprint(given.model_dump_json().encode()))
    async with office.database.transaction() as connection:
        moment = {"at": datetime.now(UTC) - age, "id": own_record_id}
        await connection.execute(text("UPDATE own_records SET registered_at = :at WHERE id = :id"), moment)
    return own_record_id


async def sweep(office: Office) -> list[bool]:
    async def mended(failure: str, own_record_id: UUID, work: Awaitable[object], patience_seconds: float) -> bool:
        await work
        return True

    client = await connect(office.settings)
    return await start_left_over(office.database, client, office.settings.task_queue, SweepRequest(), mended)


async def test_the_sweeper_starts_what_a_crash_left_exactly_once(office: Office) -> None:
    own_record_id = await entered(office, "crashed", timedelta(minutes=2))
    await entered(office, "fresh", timedelta(0))
    assert (await office.read(LIST))["items"] == []
    assert list(await asyncio.gather(sweep(office), sweep(office))) == [[True], [True]]
    assert await sweep(office) == []
    (item,) = (await office.read(LIST))["items"]
    assert item["id"] == str(own_record_id)
    assert len(await office.read(f"{LIST}/{own_record_id}/events")) == 1
    assert (await submit(office, "crashed")).json()["id"] == str(own_record_id)


async def test_the_repeated_submission_starts_what_a_crash_left(office: Office) -> None:
    own_record_id = await entered(office, "crashed", timedelta(0))
    answers = await asyncio.gather(*(submit(office, "crashed") for _ in range(3)))
    assert {(answer.status_code, answer.json()["id"]) for answer in answers} == {(201, str(own_record_id))}
    assert len(await office.read(f"{LIST}/{own_record_id}/events")) == 1


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (
            "UPDATE own_record_events SET record = jsonb_set(record, '{by}', 'null') WHERE seq = 4",
            [("event_changed", 4)],
        ),
        ("UPDATE own_record_events SET kind = 'x' WHERE seq = 2", [("columns_changed", 2)]),
        ("DELETE FROM own_record_events WHERE seq = 3", [("event_missing", 3)]),
        ("DELETE FROM own_record_events WHERE seq > 6", [("event_missing", 7)]),
        ("UPDATE own_record_states SET carried_out_on = carried_out_on - 1", [("read_model_differs", None)]),
        ("DELETE FROM own_record_states", [("read_model_differs", None)]),
    ],
)
async def test_what_was_changed_or_removed_is_found(
    office: Office, damage: str, expected: list[tuple[str, int | None]]
) -> None:
    await closed(office)
    assert await faults(office) == []
    async with office.database.transaction() as connection:
        await connection.execute(text("ALTER TABLE own_record_events DISABLE TRIGGER USER"))
        await connection.execute(text(damage))
        await connection.execute(text("ALTER TABLE own_record_events ENABLE TRIGGER USER"))
    assert await faults(office) == expected
    if "own_record_states" in damage:
        assert await rebuild_own_records(office.database) == 1
        assert await faults(office) == []


async def test_a_lost_letter_is_found_with_the_event_that_names_it(office: Office) -> None:
    own_record_id = await closed(office)
    for document in await office.read(f"{LIST}/{own_record_id}/documents"):
        if document["origin"] == "letter":
            (stored,) = folder_of(office.settings).rglob(document["sha256"])
            stored.unlink()
    assert await faults(office) == [("document_damaged", 6), ("document_damaged", 6)]


async def test_a_request_is_worked_from_the_terminal(office: Office, tmp_path: Path) -> None:
    async with listening(office.settings) as port:
        own = {"DAYLIGHT_URL": f"http://127.0.0.1:{port}", "DAYLIGHT_TOKEN": office.tokens["handler"]}
        terminal = Terminal({**environment_of(office.settings), **own}, tmp_path)
        (tmp_path / "request.json").write_text(json.dumps(REQUEST, ensure_ascii=False))
        receipt = await terminal.json("own-record", "new", "request.json", "--key", f"cli-{uuid4()}")
        await terminal.good("own-record", "step", "examine", receipt["id"], "found=核对登记原件。")
        shown = await terminal.good("own-record", "show", receipt["id"])
        assert receipt["reference"] in shown
        assert "propose" in shown
        assert "reply_not_approved" in await terminal.refused("own-record", "step", "carry_out", receipt["id"])
        (listed,) = (await terminal.json("own-record", "list"))["items"]
        assert (listed["id"], listed["state"]) == (receipt["id"], "verifying")
        assert (await terminal.json("verify")) == {"cases": 0, "own_records": 1, "faults": []}
        assert (await terminal.json("rebuild-read-model")) == {"cases": 0, "own_records": 1}
