"""``daylight verify`` finds every kind of damage and names case and event."""

from pathlib import Path

import pytest

from schemas.chain import hash_of
from tests.api.office import folder_of
from tests.db.conftest import Archive


async def test_an_untouched_record_has_no_faults(archive: Archive) -> None:
    assert await archive.faults() == []


@pytest.mark.parametrize(
    ("damage", "expected"),
    [
        (
            "UPDATE case_events SET record = record #- '{event,received_on}' WHERE case_id = :case AND seq = 2",
            [("event_changed", 2)],
        ),
        (
            "UPDATE case_events SET record = jsonb_set(record, '{by}', 'null') WHERE case_id = :case AND seq = 4",
            [("event_changed", 4)],
        ),
        (
            'UPDATE case_events SET record = record || \'{"note": "x"}\' WHERE case_id = :case AND seq = 1',
            [("event_changed", 1)],
        ),
        ("UPDATE case_events SET record = '[]' WHERE case_id = :case AND seq = 5", [("event_missing", 5)]),
        ("UPDATE case_events SET kind = 'case_closed' WHERE case_id = :case AND seq = 4", [("columns_changed", 4)]),
        (
            "UPDATE case_events SET at = at - interval '1 day' WHERE case_id = :case AND seq = 4",
            [("columns_changed", 4)],
        ),
        ("UPDATE case_events SET command_id = 'x' WHERE case_id = :case AND seq = 4", [("columns_changed", 4)]),
        ("UPDATE case_events SET hash = 'x' WHERE case_id = :case AND seq = 4", [("columns_changed", 4)]),
        ("DELETE FROM case_events WHERE case_id = :case AND seq = 1", [("event_missing", 1)]),
        ("DELETE FROM case_events WHERE case_id = :case AND seq = 6", [("event_missing", 6)]),
        ("DELETE FROM case_events WHERE case_id = :case AND seq = 12", [("event_missing", 12)]),
        ("DELETE FROM case_events WHERE case_id = :case AND seq > 4", [("event_missing", 5)]),
        ("UPDATE cases SET due_on = due_on + 1 WHERE case_id = :case", [("read_model_differs", None)]),
        ("UPDATE cases SET handler_id = case_id WHERE case_id = :case", [("read_model_differs", None)]),
        ("UPDATE cases SET head = 'x' WHERE case_id = :case", [("read_model_differs", None)]),
        ("DELETE FROM cases WHERE case_id = :case", [("read_model_differs", None)]),
    ],
)
async def test_what_was_changed_or_removed_is_found(
    archive: Archive, damage: str, expected: list[tuple[str, int | None]]
) -> None:
    await archive.tamper(damage)
    assert await archive.faults() == expected


async def test_that_all_events_are_gone_is_found(archive: Archive) -> None:
    await archive.tamper("DELETE FROM case_events WHERE case_id = :case")
    assert ("event_missing", 1) in await archive.faults()


async def test_a_forged_event_with_a_fresh_hash_breaks_the_chain(archive: Archive) -> None:
    rows = await archive.rows("case_events")
    link = next(row[-1] for row in rows if row[0] == archive.case_id and row[1] == 4)
    forged = {**link, "by": "00000000-0000-4000-8000-000000000000"}
    forged["hash"] = hash_of(forged)
    await archive.tamper(
        "UPDATE case_events SET hash = :hash, record = record || jsonb_build_object("
        " 'by', cast(:by AS text), 'hash', cast(:hash AS text)) WHERE case_id = :case AND seq = 4",
        hash=forged["hash"],
        by=forged["by"],
    )
    assert await archive.faults() == [("chain_broken", 5)]


def stored(archive: Archive) -> Path:
    (found,) = folder_of(archive.settings).rglob(archive.document["sha256"])
    return found


async def test_a_damaged_document_is_found_with_the_event_that_names_it(archive: Archive) -> None:
    stored(archive).write_bytes(b"something else")
    assert await archive.faults() == [("document_damaged", 5)]


async def test_a_lost_document_is_found_with_the_event_that_names_it(archive: Archive) -> None:
    stored(archive).unlink()
    assert await archive.faults() == [("document_damaged", 5)]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE documents SET sha256 = repeat('0', 64) WHERE id = :document",
        "DELETE FROM documents WHERE id = :document",
    ],
)
async def test_a_document_that_is_not_registered_as_the_event_says_is_found(archive: Archive, damage: str) -> None:
    await archive.tamper(f"{damage} AND case_id = :case", document=archive.document["id"])
    assert ("document_unknown", 5) in await archive.faults()
