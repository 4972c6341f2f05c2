"""How PostgreSQL carries out lists and searches over many cases: through indexes, never by reading a whole table."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import event, text

from activities.db.applications import orphans
from activities.db.database import AsyncConnection
from activities.db.deliveries import claim_mails, claim_posts, server_away_until, webhooks_with_waiting
from activities.db.delivery_ends import give_up_all, leave_alone
from activities.db.digest_figures import notices_left
from activities.db.inbox import NoticeFilter, count_open, inbox_of, ledger_of, newest_number
from activities.db.notice_gaps import cases_owing, notices_kept, stuck_deliveries, stuck_digests
from activities.db.notices import enter_notices
from activities.db.oversight import conditions
from activities.db.oversight_lists import Wanted, find_overseen, list_of_applicant, list_overseen
from activities.db.repetition import repeat_due
from activities.db.standing import (
    Days,
    count_jobs,
    count_open_cases,
    count_running,
    count_sendings,
    count_unstarted,
)
from activities.db.tables_waiting import WAITED_FOR
from activities.db.waiting import Waiter, list_waiting
from activities.intake import LOOKED_FAR_BACK
from schemas.inbox import DeliveryChannel, DeliveryStatus
from schemas.notices import Notices
from schemas.oversight import CaseQuery
from schemas.oversight_lists import Sorting
from schemas.vocabulary import Outcome, ReportRow, Role, State
from tests.conftest import TEMPLATE
from tests.db.overseen import TODAY, Overseen, Row, overseen_on
from worker.embedded.stack import EmbeddedStack

LARGE = frozenset({"cases", "applications", "case_terms", "case_events", "notices", "notice_deliveries", "documents"})
Statement = tuple[str, Any]


@pytest_asyncio.fixture(scope="module")
async def many(stack: EmbeddedStack, sample: dict[str, str]) -> AsyncIterator[Overseen]:
    async with overseen_on(stack, "plans", TEMPLATE, closed=28_000, open_=2_000, agencies=6) as found:
        yield found


async def sequential(connection: AsyncConnection, statements: list[Statement]) -> list[str]:
    """The large tables that a plan of one of these statements reads from end to end."""
    found = list[str]()
    for statement, parameters in statements:
        if statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE")) and "pg_" not in statement:
            explained = await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
            plan = explained.scalar_one()
            found += scanned((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"])
    return found


def scanned(plan: dict[str, Any]) -> list[str]:
    mine = [plan["Relation Name"]] if plan["Node Type"] == "Seq Scan" and plan["Relation Name"] in LARGE else []
    return mine + [name for part in plan.get("Plans", []) for name in scanned(part)]


QUERIES: dict[str, CaseQuery] = {
    "everything": CaseQuery(),
    "open": CaseQuery(open=True),
    "state": CaseQuery(state=State.AWAITING_APPROVAL),
    "outcome": CaseQuery(outcome=Outcome.REFUSED),
    "outcome of nobody": CaseQuery(outcome=Outcome.JOINED),
    "row": CaseQuery(row=ReportRow.STATE_SECRET),
    "late": CaseQuery(late=True),
    "overdue": CaseQuery(overdue=True),
    "corrected": CaseQuery(corrected=True),
    "received": CaseQuery(received_from=TODAY.replace(day=1)),
    "closed": CaseQuery(closed_until=TODAY.replace(year=2022)),
    "common word": CaseQuery(text="项目"),
    "common character": CaseQuery(text="的"),
    "rare word": CaseQuery(text="鑫鑫"),
    "two words": CaseQuery(text="项目 招标"),
    "number": CaseQuery(text="〔2024〕77"),
    "word and state": CaseQuery(text="项目", open=True),
    "rare word and outcome": CaseQuery(text="鑫", outcome=Outcome.REFUSED),
}


@pytest.mark.parametrize("agencies", ["one", "all"])
@pytest.mark.parametrize("sort", list(Sorting))
@pytest.mark.parametrize("name", list(QUERIES))
async def test_no_list_reads_a_whole_table(many: Overseen, name: str, sort: Sorting, agencies: str) -> None:
    query = QUERIES[name]
    seen = many.agencies if agencies == "all" else many.agencies[1:2]
    wanted = Wanted(agency_ids=seen, own=many.agencies[0], words=query.text, sort=sort)
    asked = conditions(query.model_copy(update={"text": None}), TODAY)
    async with many.database.transaction() as connection:
        statements = listened(connection)
        await list_overseen(connection, wanted, asked)
        assert statements
        assert await sequential(connection, list(statements)) == []


async def test_neither_one_case_nor_an_applicant_reads_a_whole_table(many: Overseen) -> None:
    async with many.database.transaction() as connection:
        statements = listened(connection)
        assert await find_overseen(connection, many.agencies, many.agencies[0], many.rows[0]["case_id"])
        await list_of_applicant(connection, many.agencies[0], "0" * 64, None, 50)
        assert await sequential(connection, list(statements)) == []


@pytest.mark.parametrize("role", WAITED_FOR)
@pytest.mark.parametrize("page", ["first", "next"])
async def test_what_waits_for_somebody_is_found_by_its_index(many: Overseen, role: Role, page: str) -> None:
    mine = [row for row in many.rows if row["agency_id"] == many.agencies[0] and role in row["waits_for"]]
    gone = tuple(row["handler_id"] for row in mine[:3] if row["handler_id"])
    persons = tuple({row["handler_id"] for row in mine if row["handler_id"]} or {UUID(int=1)})[:2]
    waiter = Waiter(agency_id=many.agencies[0], persons=persons, roles=frozenset({role}), gone=gone)
    async with many.database.transaction() as connection:
        statements = listened(connection)
        found = await list_waiting(connection, waiter, (TODAY, UUID(int=0)) if page == "next" else None, 20)
        assert statements
        assert await sequential(connection, list(statements)) == []
    assert all(many.agencies[0] == row["agency_id"] for row in mine)
    days = [one.waits_until for one in found if one.waits_until]
    assert days == sorted(days)
    assert page == "next" or len(found) == min(len([row for row in mine if _waits_for(row, waiter)]), 21)


def _waits_for(row: Row, waiter: Waiter) -> bool:
    """Said a second time, in plain Python, over the row."""
    if Role.HANDLER in waiter.roles:
        return row["handler_id"] is None or row["handler_id"] in (*waiter.persons, *waiter.gone)
    return waiter.persons[0] not in row["waits_not"]


async def test_a_plan_that_reads_a_whole_table_is_noticed(many: Overseen) -> None:
    async with many.database.transaction() as connection:
        assert await sequential(connection, [("SELECT count(*) FROM case_terms WHERE folded LIKE '%x%'", ())]) == [
            "case_terms"
        ]


def listened(connection: AsyncConnection) -> list[Statement]:
    """Every statement that goes through the connection from now on."""
    heard = list[Statement]()

    def hear(_: Any, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        heard.append((statement, parameters[0] if isinstance(parameters, list) else parameters))

    assert connection.sync_connection is not None
    event.listen(connection.sync_connection, "before_cursor_execute", hear)
    return heard


NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEDGER = (
    """
    INSERT INTO case_events (case_id, seq, at, kind, command_id, previous, hash, record)
    SELECT case_id, 100 + n, :now, 'handler_assigned', '', 'x' || n, '', '{}' FROM cases, generate_series(1, 3) n
    """,
    """
    INSERT INTO notices (id, key, addressee_kind, addressee, agency_id, case_agency_id, case_id, seq, reference, kind,
        tag, true_on, intended_at, repeat_at, settled_at)
    SELECT gen_random_uuid(), c.case_id || '/notice/' || n, CASE n WHEN 3 THEN 'webhook' ELSE 'staff' END,
        CASE n WHEN 3 THEN c.agency_id ELSE s.id END, c.agency_id, c.agency_id, c.case_id, 100 + n, c.reference,
        'escalation_fell', CASE WHEN n < 3 THEN 'reply//' || n END, :today,
        CAST(:now AS timestamptz) - n * interval '1 day',
        CASE WHEN n < 3 THEN CAST(:now AS timestamptz) + (hashtext(c.reference) % 50 - 25) * interval '1 hour' END,
        CASE WHEN c.closed_on IS NOT NULL THEN CAST(:now AS timestamptz) - interval '60 days' END
    FROM cases c CROSS JOIN generate_series(1, 3) n CROSS JOIN LATERAL (
        SELECT id FROM staff WHERE agency_id = c.agency_id AND active ORDER BY md5(id || c.reference) LIMIT 1) s
    """,
    """
    INSERT INTO notice_deliveries (notice_id, channel, n, status, next_try_at, sent_at, ended_at)
    SELECT id, way, 0, CASE WHEN waits THEN 'waiting' ELSE 'delivered' END, intended_at, intended_at,
        CASE WHEN NOT waits THEN intended_at END
    FROM notices n, unnest(CASE addressee_kind WHEN 'staff' THEN ARRAY['inbox', 'mail'] ELSE ARRAY['webhook'] END) way,
        LATERAL (SELECT way <> 'inbox' AND settled_at IS NULL AND hashtext(n.key) % 4 = 0 AS waits) AS w
    """,
    "ANALYZE case_events, notices, notice_deliveries",
)


@pytest_asyncio.fixture(scope="module")
async def told(many: Overseen) -> Overseen:
    """The same with three events, three notices and five sendings a case; of open cases some wait."""
    values = {"now": NOW, "today": TODAY}
    async with many.database.transaction() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in LEDGER:
            named = {name: value for name, value in values.items() if f":{name}" in statement}
            await connection.execute(text(statement), named)
    return many


Asked = Callable[[AsyncConnection, Overseen], Awaitable[object]]


def _inbox(**filters: Any) -> Asked:
    async def ask(connection: AsyncConnection, many: Overseen) -> object:
        staff = await connection.execute(text("SELECT id FROM staff WHERE agency_id = :a"), {"a": many.agencies[0]})
        return await inbox_of(connection, list(staff.scalars()), NoticeFilter(**filters))

    return ask


def _ledger(agencies: int, **filters: Any) -> Asked:
    async def ask(connection: AsyncConnection, many: Overseen) -> object:
        return await ledger_of(connection, many.agencies[:agencies], many.agencies[0], NoticeFilter(**filters))

    return ask


async def _gaps(connection: AsyncConnection, many: Overseen) -> object:
    page = await cases_owing(connection, many.agencies, None, 100)
    ids = [case.case_id for case in page]
    await cases_owing(connection, many.agencies, ids[-1], 100)
    await stuck_digests(connection, many.agencies, NOW)
    await stuck_deliveries(connection, ids, NOW)
    return await notices_kept(connection, ids[0])


async def _webhooks(connection: AsyncConnection, many: Overseen) -> object:
    await webhooks_with_waiting(connection, NOW)
    await server_away_until(connection, DeliveryChannel.WEBHOOK, NOW, many.agencies[0])
    claimed = await claim_posts(connection, many.agencies[0], NOW, NOW + HOUR, 100)
    await leave_alone(connection, DeliveryChannel.WEBHOOK, NOW, NOW + HOUR, "server_away", many.agencies[0])
    return claimed and await give_up_all(connection, many.agencies[0], NOW, "webhook_removed")


async def _settled(connection: AsyncConnection, many: Overseen) -> object:
    await enter_notices(connection, many.rows[0]["case_id"], Notices(open_tags=()), NOW)
    return True


async def _bell(connection: AsyncConnection, many: Overseen) -> object:
    staff = await connection.execute(text("SELECT id FROM staff WHERE agency_id = :a"), {"a": many.agencies[0]})
    persons = list(staff.scalars())
    return await count_open(connection, persons, 100) and await newest_number(connection, persons)


async def _standing(connection: AsyncConnection, many: Overseen) -> object:
    """What Prometheus is told, asked for several times a minute."""
    days = [Days(agency_id=agency, today=TODAY, soon=TODAY + timedelta(days=2)) for agency in many.agencies]
    await count_unstarted(connection, many.agencies, NOW)
    await orphans(connection, NOW - LOOKED_FAR_BACK, NOW)
    await count_jobs(connection)
    counted = [await count_running(connection, days), await count_open_cases(connection)]
    return all(counted) and await count_sendings(connection, NOW)


NOTICES: dict[str, Asked] = {
    "bell": _bell,
    "inbox": _inbox(),
    "inbox open": _inbox(open=True),
    "ledger": _ledger(1),
    "ledger of all": _ledger(6),
    "ledger of what waits": _ledger(6, delivery=DeliveryStatus.WAITING),
    "ledger open": _ledger(6, open=True),
    "gaps": _gaps,
    "mails": lambda connection, _: claim_mails(connection, NOW, NOW + HOUR, 100),
    "webhooks": _webhooks,
    "repetition": lambda connection, _: repeat_due(connection, NOW, 100),
    "settling": _settled,
    "standing": _standing,
    "digest": lambda connection, many: notices_left(connection, many.agencies[0], NOW - 7 * 24 * HOUR, NOW),
}


@pytest.mark.parametrize("name", list(NOTICES))
async def test_nothing_about_notices_reads_a_whole_table(told: Overseen, name: str) -> None:
    async with told.database.transaction() as connection:
        statements = listened(connection)
        assert await NOTICES[name](connection, told)
        assert statements
        assert await sequential(connection, list(statements)) == []
        await connection.rollback()
