"""A post office, a mail server and a receiver of webhooks."""

from collections.abc import AsyncIterator

import pytest_asyncio

from activities.db.database import Database
from activities.vault import Vault
from schemas.settings import Settings
from tests.notices.post_office import PostOffice
from tests.notices.sink import Hooks, Mailbox, hook_server, mail_server


@pytest_asyncio.fixture
async def office(settings: Settings, database: Database) -> PostOffice:
    """An agency with one case, of which there is no notice yet."""
    vault = Vault(settings.personal_data_keys.get_secret_value(), settings.lookup_key.get_secret_value())
    made = PostOffice(settings, database, vault)
    await made.open()
    return made


@pytest_asyncio.fixture
async def mailbox(office: PostOffice) -> AsyncIterator[Mailbox]:
    """A mail server that the office hands its mail over to."""
    box = Mailbox()
    async with mail_server(box) as port:
        office.mail_at(port)
        yield box


@pytest_asyncio.fixture
async def hooks(office: PostOffice) -> AsyncIterator[tuple[Hooks, str]]:
    """A receiver of webhooks on this machine, which the office may post to; its address."""
    receiver = Hooks()
    office.with_settings(webhook_allow_loopback=True)
    async with hook_server(receiver) as port:
        yield receiver, f"http://127.0.0.1:{port}"
