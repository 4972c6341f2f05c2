"""The paths of the approval chain, and of what follows the reply."""

from datetime import date, timedelta

from tests.harness import LAWFUL, Clerk, World, person
from tests.paths_basic import Path, already_public, answer, disclosed, found, in_hand, refused, review


async def delegated(world: World) -> Clerk:
    """A refusal through the whole chain: returned by the legality review, delegated by the head."""
    clerk = await in_hand(world)
    (document,) = await found(clerk, "会议讨论记录")
    await review(clerk, document, "withhold", "process_information")
    decision = {"outcome": "refused", "reasons": "属于讨论记录。"}
    await clerk.step("draft_reply", decision=decision)
    await clerk.step("approve_reply", "section", verdict="approve")
    unlawful = {**LAWFUL, "legal_basis": False}
    await clerk.step("approve_reply", "legal", verdict="return", comment="依据应具体到款。", legality=unlawful)
    await clerk.step("draft_reply", decision=decision)
    await clerk.step("approve_reply", "section", verdict="approve")
    await clerk.step("approve_reply", "legal", verdict="approve", legality=LAWFUL)
    await clerk.step("delegate_approval", "chief", to=person("head").staff_id, reason="外出开会")
    await clerk.step("approve_reply", "head", verdict="approve")
    await clerk.step("issue_reply")
    await clerk.step("record_delivery", method="post", proof="EMS 004")
    return clerk


async def upheld(world: World) -> Clerk:
    """Reconsideration upholds the reply, then a suit does."""
    clerk = await refused(world)
    await clerk.step("record_remedy", instance="reconsideration", body="示例市人民政府")
    await clerk.step("record_remedy_result", remedy="m1", result="upheld", summary="维持。")
    await clerk.step("record_remedy", instance="litigation", body="示例市城区人民法院")
    await clerk.step("record_remedy_result", remedy="m2", result="upheld", summary="驳回诉讼请求。")
    return clerk


async def defended(world: World) -> Clerk:
    """The day of the hearing is moved once; the defence goes out late, the hearing is held, the suit is dismissed."""
    clerk = await already_public(world)
    await clerk.step("record_remedy", instance="litigation", body="示例市城区人民法院")
    filed_on = (await clerk.case()).remedies[0].filed_on
    for what, after in (("response", 15), ("hearing", 30), ("hearing", 45)):
        await clerk.step("set_remedy_date", remedy="m1", what=what, due_on=filed_on + timedelta(days=after))
    await world.go_to(filed_on + timedelta(days=20))
    await clerk.refresh()
    await clerk.step("keep_remedy_date", which="m1d1")
    await world.go_to(filed_on + timedelta(days=46))
    await clerk.refresh()
    await clerk.step("keep_remedy_date", which="m1d2", kept_on=filed_on + timedelta(days=45))
    await clerk.step("record_remedy_result", remedy="m1", result="upheld", summary="驳回诉讼请求。")
    return clerk


async def ordered_anew(world: World) -> Clerk:
    """A court orders a new reply within ten working days; it is given."""
    clerk = await already_public(world)
    await clerk.step("record_remedy", instance="litigation", body="示例市城区人民法院")
    order = {"working_days": 10}
    await clerk.step("record_remedy_result", remedy="m1", result="corrected", summary="责令重作。", new_reply=order)
    for document in await found(clerk, "规划批复"):
        await review(clerk, document, "disclose")
    return await answer(clerk, outcome="disclosed")


async def reassessed(world: World) -> Clerk:
    """A refusal is filed, looked at again after a year, and disclosed then."""
    clerk = await refused(world)
    await clerk.step("file_refusal", authority="示例市人民政府办公室")
    await world.go_to(date(2032, 1, 20))
    await clerk.refresh()
    (document,) = (await clerk.case()).withheld
    await clerk.step("reassess_document", "reviewer", document=document, disclose=True, finding="事项已经办结。")
    await clerk.step("convert_to_proactive", documents=[document], proposed_by_applicant=False, where="本机关网站")
    return clerk


async def complained_of(world: World) -> Clerk:
    """An overdue reply is complained of before it is given."""
    clerk = await in_hand(world)
    await world.go_to(date(2031, 3, 1))
    await clerk.refresh()
    await clerk.step("record_remedy", instance="complaint", body="示例市政务公开办公室")
    await clerk.step("record_remedy_result", remedy="m1", result="other", summary="责令限期答复。")
    return await answer(clerk, outcome="already_public", where="本机关网站")


async def converted(world: World) -> Clerk:
    clerk = await disclosed(world)
    documents = [document.document_id for document in (await clerk.case()).documents]
    await clerk.step("convert_to_proactive", documents=documents, proposed_by_applicant=True, where="本机关网站")
    return clerk


PATHS: tuple[Path, ...] = (delegated, upheld, defended, ordered_anew, reassessed, complained_of, converted)
