"""``daylight review`` and ``daylight release`` against a real server, from what was found to what is given out."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.api.office import Office
from tests.api.reviewing import REGISTER, Case, under_review
from tests.api.server import listening
from tests.api.test_cli import Terminal
from worker.embedded.stack import environment_of

NUMBER, MOBILE = "identity_number", "mobile"


@pytest.fixture
async def terminal(office: Office, tmp_path: Path) -> AsyncIterator[Terminal]:
    async with listening(office.settings) as port:
        own = {"DAYLIGHT_URL": f"http://127.0.0.1:{port}", "DAYLIGHT_TOKEN": office.tokens["handler"]}
        yield Terminal({**environment_of(office.settings), **own}, tmp_path)


@pytest.fixture
async def case(office: Office) -> Case:
    return await under_review(office, REGISTER, "核查情况\n")


async def test_a_release_is_worked_out_from_the_terminal(terminal: Terminal, office: Office, case: Case) -> None:
    first, second = case.documents
    assert (await terminal.json("review", "work", case.id, "--wait", "30"))["waiting"] == 0
    assert [one["document_id"] for one in (await terminal.json("review", "found", case.id))["items"]] == [first, second]
    listed = await terminal.json("review", "findings", first)
    kinds = [finding["kind"] for finding in listed]
    assert {"name", NUMBER, MOBILE} <= set(kinds)
    mobile = next(finding["id"] for finding in listed if finding["kind"] == MOBILE)
    accepted = await terminal.json("review", "decide", case.id, "--accept", "--kind", NUMBER)
    assert accepted == {"findings": kinds.count(NUMBER), "pages": 1}
    assert (await terminal.json("review", "decide", case.id, "--reject", "--same-as", mobile))["findings"] == 1
    await terminal.good("review", "decide", case.id, "--accept", "--all", "--document", first)
    marked = await terminal.json("review", "mark", first, "1", "--box", "40,300,90,320=business_secret")
    assert marked["marks"][-1] == {"box": {"x0": 40, "y0": 300, "x1": 90, "y1": 320}, "ground": "business_secret"}
    assert len(marked["marks"]) > 1
    said = await terminal.json("review", "say", case.id, first, second, "--result", "disclose")
    assert said == {"documents": 2, "pages": 2, "left": 0}
    for look in ("plain", "work"):
        await terminal.good("review", "picture", first, "1", f"{look}.png", "--look", look)
    plain, work = ((terminal.folder / f"{look}.png").read_bytes() for look in ("plain", "work"))
    assert plain.startswith(b"\x89PNG")
    assert work.startswith(b"\x89PNG")
    assert plain != work
    documents = f"documents={json.dumps(case.documents)}"
    await terminal.good("step", "propose_review", case.id, documents, "reason=个人隐私和商业秘密")
    sheet = json.loads(await terminal.good("review", "sheet", first))
    assert [page["result"] for page in sheet["pages"]] == ["partial"]
    reviewer = {"DAYLIGHT_TOKEN": office.tokens["reviewer"]}
    seen = str((await terminal.json("case", "show", case.id))["summary"]["version"])
    await terminal.good("step", "confirm_review", case.id, documents, "verdict=approve", "--version", seen, **reviewer)
    await answered(office, case)
    release = await terminal.json("release", case.id)
    assert (release["documents"], release["pages"], release["ready"]) == (2, 2, True)
    for form, start in (("zip", b"PK"), ("pdf", b"%PDF")):
        await terminal.good("release", case.id, f"package.{form}")
        assert (terminal.folder / f"package.{form}").read_bytes().startswith(start)


async def answered(office: Office, case: Case) -> None:
    """The reply is issued, and what goes with it is bound."""
    await office.worked(case.id)
    decision = {"outcome": "partly_disclosed", "reasons": "涉及个人隐私和商业秘密。"}
    await office.step(case.id, "draft_reply", decision=decision)
    await office.step(case.id, "approve_reply", "approver", verdict="approve")
    await office.step(case.id, "issue_reply")
    await office.worked(case.id)


async def test_ids_are_whole_on_a_narrow_terminal(terminal: Terminal, case: Case) -> None:
    """Output that is no terminal is eighty columns wide."""
    found = await terminal.good("review", "found", case.id)
    assert all(document in found for document in case.documents)
    assert "0/1" in found
    assert "0.txt" in found
    shown = await terminal.good("review", "findings", case.documents[0])
    for finding in await terminal.json("review", "findings", case.documents[0]):
        assert finding["id"] in shown
        assert finding["masked"] in shown


async def test_a_list_says_how_it_goes_on(terminal: Terminal, case: Case) -> None:
    following = (await terminal.json("review", "found", case.id, "--limit", "1"))["next"]
    assert f"--after {following}\n" in await terminal.good("review", "found", case.id, "--limit", "1")
    rest = await terminal.json("review", "found", case.id, "--after", str(following))
    assert [one["document_id"] for one in rest["items"]] == case.documents[1:]
    assert await terminal.json("review", "found", case.id, "--awaiting", "confirmation") == {"items": [], "next": None}


async def test_marks_stay_unless_they_are_to_go(terminal: Terminal, case: Case) -> None:
    words = ("review", "mark", case.documents[1], "1", "--box")
    await terminal.good(*words, "40,40,90,60")
    both = await terminal.json(*words, "40,80,90,99=process_information")
    assert [mark["ground"] for mark in both["marks"]] == ["privacy", "process_information"]
    (alone,) = (await terminal.json(*words, "40,120,90,140", "--no-keep"))["marks"]
    assert alone["box"]["y0"] == 120


async def test_what_cannot_be_is_refused_in_one_line(terminal: Terminal, case: Case) -> None:
    document = case.documents[0]
    code, _, said = await terminal.run("review", "mark", document, "1", "--box", "40,40,90=privacy")
    assert (code, said.count("\n")) == (2, 1)
    assert "40,40,90" in said
    refused = {
        "mark_outside_page": ("review", "mark", document, "1", "--box", "40,40,9000,60"),
        "box_without_area": ("review", "mark", document, "1", "--box", "40,60,90,40"),
        "findings_unnamed": ("review", "decide", case.id, "--accept"),
        "sheet_unknown": ("review", "sheet", document),
        "page_unknown": ("review", "picture", document, "9", "page.png"),
        "release_unknown": ("release", case.id, "package.zip"),
        "grounds_missing": ("review", "say", case.id, document, "--result", "withhold"),
    }
    for reason, words in refused.items():
        assert reason in await terminal.refused(*words), reason
    assert not [*terminal.folder.glob("*.png*"), *terminal.folder.glob("*.zip*")]


async def test_nobody_confirms_what_was_proposed_after_he_looked(
    terminal: Terminal, office: Office, case: Case
) -> None:
    """Without a version it would be the present one, seen or not."""
    documents = f"documents={json.dumps(case.documents[1:])}"
    await terminal.good("step", "propose_review", case.id, documents, "result=disclose")
    seen = str((await terminal.json("case", "show", case.id))["summary"]["version"])
    await terminal.good("step", "propose_review", case.id, documents, "result=undetermined", "reason=存疑")
    confirm = ("step", "confirm_review", case.id, documents, "verdict=approve")
    reviewer = {"DAYLIGHT_TOKEN": office.tokens["reviewer"]}
    code, _, said = await terminal.run(*confirm, **reviewer)
    assert (code, "--version" in said) == (2, True)
    assert "stale_version" in await terminal.refused(*confirm, "--version", seen, **reviewer)


async def test_a_page_that_is_not_there_is_told(terminal: Terminal, case: Case) -> None:
    assert "page_unknown" in await terminal.refused("review", "mark", case.documents[0], "9", "--box", "1,1,9,9")
