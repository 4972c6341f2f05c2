"""Small builders for the tests of the case: a calendar, people, documents, and a script that plays steps day by day."""

from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple, TypeVar
from uuid import UUID, uuid5

import pytest

from schemas.case import Case, CaseRow
from schemas.case_parts import Earlier
from schemas.chain import GENESIS, forge
from schemas.clock import CalendarData
from schemas.commands import Facts, OtherCase
from schemas.decisions import (
    AlreadyPublic,
    ConfirmationSought,
    Decision,
    Disclosed,
    Excessive,
    NeedsMaking,
    NotFound,
    NotThisAgency,
    PartlyDisclosed,
    Petition,
    Publication,
    Refused,
    Repeated,
    SpecialRegister,
    StillUnclear,
)
from schemas.documents import DocumentRef
from schemas.errors import DaylightError
from schemas.events import CLOCK, Actor, Event, EventRecord, LetterIssued
from schemas.letters import LetterOrder, LetterRef, about
from schemas.policy import Policy
from schemas.steps import (
    Accept,
    ApproveReply,
    ConfirmReceipt,
    DraftReply,
    IssueReply,
    ReceiveCorrection,
    RecordDelivery,
    RecordSearch,
    Register,
    RequestCorrection,
    ReviewDocument,
    Step,
)
from schemas.steps_base import StepBase
from schemas.steps_consultation import ConsultThirdParty
from schemas.steps_time import AskForReasons, JudgeReasons, RecordReasons
from schemas.vocabulary import (
    ApplicantKind,
    Channel,
    DeliveryMethod,
    Ground,
    Outcome,
    ReviewResult,
    Role,
    State,
    Verdict,
)
from workflows.alarms import author_of
from workflows.approval import DOCX
from workflows.decide import available_steps, decide, decide_calendar, decide_tick
from workflows.evolve import evolve
from workflows.letters import letters_for
from workflows.moment import Moment
from workflows.project import project
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar

CALENDAR = WorkingCalendar.of(national_calendar())
CASE_ID, AGENCY_ID = UUID(int=1), UUID(int=2)
TEXT_ID, PARTY_ID = UUID(int=3), UUID(int=4)
TEXT_IDS = (TEXT_ID, UUID(int=5), UUID(int=6))

E = TypeVar("E", bound=Event)


def staff(number: int, *roles: Role) -> Actor:
    return Actor(staff_id=UUID(int=100 + number), roles=roles)


HANDLER = staff(1, Role.HANDLER)
REVIEWER = staff(2, Role.REVIEWER)
APPROVER = staff(3, Role.APPROVER)
OGI_HEAD = staff(4, Role.OGI_HEAD)
SUPERVISOR = staff(5, Role.SUPERVISOR)
ADMINISTRATOR = staff(6, Role.ADMINISTRATOR)
EVERYTHING = staff(7, Role.HANDLER, Role.REVIEWER, Role.APPROVER)
LEGAL = staff(8, Role.LEGAL)
SECTION_HEAD = staff(9, Role.SECTION_HEAD)
AGENCY_HEAD = staff(10, Role.AGENCY_HEAD)
SIGNERS = (SECTION_HEAD, LEGAL, APPROVER, OGI_HEAD, AGENCY_HEAD)
PEOPLE = (HANDLER, REVIEWER, *SIGNERS, SUPERVISOR, ADMINISTRATOR, EVERYTHING)


def document(number: int) -> DocumentRef:
    return DocumentRef(
        document_id=UUID(int=1000 + number), sha256=f"{number:064x}", size=number, media_type="application/pdf"
    )


TENDER, CONTRACT, MINUTES = document(1), document(2), document(3)
EDITED = document(9).model_copy(update={"media_type": DOCX})
"""The reply as a clerk has edited it."""

DECISIONS: dict[Outcome, Decision] = {
    Outcome.ALREADY_PUBLIC: AlreadyPublic(where="请登录示例市人民政府网站查询。"),
    Outcome.DISCLOSED: Disclosed(),
    Outcome.PARTLY_DISCLOSED: PartlyDisclosed(reasons="分项报价属于商业秘密。"),
    Outcome.REFUSED: Refused(reasons="会议记录属于过程性信息。"),
    Outcome.NOT_FOUND: NotFound(),
    Outcome.NOT_THIS_AGENCY: NotThisAgency(reasons="该信息由示例市规划局制作。", right_agency="示例市规划局"),
    Outcome.SPECIAL_REGISTER: SpecialRegister(law="《不动产登记暂行条例》", where="请到示例市不动产登记中心查询。"),
    Outcome.NEEDS_MAKING: NeedsMaking(reasons="需要对各年数据汇总、分析。"),
    Outcome.STILL_UNCLEAR: StillUnclear(reasons="补正后仍不能确定所指的合同。"),
    Outcome.PETITION: Petition(reasons="所提内容属于投诉。", right_channel="请向示例市信访局反映。"),
    Outcome.REPEATED: Repeated(earlier_case=UUID(int=20)),
    Outcome.PUBLICATION: Publication(where="请到示例市图书馆查阅。"),
    Outcome.EXCESSIVE: Excessive(reasons="所述理由不合理。"),
    Outcome.CONFIRMATION_SOUGHT: ConfirmationSought(reasons="该信息申请人已经取得。"),
}
"""Every outcome that a reply can have."""
LAWFUL = {"facts_and_evidence": True, "legal_basis": True, "procedure": True, "opinion": "未见问题"}
"""A legality review that finds nothing wrong."""
ANSWERED_BEFORE = OtherCase(
    case_id=UUID(int=20),
    reference="2026-0020",
    state=State.CLOSED,
    reply=Earlier(case_id=UUID(int=20), number="示公〔2026〕1号", dated=date(2026, 1, 12)),
)
STILL_OPEN = OtherCase(case_id=UUID(int=21), reference="2026-0021", state=State.PROCESSING, due_on=date(2019, 5, 10))
"""Two other cases of the same applicant; the open one is due before any other here."""


def on(text: str) -> date:
    return date.fromisoformat(text)


def at_ten(day: date) -> datetime:
    """Ten in the morning in Shanghai."""
    return datetime.combine(day, time(2), UTC)


def moment(day: date, actor: Actor, facts: Facts | None = None, calendar: WorkingCalendar = CALENDAR) -> Moment:
    return Moment(at_ten(day), day, actor, calendar, facts or Facts())


def new_case(policy: Policy | None = None) -> Case:
    return Case(case_id=CASE_ID, agency_id=AGENCY_ID, policy=policy or Policy())


def calendar_with(version: str, *, off: str = "", on_: str = "", official: tuple[int, ...] = ()) -> WorkingCalendar:
    """The national calendar with some days off or worked in addition, and more years official."""
    base = CALENDAR.data
    more_off, more_on = {on(day) for day in off.split()}, {on(day) for day in on_.split()}
    return WorkingCalendar.of(
        CalendarData(
            version=version,
            official_years=tuple(sorted({*base.official_years, *official})),
            off=tuple(sorted({*base.off, *more_off} - more_on)),
            on=tuple(sorted({*base.on, *more_on} - more_off)),
        )
    )


def made(order: LetterOrder) -> LetterRef:
    """What the letter activity would answer."""
    number = len(order.key)
    return LetterRef(
        letter_id=uuid5(order.case_id, order.key),
        kind=order.kind,
        number=f"示公〔{order.dated.year}〕{number}号",
        dated=order.dated,
        pdf=document(number),
        docx=document(number + 1),
        about=about(order),
    )


class Refusal(NamedTuple):
    status: int
    code: str
    article: str | None = None
    field: str | None = None


def by_law(code: str, article: str | None = None) -> Refusal:
    return Refusal(409, code, article)


def senseless(code: str, field: str) -> Refusal:
    return Refusal(422, code, field=field)


NOT_PERMITTED = Refusal(403, "role_not_permitted")


class Script:
    """One case, played day by day: what the durable workflow does around the pure heart, without the workflow."""

    def __init__(self, policy: Policy | None = None, calendar: WorkingCalendar = CALENDAR) -> None:
        self.start = self.case = new_case(policy)
        self.calendar = calendar
        self.records: list[EventRecord] = []
        self.orders: list[LetterOrder] = []

    @property
    def events(self) -> list[Event]:
        return [record.event for record in self.records]

    @property
    def head(self) -> str:
        return self.records[-1].hash if self.records else GENESIS

    @property
    def row(self) -> CaseRow:
        return project(self.case, self.calendar, self.head)

    def moment(self, day: date, actor: Actor, facts: Facts | None = None) -> Moment:
        return moment(day, actor, facts, self.calendar)

    def take(self, day: str, actor: Actor, step: type[StepBase], facts: Facts | None = None, **said: Any) -> list[str]:
        """Take a step; the kinds of what it wrote, letters included."""
        when = self.moment(on(day), actor, facts)
        return self.write(decide(self.case, self._step(step, said), when), when)

    def refusal(self, day: str, actor: Actor, step: type[StepBase], facts: Facts | None = None, **said: Any) -> Refusal:
        """Try a step that must be refused."""
        with pytest.raises(DaylightError) as refused:
            decide(self.case, self._step(step, said), self.moment(on(day), actor, facts))
        error = refused.value
        return Refusal(error.status, error.code, error.article, error.field)

    def tick(self, day: str) -> list[str]:
        """The clock looks at the case."""
        when = self.moment(on(day), CLOCK)
        return self.write(decide_tick(self.case, when.today, when.calendar), when)

    def adopt(self, day: str, calendar: WorkingCalendar) -> list[str]:
        """A new calendar arrives."""
        events = decide_calendar(self.case, self.calendar, calendar, on(day))
        self.calendar = calendar
        return self.write(events, self.moment(on(day), CLOCK))

    def write(self, events: list[Event], when: Moment) -> list[str]:
        """Fold and chain the events, each followed by the letters it calls for."""
        before = len(self.records)
        for event in events:
            self._append(event, when)
            for order in letters_for(self.case, event, when):
                self.orders.append(order)
                self._append(LetterIssued(letter=made(order)), when)
        return [record.event.kind for record in self.records[before:]]

    def offered(self, day: str, actor: Actor) -> set[str]:
        """The steps that may be taken."""
        offers = available_steps(self.case, self.moment(on(day), actor))
        return {name for name, refusal in offers.items() if refusal is None}

    def last(self, kind: type[E]) -> E:
        """The latest event of this kind."""
        return next(event for event in reversed(self.events) if isinstance(event, kind))

    def _append(self, event: Event, when: Moment) -> None:
        self.case = evolve(self.case, event)
        by, seq = author_of(event, when.actor), self.case.version
        self.records.append(forge(CASE_ID, seq, when.at, by, f"command/{seq}", event, self.head))

    def _step(self, step: type[StepBase], said: dict[str, Any]) -> Step:
        made: Step = step.model_validate({"expected_version": self.case.version, **said})  # type: ignore[assignment]
        return made


def registered(
    day: str = "2026-05-11",
    channel: Channel = Channel.ONLINE,
    *,
    arrived_on: str | None = None,
    policy: Policy | None = None,
    calendar: WorkingCalendar = CALENDAR,
    edition: int = 1,
) -> Script:
    script = Script(policy, calendar)
    script.take(
        day,
        HANDLER,
        Register,
        reference="2026-0001",
        channel=channel,
        arrived_on=on(arrived_on or day),
        applicant_kind=ApplicantKind.NATURAL_PERSON,
        edition=edition,
    )
    return script


def received(
    day: str = "2026-05-11",
    *,
    policy: Policy | None = None,
    calendar: WorkingCalendar = CALENDAR,
    edition: int = 1,
) -> Script:
    """Handed in on that day. Handed in on Mon 2026-05-11: due Mon 2026-06-08."""
    return registered(day, Channel.IN_PERSON, policy=policy, calendar=calendar, edition=edition)


def confirmed(arrived: str, day: str) -> Script:
    """Submitted online and confirmed."""
    script = registered(arrived)
    script.take(day, HANDLER, ConfirmReceipt, how="电话确认")
    return script


def sent_back(day: str = "2026-04-20", notified: str = "2026-04-28", **said: Any) -> Script:
    """Received, and the applicant asked to correct; by default until Wed 2026-05-13."""
    script = received(day)
    script.take(notified, HANDLER, RequestCorrection, items=["请写明合同的名称"], **said)
    return script


def in_hand(day: str = "2026-05-11", *, policy: Policy | None = None, edition: int = 1) -> Script:
    script = received(day, policy=policy, edition=edition)
    script.take(day, HANDLER, Accept)
    return script


def corrected(day: str = "2026-05-11", *, policy: Policy | None = None) -> Script:
    """In hand again after the one correction, all on one day."""
    script = received(day, policy=policy)
    script.take(day, HANDLER, RequestCorrection, items=["请写明合同的名称"])
    script.take(day, HANDLER, ReceiveCorrection, Facts(text_id=TEXT_ID))
    script.take(day, HANDLER, Accept)
    return script


def excessive(day: str = "2026-05-11", *, policy: Policy | None = None) -> Script:
    """In hand, and the reasons for so many applications were found wanting, all on one day."""
    script = in_hand(day, policy=policy)
    script.take(day, HANDLER, AskForReasons, counted="两个月内提出申请六十件")
    script.take(day, HANDLER, RecordReasons, Facts(text_id=TEXT_ID))
    script.take(day, HANDLER, JudgeReasons, reasonable=False, finding="与申请内容无关")
    return script


def search(script: Script, day: str, *found: DocumentRef) -> Script:
    script.take(
        day,
        HANDLER,
        RecordSearch,
        Facts(documents=found),
        description="以“机房改造”为关键词检索了档案系统",
        documents=[ref.document_id for ref in found],
    )
    return script


_WITHHELD: dict[str, Any] = {"grounds": [Ground.PROCESS_INFORMATION], "reason": "属于讨论记录"}


def review(script: Script, day: str, ref: DocumentRef, result: ReviewResult, **said: Any) -> Script:
    usual: dict[str, Any] = {} if result is ReviewResult.DISCLOSE else dict(_WITHHELD)
    script.take(day, REVIEWER, ReviewDocument, document=ref.document_id, result=result, **{**usual, **said})
    return script


def consult(script: Script, day: str, *asked_about: DocumentRef, **said: Any) -> str:
    """Ask a third party about some documents; the id of the consultation."""
    documents = [ref.document_id for ref in asked_about]
    usual = {"documents": documents, "concerns": "分项报价"}
    script.take(day, HANDLER, ConsultThirdParty, Facts(party_id=PARTY_ID), **{**usual, **said})
    return script.case.consultations[-1].id


_BEGUN = {Outcome.STILL_UNCLEAR: corrected, Outcome.EXCESSIVE: excessive}
"""What must have happened before a reply can have one of these outcomes."""


def ready_for(outcome: Outcome, day: str = "2026-05-11", *, policy: Policy | None = None) -> Script:
    """A case in hand whose search and review leave room for this outcome."""
    script = _BEGUN.get(outcome, in_hand)(day, policy=policy)
    match outcome:
        case Outcome.DISCLOSED:
            review(search(script, day, TENDER), day, TENDER, ReviewResult.DISCLOSE)
        case Outcome.PARTLY_DISCLOSED:
            search(script, day, TENDER, MINUTES)
            review(script, day, TENDER, ReviewResult.DISCLOSE)
            review(script, day, MINUTES, ReviewResult.WITHHOLD)
        case Outcome.REFUSED:
            review(search(script, day, MINUTES), day, MINUTES, ReviewResult.WITHHOLD)
        case Outcome.NOT_FOUND:
            search(script, day)
    return script


def drafted(
    outcome: Outcome = Outcome.ALREADY_PUBLIC,
    day: str = "2026-05-11",
    actor: Actor = HANDLER,
    *,
    policy: Policy | None = None,
) -> Script:
    script = ready_for(outcome, day, policy=policy)
    facts = Facts(other=ANSWERED_BEFORE if outcome is Outcome.REPEATED else None)
    script.take(day, actor, DraftReply, facts, decision=DECISIONS[outcome])
    return script


def approve(script: Script, day: str, *signers: Actor) -> Script:
    """One signature after the other; the legality review finds nothing wrong."""
    for signer in signers:
        legality = LAWFUL if Role.LEGAL in signer.roles else None
        script.take(day, signer, ApproveReply, verdict=Verdict.APPROVE, legality=legality)
    return script


def approved(
    outcome: Outcome = Outcome.ALREADY_PUBLIC, day: str = "2026-05-11", *, policy: Policy | None = None
) -> Script:
    """Signed by everybody in the chain of the policy."""
    script = drafted(outcome, day, policy=policy)
    by_role = {role: signer for signer in SIGNERS for role in signer.roles}
    return approve(script, day, *(by_role[role] for role in script.case.draft.chain))  # type: ignore[union-attr]


def issued(
    outcome: Outcome = Outcome.ALREADY_PUBLIC,
    day: str = "2026-05-11",
    issued_on: str | None = None,
    *,
    policy: Policy | None = None,
) -> Script:
    script = approved(outcome, day, policy=policy)
    script.take(issued_on or day, HANDLER, IssueReply)
    return script


def deliver(script: Script, day: str, delivered_on: str | None = None) -> list[str]:
    day_that_counts = on(delivered_on) if delivered_on else None
    return script.take(
        day,
        HANDLER,
        RecordDelivery,
        method=DeliveryMethod.POST,
        delivered_on=day_that_counts,
        proof="EMS 1234567890123",
    )


def closed(
    day: str = "2026-05-11", outcome: Outcome = Outcome.ALREADY_PUBLIC, *, policy: Policy | None = None
) -> Script:
    script = issued(outcome, day, policy=policy)
    deliver(script, day)
    return script
