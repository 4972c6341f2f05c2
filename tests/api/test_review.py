"""The review over HTTP: lists, pages, findings, marks; who may, what is refused, and that nothing is overwritten."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from activities.db.destruction import mark_destroyed
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Json, Office, assert_problem
from tests.api.reviewing import BOX, MANY_PAGES, MARK, REGISTER, Case, under_review

DISCLOSE: Json = {"result": "disclose", "version": 0}
PARTIAL: Json = {"result": "partial", "marks": [MARK], "version": 0}


async def test_what_was_found_is_listed_a_page_at_a_time_and_by_what_it_awaits(office: Office) -> None:
    case = await under_review(office, "第一份", "第二份", "第三份")
    first = await case.found(limit=2)
    rest = await case.found(limit=2, after=first["next"])
    assert [one["document_id"] for one in (*first["items"], *rest["items"])] == case.documents
    assert rest["next"] is None
    await office.step(case.id, "propose_review", documents=case.documents[:2], result="disclose")
    await office.step(case.id, "confirm_review", "reviewer", documents=case.documents[:1], verdict="approve")
    for asked, there in (
        ({"awaiting": "proposal"}, case.documents[2:]),
        ({"awaiting": "confirmation"}, case.documents[1:2]),
        ({"result": "disclose"}, case.documents[:1]),
        ({"result": "withhold"}, []),
    ):
        assert [one["document_id"] for one in (await case.found(**asked))["items"]] == there, asked


async def test_pages_come_in_runs_with_sizes_and_masked_findings(office: Office) -> None:
    case = await under_review(office, MANY_PAGES)
    run = await office.read(case.pages(), first=1, limit=2)
    assert [page["number"] for page in run["items"]] == [1, 2]
    assert run["next"] == 3
    kinds = {finding["kind"] for finding in run["items"][0]["findings"]}
    assert kinds >= {"name", "identity_number", "mobile"}
    assert "110101199003070011" not in str(run)
    last = await office.read(case.pages(), first=run["pages"])
    assert (len(last["items"]), last["next"]) == (1, None)
    assert (await office.read(case.pages(), first=run["pages"] + 1))["items"] == []


async def test_a_page_is_marked_and_changed_by_whoever_saw_the_last_version(office: Office) -> None:
    case = await under_review(office, "决定书")
    first = await case.put(PARTIAL)
    assert (first.status_code, first.json()["version"], first.json()["marks"]) == (200, 1, [MARK])
    assert_problem(await case.put(DISCLOSE, by="handler2"), 409, "page_changed")
    assert await case.page() == first.json()
    again = await case.put({**DISCLOSE, "version": 1}, by="handler2")
    assert (again.json()["version"], again.json()["marks"]) == (2, [])


async def test_of_two_who_save_a_page_at_once_one_is_told(office: Office) -> None:
    case = await under_review(office, "决定书")
    for version in (0, 1):
        works = ({**PARTIAL, "version": version}, {**DISCLOSE, "version": version}) * 3
        answers = await asyncio.gather(*(case.put(work) for work in works))
        assert sorted(answer.status_code for answer in answers) == [200, *[409] * 5]
        (saved,) = [answer.json() for answer in answers if answer.status_code == 200]
        assert await case.page() == saved


BAD_PAGES: dict[str, tuple[Json, str, str]] = {
    "outside": ({**PARTIAL, "marks": [{**MARK, "box": {**BOX, "x1": 9_000}}]}, "mark_outside_page", "marks"),
    "no marks": ({**PARTIAL, "marks": []}, "marks_missing", "marks"),
    "marks on a page disclosed": ({**PARTIAL, "result": "disclose"}, "marks_not_wanted", "marks"),
    "marks on a page withheld": (
        {**PARTIAL, "result": "withhold", "grounds": ["privacy"]},
        "marks_not_wanted",
        "marks",
    ),
    "withheld for nothing": ({"result": "withhold", "version": 0}, "grounds_missing", "grounds"),
    "grounds to disclose": ({**DISCLOSE, "grounds": ["privacy"]}, "grounds_without_withholding", "grounds"),
    "no version": ({"result": "disclose"}, "missing_field", "version"),
    "a box without area": (
        {**PARTIAL, "marks": [{**MARK, "box": {**BOX, "x1": 40}}]},
        "box_without_area",
        "marks.0.box",
    ),
    "five hundred and one marks": ({**PARTIAL, "marks": [MARK] * 501}, "invalid_field", "marks"),
    "no such ground": ({**PARTIAL, "marks": [{**MARK, "ground": "taste"}]}, "invalid_field", "marks.0.ground"),
}


async def test_what_makes_no_sense_of_a_page_is_refused_and_changes_nothing(office: Office) -> None:
    case = await under_review(office, REGISTER)
    before = await case.page()
    for what, (work, code, field) in BAD_PAGES.items():
        answer = await case.put(work)
        assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field), what
    assert_problem(await case.put(DISCLOSE, number=2), 404, "page_unknown")
    assert await case.page() == before


async def test_one_word_for_many_pages_leaves_marked_ones_in_part(office: Office) -> None:
    case = await under_review(office, MANY_PAGES, "第二份")
    await case.put(PARTIAL, number=2)
    answer = await case.post("page-reviews", {"documents": case.documents, "result": "disclose"})
    pages = (await office.read(case.pages()))["pages"]
    assert answer.json() == {"documents": 2, "pages": pages + 1, "left": 0}
    results = [page["result"] for page in (await office.read(case.pages(), limit=100))["items"]]
    assert results == ["disclose", "partial", *["disclose"] * (pages - 2)]
    withheld = {"documents": case.documents[:1], "result": "withhold", "grounds": ["privacy"], "first": 2, "last": 2}
    assert (await case.post("page-reviews", withheld)).json() == {"documents": 1, "pages": 1, "left": 0}
    assert (await case.page(2))["marks"] == []


async def test_one_word_that_is_refused_for_one_document_is_put_on_none(office: Office) -> None:
    case = await under_review(office, "第一份", "第二份")
    other = await under_review(office, "别案的文件")
    for foreign, status, code in ((other.documents[0], 422, "document_not_of_case"), (str(uuid4()), 404, "not_found")):
        work = {"documents": [*case.documents, foreign], "result": "disclose"}
        answer = await case.post("page-reviews", work)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await case.page())["result"] is None


async def test_findings_are_accepted_singly_of_a_kind_of_one_value_and_all(office: Office) -> None:
    case = await under_review(office, REGISTER, REGISTER)
    by_kind = {finding["kind"]: finding["id"] for finding in (await case.page())["findings"]}
    one = await case.decide(findings=[by_kind["name"]])
    assert one.json() == {"findings": 1, "pages": 1}
    assert len((await case.page())["marks"]) == 1
    assert (await case.page(document=1))["marks"] == []
    assert (await case.decide(same_as=by_kind["identity_number"])).json() == {"findings": 2, "pages": 2}
    assert (await case.decide(kind="mobile", documents=case.documents[1:])).json() == {"findings": 1, "pages": 1}
    rest = (await case.decide(accept=False, all_undecided=True)).json()["findings"]
    (first, second) = (await case.found())["items"]
    assert first["findings"] + second["findings"] == 1 + 2 + 1 + rest
    assert (first["findings_undecided"], second["findings_undecided"]) == (0, 0)


async def test_a_finding_that_is_rejected_after_all_takes_its_mark_away(office: Office) -> None:
    case = await under_review(office, REGISTER)
    (name,) = [finding["id"] for finding in (await case.page())["findings"] if finding["kind"] == "name"]
    await case.put(PARTIAL)
    await case.decide(findings=[name])
    assert len((await case.page())["marks"]) == 2
    await case.decide(accept=False, findings=[name])
    assert (await case.page())["marks"] == [MARK]


async def test_a_double_click_on_accept_marks_once(office: Office) -> None:
    case = await under_review(office, REGISTER)
    answers = await asyncio.gather(*(case.decide(kind="identity_number") for _ in range(4)))
    assert sorted(answer.json()["findings"] for answer in answers) == [0, 0, 0, 1]
    assert len((await case.page())["marks"]) == 1
    await asyncio.gather(*(case.decide(all_undecided=True) for _ in range(3)))
    page = await case.page()
    assert len(page["marks"]) == sum(len(finding["boxes"]) for finding in page["findings"])


async def test_what_makes_no_sense_of_findings_is_refused_and_changes_nothing(office: Office) -> None:
    case, other = await under_review(office, REGISTER), await under_review(office, REGISTER)
    foreign = (await other.page())["findings"][0]["id"]
    own = (await case.page())["findings"][0]["id"]
    before = await case.page()
    bad: list[tuple[dict[str, Any], str]] = [
        ({}, "findings_unnamed"),
        ({"findings": [own, str(uuid4())]}, "finding_unknown"),
        ({"findings": [foreign]}, "finding_unknown"),
        ({"same_as": foreign}, "finding_unknown"),
        ({"kind": "shoe_size"}, "invalid_field"),
        ({"all_undecided": True, "least_confidence": 1.5}, "invalid_field"),
    ]
    for which, code in bad:
        answer = await case.decide(**which)
        assert (answer.status_code, answer.json()["code"]) == (422, code), which
    assert await case.page() == before


async def test_what_was_set_aside_does_not_hold_up_the_rest(office: Office) -> None:
    case = await under_review(office, REGISTER, REGISTER)
    await office.step(case.id, "set_aside_document", document=case.documents[1], reason="系另一项目的文件")
    assert [one["document_id"] for one in (await case.found())["items"]] == case.documents[:1]
    assert_problem(await office.get(case.pages(1)), 404, "not_found")
    decided = await case.decide(all_undecided=True)
    assert (decided.status_code, decided.json()["pages"]) == (200, 1)


async def test_an_undecided_finding_and_an_unreviewed_page_are_never_given_out(office: Office) -> None:
    case = await under_review(office, MANY_PAGES)
    version = len(await office.events(case.id))
    propose = {"step": "propose_review", "documents": case.documents, "expected_version": version}
    assert_problem(await office.post_step(case.id, propose), 422, "pages_unreviewed", "documents.0.pages.1")
    whole = {**propose, "result": "disclose"}
    assert_problem(await office.post_step(case.id, whole), 422, "findings_undecided", "documents.0.pages.1")
    await case.decide(all_undecided=True)
    assert_problem(await office.post_step(case.id, whole), 422, "pages_say_otherwise", "documents.0.pages.1")
    assert len(await office.events(case.id)) == version


async def test_pictures_are_plain_as_marked_and_as_proposed(office: Office) -> None:
    case = await under_review(office, REGISTER)
    picture = f"{case.pages()}/1.png"
    assert_problem(await office.get(picture, look="sheet"), 404, "sheet_unknown")
    await case.decide(all_undecided=True)
    await case.post("page-reviews", {"documents": case.documents, "result": "disclose"})
    plain, work = await office.get(picture, dpi=40), await office.get(picture, dpi=40, look="work")
    for answer in (plain, work):
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.content.startswith(b"\x89PNG")
    assert plain.content != work.content
    await office.step(case.id, "propose_review", documents=case.documents, reason="含个人隐私")
    await case.put({**DISCLOSE, "version": (await case.page())["version"]})
    assert (await office.get(picture, dpi=40, look="sheet")).content == work.content
    assert (await office.get(picture, dpi=40, look="work")).content == plain.content
    for number, status in ((2, 404), (0, 422), (9_999, 422)):
        assert (await office.get(f"{case.pages()}/{number}.png")).status_code == status
    assert (await office.get(picture, dpi=2_000)).status_code == 422


async def test_a_picture_kept_is_neither_stale_nor_anybody_elses_nor_outlives_its_document(office: Office) -> None:
    case = await under_review(office, MANY_PAGES)
    strangers = replace(office, tokens=await staffed(office.database, neighbour_agency()))
    picture = f"{case.pages()}/1.png"
    plain = (await office.get(picture, dpi=40)).content
    seen = [(await office.get(picture, dpi=40, look="work")).content]
    for version, x1 in enumerate((200, 300)):
        marked = {"box": {**BOX, "x1": x1}, "ground": "privacy"}
        work = {"result": "partial", "marks": [marked], "version": version}
        assert (await case.put(work)).status_code == 200
        seen.append((await office.get(picture, dpi=40, look="work")).content)
    assert seen[0] == plain == (await office.get(picture, dpi=40)).content
    assert len(set(seen)) == 3
    for look in ("plain", "work"):
        assert_problem(await strangers.get(picture, dpi=40, look=look), 404, "not_found")
    async with office.database.transaction() as connection:
        await mark_destroyed(connection, [UUID(case.documents[0])], datetime.now(UTC))
    for number, look in ((1, "plain"), (1, "work"), (2, "plain")):
        answer = await office.get(f"{case.pages()}/{number}.png", dpi=40, look=look)
        assert_problem(answer, 410, "document_destroyed")


async def test_the_sheet_is_the_one_proposed_and_the_release_what_was_given_out(office: Office) -> None:
    case = await under_review(office, REGISTER)
    sheet = f"/api/documents/{case.documents[0]}/sheet"
    release = f"/api/applications/{case.id}/release"
    assert_problem(await office.get(sheet), 404, "sheet_unknown")
    assert_problem(await office.get(release), 404, "release_unknown")
    await case.decide(all_undecided=True)
    await case.post("page-reviews", {"documents": case.documents, "result": "disclose"})
    await office.step(case.id, "propose_review", documents=case.documents, reason="含个人隐私")
    proposed = await office.read(sheet, "reviewer")
    assert [page["result"] for page in proposed["pages"]] == ["partial"]
    await office.step(case.id, "confirm_review", "reviewer", documents=case.documents, verdict="approve")
    assert await office.read(sheet) == proposed
    decision = {"outcome": "partly_disclosed", "reasons": "含有个人隐私。"}
    await office.step(case.id, "draft_reply", decision=decision)
    await office.step(case.id, "approve_reply", "approver", verdict="approve")
    await office.worked(case.id)
    await office.step(case.id, "issue_reply")
    await office.worked(case.id)
    given = await office.read(release)
    assert (given["ready"], given["documents"], given["pages"]) == (True, 1, 1)
    for form in ("pdf", "zip"):
        assert b"110101199003070011" not in (await office.get(given[form])).content


async def test_only_who_may_propose_works_on_pages_and_strangers_see_nothing(office: Office) -> None:
    case = await under_review(office, REGISTER)
    all_disclosed = {"documents": case.documents, "result": "disclose"}
    for by in ("approver", "supervisor", "section"):
        assert_problem(await case.put(DISCLOSE, by=by), 403, "role_not_permitted")
        assert_problem(await case.decide(all_undecided=True, by=by), 403, "role_not_permitted")
        assert_problem(await case.post("page-reviews", all_disclosed, by), 403, "role_not_permitted")
        assert (await office.get(case.pages(), by)).status_code == 200
    strangers = replace(office, tokens=await staffed(office.database, neighbour_agency()))
    theirs = replace(case, office=strangers)
    for path in (
        case.pages(),
        f"{case.pages()}/1.png",
        *(f"/api/applications/{case.id}/{what}" for what in ("found", "document-work", "release")),
    ):
        assert_problem(await strangers.get(path), 404, "not_found")
    assert_problem(await strangers.get(f"/api/documents/{case.documents[0]}/sheet"), 404, "sheet_unknown")
    assert_problem(await theirs.put(DISCLOSE), 404, "not_found")
    assert_problem(await theirs.decide(all_undecided=True), 404, "not_found")
    assert_problem(await theirs.post("page-reviews", all_disclosed), 404, "not_found")


async def test_pages_of_a_closed_case_stay_as_they_are(office: Office) -> None:
    case = await under_review(office, "决定书")
    await office.step(case.id, "withdraw")
    assert_problem(await case.put(DISCLOSE), 409, "not_in_hand")
    assert_problem(await case.decide(all_undecided=True), 409, "not_in_hand")


@pytest.mark.parametrize("name", ["propose_review", "confirm_review"])
async def test_a_double_click_on_a_step_has_one_effect(office: Office, name: str) -> None:
    case = await under_review(office, "决定书")
    by, said = "handler", {"result": "disclose"}
    if name == "confirm_review":
        await office.step(case.id, "propose_review", documents=case.documents, result="disclose")
        by, said = "reviewer", {"verdict": "approve"}
    body = {"step": name, "documents": case.documents, "expected_version": len(await office.events(case.id)), **said}
    answers = await asyncio.gather(*(office.post_step(case.id, body, by, key="click") for _ in range(3)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    recorded = {"propose_review": "review_proposed", "confirm_review": "review_confirmed"}[name]
    assert (await office.kinds(case.id)).count(recorded) == 1


async def test_what_is_accepted_after_the_proposal_stops_confirmation_and_the_reply(office: Office) -> None:
    case = await under_review(office, REGISTER)
    ids = [finding["id"] for finding in (await case.page())["findings"]]
    named: Json = {"documents": case.documents}
    await case.decide(accept=False, all_undecided=True)
    await office.step(case.id, "propose_review", **named, result="disclose")
    await case.decide(accept=True, by="reviewer", findings=ids[:1])
    stale = {"step": "confirm_review", **named, "verdict": "approve"}
    assert_problem(await _at_present(case, stale, "reviewer"), 422, "pages_changed", "documents.0.pages.1")
    await case.decide(accept=False, by="reviewer", findings=ids[:1])
    await office.step(case.id, "confirm_review", "reviewer", **named, verdict="approve")
    await office.step(case.id, "draft_reply", decision={"outcome": "disclosed"})
    await office.step(case.id, "approve_reply", "approver", verdict="return", comment="再核")
    await case.decide(accept=True, findings=ids[:1])
    draft: Json = {"step": "draft_reply", "decision": {"outcome": "disclosed"}}
    assert_problem(await _at_present(case, draft, "handler"), 409, "pages_changed")


async def _at_present(case: Case, body: Json, by: str) -> httpx.Response:
    """A step on the present version, whatever it is answered."""
    seen = (await case.office.read(f"/api/applications/{case.id}"))["summary"]["version"]
    return await case.office.post_step(case.id, {**body, "expected_version": seen}, by)
