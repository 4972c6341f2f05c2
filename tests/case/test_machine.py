"""A case under random steps, good and bad, by anybody and at any time: what must hold after each of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pydantic import ValidationError

from activities.letters.compose import compose
from schemas.case import Case
from schemas.chain import GENESIS, hash_of
from schemas.commands import Facts
from schemas.errors import DaylightError, InvalidInput, NotAllowed, StepRefused
from schemas.events import CLOCK, Actor, Event, LetterIssued
from schemas.letters import LetterOrder
from schemas.messages import MESSAGES
from schemas.policy import Policy
from schemas.steps import Step
from schemas.vocabulary import Channel, State
from tests.case.arguments import Choose, Said, acceptable, everything_known, first, last, senseless_changes
from tests.case.builders import (
    APPROVER,
    CALENDAR,
    EVERYTHING,
    HANDLER,
    PEOPLE,
    Script,
    calendar_with,
    moment,
    on,
    registered,
)
from tests.letters.samples import PARTIES
from workflows.alarms import next_alarm
from workflows.book import STAFF_RULES
from workflows.decide import available_steps, decide, decide_calendar, decide_tick
from workflows.evolve import fold
from workflows.limit import LIMIT_RUNS, due_of
from workflows.moment import Moment
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.statute import statute_for

T = TypeVar("T")
DAY = timedelta(days=1)
CALENDARS = {
    calendar.version: calendar
    for calendar in (
        CALENDAR,
        calendar_with("more work", on_="2026-05-16 2026-05-17 2026-06-06 2026-06-13 2026-07-04 2019-05-25 2019-06-01"),
        calendar_with("less work", off="2026-05-20 2026-06-03 2026-06-05 2026-07-01 2026-12-30 2019-05-20 2019-06-03"),
        calendar_with("next year", off="2027-01-04 2027-02-03", on_="2027-01-03", official=(2027,)),
    )
}
ARRIVALS = [
    "2019-05-10",
    "2019-05-14",
    "2019-05-15",
    "2025-09-22",
    "2026-02-05",
    "2026-05-11",
    "2026-05-16",
    "2026-12-10",
]
POLICIES = [
    Policy(),
    Policy(),
    Policy(remind_working_days_before=()),
    Policy(remind_working_days_before=(0, 1, 10), correction_working_days=1),
    Policy(remind_working_days_before=(2, 5, 5), timezone="Asia/Urumqi"),
]
OPEN = frozenset(State) - {State.NEW, State.CLOSED}
LEGAL: dict[str, frozenset[State]] = {
    "application_registered": frozenset({State.NEW}),
    "application_received": frozenset({State.REGISTERED}),
    "application_accepted": frozenset({State.RECEIVED}),
    "handler_assigned": OPEN - {State.ISSUED},
    "correction_requested": frozenset({State.RECEIVED}),
    "correction_received": frozenset({State.AWAITING_CORRECTION}),
    "correction_lapsed": frozenset({State.AWAITING_CORRECTION}),
    "application_abandoned": frozenset({State.AWAITING_CORRECTION}),
    "application_withdrawn": OPEN - {State.ISSUED},
    "search_recorded": frozenset({State.PROCESSING}),
    "document_reviewed": frozenset({State.PROCESSING}),
    "reply_drafted": frozenset({State.PROCESSING}),
    "reply_approved": frozenset({State.AWAITING_APPROVAL}),
    "reply_returned": frozenset({State.AWAITING_APPROVAL, State.APPROVED}),
    "reply_issued": frozenset({State.APPROVED}),
    "reply_delivered": frozenset({State.ISSUED}),
    "letter_issued": OPEN,
    "reminder_fell": LIMIT_RUNS,
    "became_overdue": LIMIT_RUNS,
    "calendar_adopted": OPEN,
    "deadline_moved": OPEN - {State.REGISTERED},
    "case_closed": OPEN,
}
LETTER_AFTER = {
    "application_received",
    "correction_requested",
    "reply_issued",
    "application_withdrawn",
    "application_abandoned",
}
BEFORE_CLOSING = {"application_withdrawn", "application_abandoned", "reply_delivered"}
ASIDE = {"withdraw", "assign"}
MAY_LIE_AHEAD = {"respond_by", "due_on", "due_before", "due_after"}


class CaseMachine(RuleBasedStateMachine):
    """One case from its registration on."""

    def __init__(self) -> None:
        super().__init__()
        self.script = Script()
        self.today = on("2019-05-10")
        self.looked = False
        """Whether the clock has looked at the case as it is today."""

    @property
    def case(self) -> Case:
        return self.script.case

    @property
    def calendar(self) -> WorkingCalendar:
        """The calendar the case is under: a closed one keeps its last."""
        return CALENDARS[self.case.calendar_version]

    @initialize(
        arrived_on=st.sampled_from(ARRIVALS),
        entered_after=st.sampled_from([0, 0, 0, 1, 5, 40]),
        channel=st.sampled_from(Channel),
        policy=st.sampled_from(POLICIES),
    )
    def register(self, arrived_on: str, entered_after: int, channel: Channel, policy: Policy) -> None:
        self.today = on(arrived_on) + entered_after * DAY
        self.script = registered(self.today.isoformat(), channel, arrived_on=arrived_on, policy=policy)
        self.looked = True
        self._check_letters(self.script.orders)

    @rule(days=st.integers(0, 30), awake=st.booleans())
    def days_pass(self, days: int, awake: bool) -> None:
        """The clock rings on each of its days, or wakes up only at the end."""
        until = self.today + days * DAY
        while awake and (alarm := next_alarm(self.case, self.calendar)) and alarm.on <= until:
            self.today = max(self.today, alarm.on)
            self._tick()
        self.today = until
        self._tick()

    @rule(days=st.integers(1, 10))
    def days_pass_while_the_clock_sleeps(self, days: int) -> None:
        self.today += days * DAY
        self.looked = False

    @precondition(lambda self: self.case.state is not State.CLOSED)
    @rule(data=st.data())
    def somebody_goes_on_with_it(self, data: st.DataObject) -> None:
        """A step that leads towards a reply, by whoever may take it."""
        aside = ASIDE | ({"record_search"} if self.case.searches else set())
        onward = [(name, actor) for actor in PEOPLE for name in self._offered(actor) if name not in aside]
        if onward:
            self._take(*chooser(data)(onward), data)

    @precondition(lambda self: self.case.state is not State.CLOSED)
    @rule(days=st.integers(0, 4), data=st.data())
    def the_next_days_work(self, days: int, data: st.DataObject) -> None:
        """The clock looks in the morning, then the case goes on."""
        self.today += days * DAY
        self._tick()
        self.somebody_goes_on_with_it(data)

    @precondition(lambda self: self.case.state is not State.CLOSED)
    @rule(actor=st.sampled_from(PEOPLE), withdraws=st.sampled_from([False, False, True]), data=st.data())
    def take_an_offered_step(self, actor: Actor, withdraws: bool, data: st.DataObject) -> None:
        """Any step this person may take; most applicants do not withdraw."""
        offered = [name for name in self._offered(actor) if name != "withdraw" or withdraws]
        if offered:
            self._take(chooser(data)(offered), actor, data)

    @rule(
        name=st.sampled_from(sorted(STAFF_RULES)),
        actor=st.sampled_from(PEOPLE),
        off_by=st.sampled_from([0, 0, 0, 0, 0, -1, 1]),
        known=st.booleans(),
        data=st.data(),
    )
    def try_any_step(self, name: str, actor: Actor, off_by: int, known: bool, data: st.DataObject) -> None:
        when = self._moment(actor, everything_known() if known else Facts())
        said = self._anything(name, when, data)
        try:
            step = self._step(name, said, off_by)
        except ValidationError:
            return
        hidden = available_steps(self.case, when)[name]
        refused = refusal_of(self.case, step, when)
        if refused is None:
            assert hidden is None
            assert off_by == 0
            self._write(decide(self.case, step, when), when)
            self.looked = True
        else:
            assert isinstance(refused, StepRefused | NotAllowed | InvalidInput)
            assert refused.code in MESSAGES
            assert not hidden or off_by or (refused.code, refused.article) == (hidden.code, hidden.article)

    @rule(version=st.sampled_from(sorted(CALENDARS)), rarely=st.integers(0, 3))
    def publish_a_calendar(self, version: str, rarely: int) -> None:
        if rarely < 3 and self.case.state is not State.CLOSED:
            return
        events = decide_calendar(self.case, self.calendar, CALENDARS[version], self.today)
        assert bool(events) == (self.case.state is not State.CLOSED and version != self.case.calendar_version)
        before = self.case
        self._write(events, moment(self.today, CLOCK, calendar=CALENDARS[version]))
        self.looked = self.looked or bool(events)
        if before.state is State.CLOSED:
            assert self.case == before

    @invariant()
    def the_case_is_the_fold_of_its_events(self) -> None:
        assert fold(self.script.start, self.script.events) == self.case
        assert self.case.version == len(self.script.records)
        assert [record.seq for record in self.script.records] == list(range(1, self.case.version + 1))

    @invariant()
    def letters_directly_follow_their_cause(self) -> None:
        events: list[Event | None] = [*self.script.events, None]
        for event, follower in pairwise(events):
            assert event
            assert (event.kind in LETTER_AFTER) == isinstance(follower, LetterIssued)
        closing = [event for event in self.script.events if event.kind == "case_closed"]
        assert len(closing) == (self.case.state is State.CLOSED)

    @invariant()
    def the_limit_is_never_over_without_an_overdue_mark(self) -> None:
        if self.case.state not in LIMIT_RUNS:
            return
        due = due_of(self.case, self.calendar).due
        assert self.case.overdue_on in {None, due + DAY}
        assert self.case.overdue_on is None or self.today > due
        if self.looked:
            assert (self.case.overdue_on is not None) == (self.today > due)

    @invariant()
    def a_notice_in_time_was_never_overdue(self) -> None:
        correction = self.case.correction
        if self.case.state is State.AWAITING_CORRECTION and correction and self.case.overdue_on:
            assert self.case.overdue_on <= correction.notified_on

    @invariant()
    def the_clock_makes_progress(self) -> None:
        case, today = self.case, self.today
        for _ in range(len(case.policy.remind_working_days_before) + 3):
            alarm = next_alarm(case, self.calendar)
            if alarm is None:
                assert decide_tick(case, today + 400 * DAY, self.calendar) == []
                return
            assert not (self.looked and alarm.on <= self.today)
            rings = alarm.at.astimezone(ZoneInfo(case.policy.timezone))
            assert rings.date() == alarm.on
            assert case.policy.alarms_from <= rings.time() < case.policy.alarms_until
            if alarm.on > today:
                assert decide_tick(case, alarm.on - DAY, self.calendar) == []
            today = max(today, alarm.on)
            events = decide_tick(case, today, self.calendar)
            assert events
            case = fold(case, events)
            later = next_alarm(case, self.calendar)
            assert later is None or later.on > alarm.on
            assert decide_tick(case, today, self.calendar) == []
        raise AssertionError("the clock never comes to rest")

    @invariant()
    def what_is_offered_is_accepted_and_what_is_hidden_is_refused(self) -> None:
        for actor, choose in ((EVERYTHING, first), (HANDLER, last), (APPROVER, last)):
            when = self._moment(actor)
            for name, hidden in available_steps(self.case, when).items():
                said = acceptable(name, self.case, when, choose) if hidden is None else PLAUSIBLE[name]
                refused = refusal_of(self.case, self._step(name, said), when)
                assert bool(refused) == bool(hidden)
                assert not (refused and hidden) or refused.code == hidden.code

    @invariant()
    def a_stale_version_is_refused(self) -> None:
        code = "case_closed" if self.case.state is State.CLOSED else "stale_version"
        for name, said in PLAUSIBLE.items():
            for off_by in (-1, 1):
                refused = refusal_of(self.case, self._step(name, said, off_by), self._moment(EVERYTHING))
                assert refused
                assert refused.code == code

    @invariant()
    def a_closed_case_is_closed(self) -> None:
        if self.case.state is not State.CLOSED:
            return
        assert next_alarm(self.case, self.calendar) is None
        assert self.case.outcome
        assert self.case.closed_on
        for name, said in PLAUSIBLE.items():
            refused = refusal_of(self.case, self._step(name, said), self._moment(EVERYTHING))
            assert refused
            assert refused.code == "case_closed"

    @invariant()
    def the_read_model_agrees(self) -> None:
        case = self.case
        self.script.calendar = self.calendar
        row = self.script.row
        for name in type(row).model_fields.keys() & type(case).model_fields.keys():
            assert getattr(row, name) == getattr(case, name), name
        assert row.handler_id == case.handler
        assert row.head == self.script.head
        assert row.limit_runs == (case.state in LIMIT_RUNS)
        assert row.target_due_on
        if case.received_on is None:
            assert row.due_on is None
            return
        assert row.due_on == due_of(case, self.calendar).due
        assert row.target_due_on <= row.due_on
        assert case.statute == statute_for(case.received_on).id

    def teardown(self) -> None:
        """The chain of what was written verifies, from the stored documents alone."""
        previous = GENESIS
        for seq, record in enumerate(self.script.records, start=1):
            link = record.model_dump(mode="json")
            assert (link["seq"], link["previous"], link["hash"]) == (seq, previous, hash_of(link))
            previous = link["hash"]

    def _offered(self, actor: Actor) -> list[str]:
        offers = available_steps(self.case, self._moment(actor))
        return [name for name, refused in offers.items() if refused is None]

    def _take(self, name: str, actor: Actor, data: st.DataObject) -> None:
        """Take an offered step; it must be accepted."""
        when = self._moment(actor)
        self._write(decide(self.case, self._step(name, acceptable(name, self.case, when, chooser(data))), when), when)
        self.looked = True

    def _tick(self) -> None:
        when = moment(self.today, CLOCK, calendar=self.calendar)
        self._write(decide_tick(self.case, self.today, self.calendar), when)
        self.looked = True
        assert decide_tick(self.case, self.today, self.calendar) == []

    def _write(self, events: list[Event], when: Moment) -> None:
        """Write what was decided; every event must be legal in the state it is folded into."""
        before, ordered = self.case, len(self.script.orders)
        written = len(self.script.records)
        self.script.write(events, when)
        case = before
        for record in self.script.records[written:]:
            assert case.state in LEGAL[record.event.kind], (record.event.kind, case.state)
            assert record.event.kind != "case_closed" or any(e.kind in BEFORE_CLOSING for e in events)
            self._check_dates(record.event)
            case = fold(case, [record.event])
        self._check_letters(self.script.orders[ordered:])
        self._check_mark_at_the_end(before)

    def _check_dates(self, event: Event) -> None:
        assert self.case.arrived_on
        for name, value in event:
            if isinstance(value, date):
                assert value >= self.case.arrived_on, (event.kind, name)
                assert name in MAY_LIE_AHEAD or value <= self.today, (event.kind, name)

    def _check_letters(self, orders: Sequence[LetterOrder]) -> None:
        """Every letter that is called for can be made: it lacks nothing that the law wants said."""
        for order in orders:
            compose(order, PARTIES, "示公复〔2026〕1号")

    def _check_mark_at_the_end(self, before: Case) -> None:
        """A closed case is marked overdue exactly when the act that ended it came after the due date."""
        if self.case.state is not State.CLOSED or before.state not in LIMIT_RUNS:
            return
        ending = next(event for event in reversed(self.script.events) if event.kind in BEFORE_CLOSING)
        acted_on = getattr(ending, "delivered_on", None) or getattr(ending, "withdrawn_on", None)
        assert acted_on
        due = due_of(self.case, self.calendar).due
        assert (self.case.overdue_on is not None) == (acted_on > due)
        assert getattr(ending, "in_time", acted_on <= due) == (acted_on <= due)

    def _moment(self, actor: Actor, facts: Facts | None = None) -> Moment:
        return moment(self.today, actor, facts or everything_known(), self.calendar)

    def _step(self, name: str, said: Said, off_by: int = 0) -> Step:
        step: Any = STAFF_RULES[name].step.model_validate({"expected_version": self.case.version + off_by, **said})
        made: Step = step
        return made

    def _anything(self, name: str, when: Moment, data: st.DataObject) -> Said:
        """What the step would accept, or something plausible, with a change or two that may make it senseless."""
        choose = chooser(data)
        offered = available_steps(self.case, moment(self.today, EVERYTHING, calendar=self.calendar))[name] is None
        said = acceptable(name, self.case, when, choose) if offered else dict(PLAUSIBLE[name])
        fields = STAFF_RULES[name].step.model_fields
        fitting = [change for change in senseless_changes(self.today) if change.keys() <= fields.keys()]
        for _ in range(choose([0, 1, 2]) if fitting else 0):
            said |= choose(fitting)
        return said


PLAUSIBLE: dict[str, Said] = {
    "confirm_receipt": {"how": "电话"},
    "accept": {},
    "assign": {"handler": str(HANDLER.staff_id)},
    "request_correction": {"items": ["补正"]},
    "receive_correction": {"content": "更正"},
    "confirm_abandonment": {"finding": "未见理由"},
    "withdraw": {},
    "record_search": {"description": "检索"},
    "review_document": {"document": str(HANDLER.staff_id), "result": "disclose"},
    "draft_reply": {"decision": {"outcome": "not_this_agency", "reasons": "非本机关制作"}},
    "approve_reply": {"verdict": "approve"},
    "issue_reply": {},
    "record_delivery": {"method": "post", "proof": "1234"},
}


def chooser(data: st.DataObject) -> Choose:
    def choose(options: Sequence[T], /) -> T:
        return data.draw(st.sampled_from(options))

    return choose


def refusal_of(case: Case, step: Step, when: Moment) -> DaylightError | None:
    """Why the step is refused; None if it is accepted."""
    try:
        decide(case, step, when)
    except DaylightError as refused:
        return refused
    return None


CaseMachine.TestCase.settings = settings(
    max_examples=300,
    stateful_step_count=40,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestCase = CaseMachine.TestCase
