"""The review as people work on it: documents with their pages, findings to be decided, marks, progress."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from schemas.base import Frozen, Recorded, Text
from schemas.documents import Sha256
from schemas.pages import MOST_MARKS, MOST_PAGES, Box, Mark, PageNumber, PageReview, PersonalKind
from schemas.vocabulary import Ground, ReviewResult


class DocumentState(Recorded):
    """What stands of a document when a proposal is made: its pages as reviewed so far, and findings not decided.

    ``filed``: it was uploaded. ``read``: it was looked through, with or without success. ``working_sha256``: the PDF
    people look at; null where it has no pages. ``undecided``: pages with findings nobody has decided. ``accepted``:
    where, by page, findings lie that people said are personal. ``unread``: pages no machine could read.
    """

    document_id: UUID
    filed: bool = True
    read: bool = False
    working_sha256: Sha256 | None = None
    page_count: int = 0
    pages: Mapping[int, PageReview] = Field(default_factory=dict)
    undecided: frozenset[int] = frozenset()
    accepted: Mapping[int, tuple[Box, ...]] = Field(default_factory=dict)
    unread: frozenset[int] = frozenset()


class FoundDocument(Recorded):
    """A document a case found, as the lists show it. ``note`` tells what was found and not filed.

    ``reading``: ``waiting``, ``read``, or the code of what was in the way. ``result`` is null until another person has
    confirmed what was ``proposed``. ``released``: pages given out. ``copy_ready``: the copy given out is made.
    ``destroyed``: its bytes are gone by a decision on record.
    """

    document_id: UUID
    n: int
    filed: bool
    label: str | None = None
    media_type: str | None = None
    size: int | None = None
    note: str | None = None
    search: str | None = None
    reading: str = "waiting"
    pages: int | None = None
    pages_unread: int = 0
    pages_reviewed: int = 0
    hidden: tuple[str, ...] = ()
    findings: int = 0
    findings_undecided: int = 0
    proposed: ReviewResult | None = None
    proposed_grounds: tuple[Ground, ...] = ()
    proposed_reason: str | None = None
    proposed_by: UUID | None = None
    result: ReviewResult | None = None
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    reviewed_by: UUID | None = None
    released: int = 0
    copy_ready: bool = False
    destroyed: bool = False


class FoundDocuments(Recorded):
    """A page of them, in the order they were found."""

    items: tuple[FoundDocument, ...]
    next: int | None = None


class FindingView(Recorded):
    """Something personal the machine found. ``masked`` is never the whole. ``accepted`` is null until people decide."""

    id: UUID
    page: int
    kind: PersonalKind
    boxes: tuple[Box, ...]
    masked: str
    confidence: float
    proven: bool
    accepted: bool | None = None
    decided_by: UUID | None = None


class PageView(Recorded):
    """A page with what stands on it so far. ``readable``: False for a scan no machine has read. ``version`` is 0 until
    somebody has worked on it."""

    number: int
    width: float
    height: float
    readable: bool
    result: ReviewResult | None = None
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    marks: tuple[Mark, ...] = ()
    version: int = 0
    findings: tuple[FindingView, ...] = ()


class PageViews(Recorded):
    """A run of pages, in order; ``next`` is the first page after it."""

    document_id: UUID
    pages: int
    items: tuple[PageView, ...]
    next: int | None = None


class OpenPages(Recorded):
    """Pages of which not all is said that must be said: so many are ``left``; ``next`` is the first after the one that
    was named, else the first of all, and null when none is left."""

    document_id: UUID
    left: int
    next: int | None = None


class PageWork(Frozen):
    """What one means to propose of one page. Marks make it partly disclosed; their grounds are the page's.

    ``version``: the one that was seen, so that two people never overwrite each other.
    """

    result: ReviewResult
    grounds: tuple[Ground, ...] = Field((), max_length=8)
    reason: Text | None = None
    marks: tuple[Mark, ...] = Field((), max_length=MOST_MARKS)
    version: int = Field(ge=0)


class PagesWork(Frozen):
    """One word for a run of pages of documents, or for all: disclosed, withheld or undetermined.

    A page with marks is not disclosed whole: ``disclose`` leaves it partly disclosed. The others take the marks away.
    """

    documents: tuple[UUID, ...] = Field(min_length=1, max_length=200)
    first: PageNumber = 1
    last: PageNumber = MOST_PAGES
    result: Literal[ReviewResult.DISCLOSE, ReviewResult.WITHHOLD, ReviewResult.UNDETERMINED]
    grounds: tuple[Ground, ...] = Field((), max_length=8)
    reason: Text | None = None


class PagesReviewed(Recorded):
    """On how many pages of how many documents the word was put; ``left``: pages to be looked at one by one, since no
    machine has read them."""

    documents: int
    pages: int
    left: int = 0


class FindingsDecision(Frozen):
    """Accept or reject findings: those named, or all undecided of a kind, or all undecided. Accepted ones are marked.

    ``documents`` narrows it to some documents; all of the case otherwise. ``same_as``: all with the same value as this.
    """

    accept: bool
    findings: tuple[UUID, ...] = Field((), max_length=1000)
    kind: PersonalKind | None = None
    same_as: UUID | None = None
    all_undecided: bool = False
    documents: tuple[UUID, ...] = Field((), max_length=200)
    least_confidence: Annotated[float, Field(ge=0, le=1)] = 0
    ground: Ground = Ground.PRIVACY


class FindingsDecided(Recorded):
    """How many findings, on how many pages."""

    findings: int
    pages: int


class WorkProgress(Recorded):
    """Where the work on a case's documents stands. ``failed``: so many could not be done, by code."""

    waiting: int
    done: int
    failed: Mapping[str, int] = Field(default_factory=dict)
    oldest_waiting_since: datetime | None = None
