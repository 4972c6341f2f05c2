"""The paths on which something is left lying, climbs the ladder of the agency, and is done in the end."""

from datetime import date, timedelta

from schemas.vocabulary import Channel
from tests.harness import Clerk, World
from tests.paths_basic import SPRING, Path, already_public, answer, in_hand, received
from tests.paths_search import DUE, asked, said

PUBLIC = {"outcome": "already_public", "where": "本机关网站"}


async def left_lying(world: World) -> Clerk:
    """The reply itself, five working days past its date."""
    clerk = await in_hand(world)
    await world.go_to(date(2031, 2, 19))
    await clerk.refresh()
    return await answer(clerk, **PUBLIC)


async def letter_left_unconfirmed(world: World) -> Clerk:
    """An ordinary letter that nobody rings up about."""
    clerk = await received(world, Channel.POST_ORDINARY)
    await world.go_to(SPRING + timedelta(days=10))
    await clerk.refresh()
    await clerk.step("confirm_receipt", how="电话确认")
    await clerk.step("accept")
    return await answer(clerk, **PUBLIC)


async def left_unexamined(world: World) -> Clerk:
    """Neither accepted nor sent back for correction by the seventh working day."""
    clerk = await received(world)
    await world.go_to(date(2031, 1, 21))
    await clerk.refresh()
    await clerk.step("accept")
    return await answer(clerk, **PUBLIC)


async def left_unsigned(world: World) -> Clerk:
    """A draft that lies before its approver."""
    clerk = await in_hand(world)
    await clerk.step("draft_reply", decision=PUBLIC)
    await world.go_to(date(2031, 1, 21))
    await clerk.refresh()
    await clerk.sign()
    await clerk.step("issue_reply")
    await clerk.worked()
    await clerk.step("record_delivery", method="direct", proof="当面签收")
    return clerk


async def search_left_unanswered(world: World) -> Clerk:
    """A department that answers a week late."""
    clerk = await asked(world, "规划科")
    await world.go_to(DUE + timedelta(days=7))
    await clerk.refresh()
    await said(clerk, "s1", none_because="该项目未进行决算")
    return await answer(clerk, outcome="not_found")


async def hearing_drawing_near(world: World) -> Clerk:
    """The defence is forgotten until the head of the office hears of it; the hearing is held."""
    clerk = await already_public(world)
    await clerk.step("record_remedy", instance="litigation", body="示例市城区人民法院")
    await clerk.step("set_remedy_date", remedy="m1", what="response", due_on=date(2031, 2, 10))
    await clerk.step("set_remedy_date", remedy="m1", what="hearing", due_on=date(2031, 3, 3))
    await world.go_to(date(2031, 2, 11))
    await clerk.refresh()
    await clerk.step("keep_remedy_date", which="m1d1")
    await world.go_to(date(2031, 3, 3))
    await clerk.refresh()
    await clerk.step("keep_remedy_date", which="m1d2")
    await clerk.step("record_remedy_result", remedy="m1", result="upheld", summary="驳回诉讼请求。")
    return clerk


PATHS: tuple[Path, ...] = (
    left_lying,
    letter_left_unconfirmed,
    left_unexamined,
    left_unsigned,
    search_left_unanswered,
    hearing_drawing_near,
)
