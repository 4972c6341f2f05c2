"""Which row of the annual report a case counts in, and the one outcome of several items."""

from uuid import UUID

import pytest

from schemas.decisions import AlreadyPublic, Disclosed, Item, NotFound, PartlyDisclosed, Refused, Several, Single
from schemas.vocabulary import Ground, Outcome, ReportRow
from workflows.rules.report import main_finding, outcome_of, row_for

DISCLOSED, PUBLIC, MISSING = Disclosed(), AlreadyPublic(where="示例市人民政府网站"), NotFound()
REFUSED, PARTLY = Refused(reasons="属于讨论记录。"), PartlyDisclosed(reasons="含有身份证号码。")


def several(*decisions: Single, main: int = 1) -> Several:
    items = tuple(
        Item(asked=f"第{n}项", decision=decision, documents=(UUID(int=n),)) for n, decision in enumerate(decisions, 1)
    )
    return Several(items=items, main=main)


@pytest.mark.parametrize(
    ("outcome", "row"),
    [
        (Outcome.ALREADY_PUBLIC, "3.1"),
        (Outcome.DISCLOSED, "3.1"),
        (Outcome.PARTLY_DISCLOSED, "3.2"),
        (Outcome.SPECIAL_REGISTER, "3.3.8"),
        (Outcome.NOT_FOUND, "3.4.1"),
        (Outcome.NOT_THIS_AGENCY, "3.4.1"),
        (Outcome.NEEDS_MAKING, "3.4.2"),
        (Outcome.STILL_UNCLEAR, "3.4.3"),
        (Outcome.PETITION, "3.5.1"),
        (Outcome.REPEATED, "3.5.2"),
        (Outcome.PUBLICATION, "3.5.3"),
        (Outcome.EXCESSIVE, "3.5.4"),
        (Outcome.CONFIRMATION_SOUGHT, "3.5.5"),
        (Outcome.ABANDONED, "3.6.1"),
        (Outcome.FEE_UNPAID, "3.6.2"),
        (Outcome.WITHDRAWN, "3.6.3"),
        (Outcome.JOINED, "3.6.3"),
    ],
)
def test_every_outcome_has_its_row(outcome: Outcome, row: str) -> None:
    assert row_for(outcome, None) == row
    assert row_for(outcome, Ground.PRIVACY) == row


@pytest.mark.parametrize(
    ("ground", "row"),
    [
        (Ground.STATE_SECRET, "3.3.1"),
        (Ground.FORBIDDEN_BY_LAW, "3.3.2"),
        (Ground.SECURITY_AND_STABILITY, "3.3.3"),
        (Ground.BUSINESS_SECRET, "3.3.4"),
        (Ground.PRIVACY, "3.3.4"),
        (Ground.INTERNAL_AFFAIRS, "3.3.5"),
        (Ground.PROCESS_INFORMATION, "3.3.6"),
        (Ground.ENFORCEMENT_FILE, "3.3.7"),
    ],
)
def test_a_refusal_counts_by_its_main_ground(ground: Ground, row: str) -> None:
    assert row_for(Outcome.REFUSED, ground) == row


def test_every_row_is_reached() -> None:
    outcomes = set(Outcome) - {Outcome.REFUSED}
    rows = {row_for(outcome, None) for outcome in outcomes} | {row_for(Outcome.REFUSED, ground) for ground in Ground}
    assert rows == set(ReportRow)


def test_a_refusal_without_a_ground_is_a_bug() -> None:
    with pytest.raises(ValueError, match="main ground"):
        row_for(Outcome.REFUSED, None)


@pytest.mark.parametrize(
    ("items", "outcome"),
    [
        ((DISCLOSED, DISCLOSED), Outcome.DISCLOSED),
        ((PUBLIC, DISCLOSED), Outcome.DISCLOSED),
        ((PUBLIC, PUBLIC), Outcome.ALREADY_PUBLIC),
        ((DISCLOSED, MISSING), Outcome.PARTLY_DISCLOSED),
        ((PUBLIC, REFUSED), Outcome.PARTLY_DISCLOSED),
        ((PARTLY, DISCLOSED), Outcome.PARTLY_DISCLOSED),
        ((PARTLY, MISSING), Outcome.PARTLY_DISCLOSED),
        ((REFUSED, REFUSED), Outcome.REFUSED),
    ],
)
def test_several_items_have_one_outcome(items: tuple[Single, ...], outcome: Outcome) -> None:
    assert outcome_of(several(*items)) is outcome
    assert outcome_of(several(*reversed(items))) is outcome


@pytest.mark.parametrize(("main", "outcome"), [(1, Outcome.REFUSED), (2, Outcome.NOT_FOUND)])
def test_where_nothing_is_given_the_main_item_counts(main: int, outcome: Outcome) -> None:
    decision = several(REFUSED, MISSING, main=main)
    assert outcome_of(decision) is outcome is main_finding(decision).outcome


def test_a_single_finding_is_its_own_outcome() -> None:
    assert outcome_of(MISSING) is Outcome.NOT_FOUND
    assert main_finding(MISSING) is MISSING
