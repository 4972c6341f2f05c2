"""What goes into and comes out of the durable workflow: one model in, one out."""

from datetime import date
from uuid import UUID

from pydantic import Field

from schemas.base import Recorded
from schemas.case import Case, CaseRow
from schemas.case_parts import Earlier
from schemas.clock import CalendarData
from schemas.documents import DocumentRef, Sha256
from schemas.events import Actor, EventRecord, Part
from schemas.events_review import Release
from schemas.notices import Notices
from schemas.policy import Policy
from schemas.steps import Step
from schemas.vocabulary import Ground, Outcome, ReviewResult, State


class OtherCase(Recorded):
    """Another case of the same applicant at the same agency. ``settled``: what it answers is settled already."""

    case_id: UUID
    reference: str
    state: State
    due_on: date | None = None
    reply: Earlier | None = None
    settled: bool = False


class SheetFact(Recorded):
    """The review sheet of a document as its pages stand: what it says, or what it lacks (``fault``, on ``page``)."""

    document_id: UUID
    result: ReviewResult
    grounds: tuple[Ground, ...] = ()
    sheet: Sha256 | None = None
    pages: int | None = None
    released: int = 0
    fault: str | None = None
    page: int | None = None


class ReleaseFact(Recorded):
    """The copies to be given out: how many documents have none yet, of how many it failed, and the manifest.

    ``changed``: a document of which people have said more since it was proposed.
    """

    missing: int
    failed: int = 0
    changed: UUID | None = None
    release: Release | None = None


class Neighbour(Recorded):
    """The case that a step joins with, as the decision saw it: where it stands, and its date."""

    case_id: UUID
    state: State
    due_on: date | None = None


class Neighbours(Recorded):
    """What a decision took for true of the cases around its own. It is looked at again under a lock where the step is
    recorded, for two cases cannot wait for each other. ``joined_here``: so many were joined into this one."""

    joined_here: int = 0
    other: Neighbour | None = None

    @property
    def mark(self) -> str:
        """Tells one view from another; nothing personal."""
        return f"{self.joined_here}/{self.other.state}/{self.other.due_on}" if self.other else str(self.joined_here)


class Facts(Recorded):
    """What a decision needs from outside, fetched before it by the API; never sent by the client.

    ``documents``: the documents the step names, all of this case. ``handler_known``: the assignee is a handler here.
    ``person_known``: the delegate is active here and takes part in handling. ``text_id``: where an outsider's own words
    were put; ``text_ids``: the same for several. ``party_id``: where a third party was put. ``other``: the other case a
    step names, if it is one of the same applicant. ``items_before``: items of the applicant's other applications of
    the month. ``joined_here``: so many applications were joined into this case. ``sheets``: of the documents a
    proposal names. ``release``, ``package``: what is ready to be given out with the reply, and the files it is in.
    ``neighbours``: what must still be true of other cases when the step is recorded; null where nothing need be.
    """

    documents: tuple[DocumentRef, ...] = ()
    handler_known: bool = False
    person_known: bool = False
    text_id: UUID | None = None
    text_ids: tuple[UUID, ...] = ()
    party_id: UUID | None = None
    other: OtherCase | None = None
    items_before: int = 0
    joined_here: int = 0
    sheets: tuple[SheetFact, ...] = ()
    release: ReleaseFact | None = None
    package: tuple[DocumentRef, ...] = ()
    package_failed: bool = False
    neighbours: Neighbours | None = None


ENGINE_PREFIX = "daylight:"
"""Begins the command ids the engine gives itself; no client may send one."""
REGISTRATION = f"{ENGINE_PREFIX}register"
"""Command id of every registration: one per case."""


class Command(Recorded):
    """One step by one person. ``command_id`` is the update id; the same id has one effect and one answer."""

    command_id: str = Field(min_length=1, max_length=200)
    actor: Actor
    step: Step
    facts: Facts = Facts()
    fingerprint: str = ""


class StepAnswer(Recorded):
    """The answer to a command: what happened, and where the case stands now."""

    case_id: UUID
    reference: str
    version: int
    state: State
    events: tuple[str, ...]
    received_on: date | None = None
    due_on: date | None = None
    provisional: bool = False
    outcome: Outcome | None = None


class StepTaken(StepAnswer):
    """The answer with the keyed hash of what was asked, by which another request under the same id is told apart."""

    fingerprint: str = ""


class AnsweredCommand(Recorded):
    command_id: str
    answer: StepTaken


class Snapshot(Recorded):
    """What a case carries over continue-as-new."""

    case: Case
    head: str
    answered: tuple[AnsweredCommand, ...] = ()
    announced: tuple[str, ...] = ()


class CaseStart(Recorded):
    """Start input of the workflow; ``snapshot`` only when it continues itself."""

    case_id: UUID
    agency_id: UUID
    policy: Policy
    calendar: CalendarData
    snapshot: Snapshot | None = None


class CaseEnd(Recorded):
    """Result of the workflow."""

    case_id: UUID
    version: int
    outcome: Outcome
    head: str


class CalendarPublished(Recorded):
    """Signal: a new version of the agency's calendar is in the database."""

    version: str


class CalendarRequest(Recorded):
    version: str
    first_year: int
    last_year: int


class EventBatch(Recorded):
    """What one step wrote: the links in order, the read model after the last of them, and the notices they call for.

    ``neighbours``: what the step took for true of other cases; recorded only if it still is.
    """

    records: tuple[EventRecord, ...]
    row: CaseRow
    notices: Notices = Notices()
    neighbours: Neighbours | None = None


class BatchRecorded(Recorded):
    """Answer of the recording activity: the version now on record, and the hash of its last link as it stands there.

    The workflow goes on from this hash, never from one it computes again: a newer release may know more fields.
    """

    version: int
    head: str = ""


class Swept(Recorded):
    """Answer of the sweeper: cases it started, cases it could not start, cases it told a calendar, texts forgotten."""

    started: int
    failed: int = 0
    told: int = 0
    forgotten: int = 0


class SweepRequest(Recorded):
    """Input of the sweeper: how long something must have been lying around, and how long one row may take."""

    older_than_seconds: int = 60
    patience_seconds: float = 20


class PartsOrder(Recorded):
    """Open the cases of the parts split off ``case_id``: same applicant, channel, arrival and day of receipt."""

    case_id: UUID
    agency_id: UUID
    received_on: date
    parts: tuple[Part, ...]


class PartsOpened(Recorded):
    """How many cases of parts were started; the others are on record and left to the sweeper."""

    opened: int
