"""An administrator at work on the calendar over HTTP."""

from typing import Any

import httpx

from tests.api.office import Json, Office, headers_for

CALENDARS = "/api/calendars"


async def post(office: Office, path: str, body: Any = None, by: str = "admin") -> httpx.Response:
    return await office.http.post(f"{CALENDARS}{path}", json=body, headers=headers_for(office.tokens[by]))


async def proposed(office: Office, **arrangement: Any) -> Json:
    answer = await post(office, "", {"source": "示例通知", **arrangement})
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


async def approved(office: Office, version: str) -> Json:
    answer = await post(office, f"/{version}/approve")
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def previewed(office: Office, version: str, **params: Any) -> Json:
    found: Json = await office.read(f"{CALENDARS}/{version}/preview", "admin", **params)
    return found


async def counted_day(office: Office, case_id: str, number: int = 7) -> str:
    """A working day of the case's limit, by its number."""
    deadline = await office.read(f"/api/applications/{case_id}/deadline", explain=True)
    return next(str(one["day"]) for one in deadline["days"] if one["number"] == number)


async def moves_of(office: Office, case_id: str) -> list[Json]:
    events = [link["event"] for link in await office.events(case_id)]
    return [event for event in events if event["kind"] == "deadline_moved"]
