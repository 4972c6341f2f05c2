"""The record: append-only, each event once, and never two under one number."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from activities.db.events import RecordConflict, append_events, read_chain
from schemas.chain import forge, hash_of
from schemas.events import ApplicationAbandoned, ApplicationAccepted, EventRecord, event_record
from tests.db.conftest import Archive


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE case_events SET kind = 'x'",
        "UPDATE case_events SET kind = 'x' WHERE seq = 1",
        "DELETE FROM case_events",
        "DELETE FROM case_events WHERE seq = 1",
        "TRUNCATE case_events",
        "TRUNCATE applications CASCADE",
    ],
)
async def test_events_are_never_changed(archive: Archive, statement: str) -> None:
    before = await archive.rows("case_events")
    with pytest.raises(IntegrityError, match="events are never changed"):
        async with archive.database.transaction() as connection:
            await connection.execute(text(statement))
    assert await archive.rows("case_events") == before


async def chain(archive: Archive) -> list[EventRecord]:
    async with archive.database.transaction() as connection:
        return [event_record.validate_python(link) for link in await read_chain(connection, archive.case_id)]


async def test_events_appended_twice_are_there_once(archive: Archive) -> None:
    records, before = await chain(archive), await archive.rows("case_events")
    for again in (records, records[2:5], records[-1:]):
        async with archive.database.transaction() as connection:
            await append_events(connection, again)
    assert await archive.rows("case_events") == before


async def test_a_different_event_under_a_taken_number_is_a_conflict_and_changes_nothing(archive: Archive) -> None:
    records, before = await chain(archive), await archive.rows("case_events")
    last = records[-1]
    other = forge(last.case_id, last.seq, last.at, last.by, "x", ApplicationAccepted(), last.previous)
    more = forge(last.case_id, last.seq + 1, last.at, last.by, "x", ApplicationAbandoned(finding="x"), other.hash)
    for batch in ([other], [other, more]):
        with pytest.raises(RecordConflict, match="record_conflict"):
            async with archive.database.transaction() as connection:
                await append_events(connection, batch)
    assert await archive.rows("case_events") == before


async def test_two_events_cannot_follow_the_same_one(archive: Archive) -> None:
    records, before = await chain(archive), await archive.rows("case_events")
    last = records[-1]
    fork = forge(last.case_id, last.seq + 1, last.at, last.by, "x", ApplicationAccepted(), last.previous)
    with pytest.raises(RecordConflict):
        async with archive.database.transaction() as connection:
            await append_events(connection, [fork])
    assert await archive.rows("case_events") == before


def of_an_earlier_release(record: EventRecord) -> dict[str, object]:
    """A link forged before links knew the fingerprint of their command."""
    link = record.model_dump(mode="json", exclude={"fingerprint"})
    return {**link, "hash": hash_of(link)}


async def test_a_link_that_an_earlier_release_forged_is_kept_as_its_hash_was_made(archive: Archive) -> None:
    last = (await chain(archive))[-1]
    next_one = forge(last.case_id, last.seq + 1, last.at, last.by, "x", ApplicationAccepted(), last.hash)
    link = of_an_earlier_release(next_one)
    async with archive.database.transaction() as connection:
        await append_events(connection, [event_record.validate_python(link)])
    async with archive.database.transaction() as connection:
        assert (await read_chain(connection, archive.case_id))[-1] == link


async def test_a_link_whose_hash_fits_nothing_is_not_kept(archive: Archive) -> None:
    last = (await chain(archive))[-1]
    next_one = forge(last.case_id, last.seq + 1, last.at, last.by, "x", ApplicationAccepted(), last.hash)
    with pytest.raises(RecordConflict):
        async with archive.database.transaction() as connection:
            await append_events(connection, [next_one.model_copy(update={"command_id": "y"})])
