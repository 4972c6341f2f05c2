"""When a case entered each stage: a projection of its events, the same however often they are written."""

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant
from sqlalchemy import text

from activities.db.events import read_chain
from activities.db.stage_course import stages_after
from activities.db.stages import Situation, project_stages, remake_stages, stages_of
from api.upkeep import rebuild
from schemas.commands import Facts
from schemas.events import EventRecord, event_record
from schemas.forecast import Stage, StageRow
from schemas.law.versions import statute_of
from schemas.steps import Accept, ApproveReply, DraftReply, ReceiveCorrection
from schemas.steps_consultation import RecordConsultationDelivery, RecordOpinion
from schemas.steps_time import DecideExtension, NotifyExtension, ProposeExtension
from schemas.vocabulary import DeliveryMethod, Outcome, Position, ReviewResult, State, Verdict
from tests.case.builders import (
    AGENCY_ID,
    APPROVER,
    DECISIONS,
    HANDLER,
    OGI_HEAD,
    TENDER,
    TEXT_ID,
    Script,
    approve,
    confirmed,
    consult,
    deliver,
    in_hand,
    issued,
    review,
    search,
    sent_back,
)
from tests.case.test_machine import CaseMachine
from tests.db.conftest import Archive
from workflows.extension import EXTENDABLE
from workflows.limit import deadline_of, is_ordered, limit_runs
from workflows.rules.forecast import standing_of


def rows_after(script: Script) -> tuple[StageRow, ...]:
    return stages_after(AGENCY_ID, script.records)


def told(script: Script) -> list[tuple[str, str, str | None]]:
    """Stage, entered and left of each row, as month and day."""
    rows = rows_after(script)
    return [(row.stage, f"{row.entered_on:%m-%d}", f"{row.left_on:%m-%d}" if row.left_on else None) for row in rows]


def walked() -> Script:
    """Submitted online on a Friday, confirmed on Monday, and answered after a draft that was returned once."""
    script = confirmed("2026-05-08", "2026-05-11")
    script.take("2026-05-12", HANDLER, Accept)
    search(script, "2026-05-14", TENDER)
    review(script, "2026-05-18", TENDER, ReviewResult.DISCLOSE)
    decision = DECISIONS[Outcome.DISCLOSED]
    script.take("2026-05-19", HANDLER, DraftReply, decision=decision)
    script.take("2026-05-20", APPROVER, ApproveReply, verdict=Verdict.RETURN, comment="请核对")
    script.take("2026-05-21", HANDLER, DraftReply, decision=decision)
    return approve(script, "2026-05-22", APPROVER)


def test_every_stage_is_entered_and_left_and_a_returned_draft_is_drafted_again() -> None:
    assert told(walked()) == [
        ("registration", "05-08", "05-11"),
        ("acceptance", "05-11", "05-12"),
        ("search", "05-12", "05-14"),
        ("review", "05-14", "05-18"),
        ("drafting", "05-18", "05-19"),
        ("approval", "05-19", "05-20"),
        ("drafting", "05-20", "05-21"),
        ("approval", "05-21", "05-22"),
        ("dispatch", "05-22", None),
    ]


def test_the_outcome_is_known_from_the_first_draft_on() -> None:
    outcomes = [row.outcome for row in rows_after(walked())]
    assert outcomes == [None] * 5 + [Outcome.DISCLOSED] * 4


def test_delivery_entered_late_ends_the_case_on_its_own_day() -> None:
    script = issued(day="2026-05-11", issued_on="2026-05-13")
    deliver(script, "2026-05-20", "2026-05-14")
    assert told(script)[-2:] == [("dispatch", "05-11", "05-14"), ("done", "05-14", None)]


def test_a_correction_stops_one_limit_and_begins_another() -> None:
    script = sent_back("2026-04-20", "2026-04-28")
    script.take("2026-05-11", HANDLER, ReceiveCorrection, Facts(text_id=TEXT_ID))
    rows = [(row.stage, row.course, row.counts, row.extendable) for row in rows_after(script)][1:]
    assert rows == [
        (Stage.ACCEPTANCE, 1, True, True),
        (Stage.ACCEPTANCE, 2, False, False),
        (Stage.ACCEPTANCE, 2, True, True),
    ]


def test_while_a_third_party_is_waited_for_the_case_is_in_consultation() -> None:
    script = search(in_hand("2026-05-11"), "2026-05-13", TENDER)
    asked = consult(script, "2026-05-18", TENDER)
    waiting = rows_after(script)[-1]
    assert (waiting.stage, str(waiting.asked_on), waiting.until_on) == (Stage.CONSULTATION, "2026-05-18", None)
    how = DeliveryMethod.POST
    script.take("2026-05-20", HANDLER, RecordConsultationDelivery, consultation=asked, method=how, proof="EMS 1")
    waiting = rows_after(script)[-1]
    assert (waiting.asked_on, str(waiting.until_on)) == (None, "2026-06-10")
    said = [{"document": TENDER.document_id, "position": Position.AGREES}]
    script.take("2026-06-03", HANDLER, RecordOpinion, Facts(text_id=TEXT_ID), consultation=asked, positions=said)
    assert told(script)[-2:] == [("consultation", "05-18", "06-03"), ("review", "06-03", None)]
    assert rows_after(script)[-1].until_on is None


def test_an_extension_that_was_told_adds_its_days_and_is_the_last() -> None:
    script = in_hand("2026-05-11")
    script.take("2026-05-12", HANDLER, ProposeExtension, working_days=10, reason="材料较多")
    script.take("2026-05-13", OGI_HEAD, DecideExtension, verdict=Verdict.APPROVE)
    assert (rows_after(script)[-1].extendable, rows_after(script)[-1].added) == (True, 0)
    script.take("2026-05-14", HANDLER, NotifyExtension, method=DeliveryMethod.POST, proof="EMS 2")
    assert (rows_after(script)[-1].extendable, rows_after(script)[-1].added) == (False, 10)
    assert told(script)[-1] == ("search", "05-11", None)


async def open_case(archive: Archive) -> tuple[UUID, UUID]:
    """The case just received, and its agency."""
    async with archive.database.reading() as connection:
        statement = text("SELECT case_id, agency_id FROM cases WHERE case_id <> :closed")
        row = (await connection.execute(statement, {"closed": archive.case_id})).one()
        return row.case_id, row.agency_id


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM case_stages WHERE case_id = :case",
        "UPDATE case_stages SET entered_on = entered_on - 3 WHERE case_id = :case",
        "UPDATE case_stages SET left_on = NULL WHERE case_id = :case AND n = 2",
        "UPDATE case_stages SET seq = 9999, outcome = 'refused' WHERE case_id = :case AND n = 1",
    ],
)
async def test_the_table_comes_back_identical_from_the_events(archive: Archive, damage: str) -> None:
    before = await archive.rows("case_stages")
    assert before
    assert await archive.faults() == []
    await archive.tamper(damage)
    assert await archive.faults() == [("read_model_differs", None)]
    await rebuild(archive.database)
    assert await archive.rows("case_stages") == before
    assert await archive.faults() == []


async def test_events_written_again_change_nothing(archive: Archive) -> None:
    _, agency_id = await open_case(archive)
    before = await archive.rows("case_stages")
    records = await recorded(archive)
    for batch in (records, records[:1], records[-2:], records):
        async with archive.database.transaction() as connection:
            await project_stages(connection, agency_id, batch)
    assert await archive.rows("case_stages") == before


async def test_remaking_one_case_leaves_the_others_alone(archive: Archive) -> None:
    other, agency_id = await open_case(archive)
    records = await recorded(archive)
    await archive.tamper("UPDATE case_stages SET seq = 77 WHERE case_id <> :case")
    async with archive.database.transaction() as connection:
        await remake_stages(connection, agency_id, records)
        assert await stages_of(connection, archive.case_id) == stages_after(agency_id, records)
        assert {row.seq for row in await stages_of(connection, other)} == {77}


async def recorded(archive: Archive) -> Sequence[EventRecord]:
    """The events of the closed case."""
    async with archive.database.reading() as connection:
        return [event_record.validate_python(link) for link in await read_chain(connection, archive.case_id)]


STAGES_IN: dict[State, set[Stage]] = {
    State.REGISTERED: {Stage.REGISTRATION},
    State.RECEIVED: {Stage.ACCEPTANCE, Stage.CONSULTATION},
    State.AWAITING_CORRECTION: {Stage.ACCEPTANCE, Stage.CONSULTATION},
    State.AWAITING_PAYMENT: {Stage.SEARCH, Stage.REVIEW, Stage.DRAFTING, Stage.CONSULTATION},
    State.PROCESSING: {Stage.SEARCH, Stage.REVIEW, Stage.DRAFTING, Stage.CONSULTATION},
    State.AWAITING_APPROVAL: {Stage.APPROVAL},
    State.APPROVED: {Stage.DISPATCH},
    State.ISSUED: {Stage.DISPATCH},
    State.CLOSED: {Stage.DONE},
    State.ARCHIVED: {Stage.DONE},
}


class StageMachine(CaseMachine):
    """The stages of a case under random steps agree with the case, whatever happens to it."""

    @property
    def kinds(self) -> list[str]:
        """What happened, for a person who looks for the fault."""
        return [event.kind for event in self.script.events if event.kind != "letter_issued"]

    @invariant()
    def the_stage_is_that_of_the_state(self) -> None:
        if not self.script.records:
            return
        case, row = self.case, rows_after(self.script)[-1]
        assert row.stage in STAGES_IN[case.state], self.kinds
        assert row.left_on is None
        assert row.counts == (limit_runs(case) and case.received_on is not None), self.kinds

    @invariant()
    def it_may_be_extended_where_the_case_may(self) -> None:
        if self.script.records:
            case, row = self.case, rows_after(self.script)[-1]
            told_of = case.extension is not None and case.extension.notified_on is not None
            assert row.extendable == (case.state in EXTENDABLE and not is_ordered(case) and not told_of), self.kinds

    @invariant()
    def stages_follow_each_other(self) -> None:
        rows = rows_after(self.script)
        assert [row.n for row in rows] == [*range(1, len(rows) + 1)]
        assert all(before.left_on == row.entered_on for before, row in pairwise(rows))
        assert [row.course for row in rows] == sorted(row.course for row in rows)

    @invariant()
    def as_many_days_are_left_as_the_clock_says(self) -> None:
        rows = rows_after(self.script)
        if not rows or not rows[-1].counts:
            return
        assert self.case.statute is not None
        row, statute = rows[-1], statute_of(self.case.statute)
        found = deadline_of(self.case, self.calendar, self.today)
        assert found is not None
        now = Situation.model_validate(
            {**row.model_dump(), "due_on": found.due, "statute": statute.id, "calendar_version": ""}
        )
        standing = standing_of(now, self.today, statute, self.calendar)
        assert standing.over == (self.today > found.due)
        assert standing.left <= 0 if standing.over else standing.left == found.working_days_left, self.kinds


StageMachine.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    deadline=None,
    print_blob=True,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # the machine shrinks for minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestStages = StageMachine.TestCase
