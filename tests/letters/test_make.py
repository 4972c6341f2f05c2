"""The letter activity: a crash between number, forms and rows leaves one number and one letter after the retry."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text
from temporalio.testing import ActivityEnvironment

from activities.letters.make import LetterMaker
from activities.store import DocumentStore
from api.cli.setup import SAMPLE_AGENCY
from schemas.errors import Unavailable
from schemas.letters import LetterOrder, LetterRef
from schemas.vocabulary import Channel, LetterKind
from tests.harness import World
from tests.paths import SPRING, received


def withdrawal(case_id: UUID, number: int = 1) -> LetterOrder:
    return LetterOrder(
        case_id=case_id,
        agency_id=SAMPLE_AGENCY.id,
        key=f"{case_id}/letter/withdrawal/{number}",
        kind=LetterKind.WITHDRAWAL,
        dated=SPRING,
        recorded_on=SPRING,
        channel=Channel.IN_PERSON,
        arrived_on=SPRING,
        received_on=SPRING,
        withdrawn_on=SPRING,
    )


async def made(world: World, order: LetterOrder, store: DocumentStore | None = None) -> LetterRef:
    maker = LetterMaker(world.database, store or world.store, world.vault)
    return await ActivityEnvironment().run(maker.make_letter, order)


def store_that_is_away(folder: Path) -> DocumentStore:
    """Its folder was opened, and then something else stood in its place."""
    store = DocumentStore.open(folder.as_uri(), 1 << 20)
    folder.rmdir()
    folder.touch()
    return store


async def rows(world: World, case_id: UUID) -> list[tuple[str, bool]]:
    """The withdrawal letters of a case: number, and whether the forms are there."""
    async with world.database.transaction() as connection:
        found = await connection.execute(
            text("SELECT number, pdf_id IS NOT NULL FROM letters WHERE case_id = :id AND kind = 'withdrawal'"),
            {"id": case_id},
        )
        return [(number, whole) for number, whole in found]


async def test_a_letter_whose_forms_could_not_be_stored_keeps_its_number(world: World, tmp_path: Path) -> None:
    case_id = (await received(world)).case_id
    with pytest.raises(Unavailable):
        await made(world, withdrawal(case_id), store_that_is_away(tmp_path / "away"))
    ((number, whole),) = await rows(world, case_id)
    assert not whole
    assert (await made(world, withdrawal(case_id))).number == number
    assert await rows(world, case_id) == [(number, True)]


async def test_a_letter_made_twice_is_one_letter_and_the_next_has_the_next_number(world: World) -> None:
    case_id = (await received(world)).case_id
    first = await made(world, withdrawal(case_id))
    assert await made(world, withdrawal(case_id)) == first
    second = await made(world, withdrawal(case_id, 2))
    assert (first.number, second.number) == ("示建公撤〔2031〕1号", "示建公撤〔2031〕2号")
