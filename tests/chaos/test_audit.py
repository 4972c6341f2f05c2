"""The audit sees what it is there to see: each promise is broken once, and the breach is named."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from api.demo.cases import CASES
from api.demo.days import Days
from api.upkeep import Fault
from schemas.commands import REGISTRATION
from tests.chaos import audit
from tests.chaos.drive import Ended
from tests.chaos.evidence import Entered, Event, Evidence, Numbered
from tests.chaos.ledger import SUBMISSION, Acknowledged, Asked, Ledger, Refused
from tests.chaos.plan import Job
from tests.chaos.recovery import Befallen, recoveries
from workflows.rules.calendar import WorkingCalendar
from workflows.rules.national import national_calendar

CASE, OTHER = UUID(int=1), UUID(int=2)
LETTERS = (UUID(int=11), UUID(int=12))
REFERENCE = "示建公〔2026〕1号"
SCRIPT = next(case for case in CASES if case.key == "on-the-spot")
DAYS = Days(date(2026, 11, 20), WorkingCalendar.of(national_calendar()))
DUE = date(2026, 12, 18)
"""Twenty working days after 20 November 2026."""
AT_REGISTRATION = 3
"""Events of the registration; all others are of the one step."""
SUBMITTED = Asked(key="s", job=0, what=SUBMISSION, at=9)
TAKEN = Asked(key="a", job=0, what="answer_on_the_spot", at=11)
ENDED = (Ended(Job(0, SCRIPT, checked=True), CASE),)


def acknowledged(key: str, what: str, version: int, events: Sequence[str] = (), case_id: UUID = CASE) -> Acknowledged:
    """An answer that came a second after it was asked for."""
    told = {"case_id": case_id, "reference": REFERENCE, "version": version, "events": tuple(events)}
    return Acknowledged.model_validate({**told, "key": key, "job": 0, "what": what, "first": 10, "sent": 10, "at": 11})


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """One application, submitted and answered on the spot."""
    book, kinds = Ledger(tmp_path / "ledger.jsonl"), SCRIPT.end.events
    book.write(SUBMITTED)
    book.write(acknowledged("s", SUBMISSION, AT_REGISTRATION))
    book.write(TAKEN)
    book.write(acknowledged("a", "answer_on_the_spot", len(kinds), kinds[AT_REGISTRATION:]))
    return book


@pytest.fixture
def found() -> Evidence:
    """What such a case leaves on record."""
    letters = iter(LETTERS)
    events = [
        Event(
            seq=seq,
            kind=kind,
            command_id=REGISTRATION if seq <= AT_REGISTRATION else "a",
            letter=str(next(letters)) if kind == "letter_issued" else None,
        )
        for seq, kind in enumerate(SCRIPT.end.events, 1)
    ]
    numbered = [
        Numbered(id=LETTERS[0], kind="receipt", year=2026, n=1, number="r1", whole=True),
        Numbered(id=LETTERS[1], kind="reply", year=2026, n=1, number="d1", whole=True),
    ]
    entered = Entered(case_id=CASE, reference=REFERENCE, split_from=None)
    return Evidence({CASE: entered}, {CASE: events}, numbered, {CASE: DUE}, 4, frozenset({"n.0"}), 0, 0)


def test_a_case_as_it_must_be_breaks_no_promise(ledger: Ledger, found: Evidence) -> None:
    checks = [
        audit.submissions(ledger, found),
        audit.steps(ledger, found),
        audit.numbers(found),
        audit.due_dates(ENDED, DAYS, found),
        audit.scripts(ENDED, found),
        audit.postings(found, {"n.0", "m.0"}),
        audit.answers({"503 database_unavailable": 2, "ReadTimeout": 1}),
    ]
    assert [(check.promise, check.wrong) for check in checks if check.wrong] == []
    assert all(check.looked_at for check in checks)


def test_a_lost_or_doubled_or_unknown_submission_is_seen(ledger: Ledger, found: Evidence) -> None:
    assert audit.submissions(ledger, replace(found, applications={})).wrong
    assert audit.submissions(ledger, replace(found, events={CASE: [*found.events[CASE], found.events[CASE][0]]})).wrong
    more = Entered(case_id=OTHER, reference="示建公〔2026〕2号", split_from=None)
    assert audit.submissions(ledger, replace(found, applications={**found.applications, OTHER: more})).wrong
    ledger.write(acknowledged("again", SUBMISSION, AT_REGISTRATION))
    assert audit.submissions(ledger, found).wrong == (f"{CASE} acknowledged under 2 keys",)


def test_a_step_with_more_or_fewer_events_than_acknowledged_is_seen(ledger: Ledger, found: Evidence) -> None:
    events = found.events[CASE]
    assert audit.steps(ledger, replace(found, events={CASE: events[:-1]})).wrong
    doubled = events[-1].model_copy(update={"seq": len(events) + 1})
    assert audit.steps(ledger, replace(found, events={CASE: [*events, doubled]})).wrong
    strange = doubled.model_copy(update={"command_id": "strange"})
    assert "nobody sent" in audit.steps(ledger, replace(found, events={CASE: [*events, strange]})).wrong[0]


def test_events_of_a_refused_step_are_seen(ledger: Ledger, found: Evidence) -> None:
    ledger.write(Refused(key="r", job=0, code="stale_version", at=12))
    last = found.events[CASE][-1].model_copy(update={"seq": 10, "command_id": "r"})
    assert "was refused" in audit.steps(ledger, replace(found, events={CASE: [*found.events[CASE], last]})).wrong[0]


def test_a_number_that_is_missing_or_twice_or_has_no_letter_is_seen(found: Evidence) -> None:
    receipt, reply = found.letters
    gap = receipt.model_copy(update={"n": 2})
    assert audit.numbers(replace(found, letters=[gap, reply])).wrong == ("letters receipt 2026: twice [], missing [1]",)
    assert "twice [1]" in audit.numbers(replace(found, letters=[receipt, receipt, reply])).wrong[0]
    unknown = f"{CASE} names letter {LETTERS[1]}, which is not there"
    assert audit.numbers(replace(found, letters=[receipt])).wrong == (unknown,)
    bare = reply.model_copy(update={"whole": False})
    assert audit.numbers(replace(found, letters=[receipt, bare])).wrong == ("letter d1 has no forms",)
    later = found.applications[CASE].model_copy(update={"reference": "示建公〔2026〕3号"})
    assert "missing [1, 2]" in audit.numbers(replace(found, applications={CASE: later})).wrong[0]


def test_another_due_date_or_course_is_seen(found: Evidence) -> None:
    assert audit.due_dates(ENDED, DAYS, replace(found, due={CASE: date(2026, 12, 21)})).wrong
    assert audit.scripts(ENDED, replace(found, events={CASE: found.events[CASE][1:]})).wrong
    assert audit.scripts([replace(ENDED[0], wrong=("state",))], found).wrong


def test_faults_of_the_record_are_told_by_promise(found: Evidence) -> None:
    codes = ("chain_broken", "read_model_differs", "document_damaged")
    faults = [Fault(case_id=CASE, reference=REFERENCE, seq=1, code=code, message="") for code in codes]
    checks = [audit.chains(1, faults), audit.read_models(1, faults), audit.documents(found, faults)]
    assert [check.wrong for check in checks] == [(f"{CASE} {REFERENCE} 1 {code}",) for code in codes]


def test_a_lost_posting_and_another_failure_than_503_are_seen(found: Evidence) -> None:
    assert audit.postings(found, set()).wrong == ("notice n.0 was never taken",)
    assert audit.postings(replace(found, given_up=2), {"n.0"}).wrong == ("2 sendings given up",)
    assert audit.answers({"500 internal_error": 1}).wrong == ("1 × 500 internal_error",)


def test_what_was_written_down_can_be_read_again(ledger: Ledger, tmp_path: Path) -> None:
    again = Ledger.read(tmp_path / "ledger.jsonl")
    assert (again.asked, again.acknowledged) == (ledger.asked, ledger.acknowledged)


def test_recovery_counts_from_the_end_of_a_fault(ledger: Ledger) -> None:
    (line,) = recoveries([Befallen(part="api", harm="cut", began=8, over=9.5)], ledger)
    assert (line.times, line.first_worst, line.all_worst) == (1, 1.5, 0.0)
    (line,) = recoveries([Befallen(part="api", harm="cut", began=8, over=10)], ledger)
    assert line.first_worst == 1.0
    assert recoveries([Befallen(part="api", harm="cut", began=8, over=10.5)], ledger) == []
