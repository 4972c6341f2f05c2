"""Role × doing: whatever can be sent to the console is refused or taken exactly as docs/console.md says."""

from collections.abc import Iterator, Mapping
from uuid import uuid4

import httpx
from sqlalchemy import Select, Table, Text, cast, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import aggregate_order_by

from activities.db.database import Database
from activities.db.tables import metadata
from api.console.parts import PARTS
from tests.console.doings import BY_THE_STEP, LAST, SAID, STEP_OF, WITH_FILE
from tests.console.site import Site
from tests.console.test_matrix import NOBODYS, STRANGER, addresses, everybody, places, table
from tests.console.test_steps import registered
from tests.hostile.people import LOGINS

DOINGS = table("Who may do what")
OF_ITSELF = frozenset({"sessions"})
"""Tables that change with every request: when a session was last used."""
Named = Mapping[str, str]


def expected(path: str) -> dict[str, str]:
    """The row of an address; where the step decides, what its own table says of the one that is tried."""
    row = DOINGS[path]
    if path not in STEP_OF:
        return row
    heading, step = STEP_OF[path]
    tried = table(heading)[step]
    return {who: tried[who] if said == BY_THE_STEP else said for who, said in row.items()}


def test_every_doing_stands_in_the_table() -> None:
    assert {address for part in PARTS for address in addresses(part, "POST")} == set(DOINGS)
    assert {column for row in DOINGS.values() for column in row} == {*LOGINS, STRANGER}
    assert {path for path, row in DOINGS.items() if BY_THE_STEP in row.values()} == set(STEP_OF)


async def test_who_may_not_changes_nothing_and_who_may_is_not_refused(site: Site, handler: httpx.AsyncClient) -> None:
    clerk = await registered(handler)
    nothing = dict.fromkeys(("hold_id", "token_id", "webhook_id", "feed_id"), NOBODYS)
    named = {**await places(clerk), **nothing, "period": "weekly"}
    named["seen_version"] = str((await clerk.read())["summary"]["version"])
    async with everybody(site) as people:
        before = await contents(site.database)
        refused = [(path, who) for path, who, may in _each() if may != "yes"]
        assert {(path, who): await done(people[who], path, named) for path, who in refused} == {
            (path, who): expected(path)[who] for path, who in refused
        }
        assert await contents(site.database) == before
        taken = [(path, who) for path, who, may in _each() if may == "yes"]
        assert [one for one in taken if await done(people[one[1]], one[0], named) != "yes"] == []


def _each() -> Iterator[tuple[str, str, str]]:
    """Address, who, and whether he may."""
    for path in sorted(DOINGS, key=lambda path: path in LAST):
        for who, may in expected(path).items():
            yield path, who, may


async def done(client: httpx.AsyncClient, path: str, named: Named) -> str:
    """``yes``, ``no`` or ``sign-in``, as the table has it."""
    said = {name: value.format_map(named) for name, value in SAID.get(path, {}).items()}
    fields = {"csrf": client.headers.get("X-CSRF-Token", ""), "key": str(uuid4()), **said}
    file = {"file": ("放假安排.csv", b"2031-06-03,off\n")} if path in WITH_FILE else None
    answer = await client.post(path.format_map(named), data=fields, files=file, follow_redirects=False)
    assert answer.status_code < 500, (path, answer.status_code)
    led = answer.headers.get("Location", "").partition("&")[0]
    if led in {"/sign-in", "/sign-in?told=ended"}:
        return "sign-in"
    return "no" if answer.status_code == 403 else "yes"


async def contents(database: Database) -> dict[str, str]:
    """What stands in every table, as a hash."""
    known = [one for one in metadata.sorted_tables if one.name not in OF_ITSELF]
    async with database.reading() as connection:
        found = await connection.execute(union_all(*map(_hashed, known)))
    return {row[0]: row[1] for row in found}


def _hashed(known: Table) -> Select[str, str]:
    row = cast(func.row_to_json(known.table_valued()), Text)
    whole = func.string_agg(row, aggregate_order_by(literal("|"), row))
    return select(literal(known.name), func.md5(func.coalesce(whole, "")))
