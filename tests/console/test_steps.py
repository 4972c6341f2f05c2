"""Taking steps by their forms: plain requests of signed-in people, over the real stack."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx

from activities.db.people import put_agency, put_member
from schemas.people import Member
from schemas.vocabulary import Role
from tests.api.neighbours import neighbour_agency
from tests.api.office import application, today
from tests.console.filled_in import controls
from tests.console.site import Site


@dataclass
class Hand:
    """Somebody at the forms of one case, without a browser."""

    client: httpx.AsyncClient
    case_id: str

    def path(self, step: str) -> str:
        return f"/cases/{self.case_id}/steps/{step}"

    async def page(self, step: str) -> str:
        shown = await self.client.get(self.path(step))
        assert shown.status_code == 200, shown.text
        return shown.text

    async def opened(self, step: str) -> list[tuple[str, str]]:
        """What a browser would send of the form as it stands."""
        return fields_of(await self.page(step))

    async def sent(self, step: str, fields: list[tuple[str, str]]) -> httpx.Response:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return await self.client.post(
            self.path(step), content=urlencode(fields), headers=headers, follow_redirects=False
        )

    async def take(self, step: str, /, **said: Any) -> None:
        """Fill in and send; the names of fields have ``__`` for a dot."""
        answer = await self.sent(step, changed(await self.opened(step), said))
        assert answer.status_code == 303, answer.text[:9000]
        assert answer.headers["Location"] == f"/cases/{self.case_id}?did={step}"

    async def read(self, what: str = "") -> Any:
        return (await self.client.get(f"/api/applications/{self.case_id}{what}")).json()

    async def kinds(self) -> list[str]:
        return [link["event"]["kind"] for link in await self.read("/events")]

    async def uploaded(self, name: str, content: str) -> str:
        sent = await self.client.post(
            f"/api/applications/{self.case_id}/documents", files={"file": (name, content.encode())}
        )
        document: str = sent.json()["id"]
        return document

    async def worked(self) -> None:
        while (await self.read("/document-work?wait=30"))["waiting"]:
            pass


def fields_of(page: str) -> list[tuple[str, str]]:
    form = page.partition('<form class="panel step-form"')[2].partition("</form>")[0]
    assert form, page
    return controls(form)


def changed(fields: list[tuple[str, str]], said: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The fields with some filled in otherwise; a list ticks several."""
    new = {name.replace("__", "."): value if isinstance(value, list) else [value] for name, value in said.items()}
    kept = [(name, value) for name, value in fields if name not in new]
    return kept + [(name, str(one)) for name, values in new.items() for one in values]


@asynccontextmanager
async def at_work(site: Site, case_id: str, who: str | Member) -> AsyncIterator[Hand]:
    async with site.client(who) as client:
        yield Hand(client, case_id)


async def registered(handler: httpx.AsyncClient) -> Hand:
    answer = await handler.post("/api/applications", json=application(), headers={"Idempotency-Key": str(uuid4())})
    return Hand(handler, answer.json()["case_id"])


async def test_a_case_goes_from_acceptance_to_delivery_by_its_forms(site: Site, handler: httpx.AsyncClient) -> None:
    clerk = await registered(handler)
    case = clerk.case_id
    await clerk.take("accept")
    await clerk.take("assign", handler=dict(await colleagues(clerk))["何承办"])
    await clerk.take("request_search", departments="规划科\n档案馆", sought="招标文件", due_on=str(await due(clerk)))
    document = await clerk.uploaded("招标文件.txt", "招标文件正文")
    other = await clerk.uploaded("会议纪要.txt", "会议纪要正文")
    await clerk.take(
        "answer_search",
        search="s1",
        searched_by="王档案员",
        how="以项目名称检索",
        documents=[document, other],
        unfiled__0__note="密件登记2025-007号",
        unfiled__0__pages="3",
    )
    await clerk.take("withdraw_search", reason="已经查到")
    found = (await clerk.read())["case"]["documents"]
    assert [one["filed"] for one in found] == [True, True, False]
    await clerk.take(
        "consult_third_party",
        party__name="示例建设有限公司",
        documents=[document, other],
        concerns="投标报价",
    )
    await clerk.take("record_failed_delivery", how="地址不详退回")
    await clerk.take("record_consultation_delivery", method="public_notice", proof="公告")
    page = await clerk.page("record_opinion")
    assert "c1 示例建设有限公司" in page
    assert page.count('type="hidden" name="positions.') == 2
    await clerk.take("record_opinion", positions__1__position="objects_in_part", content="报价是商业秘密")
    await clerk.take("record_opinion", positions__0__position="agrees")
    async with at_work(site, case, "head") as head:
        await head.take("weigh_objection", weight="not_reasonable", reason="报价已经公示")
    await clerk.worked()
    secret = next(one["document_id"] for one in found if not one["filed"])
    reason = {"reason": "密件；其余可以公开"}
    await clerk.take("propose_review", documents=[secret], result="withhold", grounds=["state_secret"], **reason)
    await clerk.take("propose_review", documents=[document, other], result="disclose")
    async with at_work(site, case, "reviewer") as reviewer:
        await reviewer.take("confirm_review", verdict="approve")
    await clerk.take("propose_extension", working_days="10", reason="材料较多")
    async with at_work(site, case, "head") as head:
        assert "告知之前，期限仍按原日期计算" in await head.page("decide_extension")
        await head.take("decide_extension", verdict="approve")
    await clerk.take("notify_extension", method="post", proof="EMS 1234567890123")
    fields = await clerk.opened("draft_reply")
    going_on = changed(fields, {"decision.outcome": "partly_disclosed", "more": "decision.outcome"})
    chosen = await clerk.sent("draft_reply", going_on)
    assert chosen.status_code == 200
    assert 'name="decision.reasons"' in chosen.text
    said = {"decision.reasons": "密件不予公开。"}
    assert (await clerk.sent("draft_reply", changed(fields_of(chosen.text), said))).status_code == 303
    async with at_work(site, case, "approver") as approver:
        await approver.take("approve_reply", verdict="return", comment="写明密级依据")
    again = await clerk.page("draft_reply")
    assert "密件不予公开。" in again
    await clerk.take("draft_reply", decision__reasons="密件依法不予公开。")
    async with at_work(site, case, "approver") as approver:
        assert "legality" not in await approver.page("approve_reply")
        await approver.take("approve_reply", verdict="approve")
    await clerk.worked()
    assert "不能再修改或者退回" in await clerk.page("issue_reply")
    await clerk.take("issue_reply")
    await clerk.worked()
    assert "public_notice" not in await clerk.page("record_delivery")
    await clerk.take("record_delivery", method="electronic", proof="电子邮件发送回执", form="electronic")
    await clerk.take("print_record", record="application_form")
    await clerk.take("record_remedy", instance="reconsideration", body="示例市人民政府")
    await clerk.take("set_remedy_date", what="response", due_on=str(today()))
    await clerk.take("keep_remedy_date")
    await clerk.take("record_remedy_result", result="corrected", summary="责令重新答复", new_reply__working_days="20")
    assert (await clerk.read())["summary"]["state"] == "processing"


async def colleagues(clerk: Hand) -> list[tuple[str, str]]:
    return [(one["name"], one["id"]) for one in (await clerk.client.get("/api/colleagues")).json()["items"]]


async def due(clerk: Hand) -> str:
    found: str = (await clerk.read("/deadline"))["due"]
    return found


async def test_a_refused_step_keeps_what_was_typed_and_a_second_click_has_one_effect(
    site: Site, handler: httpx.AsyncClient
) -> None:
    clerk = await registered(handler)
    fields = await clerk.opened("request_correction")
    wrong = changed(
        fields, {"items": "请说明项目名称\n请说明年份", "respond_by": "2020-01-01", "guidance": "可以列明小区"}
    )
    refused = await clerk.sent("request_correction", wrong)
    assert refused.status_code == 422
    for kept in ("请说明项目名称\n请说明年份", "2020-01-01", "可以列明小区", "补正截止日应当晚于告知日"):
        assert kept in refused.text
    assert dict(fields_of(refused.text))["key"] != dict(fields)["key"], "a refusal may be kept under the old one"
    right = changed(fields_of(refused.text), {"respond_by": ""})
    assert [(await clerk.sent("request_correction", right)).status_code for _ in range(2)] == [303, 303]
    assert (await clerk.kinds()).count("correction_requested") == 1
    another = changed(right, {"items": "别的"})
    assert (await clerk.sent("request_correction", another)).status_code == 422

    closed = await clerk.page("accept")
    assert "目前不能办理此步骤" in closed
    assert "办件不在待受理状态" in closed
    assert 'class="panel step-form"' not in closed


async def test_a_stale_form_shows_what_changed_and_can_be_sent_again(site: Site, handler: httpx.AsyncClient) -> None:
    clerk = await registered(handler)
    fields = changed(await clerk.opened("withdraw"), {"withdrawn_on": str(today())})
    await clerk.take("accept")
    stale = await clerk.sent("withdraw", fields)
    assert stale.status_code == 409
    for told in ("办件已有变动", "受理申请", "林承办", "按最新状态重新提交", str(today())):
        assert told in stale.text
    assert (await clerk.sent("withdraw", fields_of(stale.text))).status_code == 303
    assert "application_withdrawn" in await clerk.kinds()


async def test_forms_are_for_those_who_may(site: Site, handler: httpx.AsyncClient) -> None:
    clerk = await registered(handler)
    async with at_work(site, clerk.case_id, "reviewer") as reviewer:
        assert "您的岗位不能办理此步骤" in await reviewer.page("accept")
        assert (await reviewer.sent("accept", await bare(reviewer))).status_code == 403
        unsigned = changed(await bare(reviewer), {"csrf": "x"})
        assert "csrf_missing" in (await reviewer.sent("accept", unsigned)).text
    agency = neighbour_agency()
    stranger = Member(id=uuid4(), agency_id=agency.id, login="handler", name="周邻居", roles=(Role.HANDLER,))
    async with site.database.transaction() as connection:
        await put_agency(connection, agency)
        await put_member(connection, stranger)
    async with at_work(site, clerk.case_id, stranger) as hand:
        assert (await hand.client.get(hand.path("accept"))).status_code == 404
        assert (await hand.sent("accept", await bare(hand))).status_code == 404
    assert (await clerk.client.get(clerk.path("no_such_step"))).status_code == 404
    assert (await clerk.client.get(clerk.path("register"))).status_code == 404
    keyless = [(name, value) for name, value in await clerk.opened("accept") if name != "key"]
    assert (await clerk.sent("accept", keyless)).status_code == 422
    assert "application_accepted" not in await clerk.kinds()


async def bare(hand: Hand) -> list[tuple[str, str]]:
    """A form nobody was shown."""
    seen = (await hand.read()).get("summary", {}).get("version", 2)
    own = {"csrf": hand.client.headers["X-CSRF-Token"], "key": str(uuid4()), "expected_version": str(seen)}
    return list(own.items())
