"""A case with a drafted reply, for the pages of letters: everything by the API, as its staff would do it."""

from typing import Any

import httpx

from api.examples import APPLICATION
from tests.console.site import Site

JSON = {"Accept": "application/json"}


async def take(client: httpx.AsyncClient, case_id: str, step: str, **said: Any) -> None:
    """Take a step at the present version."""
    row = (await client.get(f"/api/applications/{case_id}", headers=JSON)).json()["summary"]
    body = {"step": step, "expected_version": row["version"], **said}
    answer = await client.post(f"/api/applications/{case_id}/steps", json=body, headers=JSON)
    assert answer.status_code == 200, answer.text


async def drafted(site: Site) -> str:
    """The id of a case whose reply lies for signature: what was asked for is public already."""
    said = {"outcome": "already_public", "where": "局门户网站“政策文件”栏目，文号示建房〔2025〕40号。"}
    async with site.client("handler") as handler:
        key = {"Idempotency-Key": f"{site.url}/drafted", **JSON}
        answer = await handler.post("/api/applications", json=APPLICATION, headers=key)
        assert answer.status_code == 201, answer.text
        case_id: str = answer.json()["case_id"]
        await take(handler, case_id, "accept")
        await take(handler, case_id, "draft_reply", decision=said)
    return case_id
