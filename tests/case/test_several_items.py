"""Several items in one application: each its own finding, one reply, one row of the annual report (6.16)."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest

from schemas.case_parts import CaseDocument
from schemas.commands import Facts
from schemas.decisions import (
    Disclosed,
    Item,
    NotFound,
    NotThisAgency,
    Petition,
    Refused,
    Repeated,
    Several,
    Single,
)
from schemas.documents import DocumentRef
from schemas.events import ReplyDrafted, ReplyIssued
from schemas.policy import Policy
from schemas.steps import DraftReply
from schemas.vocabulary import Ground, Outcome, Remedy, ReportRow, ReviewResult, Role
from tests.case.builders import (
    ANSWERED_BEFORE,
    CONTRACT,
    DECISIONS,
    HANDLER,
    MINUTES,
    TENDER,
    Script,
    by_law,
    in_hand,
    ready_for,
    review,
    search,
    senseless,
)
from tests.case.phases import replied, severed, withheld
from workflows.drafting import outcomes_of_items, outcomes_open

DAY = "2026-05-11"
D, W = ReviewResult.DISCLOSE, ReviewResult.WITHHOLD
DISCLOSED, REFUSED = Disclosed(), Refused(reasons="属于过程性信息。")
NOT_FOUND, ELSEWHERE = NotFound(), NotThisAgency(reasons="该信息由示例市规划局制作。")
PETITION = Petition(reasons="所提内容属于投诉。")


def item(decision: Single, *documents: DocumentRef) -> Item:
    return Item(asked="某项信息", decision=decision, documents=tuple(ref.document_id for ref in documents))


def several_replied(script: Script, *items: Item, main: int = 1) -> ReplyIssued:
    return replied(script, Several(items=items, main=main))


def several(script: Script, *items: Item, main: int = 1, **said: Any) -> Any:
    """The refusal of a draft with several findings."""
    return script.refusal(DAY, HANDLER, DraftReply, decision=Several(items=items, main=main), **said)


def two(first: ReviewResult, second: ReviewResult) -> Script:
    script = search(in_hand(), DAY, TENDER, MINUTES)
    review(script, DAY, TENDER, first)
    return review(script, DAY, MINUTES, second)


def mixed() -> Iterator[tuple[Script, tuple[Item, ...], int, Outcome, ReportRow, Remedy]]:
    first_for_withheld = Remedy.RECONSIDERATION_FIRST_FOR_WITHHELD
    partly = (Outcome.PARTLY_DISCLOSED, ReportRow.PARTLY_DISCLOSED)
    yield two(D, W), (item(DISCLOSED, TENDER), item(REFUSED, MINUTES)), 2, *partly, first_for_withheld
    yield severed(D), (item(NOT_FOUND), item(DISCLOSED, TENDER)), 1, *partly, Remedy.EITHER
    yield (
        two(D, D),
        (item(DISCLOSED, TENDER), item(DISCLOSED, MINUTES)),
        1,
        Outcome.DISCLOSED,
        ReportRow.DISCLOSED,
        Remedy.EITHER,
    )
    yield (
        severed(W),
        (item(NOT_FOUND), item(REFUSED, TENDER)),
        1,
        Outcome.NOT_FOUND,
        ReportRow.NOT_HELD,
        first_for_withheld,
    )
    yield (
        severed(W),
        (item(NOT_FOUND), item(REFUSED, TENDER)),
        2,
        Outcome.REFUSED,
        ReportRow.PROCESS_INFORMATION,
        first_for_withheld,
    )
    yield (
        two(W, W),
        (item(REFUSED, TENDER), item(REFUSED, MINUTES)),
        1,
        Outcome.REFUSED,
        ReportRow.PROCESS_INFORMATION,
        Remedy.RECONSIDERATION_FIRST,
    )
    yield in_hand(), (item(ELSEWHERE), item(PETITION)), 2, Outcome.PETITION, ReportRow.PETITION, Remedy.EITHER


@pytest.mark.parametrize(
    ("script", "items", "main", "outcome", "row", "remedy"),
    list(mixed()),
    ids=[
        "given and refused",
        "given and not found",
        "all given",
        "main not found",
        "main refused",
        "all refused",
        "neither",
    ],
)
def test_several_items_are_one_reply_and_one_row(
    script: Script, items: tuple[Item, ...], main: int, outcome: Outcome, row: ReportRow, remedy: Remedy
) -> None:
    """At least some disclosure is partly disclosed only; otherwise the main item counts."""
    event = several_replied(script, *items, main=main)
    assert (event.outcome, event.row, event.remedy) == (outcome, row, remedy)


def test_a_refused_main_item_counts_by_its_own_ground() -> None:
    """Of two refusals, the state secret stands first in the Regulation, but the main item is the meeting's minutes."""
    script = search(in_hand(), DAY, TENDER, MINUTES)
    withheld(script, TENDER, Ground.STATE_SECRET)
    withheld(script, MINUTES, Ground.PROCESS_INFORMATION)
    event = several_replied(script, item(REFUSED, TENDER), item(REFUSED, MINUTES), main=2)
    assert event.row is ReportRow.PROCESS_INFORMATION


def test_every_document_belongs_to_one_item() -> None:
    script = two(D, W)
    items = [item(DISCLOSED, TENDER), item(REFUSED, MINUTES)]
    assert several(script, items[0], item(NOT_FOUND)) == senseless("document_without_item", "decision.items")
    assert several(script, items[0], item(DISCLOSED, TENDER), items[1]) == senseless(
        "document_named_twice", "decision.items"
    )
    assert several(script, *items, item(DISCLOSED, CONTRACT)) == senseless("document_not_of_case", "decision.items")


def test_each_finding_agrees_with_its_own_documents() -> None:
    refusal = several(two(D, W), item(REFUSED, TENDER), item(DISCLOSED, MINUTES))
    assert refusal == by_law("outcome_contradicts_review", "36")
    assert several(in_hand(), item(ELSEWHERE), item(DECISIONS[Outcome.EXCESSIVE])) == by_law(  # type: ignore[arg-type]
        "excessive_without_reasons", "35"
    )


def test_a_main_item_that_is_not_there_is_rejected() -> None:
    refusal = several(in_hand(), item(ELSEWHERE), item(PETITION), main=3)
    assert refusal == senseless("no_such_item", "decision.main")


def test_one_reply_names_one_earlier_case() -> None:
    items = [item(Repeated(earlier_case=UUID(int=n))) for n in (20, 22)]
    refusal = several(in_hand(), *items, facts=Facts(other=ANSWERED_BEFORE))
    assert refusal == senseless("one_earlier_case", "decision.earlier_case")


def test_a_withheld_document_is_withheld_in_a_mixed_reply_too() -> None:
    script = two(D, W)
    several_replied(script, item(DISCLOSED, TENDER), item(REFUSED, MINUTES))
    assert [document for document in script.case.documents if document.is_withheld] == [
        CaseDocument(document_id=MINUTES.document_id, review=script.case.documents[1].review)
    ]


def test_the_chain_of_the_overall_outcome_signs() -> None:
    policy = Policy(approval_by_outcome={Outcome.PARTLY_DISCLOSED: (Role.LEGAL, Role.AGENCY_HEAD)})
    script = ready_for(Outcome.PARTLY_DISCLOSED, policy=policy)
    items = (item(DISCLOSED, TENDER), item(REFUSED, MINUTES))
    script.take(DAY, HANDLER, DraftReply, decision=Several(items=items))
    assert script.last(ReplyDrafted).chain == (Role.LEGAL, Role.AGENCY_HEAD)


def test_the_longest_chain_of_all_items_signs() -> None:
    """A refusal beside what does not exist is still signed as a refusal is."""
    chain = (Role.SECTION_HEAD, Role.LEGAL, Role.AGENCY_HEAD)
    script = in_hand(DAY, policy=Policy(approval_by_outcome={Outcome.REFUSED: chain}))
    review(search(script, DAY, MINUTES), DAY, MINUTES, ReviewResult.WITHHOLD)
    items = (item(DECISIONS[Outcome.NOT_FOUND]), item(DECISIONS[Outcome.REFUSED], MINUTES))  # type: ignore[arg-type]
    script.take(DAY, HANDLER, DraftReply, decision=Several(items=items))
    assert script.case.draft
    assert (script.case.draft.outcome, script.case.draft.chain) == (Outcome.NOT_FOUND, chain)


@pytest.mark.parametrize(
    "script",
    [in_hand(), severed(D), severed(W), two(D, D), two(D, W), two(W, W), two(ReviewResult.PARTIAL, D)],
    ids=["nothing found", "given", "refused", "both given", "mixed", "both refused", "partly and given"],
)
def test_an_item_is_offered_what_some_choice_of_documents_allows(script: Script) -> None:
    found = script.case.documents
    choices = (chosen for many in range(len(found) + 1) for chosen in combinations(found, many))
    allowed = frozenset[Outcome]().union(*(outcomes_open(script.case, chosen) for chosen in choices))
    assert outcomes_of_items(script.case) == allowed
