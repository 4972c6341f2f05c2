"""What the page of a reply shows: the draft as it stands, who has signed it, who signs next, and what may be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from api.desk import Desk
from api.leaves import Leaves
from api.release import release_of_case
from api.sight import colleagues
from api.views import steps_now
from schemas.api import AvailableStep
from schemas.case import Case
from schemas.errors import StepRefused
from schemas.events import EventRecord, ReplyApproved
from schemas.leaves import DraftView, IssuedLetter
from schemas.letters import LetterRef
from schemas.people import SignedIn
from schemas.release import ReleaseView
from schemas.sight import Colleague
from schemas.vocabulary import ACTING, LetterKind, Role, State


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the chain: who signs there, who did and when. ``awaited``: it is this one's turn."""

    role: Role
    by: str | None = None
    at: datetime | None = None
    comment: str | None = None
    awaited: bool = False
    delegate: str | None = None


@dataclass(frozen=True, slots=True)
class ReplySheet:
    """``draft`` is none while none lies for signature; ``reply`` the one that was issued last, with its ``release``."""

    case: Case
    draft: DraftView | None
    stages: tuple[Stage, ...]
    steps: Mapping[str, AvailableStep]
    reply: IssuedLetter | None
    heirs: tuple[Colleague, ...]
    drafters: tuple[str, ...]
    release: ReleaseView | None

    @property
    def awaited(self) -> Role | None:
        """The stage whose signature is awaited; none once all have signed."""
        return next((stage.role for stage in self.stages if stage.awaited), None)


async def reply_sheet(desk: Desk, leaves: Leaves, person: SignedIn, case_id: UUID) -> ReplySheet:
    """Gather it for one person. Raises ``NotFound``."""
    case = await desk.case(await desk.row(person, case_id))
    draft, issued = await _draft(leaves, person, case_id), _issued(case)
    staff = {one.id: one for one in (await colleagues(desk, person)).items}
    return ReplySheet(
        case=case,
        draft=draft,
        stages=_stages(case, await desk.records(case_id), staff),
        steps={one.step: one for one in await steps_now(desk, person, case_id)},
        reply=await leaves.letter(person, issued.letter_id) if issued and draft is None else None,
        heirs=_heirs(case, person, staff),
        drafters=tuple(name_of(staff, drafter) for drafter in case.drafters),
        release=await release_of_case(desk, person, case_id) if issued and case.release else None,
    )


def name_of(staff: Mapping[UUID, Colleague], staff_id: UUID) -> str:
    """The name of a colleague; an em dash for one whom the agency does not know."""
    return staff[staff_id].name if staff_id in staff else "—"


async def _draft(leaves: Leaves, person: SignedIn, case_id: UUID) -> DraftView | None:
    try:
        return await leaves.draft(person, case_id)
    except StepRefused as refused:
        if refused.code != "nothing_to_preview":
            raise
        return None


def _stages(case: Case, records: list[EventRecord], staff: Mapping[UUID, Colleague]) -> tuple[Stage, ...]:
    """The chain in order; the signatures that count are the last so many approvals on record."""
    if case.draft is None:
        return ()
    given = [record for record in records if isinstance(record.event, ReplyApproved)]
    counting = given[len(given) - len(case.draft.signatures) :]
    signed = [_signed(role, record, staff) for role, record in zip(case.draft.chain, counting, strict=False)]
    rest = case.draft.chain[len(signed) :]
    delegate = name_of(staff, case.draft.delegate) if case.draft.delegate else None
    lies = case.state is State.AWAITING_APPROVAL
    ahead = [Stage(role, awaited=lies and not n, delegate=None if n else delegate) for n, role in enumerate(rest)]
    return (*signed, *ahead)


def _signed(role: Role, record: EventRecord, staff: Mapping[UUID, Colleague]) -> Stage:
    comment = record.event.comment if isinstance(record.event, ReplyApproved) else None
    return Stage(role, by=name_of(staff, record.by), at=record.at, comment=comment)


def _issued(case: Case) -> LetterRef | None:
    replies = [letter for letter in case.letters if letter.kind is LetterKind.REPLY]
    return replies[-1] if replies and case.issued_on else None


def _heirs(case: Case, person: SignedIn, staff: Mapping[UUID, Colleague]) -> tuple[Colleague, ...]:
    """Who might sign in one's place: takes part in handling, neither drafted nor signed. The engine decides."""
    draft = case.draft
    out = {person.staff_id, *case.drafters, *(signature.by for signature in (draft.signatures if draft else ()))}
    return tuple(one for one in staff.values() if one.active and ACTING & set(one.roles) and one.id not in out)
