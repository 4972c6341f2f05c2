"""The paths of a plain case, from receipt to delivered reply, and what the others are made of."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from activities.db.calendars import publish_calendar
from schemas.pages import Box, Mark
from schemas.policy import TWO_PERSONS
from schemas.review import PageWork
from schemas.vocabulary import Channel, Ground, ReviewResult
from tests.harness import INVENTED_2031, Clerk, World, person
from tests.waiting import until_answered
from workflows.rules.national import national_calendar

SPRING = date(2031, 1, 10)
"""A Friday; twenty working days from here lead across the Spring Festival of our invented 2031."""
REASON = "涉及第三方的住址与电话，不宜公开。"
Path = Callable[[World], Awaitable[Clerk]]


async def received(world: World, channel: Channel = Channel.IN_PERSON) -> Clerk:
    """An application received on ``SPRING``."""
    await world.go_to(SPRING)
    return await world.register(channel)


async def in_hand(world: World) -> Clerk:
    """An accepted application."""
    clerk = await received(world)
    await clerk.step("accept")
    return clerk


async def found(clerk: Clerk, *texts: str) -> list[UUID]:
    """A search that found these."""
    documents = [await clerk.upload(text) for text in texts]
    await clerk.step("record_search", description="检索档案管理系统", documents=documents)
    return documents


async def review(clerk: Clerk, document: UUID, result: str, *grounds: str) -> None:
    """One document reviewed: by two persons, or by one where the case was begun so."""
    if clerk.world.edition < TWO_PERSONS:
        reason = REASON if grounds else None
        said: dict[str, Any] = {"document": document, "result": result, "grounds": grounds, "reason": reason}
        await clerk.step("review_document", "reviewer", **said)
    else:
        await propose(clerk, document, result, *grounds)
        await clerk.step("confirm_review", "reviewer", documents=[document], verdict="approve")


async def propose(clerk: Clerk, document: UUID, result: str, *grounds: str) -> None:
    """One document proposed by the handler; in part with a mark on its first page."""
    await clerk.worked()
    reason = REASON if result != "disclose" else None
    if result == "partial":
        await blacken(clerk, document, 1, *grounds)
        await clerk.step("propose_review", documents=[document], reason=reason)
    else:
        await clerk.step("propose_review", documents=[document], result=result, grounds=grounds, reason=reason)


async def blacken(clerk: Clerk, document: UUID, number: int, *grounds: str, version: int = 0) -> None:
    """A box on a page for each ground."""
    marks = tuple(
        Mark(box=Box(x0=40, y0=40 + 30 * n, x1=200, y1=60 + 30 * n), ground=Ground(ground))
        for n, ground in enumerate(grounds)
    )
    work = PageWork(result=ReviewResult.PARTIAL, marks=marks, version=version)
    await clerk.world.review.set_page(person("handler"), document, number, work)


async def answer(clerk: Clerk, method: str = "electronic", **decision: Any) -> Clerk:
    """Draft, sign, issue, deliver, with the copies and the package made in between."""
    await clerk.step("draft_reply", decision=decision)
    await clerk.sign()
    await clerk.worked()
    await clerk.step("issue_reply")
    await clerk.worked()
    await clerk.step("record_delivery", method=method, proof="送达回证001")
    return clerk


async def disclosed(world: World) -> Clerk:
    clerk = await in_hand(world)
    for document in await found(clerk, "招标文件", "中标通知书"):
        await review(clerk, document, "disclose")
    return await answer(clerk, outcome="disclosed")


async def already_public(world: World) -> Clerk:
    return await answer(await in_hand(world), outcome="already_public", where="本机关网站“政府信息公开”专栏")


async def partly_disclosed(world: World) -> Clerk:
    clerk = await in_hand(world)
    first, second = await found(clerk, "决定书", "当事人名册")
    await review(clerk, first, "disclose")
    await review(clerk, second, "partial", "privacy")
    return await answer(clerk, outcome="partly_disclosed", reasons="名册含有个人隐私。")


async def refused(world: World) -> Clerk:
    clerk = await in_hand(world)
    (document,) = await found(clerk, "会议讨论记录")
    await review(clerk, document, "withhold", "process_information")
    return await answer(clerk, outcome="refused", reasons="属于行政机关履行职责过程中形成的讨论记录。")


async def not_found(world: World) -> Clerk:
    clerk = await in_hand(world)
    await found(clerk)
    return await answer(clerk, outcome="not_found")


async def not_this_agency(world: World) -> Clerk:
    decision = {"reasons": "该信息由规划部门制作。", "right_agency": "示例市自然资源局", "contact": "010-55550188"}
    return await answer(await in_hand(world), "direct", outcome="not_this_agency", **decision)


async def withdrawn(world: World) -> Clerk:
    clerk = await in_hand(world)
    await clerk.step("withdraw")
    return clerk


async def awaiting_correction(world: World) -> Clerk:
    """A correction notice sent on the day of receipt, with the agency's usual period."""
    clerk = await received(world)
    await clerk.step("request_correction", items=["请写明项目名称。"], guidance="可列明小区名称。")
    return clerk


async def corrected(world: World) -> Clerk:
    clerk = await awaiting_correction(world)
    await world.go_to(SPRING + timedelta(days=6))
    await clerk.step("receive_correction", content="申请公开幸福里小区改造项目招标文件。")
    await clerk.step("accept")
    return await answer(clerk, outcome="already_public", where="本机关网站")


async def lapsed(world: World) -> Clerk:
    """The period to correct has ended without a correction."""
    clerk = await awaiting_correction(world)
    await world.go_to(date(2031, 2, 10))
    await clerk.refresh()
    return clerk


async def abandoned(world: World) -> Clerk:
    clerk = await lapsed(world)
    await clerk.step("confirm_abandonment", finding="两次电话联系，未说明正当理由。")
    return clerk


async def corrected_late(world: World) -> Clerk:
    clerk = await lapsed(world)
    await clerk.step("receive_correction", content="补正后的申请。", late_reason="申请人住院，有证明。")
    await clerk.step("accept")
    return await answer(clerk, outcome="already_public", where="本机关网站")


async def returned(world: World) -> Clerk:
    clerk = await in_hand(world)
    await clerk.step("draft_reply", decision={"outcome": "already_public", "where": "网站"})
    await clerk.step("approve_reply", "approver", verdict="return", comment="请写明栏目。")
    await clerk.step("assign", handler=person("handler2").staff_id)
    return await answer(clerk, outcome="already_public", where="本机关网站“规划计划”专栏")


async def overdue(world: World) -> Clerk:
    clerk = await in_hand(world)
    await world.go_to(date(2031, 3, 1))
    await clerk.refresh()
    return await answer(clerk, "post", outcome="already_public", where="本机关网站")


async def confirmed_online(world: World) -> Clerk:
    clerk = await received(world, Channel.ONLINE)
    await world.go_to(SPRING + timedelta(days=3))
    await clerk.refresh()
    await clerk.step("confirm_receipt", how="电话确认")
    await clerk.step("accept")
    return await answer(clerk, outcome="already_public", where="本机关网站")


async def under_2007(world: World) -> Clerk:
    await world.go_to(SPRING)
    clerk = await world.register(arrived_on=date(2019, 5, 14))
    await clerk.step("accept")
    return await answer(clerk, "entrusted", outcome="already_public", where="本机关网站")


async def calendar_moved(world: World) -> Clerk:
    """A day more off is published while the case is in hand; it answers when the move is on record."""
    clerk = await in_hand(world)
    await publish(world, clerk, date(2031, 1, 29))
    return await answer(clerk, outcome="already_public", where="本机关网站")


async def publish(world: World, clerk: Clerk, day_off: date) -> None:
    """Publish our 2031 with one more day off, announce it to the case, wait until it has moved."""
    days = tuple(sorted({**INVENTED_2031, day_off: False}.items()))
    longer = national_calendar(days, published=(2030, 2031))
    async with world.database.transaction() as connection:
        await publish_calendar(connection, longer)
    await world.engine.announce_calendar(clerk.case_id, longer.version)

    async def moved() -> bool:
        return (await clerk.kinds())[-1] == "deadline_moved"

    await until_answered(moved)  # a signal has no answer to wait for
    await clerk.refresh()


PATHS: tuple[Path, ...] = (
    disclosed,
    already_public,
    partly_disclosed,
    refused,
    not_found,
    not_this_agency,
    withdrawn,
    corrected,
    abandoned,
    corrected_late,
    returned,
    overdue,
    confirmed_online,
    under_2007,
    calendar_moved,
)
