"""A case with many documents, on a stack of its own: reading, copying, binding, and how lists answer meanwhile."""

import asyncio
import io
import shutil
import tempfile
import time
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Any

import httpx
import pikepdf

from api.cli.local import Access, read_access
from api.examples import APPLICATION
from tests.bench.load import percentile
from tests.bench.redaction_papers import corpus
from tests.bench.stack import start_stack
from worker.embedded.ports import free_port

DOCUMENTS, PAGES, AT_ONCE, LOOKS = 200, 10, 200, 50
Figures = dict[str, float]


def bench_many(documents: int = DOCUMENTS) -> Figures:
    """Seconds of each part of the work, and milliseconds of a page of the list of what was found."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-measure-many-"))
    try:
        return asyncio.run(_on_a_stack(folder, documents))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        folder.with_suffix(".log").unlink(missing_ok=True)


async def _on_a_stack(folder: Path, documents: int) -> Figures:
    stack = await start_stack(folder, free_port())
    try:
        access = read_access(folder)
        assert access is not None
        async with httpx.AsyncClient(base_url=access.address, timeout=60, trust_env=False) as http:
            return await Many(http, access, documents).figures()
    finally:
        stack.stop()


class Many:
    """One case, worked by the sample staff over HTTP."""

    def __init__(self, http: httpx.AsyncClient, access: Access, documents: int) -> None:
        self._http, self._access, self._documents = http, access, documents
        self._case = ""

    async def figures(self) -> Figures:
        answer = await self._ask("POST", "/api/applications", json=APPLICATION, key="many")
        self._case = f"/api/applications/{answer['case_id']}"
        await self._step("accept")
        content = _ten_pages()
        uploads = await _timed(self._upload(content))
        ids = [
            row["id"] for row in await self._ask("GET", f"{self._case}/documents?limit=1000") if row["label"][0] == "m"
        ]
        read = await _timed(self._found(ids))
        looks = [await _timed(self._ask("GET", f"{self._case}/found?limit=50")) for _ in range(LOOKS)]
        decided = await _timed(self._reviewed(ids))
        copied = await _timed(self._worked())
        bound = await _timed(self._answered())
        pages = self._documents * PAGES
        return {
            "documents": self._documents,
            "pages": pages,
            "upload_seconds": round(uploads, 1),
            "read_seconds": round(read, 1),
            "read_pages_a_second": round(pages / read, 1),
            "review_seconds": round(decided, 1),
            "copy_seconds": round(copied, 1),
            "copy_pages_a_second": round(pages / copied, 1),
            "answer_and_package_seconds": round(bound, 1),
            "list_p50_ms": round(percentile(looks, 0.5) * 1000, 1),
            "list_p99_ms": round(percentile(looks, 0.99) * 1000, 1),
        }

    async def _upload(self, content: bytes) -> None:
        for number in range(self._documents):
            await self._ask("POST", f"{self._case}/documents", files={"file": (f"m{number:04d}.pdf", content)})

    async def _found(self, ids: Sequence[str]) -> None:
        for some in _by(AT_ONCE, ids):
            await self._step("record_search", description="检索档案管理系统", documents=some)
        await self._worked()

    async def _reviewed(self, ids: Sequence[str]) -> None:
        await self._ask("POST", f"{self._case}/findings", json={"accept": True, "all_undecided": True})
        for some in _by(AT_ONCE, ids):
            said = {"documents": some, "result": "disclose"}
            await self._ask("POST", f"{self._case}/page-reviews", json=said)
            await self._step("propose_review", documents=some, reason="涉及个人隐私的内容已遮盖。")
            await self._step("confirm_review", "reviewer", documents=some, verdict="approve")

    async def _answered(self) -> None:
        partly = (await self._ask("GET", f"{self._case}/found?limit=200&result=partial"))["items"]
        decision = {"outcome": "partly_disclosed", "reasons": "含个人隐私。"} if partly else {"outcome": "disclosed"}
        await self._step("draft_reply", decision=decision)
        await self._step("approve_reply", "approver", verdict="approve")
        await self._step("issue_reply")
        await self._worked()

    async def _worked(self) -> None:
        while (await self._ask("GET", f"{self._case}/document-work?wait=30"))["waiting"]:
            pass

    async def _step(self, name: str, by: str = "handler", **fields: Any) -> Any:
        seen = (await self._ask("GET", self._case))["summary"]["version"]
        body = {"step": name, "expected_version": seen, **fields}
        return await self._ask("POST", f"{self._case}/steps", by, json=body)

    async def _ask(self, method: str, path: str, by: str = "handler", key: str | None = None, **request: Any) -> Any:
        headers = {"Authorization": f"Bearer {self._access.tokens[by]}", **({"Idempotency-Key": key} if key else {})}
        answer = await self._http.request(method, path, headers=headers, **request)
        if answer.is_error:
            raise RuntimeError(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer.json()


def _ten_pages() -> bytes:
    with pikepdf.open(io.BytesIO(corpus()["text, 20 pages"])) as pdf:
        del pdf.pages[PAGES:]
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def _by(size: int, ids: Sequence[str]) -> list[list[str]]:
    return [list(ids[start : start + size]) for start in range(0, len(ids), size)]


async def _timed(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began
