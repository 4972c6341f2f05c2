"""A case under review over HTTP, for tests: documents of an invented person, read and ready to be looked at."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.api.office import Json, Office, headers_for

REGISTER = "登记簿\n姓名：王小明\n公民身份号码：110101199003070011\n联系电话：13800138000\n"
"""One page with a name, an identity number whose check character holds, and a telephone number."""
MANY_PAGES = REGISTER + "核查情况\n" * 150
BOX = {"x0": 40, "y0": 40, "x1": 200, "y1": 60}
MARK = {"box": BOX, "ground": "privacy"}


@dataclass
class Case:
    """A case in hand whose search found documents."""

    office: Office
    id: str
    documents: list[str]

    async def page(self, number: int = 1, document: int = 0) -> Json:
        """A page as it stands."""
        (page,) = (await self.office.read(self.pages(document), first=number, limit=1))["items"]
        found: Json = page
        return found

    def pages(self, document: int = 0) -> str:
        return f"/api/documents/{self.documents[document]}/pages"

    async def put(self, work: Json, number: int = 1, by: str = "handler", document: int = 0) -> httpx.Response:
        """Say what becomes of a page."""
        path = f"{self.pages(document)}/{number}"
        return await self.office.http.put(path, json=work, headers=headers_for(self.office.tokens[by]))

    async def post(self, what: str, body: Any, by: str = "handler") -> httpx.Response:
        path = f"/api/applications/{self.id}/{what}"
        return await self.office.http.post(path, json=body, headers=headers_for(self.office.tokens[by]))

    async def decide(self, accept: bool = True, by: str = "handler", **which: Any) -> httpx.Response:
        return await self.post("findings", {"accept": accept, **which}, by)

    async def found(self, **params: Any) -> Json:
        listed: Json = await self.office.read(f"/api/applications/{self.id}/found", **params)
        return listed


async def under_review(office: Office, *texts: str) -> Case:
    """A case whose search found these, each read."""
    case_id = (await office.registered())["case_id"]
    await office.step(case_id, "accept")
    documents = [(await office.uploaded(case_id, one.encode(), f"{n}.txt"))["id"] for n, one in enumerate(texts)]
    await office.step(case_id, "record_search", description="检索", documents=documents)
    await office.worked(case_id)
    return Case(office, case_id, documents)
