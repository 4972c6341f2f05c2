"""The search (检索): the office's own, and rounds in which departments are asked; each can be shown (art. 36(4))."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from uuid import UUID, uuid5

from schemas.case import Case
from schemas.case_parts import SearchRound
from schemas.decisions import Decision, findings
from schemas.documents import DocumentRef
from schemas.events import Event, SearchRecorded
from schemas.events_search import SearchAnswered, SearchReminderFell, SearchRequested, SearchWithdrawn, UnfiledFound
from schemas.law.versions import statute_of
from schemas.steps import RecordSearch
from schemas.steps_search import AnswerSearch, RequestSearch, Unfiled, WithdrawSearch
from schemas.vocabulary import Outcome, State
from workflows.limit import due_of
from workflows.moment import Moment, present, refuse_if, refuse_unless, reject_date, reject_if

ARTICLE = "36(4)"
RESTS_ON_SEARCH = frozenset({Outcome.NOT_FOUND, Outcome.DISCLOSED, Outcome.PARTLY_DISCLOSED, Outcome.REFUSED})
"""Outcomes that may become others by what a department has yet to answer."""
ONE_DAY = timedelta(days=1)


def may_record_search(case: Case, moment: Moment) -> None:
    """A search belongs to a case in hand, before its reply is drafted."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article="36")


def record_search(case: Case, step: RecordSearch, moment: Moment) -> Iterator[Event]:
    """Record where and how was searched and what was found; nothing found is a finding too (art. 36(4))."""
    yield SearchRecorded(
        description=step.description,
        documents=_newly_found(case, step.documents, moment),
        unfiled=_unfiled(case, step.unfiled),
        recorded_on=moment.today,
        by=moment.actor.staff_id,
    )


def may_request_search(case: Case, moment: Moment) -> None:
    """Departments are asked while the case is in hand."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article=ARTICLE)


def request_search(case: Case, step: RequestSearch, moment: Moment) -> Iterator[Event]:
    """Ask each department, until a working day that leaves the reply its time."""
    reject_if(len(set(step.departments)) != len(step.departments), "department_named_twice", field="departments")
    reject_if(step.due_on < moment.today, "search_due_in_the_past", field="due_on")
    reject_if(step.due_on > latest_answer(case, moment), "search_due_after_reply", field="due_on")
    reject_if(not moment.calendar.is_working(step.due_on), "search_due_on_a_day_off", field="due_on")
    for n, department in enumerate(step.departments, len(case.rounds) + 1):
        yield SearchRequested(
            id=f"s{n}",
            department=department,
            sought=step.sought,
            asked_on=moment.today,
            due_on=step.due_on,
            by=moment.actor.staff_id,
        )


def latest_answer(case: Case, moment: Moment) -> date:
    """The case's own last day. Once no working day is left before it, what is overdue must still be searched for:
    then a full limit from today, so that nobody has to be asked for the impossible."""
    due = due_of(case, moment.calendar).due
    if moment.calendar.roll_forward(moment.today) <= due:
        return due
    assert case.statute is not None  # noqa: S101 - a case in hand has one
    return moment.calendar.add(moment.today, statute_of(case.statute).answer_limit)


def may_answer_search(case: Case, moment: Moment) -> None:
    """Somebody was asked who still owes an answer."""
    refuse_unless(case.state is State.PROCESSING, "not_in_hand", article=ARTICLE)
    refuse_unless(open_rounds(case), "no_search_round", article=ARTICLE)


def answer_search(case: Case, step: AnswerSearch, moment: Moment) -> Iterator[Event]:
    """What was found, or why there is nothing: one of the two, on the day the department said so."""
    asked = _open_round(case, step.search)
    answered_on = step.acted_on(moment.today)
    reject_date(answered_on, field="answered_on", moment=moment, not_before=asked.asked_on)
    found = bool(step.documents or step.unfiled)
    reject_if(found and step.none_because, "search_answer_contradicts", field="none_because")
    reject_if(not found and not step.none_because, "search_answer_empty", field="none_because")
    yield SearchAnswered(
        id=asked.id,
        answered_on=answered_on,
        searched_by=step.searched_by,
        how=step.how,
        documents=_newly_found(case, step.documents, moment),
        unfiled=_unfiled(case, step.unfiled),
        none_because=step.none_because,
        final=step.final,
        by=moment.actor.staff_id,
    )


def may_withdraw_search(case: Case, moment: Moment) -> None:
    """Somebody was asked who still owes an answer."""
    may_answer_search(case, moment)


def withdraw_search(case: Case, step: WithdrawSearch, moment: Moment) -> Iterator[Event]:
    """Take the round back; what was answered so far stays found."""
    asked = _open_round(case, step.search)
    yield SearchWithdrawn(id=asked.id, withdrawn_on=moment.today, reason=step.reason)


def open_rounds(case: Case) -> tuple[SearchRound, ...]:
    """The rounds that still wait for an answer."""
    return tuple(asked for asked in case.rounds if asked.open)


def refuse_while_searching(case: Case, decision: Decision) -> None:
    """What a department may yet find could make this reply wrong (art. 36(4))."""
    resting = {finding.outcome for finding in findings(decision)} & RESTS_ON_SEARCH
    refuse_if(resting and open_rounds(case), "search_round_open", article=ARTICLE)


def overdue_rounds(case: Case) -> Iterator[SearchReminderFell]:
    """What the clock will say of each open round of a case in hand, on the day after it was due, and has not said."""
    for asked in open_rounds(case) if case.state is State.PROCESSING else ():
        if not asked.overdue_on:
            yield SearchReminderFell(id=asked.id, on=asked.due_on + ONE_DAY, due_on=asked.due_on, overdue=True)


def _open_round(case: Case, search: str) -> SearchRound:
    found = next((asked for asked in case.rounds if asked.id == search), None)
    asked = present(found, "no_such_search_round", field="search")
    refuse_unless(asked.open, "search_round_over", article=ARTICLE)
    return asked


def _newly_found(case: Case, documents: Sequence[UUID], moment: Moment) -> tuple[DocumentRef, ...]:
    """The references of documents of this case, each named once and not found before."""
    known = {document.document_id for document in case.documents}
    reject_if(len(set(documents)) != len(documents), "document_named_twice", field="documents")
    reject_if(known & set(documents), "document_already_found", field="documents")
    refs = {ref.document_id: ref for ref in moment.facts.documents}
    reject_if(any(found not in refs for found in documents), "document_not_of_case", field="documents")
    return tuple(refs[found] for found in documents)


def _unfiled(case: Case, found: Collection[Unfiled]) -> tuple[UnfiledFound, ...]:
    """Each under an id of its own, counted through the case."""
    own = sum(len(one.unfiled) for one in case.own_searches)
    first = 1 + own + sum(len(answer.unfiled) for asked in case.rounds for answer in asked.answers)
    return tuple(
        UnfiledFound(document_id=uuid5(case.case_id, f"unfiled/{n}"), note=one.note, pages=one.pages)
        for n, one in enumerate(found, first)
    )
