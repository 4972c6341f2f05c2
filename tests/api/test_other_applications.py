"""Other applications: repeated, alike, joined, of the same month, split off (arts. 36(6), 44; fee measures art. 4)."""

import io
from typing import Any

import docx

from schemas.vocabulary import FeeBasis
from tests.api.office import Json, Office, application, assert_problem, today

TENDER = "申请公开城东片区改造项目的招标文件"
ALIKE = "申请公开城东片区改造项目的招标文件及答疑"
OTHERWISE = "申请公开本市公园的开放时间"
SOMEBODY_ELSE: Json = {
    "kind": "natural_person",
    "name": "李小红",
    "identity_number": "110101199002020026",
    "contact": {"phone": "13800000002"},
}


async def ask(office: Office, description: str, **changes: Any) -> str:
    receipt = await office.registered(description=description, **changes)
    case_id: str = receipt["case_id"]
    return case_id


async def earlier(office: Office, case_id: str, **params: Any) -> list[Json]:
    found: list[Json] = await office.read(f"/api/applications/{case_id}/earlier", **params)
    return found


async def test_the_same_applicants_others_are_shown_the_most_alike_first(office: Office) -> None:
    otherwise, alike = await ask(office, OTHERWISE), await ask(office, ALIKE)
    await ask(office, TENDER, applicant=SOMEBODY_ELSE)
    this = await ask(office, TENDER)
    shown = await earlier(office, this)
    assert [one["case_id"] for one in shown] == [alike, otherwise]
    assert shown[0]["similarity"] > 0.8 > 0.5 > shown[1]["similarity"]
    seen = await office.read(f"/api/applications/{this}")
    assert (seen["summary"]["state"], seen["earlier"]) == ("received", 2)


async def test_an_answered_one_is_shown_with_its_reply_and_can_be_named_as_repeated(office: Office) -> None:
    first = await ask(office, TENDER)
    await office.issued(first)
    await office.delivered(first)
    again = await ask(office, TENDER)
    shown = (await earlier(office, again))[0]
    assert (shown["similarity"], shown["outcome"], shown["reply_dated"]) == (1.0, "disclosed", str(today()))
    await office.step(again, "accept")
    taken = await office.step(again, "draft_reply", decision={"outcome": "repeated", "earlier_case": first})
    drafted = (await office.events(again))[-1]["event"]
    assert taken["events"] == ["reply_drafted"]
    assert drafted["earlier"]["number"] == shown["reply_number"]


async def test_alike_applications_of_others_are_shown_when_asked_for(office: Office) -> None:
    await ask(office, OTHERWISE, applicant=SOMEBODY_ELSE)
    theirs = await ask(office, ALIKE, applicant=SOMEBODY_ELSE)
    shown = await earlier(office, await ask(office, TENDER), anybody=True)
    assert [one["case_id"] for one in shown] == [theirs]


async def test_the_items_of_the_months_earlier_applications_count_first(office: Office) -> None:
    fee = {"basis": FeeBasis.PER_ITEM, "how_to_pay": "凭缴款码缴纳"}
    first, second = await ask(office, TENDER), await ask(office, OTHERWISE)
    await ask(office, TENDER, applicant=SOMEBODY_ELSE)
    for case_id, items in ((first, 29), (second, 2)):
        await office.step(case_id, "accept")
        await office.step(case_id, "notify_fee", quantity=items, **fee)
    notices = [await notified(office, case_id) for case_id in (first, second)]
    assert [(notice["before"], notice["amount"]) for notice in notices] == [(0, 1900), (29, 300)]


async def notified(office: Office, case_id: str) -> Json:
    event: Json = next(
        link["event"] for link in await office.events(case_id) if link["event"]["kind"] == "fee_notified"
    )
    return event


async def test_each_part_split_off_is_a_case_of_its_own_with_the_same_day_of_receipt(office: Office) -> None:
    whole = await office.registered(description=f"{TENDER}；{OTHERWISE}")
    await office.step(whole["case_id"], "split_application", parts=[TENDER, OTHERWISE])
    split = (await office.events(whole["case_id"]))[-1]["event"]
    part = await office.read(f"/api/applications/{split['parts'][0]['case_id']}")
    assert part["application"]["description"] == OTHERWISE
    assert part["application"]["applicant"]["identity_number"] == application()["applicant"]["identity_number"]
    assert part["summary"]["split_from"] == whole["case_id"]
    assert part["summary"]["reference"] != whole["reference"]
    assert [part["summary"][day] for day in ("received_on", "due_on")] == [whole["received_on"], whole["due_on"]]


async def test_an_application_joined_with_another_ends_and_the_other_goes_on(office: Office) -> None:
    first, second = await ask(office, TENDER), await ask(office, TENDER)
    taken = await office.step(second, "join_application", into=first)
    assert (taken["state"], taken["outcome"]) == ("archived", "joined")
    assert (await office.read(f"/api/applications/{first}"))["summary"]["state"] == "received"


async def test_what_was_joined_is_answered_although_the_other_is_taken_back(office: Office) -> None:
    first, second = await ask(office, TENDER), await ask(office, OTHERWISE)
    await office.step(second, "join_application", into=first)
    version = (await office.read(f"/api/applications/{first}"))["case"]["version"]
    refused = await office.post_step(first, {"step": "withdraw", "expected_version": version})
    assert_problem(refused, 409, "joined_unanswered")
    taken = await office.step(first, "withdraw", joined="go_on")
    assert (taken["state"], taken["events"]) == ("received", ["application_withdrawn", "letter_issued"])
    await office.issued(first)
    letters = {one["kind"]: one for one in await office.read(f"/api/applications/{first}/letters")}
    withdrawal, reply = [await text_of(office, letters[kind]) for kind in ("withdrawal", "reply")]
    assert (TENDER in withdrawal, OTHERWISE in withdrawal) == (True, False)
    assert (TENDER in reply, OTHERWISE in reply) == (False, True)


async def text_of(office: Office, letter: Json) -> str:
    """The words of a letter, as its DOCX has them."""
    content = (await office.get(letter["docx"])).content
    return "".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
