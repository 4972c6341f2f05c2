"""A digest with something in every table; all names are invented."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from schemas.digest_periods import Period, Span
from schemas.digests import (
    AgencyFigures,
    Digest,
    DigestFigures,
    Flow,
    LeftOfLimit,
    Load,
    NoticesLeft,
    OpenCases,
    Remedies,
    Slipped,
    SlippedCase,
)
from schemas.vocabulary import Instance, RemedyResult, State

FLOW = Flow(received=42, closed=36, in_time=35, on_time=Decimal("97.2"), days_used=Decimal("13.4"))
BEFORE = Flow(received=35, closed=40, in_time=40, on_time=Decimal("100.0"), days_used=Decimal("12.0"))
LIN, CASE = UUID(int=7), UUID(int=9)


def figures(**changes: Any) -> DigestFigures:
    """The figures of the sample, changed."""
    slipped = SlippedCase(
        case_id=CASE,
        reference="示建公〔2026〕17号",
        state=State.PROCESSING,
        due_on=date(2026, 11, 18),
        days_late=5,
        closed=False,
        handler=LIN,
        handler_name="林承办",
    )
    return DigestFigures(
        flow=FLOW,
        compared=Span(first=date(2026, 11, 9), until=date(2026, 11, 16)),
        before=BEFORE,
        open=OpenCases(
            total=57,
            by_state=((State.RECEIVED, 12), (State.PROCESSING, 40), (State.CLOSED, 5)),
            days_left=LeftOfLimit(over=1, upto_2=6, upto_5=10, upto_10=20, more=18, stopped=2),
        ),
        slipped=Slipped(became_overdue=1, closed_late=1, cases=(slipped,)),
        handlers=(
            Load(staff_id=LIN, name="林承办", department="公开科", open=30, overdue=1, soon=7),
            Load(assigned=False, open=27, overdue=0, soon=9),
        ),
        departments=(
            Load(department="公开科", open=30, overdue=1, soon=7),
            Load(open=27, overdue=0, soon=9),
        ),
        notices=NoticesLeft(unacknowledged=4, oldest=date(2026, 11, 12), failed=1, nobody=0),
        remedies=Remedies(filed=((Instance.RECONSIDERATION, 2),), decided=((RemedyResult.CORRECTED, 1),), pending=3),
        agencies=(
            AgencyFigures(
                agency_id=UUID(int=1),
                code="示建公",
                name="示例市住房和城乡建设局",
                flow=FLOW,
                open=57,
                overdue=1,
                became_overdue=1,
            ),
            AgencyFigures(
                agency_id=UUID(int=2),
                code="示房公",
                name="示例市房产交易中心",
                flow=Flow(),
                open=0,
                overdue=0,
                became_overdue=0,
            ),
        ),
    ).model_copy(update=changes)


def sample(**changes: Any) -> Digest:
    """The weekly digest of 16 to 22 November 2026, made three days late, changed."""
    return Digest(
        id=UUID(int=5),
        agency_id=UUID(int=1),
        agency_code="示建公",
        agency_name="示例市住房和城乡建设局",
        timezone="Asia/Shanghai",
        period=Period.WEEKLY,
        first=date(2026, 11, 16),
        until=date(2026, 11, 23),
        interim=False,
        due_at=datetime(2026, 11, 22, 23, tzinfo=UTC),
        made_at=datetime(2026, 11, 26, 1, 30, tzinfo=UTC),
        late_days=3,
        as_of=date(2026, 11, 23),
        figures=figures(),
    ).model_copy(update=changes)
