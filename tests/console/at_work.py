"""Cases for the pages of the work: entered and moved on over the API, with the session of whoever acts."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import httpx

from api.examples import APPLICATION
from tests.api.office import today
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar

Json = dict[str, Any]
FORM: dict[str, str] = {
    "channel": "in_person",
    "applicant.kind": "natural_person",
    "applicant.name": "王小明",
    "applicant.identity_kind": "resident_id",
    "applicant.identity_number": "110101199003070011",
    "applicant.contact.phone": "010-55550123",
    "description": "申请公开2025年度城东片区老旧小区改造项目的招标文件和中标通知书。",
    "wanted_form": "electronic",
    "wanted_route": "email",
    "do": "register",
}
"""The register form as it is filled in; an invented person."""


def days_ago(working_days: int) -> date:
    """The day from which so many working days have passed by today."""
    calendar = WorkingCalendar.of(national_calendar())
    return calendar.before(calendar.roll_forward(today() - timedelta(days=1)), working_days)


async def registered(handler: httpx.AsyncClient, **changes: Any) -> str:
    """The id of a new case."""
    body = {**APPLICATION, **changes}
    answer = await handler.post("/api/applications", json=body, headers={"Idempotency-Key": str(uuid4())})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["case_id"])


async def step(client: httpx.AsyncClient, case_id: str, name: str, **said: Any) -> Json:
    """Take a step at the version that stands."""
    seen = (await client.get(f"/api/applications/{case_id}")).json()["summary"]["version"]
    body = {"step": name, "expected_version": seen, **said}
    answer = await client.post(f"/api/applications/{case_id}/steps", json=body)
    assert answer.status_code == 200, answer.text
    taken: Json = answer.json()
    return taken


def key_in(page: str) -> str:
    """The key of the first form of a page that has one."""
    return page.partition('name="key" value="')[2].partition('"')[0]


def csrf_in(page: str) -> str:
    """The token of the session in a page."""
    return page.partition('name="csrf" content="')[2].partition('"')[0]
