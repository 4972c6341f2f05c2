"""Builders for the review by two persons: documents with their pages, proposals, confirmations, copies, packages."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from activities.db.case_documents import documents_after
from schemas.case import Case
from schemas.commands import Facts, ReleaseFact, SheetFact
from schemas.documents import DocumentRef
from schemas.events import Actor, EventRecord
from schemas.events_review import Release
from schemas.pages import Box, Mark, PageReview, ReviewSheet
from schemas.review import DocumentState
from schemas.steps import DraftReply, IssueReply, RecordSearch, Step
from schemas.steps_review import ConfirmReview, ProposeReview
from schemas.steps_search import Unfiled
from schemas.vocabulary import Ground, Outcome, ReviewResult, Verdict
from tests.case.builders import (
    APPROVER,
    CONTRACT,
    DECISIONS,
    HANDLER,
    MINUTES,
    REVIEWER,
    TENDER,
    Script,
    approve,
    document,
    in_hand,
)
from workflows.moment import Moment
from workflows.sheets import sheet_of

D, P, W, U = ReviewResult.DISCLOSE, ReviewResult.PARTIAL, ReviewResult.WITHHOLD, ReviewResult.UNDETERMINED
BOX = Box(x0=100, y0=100, x1=200, y1=120)
MARK = Mark(box=Box(x0=99, y0=99, x1=201, y1=121), ground=Ground.PRIVACY)
"""A finding on a page, and the mark that covers it."""
MAP, LETTER, PLAN, ROLL, ARCHIVE = (document(number) for number in range(4, 9))


def page(number: int, result: ReviewResult = D, *grounds: Ground, marks: tuple[Mark, ...] = ()) -> PageReview:
    return PageReview(number=number, result=result, grounds=grounds, marks=marks)


def state(ref: DocumentRef, *pages: PageReview, count: int | None = None, **said: Any) -> DocumentState:
    """A document that was read, with what was said of its pages."""
    return DocumentState(
        document_id=ref.document_id,
        read=True,
        working_sha256=ref.sha256,
        page_count=len(pages) if count is None else count,
        pages={one.number: one for one in pages},
        **said,
    )


STATES: dict[UUID, DocumentState] = {
    one.document_id: one
    for one in (
        state(TENDER, page(1), page(2)),
        state(
            CONTRACT,
            page(1),
            page(2, P, marks=(MARK,)),
            page(3, W, Ground.BUSINESS_SECRET),
            undecided=frozenset({3}),
            accepted={2: (BOX,)},
        ),
        state(MINUTES, page(1, W, Ground.PROCESS_INFORMATION)),
        state(MAP, page(1), page(2, U)),
        state(LETTER, page(1), page(2), undecided=frozenset({2})),
        state(PLAN, page(1), page(3), count=3),
        state(ROLL, page(1), accepted={1: (BOX,)}),
        DocumentState(document_id=ARCHIVE.document_id, read=True),
    )
}
"""What stands of the uploaded documents: whole; in part; kept back; in doubt; a finding undecided; a page nobody has
looked at; an accepted finding without its mark; one that cannot be shown as pages."""
SAYABLE: dict[UUID, tuple[ReviewResult | None, ...]] = {
    TENDER.document_id: (None, D, W, U),
    CONTRACT.document_id: (None, W, U),
    MINUTES.document_id: (None, W, U),
    MAP.document_id: (None, W, U),
    PLAN.document_id: (D, W, U),
}
"""What may be proposed of each; of all others only that they are kept back, or in doubt. None: as the pages say."""
KEPT_BACK = (W, U)


def state_of(document_id: UUID) -> DocumentState:
    """What nobody uploaded has no pages."""
    return STATES.get(document_id, DocumentState(document_id=document_id, filed=False))


def sheets_of(case: Case, step: ProposeReview) -> list[tuple[SheetFact, ReviewSheet | None]]:
    """What the API would have found of the documents a proposal names; only of those of the case."""
    found = {one.document_id for one in case.documents}
    return [sheet_of(state_of(named), step) for named in dict.fromkeys(step.documents) if named in found]


def copies_of(records: Iterable[EventRecord], given: Collection[UUID]) -> ReleaseFact:
    """The copies of these documents, by the read model and not by the case."""
    rows = documents_after(records, {}).values()
    pages = [
        row.released for row in rows if row.document_id in given and row.released and row.result and not row.set_aside
    ]
    if not pages:
        return ReleaseFact(missing=0)
    return ReleaseFact(missing=0, release=Release(documents=len(pages), pages=sum(pages), manifest="ab" * 32))


def informed(script: Script, step: Step, when: Moment, given: Collection[UUID]) -> Moment:
    """The moment with the facts that depend on the step and on what stands on record."""
    match step:
        case ProposeReview():
            told: dict[str, Any] = {"sheets": tuple(fact for fact, _ in sheets_of(script.case, step))}
        case ConfirmReview():
            told = {"sheets": lying(script.case)}
        case IssueReply():
            told = {"release": copies_of(script.records, given)}
        case _:
            return when
    return replace(when, facts=when.facts.model_copy(update=told))


def lying(case: Case) -> tuple[SheetFact, ...]:
    """What lies for confirmation, and nobody has said more about."""
    proposals = [(one.document_id, one.proposal) for one in case.documents if one.proposal]
    return tuple(
        SheetFact(document_id=document_id, **proposal.model_dump(include={"result", "grounds", "pages", "released"}))
        for document_id, proposal in proposals
    )


def found(*refs: DocumentRef, unfiled: tuple[Unfiled, ...] = (), day: str = "2026-05-11") -> Script:
    """A case of the second edition, in hand, that found these."""
    script = in_hand(day, edition=2)
    script.take(
        day,
        HANDLER,
        RecordSearch,
        Facts(documents=refs),
        description="检索了档案系统",
        documents=[ref.document_id for ref in refs],
        unfiled=unfiled,
    )
    return script


def proposal(script: Script, *refs: DocumentRef, **said: Any) -> tuple[Facts, dict[str, Any]]:
    """A proposal of these documents with its facts; of what withholds, with a reason."""
    told = {"documents": [ref.document_id for ref in refs], "reason": "依《保守国家秘密法》和有关规定", **said}
    step = ProposeReview.model_validate({"expected_version": 0, **told})
    return Facts(sheets=tuple(fact for fact, _ in sheets_of(script.case, step))), told


def propose(script: Script, day: str, *refs: DocumentRef, actor: Actor = HANDLER, **said: Any) -> Script:
    facts, told = proposal(script, *refs, **said)
    script.take(day, actor, ProposeReview, facts, **told)
    return script


def confirm(script: Script, day: str, *refs: DocumentRef, actor: Actor = REVIEWER, **said: Any) -> Script:
    told = {"documents": [ref.document_id for ref in refs], "verdict": Verdict.APPROVE, **said}
    script.take(day, actor, ConfirmReview, Facts(sheets=lying(script.case)), **told)
    return script


def agreed(script: Script, day: str, *refs: DocumentRef, **said: Any) -> Script:
    """Proposed by the handler and confirmed by the reviewer."""
    return confirm(propose(script, day, *refs, **said), day, *refs)


def signed(script: Script, day: str, outcome: Outcome = Outcome.DISCLOSED, **said: Any) -> Script:
    """Drafted and approved."""
    script.take(day, HANDLER, DraftReply, decision=said.pop("decision", DECISIONS[outcome]), **said)
    return approve(script, day, APPROVER)


def given(documents: int, pages: int) -> Facts:
    """So many copies with so many pages are made."""
    return Facts(release=ReleaseFact(missing=0, release=Release(documents=documents, pages=pages, manifest="ab" * 32)))


def disclosed(day: str = "2026-05-11") -> Script:
    """Two pages given out with an issued reply."""
    script = signed(agreed(found(TENDER, day=day), day, TENDER), day)
    script.take(day, HANDLER, IssueReply, given(1, 2))
    return script
