"""The language in which a sample case is written down: who applies, who does what, and where it must end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from api.demo.papers import Paper
from schemas.applications import Applicant, WantedForm, WantedRoute
from schemas.inquiries import InquiryChannel
from schemas.pages import PersonalKind
from schemas.vocabulary import Channel, Ground, LetterKind, Outcome, Remedy, ReviewResult, State

HANDLER, HANDLER2, REVIEWER, APPROVER, HEAD = "handler", "handler2", "reviewer", "approver", "head"
SECTION, LEGAL, CHIEF = "section", "legal", "chief"


@dataclass(frozen=True, slots=True)
class Ago:
    """The day this many working days before the day of the demo; that day itself for 0."""

    working_days: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """The working day that comes this many working days after the day of the demo."""

    working_days: int


When = Ago | Ahead | date
DayOf = Callable[[When], date]


@dataclass(frozen=True, slots=True)
class Doc:
    """Stands for the id of a document of the case, by its file name; of something not filed, by its note."""

    name: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Stands for the id of a member of staff, by login."""

    login: str


@dataclass(frozen=True, slots=True)
class Other:
    """Stands for the id of another sample case, by its key; it must have been played ``after`` that one."""

    key: str


@dataclass(frozen=True, slots=True)
class Letter:
    """Stands for the id of the last letter of this kind that the case has."""

    kind: LetterKind


@dataclass(frozen=True, slots=True)
class Upload:
    """Make this paper and put it into the case."""

    actor: str
    paper: Paper


@dataclass(frozen=True, slots=True)
class Edit:
    """Fetch the draft of the reply as DOCX, change some words of it, and put it into the case under this name."""

    actor: str
    name: str
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class Take:
    """Take a step. Fields are as in the API, with the stand-ins above where days and ids belong."""

    actor: str
    step: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Decide:
    """Accept or reject what the machine found in a paper: all of these kinds, or all that is left."""

    actor: str
    paper: str
    accept: bool
    kinds: tuple[PersonalKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Say:
    """One word for the pages of a paper from ``first`` to ``last``; marked ones are then disclosed in part."""

    actor: str
    paper: str
    result: ReviewResult
    first: int
    last: int
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Blacken:
    """Mark these words wherever they stand on a page of a paper made as PDF."""

    actor: str
    paper: str
    page: int
    words: tuple[str, ...]
    ground: Ground


PageAct = Decide | Say | Blacken
Act = Upload | Edit | Take | PageAct


@dataclass(frozen=True, slots=True)
class Asked:
    """An inquiry at the counter or by telephone, from which the application came."""

    channel: InquiryChannel
    on: When
    asked: str
    answered: str


@dataclass(frozen=True, slots=True)
class PartOf:
    """Nothing is submitted: the case is the first part that was split off the case of this key."""

    key: str


@dataclass(frozen=True, slots=True)
class End:
    """Where a case must be when its script is played. ``late``: overdue, or the reply came late; ``fee`` in yuan."""

    state: State
    events: tuple[str, ...]
    letters: tuple[LetterKind, ...]
    outcome: Outcome | None = None
    remedy: Remedy = Remedy.NONE
    late: bool = False
    fee: int | None = None


@dataclass(frozen=True, slots=True)
class SampleCase:
    """One sample application: what it shows, what was submitted, what staff then do, and its end.

    ``after``: the key of a case that must have been played to its end before this one begins.
    """

    key: str
    shows: str
    channel: Channel
    arrived: When
    applicant: Applicant
    asks: str
    script: tuple[Act, ...]
    end: End
    form: WantedForm = WantedForm.ELECTRONIC
    route: WantedRoute = WantedRoute.EMAIL
    origin: Asked | PartOf | None = None
    after: str | None = None

    @property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(act for act in self.script if isinstance(act, Edit))

    @property
    def papers(self) -> tuple[Paper, ...]:
        return tuple(act.paper for act in self.script if isinstance(act, Upload))

    @property
    def steps(self) -> tuple[Take, ...]:
        return tuple(act for act in self.script if isinstance(act, Take))

    def first(self, step: str) -> Take | None:
        """The first time this step is taken."""
        return next(iter(self.all(step)), None)

    def all(self, step: str) -> tuple[Take, ...]:
        """Every time this step is taken, in order."""
        return tuple(act for act in self.steps if act.step == step)
