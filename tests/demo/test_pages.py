"""Papers as they are put into a case, and the work on their pages."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from api.demo import pages
from api.demo.documents import fitting, make
from api.demo.pages import places, worked
from api.demo.papers_shared import BID, GAS_SAFETY, UNIT_PRICES
from api.demo.script import Decide
from api.demo.showcase import save_release
from schemas.pages import PersonalKind


class Answering:
    """A ``Caller`` that gives the same answer to everything, and remembers what it was sent."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer
        self.sent: list[Mapping[str, object]] = []

    async def get(self, path: str, actor: str = "handler", **params: str) -> Any:
        return self._answer

    async def content(self, path: str, actor: str = "handler") -> bytes:
        return b""

    async def post(self, actor: str, path: str, body: Mapping[str, object], key: str | None) -> Any:
        self.sent.append(body)
        return self._answer

    async def put(self, actor: str, path: str, body: Mapping[str, object]) -> Any:
        return await self.post(actor, path, body, None)

    async def upload(self, actor: str, path: str, name: str, content: bytes) -> Any:
        return self._answer


def test_words_are_found_where_they_stand_and_nowhere_else() -> None:
    content = make(BID)
    boxes = [box for price in UNIT_PRICES for box in places(content, 2, price)]
    assert len(boxes) == len(UNIT_PRICES)
    assert [box["y0"] for box in boxes] == sorted(box["y0"] for box in boxes)  # row below row
    assert all(0 < box["y0"] < box["y1"] < 842 / 2 for box in boxes)  # in the upper half of the page
    with pytest.raises(KeyError):
        places(content, 1, UNIT_PRICES[0])


def test_without_libreoffice_a_docx_is_put_in_as_text(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    plain = fitting(GAS_SAFETY)
    assert plain.name == "城北片区燃气管道安全评估报告.txt"
    text = make(plain).decode()
    assert GAS_SAFETY.title in text
    assert "金桂路\t高" in text
    assert fitting(BID) == BID


def test_with_libreoffice_a_docx_stays_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "soffice").touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert fitting(GAS_SAFETY) == GAS_SAFETY


async def test_patience_with_documents_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PATIENCE_SECONDS", -1.0)
    await worked(Answering({"waiting": 0}), "/api/applications/x")
    with pytest.raises(TimeoutError):
        await worked(Answering({"waiting": 1}), "/api/applications/x")


async def test_findings_are_decided_kind_by_kind_or_all_at_once() -> None:
    api = Answering({"findings": 2, "pages": 1})
    kinds = (PersonalKind.MOBILE, PersonalKind.EMAIL)
    some, every = Decide("handler", BID.name, accept=False, kinds=kinds), Decide("handler", BID.name, accept=True)
    assert await pages.work_on(api, some, "/api/applications/x", "d", b"") == 4
    assert await pages.work_on(api, every, "/api/applications/x", "d", b"") == 2
    assert [(one.get("kind"), one.get("all_undecided"), one["accept"]) for one in api.sent] == [
        ("mobile", None, False),
        ("email", None, False),
        (None, True, True),
    ]


def test_nothing_played_leaves_no_release(tmp_path: Path) -> None:
    assert asyncio.run(save_release(Answering(None), (), tmp_path)) is None
    assert list(tmp_path.iterdir()) == []
