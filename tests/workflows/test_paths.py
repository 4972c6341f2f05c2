"""Every path with virtual days on the time-skipping server."""

from datetime import date

import pytest

from activities.intake import workflow_id
from schemas.vocabulary import Outcome, State
from tests.harness import SHANGHAI, World
from tests.paths import BY_TWO, PATHS
from tests.paths_basic import SPRING, awaiting_correction, in_hand
from tests.paths_search import asked
from tests.replay.command_sequences import hold
from tests.replay.runs import runs_of
from workflows.evolve import fold

OUTCOMES = {
    "disclosed": Outcome.DISCLOSED,
    "partly_disclosed": Outcome.PARTLY_DISCLOSED,
    "refused": Outcome.REFUSED,
    "not_found": Outcome.NOT_FOUND,
    "not_this_agency": Outcome.NOT_THIS_AGENCY,
    "withdrawn": Outcome.WITHDRAWN,
    "abandoned": Outcome.ABANDONED,
    "still_unclear": Outcome.STILL_UNCLEAR,
    "excessive": Outcome.EXCESSIVE,
    "repeated": Outcome.REPEATED,
    "petition": Outcome.PETITION,
    "publication": Outcome.PUBLICATION,
    "special_register": Outcome.SPECIAL_REGISTER,
    "needs_making": Outcome.NEEDS_MAKING,
    "confirmation_sought": Outcome.CONFIRMATION_SOUGHT,
    "several_items": Outcome.PARTLY_DISCLOSED,
    "joined": Outcome.JOINED,
    "fee_unpaid": Outcome.FEE_UNPAID,
    "searched_in_vain": Outcome.NOT_FOUND,
    "search_left_unanswered": Outcome.NOT_FOUND,
    "searched_and_found": Outcome.PARTLY_DISCLOSED,
    "objection_heeded": Outcome.PARTLY_DISCLOSED,
    "objection_overridden": Outcome.DISCLOSED,
    "third_party_silent": Outcome.DISCLOSED,
    "agencies_asked": Outcome.DISCLOSED,
    "referred": Outcome.REFUSED,
    "delegated": Outcome.REFUSED,
    "upheld": Outcome.REFUSED,
    "ordered_anew": Outcome.DISCLOSED,
    "reassessed": Outcome.REFUSED,
    "converted": Outcome.DISCLOSED,
    "sent_back": Outcome.PARTLY_DISCLOSED,
    "undetermined": Outcome.REFUSED,
    "page_by_page": Outcome.PARTLY_DISCLOSED,
    "withheld_together": Outcome.REFUSED,
    "kept_in_its_safe": Outcome.REFUSED,
    "set_aside": Outcome.DISCLOSED,
    "released_anew": Outcome.DISCLOSED,
    "inspected": Outcome.DISCLOSED,
}
"""The outcome of each path; every other one is answered with what is already public."""


@pytest.mark.parametrize("name", PATHS)
async def test_path_ends_closed_with_its_outcome_and_record(world: World, name: str) -> None:
    clerk = await PATHS[name](world)
    end = await clerk.end()
    assert end.outcome == OUTCOMES.get(name.removesuffix(BY_TWO), Outcome.ALREADY_PUBLIC)
    assert clerk.last.state in {State.CLOSED, State.ARCHIVED}
    records = await clerk.events()
    assert [record.seq for record in records] == list(range(1, end.version + 1))
    assert records[-1].hash == end.head
    await hold(name, await runs_of(world.environment.client, workflow_id(clerk.case_id)))


async def test_the_fold_of_the_record_is_the_state_of_the_workflow(world: World) -> None:
    clerk = await in_hand(world)
    held = await clerk.snapshot()
    empty = held.case.model_validate({"case_id": held.case.case_id, "agency_id": held.case.agency_id})
    assert fold(empty, [record.event for record in await clerk.events()]) == held.case


async def test_limit_of_twenty_working_days_leads_across_spring_festival(world: World) -> None:
    clerk = await in_hand(world)
    # 13-17 Jan (5), Sun 19 make-up (6), 20-21 (8), 29-31 (11), 3-7 Feb (16), Sat 8 make-up (17), 10-12 (20)
    assert clerk.last.due_on == date(2031, 2, 12)
    await world.go_to(date(2031, 2, 12), hour=23)
    await clerk.refresh()
    assert "became_overdue" not in await clerk.kinds()
    await world.go_to(date(2031, 2, 13))
    overdue = [record.event for record in await clerk.events() if record.event.kind == "became_overdue"]
    assert [event.overdue_on for event in overdue] == [date(2031, 2, 13)]


async def test_a_department_of_a_case_without_a_ladder_is_reminded_and_told_when_it_is_late(world: World) -> None:
    world.edition = 2
    clerk = await asked(world, "规划科")
    await world.go_to(date(2031, 1, 16))
    fallen = [record.event for record in await clerk.events() if record.event.kind == "search_reminder_fell"]
    assert [(event.on, event.overdue) for event in fallen] == [(date(2031, 1, 14), False), (date(2031, 1, 16), True)]


async def test_correction_starts_a_full_new_limit(world: World) -> None:
    clerk = await awaiting_correction(world)
    await world.go_to(date(2031, 1, 20))
    taken = await clerk.step("receive_correction", content="补正后的申请。")
    # 21 Jan (1), 29-31 (4), 3-7 Feb (9), Sat 8 (10), 10-14 (15), 17-21 (20)
    assert taken.due_on == date(2031, 2, 21)


async def test_nothing_is_overdue_while_the_applicant_is_awaited(world: World) -> None:
    clerk = await awaiting_correction(world)
    await world.go_to(date(2031, 3, 20))
    assert "became_overdue" not in await clerk.kinds()
    assert [kind for kind in await clerk.kinds() if kind.endswith("_lapsed")] == ["correction_lapsed"]


async def test_alarms_ring_in_the_morning_window_of_the_agency(world: World) -> None:
    clerk = await in_hand(world)
    await world.go_to(SPRING.replace(month=2, day=7), hour=5)
    (rung,) = [record for record in await clerk.events() if record.event.kind == "escalation_fell"]
    assert 6 <= rung.at.astimezone(SHANGHAI).hour < 8
