"""The page of a case reads its record once: how many statements it sends to PostgreSQL does not grow unnoticed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import Engine, event

from tests.api.office import application
from tests.console.site import Site

MOST_STATEMENTS = 40


@contextmanager
def heard() -> Iterator[list[str]]:
    """Every statement of this process while the block runs."""
    statements = list[str]()

    def hear(_: Any, __: Any, statement: str, *___: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", hear)


async def test_the_record_of_a_case_is_read_once_for_its_page(site: Site, handler: httpx.AsyncClient) -> None:
    sent = await handler.post("/api/applications", json=application(), headers={"Idempotency-Key": str(uuid4())})
    case_id = sent.json()["case_id"]
    for address in (f"/cases/{case_id}", f"/cases/{case_id}/steps/withdraw"):
        assert (await handler.get(address)).status_code == 200
        with heard() as statements:
            assert (await handler.get(address)).status_code == 200
        assert len([one for one in statements if one.startswith("SELECT case_events.")]) == 1
        assert len(statements) <= MOST_STATEMENTS, statements
