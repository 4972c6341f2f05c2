"""What the addresses of the API name: things of the sample agency, and bodies with which each route is asked."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from api.cli.setup import sample_member
from tests.api.office import Json, Office, headers_for, today

NOBODYS = "00000000-0000-4000-8000-000000000000"
"""An id of nothing."""
Body = Json | list[Any]


async def made(office: Office, path: str, body: Json | None, by: str) -> str:
    """The id of a new thing."""
    headers = headers_for(office.tokens[by], str(uuid4()))
    answer = await office.http.post(path, json=body, headers=headers)
    assert answer.status_code == 201, (path, answer.text)
    return str(answer.json()["id"])


WEBHOOK = {"url": "https://oa.example.gov.cn/hooks/daylight", "kinds": ["escalation_fell"]}
TOKEN = {"staff": str(sample_member("handler2").id), "label": "扫描系统", "days": 90}
ABSENCE = {"first_day": "2030-12-02", "last_day": "2030-12-11", "substitute": str(sample_member("handler2").id)}
FEED = {"scope": "mine"}
CALENDAR = {"source": "示例通知", "off": ["2099-01-05"], "own_agency": True}
HOLD = {"reason": "示例市审计局审计"}


async def named(office: Office) -> dict[str, str]:
    """A value for each parameter of a path, by its name."""
    case = await _case(office)
    return {**case, **await _others(office, case["case_id"]), **_PLAIN}


async def _case(office: Office) -> dict[str, str]:
    """A case in hand, with a document that was found and its first letter."""
    receipt = await office.registered()
    case_id = str(receipt["case_id"])
    await office.step(case_id, "accept")
    document = await office.uploaded(case_id)
    await office.step(case_id, "record_search", description="以项目名称检索", documents=[document["id"]])
    await office.worked(case_id)
    (letter,) = await office.read(f"/api/applications/{case_id}/letters")
    case = await office.read(f"/api/applications/{case_id}")
    return {
        **{name: str(receipt[name]) for name in ("case_id", "reference", "status_code")},
        "case_version": str(case["summary"]["version"]),
        "document_id": document["id"],
        "letter_id": letter["letter_id"],
    }


async def _others(office: Office, case_id: str) -> dict[str, str]:
    """One of each other kind of thing."""
    described = (await office.read("/openapi.json"))["paths"]
    proposed = await office.http.post("/api/calendars", json=CALENDAR, headers=headers_for(office.tokens["admin"]))
    inquiry, own_record = (example_of(described[path]["post"]) for path in ("/api/inquiries", "/api/own-records"))
    return {
        "inquiry_id": await made(office, "/api/inquiries", inquiry, "handler"),
        "own_record_id": await made(office, "/api/own-records", own_record, "handler"),
        "webhook_id": await made(office, "/api/webhooks", WEBHOOK, "admin"),
        "token_id": await made(office, "/api/tokens", TOKEN, "admin"),
        "hold_id": await made(office, f"/api/retention/cases/{case_id}/holds", HOLD, "admin"),
        "feed_id": await made(office, "/api/feeds", FEED, "handler"),
        "absence_id": await made(office, "/api/absences", ABSENCE, "handler"),
        "version": proposed.json()["version"],
        "name": (await office.read("/api/templates", "admin"))[0]["name"],
    }


_PLAIN = {
    "agency_id": str(sample_member("handler2").agency_id),
    "staff_id": str(sample_member("handler2").id),
    "period": "weekly",
    "number": "1",
    "year": str(today().year - 1),
    **dict.fromkeys(("plan_id", "digest_id", "notice_id"), NOBODYS),
    "session_id": "0" * 16,
}
"""What needs no making, or of which there is none."""


Maker = Callable[[Office, dict[str, str]], Awaitable[dict[str, str]]]


def _anew(parameter: str, path: str, body: Json, by: str) -> Maker:
    """Makes another thing of the kind and names it."""

    async def make(office: Office, known: dict[str, str]) -> dict[str, str]:
        return {parameter: await made(office, path.format_map(known), body, by)}

    return make


ANEW: dict[str, Maker] = {
    "DELETE /api/webhooks/{webhook_id}": _anew("webhook_id", "/api/webhooks", WEBHOOK, "admin"),
    "DELETE /api/tokens/{token_id}": _anew("token_id", "/api/tokens", TOKEN, "admin"),
    "DELETE /api/absences/{absence_id}": _anew("absence_id", "/api/absences", ABSENCE, "handler"),
    "POST /api/feeds/{feed_id}/end": _anew("feed_id", "/api/feeds", FEED, "handler"),
    "POST /api/retention/holds/{hold_id}/release": _anew(
        "hold_id", "/api/retention/cases/{case_id}/holds", HOLD, "admin"
    ),
}
"""Routes after which the thing named is no more, or not the same."""


def bodies(known: dict[str, str]) -> dict[str, Body]:
    """What is sent to routes whose description has no example, or one that names what is not there."""
    document, staff = known["document_id"], known["staff_id"]
    return {
        "PUT /api/documents/{document_id}/pages/{number}": {"result": "disclose", "version": 0},
        "POST /api/applications/{case_id}/page-reviews": {"documents": [document], "result": "disclose"},
        "POST /api/applications/{case_id}/findings": {"accept": False, "all_undecided": True},
        "PUT /api/applications/{case_id}/draft": {"expected_version": 1, "paragraphs": ["经检索，现答复如下。"]},
        "POST /api/applications/{case_id}/steps": {
            "step": "accept",
            "expected_version": int(known["case_version"]),
        },
        "POST /api/notices/acknowledge": {"ids": [NOBODYS]},
        "POST /api/calendars": CALENDAR,
        "PATCH /api/agencies/{agency_id}": {"contact": "示例市人民路1号，电话：010-55550100"},
        "PUT /api/agencies/{agency_id}/policy": {},
        "PATCH /api/staff/{staff_id}": {"department": "法规科"},
        "POST /api/tokens": {**TOKEN, "staff": staff},
        "POST /api/absences": {**ABSENCE, "staff": None},
        "POST /api/retention/holds/{hold_id}/release": HOLD,
        "PUT /api/templates/{name}": {"text": "收到您的申请。"},
        "POST /api/status": {"reference": known["reference"], "code": known["status_code"]},
    }


QUERIES: dict[str, dict[str, str]] = {
    "GET /api/oversight/due-dates": {"from": "2026-11-01", "until": "2026-11-30"},
    "GET /api/reports/annual/{year}/cases": {"row": "1"},
}
"""What must stand in the address of a route, for it to be asked at all."""


def example_of(operation: Json) -> Json | None:
    """The first example of an operation's body."""
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    shown: Json | None = next((one["value"] for one in content.get("examples", {}).values()), None)
    return shown
