"""Bounded waiting for what another process or task brings about.

Between two looks the processor belongs to those who are waited for: a look in every free moment takes half of it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE_SECONDS = 0.05


async def until(condition: Callable[[], bool], limit: float = 30.0) -> None:
    """Return when ``condition`` holds; ``TimeoutError`` after ``limit`` seconds."""
    async with asyncio.timeout(limit):
        while not condition():  # noqa: ASYNC110 - another process has no event for it
            await asyncio.sleep(PAUSE_SECONDS)


async def until_answered(ask: Callable[[], Awaitable[bool]], limit: float = 30.0) -> None:
    """The same for a question that takes a while."""
    async with asyncio.timeout(limit):
        while not await ask():  # noqa: ASYNC110 - another process has no event for it
            await asyncio.sleep(PAUSE_SECONDS)


async def found(look: Callable[[], Awaitable[T | None]], limit: float = 30.0) -> T:
    """What ``look`` finds, as soon as it finds something; ``TimeoutError`` after ``limit`` seconds."""
    async with asyncio.timeout(limit):
        while (something := await look()) is None:  # noqa: ASYNC110 - another process has no event for it
            await asyncio.sleep(PAUSE_SECONDS)
    return something
