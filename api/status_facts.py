"""A case as its applicant may know it, in words for everybody. Pure: a case, a calendar and a day in, sentences out.

Only what concerns the applicant is looked at; what is not named here cannot be shown.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from activities.letters.phrases import chinese_date
from schemas.case import Case
from schemas.case_parts import Consultation
from schemas.clock import CorrectionWasReceived, DayKind, Deadline, ExplainedDay, Extended, Ordered
from schemas.law.versions import statute_of
from schemas.status import Fact, Standing, StatusDay, StatusDue, StatusFact
from schemas.vocabulary import ConsultationKind, Consulted, State
from workflows.limit import deadline_of, due_of, limit_runs
from workflows.rules.calendar import WorkingCalendar

STANDING = {
    State.NEW: Standing.REGISTERED,
    State.REGISTERED: Standing.REGISTERED,
    State.AWAITING_CORRECTION: Standing.CORRECTION_WANTED,
    State.AWAITING_PAYMENT: Standing.FEE_AWAITED,
    State.ISSUED: Standing.ANSWERED,
    State.CLOSED: Standing.CLOSED,
    State.ARCHIVED: Standing.CLOSED,
}
"""Every other state is in hand: who searches, reviews or signs is the agency's own affair."""
SENTENCES = {
    Standing.REGISTERED: ("已经登记，收到日期待确认", "Registered; the day of receipt is still to be confirmed"),
    Standing.IN_HAND: ("正在办理", "In hand"),
    Standing.CORRECTION_WANTED: ("等待您补正", "Waiting for your correction"),
    Standing.FEE_AWAITED: ("等待您缴费", "Waiting for your payment"),
    Standing.ANSWERED: ("已经作出答复，正在送达", "Answered; the reply is on its way to you"),
    Standing.CLOSED: ("已经办结", "Closed"),
}
_UNDER_WAY = frozenset({State.PROCESSING, State.AWAITING_APPROVAL, State.APPROVED, State.AWAITING_PAYMENT})
_RUNS_ON = (
    "补正告知晚于法定期限作出，等待补正期间答复期限继续计算。",
    " You were notified later than the law allows, so the time to answer runs on meanwhile.",
)
_UNPROVEN = (
    "收费通知书的送达尚无凭证，此前答复期限继续计算。",
    " Nothing proves yet that you received the notice, so the time to answer runs on until then.",
)
_NOT_COUNTED = {
    DayKind.WEEKEND: ("周末，不计入", "weekend, not counted"),
    DayKind.HOLIDAY: ("节假日休息，不计入", "public holiday, not counted"),
    DayKind.EXCLUDED: ("征求意见期间，不计入", "others are being consulted, not counted"),
    DayKind.RECEIPT: ("收到申请之日，从次日起计算", "your application was received; counting begins the next day"),
}
_COUNTED = {
    DayKind.COUNTED: ("第{}个工作日", "working day {}"),
    DayKind.COUNTED_MAKE_UP: ("调休上班，第{}个工作日", "make-up working day, working day {}"),
}


def standing_of(case: Case) -> Standing:
    """Where the application stands."""
    return STANDING.get(case.state, Standing.IN_HAND)


def facts_of(case: Case, calendar: WorkingCalendar | None, today: date) -> tuple[StatusFact, ...]:
    """What happened and what is going on, in this order. ``calendar`` is None while no limit runs."""
    found = deadline_of(case, calendar, today, explain=True) if calendar else None
    return (
        *_received(case),
        *_awaited(case),
        *_consulted(case, found, today),
        *(_extended(case, calendar) if calendar else ()),
        *_ended(case),
    )


def due_of_applicant(case: Case, calendar: WorkingCalendar, today: date) -> StatusDue | None:
    """The last day to answer; None where none runs: while the applicant is awaited, or at an end without a reply."""
    if not (limit_runs(case) or case.issued_on):
        return None
    found = deadline_of(case, calendar, today, explain=True)
    if found is None or found.days is None:
        return None
    return StatusDue(
        due_on=found.due,
        starts_on=found.limit_starts,
        working_days=found.limit,
        provisional=found.provisional,
        passed=today > found.due and case.issued_on is None,
        days=tuple(_told(case, day) for day in found.days),
    )


def _received(case: Case) -> Iterator[StatusFact]:
    if day := case.received_on:
        yield StatusFact(fact=Fact.RECEIVED, day=day, zh=f"{chinese_date(day)}收到您的申请。", en=f"Received on {day}.")


def _awaited(case: Case) -> Iterator[StatusFact]:
    """What the applicant owes, and until when."""
    correction, fee = case.correction, case.fee
    if case.state is State.AWAITING_CORRECTION and correction:
        day = correction.respond_by
        zh = f"请按补正告知书的要求，在{chinese_date(day)}前（含当日）补正申请内容。"
        en = f"Please correct your application by {day}, as notified."
        late_zh, late_en = _RUNS_ON if limit_runs(case) else ("", "")
        yield StatusFact(fact=Fact.CORRECTION_WANTED, day=day, zh=zh + late_zh, en=en + late_en)
    if case.state is State.AWAITING_PAYMENT and fee:
        day = fee.payable_until
        zh = f"请按收费通知书的要求，在{chinese_date(day)}前（含当日）缴纳信息处理费；收到缴费后继续办理。"
        en = f"Please pay the processing fee by {day}, as notified; work goes on when it is paid."
        unproven_zh, unproven_en = _UNPROVEN if limit_runs(case) else ("", "")
        yield StatusFact(fact=Fact.FEE_AWAITED, day=day, zh=zh + unproven_zh, en=en + unproven_en)


def _consulted(case: Case, found: Deadline | None, today: date) -> Iterator[StatusFact]:
    """That others are being asked, and since when; never who, nor about what."""
    if case.state not in _UNDER_WAY:
        return
    asked = [one for one in case.consultations if one.open]
    third = [one for one in asked if one.kind is ConsultationKind.THIRD_PARTY]
    others = [one for one in asked if one.kind is not ConsultationKind.THIRD_PARTY]
    words = (
        (Fact.THIRD_PARTIES, Consulted.THIRD_PARTY, third, "第三方", "third parties"),
        (Fact.AGENCIES, Consulted.AGENCY, others, "其他机关", "other agencies"),
    )
    for fact, who, open_ones, zh, en in words:
        if open_ones:
            yield _asked(fact, open_ones, (zh, en), stopped=_is_stopped(case, who, found, today))


def _asked(fact: Fact, asked: Iterable[Consultation], whom: tuple[str, str], *, stopped: bool) -> StatusFact:
    since = min(one.sent_on for one in asked)
    zh = f"{chinese_date(since)}起正在征求{whom[0]}的意见"
    en = f"The opinion of {whom[1]} has been asked for since {since}"
    return StatusFact(
        fact=fact,
        day=since,
        zh=f"{zh}，所需时间不计入答复期限。" if stopped else f"{zh}。",
        en=f"{en}; that time does not count." if stopped else f"{en}.",
        clock_stopped=stopped,
    )


def _is_stopped(case: Case, who: Consulted, found: Deadline | None, today: date) -> bool:
    """Whether days from today on are left out of the count for it (art. 33(3)); an ordered limit is never stopped."""
    if case.statute is None or who not in statute_of(case.statute).excluded or found is None:
        return False
    return any(day.kind is DayKind.EXCLUDED and day.day >= today for day in found.days or ())


def _extended(case: Case, calendar: WorkingCalendar) -> Iterator[StatusFact]:
    """Only an extension that moves the day: one told too late, or before a new limit began, does not."""
    if case.received_on is None or case.state not in _UNDER_WAY:
        return
    due = due_of(case, calendar).due
    clock = tuple(event for event in case.clock if not isinstance(event, Extended))
    if due != due_of(case.model_copy(update={"clock": clock}), calendar).due:
        zh = f"答复期限已经依法延长至{chinese_date(due)}。"
        yield StatusFact(fact=Fact.EXTENDED, day=due, zh=zh, en=f"The time to answer was extended until {due}.")


def _ended(case: Case) -> Iterator[StatusFact]:
    """The reply and the end; what was decided stands in the letter, not here."""
    if day := case.issued_on:
        zh = f"{chinese_date(day)}作出答复，内容以送达的答复文书为准。"
        yield StatusFact(
            fact=Fact.ANSWERED, day=day, zh=zh, en=f"Answered on {day}; what counts is the letter you receive."
        )
    if day := case.closed_on:
        yield StatusFact(fact=Fact.CLOSED, day=day, zh=f"{chinese_date(day)}办结。", en=f"Closed on {day}.")


def _told(case: Case, day: ExplainedDay) -> StatusDay:
    zh, en = _because(case, day)
    return StatusDay(day=day.day, kind=day.kind, number=day.number, zh=zh, en=en)


def _because(case: Case, day: ExplainedDay) -> tuple[str, str]:
    if day.kind in _COUNTED:
        zh, en = _COUNTED[day.kind]
        return zh.format(day.number), en.format(day.number)
    return _NOT_COUNTED.get(day.kind) or _anew(case, day.day)


def _anew(case: Case, day: date) -> tuple[str, str]:
    """Why the count began anew on this day."""
    begun = [event for event in case.clock if event.on == day]
    if any(isinstance(event, Ordered) for event in begun):
        return "责令重新答复之日，从次日起按责令的期限计算", "a new reply was ordered; its own time begins the next day"
    if any(isinstance(event, CorrectionWasReceived) for event in begun):
        return "收到您的补正之日，从次日起重新计算", "your correction was received; counting begins anew the next day"
    return "您缴费之日，从次日起重新计算", "your payment was received; counting begins anew the next day"
