"""``daylight retention …`` against a real server: two administrators at two terminals."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.api.server import listening
from tests.api.test_cli import Terminal
from tests.keeping.retained import Shelf
from worker.embedded.stack import environment_of


@pytest.fixture
async def terminals(shelf: Shelf, tmp_path: Path) -> AsyncIterator[dict[str, Terminal]]:
    async with listening(shelf.settings) as port:
        own = {**environment_of(shelf.settings), "DAYLIGHT_URL": f"http://127.0.0.1:{port}"}
        yield {by: Terminal({**own, "DAYLIGHT_TOKEN": shelf.tokens[by]}, tmp_path) for by in ("admin", "admin2")}


async def test_material_is_destroyed_from_two_terminals(terminals: dict[str, Terminal], shelf: Shelf) -> None:
    first, second = terminals["admin"], terminals["admin2"]
    free, held = await shelf.archived(), await shelf.archived()
    told = await first.good("retention", "rules", "show")
    assert "永久 / for ever" in told
    by_outcome = json.dumps({"refused": {"documents": 30}})
    set_ = await first.json("retention", "rules", "set", "documents=10", "personal=10", f"by_outcome={by_outcome}")
    assert (set_["version"], set_["rules"]["by_outcome"]["refused"]["documents"]) == (1, 30)
    back = await first.json("retention", "rules", "set", "personal=permanent")
    assert (back["rules"]["documents"], back["rules"]["personal"]) == (10, None)
    hold = await first.json("retention", "hold", str(held), "--reason", "示例市审计局审计")
    assert hold["items"][0]["case_id"] == str(held)
    assert (await first.json("retention", "plan", "--as-of", "2022-03-01"))["items"] == []
    plan = await first.json("retention", "plan")
    assert {case["case_id"]: case["held"] for case in plan["items"]} == {str(free): [], str(held): ["on_hold"]}
    assert "暂停销毁" in await first.good("retention", "plan")
    proposed = await first.json("retention", "propose")
    assert "approver_is_proposer" in await first.refused("retention", "approve", proposed["id"])
    done = await second.json("retention", "approve", proposed["id"])
    assert (done["destroyed"], done["left"], done["bytes_left"]) == (1, 0, 0)
    shown = await second.json("retention", "show", proposed["id"])
    assert [line["destroyed"] for line in shown["lines"]] == [1]
    assert proposed["reference"] in await second.good("retention", "list")
    await second.good("retention", "release", hold["items"][0]["id"], "--reason", "判决生效")
    assert (await second.json("retention", "holds"))["items"][0]["release_reason"] == "判决生效"
    verified = await first.json("verify")
    assert verified["faults"] == []


@pytest.mark.parametrize("field", ["documents", "events=10", "documents=ten", "by_outcome={"])
async def test_a_field_that_makes_no_sense_is_refused(terminals: dict[str, Terminal], field: str) -> None:
    code, _, err = await terminals["admin"].run("retention", "rules", "set", field)
    assert (code, "Traceback" in err) == (2, False)
    assert "error" in err
