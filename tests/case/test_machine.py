"""A case under random steps, good and bad, by anybody and at any time: what must hold after each of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from pydantic import ValidationError

from activities.db.case_documents import CaseDocumentRow, documents_after
from activities.letters.compose import compose
from schemas.case import Case
from schemas.case_parts import CaseDocument
from schemas.chain import GENESIS, hash_of
from schemas.commands import Facts
from schemas.errors import DaylightError, InvalidInput, NotAllowed, StepRefused
from schemas.events import CLOCK, Actor, Event, EventRecord, LetterIssued
from schemas.law.versions import statute_for
from schemas.letters import LetterOrder
from schemas.messages import MESSAGES
from schemas.pages import ReviewSheet
from schemas.policy import LADDER, TWO_PERSONS, Policy
from schemas.steps import Step
from schemas.steps_review import ProposeReview
from schemas.vocabulary import Channel, LetterKind, Role, State
from tests.case.anything import PLAUSIBLE, senseless_changes
from tests.case.arguments import acceptable
from tests.case.builders import (
    EVERYTHING,
    HANDLER,
    OGI_HEAD,
    REVIEWER,
    SIGNERS,
    Script,
    moment,
    on,
    registered,
    staff,
)
from tests.case.choosing import Choose, Said, everything_known, first, last
from tests.case.laws import (
    BEFORE_CLOSING,
    CLOCKS_OWN,
    ENDED,
    MAY_LIE_AHEAD,
    check_event,
    check_excluded_days,
    check_history,
    due_again,
    letters_after,
)
from tests.case.laws_review import check_release, disclosed_by
from tests.case.play import (
    AFTERWARDS,
    ANYBODY,
    ARRIVALS,
    ASKING,
    BESIDES,
    CALENDARS,
    ENDING,
    EVERYBODY,
    GIVING_OUT,
    MOVING,
    ONWARD,
    PATHS,
    POLICIES,
    SEARCHING,
    SOON,
)
from tests.case.two_persons import STATES, informed, sheets_of
from tests.letters.samples import PARTIES
from workflows.alarms import next_alarm, overtaken
from workflows.book import STAFF_RULES
from workflows.decide import available_steps, decide, decide_calendar, decide_tick
from workflows.evolve import fold
from workflows.limit import due_of, limit_runs
from workflows.moment import Moment
from workflows.rules.calendar import WorkingCalendar
from workflows.waiting import waiting_of

T = TypeVar("T")
DAY = timedelta(days=1)


class CaseMachine(RuleBasedStateMachine):
    """One case from its registration on."""

    def __init__(self) -> None:
        super().__init__()
        self.script = Script()
        self.today = on("2019-05-10")
        self.looked = False
        """Whether the clock has looked at the case as it is today."""
        self.sheets = dict[str, ReviewSheet]()

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
        come_so_far=st.sampled_from([0, 1, 2, 4, 4, 8, 8, 9, 13, 15, 15, 15]),
        edition=st.sampled_from([LADDER, LADDER, LADDER, TWO_PERSONS, 1]),
        giving=st.booleans(),
        data=st.data(),
    )
    def register(
        self,
        arrived_on: str,
        entered_after: int,
        channel: Channel,
        policy: Policy,
        come_so_far: int,
        edition: int,
        giving: bool,
        data: st.DataObject,
    ) -> None:
        """A new case; often it has come some way already."""
        self.today = on(arrived_on) + entered_after * DAY
        self.script = registered(self.today.isoformat(), channel, arrived_on=arrived_on, policy=policy, edition=edition)
        self.looked = True
        self._check_letters(self.script.orders)
        path = PATHS[edition][:come_so_far]
        for place, name in enumerate(path):
            if giving and edition >= TWO_PERSONS and 2 <= place <= 8:
                self._give_out(*GIVING_OUT[min(place - 2, 3)])
            elif name != "approve_reply" or self.case.state is State.AWAITING_APPROVAL:
                self._go_on((name,), 0, data)  # who has signed last could only send it back

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

    @precondition(lambda self: self.case.state is State.CLOSED)
    @rule(days=st.integers(100, 900))
    def years_pass(self, days: int) -> None:
        self.days_pass(days, awake=days % 2 == 0)

    @precondition(lambda self: self.case.state not in ENDED)
    @rule(days=SOON, data=st.data())
    def somebody_goes_on_with_it(self, days: int, data: st.DataObject) -> None:
        """A step that leads towards a reply."""
        self._go_on(ONWARD, days, data)

    @precondition(lambda self: self.case.documents and self.case.state not in ENDED)
    @rule(days=SOON, data=st.data())
    def others_are_asked(self, days: int, data: st.DataObject) -> None:
        self._go_on(ASKING, days, data)

    @precondition(lambda self: self.case.state is State.PROCESSING)
    @rule(days=SOON, data=st.data())
    def departments_search(self, days: int, data: st.DataObject) -> None:
        self._go_on(SEARCHING, days, data)

    @precondition(lambda self: self.case.state not in ENDED)
    @rule(days=SOON, data=st.data())
    def something_moves_the_limit(self, days: int, data: st.DataObject) -> None:
        self._go_on(MOVING, days, data)

    @rule(days=SOON, data=st.data())
    def something_happens_besides(self, days: int, data: st.DataObject) -> None:
        self._go_on(BESIDES, days, data)

    @precondition(lambda self: self.case.state in {State.ISSUED, State.CLOSED} or self.case.remedies)
    @rule(days=SOON, data=st.data())
    def something_follows_the_reply(self, days: int, data: st.DataObject) -> None:
        self._go_on(AFTERWARDS, days, data)

    @precondition(lambda self: self.case.state is not State.ARCHIVED)
    @rule(actor=st.sampled_from(EVERYBODY), ends=st.sampled_from([False, False, False, True]), data=st.data())
    def take_an_offered_step(self, actor: Actor, ends: bool, data: st.DataObject) -> None:
        """Any step this person may take; most applicants do not withdraw."""
        offered = [name for name in self._offered(actor) if name not in ENDING or ends]
        if offered:
            self._take(chooser(data)(offered), actor, data)

    @rule(
        name=st.sampled_from(sorted(STAFF_RULES)),
        actor=st.sampled_from(EVERYBODY),
        off_by=st.sampled_from([0, 0, 0, 0, 0, -1, 1]),
        known=st.booleans(),
        data=st.data(),
    )
    def try_any_step(self, name: str, actor: Actor, off_by: int, known: bool, data: st.DataObject) -> None:
        when = self._moment(actor, name, None if known else Facts())
        said = self._anything(name, when, data)
        try:
            step = self._step(name, said, off_by)
        except ValidationError:
            return
        hidden = available_steps(self.case, when)[name]
        when = self._informed(step, when) if known else when
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
        if rarely < 3 and self.case.state not in ENDED:
            return
        events = decide_calendar(self.case, self.calendar, CALENDARS[version], self.today)
        assert bool(events) == (self.case.state not in ENDED and version != self.case.calendar_version)
        self._write(events, moment(self.today, CLOCK, calendar=CALENDARS[version]))
        self.looked = self.looked or bool(events)

    @invariant()
    def the_case_is_the_fold_of_its_events(self) -> None:
        assert fold(self.script.start, self.script.events) == self.case
        assert self.case.version == len(self.script.records)
        assert [record.seq for record in self.script.records] == list(range(1, self.case.version + 1))
        check_history(self.script.events)

    @invariant()
    def nothing_goes_out_that_two_persons_did_not_agree_on(self) -> None:
        undecided = {document_id: one.undecided for document_id, one in STATES.items()}
        check_release(self.script.events, self.sheets, undecided)

    @invariant()
    def the_list_of_documents_agrees(self) -> None:
        rows = [row for row in documents_after(self.script.records, {}).values() if not row.set_aside]
        assert [listed(row) for row in sorted(rows, key=lambda row: row.n)] == [
            kept(one) for one in self.case.documents
        ]

    @invariant()
    def letters_directly_follow_their_cause(self) -> None:
        awaited: list[LetterKind] = []
        for event in self.script.events:
            if isinstance(event, LetterIssued):
                assert event.letter.kind is awaited.pop(0)
            else:
                assert awaited == []
                awaited = letters_after(event, self.case)
        assert awaited == []
        assert len({order.key for order in self.script.orders}) == len(self.case.letters)

    @invariant()
    def the_due_date_follows_from_the_events(self) -> None:
        again = due_again(self.script.events, self.calendar)
        assert again == (due_of(self.case, self.calendar).due if self.case.received_on else None)
        check_excluded_days(self.case, self.calendar)

    @invariant()
    def the_limit_is_never_over_without_an_overdue_mark(self) -> None:
        if not limit_runs(self.case):
            return
        due = due_of(self.case, self.calendar).due
        assert self.case.overdue_on in {None, due + DAY}
        assert self.case.overdue_on is None or self.today > due
        if self.looked:
            assert (self.case.overdue_on is not None) == (self.today > due)

    @invariant()
    def a_notice_in_time_was_never_overdue(self) -> None:
        case = self.case
        if case.state is State.AWAITING_CORRECTION and case.correction and case.overdue_on:
            assert case.correction.irregular or case.overdue_on <= case.correction.notified_on
        if case.state is State.AWAITING_PAYMENT and case.fee and case.fee.served_on and case.overdue_on:
            assert case.overdue_on <= case.fee.served_on

    @invariant()
    def the_clock_makes_progress(self) -> None:
        case, today = self.case, self.today
        for _ in range(30):
            alarm = next_alarm(case, self.calendar)
            if alarm is None:
                assert decide_tick(case, today + 4000 * DAY, self.calendar) == []
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
            assert later is None or later.on > today
            assert decide_tick(case, today, self.calendar) == []
        assert case.withheld, "the clock never comes to rest"
        assert any(sought.result is None for sought in case.remedies), (
            "it looks again for as long as a remedy is pending"
        )

    @invariant()
    def what_is_offered_is_accepted_and_what_is_hidden_is_refused(self) -> None:
        turn = self.case.version + self.today.toordinal()
        choose = (first, last)[turn % 2]
        actor = (ANYBODY, EVERYTHING, ANYBODY, HANDLER, ANYBODY, *SIGNERS)[turn % 10]
        for place, (name, hidden) in enumerate(available_steps(self.case, self._moment(actor)).items()):
            if hidden and place % 4 != turn % 4:
                continue  # they are many and much alike: a quarter of them at a time
            when = self._moment(actor, name)
            said = self._acceptable(name, when, choose) if hidden is None else PLAUSIBLE[name]
            step = self._step(name, said)
            refused = refusal_of(self.case, step, self._informed(step, when))
            assert bool(refused) == bool(hidden), (name, refused, hidden)
            assert not (refused and hidden) or refused.code == hidden.code, (name, refused, hidden)

    @invariant()
    def whoever_a_case_waits_for_can_do_something(self) -> None:
        """As the clock would leave it today: somebody in every function named has one of the steps that come next."""
        case = fold(self.case, overtaken(self.case, self.today, self.calendar))
        waiting = waiting_of(case, self.calendar)
        assert waiting.roles or case.state in ENDED
        assert bool(waiting.steps) == bool(waiting.roles)
        assert waiting.until or not waiting.roles
        for role in waiting.roles:
            offered = available_steps(case, self._moment(staff(90, role)))
            assert any(offered[step] is None for step in waiting.steps), (role, waiting.steps)
        if waiting.person:
            delegate = Actor(staff_id=waiting.person, roles=(Role.HANDLER,))
            assert available_steps(case, self._moment(delegate))["approve_reply"] is None
        for barred in waiting.barred:
            others = tuple(role for role in waiting.roles if role is not Role.HANDLER)
            offered = available_steps(case, self._moment(Actor(staff_id=barred, roles=others)))
            assert all(offered[step] for step in waiting.steps if STAFF_RULES[step].roles.isdisjoint({Role.HANDLER}))

    @precondition(lambda self: self.case.edition >= LADDER)
    @rule(days=st.integers(1, 90))
    def a_clock_that_sleeps_finds_what_an_awake_one_would_have_said(self, days: int) -> None:
        """Each rung, lapse and mark once, in the same order, with the same dates."""
        until = self.today + days * DAY
        at_once = decide_tick(self.case, until, self.calendar)
        case, by_day = self.case, list[Event]()
        for passed in range(1, days + 1):
            fallen = decide_tick(case, self.today + passed * DAY, self.calendar)
            by_day += fallen
            case = fold(case, fallen)
        assert at_once == by_day

    @invariant()
    def an_ended_case_has_an_outcome_and_a_row(self) -> None:
        case = self.case
        if case.state in ENDED:
            assert case.outcome
            assert case.report_row
            assert case.closed_on
            assert not limit_runs(case)
        if case.state is State.ARCHIVED:
            assert next_alarm(case, self.calendar) is None
            offers = available_steps(case, self._moment(ANYBODY)).values()
            assert {refused.code for refused in offers if refused} == {"case_closed"}
            assert all(offers)

    @invariant()
    def the_read_model_agrees(self) -> None:
        case = self.case
        self.script.calendar = self.calendar
        row = self.script.row
        for name in type(row).model_fields.keys() & type(case).model_fields.keys():
            assert getattr(row, name) == getattr(case, name), name
        assert row.handler_id == case.handler
        assert row.head == self.script.head
        assert row.limit_runs == limit_runs(case)
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

    def _go_on(self, names: Sequence[str], days: int, data: st.DataObject) -> None:
        """The clock looks in the morning, then one of these steps is taken by whoever may take it."""
        self.today += days * DAY
        self._tick()
        awaited = self.case.draft and self.case.draft.stage
        signing = [person for person in (*SIGNERS, ANYBODY) if awaited in person.roles]
        offered = {actor: self._offered(actor) for actor in (HANDLER, REVIEWER, OGI_HEAD, *signing)}
        possible = [(name, actor) for name in names for actor in offered if name in offered[actor]]
        if possible:
            self._take(*chooser(data)(possible), data)

    def _offered(self, actor: Actor) -> list[str]:
        offers = available_steps(self.case, self._moment(actor))
        return [name for name, refused in offers.items() if refused is None]

    def _take(self, name: str, actor: Actor, data: st.DataObject) -> None:
        """Take an offered step; it must be accepted."""
        when = self._moment(actor, name)
        step = self._step(name, self._acceptable(name, when, chooser(data)))
        self._write(decide(self.case, step, self._informed(step, when)), when)
        self.looked = True

    def _give_out(self, name: str, actor: Actor, said: Said) -> None:
        """A step that leads to a reply with pages, if it is time for it."""
        if name in self._offered(actor):
            step, when = self._step(name, said), self._moment(actor, name)
            self._write(decide(self.case, step, self._informed(step, when)), when)

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
            check_event(record.event, case, when.calendar)
            assert record.event.kind != "case_closed" or any(e.kind in BEFORE_CLOSING for e in events)
            self._check_record(record, when)
            case = fold(case, [record.event])
        self._check_letters(self.script.orders[ordered:])
        self._check_mark_at_the_end(before, events)

    def _check_record(self, record: EventRecord, when: Moment) -> None:
        """Who it is laid to, and that its dates make sense."""
        by_the_clock = record.event.kind in CLOCKS_OWN
        assert record.by == (CLOCK.staff_id if by_the_clock else when.actor.staff_id), record.event.kind
        assert self.case.arrived_on
        for name, value in record.event:
            if isinstance(value, date):
                assert value >= self.case.arrived_on, (record.event.kind, name)
                assert name in MAY_LIE_AHEAD or value <= self.today, (record.event.kind, name)

    def _check_letters(self, orders: Sequence[LetterOrder]) -> None:
        """Every letter that is called for can be made: it lacks nothing that the law wants said."""
        for order in orders:
            compose(order, PARTIES, "示公复〔2026〕1号")

    def _check_mark_at_the_end(self, before: Case, events: Sequence[Event]) -> None:
        """A closed case is marked overdue exactly when the act that ended it came after the due date."""
        ending = next((event for event in events if event.kind in BEFORE_CLOSING), None)
        if ending is None or not limit_runs(before):
            return
        acted_on = getattr(ending, "delivered_on", None) or getattr(ending, "withdrawn_on", None) or self.today
        due = due_of(self.case, self.calendar).due
        assert (self.case.overdue_on is not None) == (acted_on > due)
        assert getattr(ending, "in_time", acted_on <= due) == (acted_on <= due)

    def _moment(self, actor: Actor, name: str = "", facts: Facts | None = None) -> Moment:
        return moment(self.today, actor, facts or everything_known(name), self.calendar)

    def _step(self, name: str, said: Said, off_by: int = 0) -> Step:
        step: Any = STAFF_RULES[name].step.model_validate({"expected_version": self.case.version + off_by, **said})
        made: Step = step
        return made

    def _informed(self, step: Step, when: Moment) -> Moment:
        """With the sheets of a proposal, or the copies of what the standing draft gives out."""
        if isinstance(step, ProposeReview):
            told = [sheet for _, sheet in sheets_of(self.case, step) if sheet]
            self.sheets |= {sheet.sha256(): sheet for sheet in told}
        return informed(self.script, step, when, self._given_out())

    def _given_out(self) -> set[UUID]:
        return disclosed_by(self.case.draft, [one.document_id for one in self.case.documents])

    def _acceptable(self, name: str, when: Moment, choose: Choose) -> Said:
        """By the case as it is today, although the clock may not have looked at it."""
        return acceptable(name, fold(self.case, overtaken(self.case, self.today, self.calendar)), when, choose)

    def _anything(self, name: str, when: Moment, data: st.DataObject) -> Said:
        """What the step would accept, or something plausible, with a change or two that may make it senseless."""
        choose = chooser(data)
        offered = available_steps(self.case, self._moment(ANYBODY, name))[name] is None
        said = self._acceptable(name, when, choose) if offered else dict(PLAUSIBLE[name])
        fields = STAFF_RULES[name].step.model_fields
        fitting = [change for change in senseless_changes(self.today) if change.keys() <= fields.keys()]
        for _ in range(choose([0, 1, 2]) if fitting else 0):
            said |= choose(fitting)
        return said


def listed(row: CaseDocumentRow) -> tuple[object, ...]:
    """What the list says of a document."""
    return (row.document_id, row.filed, row.proposed, row.proposed_by, row.result, row.reviewed_by, row.released)


def kept(one: CaseDocument) -> tuple[object, ...]:
    """What the case says of it."""
    said, review = one.proposal, one.review
    proposed = (said.result, said.by) if said else (None, None)
    reviewed = (review.result, review.by) if review else (None, None)
    return (
        one.document_id,
        one.filed,
        *proposed,
        *reviewed,
        said.released if said else review.released if review else 0,
    )


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
    max_examples=160,
    stateful_step_count=40,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestCase = CaseMachine.TestCase
