"""Arguments for steps, made from the state of a case: such as must be accepted, and such as may be anything."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID

from schemas.case import Case
from schemas.commands import Facts
from schemas.vocabulary import DeliveryMethod, Ground, ReviewResult, State, Verdict
from tests.case.builders import DECISIONS, TEXT_ID, document
from workflows.acceptance import correction_notice_by
from workflows.drafting import outcomes_open
from workflows.moment import Moment

T = TypeVar("T")
Said = dict[str, Any]

POOL = tuple(document(number) for number in range(1, 9))
"""The uploaded documents of the case."""


class Choose(Protocol):
    """Picks one of several."""

    def __call__(self, options: Sequence[T], /) -> T: ...


def first(options: Sequence[T], /) -> T:
    return options[0]


def last(options: Sequence[T], /) -> T:
    return options[-1]


def everything_known() -> Facts:
    """What the API would have fetched when every document, handler and text is there."""
    return Facts(documents=POOL, handler_known=True, text_id=TEXT_ID)


def acceptable(name: str, case: Case, moment: Moment, choose: Choose) -> Said:
    """Arguments which an offered step must accept."""
    return _ACCEPTABLE[name](case, moment, choose)


def _nothing(case: Case, moment: Moment, choose: Choose) -> Said:
    return {}


def _confirmation(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"how": "电话确认", "confirmed_on": _day(case.arrived_on, moment.today, choose)}


def _assignment(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"handler": UUID(int=77)}


def _abandonment(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"finding": "经电话联系，未见正当理由"}


def _withdrawal(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"withdrawn_on": _day(case.arrived_on, moment.today, choose)}


def _draft(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"decision": DECISIONS[choose(sorted(outcomes_open(case)))]}


def _approval(case: Case, moment: Moment, choose: Choose) -> Said:
    open_to = [Verdict.RETURN] if case.state is State.APPROVED else list(Verdict)
    return {"verdict": choose(open_to), "comment": "意见"}


def _delivery(case: Case, moment: Moment, choose: Choose) -> Said:
    method, delivered_on = choose(list(DeliveryMethod)), _day(case.issued_on, moment.today, choose)
    return {"method": method, "delivered_on": delivered_on, "proof": "1234", **_proof(choose)}


def _day(earliest: date | None, latest: date, choose: Choose) -> date | None:
    """A day from the earliest to the latest; None where it goes without saying that it is today."""
    assert earliest
    days = [earliest + timedelta(days=n) for n in range((latest - earliest).days + 1)]
    return choose([*days[:3], *days[-3:], None] if days[-1] == latest else days)


def _correction_notice(case: Case, moment: Moment, choose: Choose) -> Said:
    notice_by = correction_notice_by(case, moment) or moment.today
    latest = min(notice_by, moment.today)
    assert case.received_on
    notified_on = _day(case.received_on, latest, choose)
    if notified_on is None and moment.today > latest:
        notified_on = latest
    day = notified_on or moment.today
    respond_by = choose([None, day + timedelta(days=1), day + timedelta(days=15), day + timedelta(days=366)])
    return {"items": ["请写明合同的名称"], "notified_on": notified_on, "respond_by": respond_by}


def _correction(case: Case, moment: Moment, choose: Choose) -> Said:
    assert case.correction
    received_on = _day(case.correction.notified_on, moment.today, choose)
    late = (received_on or moment.today) > case.correction.respond_by
    return {"received_on": received_on, "content": "更正后的申请", "late_reason": "住院" if late else None}


def _search(case: Case, moment: Moment, choose: Choose) -> Said:
    known = {found.ref for found in case.documents}
    free = [ref.document_id for ref in POOL if ref not in known]
    return {"description": "检索", "documents": choose([[], free[:1], free[:2], free[-1:]])}


def _review(case: Case, moment: Moment, choose: Choose) -> Said:
    unreviewed = [found for found in case.documents if not found.review] or list(case.documents)
    result = choose(list(ReviewResult))
    withheld = {"grounds": choose([[Ground.PRIVACY], list(Ground)]), "reason": "依《测绘法》第三十八条"}
    found = choose(unreviewed)
    extra = {} if result is ReviewResult.DISCLOSE else withheld
    return {"document": found.ref.document_id, "result": result, **extra}


def _proof(choose: Choose) -> Said:
    return choose([{}, {"proof_document": POOL[0].document_id}])


def senseless_changes(today: date) -> list[Said]:
    """One or the other thing that may make an argument senseless or too early or too late."""
    days: list[date | None] = [today + timedelta(days=n) for n in (-400, -40, -20, -8, -1, 0, 1, 30)]
    fields = ("confirmed_on", "notified_on", "received_on", "withdrawn_on", "delivered_on", "respond_by")
    dates: list[Said] = [{field: day} for field in fields for day in [*days, None, date.min, date.max]]
    twice, stranger = [POOL[0].document_id] * 2, UUID(int=4242)
    return [
        *dates,
        *({"decision": decision} for decision in DECISIONS.values()),
        *({"result": result} for result in ReviewResult),
        *({"documents": found} for found in ([], twice, [stranger], [POOL[0].document_id])),
        *({"document": found} for found in (stranger, POOL[0].document_id)),
        *({"grounds": grounds} for grounds in ([], [Ground.PRIVACY], [Ground.PRIVACY] * 2)),
        *({name: None} for name in ("reason", "comment", "late_reason", "content")),
        {"late_reason": "住院"},
        {"proof_document": stranger},
        {"items": []},
    ]


_ACCEPTABLE: dict[str, Callable[[Case, Moment, Choose], Said]] = {
    "confirm_receipt": _confirmation,
    "accept": _nothing,
    "assign": _assignment,
    "request_correction": _correction_notice,
    "receive_correction": _correction,
    "confirm_abandonment": _abandonment,
    "withdraw": _withdrawal,
    "record_search": _search,
    "review_document": _review,
    "draft_reply": _draft,
    "approve_reply": _approval,
    "issue_reply": _nothing,
    "record_delivery": _delivery,
}
