"""What happened after the reply: remedies, new replies, re-assessment, publication, filing (arts. 18, 44, 47, 51)."""

from datetime import date
from typing import Literal
from uuid import UUID

from schemas.base import Recorded
from schemas.steps_after import Order
from schemas.vocabulary import Instance, RemedyDateKind, RemedyResult


class RemedyFiled(Recorded):
    """``after_reconsideration``: the suit follows a reconsideration that was decided."""

    kind: Literal["remedy_filed"] = "remedy_filed"
    id: str
    instance: Instance
    body: str
    file_number: str | None = None
    filed_on: date
    after_reconsideration: bool = False


class RemedyDateSet(Recorded):
    """A day by which something is wanted in a remedy. ``due_before``: the day it was moved from, null for a new one."""

    kind: Literal["remedy_date_set"] = "remedy_date_set"
    id: str
    remedy: str
    what: RemedyDateKind
    due_on: date
    due_before: date | None = None
    note: str | None = None
    set_on: date


class RemedyDateKept(Recorded):
    """What was wanted by a day was done on ``kept_on``, which may lie after it."""

    kind: Literal["remedy_date_kept"] = "remedy_date_kept"
    id: str
    remedy: str
    kept_on: date


class RemedyDecided(Recorded):
    kind: Literal["remedy_decided"] = "remedy_decided"
    id: str
    result: RemedyResult
    served_on: date
    summary: str


class NewReplyOrdered(Recorded):
    """The case is in hand again, with a limit of its own until ``due_on``."""

    kind: Literal["new_reply_ordered"] = "new_reply_ordered"
    id: str
    ordered_on: date
    order: Order
    due_on: date
    provisional: bool


class ReassessmentFell(Recorded):
    """Withheld information is to be looked at again (art. 18); ``next_on``: and then once more."""

    kind: Literal["reassessment_fell"] = "reassessment_fell"
    on: date
    documents: tuple[UUID, ...]
    next_on: date | None


class DocumentReassessed(Recorded):
    kind: Literal["document_reassessed"] = "document_reassessed"
    document_id: UUID
    reassessed_on: date
    disclose: bool
    finding: str
    by: UUID


class InformationPublished(Recorded):
    """Published for everybody (art. 44)."""

    kind: Literal["information_published"] = "information_published"
    documents: tuple[UUID, ...]
    proposed_by_applicant: bool
    published_on: date
    where: str


class RefusalFiled(Recorded):
    kind: Literal["refusal_filed"] = "refusal_filed"
    authority: str
    filed_on: date
    number: str | None = None
