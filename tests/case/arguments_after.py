"""Arguments for the steps after the reply."""

from uuid import UUID

from schemas.case import Case
from schemas.vocabulary import (
    Instance,
    RemedyDateKind,
    RemedyResult,
    ReviewResult,
    State,
)
from tests.case.arguments_reply import GIVING
from tests.case.choosing import DAY, Choose, Maker, Said, since
from workflows.moment import Moment


def _remedy(case: Case, moment: Moment, choose: Choose) -> Said:
    answered = case.state in {State.ISSUED, State.CLOSED}
    filed_on = since(case.received_on or case.arrived_on, moment, choose) if answered else None
    return {"instance": choose(list(Instance)), "body": "示例市人民政府", "filed_on": filed_on}


def _remedy_result(case: Case, moment: Moment, choose: Choose) -> Said:
    sought = choose([one for one in case.remedies if one.result is None])
    result, served_on = choose(list(RemedyResult)), since(sought.filed_on, moment, choose)
    day = served_on or moment.today
    orders = [{"working_days": 15}, {"by": day + DAY}, {"by": day + 60 * DAY}]
    ordered = result is not RemedyResult.UPHELD and case.received_on
    order = choose([None, *orders]) if ordered else None
    return {"remedy": sought.id, "result": result, "served_on": served_on, "summary": "决定书", "new_reply": order}


def _date_set(case: Case, moment: Moment, choose: Choose) -> Said:
    sought = choose([one for one in case.remedies if one.result is None])
    days = [sought.filed_on, moment.today, moment.today + DAY, moment.today + 40 * DAY]
    return {"remedy": sought.id, "what": choose(list(RemedyDateKind)), "due_on": choose(days), "note": "示例市人民政府"}


def _date_kept(case: Case, moment: Moment, choose: Choose) -> Said:
    sought, day = choose([(sought, day) for sought in case.remedies for day in sought.awaited])
    return {"which": day.id, "kept_on": since(sought.filed_on, moment, choose)}


def _reassessment(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"document": choose(case.withheld), "disclose": choose([False, True]), "finding": "情况变化"}


def _conversion(case: Case, moment: Moment, choose: Choose) -> Said:
    open_to_all = disclosed(case) - set(case.published)
    chosen = [one.document_id for one in case.documents if one.document_id in open_to_all]
    published_on = since(case.received_on, moment, choose)
    return {"documents": chosen, "proposed_by_applicant": True, "published_on": published_on, "where": "门户网站"}


def disclosed(case: Case) -> set[UUID]:
    """What was disclosed whole, by the reply or after a re-assessment."""
    gave = case.outcome in GIVING
    whole = [one for one in case.documents if one.review and one.review.result is ReviewResult.DISCLOSE and gave]
    return {one.document_id for one in (*whole, *(one for one in case.documents if one.disclosed_later))}


def _filing(case: Case, moment: Moment, choose: Choose) -> Said:
    return {"authority": "示例市人民政府办公室", "filed_on": since(case.issued_on, moment, choose)}


AFTER: dict[str, Maker] = {
    "record_remedy": _remedy,
    "set_remedy_date": _date_set,
    "keep_remedy_date": _date_kept,
    "record_remedy_result": _remedy_result,
    "reassess_document": _reassessment,
    "convert_to_proactive": _conversion,
    "file_refusal": _filing,
}
