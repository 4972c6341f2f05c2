"""What Temporal runs is compared with the record, however much of it there is."""

from uuid import UUID, uuid4

from activities.db.database import Database
from activities.db.resuming import known_here
from tests.harness import World

MANY = 40_000
"""More than the arguments one statement may have (32,767)."""


async def test_more_ids_than_a_statement_has_arguments_are_looked_up(database: Database) -> None:
    wanted: list[UUID] = [uuid4() for _ in range(MANY)]
    async with database.reading() as connection:
        assert await known_here(connection, wanted) == set()


async def test_a_case_on_record_is_known_among_strangers(world: World) -> None:
    clerk = await world.register()
    async with world.database.reading() as connection:
        assert await known_here(connection, [uuid4(), clerk.case_id]) == {clerk.case_id}
