"""Who ends sendings and who sends again meet at the same rows without waiting for each other in a circle."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from activities.db.dead_letters import send_again
from activities.db.deliveries import DeliveryKey
from activities.db.delivery_ends import InVain, delivered, forget, give_up_all, leave_alone, server_tried, tried_in_vain
from api.cli.setup import SAMPLE_AGENCY
from schemas.inbox import DeliveryChannel
from tests.db.blocked import until_blocked
from tests.notices.post_office import PostOffice

HOOK = DeliveryChannel.WEBHOOK
MOVED_BEHIND = "UPDATE notice_deliveries SET error = error WHERE notice_id = :id AND channel = 'webhook'"
AWAY = "UPDATE notice_deliveries SET error = 'server_unreachable', next_try_at = :later WHERE channel = 'webhook'"
FAILED = "UPDATE notice_deliveries SET status = 'failed', ended_at = :now WHERE channel = 'webhook'"
Ending = Callable[[PostOffice, AsyncConnection], Awaitable[object]]


async def posts(office: PostOffice) -> list[DeliveryKey]:
    """Six sendings to one webhook by their keys; in the table they lie the other way round."""
    await office.hook("http://203.0.113.7/")
    for _ in range(6):
        await office.notice()
    found = sorted((one.notice_id for one in await office.deliveries("webhook")), key=str)
    for notice_id in reversed(found):
        await office.run_sql(MOVED_BEHIND, id=notice_id)
    return [DeliveryKey(notice_id=notice_id, channel=HOOK, n=0) for notice_id in found]


async def removed(office: PostOffice, connection: AsyncConnection) -> int:
    (hook,) = {one.addressee for one in await office.deliveries("webhook")}
    return await give_up_all(connection, hook, office.now, "webhook_removed")


async def found_away(office: PostOffice, connection: AsyncConnection) -> int:
    return await server_tried(connection, HOOK, office.now, office.now + timedelta(hours=1), "server_away", 9)


async def left_alone(office: PostOffice, connection: AsyncConnection) -> int:
    return await leave_alone(connection, HOOK, office.now, office.now + timedelta(hours=1), "server_away")


async def sent_again(office: PostOffice, connection: AsyncConnection) -> int:
    return await send_again(connection, SAMPLE_AGENCY.id, office.now)


async def in_a_circle(office: PostOffice, first: DeliveryKey, rest: list[DeliveryKey], other: Ending) -> None:
    """End one sending, then, when the other transaction waits or is through, the rest."""

    async def of_all() -> None:
        async with office.database.transaction() as connection:
            await other(office, connection)

    async with office.database.transaction() as connection:
        await delivered(connection, [first], office.now)
        meeting = asyncio.create_task(of_all())
        blocked = asyncio.create_task(until_blocked(office.database))
        await asyncio.wait([meeting, blocked], return_when=asyncio.FIRST_COMPLETED)
        blocked.cancel()
        await delivered(connection, rest, office.now)
    await meeting


@pytest.mark.parametrize("other", [removed, found_away, left_alone], ids=["removed", "found-away", "left-alone"])
async def test_recording_a_tray_and_a_whole_receiver_do_not_wait_in_a_circle(office: PostOffice, other: Ending) -> None:
    first, *rest = await posts(office)
    await in_a_circle(office, first, rest, other)
    assert {status for status, _, _ in await office.told("webhook")} == {"delivered"}


async def test_sending_again_and_recording_a_tray_do_not_wait_in_a_circle(office: PostOffice) -> None:
    first, *rest = await posts(office)
    await office.run_sql(AWAY, later=office.now + timedelta(hours=1))
    await office.run_sql(FAILED + " AND notice_id = :id", now=office.now, id=rest.pop().notice_id)
    await in_a_circle(office, first, rest, sent_again)
    assert sorted(status for status, _, _ in await office.told("webhook")) == ["delivered"] * 5 + ["waiting"]


async def test_sending_all_again_counts_what_failed_and_hurries_what_waits_for_a_server(office: PostOffice) -> None:
    first, second, *_ = await posts(office)
    await office.run_sql(AWAY, later=office.now + timedelta(hours=1))
    for key in (first, second):
        await office.run_sql(FAILED + " AND notice_id = :id", now=office.now, id=key.notice_id)
    async with office.database.transaction() as connection:
        assert await sent_again(office, connection) == 2
    rows = await office.deliveries("webhook")
    assert {(one.status, one.next_try_at, one.ended_at) for one in rows} == {("waiting", office.now, None)}
    assert sorted(one.error or "" for one in rows) == ["", ""] + ["server_unreachable"] * 4


async def test_what_another_process_holds_is_left_to_it(office: PostOffice) -> None:
    first, *rest = await posts(office)
    async with office.database.transaction() as holding:
        await tried_in_vain(holding, [InVain.of(first, "http_404", office.now)], office.now)
        async with office.database.transaction() as connection:
            assert await found_away(office, connection) == len(rest)


async def test_only_what_waits_is_forgotten(office: PostOffice) -> None:
    first, second, *rest = await posts(office)
    async with office.database.transaction() as connection:
        await delivered(connection, [first], office.now)
        await forget(connection, [second, first])
    left = {one.notice_id for one in await office.deliveries("webhook")}
    assert left == {first.notice_id, *(key.notice_id for key in rest)}
