"""What every step has in common: roles, versions, closed and archived cases, and the offer of steps."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from schemas.commands import Facts
from schemas.errors import DaylightError
from schemas.events import Actor
from schemas.steps import Accept, Assign, ConfirmReceipt, Withdraw, staff_step
from schemas.steps_base import StepBase
from schemas.vocabulary import Outcome, Role
from tests.case.anything import PLAUSIBLE
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
    TENDER,
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
from tests.case.two_persons import agreed, disclosed, found, propose
from workflows.book import STAFF_RULES
from workflows.decide import available_steps, decide

ANY_ID = UUID(int=9)
STEPS: dict[str, type[StepBase]] = {name: rule.step for name, rule in STAFF_RULES.items()}
HANDLING = {Role.HANDLER, Role.OGI_HEAD}
SIGNING = {Role.SECTION_HEAD, Role.LEGAL, Role.APPROVER, Role.OGI_HEAD, Role.AGENCY_HEAD}
ROLES: dict[str, set[Role]] = {
    "review_document": {Role.REVIEWER},
    "propose_review": {*HANDLING, Role.REVIEWER},
    "confirm_review": {Role.REVIEWER},
    "reassess_document": {Role.REVIEWER},
    "weigh_objection": {Role.REVIEWER, Role.OGI_HEAD},
    "decide_extension": {Role.OGI_HEAD},
    "approve_reply": {*SIGNING, Role.HANDLER, Role.REVIEWER},
    "delegate_approval": {*SIGNING, Role.HANDLER, Role.REVIEWER},
}
"""Whom a step is open to, where that is not handler and head of the office. Others sign only what was delegated."""
AT_ANY_TIME = {
    "print_record",
    "record_payment",
    "record_remedy",
    "set_remedy_date",
    "keep_remedy_date",
    "record_remedy_result",
}
AFTER = {"reassess_document", "convert_to_proactive", "file_refusal"}
WHILE_HANDLED = sorted(STEPS.keys() - AT_ANY_TIME - AFTER)


def lapsed() -> Script:
    script = sent_back()
    script.tick("2026-05-15")
    return script


def test_under_the_regulation_of_2007_nothing_is_abandoned() -> None:
    script = received("2019-05-13")
    script.take("2019-05-13", HANDLER, STEPS["request_correction"], **PLAUSIBLE["request_correction"])
    script.tick("2019-07-01")
    refusal = script.refusal("2019-07-01", HANDLER, STEPS["confirm_abandonment"], **PLAUSIBLE["confirm_abandonment"])
    assert (refusal.status, refusal.code, refusal.article) == (409, "no_abandonment_rule", "21(4)")


def test_the_book_has_every_step_that_staff_may_send() -> None:
    tags = staff_step.json_schema()["discriminator"]["mapping"]
    assert set(STAFF_RULES) == set(tags) == set(PLAUSIBLE)


@pytest.mark.parametrize("name", WHILE_HANDLED)
def test_a_closed_case_is_not_handled_any_more(name: str) -> None:
    for actor in PEOPLE:
        for version in (0, closed().case.version, 999):
            refusal = closed().refusal("2026-06-01", actor, STEPS[name], expected_version=version, **PLAUSIBLE[name])
            assert refusal == by_law("case_closed")


@pytest.mark.parametrize("name", sorted(AFTER))
def test_what_follows_the_reply_waits_for_the_end_of_the_handling(name: str) -> None:
    for script in (registered(), in_hand(), issued()):
        assert script.refusal("2026-06-01", HANDLER, STEPS[name], **PLAUSIBLE[name]) == by_law("case_not_closed")


@pytest.mark.parametrize("name", STEPS)
def test_an_archived_case_refuses_every_step(name: str) -> None:
    script = in_hand()
    script.take("2026-05-12", HANDLER, Withdraw)
    for actor in PEOPLE:
        for version in (0, script.case.version, 999):
            said = {"expected_version": version, **PLAUSIBLE[name]}
            assert script.refusal("2026-06-01", actor, STEPS[name], **said) == by_law("case_closed")


@pytest.mark.parametrize("name", STEPS)
def test_an_unregistered_case_refuses_every_step(name: str) -> None:
    refusal = Script().refusal("2026-05-11", EVERYTHING, STEPS[name], **PLAUSIBLE[name])
    assert refusal == by_law("not_registered", "45")


@pytest.mark.parametrize("off_by", [-1, 1])
@pytest.mark.parametrize("name", STEPS)
def test_a_stale_version_is_refused_before_anything_else(name: str, off_by: int) -> None:
    script = closed() if name in AFTER else in_hand()
    version = script.case.version + off_by
    refusal = script.refusal("2026-05-11", SUPERVISOR, STEPS[name], expected_version=version, **PLAUSIBLE[name])
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
    handled = (registered(), received(), in_hand(), drafted(), approved(), issued(), sent_back(), found(TENDER))
    for script in (closed(), closed(outcome=Outcome.REFUSED)) if name in AFTER else handled:
        refusal = script.refusal("2026-05-12", actor, STEPS[name], **PLAUSIBLE[name])
        assert (refusal.status, refusal.code) == (403, "role_not_permitted")


def test_every_step_has_its_roles() -> None:
    expected = dict.fromkeys(STAFF_RULES, HANDLING) | ROLES
    assert {name: set(rule.roles) for name, rule in STAFF_RULES.items()} == expected


ANY_TIME = {"print_record"}
OPEN = {"assign", "withdraw", "print_record"}
TIME = {"propose_extension", "ask_for_reasons"}
DIVISION = {"split_application", "join_application"}
FOUND = {"consult_third_party", "consult_agency", "refer_for_determination"}
IN_HAND = OPEN | TIME | {"record_search", "request_search", "notify_fee", "request_correction"}
SENT_BACK = OPEN | {"receive_correction"}
SIGN = {"approve_reply", "delegate_approval"}


@pytest.mark.parametrize(
    ("script", "day", "handler", "reviewer", "approver"),
    [
        (registered(), "2026-05-11", OPEN | {"confirm_receipt", "record_contact_attempt"}, set(), set()),
        (
            received(),
            "2026-05-11",
            OPEN | TIME | DIVISION | {"accept", "answer_on_the_spot", "request_correction"},
            set(),
            set(),
        ),
        (received(), "2026-05-12", OPEN | TIME | DIVISION | {"accept", "request_correction"}, set(), set()),
        (in_hand(), "2026-05-11", IN_HAND | DIVISION | {"draft_reply"}, set(), set()),
        (sent_back(), "2026-05-13", SENT_BACK, set(), set()),
        (lapsed(), "2026-05-15", SENT_BACK | {"confirm_abandonment"}, set(), set()),
        (
            search(in_hand(), "2026-05-11", MINUTES),
            "2026-05-11",
            IN_HAND | FOUND | {"join_application", "set_aside_document"},
            {"review_document"},
            set(),
        ),
        (
            found(TENDER),
            "2026-05-11",
            IN_HAND | FOUND | {"join_application", "set_aside_document", "propose_review"},
            {"propose_review"},
            set(),
        ),
        (
            propose(found(TENDER), "2026-05-11", TENDER),
            "2026-05-11",
            IN_HAND | FOUND | {"join_application", "propose_review"},
            {"propose_review", "confirm_review"},
            set(),
        ),
        (
            agreed(found(TENDER), "2026-05-11", TENDER),
            "2026-05-11",
            IN_HAND | FOUND | {"join_application", "propose_review", "draft_reply"},
            {"propose_review"},
            set(),
        ),
        (drafted(), "2026-05-11", OPEN | {"propose_extension", "set_final_text"}, set(), SIGN),
        (
            approved(),
            "2026-05-11",
            OPEN | {"propose_extension", "set_final_text", "issue_reply"},
            set(),
            {"approve_reply"},
        ),
        (issued(), "2026-05-11", ANY_TIME | {"record_delivery", "record_remedy"}, set(), set()),
        (closed(), "2026-05-11", ANY_TIME | {"record_remedy"}, set(), set()),
        (
            closed(outcome=Outcome.REFUSED),
            "2026-05-11",
            ANY_TIME | {"record_remedy", "file_refusal"},
            {"reassess_document"},
            set(),
        ),
        (
            closed(outcome=Outcome.DISCLOSED),
            "2026-05-11",
            ANY_TIME | {"record_remedy", "convert_to_proactive"},
            set(),
            set(),
        ),
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
    first = (registered(), received(), in_hand(), drafted(), approved(), issued(), sent_back(), closed())
    second = (found(), found(TENDER), propose(found(TENDER), "2026-05-11", TENDER), disclosed())
    for script in (*first, *second):
        for actor in PEOPLE:
            moment = script.moment(on("2026-05-13"), actor, Facts(handler_known=True, text_id=TEXT_ID))
            offered = available_steps(script.case, moment)[name]
            if offered is None:
                continue
            step: Any = STEPS[name].model_validate({"expected_version": script.case.version, **PLAUSIBLE[name]})
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
