"""Work on pages: what may be said of one, and how accepted findings become marks (arts. 15-17)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import DaylightError
from schemas.pages import MOST_MARKS, Box, Mark, PageReview, PageSize
from schemas.review import PagesWork, PageWork
from schemas.vocabulary import Ground, ReviewResult
from tests.case.builders import TENDER, Refusal, by_law, senseless
from tests.case.two_persons import BOX, MARK, D, P, U, W
from workflows.page_work import checked, marked, said_of, unmarked
from workflows.sheets import bare

A4 = PageSize(number=3, width=595.28, height=841.89)
EDGE = Box(x0=590, y0=0, x1=640, y1=12)
"""A box that reaches over the edge of the page."""


def work(result: ReviewResult, *marks: Mark, version: int = 1, **said: Any) -> PageWork:
    return PageWork(result=result, marks=marks, version=version, **said)


def words(result: Any, *grounds: Ground, **said: Any) -> PagesWork:
    return PagesWork(documents=(TENDER.document_id,), result=result, grounds=grounds, **said)


def refusal(done: PageWork, version: int = 1) -> Refusal:
    with pytest.raises(DaylightError) as refused:
        checked(done, A4, version)
    return Refusal(refused.value.status, refused.value.code, refused.value.article, refused.value.field)


@st.composite
def boxes(draw: st.DrawFn) -> Box:
    """On the page, at least in part."""
    x, y = draw(st.floats(0, 595, width=32)), draw(st.floats(0, 841, width=32))
    wide, high = draw(st.floats(0.5, 300, width=32)), draw(st.floats(0.5, 40, width=32))
    return Box(x0=x, y0=y, x1=x + wide, y1=y + high)


MARKS = st.builds(Mark, box=boxes(), ground=st.sampled_from(Ground))


def seen(box: Box) -> list[Box]:
    on = box.on(A4)
    return [on] if on else []


@pytest.mark.parametrize(
    "done",
    [
        work(D),
        work(P, MARK),
        work(W, grounds=(Ground.PRIVACY,), reason="住址"),
        work(U, reason="密级不明"),
        work(U, grounds=(Ground.STATE_SECRET,)),
    ],
    ids=lambda done: str(done.result),
)
def test_a_page_is_as_somebody_means_it(done: PageWork) -> None:
    page = checked(done, A4, 1)
    assert (page.number, page.result, page.marks) == (3, done.result, done.marks)
    assert (page.grounds, page.reason) == (done.grounds, done.reason)


@pytest.mark.parametrize(
    ("done", "code", "field"),
    [
        (work(P), "marks_missing", "marks"),
        (work(D, MARK), "marks_not_wanted", "marks"),
        (work(W, MARK, grounds=(Ground.PRIVACY,)), "marks_not_wanted", "marks"),
        (work(U, MARK), "marks_not_wanted", "marks"),
        (work(P, MARK, Mark(box=EDGE, ground=Ground.PRIVACY)), "mark_outside_page", "marks"),
        (work(P, Mark(box=Box(x0=0, y0=800, x1=9, y1=900), ground=Ground.PRIVACY)), "mark_outside_page", "marks"),
        (work(W), "grounds_missing", "grounds"),
        (work(D, grounds=(Ground.PRIVACY,)), "grounds_without_withholding", "grounds"),
        (work(P, MARK, grounds=(Ground.PRIVACY,)), "grounds_without_withholding", "grounds"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_contradicts_itself_is_rejected(done: PageWork, code: str, field: str) -> None:
    assert refusal(done) == senseless(code, field)


@pytest.mark.parametrize(("saw", "stands"), [(0, 1), (1, 2), (3, 2)])
def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(saw: int, stands: int) -> None:
    assert refusal(work(D, version=saw), stands) == by_law("page_changed")


def test_one_word_for_many_pages_leaves_what_is_marked_disclosed_in_part() -> None:
    assert said_of(1, (), words(D)) == PageReview(number=1, result=D)
    assert said_of(2, (MARK,), words(D)) == PageReview(number=2, result=P, marks=(MARK,))


@pytest.mark.parametrize("result", [W, U])
def test_what_is_kept_back_whole_needs_no_marks(result: ReviewResult) -> None:
    page = said_of(2, (MARK,), words(result, Ground.PRIVACY, reason="住址"))
    assert page == PageReview(number=2, result=result, grounds=(Ground.PRIVACY,), reason="住址")


@pytest.mark.parametrize(
    ("said", "code"),
    [(words(W), "grounds_missing"), (words(D, Ground.PRIVACY), "grounds_without_withholding")],
    ids=["withheld", "disclosed"],
)
def test_one_word_for_many_pages_has_grounds_as_for_one(said: PagesWork, code: str) -> None:
    with pytest.raises(DaylightError) as refused:
        said_of(1, (), said)
    assert (refused.value.code, refused.value.field) == (code, "grounds")


@given(st.lists(MARKS, max_size=3), st.lists(boxes(), min_size=1, max_size=3))
def test_what_is_accepted_is_covered_and_no_mark_is_lost(standing: list[Mark], found: list[Box]) -> None:
    after = marked(standing, found, Ground.PRIVACY, A4)
    assert after[: len(standing)] == tuple(standing)
    page = PageReview(number=3, result=P, marks=after)
    assert not bare(page, [on for box in found for on in seen(box)])


@given(st.lists(MARKS, max_size=3), st.lists(boxes(), min_size=1, max_size=3))
def test_accepting_again_marks_nothing_twice(standing: list[Mark], found: list[Box]) -> None:
    once = marked(standing, found, Ground.PRIVACY, A4)
    assert marked(once, found, Ground.BUSINESS_SECRET, A4) == once


@given(st.lists(MARKS, max_size=3), st.lists(boxes(), min_size=1, max_size=3))
def test_what_is_rejected_after_all_is_unmarked_and_nothing_else(standing: list[Mark], found: list[Box]) -> None:
    after = unmarked(marked(standing, found, Ground.PRIVACY, A4), found, A4)
    assert set(after) <= set(standing)
    assert unmarked(after, found, A4) == after


@given(boxes())
def test_a_mark_lies_on_its_page_and_is_a_little_wider(box: Box) -> None:
    (mark,) = marked((), [box], Ground.PRIVACY, A4)
    assert mark.box.x1 <= A4.width + 1
    assert mark.box.y1 <= A4.height + 1
    assert mark.box.x0 == pytest.approx(max(box.x0 - 1, 0), abs=0.01)
    assert mark.box.y0 == pytest.approx(max(box.y0 - 1, 0), abs=0.01)
    checked(work(P, mark), A4, 1)


def test_a_finding_is_marked_with_its_ground() -> None:
    assert marked((), [BOX], Ground.PRIVACY, A4) == (MARK,)


def test_more_marks_than_a_page_can_have_are_refused_rather_than_dropped() -> None:
    many = [Box(x0=n, y0=0, x1=n + 0.5, y1=1) for n in range(MOST_MARKS + 1)]
    full = marked((), many[:-1], Ground.PRIVACY, A4)
    assert len(full) == MOST_MARKS
    with pytest.raises(DaylightError) as refused:
        marked(full, many[-1:], Ground.PRIVACY, A4)
    assert (refused.value.code, refused.value.field) == ("marks_too_many", "marks")
