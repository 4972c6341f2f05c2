"""The review sheet: what the pages of a document come to, and what it still lacks (审查表; arts. 17, 37)."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from schemas.commands import SheetFact
from schemas.pages import Box, PageReview, ReviewSheet
from schemas.review import DocumentState
from schemas.steps_review import ProposeReview
from schemas.vocabulary import Ground, ReviewResult

CLOSED = frozenset({ReviewResult.WITHHOLD, ReviewResult.UNDETERMINED})


def sheet_of(state: DocumentState, step: ProposeReview) -> tuple[SheetFact, ReviewSheet | None]:
    """What a proposal says of one document, with the sheet to be kept; or what is in its way.

    Without pages (not filed, not readable as pages) a document can be kept back whole, and nothing else.
    """
    if state.working_sha256 is None or not state.page_count:
        return _whole(state, step), None
    pages = _said_of_all(state, step) if step.result else _said_of_each(state)
    if isinstance(pages, SheetFact):
        return pages, None
    sheet = ReviewSheet(document_id=state.document_id, copy_sha256=state.working_sha256, pages=pages)
    return _fact(sheet), sheet


def result_of(pages: Sequence[PageReview]) -> ReviewResult:
    """What the pages come to. Example: one page to disclose and one to withhold: partly (art. 37)."""
    results = {page.result for page in pages}
    if ReviewResult.UNDETERMINED in results:
        return ReviewResult.UNDETERMINED
    return results.pop() if len(results) == 1 else ReviewResult.PARTIAL


def grounds_on(page: PageReview) -> tuple[Ground, ...]:
    """The grounds of a page and of its marks, in the order of the Regulation."""
    named = {*page.grounds, *(mark.ground for mark in page.marks)}
    return tuple(ground for ground in Ground if ground in named)


def bare(page: PageReview, accepted: Sequence[Box]) -> bool:
    """Whether something that people said is personal would be seen on a page given out."""
    return any(not any(mark.box.covers(box) for mark in page.marks) for box in accepted)


def changed_since(sheet: ReviewSheet, state: DocumentState) -> int | None:
    """The first page that the sheet gives out and of which people have said more since; None if there is none.

    Example: a number on page 3 was found to be personal after page 3 was proposed to be disclosed.
    """
    return next((page.number for page in sheet.released if _said_more(page, state)), None)


def _said_more(page: PageReview, state: DocumentState) -> bool:
    now = state.pages.get(page.number)
    marks = now.marks if now else ()
    covered = all(any(mark.box.covers(one.box) for mark in page.marks) for one in marks)
    closed = now is not None and now.result in CLOSED
    undecided = page.number in state.undecided
    return undecided or closed or not covered or bare(page, state.accepted.get(page.number, ()))


def _fact(sheet: ReviewSheet) -> SheetFact:
    """Of what cannot be determined nothing is given out (art. 17(3)), whatever its other pages say."""
    result = result_of(sheet.pages)
    named = {ground for page in sheet.pages for ground in grounds_on(page)}
    return SheetFact(
        document_id=sheet.document_id,
        result=result,
        grounds=tuple(ground for ground in Ground if ground in named),
        sheet=sheet.sha256(),
        pages=len(sheet.pages),
        released=0 if result is ReviewResult.UNDETERMINED else len(sheet.released),
    )


def _whole(state: DocumentState, step: ProposeReview) -> SheetFact:
    """Said of a document that has no pages: it was not filed, is not read yet, or cannot be shown as pages."""
    result = step.result or ReviewResult.UNDETERMINED
    if step.result in CLOSED and (state.read or not state.filed):
        return SheetFact(document_id=state.document_id, result=result, grounds=step.grounds)
    code = "document_without_pages" if state.read else "document_not_read_yet"
    return _fault(state.document_id, code if state.filed else "document_not_filed")


def _said_of_all(state: DocumentState, step: ProposeReview) -> tuple[PageReview, ...] | SheetFact:
    """One word for every page. To give all of it out, nothing on any page may say otherwise or be undecided, and pages
    that no machine could read are to be looked at one by one."""
    assert step.result is not None  # noqa: S101 - the caller has looked
    if step.result is ReviewResult.DISCLOSE:
        if undecided := sorted(state.undecided):
            return _fault(state.document_id, "findings_undecided", undecided[0])
        if state.unread:
            return _fault(state.document_id, "pages_unread", min(state.unread))
        contrary = {page.number for page in state.pages.values() if page.marks or page.result in CLOSED}
        contrary |= set(state.accepted)
        if contrary:
            return _fault(state.document_id, "pages_say_otherwise", min(contrary))
    said = {"result": step.result, "grounds": step.grounds}
    return tuple(PageReview(number=number, **said) for number in range(1, state.page_count + 1))


def _said_of_each(state: DocumentState) -> tuple[PageReview, ...] | SheetFact:
    """Every page with a word of its own; on a page to be given out all is decided, and what was accepted is marked."""
    unreviewed = _first_unreviewed(state.pages, state.page_count)
    if unreviewed:
        return _fault(state.document_id, "pages_unreviewed", unreviewed)
    pages = tuple(state.pages[number] for number in range(1, state.page_count + 1))
    given = {page.number for page in pages if page.result not in CLOSED}
    if undecided := sorted(state.undecided & given):
        return _fault(state.document_id, "findings_undecided", undecided[0])
    seen = [page.number for page in pages if page.number in given and bare(page, state.accepted.get(page.number, ()))]
    return _fault(state.document_id, "findings_unmarked", seen[0]) if seen else pages


def _first_unreviewed(pages: Mapping[int, PageReview], count: int) -> int | None:
    return next((number for number in range(1, count + 1) if number not in pages), None)


def _fault(document_id: UUID, code: str, page: int | None = None) -> SheetFact:
    return SheetFact(document_id=document_id, result=ReviewResult.UNDETERMINED, fault=code, page=page)
