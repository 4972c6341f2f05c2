"""A second Temporal, as empty as after a disaster, over the same record."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from tests.conftest import time_skipping, working
from tests.harness import World

Elsewhere = Callable[[], AbstractAsyncContextManager[World]]


@pytest.fixture
def elsewhere(world: World) -> Elsewhere:
    """The same record under a Temporal server that has never seen a case; its clock goes on where ours stands."""

    @asynccontextmanager
    async def begun() -> AsyncIterator[World]:
        async with (
            time_skipping(world.settings) as environment,
            working(environment.client, world.settings, world.database) as (store, vault),
        ):
            fresh = World(environment, world.settings, world.database, store, vault)
            await environment.sleep(await world.now() - await fresh.now())
            yield fresh

    return begun
