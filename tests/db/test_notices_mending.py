"""What is missing in the ledger is entered from the events: once, and says how late it is."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from activities.db.sessions import open_session
from api.cli.setup import sample_member
from api.csrf import csrf_token
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import assert_problem, headers_for
from tests.conftest import serving
from tests.console.site import signed_in
from tests.db.conftest import Archive

Ask = Callable[..., Awaitable[httpx.Response]]
MEND = "/api/notices/gaps/mend"
OF_KIND = "DELETE FROM notices WHERE case_id = :case AND kind = :kind"
REMOVED = "DELETE FROM notice_deliveries d USING notices n WHERE n.id = notice_id AND case_id = :case AND kind = :kind"
ROWS = """
SELECT n.*, count(d.n) AS inboxes FROM notices n
LEFT JOIN notice_deliveries d ON d.notice_id = n.id AND d.channel = 'inbox'
WHERE case_id = :case AND kind = :kind GROUP BY n.id ORDER BY n.addressee
"""


@pytest_asyncio.fixture
async def ask(archive: Archive, sample: dict[str, str]) -> AsyncIterator[Ask]:
    """A request by a member of staff."""
    async with serving(archive.settings) as http:

        async def send(method: str, path: str, by: str = "head", token: str = "", **params: str) -> httpx.Response:
            return await http.request(method, path, params=params, headers=headers_for(token or sample[by]))

        yield send


async def gaps(ask: Ask) -> list[str]:
    answer = await ask("GET", "/api/notices/gaps")
    return [gap["gap"] for gap in answer.json()["gaps"]]


async def mended(ask: Ask, **asked: str) -> dict[str, Any]:
    answer = await ask("POST", MEND, **asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def done(notices: int = 0, inboxes: int = 0, left: int = 0) -> dict[str, Any]:
    return {"cases": 2, "notices": notices, "inboxes": inboxes, "left": left, "next": None}


async def rows(archive: Archive, kind: str) -> list[Any]:
    async with archive.database.reading() as connection:
        return list(await connection.execute(text(ROWS), {"case": archive.case_id, "kind": kind}))


async def taken_away(archive: Archive, kind: str) -> list[Any]:
    """Take all rows of one event out of the ledger, with their sendings; what they were."""
    before = await rows(archive, kind)
    assert before
    await archive.tamper(REMOVED, kind=kind)
    await archive.tamper(OF_KIND, kind=kind)
    return before


@pytest.mark.parametrize("by", ["head", "admin"])
async def test_what_is_missing_is_entered_once_under_the_same_key(archive: Archive, ask: Ask, by: str) -> None:
    before = await taken_away(archive, "reply_drafted")
    assert await gaps(ask) == ["missing"]
    assert await mended(ask, by=by) == done(notices=1)
    assert await gaps(ask) == []
    again = await rows(archive, "reply_drafted")
    assert [(row.id, row.key, row.addressee, row.tag, row.inboxes) for row in again] == [
        (row.id, row.key, row.addressee, row.tag, 1) for row in before
    ]
    assert await mended(ask, by=by) == done()
    assert await rows(archive, "reply_drafted") == again


async def test_what_is_over_is_settled_at_once_and_is_not_repeated(archive: Archive, ask: Ask) -> None:
    for kind in ("reply_drafted", "reply_approved"):
        await taken_away(archive, kind)
    await mended(ask)
    for kind in ("reply_drafted", "reply_approved"):
        assert all(row.settled_at for row in await rows(archive, kind))


async def test_it_says_how_late_it_was_noticed(archive: Archive, ask: Ask) -> None:
    await taken_away(archive, "reply_drafted")
    kinds = "UPDATE case_events SET at = at - interval '9 days', record = jsonb_set(record, '{at}', to_jsonb(%s))"
    shifted = "to_char((at - interval '9 days') AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
    await archive.tamper(kinds % shifted + " WHERE case_id = :case")
    await mended(ask)
    assert {row.late_days for row in await rows(archive, "reply_drafted")} == {9}


async def test_what_is_in_nobodys_inbox_is_put_there(archive: Archive, ask: Ask) -> None:
    await archive.tamper(REMOVED, kind="reply_drafted")
    there = len(await rows(archive, "reply_drafted"))
    assert await gaps(ask) == ["missing"] * there
    assert await mended(ask) == done(inboxes=there)
    assert await gaps(ask) == []
    assert await mended(ask) == done()


async def test_who_else_was_told_cannot_be_told_from_the_events(archive: Archive, ask: Ask) -> None:
    await archive.tamper(
        "UPDATE notices SET addressees = addressees + 1 WHERE case_id = :case AND kind = 'reply_drafted'"
    )
    assert await mended(ask) == done(left=1)
    assert await gaps(ask) == ["missing"]


async def test_a_damaged_record_is_left_alone(archive: Archive, ask: Ask) -> None:
    await taken_away(archive, "reply_drafted")
    await archive.tamper("DELETE FROM case_events WHERE case_id = :case AND seq = 3")
    assert await mended(ask) == done()
    assert await gaps(ask) == ["unreadable"]


async def test_it_goes_on_where_the_answer_before_ended(archive: Archive, ask: Ask) -> None:
    await taken_away(archive, "reply_drafted")
    first = await mended(ask, limit="1")
    second = await mended(ask, limit="1", after=first["next"])
    assert first["notices"] + second["notices"] == 1


async def test_only_those_who_answer_for_the_agency_may(archive: Archive, ask: Ask) -> None:
    await taken_away(archive, "reply_drafted")
    for by in ("handler", "supervisor"):
        assert_problem(await ask("POST", MEND, by=by), 403, "role_not_permitted")
    assert_problem(await ask("POST", MEND, after="x"), 422, "cursor_invalid", "after")
    neighbour = (await staffed(archive.database, neighbour_agency()))["admin"]
    assert (await ask("POST", MEND, token=neighbour)).json() == {**done(), "cases": 0}
    assert await gaps(ask) == ["missing"]


async def test_the_page_of_gaps_enters_what_is_missing_for_who_may(archive: Archive, sample: dict[str, str]) -> None:
    await taken_away(archive, "reply_drafted")
    page = "/oversight/ledger/gaps"
    async with serving(archive.settings) as http:
        supervisor, head = [await signed_in_as(archive, login) for login in ("supervisor", "head")]
        seen = await http.get(page, headers=supervisor)
        assert (seen.status_code, "补登遗漏通知" in seen.text) == (200, False)
        csrf = {"csrf": supervisor["X-CSRF-Token"], "key": "k"}
        assert (await http.post(page, headers=supervisor, data=csrf)).status_code == 403
        assert "补登遗漏通知" in (await http.get(page, headers=head)).text
        entered = await http.post(page, headers=head, data={"csrf": head["X-CSRF-Token"], "key": "k"})
        assert "已补登1条通知" in entered.text
        assert "补登遗漏通知" not in entered.text


async def signed_in_as(archive: Archive, login: str) -> dict[str, str]:
    """What a browser sends in a session of this member."""
    async with archive.database.transaction() as connection:
        until = datetime.now(UTC) + timedelta(hours=1)
        token = await open_session(connection, signed_in(sample_member(login)), until)
    return {"Accept": "text/html", "Cookie": f"daylight={token}", "X-CSRF-Token": csrf_token(token)}
