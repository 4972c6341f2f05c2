"""The paths of the review by two persons, page by page, and of what is given out by it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from schemas.pages import PersonalKind
from schemas.review import FindingsDecision, PagesWork, PageWork
from schemas.vocabulary import Ground, ReviewResult
from tests.harness import Clerk, World, person
from tests.paths_basic import REASON, Path, answer, blacken, found, in_hand, propose, review

REGISTER = "登记簿\n姓名：王小明\n公民身份号码：110101199003070011\n联系电话：13800138000\n"
"""An invented person, with a number whose check character holds."""
THREE_PAGES = REGISTER + "核查情况\n" * 150
SAFE = {"note": "密件登记2029-007号", "pages": 12}


async def confirm(clerk: Clerk, *documents: UUID) -> None:
    await clerk.step("confirm_review", "reviewer", documents=documents, verdict="approve")


async def send_back(clerk: Clerk, *documents: UUID) -> None:
    await clerk.step("confirm_review", "reviewer", documents=documents, verdict="return", comment="第1页尚有电话。")


async def say(clerk: Clerk, documents: Sequence[UUID], first: int, last: int, result: ReviewResult) -> None:
    """One word for a run of pages; withheld ones as internal affairs."""
    grounds = (Ground.INTERNAL_AFFAIRS,) if result is ReviewResult.WITHHOLD else ()
    work = PagesWork(documents=tuple(documents), first=first, last=last, result=result, grounds=grounds)
    await clerk.world.review.set_pages(person("handler"), clerk.case_id, work)


async def accept(clerk: Clerk, kind: PersonalKind | None = None) -> int:
    """Accept what the machine found, all of a kind or all that is undecided; how many findings."""
    decision = FindingsDecision(accept=True, kind=kind, all_undecided=kind is None)
    decided = await clerk.world.review.decide(person("handler"), clerk.case_id, decision)
    return decided.findings


async def sent_back(world: World) -> Clerk:
    """The reviewer misses a mark; a second box is drawn, and the document proposed again."""
    clerk = await in_hand(world)
    (document,) = await found(clerk, "决定书")
    await propose(clerk, document, "partial", "privacy")
    await send_back(clerk, document)
    await blacken(clerk, document, 1, "privacy", "business_secret", version=1)
    await clerk.step("propose_review", documents=[document], reason=REASON)
    await confirm(clerk, document)
    return await answer(clerk, outcome="partly_disclosed", reasons="决定书含有个人隐私和商业秘密。")


async def undetermined(world: World) -> Clerk:
    """Nobody at the agency can tell; the secrecy administration determines, and it is withheld."""
    clerk = await in_hand(world)
    (document,) = await found(clerk, "附图")
    await propose(clerk, document, "undetermined")
    await confirm(clerk, document)
    asked = {"to": "secrecy_administration", "department": "示例市国家保密局"}
    await clerk.step("refer_for_determination", **asked, documents=[document], doubt="坐标", own_view="隐去后公开")
    await clerk.step("record_determination", referral="r1", result="withhold", text="属于国家秘密。")
    await review(clerk, document, "withhold", "state_secret")
    return await answer(clerk, outcome="refused", reasons="经确定属于国家秘密。")


async def page_by_page(world: World) -> Clerk:
    """What the machine found is blackened, the last page is kept back, the rest given out in a package."""
    clerk = await in_hand(world)
    (document,) = await found(clerk, THREE_PAGES)
    await clerk.worked()
    await accept(clerk, PersonalKind.IDENTITY_NUMBER)
    await accept(clerk)
    pages = (await world.review.pages(person("handler"), document, 1, 20)).pages
    await say(clerk, [document], 1, pages - 1, ReviewResult.DISCLOSE)
    await say(clerk, [document], pages, pages, ReviewResult.WITHHOLD)
    await clerk.step("propose_review", documents=[document], reason=REASON)
    await confirm(clerk, document)
    return await answer(clerk, outcome="partly_disclosed", reasons="涉及个人隐私和内部事务。")


async def withheld_together(world: World) -> Clerk:
    """Several documents in one proposal and one confirmation."""
    clerk = await in_hand(world)
    documents = await found(clerk, "会议纪要一", "会议纪要二", "会议纪要三")
    await clerk.worked()
    said: dict[str, Any] = {"result": "withhold", "grounds": ["process_information"], "reason": "系讨论记录。"}
    await clerk.step("propose_review", documents=documents, **said)
    await confirm(clerk, *documents)
    return await answer(clerk, outcome="refused", reasons="属于讨论记录。")


async def kept_in_its_safe(world: World) -> Clerk:
    """The only thing found is a state secret that nobody may upload."""
    clerk = await in_hand(world)
    await clerk.step("record_search", description="查阅机要室登记", unfiled=[SAFE])
    (kept,) = [one.document_id for one in (await clerk.case()).documents]
    await review(clerk, kept, "withhold", "state_secret")
    return await answer(clerk, outcome="refused", reasons="属于国家秘密。")


async def set_aside(world: World) -> Clerk:
    """A document of another project was recorded by mistake."""
    clerk = await in_hand(world)
    wanted, mistaken = await found(clerk, "招标文件", "另一项目的招标文件")
    await clerk.step("set_aside_document", document=mistaken, reason="系另一项目的文件")
    await review(clerk, wanted, "disclose")
    return await answer(clerk, outcome="disclosed")


async def released_anew(world: World) -> Clerk:
    """A court finds that nothing had to be blackened: a new reply with a release of its own."""
    clerk = await in_hand(world)
    (document,) = await found(clerk, "决定书")
    await review(clerk, document, "partial", "privacy")
    await answer(clerk, outcome="partly_disclosed", reasons="决定书含有个人隐私。")
    await clerk.step("record_remedy", instance="litigation", body="示例市城区人民法院")
    order = {"working_days": 10}
    await clerk.step("record_remedy_result", remedy="m1", result="corrected", summary="责令重作。", new_reply=order)
    whole = PageWork(result=ReviewResult.DISCLOSE, version=1)
    await world.review.set_page(person("handler"), document, 1, whole)
    await clerk.step("propose_review", documents=[document])
    await confirm(clerk, document)
    return await answer(clerk, outcome="disclosed")


async def inspected(world: World) -> Clerk:
    """The applicant reads the copies on the agency's premises and takes none away."""
    clerk = await in_hand(world)
    (document,) = await found(clerk, "图纸目录")
    await review(clerk, document, "disclose")
    await clerk.step("draft_reply", decision={"outcome": "disclosed"})
    await clerk.sign()
    await clerk.worked()
    await clerk.step("issue_reply")
    await clerk.step("record_delivery", method="direct", proof="查阅登记表", form="inspection")
    await clerk.worked()
    return clerk


PATHS: tuple[Path, ...] = (
    sent_back,
    undetermined,
    page_by_page,
    withheld_together,
    kept_in_its_safe,
    set_aside,
    released_anew,
    inspected,
)
