"""The paths of a search: departments answer with documents, with something nobody may upload, or that there is none."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from tests.harness import Clerk, World
from tests.paths_basic import Path, answer, in_hand, review

DUE = date(2031, 1, 15)
"""A Wednesday, three working days from ``SPRING``."""


async def asked(world: World, *departments: str) -> Clerk:
    """Departments asked on the day of receipt to look until Wednesday."""
    clerk = await in_hand(world)
    await clerk.step("request_search", departments=departments, sought="幸福里小区改造项目的决算", due_on=DUE)
    return clerk


async def said(clerk: Clerk, search: str, *found: UUID, **what: Any) -> None:
    """One answer."""
    how: dict[str, Any] = {"searched_by": "档案管理员", "how": "查阅了2029年度案卷"}
    await clerk.step("answer_search", search=search, documents=found, **how, **what)


async def searched_in_vain(world: World) -> Clerk:
    """One department is reminded and then late, one is not needed any more; the record of it is printed."""
    clerk = await asked(world, "规划科", "财务科")
    await clerk.step("withdraw_search", search="s2", reason="申请人不需要付款凭证")
    await world.go_to(DUE + timedelta(days=1))
    await clerk.refresh()
    await said(clerk, "s1", none_because="该项目未进行决算")
    await clerk.step("print_record", record="search_record")
    return await answer(clerk, outcome="not_found")


async def searched_and_found(world: World) -> Clerk:
    """Two answers of one department, and a secret that stays in its safe."""
    clerk = await asked(world, "规划科", "机要室")
    document = await clerk.upload("项目决算")
    await said(clerk, "s1", document, final=False)
    await said(clerk, "s1", none_because="其余案卷中没有")
    await said(clerk, "s2", unfiled=[{"note": "密件登记2029-007号", "pages": 12}])
    await review(clerk, document, "disclose")
    (kept,) = [one.document_id for one in (await clerk.case()).documents if not one.filed]
    await review(clerk, kept, "withhold", "state_secret")
    return await answer(clerk, outcome="partly_disclosed", reasons="一份材料属于国家秘密。")


PATHS: tuple[Path, ...] = (searched_in_vain, searched_and_found)
