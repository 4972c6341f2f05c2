"""Clients that never give up: what is not answered is sent again under the same key until it is, as the API asks."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx

from api.demo.client import Refused
from tests.chaos.ledger import SUBMISSION, Acknowledged, Asked, Ledger, now
from tests.chaos.ledger import Refused as RefusedLine

ANSWER_SECONDS = 20.0
"""Longer than the API itself waits for a case (15 s)."""
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 1.0
AGAIN = frozenset({500, 502, 503, 504})
"""Statuses after which the same request is sent again; all but 503 are counted against the engine."""


class Clerk:
    """One case's staff as a ``Caller`` of the demo: patient, and everything acknowledged is in the ledger."""

    def __init__(self, http: httpx.AsyncClient, tokens: Mapping[str, str], ledger: Ledger, job: int) -> None:
        self._http, self._tokens, self._ledger, self._job = http, tokens, ledger, job
        self._uploads = 0

    async def get(self, path: str, actor: str = "handler", **params: str) -> Any:
        """The JSON answer. Work on documents is waited for as long as it takes: parts of the engine may be away."""
        while True:
            answer = (await self._patiently(actor, "GET", path, params=params))[0].json()
            if not (path.endswith("/document-work") and answer["waiting"]):
                return answer

    async def content(self, path: str, actor: str = "handler") -> bytes:
        """The bytes of a download."""
        return (await self._patiently(actor, "GET", path))[0].content

    async def post(self, actor: str, path: str, body: Mapping[str, object], key: str | None) -> Any:
        """Send a command until it is acknowledged. A case that moved on meanwhile, by its clock, is asked again under
        another key: what was refused had no effect."""
        if key is None:
            return (await self._patiently(actor, "POST", path, json=body))[0].json()
        turn, wanted = key, dict(body)
        while True:
            answer = await self._commanded(actor, path, wanted, turn)
            if answer.status_code != httpx.codes.CONFLICT:
                return _good(answer, actor).json()
            problem = answer.json()
            if problem["code"] != "stale_version":
                raise Refused(f"{wanted.get('step')} by {actor}: {answer.status_code} {problem['code']} ({path})")
            self._ledger.write(RefusedLine(key=turn, job=self._job, code=problem["code"], at=now()))
            wanted["expected_version"] = problem["current"]["version"]
            turn = f"{key}/{wanted['expected_version']}"

    async def put(self, actor: str, path: str, body: Mapping[str, object]) -> Any:
        """Put one thing in the place of another; the JSON answer."""
        return (await self._patiently(actor, "PUT", path, json=body))[0].json()

    async def upload(self, actor: str, path: str, name: str, content: bytes) -> Any:
        """Send a file under a key of its own; the document's row as JSON."""
        self._uploads += 1
        headers = {"Idempotency-Key": f"upload/{self._job}/{self._uploads}"}
        file = {"file": (name, content)}
        return (await self._patiently(actor, "POST", path, files=file, headers=headers))[0].json()

    async def _commanded(self, actor: str, path: str, body: Mapping[str, object], key: str) -> httpx.Response:
        """The answer to a command, noted before and after; a conflict is the caller's."""
        what, first = str(body.get("step") or _brings_in(path)), now()
        self._ledger.write(Asked(key=key, job=self._job, what=what, at=first))
        headers = {"Idempotency-Key": key}
        answer, sent = await self._patiently(actor, "POST", path, json=body, headers=headers, conflict=True)
        told = answer.json() if answer.is_success else {}
        if told.get("case_id") and "version" in told:
            self._ledger.write(
                Acknowledged(
                    **{name: told[name] for name in ("case_id", "reference", "version")},
                    key=key,
                    job=self._job,
                    what=what,
                    events=told.get("events", ()),
                    first=first,
                    sent=sent,
                    at=now(),
                )
            )
        return answer

    async def _patiently(
        self, actor: str, method: str, path: str, *, conflict: bool = False, **request: Any
    ) -> tuple[httpx.Response, float]:
        """The first answer that is one, and when the request was sent that got it."""
        pause = FIRST_PAUSE
        while True:
            sent = now()
            answer = await self._once(actor, method, path, dict(request))
            if answer is not None:
                return (answer if conflict else _good(answer, actor)), sent
            await asyncio.sleep(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _once(self, actor: str, method: str, path: str, request: dict[str, Any]) -> httpx.Response | None:
        """The answer, or None where there was none and the trouble is counted."""
        headers = {"Authorization": f"Bearer {self._tokens[actor]}", **request.pop("headers", {})}
        try:
            answer = await self._http.request(method, path, headers=headers, **request)
        except httpx.TransportError as broke:
            self._ledger.troubles[type(broke).__name__] += 1
            return None
        if answer.status_code not in AGAIN:
            return answer
        self._ledger.troubles[f"{answer.status_code} {_code(answer)}"] += 1
        return None


def _brings_in(path: str) -> str:
    """What a command without a step enters: an application, or something from which one may come."""
    last = path.rpartition("/")[2]
    return SUBMISSION if last in {"applications", "application"} else last


def _good(answer: httpx.Response, actor: str) -> httpx.Response:
    if answer.is_error:
        request = answer.request
        raise Refused(f"{request.method} by {actor}: {answer.status_code} {_code(answer)} ({request.url.path})")
    return answer


def _code(answer: httpx.Response) -> str:
    """The code of a refusal; what is no problem document was not said by the API."""
    try:
        return str(answer.json()["code"])
    except (ValueError, KeyError, TypeError):
        return "no problem document"
