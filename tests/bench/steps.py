"""A case of Daylight in eleven steps over HTTP, each by the member of staff whose step it is.

What it finds lies in a safe: no document is read or copied, for that is work in the background with figures of its own,
and here it would be measured with whatever step it happens to run beside.
"""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx

from api.cli.local import Access
from api.cli.setup import sample_member
from api.examples import APPLICATION
from tests.bench.load import Timed

SAFE = {"note": "密件登记2029-007号", "pages": 12}
SIGNATURES: dict[str, dict[str, object]] = {
    "section": {},
    "legal": {"legality": {"facts_and_evidence": True, "legal_basis": True, "procedure": True, "opinion": "依据正确"}},
    "chief": {},
}


class CasePlay:
    """submission, accept, assign, search; then review by two persons, draft, three signatures, issue."""

    def __init__(self, http: httpx.AsyncClient, access: Access) -> None:
        self._http = http
        self._tokens = access.tokens
        self.case_id = ""
        self._version = 0
        self._found = ""

    async def first_half(self, timed: Timed) -> None:
        await self.submit(timed)
        await self.step(timed, "accept")
        await self.step(timed, "assign", handler=str(sample_member("handler").id))
        await self.step(timed, "record_search", description="查阅机要室登记", unfiled=[SAFE])

    async def between(self) -> None:
        """Look what the search found, as whoever proposes does."""
        (found,) = (await self._read("found"))["items"]
        self._found = found["document_id"]

    async def second_half(self, timed: Timed) -> None:
        withheld: dict[str, Any] = {"result": "withhold", "grounds": ["state_secret"], "reason": "系国家秘密。"}
        await self.step(timed, "propose_review", documents=[self._found], **withheld)
        await self.step(timed, "confirm_review", "reviewer", documents=[self._found], verdict="approve")
        await self.step(timed, "draft_reply", decision={"outcome": "refused", "reasons": "属于国家秘密。"})
        for signer, more in SIGNATURES.items():
            await self.step(timed, "approve_reply", signer, verdict="approve", **more)
        await self.step(timed, "issue_reply")

    async def look(self) -> None:
        """Look at the case, as between two steps."""
        await self._read("")

    async def worked(self) -> None:
        """Wait until the documents are read, copied or bound."""
        while (await self._read("document-work", wait=30))["waiting"]:
            continue

    async def submit(self, timed: Timed) -> None:
        """Enter the application."""
        await self._take(timed, "submission", "handler", "/api/applications", APPLICATION)

    async def step(self, timed: Timed, step: str, by: str = "handler", **fields: Any) -> None:
        """Take one step on the version the last one left."""
        body = {"step": step, "expected_version": self._version, **fields}
        await self._take(timed, step, by, f"/api/applications/{self.case_id}/steps", body)

    async def upload(self, content: str, name: str = "招标文件.txt") -> str:
        """Store a document of this case; its id."""
        url = f"/api/applications/{self.case_id}/documents"
        answer = await self._http.post(url, files={"file": (name, content.encode())}, headers=self._as("handler"))
        document: str = _good(answer)["id"]
        return document

    async def _read(self, what: str, **params: Any) -> dict[str, Any]:
        url = f"/api/applications/{self.case_id}/{what}".rstrip("/")
        return _good(await self._http.get(url, params=params, headers=self._as("handler")))

    async def _take(self, timed: Timed, name: str, by: str, url: str, body: Mapping[str, Any]) -> None:
        headers = {**self._as(by), "Idempotency-Key": str(uuid4())}
        taken = _good(await timed(name, self._http.post(url, json=body, headers=headers)))
        self.case_id, self._version = taken["case_id"], taken["version"]

    def _as(self, login: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[login]}"}


def _good(answer: httpx.Response) -> dict[str, Any]:
    if answer.is_error:
        raise RuntimeError(f"{answer.request.url.path}: {answer.status_code} {answer.text}")
    body: dict[str, Any] = answer.json()
    return body
