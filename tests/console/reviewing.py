"""A case under review behind a console, with the office that works on it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from schemas.settings import Settings
from tests.api.office import Office
from tests.api.reviewing import Case, under_review
from tests.console.site import Site


@asynccontextmanager
async def case_at(site: Site, tokens: dict[str, str], settings: Settings, *texts: str) -> AsyncIterator[Case]:
    """A case whose search found these texts, each read; requests go to the console's own address."""
    async with httpx.AsyncClient(base_url=site.url, timeout=60) as http:
        yield await under_review(Office(http, tokens, settings, site.database), *texts)
