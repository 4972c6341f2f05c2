"""The ladder with virtual days: each rung falls on its day, once, while somebody still owes something."""

from datetime import date

import pytest

from schemas.escalation import Matter
from schemas.events_escalation import EscalationFell
from tests.harness import SHANGHAI, Clerk, World
from tests.paths import PATHS
from tests.paths_basic import SPRING, already_public, answer, in_hand

Rung = tuple[Matter, str, int, date]
CLIMBED: dict[str, list[Rung]] = {
    "left_lying": [
        (Matter.REPLY, "", -5, date(2031, 2, 6)),
        (Matter.REPLY, "", -2, date(2031, 2, 10)),
        (Matter.REPLY, "", 0, date(2031, 2, 12)),
        (Matter.REPLY, "", 1, date(2031, 2, 13)),
        (Matter.REPLY, "", 5, date(2031, 2, 19)),
    ],
    "letter_left_unconfirmed": [
        (Matter.RECEIPT, "", 1, date(2031, 1, 13)),
        (Matter.RECEIPT, "", 2, date(2031, 1, 14)),
        (Matter.RECEIPT, "", 5, date(2031, 1, 17)),
    ],
    "left_unexamined": [
        (Matter.CORRECTION_NOTICE, "", -5, date(2031, 1, 14)),
        (Matter.CORRECTION_NOTICE, "", -2, date(2031, 1, 17)),
        (Matter.CORRECTION_NOTICE, "", 0, date(2031, 1, 20)),
        (Matter.CORRECTION_NOTICE, "", 1, date(2031, 1, 21)),
    ],
    "left_unsigned": [
        (Matter.APPROVAL, "approver", 0, date(2031, 1, 14)),
        (Matter.APPROVAL, "approver", 1, date(2031, 1, 15)),
        (Matter.APPROVAL, "approver", 3, date(2031, 1, 17)),
        (Matter.APPROVAL, "approver", 5, date(2031, 1, 20)),
    ],
    "search_left_unanswered": [
        (Matter.SEARCH, "s1", -2, date(2031, 1, 13)),
        (Matter.SEARCH, "s1", 0, date(2031, 1, 15)),
        (Matter.SEARCH, "s1", 1, date(2031, 1, 16)),
        (Matter.SEARCH, "s1", 5, date(2031, 1, 21)),
    ],
    "fee_unpaid": [
        (Matter.FEE, "", -5, date(2031, 2, 6)),
        (Matter.FEE, "", -2, date(2031, 2, 10)),
        (Matter.FEE, "", 0, date(2031, 2, 12)),
        (Matter.FEE, "", 1, date(2031, 2, 13)),
        (Matter.FEE, "", 5, date(2031, 2, 19)),
    ],
    "hearing_drawing_near": [
        (Matter.REMEDY, "m1d1", -5, date(2031, 2, 4)),
        (Matter.REMEDY, "m1d1", -2, date(2031, 2, 7)),
        (Matter.REMEDY, "m1d1", 0, date(2031, 2, 10)),
        (Matter.REMEDY, "m1d1", 1, date(2031, 2, 11)),
        (Matter.REMEDY, "m1d2", -5, date(2031, 2, 24)),
        (Matter.REMEDY, "m1d2", -2, date(2031, 2, 27)),
        (Matter.REMEDY, "m1d2", 0, date(2031, 3, 3)),
    ],
}
"""13-17 January are working days, Sunday the 19th is a make-up day, 22-28 off, Saturday 8 February a make-up day."""


async def rungs(clerk: Clerk) -> list[Rung]:
    fallen = [record.event for record in await clerk.events() if isinstance(record.event, EscalationFell)]
    return [(fell.matter, fell.subject, fell.working_days, fell.on) for fell in fallen]


@pytest.mark.parametrize("path", CLIMBED)
async def test_a_matter_left_lying_climbs_the_ladder_rung_by_rung(world: World, path: str) -> None:
    assert await rungs(await PATHS[path](world)) == CLIMBED[path]


async def test_each_rung_rings_in_the_morning_of_its_own_day(world: World) -> None:
    clerk = await PATHS["left_lying"](world)
    fallen = [(record.at, record.event) for record in await clerk.events() if record.event.kind == "escalation_fell"]
    rung = [(at.astimezone(SHANGHAI), fell.on) for at, fell in fallen if isinstance(fell, EscalationFell)]
    assert [at.date() for at, _ in rung] == [on for _, on in rung]
    assert {at.hour for at, _ in rung} <= {6, 7}


async def test_what_is_done_in_time_climbs_nothing(world: World) -> None:
    assert await rungs(await already_public(world)) == []


async def test_an_extension_is_climbed_towards_anew(world: World) -> None:
    clerk = await in_hand(world)
    await world.go_to(date(2031, 2, 10))
    await clerk.refresh()
    await clerk.step("propose_extension", working_days=10, reason="需调取档案。")
    await clerk.step("decide_extension", "head", verdict="approve")
    await clerk.step("notify_extension", method="post", proof="EMS 001")
    await world.go_to(date(2031, 2, 20))
    await clerk.refresh()
    assert [(days, on) for _, _, days, on in await rungs(clerk)] == [
        (-5, date(2031, 2, 6)),
        (-2, date(2031, 2, 10)),
        (-5, date(2031, 2, 19)),
    ]
    await answer(clerk, outcome="already_public", where="本机关网站")


async def test_a_case_begun_without_a_ladder_keeps_its_reminders(world: World) -> None:
    world.edition = 2
    clerk = await in_hand(world)
    await world.go_to(date(2031, 2, 14))
    assert await rungs(clerk) == []
    fallen = [record.event for record in await clerk.events() if record.event.kind == "reminder_fell"]
    assert [(event.on, event.working_days_left) for event in fallen] == [
        (date(2031, 2, 6), 5),
        (date(2031, 2, 10), 2),
    ]
    assert clerk.last.due_on is not None
    assert clerk.last.due_on > SPRING
