"""What stands in the form of one page: as the page is, or as somebody typed it; and what of it the API takes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from api.console.review.frame import HELD_BACK
from api.console.typed import Typed
from schemas.pages import Mark
from schemas.review import PageView, PageWork

SIDES = ("x0", "y0", "x1", "y1")


@dataclass(frozen=True, slots=True)
class MarkDraft:
    """One box as its fields have it, in points."""

    x0: str
    y0: str
    x1: str
    y1: str
    ground: str

    @property
    def empty(self) -> bool:
        """Nothing was typed: the row that is there to add a box."""
        return not (self.x0 or self.y0 or self.x1 or self.y1)


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields of the form, as texts. ``version``: of the page that was seen."""

    result: str
    grounds: tuple[str, ...]
    reason: str
    marks: tuple[MarkDraft, ...]
    version: int


def draft_of(page: PageView, sent: Typed | None) -> Draft:
    """What was typed where a form is shown again, else the page. The version is always the newest: what is sent after a
    conflict was shown is meant."""
    if sent is None:
        told = tuple(_mark(mark) for mark in page.marks)
        return Draft(page.result or "", page.grounds, page.reason or "", told, page.version)
    return Draft(
        result=sent.first("result"),
        grounds=tuple(sent.every("grounds")),
        reason=sent.first("reason"),
        marks=tuple(marks_typed(sent)),
        version=page.version,
    )


def work_of(sent: Typed) -> PageWork:
    """The form as work on a page; a page that is held back whole carries no marks. Raises ``ValidationError``."""
    told: dict[str, Any] = {
        "result": sent.first("result") or None,
        "grounds": tuple(sent.every("grounds")),
        "reason": sent.first("reason").strip() or None,
        "version": sent.first("version") or None,
    }
    if told["result"] not in HELD_BACK:
        told["marks"] = tuple(
            {"box": {side: getattr(mark, side) for side in SIDES}, "ground": mark.ground} for mark in marks_typed(sent)
        )
    return PageWork.model_validate({name: value for name, value in told.items() if value is not None})


def marks_typed(sent: Typed) -> Iterator[MarkDraft]:
    """The boxes of the form, without empty rows and without the one whose button to take it away was pressed."""
    rows = zip(*(sent.every(name) for name in (*SIDES, "ground")), strict=False)
    for n, row in enumerate(rows):
        mark = MarkDraft(*row)
        if not mark.empty and sent.first("drop") != str(n):
            yield mark


def _mark(mark: Mark) -> MarkDraft:
    """The numbers to the last digit: by them a rejected finding knows its marks again."""
    box = mark.box
    return MarkDraft(str(box.x0), str(box.y0), str(box.x1), str(box.y1), mark.ground)
