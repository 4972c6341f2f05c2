"""What may be said of a page, and how an accepted finding becomes a mark: the work in hand (arts. 15-17)."""

from collections.abc import Iterable

from schemas.errors import NotAllowed, StepRefused
from schemas.pages import MOST_MARKS, Box, Mark, PageReview, PageSize
from schemas.review import PagesWork, PageWork
from schemas.vocabulary import Ground, ReviewResult, Role, State
from workflows.book import PROPOSING
from workflows.moment import refuse_unless, reject_if

WIDER = 1.0
"""Points by which a mark is wider than the finding it covers, on each side: glyphs reach over their boxes."""


def refuse_work(state: State, roles: Iterable[Role]) -> None:
    """Pages are worked on while their case is in hand, by those who may propose (art. 17)."""
    if PROPOSING.isdisjoint(roles):
        raise NotAllowed("role_not_permitted")
    refuse_unless(state is State.PROCESSING, "not_in_hand", article="17")


def may_work(state: State, roles: Iterable[Role]) -> bool:
    """Whether ``refuse_work`` would let somebody with these roles work."""
    try:
        refuse_work(state, roles)
    except (NotAllowed, StepRefused):
        return False
    return True


def checked(work: PageWork, page: PageSize, version: int) -> PageReview:
    """One page as somebody means it. Example: a page disclosed in part needs at least one mark, inside the page.

    Raises ``StepRefused("page_changed")`` if another version was seen, else ``InvalidInput`` with the field.
    """
    if work.version != version:
        raise StepRefused("page_changed")
    parts = work.result is ReviewResult.PARTIAL
    reject_if(parts and not work.marks, "marks_missing", field="marks")
    reject_if(not parts and work.marks, "marks_not_wanted", field="marks")
    inside = all(mark.box.x1 <= page.width + 1 and mark.box.y1 <= page.height + 1 for mark in work.marks)
    reject_if(not inside, "mark_outside_page", field="marks")
    reject_if(work.result is ReviewResult.WITHHOLD and not work.grounds, "grounds_missing", field="grounds")
    disclosed = work.result in {ReviewResult.DISCLOSE, ReviewResult.PARTIAL}
    reject_if(disclosed and work.grounds, "grounds_without_withholding", field="grounds")
    return PageReview(number=page.number, **work.model_dump(exclude={"version"}))


def said_of(number: int, marks: tuple[Mark, ...], work: PagesWork) -> PageReview:
    """A page after one word for a run of them: marks stay, and make "disclose" mean "in part"."""
    reject_if(work.result is ReviewResult.WITHHOLD and not work.grounds, "grounds_missing", field="grounds")
    reject_if(work.result is ReviewResult.DISCLOSE and work.grounds, "grounds_without_withholding", field="grounds")
    if work.result is ReviewResult.DISCLOSE and marks:
        return PageReview(number=number, result=ReviewResult.PARTIAL, marks=marks)
    kept = marks if work.result is ReviewResult.DISCLOSE else ()
    return PageReview(number=number, result=work.result, grounds=work.grounds, reason=work.reason, marks=kept)


def marked(marks: Iterable[Mark], boxes: Iterable[Box], ground: Ground, page: PageSize) -> tuple[Mark, ...]:
    """The marks with those of an accepted finding, each once; a little wider than the text. None is ever dropped."""
    wanted = [Mark(box=_wider(box, page), ground=ground) for box in boxes]
    standing = list(marks)
    added = [mark for mark in wanted if mark.box not in {one.box for one in standing}]
    reject_if(len(standing) + len(added) > MOST_MARKS, "marks_too_many", field="marks")
    return (*standing, *added)


def unmarked(marks: Iterable[Mark], boxes: Iterable[Box], page: PageSize) -> tuple[Mark, ...]:
    """The marks without those of a finding that is rejected after all."""
    gone = {_wider(box, page) for box in boxes}
    return tuple(mark for mark in marks if mark.box not in gone)


def _wider(box: Box, page: PageSize) -> Box:
    return Box(
        x0=round(max(box.x0 - WIDER, 0), 2),
        y0=round(max(box.y0 - WIDER, 0), 2),
        x1=round(max(min(box.x1 + WIDER, page.width), box.x0 + 0.5), 2),
        y1=round(max(min(box.y1 + WIDER, page.height), box.y0 + 0.5), 2),
    )
