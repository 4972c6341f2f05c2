"""The outcomes O1-O17: row of the annual report, remedy, what each rests on; several items; severability (6.16)."""

import pytest

from schemas.commands import Facts
from schemas.decisions import (
    Refused,
)
from schemas.events import ReplyDrafted, ReplyIssued
from schemas.policy import Policy
from schemas.steps import ConfirmAbandonment, DraftReply, JoinApplication, Withdraw
from schemas.vocabulary import Ground, LetterKind, Outcome, Remedy, ReportRow, ReviewResult
from tests.case.builders import (
    ANSWERED_BEFORE,
    DECISIONS,
    HANDLER,
    MINUTES,
    STILL_OPEN,
    TENDER,
    Script,
    approved,
    by_law,
    corrected,
    in_hand,
    issued,
    on,
    review,
    search,
    senseless,
    sent_back,
)
from tests.case.phases import OLD_LAW, charged, replied, severed, withheld
from workflows.drafting import outcomes_open

DAY = "2026-05-11"
D, P, W = ReviewResult.DISCLOSE, ReviewResult.PARTIAL, ReviewResult.WITHHOLD
ROWS = {
    Outcome.ALREADY_PUBLIC: ReportRow.DISCLOSED,
    Outcome.DISCLOSED: ReportRow.DISCLOSED,
    Outcome.PARTLY_DISCLOSED: ReportRow.PARTLY_DISCLOSED,
    Outcome.REFUSED: ReportRow.PROCESS_INFORMATION,
    Outcome.SPECIAL_REGISTER: ReportRow.SPECIAL_REGISTER,
    Outcome.NOT_FOUND: ReportRow.NOT_HELD,
    Outcome.NOT_THIS_AGENCY: ReportRow.NOT_HELD,
    Outcome.NEEDS_MAKING: ReportRow.NEEDS_MAKING,
    Outcome.STILL_UNCLEAR: ReportRow.STILL_UNCLEAR,
    Outcome.PETITION: ReportRow.PETITION,
    Outcome.REPEATED: ReportRow.REPEATED,
    Outcome.PUBLICATION: ReportRow.PUBLICATION,
    Outcome.EXCESSIVE: ReportRow.EXCESSIVE,
    Outcome.CONFIRMATION_SOUGHT: ReportRow.CONFIRMATION_SOUGHT,
}
"""O1 to O14, as law.md 1.10 counts them."""
REMEDIES = dict.fromkeys(ROWS, Remedy.EITHER) | {
    Outcome.REFUSED: Remedy.RECONSIDERATION_FIRST,
    Outcome.PARTLY_DISCLOSED: Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD,
}
GROUNDS = {
    Ground.STATE_SECRET: ReportRow.STATE_SECRET,
    Ground.FORBIDDEN_BY_LAW: ReportRow.FORBIDDEN_BY_LAW,
    Ground.SECURITY_AND_STABILITY: ReportRow.SECURITY_AND_STABILITY,
    Ground.BUSINESS_SECRET: ReportRow.THIRD_PARTY,
    Ground.PRIVACY: ReportRow.THIRD_PARTY,
    Ground.INTERNAL_AFFAIRS: ReportRow.INTERNAL_AFFAIRS,
    Ground.PROCESS_INFORMATION: ReportRow.PROCESS_INFORMATION,
    Ground.ENFORCEMENT_FILE: ReportRow.ENFORCEMENT_FILE,
}
"""O4a to O4g."""
REFUSED = Refused(reasons="属于过程性信息。")


@pytest.mark.parametrize("outcome", ROWS)
def test_each_reply_counts_in_its_row_and_names_its_remedy(outcome: Outcome) -> None:
    script = issued(outcome)
    event = script.last(ReplyIssued)
    assert (event.outcome, event.row, event.remedy) == (outcome, ROWS[outcome], REMEDIES[outcome])
    assert script.row.report_row is ROWS[outcome]
    assert (script.orders[-1].kind, script.orders[-1].remedy) == (LetterKind.REPLY, REMEDIES[outcome])


def test_o15_not_corrected_in_time() -> None:
    script = sent_back()
    script.take("2026-05-18", HANDLER, ConfirmAbandonment, finding="未见理由")
    assert (script.case.outcome, script.row.report_row) == (Outcome.ABANDONED, ReportRow.NOT_CORRECTED)


def test_o16_not_paid_in_time() -> None:
    script = charged()
    script.take("2026-07-27", HANDLER, ConfirmAbandonment, finding="未缴")
    assert (script.case.outcome, script.row.report_row) == (Outcome.FEE_UNPAID, ReportRow.FEE_UNPAID)


def test_o17_withdrawn_or_joined() -> None:
    withdrawn, joined = in_hand(), in_hand()
    withdrawn.take(DAY, HANDLER, Withdraw)
    joined.take(DAY, HANDLER, JoinApplication, Facts(other=STILL_OPEN), into=STILL_OPEN.case_id)
    assert {withdrawn.row.report_row, joined.row.report_row} == {ReportRow.OTHER}


@pytest.mark.parametrize("ground", Ground)
def test_o4_a_refusal_counts_by_its_ground(ground: Ground) -> None:
    script = withheld(search(in_hand(), DAY, MINUTES), MINUTES, ground)
    event = replied(script, REFUSED)
    assert (event.row, event.remedy) == (GROUNDS[ground], Remedy.RECONSIDERATION_FIRST)


def test_of_several_grounds_the_main_one_is_named_or_is_the_first() -> None:
    def script() -> Script:
        return withheld(search(in_hand(), DAY, MINUTES), MINUTES, Ground.PROCESS_INFORMATION, Ground.PRIVACY)

    assert replied(script(), REFUSED).row is ReportRow.THIRD_PARTY
    named = replied(script(), REFUSED, main_ground=Ground.PROCESS_INFORMATION)
    assert named.row is ReportRow.PROCESS_INFORMATION
    refusal = script().refusal(DAY, HANDLER, DraftReply, decision=REFUSED, main_ground=Ground.STATE_SECRET)
    assert refusal == senseless("ground_not_found", "main_ground")


def test_before_2024_a_refusal_could_be_sued_at_once() -> None:
    assert issued(Outcome.REFUSED, "2023-12-29").last(ReplyIssued).remedy is Remedy.EITHER
    assert issued(Outcome.REFUSED, "2023-12-29", "2024-01-02").last(ReplyIssued).remedy is Remedy.RECONSIDERATION_FIRST


def test_a_special_register_goes_either_way_unless_the_agency_says_otherwise() -> None:
    first = Policy(reconsideration_first_for_registers=True)
    assert issued(Outcome.SPECIAL_REGISTER, policy=first).last(ReplyIssued).remedy is Remedy.RECONSIDERATION_FIRST


@pytest.mark.parametrize(
    ("results", "right", "wrong"),
    [
        ((D,), Outcome.DISCLOSED, Outcome.REFUSED),
        ((W,), Outcome.REFUSED, Outcome.PARTLY_DISCLOSED),
        ((P,), Outcome.PARTLY_DISCLOSED, Outcome.REFUSED),
        ((D, W), Outcome.PARTLY_DISCLOSED, Outcome.REFUSED),
        ((D, W), Outcome.PARTLY_DISCLOSED, Outcome.DISCLOSED),
        ((W, W, P), Outcome.PARTLY_DISCLOSED, Outcome.REFUSED),
        ((D, D), Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED),
        ((D,), Outcome.DISCLOSED, Outcome.NOT_FOUND),
        ((W,), Outcome.REFUSED, Outcome.ALREADY_PUBLIC),
    ],
)
def test_what_can_be_given_is_given_and_the_rest_is_not(
    results: tuple[ReviewResult, ...], right: Outcome, wrong: Outcome
) -> None:
    script = severed(*results)
    refusal = script.refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[wrong])
    assert refusal == by_law("outcome_contradicts_review", "36")
    assert script.take(DAY, HANDLER, DraftReply, decision=DECISIONS[right]) == ["reply_drafted"]


def test_nothing_is_decided_about_a_document_nobody_reviewed() -> None:
    script = review(search(in_hand(), DAY, TENDER, MINUTES), DAY, TENDER, D)
    refusal = script.refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[Outcome.DISCLOSED])
    assert refusal == by_law("documents_unreviewed", "17")


def test_two_outcomes_need_a_history() -> None:
    for outcome, code, article in (
        (Outcome.STILL_UNCLEAR, "unclear_without_correction", "30"),
        (Outcome.EXCESSIVE, "excessive_without_reasons", "35"),
        (Outcome.NOT_FOUND, "not_found_without_search", "36(4)"),
    ):
        refusal = in_hand().refusal(DAY, HANDLER, DraftReply, decision=DECISIONS[outcome])
        assert refusal == by_law(code, article)
    assert Outcome.STILL_UNCLEAR in outcomes_open(corrected().case)


def test_a_repetition_needs_an_earlier_reply() -> None:
    """6.18: while the first is open both are handled together."""
    decision = DECISIONS[Outcome.REPEATED]
    refusal = in_hand().refusal(DAY, HANDLER, DraftReply, decision=decision)
    assert refusal == senseless("other_case_unknown", "decision.earlier_case")
    refusal = in_hand().refusal(DAY, HANDLER, DraftReply, Facts(other=STILL_OPEN), decision=decision)
    assert refusal == by_law("earlier_not_answered", "36(6)")
    script = in_hand()
    script.take(DAY, HANDLER, DraftReply, Facts(other=ANSWERED_BEFORE), decision=decision)
    assert script.last(ReplyDrafted).earlier == ANSWERED_BEFORE.reply


def test_under_the_law_of_2007_the_outcomes_are_those_of_the_day_of_the_decision() -> None:
    """6.17: the limits are the old ones, what a reply may say is not."""
    script = issued(Outcome.NOT_FOUND, OLD_LAW)
    assert (script.row.due_on, script.row.report_row) == (on("2019-06-04"), ReportRow.NOT_HELD)
    assert approved(Outcome.REFUSED, OLD_LAW).case.draft
