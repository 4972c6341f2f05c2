"""What a run of chaos is made of: which applications are filed and how they are worked, which faults fall and when.

All of it follows from one seed. What staff do is what the demo does: its scripts walk every path of the statute.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from api.demo.cases import CASES
from api.demo.people import credit_code, resident_id
from api.demo.script import Blacken, SampleCase
from schemas.applications import Applicant, IdentityKind

PAPERS_EVERY = 7
"""Of so many applications one has papers to be read, reviewed and copied: that costs twenty times the rest of it."""
CHECKED_EVERY = 5
"""Of so many cases one is read back whole over HTTP and compared with its script."""
LONG_EVERY = 8
"""Of so many halts one outlasts the time after which an activity is taken for dead (10 s)."""
BRIEF_SECONDS, LONG_SECONDS = (0.4, 3.0), (11.0, 15.0)


class Part(StrEnum):
    """A part of the engine that can fail."""

    WORKER = "worker"
    API = "api"
    TEMPORAL = "temporal"
    POSTGRES = "postgres"
    STORE = "store"


class Harm(StrEnum):
    """What befalls it: SIGKILL; SIGSTOP, and SIGCONT later; or its line cut, and mended later."""

    KILLED = "killed"
    STOPPED = "stopped"
    CUT = "cut"


KINDS: tuple[tuple[Part, Harm], ...] = tuple(
    (part, harm) for part in Part for harm in Harm if (part, harm) != (Part.WORKER, Harm.CUT)
)
"""A worker has no line to itself: it calls, nobody calls it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault to be inflicted; ``seconds`` it lasts, where it does not end by itself."""

    part: Part
    harm: Harm
    seconds: float


@dataclass(frozen=True, slots=True)
class Job:
    """One application of a run. ``checked``: it is read back over HTTP when it has been played."""

    number: int
    case: SampleCase
    checked: bool

    @property
    def commands(self) -> int:
        """So many commands its script gives, the submission included."""
        return 1 + len(self.case.steps)


def jobs(count: int, seed: int) -> list[Job]:
    """So many applications, each of an applicant of its own."""
    random = Random(seed)
    plain, papers = [[case for case in playable() if bool(case.papers) is some] for some in (False, True)]
    return [
        Job(number, _of_another(random.choice(papers if _has_papers(number) else plain), number), _is_checked(number))
        for number in range(count)
    ]


def faults(count: int, seed: int, *, long: bool = True) -> list[Fault]:
    """So many faults, every kind as often as every other, in an order of chance; ``long``: some last long."""
    random, kinds = Random(f"faults/{seed}"), list[tuple[Part, Harm]]()
    while len(kinds) < count:
        kinds += random.sample(KINDS, len(KINDS))
    return [Fault(part, harm, _lasts(random, long=long)) for part, harm in kinds[:count]]


def playable() -> Iterator[SampleCase]:
    """Scripts that stand by themselves. One that marks places on a page names the version it replaces, so it cannot be
    repeated blindly; those that refer to another case of the demo cannot be played out of order."""
    for case in CASES:
        if case.after is None and not any(isinstance(act, Blacken) for act in case.script):
            yield case


def _has_papers(number: int) -> bool:
    return number % PAPERS_EVERY == PAPERS_EVERY // 2


def _is_checked(number: int) -> bool:
    return number % CHECKED_EVERY == 0 or _has_papers(number)


def _lasts(random: Random, *, long: bool) -> float:
    return random.uniform(*(LONG_SECONDS if long and random.randrange(LONG_EVERY) == 0 else BRIEF_SECONDS))


def _of_another(case: SampleCase, number: int) -> SampleCase:
    """The same application by somebody else: what an applicant asked for before changes fees and findings."""
    return replace(case, applicant=_somebody(case.applicant, number))


def _somebody(like: Applicant, number: int) -> Applicant:
    phone = f"010-555{number:05d}"
    if like.identity_kind is IdentityKind.ORGANISATION_CODE:
        code = credit_code(f"{like.identity_number[:8]}MB{number:07d}")
    else:
        code = resident_id(f"110101{1950 + number // 1000:04d}0101{number % 1000:03d}")
    return like.model_copy(
        update={"identity_number": code, "contact": like.contact.model_copy(update={"phone": phone})}
    )


def commands_in(planned: Sequence[Job]) -> int:
    """So many commands all of them give."""
    return sum(job.commands for job in planned)
