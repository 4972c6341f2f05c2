"""Applications that applicants submit themselves, by HTTP: entered once, confirmed by staff, and nobody floods them."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text
from temporalio.testing import ActivityEnvironment

from activities.intake import Intake
from activities.store import DocumentStore
from api.cli.setup import SAMPLE_AGENCY
from api.examples import ONLINE_APPLICATION
from api.upkeep import rebuild, verify_all
from schemas.commands import SweepRequest
from schemas.events import PORTAL
from tests.api.office import Json, Office, assert_problem, today
from tests.api.test_status import an_hour_passes, ask, from_address
from tests.conftest import serving
from worker.connection import connect

PATH = "/api/portal/applications"
PERSON = ONLINE_APPLICATION["applicant"]


async def send(
    http: httpx.AsyncClient, key: str | None = None, headers: Mapping[str, str] | None = None, **changes: Any
) -> httpx.Response:
    body = {**ONLINE_APPLICATION, **changes}
    return await http.post(PATH, json=body, headers={"Idempotency-Key": key or str(uuid4()), **(headers or {})})


async def sent(office: Office, **changes: Any) -> tuple[Json, str]:
    """The receipt of an application submitted online, and the id of its case."""
    answer = await send(office.http, **changes)
    assert answer.status_code == 201, answer.text
    receipt: Json = answer.json()
    found = await office.read("/api/applications", text=receipt["reference"])
    return receipt, found["items"][0]["case_id"]


async def test_what_is_submitted_online_waits_for_the_confirmation_of_its_receipt(office: Office) -> None:
    receipt, case_id = await sent(office)
    assert (receipt["agency"], receipt["submitted_on"]) == (SAMPLE_AGENCY.name, str(today()))
    view = (await office.read(f"/api/applications/{case_id}"))["summary"]
    assert (view["state"], view["channel"], view["received_on"]) == ("registered", "online", None)
    assert {link["by"] for link in await office.events(case_id)} == {str(PORTAL.staff_id)}
    assert (await ask(office.http, receipt["reference"], receipt["status_code"])).json()["standing"] == "registered"
    await office.step(case_id, "confirm_receipt", how="电话确认")
    assert (await office.read(f"/api/applications/{case_id}"))["summary"]["received_on"] == str(today())
    await office.issued(case_id)
    await office.delivered(case_id)


async def test_such_a_case_can_be_rebuilt_verified_and_exported(office: Office) -> None:
    store = DocumentStore.open(office.settings.documents_url, office.settings.max_upload_bytes)
    _, case_id = await sent(office)
    await office.step(case_id, "confirm_receipt", how="电话确认")
    before = (await office.read(f"/api/applications/{case_id}"))["summary"]
    assert await rebuild(office.database) >= 1
    assert (await office.read(f"/api/applications/{case_id}"))["summary"] == before
    assert await verify_all(office.database, store) == (1, [])
    exported = await office.get(f"/api/applications/{case_id}/export", "head")
    assert exported.status_code == 200
    assert b'"registered_by":null' in exported.content.replace(b'": null', b'":null')


async def test_one_key_is_one_application(office: Office) -> None:
    key = str(uuid4())
    first, again = await send(office.http, key), await send(office.http, key)
    assert (first.status_code, again.json()) == (201, first.json())
    assert_problem(
        await send(office.http, key, description="申请公开另一份文件。"),
        422,
        "idempotency_key_reused",
        "Idempotency-Key",
    )
    other = await send(office.http)
    assert other.json()["reference"] != first.json()["reference"]
    assert_problem(
        await office.http.post(PATH, json=ONLINE_APPLICATION), 422, "idempotency_key_missing", "Idempotency-Key"
    )


async def test_a_strangers_key_is_never_one_of_the_staffs(office: Office) -> None:
    key = str(uuid4())
    assert (await send(office.http, key)).status_code == 201
    answer = await office.submit(key=key)
    assert answer.status_code == 201
    assert len((await office.read("/api/applications"))["items"]) == 2


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"channel": "in_person"}, "foreign_field", "channel"),
        ({"arrived_on": "2026-01-05"}, "foreign_field", "arrived_on"),
        ({"applicant": {**PERSON, "contact": {}}}, "contact_missing", "applicant.contact"),
        ({"applicant": {**PERSON, "contact": {"phone": "1"}}}, "portal_email_missing", "applicant.contact.email"),
        ({"wanted_route": "post"}, "portal_address_missing", "applicant.contact.address"),
        ({"applicant": {**PERSON, "identity_number": "1"}}, "invalid_field", "applicant.identity_number"),
        ({"description": " "}, "invalid_field", "description"),
    ],
    ids=["channel", "day", "no contact", "no e-mail", "no address", "number", "nothing asked"],
)
async def test_what_cannot_be_handled_is_refused(shared: Office, changes: Json, code: str, field: str) -> None:
    assert_problem(await send(shared.http, **changes), 422, code, field)


@pytest.mark.parametrize(
    "said",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://example.com"},
        {"Origin": "null"},
        {"Origin": "http://[::1"},
    ],
)
async def test_another_sites_page_cannot_submit(shared: Office, said: dict[str, str]) -> None:
    assert_problem(await send(shared.http, headers=said), 403, "foreign_origin")


async def test_an_agency_may_take_nothing_online(office: Office) -> None:
    assert [one["code"] for one in (await office.http.get("/api/portal/agencies")).json()] == [SAMPLE_AGENCY.code]
    assert_problem(await send(office.http, agency="不存在"), 404, "not_found")
    async with office.database.transaction() as connection:
        await connection.execute(text("UPDATE agencies SET takes_online = false"))
    assert (await office.http.get("/api/portal/agencies")).json() == []
    assert_problem(await send(office.http), 404, "portal_not_offered")
    assert_problem(await send(office.http, agency=str(SAMPLE_AGENCY.id)), 404, "portal_not_offered")


async def test_one_address_cannot_flood_the_register(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    most = office.settings.portal_applications_per_address
    async with from_address(office, "203.0.113.9") as flood, from_address(office, "198.51.100.1") as other:
        key = str(uuid4())
        assert (await send(flood, key)).status_code == 201
        async with office.database.transaction() as connection:
            await connection.execute(text("UPDATE status_tries SET tries = :most"), {"most": most})
        refused = await send(flood)
        assert_problem(refused, 429, "portal_too_many")
        assert 0 < int(refused.headers["retry-after"]) <= 3600
        assert (await send(flood, key)).status_code == 201, "the same application again is not another one"
        assert (await send(flood, description=" ")).status_code == 422, "what is refused costs nothing"
        assert (await send(other)).status_code == 201
        await an_hour_passes(office)
        assert (await send(flood)).status_code == 201
    for secret in (PERSON["name"], PERSON["identity_number"], "203.0.113.9", ONLINE_APPLICATION["description"]):
        assert secret not in caplog.text


async def test_what_is_on_record_is_submitted_although_the_engine_is_away(office: Office) -> None:
    away = office.settings.model_copy(update={"temporal_address": "127.0.0.1:9", "step_timeout_seconds": 1.0})
    async with serving(away) as lonely:
        key = str(uuid4())
        receipt, again = (await send(lonely, key)).json(), await send(lonely, key)
        assert (again.status_code, again.json()) == (201, receipt)
        standing = await ask(lonely, receipt["reference"], receipt["status_code"])
        assert standing.json()["standing"] == "registered"
    async with office.database.transaction() as connection:
        past = {"at": datetime.now(UTC) - timedelta(minutes=5)}
        await connection.execute(text("UPDATE applications SET registered_at = :at"), past)
    intake = Intake(office.database, await connect(office.settings), office.settings.task_queue)
    assert (await ActivityEnvironment().run(intake.sweep_intake, SweepRequest())).started == 1
    (case,) = (await office.read("/api/applications"))["items"]
    assert await office.kinds(case["case_id"]) == ["application_registered"]
