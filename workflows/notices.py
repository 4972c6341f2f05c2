"""Which notices the events of a case call for, and whom they are meant for by function (通知)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from schemas import events as ev
from schemas.case import Case
from schemas.escalation import Matter, Recipient
from schemas.events import Event, EventRecord
from schemas.events_after import ReassessmentFell
from schemas.events_consultation import ConsultationLapsed
from schemas.events_escalation import EscalationFell
from schemas.events_search import SearchReminderFell
from schemas.events_time import FeeLapsed, ReasonsLapsed
from schemas.notices import NoticeOrder, Notices
from workflows.evolve import evolve
from workflows.matters import OpenMatter, open_matters
from workflows.rules.calendar import WorkingCalendar

_H, _R, _S, _OGI = Recipient.HANDLER, Recipient.REVIEWER, Recipient.SIGNER, Recipient.OGI_HEAD
CALLS: dict[str, tuple[Recipient, ...]] = {
    "handler_assigned": (_H,),
    "correction_lapsed": (_H,),
    "reasons_lapsed": (_H,),
    "fee_lapsed": (_H,),
    "consultation_lapsed": (_H,),
    "review_proposed": (_R,),
    "review_returned": (_H,),
    "reply_drafted": (_S,),
    "final_text_set": (_S,),
    "approval_delegated": (_S,),
    "reply_approved": (_S,),
    "reply_returned": (_H,),
    "extension_proposed": (_OGI,),
    "extension_consented": (_H,),
    "extension_denied": (_H,),
    "deadline_moved": (_H,),
    "reminder_fell": (_H,),
    "search_reminder_fell": (_H,),
    "became_overdue": (_H, _OGI),
    "remedy_filed": (_H, _OGI),
    "new_reply_ordered": (_H, _OGI),
    "reassessment_fell": (_H, _R),
}
"""Events that somebody has to hear of besides the rungs of the ladder, which name themselves whom they tell."""
MATTERS = {
    "handler_assigned": Matter.REPLY,
    "reminder_fell": Matter.REPLY,
    "became_overdue": Matter.REPLY,
    "search_reminder_fell": Matter.SEARCH,
    "correction_lapsed": Matter.CORRECTION,
    "reasons_lapsed": Matter.REASONS,
    "fee_lapsed": Matter.FEE,
    "consultation_lapsed": Matter.CONSULTATION,
    "reply_drafted": Matter.APPROVAL,
    "final_text_set": Matter.APPROVAL,
    "approval_delegated": Matter.APPROVAL,
    "reply_approved": Matter.APPROVAL,
}
"""What an event that is no rung speaks of: who is assigned is told again until he acknowledges it."""
ONE_DAY = timedelta(days=1)
ENDS = frozenset({"case_closed", "case_archived"})
"""With these the handling is over, and nobody has to answer what he was told of it."""


def notices_for(case: Case, records: Sequence[EventRecord], calendar: WorkingCalendar) -> Notices:
    """What a batch of events on a case owes to whom, and what is still open after it: at most one notice an event."""
    orders, after = list[NoticeOrder](), case
    for record in records:
        after = evolve(after, record.event)
        orders += _order(after, record, calendar)
    tags = tuple(matter.tag for matter in open_matters(after, calendar))
    former = case.handler if after.handler != case.handler else None
    over = any(record.event.kind in ENDS for record in records)
    return Notices(orders=tuple(orders), open_tags=tags, former=former, over=over)


def _order(case: Case, record: EventRecord, calendar: WorkingCalendar) -> Iterable[NoticeOrder]:
    """The notice of one event; ``case`` is the case after it."""
    event = record.event
    to = event.to if isinstance(event, EscalationFell) else _called(case, event)
    if not to:
        return
    today = record.at.astimezone(ZoneInfo(case.policy.timezone)).date()
    on = _true_on(event) or today
    asked = case.draft if _S in to else None
    yield NoticeOrder(
        key=f"{case.case_id}/notice/{record.seq}",
        case_id=case.case_id,
        agency_id=case.agency_id,
        reference=case.reference,
        seq=record.seq,
        kind=event.kind,
        on=on,
        late_days=max((today - on).days, 0),
        to=to,
        handler=case.handler,
        stage=asked.stage if asked else None,
        delegate=asked.delegate if asked else None,
        **_matter(case, event, calendar),
    )


def _called(case: Case, event: Event) -> tuple[Recipient, ...]:
    """Whom an event calls that is no rung; a reply that is wholly approved calls the handler."""
    return (_H,) if _is_signed(case, event) else CALLS.get(event.kind, ())


def _is_signed(case: Case, event: Event) -> bool:
    """The last of the chain has signed: it waits for nobody's approval any more."""
    return event.kind == "reply_approved" and case.draft is not None and case.draft.stage is None


def _matter(case: Case, event: Event, calendar: WorkingCalendar) -> dict[str, Any]:
    """What the event speaks of, with its date; with a tag while it is open, for then it is repeated."""
    if isinstance(event, EscalationFell):
        about = OpenMatter(event.matter, event.subject, event.due_on, event.due_on)
        return {**_named(about), "working_days": _days_from(event, calendar), "tag": about.tag}
    matter, subject = None if _is_signed(case, event) else MATTERS.get(event.kind), getattr(event, "id", None)
    open_now = (one for one in open_matters(case, calendar) if one.matter is matter)
    found = next((one for one in open_now if subject in {None, one.subject}), None)
    return {**_named(found), "tag": found.tag} if found else {"matter": matter, "subject": subject or ""}


def _days_from(event: EscalationFell, calendar: WorkingCalendar) -> int:
    """Working days from the due date to the day from which the rung is true: more than the rung's own, where an act
    entered late brought it out."""
    passed = calendar.count(event.due_on, event.on) or -calendar.count(event.on, event.due_on)
    return max(passed, event.working_days)


def _named(about: OpenMatter) -> dict[str, Any]:
    return {"matter": about.matter, "subject": about.subject, "due_on": about.due_on}


def _true_on(event: Event) -> date | None:
    """The day from which what the clock says is true, whenever it was noticed; None for what a person did today."""
    match event:
        case ev.ReminderFell() | SearchReminderFell() | ReassessmentFell() | EscalationFell():
            return event.on
        case ev.BecameOverdue():
            return event.overdue_on
        case ev.CorrectionLapsed() | ReasonsLapsed() | ConsultationLapsed():
            return event.respond_by + ONE_DAY
        case FeeLapsed():
            return event.open_until + ONE_DAY
        case _:
            return None
