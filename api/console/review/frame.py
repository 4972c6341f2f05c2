"""What every page of the review shows around its own matter: the case, the document, and whether one may work on it."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from starlette.responses import HTMLResponse

from api.console.pages import page
from api.console.visit import Visit
from api.desk import Desk
from api.review import Review
from api.sight import colleagues
from api.views import steps_now
from schemas.case import CaseRow
from schemas.errors import DaylightError
from schemas.law.statute import Statute
from schemas.law.versions import STATUTES, statute_of
from schemas.messages import problem_of
from schemas.people import SignedIn
from schemas.review import FoundDocument
from schemas.vocabulary import Ground, ReviewResult, Verdict
from schemas.words_review import HIDDEN_THINGS
from workflows.page_work import may_work

Refused = ValidationError | DaylightError
HELD_BACK = frozenset({ReviewResult.WITHHOLD, ReviewResult.UNDETERMINED})
"""Nothing of such a page is given out."""
SETS: dict[str, Any] = {
    "results": tuple(ReviewResult),
    "grounds": tuple(Ground),
    "verdicts": tuple(Verdict),
    "held_back": HELD_BACK,
    "hidden_things": HIDDEN_THINGS,
}
"""What every template of the review may name."""


@dataclass(frozen=True, slots=True)
class Frame:
    """``may_work``: on pages, and propose; ``may_confirm``: what others proposed. The engine says so."""

    case: CaseRow
    statute: Statute
    may_work: bool
    names: dict[UUID, str]
    may_confirm: bool = False

    @property
    def path(self) -> str:
        """Where the review of this case begins."""
        return f"/cases/{self.case.case_id}/review"

    def article(self, ground: Ground) -> str:
        """Where a ground stands in the case's own statute; empty where that version has none."""
        place = self.statute.grounds.get(ground)
        return place.code if place else ""


async def frame_of(desk: Desk, person: SignedIn, case_id: UUID) -> Frame:
    """The frame of a page to be worked on. Raises ``NotFound``."""
    case = await desk.row(person, case_id)
    staff = (await colleagues(desk, person)).items
    return Frame(
        case=case,
        statute=statute_of(case.statute) if case.statute else STATUTES[-1],
        may_work=may_work(case.state, person.roles),
        names={one.id: one.name for one in staff},
    )


async def frame_to_confirm(desk: Desk, person: SignedIn, case_id: UUID) -> Frame:
    """The same where proposals are confirmed: for that the whole case is read. Raises ``NotFound``."""
    frame = await frame_of(desk, person, case_id)
    steps = {one.step: one.allowed for one in await steps_now(desk, person, case_id)}
    return replace(frame, may_confirm=steps["confirm_review"])


async def document_of(review: Review, person: SignedIn, case_id: UUID, document_id: UUID) -> FoundDocument:
    """The document, if this case found it. Raises ``NotFound``."""
    return await review.one(person, case_id, document_id)


def shown(visit: Visit, template: str, frame: Frame, status: int = 200, **context: Any) -> HTMLResponse:
    """A page of the review."""
    return page(visit, f"review/{template}", status, frame=frame, problem=told, **{**SETS, **context})


def told(code: str) -> Any:
    """What kept a document from being read, as a refusal that can be shown."""
    return problem_of(DaylightError(code))
