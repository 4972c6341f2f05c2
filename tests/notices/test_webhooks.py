"""Webhooks through a real receiver: signed, in order, tried again, given up; one that is away holds up nobody."""

import asyncio
import base64
import hashlib
import hmac
from datetime import timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from activities.db.dead_letters import send_again
from activities.postal import LEASE, REFUSED_ATTEMPTS, WEBHOOK_ATTEMPTS
from activities.webhook_address import may_be_posted_to
from api.cli.setup import SAMPLE_AGENCY
from tests.notices.post_office import CASE, MORNING, SECRET, PostOffice
from tests.notices.sink import Hooks, Posting, free_port

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
Receiver = tuple[Hooks, str]


def verified(posting: Posting, secret: str) -> dict[str, Any]:
    """The event, as docs/notices.md tells a receiver to verify it."""
    signed = f"{posting.headers['webhook-id']}.{posting.headers['webhook-timestamp']}.".encode() + posting.body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    wanted = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert hmac.compare_digest(wanted, posting.headers["webhook-signature"])
    return posting.event


async def test_a_notice_is_posted_once_as_a_signed_cloud_event(office: PostOffice, hooks: Receiver) -> None:
    receiver, url = hooks
    await office.hook(f"{url}/in?of=agency")
    await office.notice()
    assert (await office.round()).posts == 1
    assert (await office.round()).posts == 0
    (posting,) = receiver.got
    (sent,) = await office.deliveries("webhook")
    event = verified(posting, SECRET)
    data = event.pop("data")
    assert event == {
        "specversion": "1.0",
        "id": f"{sent.notice_id}.0",
        "source": f"urn:daylight:agency:{SAMPLE_AGENCY.id}",
        "type": "cn.daylight.notice.escalation_fell.v1",
        "subject": str(CASE),
        "time": "2026-11-20T02:00:00Z",
        "datacontenttype": "application/json",
    }
    assert (data["matter"], data["due_on"], data["working_days"]) == ("reply", "2026-11-24", -2)
    assert data["text"] == "示建公申〔2026〕1号：答复将于2026年11月24日到期，还剩2个工作日。"
    assert posting.headers["webhook-id"] == event["id"]
    assert posting.headers["webhook-timestamp"] == str(int(MORNING.timestamp()))
    assert posting.headers["content-type"].startswith("application/cloudevents+json")
    assert await office.told("webhook") == [("delivered", 1, None)]


async def test_nothing_of_the_applicant_is_posted(office: PostOffice, hooks: Receiver) -> None:
    receiver, url = hooks
    await office.hook(url)
    await office.notice()
    await office.round()
    assert receiver.got
    for personal in ("王小明", "110101199003070011", "010-55550123", "城东片区"):
        assert personal not in receiver.got[0].body.decode()


async def test_only_the_kinds_that_are_wanted_are_posted(office: PostOffice, hooks: Receiver) -> None:
    receiver, url = hooks
    await office.hook(url, "reply_returned")
    await office.notice()
    await office.notice(kind="reply_returned")
    await office.round()
    assert [posting.event["type"] for posting in receiver.got] == ["cn.daylight.notice.reply_returned.v1"]


async def test_a_receiver_that_breaks_down_twice_is_left_alone_and_gets_everything_in_order_later(
    office: PostOffice, hooks: Receiver
) -> None:
    receiver, url = hooks
    await office.hook(url)
    receiver.answers["/"] = 503
    for _ in range(10):
        await office.notice()
    assert (await office.round()).posts == 0
    assert len(receiver.got) == 2
    office.now += MINUTE / 3
    assert (await office.round()).posts == 0
    assert len(receiver.got) == 2
    receiver.answers["/"] = 200
    office.now += 3 * MINUTE
    assert (await office.round()).posts == 10
    assert len({posting.headers["webhook-id"] for posting in receiver.got}) == 10


async def test_one_notice_over_which_a_receiver_breaks_does_not_keep_the_others_waiting(
    office: PostOffice, hooks: Receiver
) -> None:
    receiver, url = hooks
    await office.hook(url)
    for _ in range(3):
        await office.notice()

    async def only_the_first() -> None:
        receiver.answers["/"] = 500 if len(receiver.got) == 1 else 200

    receiver.waits["/"] = only_the_first
    assert (await office.round()).posts == 2
    assert [status for status, _, _ in await office.told("webhook")] == ["waiting", "delivered", "delivered"]


@pytest.mark.parametrize(
    ("status", "retry_after", "again_in"),
    [
        (429, "1800", 30 * MINUTE),
        (503, format_datetime(MORNING + 2 * HOUR, usegmt=True), 2 * HOUR),
        (429, "99999999", 24 * HOUR),
    ],
    ids=["seconds", "date", "too far"],
)
async def test_a_receiver_says_when_to_come_again(
    office: PostOffice, hooks: Receiver, status: int, retry_after: str, again_in: timedelta
) -> None:
    receiver, url = hooks
    receiver.answers["/"], receiver.more["Retry-After"] = status, retry_after
    await office.hook(url)
    await office.notice()
    await office.notice()
    assert (await office.round()).put_off == 2
    assert {one.next_try_at for one in await office.deliveries("webhook")} == {MORNING + again_in}
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    ("status", "attempts", "told"),
    [
        (410, 0, ("failed", 1, "http_410")),
        (404, 0, ("waiting", 1, "http_404")),
        (404, REFUSED_ATTEMPTS - 1, ("failed", REFUSED_ATTEMPTS, "http_404")),
        (302, REFUSED_ATTEMPTS - 1, ("failed", REFUSED_ATTEMPTS, "http_302")),
        (500, WEBHOOK_ATTEMPTS - 1, ("failed", WEBHOOK_ATTEMPTS, "http_500")),
    ],
    ids=["gone", "refused", "refused again and again", "redirected", "broken for three days"],
)
async def test_a_notice_that_is_not_taken_ends_as_a_dead_letter(
    office: PostOffice, hooks: Receiver, status: int, attempts: int, told: tuple[str, int, str]
) -> None:
    receiver, url = hooks
    receiver.answers["/"], receiver.more["Location"] = status, f"{url}/elsewhere"
    await office.hook(url)
    await office.notice()
    await office.run_sql("UPDATE notice_deliveries SET attempts = :n WHERE channel = 'webhook'", n=attempts)
    await office.round()
    assert await office.told("webhook") == [told]
    assert receiver.paths() == ["/"]


async def test_after_three_days_away_what_waited_all_the_time_is_given_up_and_what_came_later_is_not(
    office: PostOffice,
) -> None:
    office.with_settings(webhook_allow_loopback=True)
    await office.hook(f"http://127.0.0.1:{free_port()}/")
    await office.notice()
    while (await office.told("webhook"))[0][0] == "waiting":
        await office.round()
        office.now = max(one.next_try_at for one in await office.deliveries("webhook"))
        if office.now > MORNING + timedelta(days=2) and office.seq == 100:
            await office.notice()
    assert timedelta(days=2.5) < office.now - MORNING < timedelta(days=3.5)
    assert [status for status, _, _ in await office.told("webhook")] == ["failed", "waiting"]


async def test_a_slow_receiver_does_not_hold_up_the_others(office: PostOffice, hooks: Receiver) -> None:
    receiver, url = hooks
    others_are_through = asyncio.Event()
    receiver.waits["/slow"] = others_are_through.wait
    await office.hook(f"{url}/slow", number=1)
    await office.hook(f"{url}/quick", number=2)
    for _ in range(3):
        await office.notice()

    async def last_quick_one() -> None:
        if receiver.paths().count("/quick") == 3:
            others_are_through.set()

    receiver.waits["/quick"] = last_quick_one
    assert (await office.round()).posts == 6
    assert receiver.paths().count("/slow") == 3


async def test_a_claim_whose_process_died_runs_out_and_is_posted_under_the_same_id(
    office: PostOffice, hooks: Receiver
) -> None:
    receiver, url = hooks
    await office.hook(url)
    await office.notice()
    await office.round()
    crashed = "UPDATE notice_deliveries SET status = 'waiting', ended_at = NULL, claimed_until = :until"
    await office.run_sql(crashed + " WHERE channel = 'webhook'", until=office.now + LEASE)
    assert (await office.round()).posts == 0
    office.now += LEASE
    assert (await office.round()).posts == 1
    assert len({posting.headers["webhook-id"] for posting in receiver.got}) == 1
    assert len(receiver.got) == 2


async def test_loopback_is_refused_at_the_post_whatever_the_name_says(office: PostOffice, hooks: Receiver) -> None:
    receiver, url = hooks
    office.with_settings(webhook_allow_loopback=False)
    await office.hook(url.replace("127.0.0.1", "localhost"), number=1)
    await office.hook(url.replace("127.0.0.1", "2130706433"), number=2)
    await office.notice()
    assert (await office.round()).failed == 2
    assert set(await office.told("webhook")) == {("failed", 1, "address_forbidden")}
    assert receiver.got == []


async def test_a_name_that_does_not_resolve_waits(office: PostOffice) -> None:
    await office.hook("http://nobody.invalid/")
    await office.notice()
    await office.round()
    assert await office.told("webhook") == [("waiting", 1, "server_unreachable")]


FORBIDDEN = (
    "127.0.0.1",
    "127.8.8.8",
    "::1",
    "0.0.0.0",  # noqa: S104 - refused, not bound
    "0.1.2.3",
    "169.254.169.254",
    "fe80::1%eth0",
    "100.100.100.200",
    "168.63.129.16",
    "fd00:ec2::254",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "224.0.0.1",
    "ff02::1",
    "255.255.255.255",
    "::",
)
ALLOWED = ("10.1.2.3", "192.168.7.7", "172.16.0.1", "203.0.113.7", "fd12:3456::1", "2001:db8::1")


@pytest.mark.parametrize("address", FORBIDDEN)
def test_nothing_is_posted_to_this_machine_its_link_or_a_metadata_service(address: str) -> None:
    assert not may_be_posted_to(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_an_agencys_own_network_may_be_posted_to(address: str) -> None:
    assert may_be_posted_to(address)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_loopback_is_for_trials_only(address: str) -> None:
    assert may_be_posted_to(address, allow_loopback=True)
    assert not may_be_posted_to("169.254.169.254", allow_loopback=True)


async def test_sending_again_has_a_receiver_that_was_away_tried_at_once(office: PostOffice, hooks: Receiver) -> None:
    receiver, url = hooks
    receiver.answers["/"] = 503
    await office.hook(url)
    await office.notice()
    await office.notice()
    await office.round()
    first = (await office.deliveries("webhook"))[0].notice_id
    given_up = (
        "UPDATE notice_deliveries SET status = 'failed', ended_at = :now WHERE channel = 'webhook' AND notice_id = :id"
    )
    await office.run_sql(given_up, now=office.now, id=first)
    receiver.answers["/"] = 200
    assert (await office.round()).posts == 0
    async with office.database.transaction() as connection:
        assert await send_again(connection, SAMPLE_AGENCY.id, office.now, [first]) == 1
    assert (await office.round()).posts == 2
