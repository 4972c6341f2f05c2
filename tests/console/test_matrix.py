"""Role × page × step: each combination is allowed or refused exactly as the tables of docs/console.md say."""

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest_asyncio
from fastapi import APIRouter
from fastapi.routing import APIRoute

from api.cli.setup import sample_member
from api.console.parts import PARTS
from schemas.messages import MESSAGES
from schemas.steps_after import ConvertToProactive, FileRefusal, ReassessDocument
from schemas.vocabulary import Role
from tests.api.office import today
from tests.console.site import Site
from tests.console.test_steps import Hand, registered
from workflows.book import STAFF_RULES, Phase

DOCUMENT = (Path(__file__).parents[2] / "docs" / "console.md").read_text(encoding="utf-8")
LOGINS = {
    Role.HANDLER: "handler",
    Role.REVIEWER: "reviewer",
    Role.APPROVER: "approver",
    Role.SECTION_HEAD: "section",
    Role.LEGAL: "legal",
    Role.AGENCY_HEAD: "chief",
    Role.OGI_HEAD: "head",
    Role.SUPERVISOR: "supervisor",
    Role.ADMINISTRATOR: "admin",
}
"""Who of the sample agency has each role, and no other."""
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


def addresses(router: APIRouter, prefix: str = "") -> Iterator[str]:
    """Every address of a router that is read, however deep it was included."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            if "GET" in (route.methods or ()):
                yield prefix + route.path
        else:
            included = vars(route)
            yield from addresses(included["original_router"], prefix + included["include_context"].prefix)


def test_every_page_and_every_step_stands_in_the_tables() -> None:
    assert {address for part in PARTS for address in addresses(part)} - NO_PAGES == set(PAGES)
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
    return {
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


@pytest_asyncio.fixture
async def everybody(site: Site) -> AsyncIterator[dict[str, httpx.AsyncClient]]:
    """A client for each role, and one for the stranger."""
    async with AsyncExitStack() as stack:
        people = {role.value: await stack.enter_async_context(site.client(who)) for role, who in LOGINS.items()}
        stranger = httpx.AsyncClient(base_url=site.url, headers={"Accept": "text/html"}, timeout=60)
        yield people | {STRANGER: await stack.enter_async_context(stranger)}


async def test_each_page_opens_to_whom_the_table_says(
    everybody: dict[str, httpx.AsyncClient], handler: httpx.AsyncClient
) -> None:
    named = await places(await registered(handler))
    found = {
        page: {
            who: await opened(client, page.format_map(named) + ASKED_WITH.get(page, ""))
            for who, client in everybody.items()
        }
        for page in PAGES
    }
    assert found == PAGES


async def test_each_step_is_offered_to_whom_the_table_says(
    everybody: dict[str, httpx.AsyncClient], handler: httpx.AsyncClient
) -> None:
    open_case, closed_case = await registered(handler), await registered(handler)
    public = {"decision__outcome": "already_public", "decision__where": "本机关网站“政府信息公开”专栏"}
    await closed_case.take("answer_on_the_spot", **public, proof="申请人在送达回证上签字")
    after = {name for name, rule in STAFF_RULES.items() if rule.phase is Phase.AFTER}
    assert after == {step.model_fields["step"].default for step in (ReassessDocument, ConvertToProactive, FileRefusal)}
    for role in LOGINS:
        client = everybody[role]
        for step, row in STEPS.items():
            case = closed_case if step in after else open_case
            page = (await client.get(case.path(step))).text
            assert (NOT_PERMITTED in page) == (row[role] != "yes"), (role, step)


async def test_a_step_sent_by_the_wrong_role_changes_nothing(
    everybody: dict[str, httpx.AsyncClient], handler: httpx.AsyncClient
) -> None:
    case = await registered(handler)
    seen = (await case.read())["summary"]["version"]
    for role in LOGINS:
        if STEPS["accept"][role] == "no":
            hand = Hand(everybody[role], case.case_id)
            page = (await hand.client.get("/account")).text
            csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
            sent = await hand.sent("accept", [("csrf", csrf), ("key", f"{role}-1"), ("expected_version", str(seen))])
            assert (sent.status_code, NOT_PERMITTED in sent.text) == (403, True)
    assert (await case.read())["summary"]["version"] == seen
