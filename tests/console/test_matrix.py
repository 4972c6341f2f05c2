"""Role × page × step: each combination is allowed or refused exactly as the tables of docs/console.md say."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import httpx
from fastapi import APIRouter
from fastapi.routing import APIRoute

from api.cli.setup import sample_member
from api.console.parts import PARTS
from api.routes_own_records import REQUEST
from schemas.messages import MESSAGES
from schemas.steps_after import ConvertToProactive, FileRefusal, ReassessDocument
from schemas.words_steps import STEP_TITLES
from tests.api.office import today
from tests.console.site import Site
from tests.console.test_steps import Hand, registered
from tests.hostile.people import LOGINS
from workflows.book import STAFF_RULES, Phase

DOCUMENT = (Path(__file__).parents[2] / "docs" / "console.md").read_text(encoding="utf-8")
STRANGER = "stranger"
"""Somebody who is not signed in."""
NOBODYS = "00000000-0000-4000-8000-000000000000"
"""An id of nothing: who may look is told that it is not there, who may not that he may not."""
NOT_PERMITTED = MESSAGES["role_not_permitted"][0]


def table(heading: str) -> dict[str, dict[str, str]]:
    """The table under a heading: first column to the cells of its row, by the name of their column."""
    part = DOCUMENT.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in part.splitlines() if line[:1] == "|"]
    head, _, *body = rows
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in body}


PAGES = table("Who may open which page")
STEPS = table("Who may take which step")
ASKED_WITH = {
    "/cases/{case_id}/review/{document_id}/go": "?number=1",
    "/oversight/annual/{year}/cases": "?row=1&column=natural_person",
}
"""What an address must be asked with, to be asked at all."""
NO_PAGES = {"/", "/static/{mark}/{name}", "/sign-in/oidc/back", "/calendar/{secret}.ics"}
"""Addresses that answer with something else than a page."""


def addresses(router: APIRouter, method: str, prefix: str = "") -> Iterator[str]:
    """Every address of a router that takes this method, however deep it was included."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            if method in (route.methods or ()):
                yield prefix + route.path
        else:
            included = vars(route)
            yield from addresses(included["original_router"], method, prefix + included["include_context"].prefix)


def test_every_page_and_every_step_stands_in_the_tables() -> None:
    assert {address for part in PARTS for address in addresses(part, "GET")} - NO_PAGES == set(PAGES)
    assert set(STEPS) == set(STAFF_RULES)
    assert {column for row in PAGES.values() for column in row} == {*LOGINS, STRANGER}
    assert {column for row in STEPS.values() for column in row} == {*LOGINS}


def test_the_table_of_steps_is_the_book() -> None:
    said = {step: {role for role in LOGINS if row[role] != "no"} for step, row in STEPS.items()}
    assert said == {step: {role for role in LOGINS if role in rule.roles} for step, rule in STAFF_RULES.items()}


async def places(clerk: Hand) -> Mapping[str, str]:
    """What the addresses of the table name: things of one case, its agency, its staff."""
    document = await clerk.uploaded("会议纪要.txt", "会议纪要正文")
    await clerk.take("accept")
    await clerk.take("record_search", description="以项目名称检索", documents=[document])
    await clerk.worked()
    (letter,) = await clerk.read("/letters")
    member = sample_member("handler2")
    own = await clerk.client.post("/api/own-records", json=REQUEST, headers={"Idempotency-Key": clerk.case_id})
    return {
        "own_record_id": own.json()["id"],
        "own_step": "examine",
        "case_id": clerk.case_id,
        "document_id": document,
        "number": "1",
        "letter_id": letter["letter_id"],
        "step": "accept",
        "agency_id": str(member.agency_id),
        "agency": str(member.agency_id),
        "staff_id": str(member.id),
        "outcome": "disclosed",
        "matter": "reply",
        "name": "receipt",
        "year": str(today().year - 1),
        "version": "no-such-version",
        "plan_id": NOBODYS,
        "digest_id": NOBODYS,
    }


async def opened(client: httpx.AsyncClient, address: str) -> str:
    """``yes``, ``no`` or ``sign-in``, as the table has it."""
    answer = await client.get(address, follow_redirects=False)
    assert answer.status_code < 500, (address, answer.status_code)
    if answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in"):
        return "sign-in"
    return "no" if answer.status_code == 403 else "yes"


@asynccontextmanager
async def everybody(site: Site) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """A client for each role, and one for the stranger."""
    async with AsyncExitStack() as stack:
        people = {role.value: await stack.enter_async_context(site.client(who)) for role, who in LOGINS.items()}
        stranger = httpx.AsyncClient(base_url=site.url, headers={"Accept": "text/html"}, timeout=60)
        yield people | {STRANGER: await stack.enter_async_context(stranger)}


async def test_each_page_opens_to_whom_the_table_says(site: Site, handler: httpx.AsyncClient) -> None:
    named = await places(await registered(handler))
    async with everybody(site) as people:
        found = {
            page: {
                who: await opened(client, page.format_map(named) + ASKED_WITH.get(page, ""))
                for who, client in people.items()
            }
            for page in PAGES
        }
    assert found == PAGES


async def test_each_step_is_offered_to_whom_the_table_says(site: Site, handler: httpx.AsyncClient) -> None:
    cases = {closed: await registered(handler) for closed in (False, True)}
    public = {"decision__outcome": "already_public", "decision__where": "本机关网站“政府信息公开”专栏"}
    await cases[True].take("answer_on_the_spot", **public, proof="申请人在送达回证上签字")
    after = {name for name, rule in STAFF_RULES.items() if rule.phase is Phase.AFTER}
    assert after == {step.model_fields["step"].default for step in (ReassessDocument, ConvertToProactive, FileRefusal)}
    async with everybody(site) as people:
        for role in LOGINS:
            told = {closed: await not_permitted(people[role], case) for closed, case in cases.items()}
            refused = {step for step, row in STEPS.items() if row[role] != "yes"}
            assert {step for step in STEPS if step in told[step in after]} == refused, role
        for step, row in STEPS.items():  # the page of each, as it is for one who may and for one who may not
            for may in (True, False):
                client = people[next(role for role in LOGINS if (row[role] == "yes") == may)]
                page = (await client.get(cases[step in after].path(step))).text
                assert (NOT_PERMITTED in page) != may, (step, may)


async def not_permitted(client: httpx.AsyncClient, case: Hand) -> set[str]:
    """The steps of which the page of a case says that somebody's role does not permit them."""
    page = (await client.get(f"/cases/{case.case_id}")).text
    told = page.partition(f'<dt class="greyed">{NOT_PERMITTED}</dt>')[2].partition("</dd>")[0]
    titles = set(re.findall(r'<span class="greyed">([^<]+)</span>', told))
    return {step for step, (title, _) in STEP_TITLES.items() if title in titles}
