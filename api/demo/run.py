"""Plays all cases, a few at a time, and gathers what became of each."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import httpx
from pydantic import ValidationError

from api.demo.check import Wrong, wrongs
from api.demo.client import Caller, Refused
from api.demo.days import Days
from api.demo.player import play
from api.demo.reading import Found, read
from api.demo.script import SampleCase

AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a case; ``found`` is null when it could not be played to its end."""

    case: SampleCase
    found: Found | None
    wrong: tuple[Wrong, ...]


async def play_all(
    api: Caller, cases: Sequence[SampleCase], days: Days, run: str, done: Callable[[Result], None]
) -> list[Result]:
    """Play and check every case, in their order in the answer; ``done`` hears of each as it ends."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(case: SampleCase) -> Result:
        async with places:
            result = await _played(api, case, days, run)
        done(result)
        return result

    return doubles_marked(await asyncio.gather(*(one(case) for case in cases)))


async def _played(api: Caller, case: SampleCase, days: Days, run: str) -> Result:
    try:
        played = await play(api, case, days, run)
        found = await read(api, played)
    except (Refused, httpx.HTTPError, TimeoutError, ValidationError, KeyError) as failed:
        return Result(case, None, (Wrong("script", "played to its end", f"{type(failed).__name__} {failed}"),))
    return Result(case, found, wrongs(case, played, found, days))


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
