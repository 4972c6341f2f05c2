"""Arguments for the steps of the search."""

from datetime import date
from uuid import UUID

from schemas.case import Case
from tests.case.choosing import DAY, POOL, Choose, Maker, Said, since
from workflows.moment import Moment
from workflows.search import latest_answer, open_rounds

UNFILED = {"note": "密件登记2025-007号", "pages": 12}


def free_documents(case: Case) -> list[UUID]:
    """Uploaded documents that are not yet found."""
    known = {found.document_id for found in case.documents}
    return [ref.document_id for ref in POOL if ref.document_id not in known]


def _own(case: Case, moment: Moment, choose: Choose) -> Said:
    free = free_documents(case)
    named = choose([[], free[:1], free[:2], free[-1:]])
    return {"description": "检索", "documents": named, "unfiled": choose([[], [], [UNFILED]])}


def _request(case: Case, moment: Moment, choose: Choose) -> Said:
    last = latest_answer(case, moment)
    span = [moment.today + n * DAY for n in range((last - moment.today).days + 1)]
    working = [day for day in span if moment.calendar.is_working(day)]
    due_on: date = choose([*working[:3], *working[-2:]])
    return {"departments": choose([["规划科"], ["规划科", "档案室"]]), "sought": "合同", "due_on": due_on}


def _answer(case: Case, moment: Moment, choose: Choose) -> Said:
    asked = choose(open_rounds(case))
    answers: list[Said] = [
        {"none_because": "该项目未立项"},
        {"unfiled": [UNFILED]},
        *({"documents": [one]} for one in free_documents(case)[:1]),
    ]
    said = {"search": asked.id, "answered_on": since(asked.asked_on, moment, choose), "final": choose([True, False])}
    return {**said, "searched_by": "科长", "how": "查阅了档案", **choose(answers)}


def _withdrawal(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"search": choose(open_rounds(case)).id, "reason": "不再需要"}


SEARCHING: dict[str, Maker] = {
    "record_search": _own,
    "request_search": _request,
    "answer_search": _answer,
    "withdraw_search": _withdrawal,
}
