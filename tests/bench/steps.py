"""A case of Daylight in eight steps over HTTP, each by the member of staff whose step it is."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx

from api.cli.local import Access
from api.cli.setup import sample_member
from api.examples import APPLICATION
from tests.bench.load import Timed

PAPER = "城东片区老旧小区改造项目招标文件。\n" * 200


class CasePlay:
    """submission, accept, assign; then an upload; then search, review, draft, approval, issue."""

    def __init__(self, http: httpx.AsyncClient, access: Access) -> None:
        self._http = http
        self._tokens = access.tokens
        self.case_id = ""
        self._version = 0
        self._document = ""

    async def first_half(self, timed: Timed) -> None:
        await self.submit(timed)
        await self.step(timed, "accept")
        await self.step(timed, "assign", handler=str(sample_member("handler").id))

    async def between(self) -> None:
        self._document = await self.upload(PAPER)

    async def second_half(self, timed: Timed) -> None:
        await self.step(timed, "record_search", description="在档案管理系统中检索", documents=[self._document])
        await self.step(timed, "review_document", "reviewer", document=self._document, result="disclose")
        await self.step(timed, "draft_reply", decision={"outcome": "disclosed"})
        await self.step(timed, "approve_reply", "approver", verdict="approve")
        await self.step(timed, "issue_reply")

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
