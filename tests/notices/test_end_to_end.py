"""From a step over HTTP to the mail and the signed post, by the real worker and its schedule."""

import asyncio
from collections.abc import AsyncIterator

import pytest_asyncio

from activities.db.database import Database
from schemas.settings import Settings
from tests.api.office import Office
from tests.conftest import serving, working
from tests.harness import person
from tests.notices.post_office import SECRET, PostOffice
from tests.notices.sink import Hooks, Mailbox
from tests.notices.test_webhooks import verified
from worker.connection import connect
from worker.posting import SCHEDULE, schedule_post

Receiver = tuple[Hooks, str]
PATIENCE = 60


@pytest_asyncio.fixture
async def at_work(
    office: PostOffice, mailbox: Mailbox, hooks: Receiver, sample: dict[str, str], database: Database
) -> AsyncIterator[tuple[Office, Settings]]:
    """A worker that posts every second, and the API."""
    office.with_settings(post_interval_seconds=1)
    client = await connect(office.settings)
    async with working(client, office.settings, database), serving(office.settings) as http:
        await schedule_post(client, office.settings)
        await schedule_post(client, office.settings)  # as when a second worker starts
        yield Office(http, sample, office.settings, database), office.settings
        await client.get_schedule_handle(SCHEDULE).delete()


async def test_a_step_that_calls_for_somebody_reaches_him_by_mail_and_his_systems_by_webhook(
    at_work: tuple[Office, Settings], office: PostOffice, mailbox: Mailbox, hooks: Receiver
) -> None:
    receiver, url = hooks
    staff, _ = at_work
    await office.wants("handler2")
    await office.hook(url, "handler_assigned")
    case = (await staff.registered())["case_id"]
    await staff.step(case, "accept")
    await staff.step(case, "assign", "head", handler=str(person("handler2").staff_id))
    async with asyncio.timeout(PATIENCE):
        await mailbox.arrived.wait()
        await receiver.arrived.wait()
    (mail,) = mailbox.mails
    assert mail["To"] == "handler2@example.com"
    assert "办件已指定承办人" in mail["Subject"]
    event = verified(receiver.got[0], SECRET)
    assert (event["subject"], event["data"]["kind"]) == (case, "handler_assigned")
