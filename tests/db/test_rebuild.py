"""The read model is a projection: it can be dropped, damaged and made again, always the same."""

import pytest

from api.upkeep import rebuild
from tests.db.conftest import Archive


@pytest.mark.parametrize(
    "damage",
    [
        "SELECT 1 WHERE :case IS NOT NULL",
        "DELETE FROM cases WHERE :case IS NOT NULL",
        "DELETE FROM cases WHERE case_id = :case",
        "UPDATE cases SET version = 99, state = 'issued', outcome = NULL, closed_on = NULL WHERE case_id = :case",
        "UPDATE cases SET due_on = NULL, head = '', reference = 'x' WHERE case_id = :case",
    ],
)
async def test_the_read_model_comes_back_identical(archive: Archive, damage: str) -> None:
    before = await archive.rows("cases")
    await archive.tamper(damage.replace(":case IS", "cast(:case AS uuid) IS"))
    assert await rebuild(archive.database) == 2
    assert await archive.rows("cases") == before
    assert await archive.faults() == []


async def test_the_last_trace_of_vanished_events_is_not_swept_away(archive: Archive) -> None:
    before = await archive.rows("cases")
    await archive.tamper("DELETE FROM case_events WHERE case_id = :case")
    assert await rebuild(archive.database) == 1
    assert await archive.rows("cases") == before
    assert ("event_missing", 1) in await archive.faults()
