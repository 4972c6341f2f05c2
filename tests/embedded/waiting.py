"""Bounded polling for what happens in other processes."""

import asyncio
from collections.abc import Awaitable, Callable

POLL_SECONDS = 0.01


async def until(condition: Callable[[], bool], limit: float = 30.0) -> None:
    """Return when ``condition`` holds; ``TimeoutError`` after ``limit`` seconds."""
    async with asyncio.timeout(limit):
        while True:
            if condition():
                return
            await asyncio.sleep(POLL_SECONDS)


async def until_answered(ask: Callable[[], Awaitable[bool]], limit: float = 30.0) -> None:
    """The same for a question that takes a while."""
    async with asyncio.timeout(limit):
        while True:
            if await ask():
                return
            await asyncio.sleep(POLL_SECONDS)
