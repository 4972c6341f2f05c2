"""Lists: filters, and pages that neither repeat nor lose a case while new ones arrive."""

from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio

from api.cli.setup import sample_member
from tests.api.office import Json, Office, today
from tests.conftest import serving

LONG_AGO = today() - timedelta(days=90)


@pytest_asyncio.fixture(scope="module")
async def cases(shared: Office) -> dict[str, Json]:
    """One case of each sort, told apart by its description."""
    words = {
        "plain": "甲类文件一百号",
        "percent": "完成率100%的项目",
        "underscore": "文件编号A_17",
        "look-alike": "文件编号AB17",
        "backslash": r"共享目录 C:\招标\2025",
        "old": "去年的旧申请",
        "online": "网上申请",
        "withdrawn": "撤回的申请",
        "handled": "交办的申请",
    }
    more: dict[str, Json] = {"old": {"arrived_on": str(LONG_AGO)}, "online": {"channel": "online"}}
    found = {name: await shared.registered(description=text, **more.get(name, {})) for name, text in words.items()}
    await shared.step(found["withdrawn"]["case_id"], "withdraw")
    await shared.step(found["handled"]["case_id"], "assign", handler=str(sample_member("handler2").id))
    return found


async def names(shared: Office, cases: dict[str, Json], **wanted: Any) -> set[str]:
    by_id = {receipt["case_id"]: name for name, receipt in cases.items()}
    page = await shared.read("/api/applications", limit=200, **wanted)
    return {by_id[item["case_id"]] for item in page["items"] if item["case_id"] in by_id}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"text": "甲类"}, {"plain"}),
        ({"text": "100%"}, {"percent"}),
        ({"text": "%"}, {"percent"}),
        ({"text": "A_1"}, {"underscore"}),
        ({"text": "a_17"}, {"underscore"}),
        ({"text": "_"}, {"underscore"}),
        ({"text": r"C:\招标"}, {"backslash"}),
        ({"text": "\\"}, {"backslash"}),
        ({"text": "王小明"}, set()),
        ({"text": "'; DROP TABLE cases; --"}, set()),
        ({"overdue": True}, {"old"}),
        ({"state": "archived"}, {"withdrawn"}),
        ({"state": "registered"}, {"online"}),
        ({"state": "issued"}, set()),
        ({"due_before": str(today() - timedelta(days=20))}, {"old"}),
        ({"due_before": str(LONG_AGO)}, set()),
        ({"handler": str(sample_member("handler2").id)}, {"handled"}),
        ({"handler": str(sample_member("handler").id)}, set()),
        ({"state": "received", "overdue": True, "text": "旧"}, {"old"}),
        ({"state": "closed", "overdue": True}, set()),
    ],
)
async def test_every_filter_finds_its_own(
    shared: Office, cases: dict[str, Json], wanted: Json, expected: set[str]
) -> None:
    assert await names(shared, cases, **wanted) == expected


async def test_what_is_not_overdue_is_all_the_rest(shared: Office, cases: dict[str, Json]) -> None:
    assert await names(shared, cases, overdue=False) == cases.keys() - {"old"}
    assert await names(shared, cases, text=cases["old"]["reference"]) == {"old"}


async def test_the_list_says_how_many_days_are_left(shared: Office, cases: dict[str, Json]) -> None:
    page = await shared.read("/api/applications", limit=200)
    left = {item["case_id"]: item["working_days_left"] for item in page["items"]}
    assert left[cases["old"]["case_id"]] < 0
    assert left[cases["online"]["case_id"]] is None
    assert left[cases["withdrawn"]["case_id"]] is None
    deadline = await shared.read(f"/api/applications/{cases['plain']['case_id']}/deadline")
    assert left[cases["plain"]["case_id"]] == deadline["working_days_left"]


async def test_pages_neither_repeat_nor_lose_a_case_while_new_ones_arrive(office: Office) -> None:
    standing = [(await office.registered())["case_id"] for _ in range(7)]
    seen, params = list[str](), dict[str, Any]()
    while True:
        page = await office.read("/api/applications", limit=2, **params)
        seen += [item["case_id"] for item in page["items"]]
        await office.registered()
        if page["next"] is None:
            break
        params = {"after": page["next"]}
    assert seen == standing[::-1]


async def test_a_filter_holds_on_every_page_and_the_last_says_so(office: Office) -> None:
    wanted = [(await office.registered(description="甲"))["case_id"] for _ in range(2)]
    await office.registered(description="乙")
    first = await office.read("/api/applications", limit=1, text="甲")
    second = await office.read("/api/applications", limit=1, text="甲", after=first["next"])
    assert [page["items"][0]["case_id"] for page in (first, second)] == wanted[::-1]
    assert second["next"] is None
    async with serving(office.settings) as another_process:
        other = Office(another_process, office.tokens, office.settings, office.database)
        assert await other.read("/api/applications", limit=1, text="甲", after=first["next"]) == second
