"""New notices as they come, over a real socket: resumed without loss or doubling, whatever breaks in between."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from api.cli.setup import sample_member
from tests.api.office import Office, assert_problem, headers_for
from tests.api.server import listening

PATIENCE = 60
HANDLER, SECOND = str(sample_member("handler").id), str(sample_member("handler2").id)
LISTENING = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"


class Stream:
    """What arrives on one stream, event by event."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()

    async def event(self) -> dict[str, Any]:
        """The next event: its fields, the data read."""
        fields: dict[str, Any] = {}
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                name, _, value = line.partition(": ")
                if line and name:
                    fields[name] = value
                elif "data" in fields:
                    return {**fields, "data": json.loads(fields["data"])}
        raise EOFError

    async def rest(self) -> list[str]:
        """Every line until the server ends the stream."""
        async with asyncio.timeout(PATIENCE):
            return [line async for line in self._lines]


class Followers:
    """Opens streams on one server."""

    def __init__(self, port: int, office: Office) -> None:
        self.address = f"http://127.0.0.1:{port}/api/notices/stream"
        self._office = office

    @asynccontextmanager
    async def stream(self, by: str = "handler", last: str | None = None) -> AsyncIterator[Stream]:
        """A stream that has begun: what happens from now on is on it."""
        headers = headers_for(self._office.tokens[by], more={"Last-Event-ID": last} if last else {})
        async with (
            httpx.AsyncClient(timeout=PATIENCE, trust_env=False) as client,
            client.stream("GET", self.address, headers=headers) as answer,
        ):
            assert answer.headers["content-type"].startswith("text/event-stream")
            begun = Stream(answer)
            async for line in begun._lines:
                if not line:
                    break
            yield begun


@pytest_asyncio.fixture
async def followers(office: Office) -> AsyncIterator[Followers]:
    async with listening(office.settings) as port:
        yield Followers(port, office)


async def assigned(office: Office, to: str = HANDLER) -> str:
    """A case that was given to a handler, who is told of it."""
    case_id = str((await office.registered())["case_id"])
    await office.step(case_id, "accept")
    await office.step(case_id, "assign", handler=to)
    return case_id


async def listeners(office: Office) -> int:
    """How many connections listen for notices."""
    async with office.database.reading() as connection:
        return int((await connection.execute(text(f"SELECT count(*) {LISTENING}"))).scalar_one())


async def test_a_new_notice_comes_by_itself_to_its_addressee_alone(office: Office, followers: Followers) -> None:
    await assigned(office)
    async with followers.stream() as first, followers.stream("handler2") as second:
        mine, anothers = await assigned(office), await assigned(office, SECOND)
        event = await first.event()
        assert (event["event"], event["data"]["case_id"], event["id"]) == ("notice", mine, str(event["data"]["n"]))
        assert event["data"]["text"].startswith(event["data"]["reference"])
        assert (await second.event())["data"]["case_id"] == anothers


async def test_who_comes_back_with_the_last_id_misses_nothing_and_gets_nothing_twice(
    office: Office, followers: Followers
) -> None:
    async with followers.stream() as begun:
        cases = [await assigned(office)]
        seen = [await begun.event()]
    cases += [await assigned(office), await assigned(office)]
    async with followers.stream(last=seen[0]["id"]) as resumed:
        seen += [await resumed.event(), await resumed.event()]
        cases.append(await assigned(office))
        seen.append(await resumed.event())
    assert [event["data"]["case_id"] for event in seen] == cases


async def test_what_was_streamed_is_delivered(office: Office, followers: Followers) -> None:
    async with followers.stream() as begun:
        case_id = await assigned(office)
        await begun.event()
        later = await assigned(office)
        await begun.event()
        await assigned(office)
        await begun.event()
        ledger = (await office.read("/api/notices/ledger", "head"))["items"]
    status = {kept["case_id"]: kept["deliveries"][0]["status"] for kept in ledger}
    assert (status[case_id], status[later]) == ("delivered", "delivered")


async def test_many_streams_share_one_connection(office: Office, followers: Followers) -> None:
    async with AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(followers.stream()) for _ in range(12)]
        case_id = await assigned(office)
        assert {(await stream.event())["data"]["case_id"] for stream in streams} == {case_id}
        assert await listeners(office) == 1


async def test_a_lost_connection_to_the_database_loses_no_notice(office: Office, followers: Followers) -> None:
    async with followers.stream() as begun:
        first = await assigned(office)
        assert (await begun.event())["data"]["case_id"] == first
        async with office.database.transaction() as connection:
            await connection.execute(text(f"SELECT pg_terminate_backend(pid) {LISTENING}"))
        second = await assigned(office)
        assert (await begun.event())["data"]["case_id"] == second


async def test_streams_end_when_the_server_stops(office: Office) -> None:
    async with AsyncExitStack() as client:
        async with asyncio.timeout(PATIENCE), listening(office.settings) as port:
            begun = await client.enter_async_context(Followers(port, office).stream())
        assert await begun.rest() == []


@pytest.mark.parametrize("last", ["x", "-1", "1e3", "١", "9" * 19])
async def test_a_last_id_that_is_no_number_is_refused(shared: Office, last: str) -> None:
    own = headers_for(shared.tokens["handler"], more={"Last-Event-ID": last})
    headers = httpx.Headers(own, encoding="utf-8")
    answer = await shared.http.get("/api/notices/stream", headers=headers)
    assert_problem(answer, 422, "last_event_id_invalid", "Last-Event-ID")
