"""The paths that move the limit: extension and fee."""

from datetime import date, timedelta

from tests.harness import Clerk, World
from tests.paths_basic import SPRING, Path, answer, in_hand

SOON = SPRING + timedelta(days=3)


async def extended(world: World) -> Clerk:
    """Proposed, sent back, proposed again, consented to, told; answered after the first limit."""
    clerk = await in_hand(world)
    await clerk.step("propose_extension", working_days=20, reason="材料较多。")
    await clerk.step("decide_extension", "head", verdict="return", comment="十日足够。")
    await clerk.step("propose_extension", working_days=10, reason="需调取档案。")
    await clerk.step("decide_extension", "head", verdict="approve")
    await clerk.step("notify_extension", method="post", proof="EMS 001")
    await world.go_to(date(2031, 2, 20))
    await clerk.refresh()
    return await answer(clerk, outcome="already_public", where="本机关网站")


async def charged(world: World) -> Clerk:
    clerk = await in_hand(world)
    await clerk.step("notify_fee", basis="per_page", quantity=80, how_to_pay="非税窗口")
    return clerk


async def fee_paid(world: World) -> Clerk:
    clerk = await charged(world)
    await world.go_to(SOON)
    await clerk.step("record_fee_delivery", method="post", proof="EMS 002")
    await clerk.step("record_payment", receipt="票据 001")
    return await answer(clerk, outcome="already_public", where="本机关网站")


async def fee_unpaid(world: World) -> Clerk:
    clerk = await charged(world)
    await clerk.step("record_fee_delivery", method="direct", proof="签收")
    await world.go_to(date(2031, 3, 20))
    await clerk.refresh()
    await clerk.step("confirm_abandonment", finding="电话催告后仍未缴纳，未说明理由。")
    return clerk


PATHS: tuple[Path, ...] = (extended, fee_paid, fee_unpaid)
