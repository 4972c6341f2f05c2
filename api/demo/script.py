"""The language in which a sample case is written down: who applies, who does what, and where it must end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from api.demo.papers import Paper
from schemas.applications import Applicant, WantedForm, WantedRoute
from schemas.vocabulary import Channel, LetterKind, Outcome, Remedy, State

HANDLER, HANDLER2, REVIEWER, APPROVER, HEAD = "handler", "handler2", "reviewer", "approver", "head"


@dataclass(frozen=True, slots=True)
class Ago:
    """The day this many working days before the day of the demo; that day itself for 0."""

    working_days: int


When = Ago | date
DayOf = Callable[[When], date]


@dataclass(frozen=True, slots=True)
class Doc:
    """Stands for the id of a document of the case, by its file name."""

    name: str


@dataclass(frozen=True, slots=True)
class Staff:
    """Stands for the id of a member of staff, by login."""

    login: str


@dataclass(frozen=True, slots=True)
class Upload:
    """Make this paper and put it into the case."""

    actor: str
    paper: Paper


@dataclass(frozen=True, slots=True)
class Take:
    """Take a step. Fields are as in the API, with ``When``, ``Doc`` and ``Staff`` where days and ids belong."""

    actor: str
    step: str
    fields: Mapping[str, object]


Act = Upload | Take


@dataclass(frozen=True, slots=True)
class End:
    """Where a case must be when its script is played. ``late``: it is overdue, or its reply came late."""

    state: State
    events: tuple[str, ...]
    letters: tuple[LetterKind, ...]
    outcome: Outcome | None = None
    remedy: Remedy = Remedy.NONE
    late: bool = False


@dataclass(frozen=True, slots=True)
class SampleCase:
    """One sample application: what it shows, what was submitted, what staff then do, and its end."""

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

    @property
    def papers(self) -> tuple[Paper, ...]:
        return tuple(act.paper for act in self.script if isinstance(act, Upload))

    @property
    def steps(self) -> tuple[Take, ...]:
        return tuple(act for act in self.script if isinstance(act, Take))

    def first(self, step: str) -> Take | None:
        """The first time this step is taken."""
        return next((act for act in self.steps if act.step == step), None)
