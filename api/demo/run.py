"""Plays all cases, a few at a time, and gathers what became of each."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx
from pydantic import ValidationError

from api.demo.check import Wrong, wrongs
from api.demo.client import Refused
from api.demo.player import Stage, play
from api.demo.reading import Found, read
from api.demo.script import SampleCase

AT_ONCE = 6
FAILURES = (Refused, httpx.HTTPError, TimeoutError, ValidationError, KeyError)
"""What ends a script before its end."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a case; ``found`` is null when it could not be played to its end."""

    case: SampleCase
    found: Found | None
    wrong: tuple[Wrong, ...]


async def play_all(stage: Stage, cases: Sequence[SampleCase], done: Callable[[], None]) -> list[Result]:
    """Play and check every case, in their order in the answer; ``done`` hears when each has ended.

    A case that comes after another one stands behind it, so it never holds the place which that one waits for.
    """
    places = asyncio.Semaphore(AT_ONCE)
    ended = {case.key: asyncio.Event() for case in cases}

    async def one(case: SampleCase) -> Result:
        async with places:
            if case.after and case.after in ended:
                await ended[case.after].wait()
            result = await _played(stage, case)
        ended[case.key].set()
        done()
        return result

    return doubles_marked(await asyncio.gather(*(one(case) for case in cases)))


async def _played(stage: Stage, case: SampleCase) -> Result:
    try:
        played = await play(stage, case)
        found = await read(stage.api, played)
    except FAILURES as failed:
        return Result(case, None, (Wrong("script", "played to its end", f"{type(failed).__name__} {failed}"),))
    return Result(case, found, wrongs(case, played, found, stage.days))


def doubles_marked(results: Sequence[Result]) -> list[Result]:
    """The results; a reference or letter number that was given twice is wrong."""
    given: set[str] = set()
    marked = []
    for result in results:
        numbers = _numbers(result.found) if result.found else []
        doubles = tuple(Wrong("number", "given once", f"{number} twice") for number in numbers if number in given)
        given.update(numbers)
        marked.append(Result(result.case, result.found, (*result.wrong, *doubles)))
    return marked


def _numbers(found: Found) -> list[str]:
    return [found.view.summary.reference, *(letter.number for letter in found.letters)]
