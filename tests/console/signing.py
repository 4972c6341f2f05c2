"""People at the door of the console: passwords to come in with, strangers, and what is on record of them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import httpx
from sqlalchemy import select

from activities.db.accounts import one_time_password, set_password
from activities.db.database import Database
from activities.db.tables_accounts import sign_in_acts
from activities.passwords import hash_of
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.settings import Settings
from tests.api.server import listening
from tests.console.site import Site

OWN = "竹外桃花三两枝，春江水暖"


@asynccontextmanager
async def door(settings: Settings, database: Database) -> AsyncIterator[Site]:
    """The console on a real socket, without a worker: signing in needs none."""
    async with listening(settings) as port:
        yield Site(f"http://127.0.0.1:{port}", database)


@asynccontextmanager
async def stranger(site: Site, address: str = "127.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a session, from one of the loopback's many addresses."""
    transport = httpx.AsyncHTTPTransport(local_address=address)
    async with httpx.AsyncClient(
        base_url=site.url, transport=transport, headers={"Accept": "text/html"}, timeout=60
    ) as client:
        yield client


def typed(login: str, password: str, **more: str) -> dict[str, str]:
    """The form of the sign-in."""
    return {"agency": SAMPLE_AGENCY.code, "login": login, "password": password, **more}


async def sign_in(client: httpx.AsyncClient, login: str, password: str = OWN) -> str:
    """Sign in with a password; where that leads."""
    return (await client.post("/sign-in", data=typed(login, password))).headers["Location"]


def csrf_in(page: httpx.Response) -> str:
    """What the forms of a page carry against forged requests."""
    return page.text.partition('name="csrf" value="')[2].partition('"')[0]


async def post(client: httpx.AsyncClient, path: str, on: str | None = None, **fields: str) -> httpx.Response:
    """Send a form that stands on a page of this path, or of ``on``."""
    page = await client.get(on or path)
    return await client.post(path, data={"csrf": csrf_in(page), **fields})


async def give(site: Site, *logins: str, password: str = OWN) -> None:
    """Give people of the sample agency a password of their own."""
    kept = await hash_of(password)
    async with site.database.transaction() as connection:
        for login in logins:
            await set_password(connection, sample_member(login).id, kept, datetime.now(UTC))


async def hand_over(site: Site, login: str, now: datetime | None = None) -> str:
    """Hand a one-time password over."""
    async with site.database.transaction() as connection:
        return await one_time_password(connection, sample_member(login).id, now or datetime.now(UTC))


async def acts(site: Site, login: str) -> list[str]:
    """What is on record of an account, in order."""
    mine = select(sign_in_acts.c.kind).where(sign_in_acts.c.staff_id == sample_member(login).id)
    async with site.database.reading() as connection:
        return list((await connection.execute(mine.order_by(sign_in_acts.c.n))).scalars())
