"""Some clients at once work through the applications of a run, each case to the end of its script."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from api.demo.check import wrongs
from api.demo.client import Refused
from api.demo.player import Played, Stage, play
from api.demo.reading import read
from tests.chaos.clerk import ANSWER_SECONDS, Clerk
from tests.chaos.ledger import Ledger
from tests.chaos.plan import Job
from tests.chaos.site import Site

FAILURES = (Refused, KeyError)
"""What ends a script before its end: the engine refused what it should not have, or did not answer what it must."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of an application. ``wrong``: points at which it is not where its script must lead.

    ``case_id`` is null where the script broke off.
    """

    job: Job
    case_id: UUID | None
    wrong: tuple[str, ...] = ()


async def drive(
    site: Site, planned: Sequence[Job], ledger: Ledger, clients: int, done: Callable[[Ended], None]
) -> None:
    """Work all of them; a client takes the next application when it is done with the last, and ``done`` hears of it."""
    waiting = iter(planned)
    async with site.http(ANSWER_SECONDS) as http:

        async def client() -> None:
            for job in waiting:
                done(await _worked(site, job, Clerk(http, site.tokens, ledger, job.number)))

        await asyncio.gather(*(client() for _ in range(clients)))


async def _worked(site: Site, job: Job, clerk: Clerk) -> Ended:
    stage = Stage(clerk, site.days, f"chaos/{job.number}")
    try:
        played = await play(stage, job.case)
        wrong = await _read_back(stage, job, played) if job.checked else ()
    except FAILURES as failed:
        return Ended(job, None, (f"broke off: {type(failed).__name__} {failed}",))
    return Ended(job, UUID(played.case_id), wrong)


async def _read_back(stage: Stage, job: Job, played: Played) -> tuple[str, ...]:
    """Everything the API says of the case, compared with its script as the demo does."""
    found = await read(stage.api, played)
    return tuple(_named(job, [str(wrong) for wrong in wrongs(job.case, played, found, stage.days)]))


def _named(job: Job, wrongs_of_it: Sequence[str]) -> Iterator[str]:
    return (f"{job.case.key}: {wrong}" for wrong in wrongs_of_it)
