"""An office at work over HTTP: members of staff send requests, tests look at the answers. All persons are invented."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import uuid4

import httpx

from activities.db.database import Database
from api.examples import APPLICATION
from schemas.settings import Settings
from tests.harness import SHANGHAI

Json = dict[str, Any]


def today() -> date:
    """The date at the sample agency."""
    return datetime.now(SHANGHAI).date()


def folder_of(settings: Settings) -> Path:
    """Where the documents lie."""
    return Path(unquote(urlsplit(settings.documents_url).path))


def application(**changes: Any) -> Json:
    """The sample application, changed."""
    return {**deepcopy(APPLICATION), **changes}


def headers_for(token: str, key: str | None = None, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Bearer token and, if given, the idempotency key."""
    return {"Authorization": f"Bearer {token}", **({"Idempotency-Key": key} if key else {}), **(more or {})}


@dataclass
class Office:
    """Requests to one API with the tokens of one agency's staff."""

    http: httpx.AsyncClient
    tokens: dict[str, str]
    settings: Settings
    database: Database

    async def get(self, path: str, by: str = "handler", **params: Any) -> httpx.Response:
        return await self.http.get(path, params=params, headers=headers_for(self.tokens[by]))

    async def read(self, path: str, by: str = "handler", **params: Any) -> Any:
        """The JSON of a good answer."""
        answer = await self.get(path, by, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def submit(self, body: Json | None = None, key: str | None = None, by: str = "handler") -> httpx.Response:
        own = f"{self.settings.task_queue}/{key or uuid4()}"  # all tests share one Temporal, and one sample agency
        headers = headers_for(self.tokens[by], own)
        return await self.http.post("/api/applications", json=body or application(), headers=headers)

    async def registered(self, **changes: Any) -> Json:
        """The receipt of a new case."""
        answer = await self.submit(application(**changes))
        assert answer.status_code == 201, answer.text
        receipt: Json = answer.json()
        return receipt

    async def post_step(self, case_id: str, body: Any, by: str = "handler", key: str | None = None) -> httpx.Response:
        path = f"/api/applications/{case_id}/steps"
        return await self.http.post(path, json=body, headers=headers_for(self.tokens[by], key))

    async def step(self, case_id: str, name: str, by: str = "handler", key: str | None = None, **fields: Any) -> Json:
        """Take a step at the present version; the answer."""
        seen = (await self.read(f"/api/applications/{case_id}"))["summary"]["version"]
        answer = await self.post_step(case_id, {"step": name, "expected_version": seen, **fields}, by, key)
        assert answer.status_code == 200, answer.text
        taken: Json = answer.json()
        return taken

    async def post_file(
        self, case_id: str, content: bytes, name: str = "招标文件.txt", by: str = "handler"
    ) -> httpx.Response:
        path = f"/api/applications/{case_id}/documents"
        return await self.http.post(path, files={"file": (name, content)}, headers=headers_for(self.tokens[by]))

    async def uploaded(
        self, case_id: str, content: bytes = "招标文件正文".encode(), name: str = "招标文件.txt"
    ) -> Json:
        answer = await self.post_file(case_id, content, name)
        assert answer.status_code == 201, answer.text
        document: Json = answer.json()
        return document

    async def events(self, case_id: str) -> list[Json]:
        found: list[Json] = await self.read(f"/api/applications/{case_id}/events")
        return found

    async def kinds(self, case_id: str) -> list[str]:
        return [link["event"]["kind"] for link in await self.events(case_id)]

    async def issued(self, case_id: str, content: str = "招标文件正文") -> Json:
        """Walk a registered case to its issued reply; the document disclosed."""
        await self.step(case_id, "accept")
        document = await self.uploaded(case_id, content.encode())
        await self.step(case_id, "record_search", description="检索档案管理系统", documents=[document["id"]])
        await self.reviewed(case_id, document["id"])
        await self.step(case_id, "draft_reply", decision={"outcome": "disclosed"})
        await self.step(case_id, "approve_reply", "approver", verdict="approve")
        await self.worked(case_id)
        await self.step(case_id, "issue_reply")
        return document

    async def worked(self, case_id: str) -> Json:
        """Wait until the documents of a case are worked on; nothing may have failed."""
        progress: Json = {"waiting": 1}
        while progress["waiting"]:
            progress = await self.read(f"/api/applications/{case_id}/document-work", wait=30)
        assert progress["failed"] == {}
        return progress

    async def reviewed(self, case_id: str, document_id: str, result: str = "disclose", **told: Any) -> Json:
        """One document proposed by the handler and confirmed by the reviewer."""
        await self.worked(case_id)
        await self.step(case_id, "propose_review", documents=[document_id], result=result, **told)
        return await self.step(case_id, "confirm_review", "reviewer", documents=[document_id], verdict="approve")

    async def delivered(self, case_id: str, key: str | None = None) -> Json:
        """Record the delivery of an issued reply."""
        await self.worked(case_id)
        return await self.step(case_id, "record_delivery", key=key, method="electronic", proof="电子邮件发送回执")


def assert_problem(answer: httpx.Response, status: int, code: str, field: str | None = None) -> Json:
    """A clear refusal: RFC 9457, code, field, both languages, and nothing of our insides."""
    assert answer.status_code == status, answer.text[:500]
    assert answer.headers["content-type"] == "application/problem+json"
    problem: Json = answer.json()
    assert (problem["status"], problem["code"], problem["field"]) == (status, code, field), problem
    assert problem["title"]
    assert problem["detail"]
    assert problem["type"] == f"urn:daylight:problem:{code}"
    assert "Traceback" not in answer.text
    assert len(answer.content) < 4000
    return problem
