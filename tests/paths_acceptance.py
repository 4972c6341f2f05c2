"""The paths of acceptance: who cannot be reached, what is unclear, repeated, excessive, none of ours, split, joined."""

from datetime import timedelta

from schemas.vocabulary import Channel
from tests.harness import Clerk, World
from tests.paths_basic import SPRING, Path, answer, awaiting_correction, found, in_hand, received, review


async def misdirected(world: World) -> Clerk:
    """A letter to another unit; the applicant is reached on the third day only."""
    clerk = await received(world, Channel.POST_MISDIRECTED)
    await clerk.step("record_contact_attempt", how="两次电话无人接听")
    await world.go_to(SPRING + timedelta(days=3))
    await clerk.refresh()
    await clerk.step("confirm_receipt", how="电话确认")
    await clerk.step("accept")
    return await answer(clerk, outcome="already_public", where="本机关网站")


async def corrected_irregularly(world: World) -> Clerk:
    """The notice goes out after the seventh working day; the limit runs on."""
    clerk = await received(world)
    await world.go_to(SPRING + timedelta(days=19))
    await clerk.refresh()
    await clerk.step("request_correction", items=["请写明项目名称。"])
    await clerk.step("receive_correction", content="申请公开幸福里小区改造项目招标文件。")
    await clerk.step("accept")
    return await answer(clerk, outcome="already_public", where="本机关网站")


async def still_unclear(world: World) -> Clerk:
    clerk = await awaiting_correction(world)
    await clerk.step("receive_correction", content="就是那个项目。")
    await clerk.step("accept")
    return await answer(clerk, outcome="still_unclear", reasons="补正后仍未写明项目名称，无法检索。")


async def excessive(world: World) -> Clerk:
    clerk = await in_hand(world)
    await clerk.step("ask_for_reasons", counted="本月提出申请46件。")
    await clerk.step("record_reasons", content="就想多看看。")
    await clerk.step("judge_reasons", reasonable=False, finding="未说明与申请数量相称的理由。")
    return await answer(clerk, outcome="excessive", reasons="所述理由与申请数量不相称。")


async def delayed(world: World) -> Clerk:
    """No reasons in time, then good ones: handled with more time."""
    clerk = await in_hand(world)
    await clerk.step("ask_for_reasons", counted="本月提出申请46件。", respond_by=SPRING + timedelta(days=5))
    await world.go_to(SPRING + timedelta(days=6))
    await clerk.refresh()
    await clerk.step("record_reasons", content="逐栋核对拆迁补偿。")
    await clerk.step("judge_reasons", reasonable=True, finding="理由合理。", delay_working_days=10)
    return await answer(clerk, outcome="already_public", where="本机关网站")


async def repeated(world: World) -> Clerk:
    first = await answer(await in_hand(world), outcome="already_public", where="本机关网站")
    second = await world.register()
    await second.step("accept")
    return await answer(second, outcome="repeated", earlier_case=str(first.case_id))


async def petition(world: World) -> Clerk:
    clerk = await in_hand(world)
    return await answer(clerk, outcome="petition", reasons="内容系对违法建设的举报。", right_channel="12345热线")


async def publication(world: World) -> Clerk:
    return await answer(await in_hand(world), outcome="publication", where="市图书馆可以查阅。")


async def special_register(world: World) -> Clerk:
    clerk = await in_hand(world)
    return await answer(
        clerk, outcome="special_register", law="《不动产登记资料查询暂行办法》", where="市不动产登记中心查询窗口"
    )


async def needs_making(world: World) -> Clerk:
    return await answer(await in_hand(world), outcome="needs_making", reasons="需要汇总、分析各年度数据。")


async def confirmation_sought(world: World) -> Clerk:
    return await answer(await in_hand(world), outcome="confirmation_sought", reasons="要求确认已取得文件的真实性。")


async def on_the_spot(world: World) -> Clerk:
    clerk = await received(world)
    decision = {"outcome": "already_public", "where": "本机关网站“规划计划”专栏"}
    await clerk.step("answer_on_the_spot", decision=decision, proof="申请人当场签收")
    return clerk


async def several_items(world: World) -> Clerk:
    clerk = await in_hand(world)
    given, kept = await found(clerk, "招标文件", "评标专家名册")
    await review(clerk, given, "disclose")
    await review(clerk, kept, "withhold", "privacy")
    items = [
        {"asked": "招标文件", "decision": {"outcome": "disclosed"}, "documents": [str(given)]},
        {
            "asked": "评标专家名册",
            "decision": {"outcome": "refused", "reasons": "个人隐私"},
            "documents": [str(kept)],
        },
        {"asked": "验收报告", "decision": {"outcome": "not_found"}},
    ]
    return await answer(clerk, outcome="several", items=items)


async def split(world: World) -> Clerk:
    """The case keeps the first part; the other is answered as a case of its own."""
    clerk = await in_hand(world)
    await clerk.step("split_application", parts=["招标文件", "中标通知书"])
    await answer(clerk, outcome="already_public", where="本机关网站")
    (part,) = (await clerk.case()).parts
    other = Clerk(world, part, clerk.last)
    await other.refresh()
    await other.step("accept")
    return await answer(other, outcome="already_public", where="本机关网站")


async def joined(world: World) -> Clerk:
    first = await in_hand(world)
    second = await world.register()
    await second.step("join_application", into=first.case_id)
    return second


async def printed(world: World) -> Clerk:
    """The application form, and the return slip of a delivered reply."""
    clerk = await received(world)
    await clerk.step("print_record", record="application_form")
    await clerk.step("accept")
    await answer(clerk, "direct", outcome="already_public", where="本机关网站")
    reply = (await clerk.case()).letters[-1]
    await clerk.step("print_record", record="proof_of_service", letter=reply.letter_id)
    return clerk


PATHS: tuple[Path, ...] = (
    misdirected,
    corrected_irregularly,
    still_unclear,
    excessive,
    delayed,
    repeated,
    petition,
    publication,
    special_register,
    needs_making,
    confirmation_sought,
    on_the_spot,
    several_items,
    split,
    joined,
    printed,
)
