"""Waiting for what another process brings about."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def until(look: Callable[[], Awaitable[T | None]], seconds: float = 30) -> T:
    """What ``look`` finds, as soon as it finds something. Raises ``TimeoutError``."""
    async with asyncio.timeout(seconds):
        while (found := await look()) is None:  # noqa: ASYNC110 - the server has no event for it
            await asyncio.sleep(0.05)
    return found
