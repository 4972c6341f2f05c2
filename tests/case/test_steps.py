"""What every step has in common: roles, versions, closed cases, and the offer of steps."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from schemas.commands import Facts
from schemas.errors import DaylightError
from schemas.events import Actor
from schemas.steps import Accept, Assign, ConfirmReceipt, StepBase, Withdraw, staff_step
from schemas.vocabulary import Role
from tests.case.builders import (
    ADMINISTRATOR,
    APPROVER,
    EVERYTHING,
    HANDLER,
    MINUTES,
    OGI_HEAD,
    PEOPLE,
    REVIEWER,
    SUPERVISOR,
    TEXT_ID,
    Script,
    approved,
    by_law,
    closed,
    drafted,
    in_hand,
    issued,
    on,
    received,
    registered,
    search,
    sent_back,
)
from workflows.book import STAFF_RULES
from workflows.decide import available_steps, decide

ANY_ID = UUID(int=9)
SAID: dict[str, dict[str, Any]] = {
    "confirm_receipt": {"how": "电话"},
    "accept": {},
    "assign": {"handler": ANY_ID},
    "request_correction": {"items": ["补正"]},
    "receive_correction": {},
    "confirm_abandonment": {"finding": "未见理由"},
    "withdraw": {},
    "record_search": {"description": "检索"},
    "review_document": {"document": ANY_ID, "result": "disclose"},
    "draft_reply": {"decision": {"outcome": "not_this_agency", "reasons": "非本机关"}},
    "approve_reply": {"verdict": "approve"},
    "issue_reply": {},
    "record_delivery": {"method": "post", "proof": "1234"},
}
STEPS: dict[str, type[StepBase]] = {name: rule.step for name, rule in STAFF_RULES.items()}
CAN_HANDLE = {
    "confirm_receipt",
    "accept",
    "assign",
    "request_correction",
    "receive_correction",
    "confirm_abandonment",
    "withdraw",
    "record_search",
    "draft_reply",
    "issue_reply",
    "record_delivery",
}


def lapsed() -> Script:
    script = sent_back()
    script.tick("2026-05-15")
    return script


def test_under_the_regulation_of_2007_nothing_is_abandoned() -> None:
    script = received("2019-05-13")
    script.take("2019-05-13", HANDLER, STEPS["request_correction"], **SAID["request_correction"])
    script.tick("2019-07-01")
    refusal = script.refusal("2019-07-01", HANDLER, STEPS["confirm_abandonment"], **SAID["confirm_abandonment"])
    assert (refusal.status, refusal.code, refusal.article) == (409, "no_abandonment_rule", "21(4)")


def test_the_book_has_every_step_that_staff_may_send() -> None:
    tags = staff_step.json_schema()["discriminator"]["mapping"]
    assert set(STAFF_RULES) == set(tags) == set(SAID)


@pytest.mark.parametrize("name", STEPS)
def test_a_closed_case_refuses_every_step(name: str) -> None:
    for actor in PEOPLE:
        for version in (0, closed().case.version, 999):
            refusal = closed().refusal("2026-06-01", actor, STEPS[name], expected_version=version, **SAID[name])
            assert refusal == by_law("case_closed")


@pytest.mark.parametrize("name", STEPS)
def test_an_unregistered_case_refuses_every_step(name: str) -> None:
    refusal = Script().refusal("2026-05-11", EVERYTHING, STEPS[name], **SAID[name])
    assert refusal == by_law("not_registered", "45")


@pytest.mark.parametrize("off_by", [-1, 1])
@pytest.mark.parametrize("name", STEPS)
def test_a_stale_version_is_refused_before_anything_else(name: str, off_by: int) -> None:
    script = in_hand()
    version = script.case.version + off_by
    refusal = script.refusal("2026-05-11", SUPERVISOR, STEPS[name], expected_version=version, **SAID[name])
    assert refusal == by_law("stale_version")


def test_the_clocks_own_event_makes_a_version_stale() -> None:
    script = in_hand()
    seen = script.case.version
    script.tick("2026-06-01")
    assert script.refusal("2026-06-01", HANDLER, Withdraw, expected_version=seen) == by_law("stale_version")


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize(
    "actor",
    [SUPERVISOR, ADMINISTRATOR, Actor(staff_id=ANY_ID, roles=()), Actor(staff_id=ANY_ID, roles=(Role.CLOCK,))],
    ids=["supervisor", "administrator", "nobody", "clock"],
)
def test_who_has_no_part_in_the_handling_takes_no_step(name: str, actor: Actor) -> None:
    for script in (registered(), received(), in_hand(), drafted(), approved(), issued(), sent_back()):
        refusal = script.refusal("2026-05-12", actor, STEPS[name], **SAID[name])
        assert (refusal.status, refusal.code) == (403, "role_not_permitted")


def test_every_step_has_its_roles() -> None:
    expected = {name: {Role.HANDLER, Role.OGI_HEAD} for name in CAN_HANDLE}
    expected |= {"review_document": {Role.REVIEWER}, "approve_reply": {Role.APPROVER, Role.OGI_HEAD}}
    assert {name: set(rule.roles) for name, rule in STAFF_RULES.items()} == expected


@pytest.mark.parametrize(
    ("script", "day", "handler", "reviewer", "approver"),
    [
        (registered(), "2026-05-11", {"confirm_receipt", "assign", "withdraw"}, set(), set()),
        (received(), "2026-05-11", {"accept", "assign", "request_correction", "withdraw"}, set(), set()),
        (in_hand(), "2026-05-11", {"assign", "record_search", "draft_reply", "withdraw"}, set(), set()),
        (sent_back(), "2026-05-13", {"assign", "receive_correction", "withdraw"}, set(), set()),
        (
            lapsed(),
            "2026-05-15",
            {"assign", "receive_correction", "confirm_abandonment", "withdraw"},
            set(),
            set(),
        ),
        (
            search(in_hand(), "2026-05-11", MINUTES),
            "2026-05-11",
            {"assign", "record_search", "withdraw"},
            {"review_document"},
            set(),
        ),
        (drafted(), "2026-05-11", {"assign", "withdraw"}, set(), {"approve_reply"}),
        (approved(), "2026-05-11", {"assign", "issue_reply", "withdraw"}, set(), {"approve_reply"}),
        (issued(), "2026-05-11", {"record_delivery"}, set(), set()),
        (closed(), "2026-05-11", set(), set(), set()),
        (Script(), "2026-05-11", set(), set(), set()),
    ],
    ids=lambda value: str(value.case.state) if isinstance(value, Script) else "",
)
def test_what_is_offered(script: Script, day: str, handler: set[str], reviewer: set[str], approver: set[str]) -> None:
    assert script.offered(day, HANDLER) == handler
    assert script.offered(day, REVIEWER) == reviewer
    assert script.offered(day, APPROVER) == approver
    assert script.offered(day, OGI_HEAD) == handler | approver
    assert script.offered(day, SUPERVISOR) == set()


def test_the_drafter_is_not_offered_the_approval() -> None:
    script = drafted(actor=EVERYTHING)
    assert "approve_reply" not in script.offered("2026-05-11", EVERYTHING)
    assert "approve_reply" in script.offered("2026-05-11", APPROVER)


def test_the_offer_knows_what_the_clock_has_not_noticed_yet() -> None:
    script = sent_back(respond_by=on("2026-05-15"))
    assert "confirm_abandonment" not in script.offered("2026-05-15", HANDLER)
    assert "confirm_abandonment" in script.offered("2026-05-16", HANDLER)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_that_is_not_offered_is_refused_with_the_same_words(name: str) -> None:
    for script in (registered(), received(), in_hand(), drafted(), approved(), issued(), sent_back(), closed()):
        for actor in PEOPLE:
            moment = script.moment(on("2026-05-13"), actor, Facts(handler_known=True, text_id=TEXT_ID))
            offered = available_steps(script.case, moment)[name]
            if offered is None:
                continue
            step: Any = STEPS[name].model_validate({"expected_version": script.case.version, **SAID[name]})
            with pytest.raises(DaylightError) as refused:
                decide(script.case, step, moment)
            assert type(refused.value) is type(offered)
            assert (refused.value.code, refused.value.article) == (offered.code, offered.article)


def test_a_refused_step_leaves_the_case_alone() -> None:
    script = received()
    before = script.case
    script.refusal("2026-06-30", HANDLER, ConfirmReceipt, how="电话")
    assert script.case is before
    script.take("2026-05-11", HANDLER, Accept)
    script.take("2026-05-11", HANDLER, Assign, Facts(handler_known=True), handler=ANY_ID)


@pytest.mark.parametrize("text", ["甲\x00", "甲\x85乙", "甲\r乙", "甲\ud800"], ids=["NUL", "NEL", "CR", "surrogate"])
def test_control_characters_are_no_text(text: str) -> None:
    with pytest.raises(ValidationError, match=r"control_characters|unicode string"):
        STEPS["confirm_abandonment"].model_validate({"expected_version": 1, "finding": text})
