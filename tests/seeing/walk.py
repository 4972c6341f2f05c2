"""A walk through an office that says a person's name wherever a program may say one: bodies, queries, odd paths."""

from dataclasses import dataclass
from typing import Any

import httpx

from api.examples import APPLICATION

PERSON = APPLICATION["applicant"]
CALLER = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7")
"""Trace and span of who calls, as in the examples of W3C Trace Context."""


@dataclass(frozen=True)
class Walked:
    """``request_id``: of the step taken under ``CALLER``."""

    case_id: str
    request_id: str


async def walk(address: str, tokens: dict[str, str]) -> Walked:
    """Submit, look by name and number, take a step as part of a caller's trace, be refused, lose one's way."""
    async with httpx.AsyncClient(base_url=address, trust_env=False, timeout=60) as http:
        http.headers["Authorization"] = f"Bearer {tokens['handler']}"
        case = (await _good(http, "POST", "", json=APPLICATION, headers={"Idempotency-Key": "seen"})).json()
        await _good(http, "GET", "", params={"text": PERSON["name"]})
        traceparent = f"00-{'-'.join(CALLER)}-01"
        state = {"traceparent": traceparent, "tracestate": f"who={PERSON['identity_number']}"}
        step = {"step": "accept", "expected_version": case["version"]}
        steps = f"/{case['case_id']}/steps"
        taken = await _good(http, "POST", steps, json=step, headers={**state, "baggage": "who=110101199003070011"})
        refused = await http.post(f"/api/applications{steps}", json={**step, "expected_version": 99})
        assert refused.status_code == 409
        lost = await http.get(f"/api/applications/{PERSON['identity_number']}", params={"who": PERSON["name"]})
        assert lost.status_code == 422
        assert (await http.get(f"/{PERSON['name']}")).status_code == 404
        return Walked(case["case_id"], taken.headers["X-Request-Id"])


async def _good(http: httpx.AsyncClient, method: str, path: str, **sent: Any) -> httpx.Response:
    answer = await http.request(method, f"/api/applications{path}", **sent)
    assert answer.is_success, answer.text
    return answer
