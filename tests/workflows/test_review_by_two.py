"""What the review by two persons blocks, and what is given out by it, on the time-skipping server."""

import pytest
from sqlalchemy import text

from schemas.errors import DaylightError
from tests.harness import World
from tests.paths import ONE_PERSON
from tests.paths_basic import found, in_hand, propose
from tests.paths_review import confirm, released_anew


async def test_nothing_is_answered_while_a_document_is_undetermined(world: World) -> None:
    clerk = await in_hand(world)
    (document,) = await found(clerk, "附图")
    await propose(clerk, document, "undetermined")
    await confirm(clerk, document)
    with pytest.raises(DaylightError, match="documents_undetermined"):
        await clerk.step("draft_reply", decision={"outcome": "disclosed"})


async def test_a_new_reply_has_a_release_of_its_own_and_the_first_one_stays(world: World) -> None:
    clerk = await released_anew(world)
    query = text("SELECT count(DISTINCT manifest), count(zip_id) FROM releases WHERE case_id = :id")
    async with world.database.reading() as connection:
        assert tuple((await connection.execute(query, {"id": clerk.case_id})).one()) == (2, 2)


async def test_a_case_begun_before_takes_no_step_of_the_review_by_two(world: World) -> None:
    world.edition = ONE_PERSON
    clerk = await in_hand(world)
    (document,) = await found(clerk, "招标文件")
    with pytest.raises(DaylightError, match="review_by_one_person"):
        await propose(clerk, document, "disclose")
