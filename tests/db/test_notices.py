"""Entering notices: each once, to the right persons, settled when the matter ends, announced at the commit."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import asyncpg
import pytest
from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from activities.db.absences import enter_absence, put_preferences
from activities.db.inbox import acknowledge
from activities.db.migrate import downgrade, upgrade
from activities.db.notices import CHANNEL, NOBODY, enter_notices
from activities.db.people import put_agency, put_member
from activities.db.tables_notices import webhooks
from activities.next_working_day import next_working_moment
from activities.vault import Vault
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.escalation import Matter, Recipient
from schemas.inbox import MailWish, NoticePreferences
from schemas.notices import NoticeOrder, Notices
from schemas.people import Member
from schemas.vocabulary import Role
from tests.db.conftest import Archive
from tests.db.notices import AT, PARENT, entered, ledger, order
from tests.harness import TEST_KEYS
from workflows.rules.national import national_calendar

HANDLER = sample_member("handler").id
VAULT = Vault(TEST_KEYS["personal_data_keys"], TEST_KEYS["lookup_key"])


def an_order(archive: Archive, seq: int = 100, **fields: Any) -> NoticeOrder:
    shared = {"agency_id": SAMPLE_AGENCY.id, "handler": HANDLER}
    return order(archive.case_id, seq, **{**shared, **fields})


async def away(connection: AsyncConnection, first_day: date, last_day: date) -> bool:
    """The handler is away, the second handler stands in."""
    return await enter_absence(
        connection,
        PARENT,
        staff_id=HANDLER,
        first_day=first_day,
        last_day=last_day,
        substitute_id=sample_member("handler2").id,
        entered_by=HANDLER,
        at=AT,
    )


async def deliveries(archive: Archive) -> list[tuple[Any, ...]]:
    statement = """
    SELECT n.addressee_kind, s.login, d.channel, d.n, d.status FROM notice_deliveries d
    JOIN notices n ON n.id = d.notice_id LEFT JOIN staff s ON s.id = n.addressee WHERE n.seq >= 100 ORDER BY 1, 2, 3
    """
    async with archive.database.reading() as connection:
        return [tuple(row) for row in await connection.execute(text(statement))]


async def test_a_notice_is_one_row_for_each_person_and_one_sending_to_the_inbox(archive: Archive) -> None:
    await entered(archive.database, archive.case_id, an_order(archive, to=(Recipient.HANDLER, Recipient.SECTION_HEAD)))
    rows = await ledger(archive.database, archive.case_id)
    assert [(row.login, row.addressees, row.instead_of) for row in rows] == [("handler", 2, None), ("section", 2, None)]
    assert {(row.matter, row.due_on, row.working_days, row.true_on, row.late_days) for row in rows} == {
        ("reply", date(2026, 11, 24), -2, date(2026, 11, 20), 0)
    }
    assert {row.intended_at for row in rows} == {AT}
    sent = [("staff", login, "inbox", 0, "sent") for login in ("handler", "section")]
    assert await deliveries(archive) == sent


async def test_entered_twice_it_is_there_once_even_if_others_hold_the_function_by_now(archive: Archive) -> None:
    to_all = an_order(archive, handler=None)
    await entered(archive.database, archive.case_id, to_all)
    before = await ledger(archive.database, archive.case_id), await deliveries(archive)
    async with archive.database.transaction() as connection:
        await put_member(
            connection,
            Member(
                id=uuid5(SAMPLE_AGENCY.id, "new"),
                agency_id=SAMPLE_AGENCY.id,
                login="new",
                name="纪新来",
                roles=(Role.HANDLER,),
            ),
        )
    await entered(archive.database, archive.case_id, to_all)
    assert (await ledger(archive.database, archive.case_id), await deliveries(archive)) == before
    assert [row.login for row in before[0]] == ["handler", "handler2"]


@pytest.mark.parametrize(
    ("email", "mail", "expected"),
    [
        ("lin@example.gov.cn", MailWish.EACH, ["inbox", "mail"]),
        ("lin@example.gov.cn", MailWish.DIGEST, ["inbox", "mail"]),
        ("lin@example.gov.cn", MailWish.NONE, ["inbox"]),
        (None, MailWish.EACH, ["inbox"]),
    ],
)
async def test_mail_waits_for_who_has_an_address_and_does_not_refuse_it(
    archive: Archive, email: str | None, mail: MailWish, expected: list[str]
) -> None:
    async with archive.database.transaction() as connection:
        await put_preferences(connection, HANDLER, NoticePreferences(email=email, mail=mail), VAULT)
    await entered(archive.database, archive.case_id, an_order(archive))
    assert [channel for _, _, channel, _, _ in await deliveries(archive)] == expected


@pytest.mark.parametrize(
    ("kinds", "active", "posted"),
    [([], True, 1), (["escalation_fell"], True, 1), (["reply_drafted"], True, 0), ([], False, 0)],
)
async def test_a_webhook_of_the_agency_is_posted_the_kinds_it_wants(
    archive: Archive, kinds: list[str], active: bool, posted: int
) -> None:
    hook = {"id": PARENT, "agency_id": SAMPLE_AGENCY.id, "url": "http://example.gov.cn/", "secret_sealed": b"x"}
    async with archive.database.transaction() as connection:
        created = {"kinds": kinds, "active": active, "created_by": HANDLER}
        await connection.execute(insert(webhooks).values(**hook, **created))
    await entered(archive.database, archive.case_id, an_order(archive))
    waiting = [("webhook", None, "webhook", 0, "waiting")] * posted
    assert await deliveries(archive) == [("staff", "handler", "inbox", 0, "sent"), *waiting]
    hooks = [row for row in await ledger(archive.database, archive.case_id) if row.addressee_kind == "webhook"]
    assert [(row.addressee, row.repeat_at, row.tag) for row in hooks] == [(PARENT, None, None)] * posted


@pytest.mark.parametrize(
    ("first_day", "last_day", "told"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), ("handler2", HANDLER)),
        (date(2026, 11, 1), date(2026, 12, 1), ("handler2", HANDLER)),
        (date(2026, 11, 21), date(2026, 11, 22), ("handler", None)),
        (date(2026, 11, 1), date(2026, 11, 19), ("handler", None)),
    ],
)
async def test_on_the_days_of_an_absence_the_substitute_is_told(
    archive: Archive, first_day: date, last_day: date, told: tuple[str, UUID | None]
) -> None:
    async with archive.database.transaction() as connection:
        assert await away(connection, first_day, last_day)
    await entered(archive.database, archive.case_id, an_order(archive))
    (row,) = await ledger(archive.database, archive.case_id)
    assert (row.login, row.instead_of) == told


async def test_the_day_of_an_absence_is_the_day_at_the_agency(archive: Archive) -> None:
    """At 17:00 UTC on the 19th it is the 20th in Shanghai."""
    async with archive.database.transaction() as connection:
        assert await away(connection, date(2026, 11, 20), date(2026, 11, 20))
    evening = datetime(2026, 11, 19, 17, tzinfo=UTC)
    await entered(archive.database, archive.case_id, an_order(archive), at=evening)
    await entered(archive.database, archive.case_id, an_order(archive, 101), at=evening - timedelta(hours=2))
    assert [row.login for row in await ledger(archive.database, archive.case_id)] == ["handler2", "handler"]


async def test_the_authority_above_hears_in_its_own_name(archive: Archive) -> None:
    above = SAMPLE_AGENCY.model_copy(update={"id": PARENT, "code": "示府", "name": "示例市人民政府"})
    watching = Member(
        id=uuid5(PARENT, "watch"), agency_id=PARENT, login="watch", name="方监督", roles=(Role.SUPERVISOR,)
    )
    async with archive.database.transaction() as connection:
        await put_agency(connection, above)
        await put_agency(connection, SAMPLE_AGENCY.model_copy(update={"parent_id": PARENT}))
        await put_member(connection, watching)
    await entered(archive.database, archive.case_id, an_order(archive, to=(Recipient.SUPERVISING_AUTHORITY,)))
    (row,) = await ledger(archive.database, archive.case_id)
    assert (row.login, row.agency_id, row.case_agency_id) == ("watch", PARENT, SAMPLE_AGENCY.id)


async def test_without_an_authority_above_a_row_says_that_nobody_need_be_told(archive: Archive) -> None:
    await entered(archive.database, archive.case_id, an_order(archive, to=(Recipient.SUPERVISING_AUTHORITY,)))
    (row,) = await ledger(archive.database, archive.case_id)
    assert (row.addressee_kind, row.addressee, row.settled_at) == ("nobody", NOBODY, AT)


async def test_where_everybody_has_left_a_row_says_that_nobody_was_told(archive: Archive) -> None:
    await archive.tamper("UPDATE staff SET active = false")
    await entered(archive.database, archive.case_id, an_order(archive))
    (row,) = await ledger(archive.database, archive.case_id)
    assert (row.addressee_kind, row.addressee, row.settled_at) == ("nobody", NOBODY, None)
    assert await deliveries(archive) == []


async def test_a_notice_is_settled_when_its_matter_is_no_longer_open(archive: Archive) -> None:
    search = an_order(archive, 101, matter=Matter.SEARCH, subject="s1", tag="search/s1/2026-11-24")
    await entered(archive.database, archive.case_id, an_order(archive), search)
    await entered(archive.database, archive.case_id, still=("search/s1/2026-11-24",), at=AT + timedelta(hours=1))
    reply, searched = await ledger(archive.database, archive.case_id)
    assert (reply.settled_at, searched.settled_at) == (AT + timedelta(hours=1), None)


async def test_an_attempt_that_was_held_up_settles_nothing_that_came_after_it(archive: Archive) -> None:
    await entered(archive.database, archive.case_id, an_order(archive), at=AT + timedelta(hours=1))
    await entered(archive.database, archive.case_id)
    (row,) = await ledger(archive.database, archive.case_id)
    assert row.settled_at is None


async def test_what_the_former_handler_was_told_is_settled_when_another_is_assigned(archive: Archive) -> None:
    to_both = (Recipient.HANDLER, Recipient.SECTION_HEAD)
    await entered(archive.database, archive.case_id, an_order(archive, to=to_both))
    (handler,) = [row.addressee for row in await ledger(archive.database, archive.case_id) if row.login == "handler"]
    owed = Notices(open_tags=("reply//2026-11-24",), former=handler)
    async with archive.database.transaction() as connection:
        await enter_notices(connection, archive.case_id, owed, AT + timedelta(hours=1))
    found = [(row.login, row.settled_at is None) for row in await ledger(archive.database, archive.case_id)]
    assert found == [("handler", False), ("section", True)]


async def test_a_later_rung_settles_the_earlier_one_of_the_same_person_and_matter(archive: Archive) -> None:
    to_both = (Recipient.HANDLER, Recipient.SECTION_HEAD)
    search = an_order(archive, 101, matter=Matter.SEARCH, subject="s1", tag="search/s1/2026-11-24")
    await entered(archive.database, archive.case_id, an_order(archive, to=to_both), search)
    await entered(archive.database, archive.case_id, an_order(archive, 102, working_days=0), still=(search.tag or "",))
    found = [(row.seq, row.login, row.settled_at is None) for row in await ledger(archive.database, archive.case_id)]
    assert found == [(100, "handler", False), (100, "section", True), (101, "handler", True), (102, "handler", True)]


async def test_what_has_a_tag_is_repeated_from_the_next_working_day_on_and_nothing_else(archive: Archive) -> None:
    await entered(archive.database, archive.case_id, an_order(archive), an_order(archive, 101, tag=None))
    tagged, told_once = await ledger(archive.database, archive.case_id)
    assert (tagged.repeat_at, told_once.repeat_at) == (AT + timedelta(days=3), None)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 19), date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 11, 23)),
        (date(2026, 2, 13), date(2026, 2, 14)),
        (date(2026, 9, 30), date(2026, 10, 8)),
    ],
)
def test_the_next_working_day_goes_by_the_calendar(day: date, expected: date) -> None:
    at = datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)
    again = next_working_moment(at, "Asia/Shanghai", national_calendar())
    assert again == datetime(expected.year, expected.month, expected.day, 9, 30, tzinfo=UTC)


async def test_numbers_grow_in_the_order_of_commits(archive: Archive) -> None:
    """Two transactions at once: whoever enters second waits for the first, so no smaller number appears later."""
    engine = create_async_engine(archive.settings.database_url.get_secret_value(), poolclass=NullPool)
    entering = text(
        "INSERT INTO notices (id, key, addressee_kind, addressee, agency_id, case_agency_id, case_id, seq, reference,"
        " kind, true_on) SELECT gen_random_uuid(), cast(:key AS text), 'nobody', cast(:nobody AS uuid), agency_id,"
        " agency_id, case_id, 100, reference, 'x', '2026-11-20' FROM applications WHERE case_id = :case"
    )
    async with engine.connect() as first, engine.connect() as second:
        await first.execute(entering, {"key": "a", "nobody": NOBODY, "case": archive.case_id})
        await second.execute(text("SET lock_timeout = '50ms'"))
        with pytest.raises(Exception, match="lock timeout"):
            await second.execute(entering, {"key": "b", "nobody": NOBODY, "case": archive.case_id})
        await second.rollback()
        await first.commit()
        await second.execute(entering, {"key": "b", "nobody": NOBODY, "case": archive.case_id})
        await second.commit()
    await engine.dispose()
    rows = sorted(await ledger(archive.database, archive.case_id), key=lambda row: row.n)
    assert [row.key for row in rows] == ["a", "b"]


async def test_new_notices_are_announced_at_the_commit_by_the_id_of_the_addressee_alone(archive: Archive) -> None:
    heard = list[str]()
    engine = create_async_engine(archive.settings.database_url.get_secret_value(), poolclass=NullPool)
    async with engine.connect() as connection:
        listening = (await connection.get_raw_connection()).driver_connection
        assert isinstance(listening, asyncpg.Connection)
        await listening.add_listener(CHANNEL, lambda *told: heard.append(told[-1]))
        await entered(archive.database, archive.case_id, an_order(archive))
        await entered(archive.database, archive.case_id)
        await listening.execute("SELECT 1")
    await engine.dispose()
    assert heard == [str(HANDLER)]


async def test_cases_that_are_there_when_the_ledger_begins_owe_nothing_up_to_then(archive: Archive) -> None:
    url = archive.settings.database_url.get_secret_value()
    last = text("SELECT case_id, max(seq) FROM case_events GROUP BY 1 ORDER BY 1")
    await downgrade(url, "0006")
    await upgrade(url)
    async with archive.database.snapshot() as connection:
        begun = text("SELECT case_id, after_seq FROM notice_starts ORDER BY 1")
        noted = [tuple(row) for row in await connection.execute(begun)]
        assert noted == [tuple(row) for row in await connection.execute(last)]
    assert len(noted) == 2


async def test_acknowledging_and_settling_at_once_do_not_wait_for_each_other_in_a_circle(archive: Archive) -> None:
    for first in range(100, 500, 10):
        searches = (an_order(archive, n, matter=Matter.SEARCH, tag=f"search/{n}") for n in range(first, first + 8))
        await entered(archive.database, archive.case_id, *searches)
        ids = [row.id for row in await ledger(archive.database, archive.case_id) if row.settled_at is None]

        async def acknowledged(ids: list[UUID] = ids) -> None:
            async with archive.database.transaction() as connection:
                await acknowledge(connection, ids, by=HANDLER, persons=[HANDLER], nobody_of=[], at=AT)

        async with asyncio.TaskGroup() as together:
            for _ in range(2):
                together.create_task(acknowledged())
                together.create_task(entered(archive.database, archive.case_id, at=AT + timedelta(hours=1)))
    assert {row.settled_at is None for row in await ledger(archive.database, archive.case_id)} == {False}


async def test_when_a_case_is_over_what_had_no_matter_wants_no_answer_either(archive: Archive) -> None:
    await entered(
        archive.database, archive.case_id, an_order(archive, kind="extension_proposed", matter=None, tag=None)
    )
    async with archive.database.transaction() as connection:
        await enter_notices(connection, archive.case_id, Notices(over=True), AT + timedelta(hours=1))
    (row,) = await ledger(archive.database, archive.case_id)
    assert row.settled_at == AT + timedelta(hours=1)
