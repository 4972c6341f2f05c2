"""What happened in a search: who was asked, what was answered, and the clock's reminders (art. 36(4))."""

from datetime import date
from typing import Literal
from uuid import UUID

from schemas.base import Recorded
from schemas.documents import DocumentRef


class UnfiledFound(Recorded):
    """Something found that is not uploaded; the agency may name it so in its file."""

    document_id: UUID
    note: str
    pages: int | None = None


class SearchRequested(Recorded):
    kind: Literal["search_requested"] = "search_requested"
    id: str
    department: str
    sought: str
    asked_on: date
    due_on: date
    by: UUID


class SearchAnswered(Recorded):
    """``final``: the round is over; ``by``: who entered the answer."""

    kind: Literal["search_answered"] = "search_answered"
    id: str
    answered_on: date
    searched_by: str
    how: str
    documents: tuple[DocumentRef, ...] = ()
    unfiled: tuple[UnfiledFound, ...] = ()
    none_because: str | None = None
    final: bool = True
    by: UUID


class SearchWithdrawn(Recorded):
    kind: Literal["search_withdrawn"] = "search_withdrawn"
    id: str
    withdrawn_on: date
    reason: str


class SearchReminderFell(Recorded):
    """``on``: the working day before ``due_on``; with ``overdue`` the day after it, whenever it was noticed."""

    kind: Literal["search_reminder_fell"] = "search_reminder_fell"
    id: str
    on: date
    due_on: date
    overdue: bool = False
