"""The paths on which others are asked: third parties, other agencies, who determines what the agency cannot."""

from datetime import date, timedelta
from uuid import UUID

from tests.harness import Clerk, World
from tests.paths_basic import SPRING, Path, answer, found, in_hand, review

SOON, LATER = SPRING + timedelta(days=4), date(2031, 2, 20)
COMPANY = {"name": "示例建设有限公司", "address": "示例市工业路8号"}


async def asked(world: World) -> tuple[Clerk, UUID, UUID]:
    """Two documents found, and a third party asked about the first."""
    clerk = await in_hand(world)
    touched, free = await found(clerk, "投标文件", "中标通知书")
    await clerk.step("consult_third_party", party=COMPANY, documents=[touched], concerns="分项报价。")
    return clerk, touched, free


async def heard(clerk: Clerk, document: UUID, position: str) -> None:
    """Delivered, and answered so."""
    await clerk.step("record_consultation_delivery", consultation="c1", method="post", proof="EMS 003")
    positions = [{"document": document, "position": position}]
    await clerk.step("record_opinion", consultation="c1", positions=positions, content="分项报价系商业秘密。")


async def objection_heeded(world: World) -> Clerk:
    """An objection to a part, with good reason: that part is withheld."""
    clerk, touched, free = await asked(world)
    await world.go_to(SOON)
    await heard(clerk, touched, "objects_in_part")
    await clerk.step(
        "weigh_objection", "reviewer", consultation="c1", documents=[touched], weight="reasonable", reason="理由成立。"
    )
    await review(clerk, touched, "partial", "business_secret")
    await review(clerk, free, "disclose")
    return await answer(clerk, outcome="partly_disclosed", reasons="分项报价属于商业秘密。")


async def objection_overridden(world: World) -> Clerk:
    """An objection that the public interest outweighs: disclosed, and the third party is told."""
    clerk, touched, free = await asked(world)
    await heard(clerk, touched, "objects")
    weighed = {"weight": "public_interest", "reason": "涉及饮用水安全。"}
    await clerk.step("weigh_objection", "head", consultation="c1", documents=[touched], **weighed)
    await review(clerk, touched, "disclose")
    await review(clerk, free, "disclose")
    return await answer(clerk, outcome="disclosed")


async def third_party_silent(world: World) -> Clerk:
    """Two attempts, then a public notice, then silence: the agency decides."""
    clerk, touched, free = await asked(world)
    await clerk.step("record_failed_delivery", consultation="c1", how="邮件退回")
    await clerk.step("record_consultation_delivery", consultation="c1", method="public_notice", proof="网站公告")
    await world.go_to(LATER)
    await clerk.refresh()
    await review(clerk, touched, "disclose")
    await review(clerk, free, "disclose")
    return await answer(clerk, outcome="disclosed")


async def agencies_asked(world: World) -> Clerk:
    """A co-producer stays silent, which is consent; another consultation is taken back; an approval comes late."""
    clerk = await in_hand(world)
    (document,) = await found(clerk, "联合发文")
    for kind in ("co_producer", "other_agency", "approving_agency"):
        await clerk.step(
            "consult_agency", kind=kind, agency="示例市发改委", documents=[document], concerns="可否公开。"
        )
    for consultation in ("c1", "c3"):
        await clerk.step("record_consultation_delivery", consultation=consultation, method="direct", proof="签收")
    await clerk.step("withdraw_consultation", consultation="c2", reason="经核实不涉及该机关")
    await world.go_to(LATER)
    await clerk.refresh()
    approved = [{"document": document, "position": "agrees"}]
    await clerk.step("record_opinion", consultation="c3", positions=approved)
    await review(clerk, document, "disclose")
    return await answer(clerk, outcome="disclosed")


async def referred(world: World) -> Clerk:
    clerk = await in_hand(world)
    (document,) = await found(clerk, "附图")
    asked = {"to": "secrecy_administration", "department": "示例市国家保密局"}
    await clerk.step("refer_for_determination", **asked, documents=[document], doubt="坐标", own_view="隐去后公开")
    await clerk.step("record_determination", referral="r1", result="withhold", text="属于国家秘密。")
    await review(clerk, document, "withhold", "state_secret")
    return await answer(clerk, outcome="refused", reasons="经确定属于国家秘密。")


PATHS: tuple[Path, ...] = (objection_heeded, objection_overridden, third_party_silent, agencies_asked, referred)
