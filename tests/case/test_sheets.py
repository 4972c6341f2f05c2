"""The review sheet: for whatever stands on the pages, only what somebody gave out is given out (arts. 17, 37)."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.pages import Box, Mark, PageReview, PageSize, ReviewSheet
from schemas.review import DocumentState
from schemas.steps_review import ProposeReview
from schemas.vocabulary import Ground, ReviewResult
from tests.case.builders import CONTRACT, TENDER
from tests.case.two_persons import BOX, MARK, D, P, U, W, page, state
from workflows.sheets import bare, changed_since, grounds_on, result_of, sheet_of

GIVING, CLOSED = {D, P}, {W, U}
PAGES = 4


def step(result: ReviewResult | None = None, *grounds: Ground) -> ProposeReview:
    documents = (TENDER.document_id,)
    return ProposeReview(expected_version=1, documents=documents, result=result, grounds=grounds, reason="理由")


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    x, y = draw(st.integers(0, 5)), draw(st.integers(0, 5))
    return Box(x0=x, y0=y, x1=x + draw(st.integers(1, 3)), y1=y + draw(st.integers(1, 3)))


GROUNDS = st.lists(st.sampled_from(Ground), max_size=3, unique=True).map(tuple)
MARKS = st.lists(st.builds(Mark, box=boxes(), ground=st.sampled_from(Ground)), max_size=3).map(tuple)


@st.composite
def states(draw: st.DrawFn) -> DocumentState:
    """Any pages, some of them without a word, some with findings; also pages that the document has not."""
    numbers = draw(st.just(set(range(1, PAGES + 1))) | st.sets(st.integers(1, PAGES + 2)))
    results = st.sampled_from(ReviewResult)
    pages = [
        PageReview(number=number, result=draw(results), grounds=draw(GROUNDS), marks=draw(MARKS))
        for number in sorted(numbers)
    ]
    undecided = frozenset(draw(st.just(()) | st.tuples(st.integers(1, PAGES))))
    lying = st.lists(boxes(), min_size=1, max_size=2).map(tuple)
    accepted = draw(st.just({}) | st.dictionaries(st.integers(1, PAGES), lying, max_size=1))
    return state(TENDER, *pages, count=draw(st.integers(0, PAGES)), undecided=undecided, accepted=accepted)


STEPS = st.builds(step, st.sampled_from([None, D, W, U]), st.sampled_from(Ground))


@given(states(), STEPS)
def test_a_sheet_has_a_word_for_every_page_and_for_no_other(found: DocumentState, said: ProposeReview) -> None:
    fact, sheet = sheet_of(found, said)
    if sheet is None:
        assert fact.fault or (fact.result in CLOSED and fact.sheet is None and not fact.released)
        return
    assert [one.number for one in sheet.pages] == list(range(1, found.page_count + 1))
    assert fact.fault is None
    assert (fact.pages, fact.sheet) == (found.page_count, sheet.sha256())
    assert sheet.copy_sha256 == found.working_sha256


@given(states(), STEPS)
def test_given_out_is_exactly_what_is_disclosed_whole_or_in_part(found: DocumentState, said: ProposeReview) -> None:
    fact, sheet = sheet_of(found, said)
    if sheet is None:
        assert fact.released == 0
        return
    given_out = [one for one in sheet.pages if one.result in GIVING]
    assert list(sheet.released) == given_out
    assert fact.released == (0 if fact.result is U else len(given_out))
    assert not fact.released or fact.result in GIVING


@given(states(), STEPS)
def test_no_page_is_given_out_without_a_word(found: DocumentState, said: ProposeReview) -> None:
    _, sheet = sheet_of(found, said)
    for one in sheet.released if sheet else ():
        own = found.pages.get(one.number)
        assert own == one if said.result is None else said.result is D
        assert own is None or own.result in GIVING


@given(states(), STEPS)
def test_nothing_personal_is_seen_on_a_page_given_out(found: DocumentState, said: ProposeReview) -> None:
    _, sheet = sheet_of(found, said)
    for one in sheet.released if sheet else ():
        assert one.number not in found.undecided
        for box in found.accepted.get(one.number, ()):
            covering = [mark.box for mark in one.marks]
            assert any(c.x0 <= box.x0 and c.y0 <= box.y0 and c.x1 >= box.x1 and c.y1 >= box.y1 for c in covering)


@given(states(), STEPS)
def test_marks_that_somebody_put_are_never_lost_on_a_page_given_out(found: DocumentState, said: ProposeReview) -> None:
    _, sheet = sheet_of(found, said)
    for one in sheet.released if sheet else ():
        own = found.pages.get(one.number)
        assert one.marks == (own.marks if own else ())


@given(states(), STEPS)
def test_whoever_keeps_all_back_is_never_in_the_way(found: DocumentState, said: ProposeReview) -> None:
    if said.result in CLOSED:
        fact, _ = sheet_of(found, said)
        assert (fact.fault, fact.result, fact.released) == (None, said.result, 0)


@given(st.lists(st.sampled_from(ReviewResult), min_size=1, max_size=6))
def test_pages_come_to_one_result(results: list[ReviewResult]) -> None:
    pages = [page(number, result) for number, result in enumerate(results, 1)]
    came_to = result_of(pages)
    assert result_of(pages[::-1]) == came_to
    assert result_of([*pages, *pages]) == came_to
    assert (came_to is U) == (U in results)
    assert (came_to is D) == (set(results) == {D})
    assert (came_to is W) == (set(results) == {W})


@pytest.mark.parametrize(
    ("results", "came_to"),
    [((D, W), P), ((D, D), D), ((W,), W), ((P,), P), ((D, P), P), ((W, P), P), ((D, W, U), U)],
)
def test_one_page_disclosed_and_one_withheld_is_partly(results: tuple[Any, ...], came_to: ReviewResult) -> None:
    assert result_of([page(number, result) for number, result in enumerate(results, 1)]) is came_to


@given(states())
def test_the_grounds_of_a_document_are_those_of_its_pages_and_marks(found: DocumentState) -> None:
    fact, sheet = sheet_of(found, step())
    if sheet:
        named = {ground for one in sheet.pages for ground in one.grounds}
        named |= {mark.ground for one in sheet.pages for mark in one.marks}
        assert fact.grounds == tuple(ground for ground in Ground if ground in named)


def test_the_grounds_of_a_page_stand_in_the_order_of_the_regulation() -> None:
    late = Mark(box=BOX, ground=Ground.STATE_SECRET)
    assert grounds_on(page(1, P, marks=(MARK, late, MARK))) == (Ground.STATE_SECRET, Ground.PRIVACY)


@pytest.mark.parametrize(
    ("found", "result", "code", "number"),
    [
        (state(TENDER, page(1), count=2), None, "pages_unreviewed", 2),
        (state(TENDER, count=1), None, "pages_unreviewed", 1),
        (state(TENDER, page(1), page(2), undecided=frozenset({2})), None, "findings_undecided", 2),
        (state(TENDER, page(1), page(2), undecided=frozenset({2})), D, "findings_undecided", 2),
        (state(TENDER, count=3, undecided=frozenset({3, 2})), D, "findings_undecided", 2),
        (state(TENDER, page(1), page(2), accepted={2: (BOX,)}), None, "findings_unmarked", 2),
        (state(TENDER, page(1, P, marks=(MARK,)), accepted={1: (BOX,)}), D, "pages_say_otherwise", 1),
        (state(TENDER, count=2, accepted={2: (BOX,)}), D, "pages_say_otherwise", 2),
        (state(TENDER, page(2, W, Ground.PRIVACY), count=2), D, "pages_say_otherwise", 2),
        (state(TENDER, page(1, U), count=2), D, "pages_say_otherwise", 1),
        (state(TENDER), D, "document_without_pages", None),
        (state(TENDER), None, "document_without_pages", None),
        (DocumentState(document_id=TENDER.document_id, read=True), D, "document_without_pages", None),
        (DocumentState(document_id=TENDER.document_id), D, "document_not_read_yet", None),
        (DocumentState(document_id=TENDER.document_id), W, "document_not_read_yet", None),
        (DocumentState(document_id=TENDER.document_id, filed=False), D, "document_not_filed", None),
        (DocumentState(document_id=TENDER.document_id, filed=False), None, "document_not_filed", None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_document_lacks_is_said_with_its_page(
    found: DocumentState, result: ReviewResult | None, code: str, number: int | None
) -> None:
    fact, sheet = sheet_of(found, step(result))
    assert (fact.fault, fact.page, fact.released, fact.sheet, sheet) == (code, number, 0, None, None)


def test_of_what_is_not_determined_no_page_is_given_out() -> None:
    fact, sheet = sheet_of(state(TENDER, page(1), page(2, U)), step())
    assert sheet
    assert [one.number for one in sheet.released] == [1]
    assert (fact.result, fact.released) == (U, 0)


def test_a_finding_on_a_page_kept_back_needs_no_decision() -> None:
    found = state(TENDER, page(1), page(2, W, Ground.PRIVACY), undecided=frozenset({2}), accepted={2: (BOX,)})
    fact, _ = sheet_of(found, step())
    assert (fact.fault, fact.result, fact.released) == (None, P, 1)


def test_an_accepted_finding_is_covered_by_one_mark_around_all_of_it() -> None:
    half = Mark(box=Box(x0=99, y0=99, x1=150, y1=121), ground=Ground.PRIVACY)
    rest = Mark(box=Box(x0=150, y0=99, x1=201, y1=121), ground=Ground.PRIVACY)
    assert bare(page(1, P, marks=(half,)), [BOX])
    assert bare(page(1, P, marks=(half, rest)), [BOX])
    assert not bare(page(1, P, marks=(half, MARK)), [BOX])
    assert bare(page(1, P, marks=(MARK,)), [BOX, Box(x0=0, y0=0, x1=9, y1=9)])
    assert not bare(page(1), [])


@pytest.mark.parametrize("result", [W, U])
@pytest.mark.parametrize("filed", [True, False])
def test_what_has_no_pages_is_kept_back_whole(result: ReviewResult, filed: bool) -> None:
    fact, sheet = sheet_of(
        DocumentState(document_id=TENDER.document_id, filed=filed, read=filed), step(result, Ground.STATE_SECRET)
    )
    assert (fact.fault, fact.result, fact.grounds, fact.pages, sheet) == (
        None,
        result,
        (Ground.STATE_SECRET,),
        None,
        None,
    )


def test_another_word_or_another_copy_is_another_sheet() -> None:
    def sheet(document: UUID, copy: str, *pages: PageReview) -> str:
        return ReviewSheet(document_id=document, copy_sha256=copy, pages=pages).sha256()

    first = sheet(TENDER.document_id, TENDER.sha256, page(1), page(2))
    assert first == sheet(TENDER.document_id, TENDER.sha256, page(1), page(2))
    others = {
        sheet(TENDER.document_id, CONTRACT.sha256, page(1), page(2)),
        sheet(CONTRACT.document_id, TENDER.sha256, page(1), page(2)),
        sheet(TENDER.document_id, TENDER.sha256, page(1), page(2, P, marks=(MARK,))),
        sheet(TENDER.document_id, TENDER.sha256, page(1)),
        first,
    }
    assert len(others) == 5


def test_a_box_that_reaches_over_its_page_is_covered_as_far_as_it_is_seen() -> None:
    size = PageSize(number=1, width=150, height=110)
    assert BOX.on(size) == Box(x0=100, y0=100, x1=150, y1=110)
    assert BOX.on(PageSize(number=1, width=100, height=200)) is None
    assert BOX.on(PageSize(number=1, width=595, height=842)) == BOX


def test_a_scan_no_machine_has_read_is_not_disclosed_with_the_whole_document() -> None:
    unread = state(TENDER, page(1), page(2), unread=frozenset({2}))
    fact, sheet = sheet_of(unread, step(D))
    assert (fact.fault, fact.page, sheet) == ("pages_unread", 2, None)
    assert sheet_of(unread, step())[0].released == 2
    assert sheet_of(unread, step(W, Ground.PRIVACY))[0].result is W


SEEN = state(TENDER, page(1), page(2, P, marks=(MARK,)), page(3, W, Ground.PRIVACY))


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        (SEEN, None),
        (SEEN.model_copy(update={"undecided": frozenset({3})}), None),
        (SEEN.model_copy(update={"undecided": frozenset({1})}), 1),
        (SEEN.model_copy(update={"accepted": {2: (BOX,)}}), None),
        (SEEN.model_copy(update={"accepted": {1: (BOX,)}}), 1),
        (state(TENDER, page(1, W, Ground.PRIVACY), page(2), page(3)), 1),
        (
            state(
                TENDER, page(1), page(2, P, marks=(MARK, Mark(box=Box(x0=0, y0=0, x1=9, y1=9), ground=Ground.PRIVACY)))
            ),
            2,
        ),
        (state(TENDER, page(1)), None),
    ],
)
def test_what_people_say_of_a_page_to_be_given_out_after_the_sheet_is_noticed(
    now: DocumentState, changed: int | None
) -> None:
    _, sheet = sheet_of(SEEN, step())
    assert sheet
    assert changed_since(sheet, now) == changed
