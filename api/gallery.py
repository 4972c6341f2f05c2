"""Pictures of pages, drawn in runs and kept for a while: who turns a page finds the next one there.

Starting a process takes longer than drawing a page, so one process draws a page and some that follow it. Whoever asks
here has shown his right before, every time: the gallery knows of nobody's.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from activities.workshop.bench import Bench
from activities.workshop.runner import Workshop
from activities.workshop.verbs import RENDER
from api.shelf import Shelf
from schemas.errors import InvalidInput
from schemas.workshop import PageToDraw, RenderOrder

MOST_BYTES = 64 * 1024 * 1024
MOST_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF to draw from. ``owner``: an agency's pictures are its own, whoever else has the same file, and so is the
    time they take; ``lay`` brings the file into the folder of a bench."""

    owner: str
    sha256: str
    lay: Callable[[Bench], Awaitable[None]]


class Key(NamedTuple):
    """All that a picture depends on. ``black``: the marks and whose articles stand on them; empty for a plain page."""

    owner: str
    sha256: str
    number: int
    dpi: int
    colours: int
    black: str


Wanted = tuple[Key, PageToDraw]


@dataclass(frozen=True, slots=True)
class Flight:
    """A run that is being drawn. ``first``: the page it was begun for."""

    first: Key
    pages: dict[Key, PageToDraw]
    task: asyncio.Task[dict[Key, bytes]]

    async def picture(self, key: Key) -> bytes | None:
        """Once the run has ended; None where it did not get to this page. Raises what keeps its first from being drawn.

        Who stops waiting ends it for nobody.
        """
        await asyncio.wait([self.task])
        failed = not self.task.cancelled() and self.task.exception()
        return None if failed and key != self.first else self.task.result().get(key)


class Gallery:
    """At most ``most`` bytes of pictures; a picture that is asked for by several at once is drawn once."""

    def __init__(self, workshop: Workshop, most: int = MOST_BYTES) -> None:
        self._workshop = workshop
        self._shelf = Shelf[Key](most)
        self._flights: dict[Key, Flight] = {}
        self._singly: set[tuple[str, str]] = set()

    @property
    def held(self) -> int:
        """Bytes of the pictures that are kept."""
        return self._shelf.held

    async def first(self, paper: Paper, order: RenderOrder) -> bytes:
        """The order's first page as PNG; the others are drawn along with it as far as time allows, and kept.

        Raises what ``Workshop.run`` and the paper's ``lay`` raise.
        """
        (key, page), *others = ((_key(paper, order, page), page) for page in order.pages)
        while True:
            kept = self._shelf.get(key)
            if kept is not None:
                self._read_ahead(paper, order, others)
                return kept
            flight = self._flights.get(key)
            if flight is None:
                flight = self._begin(paper, order, [(key, page), *self._missing(paper, others)])
            kept = await flight.picture(key)
            if kept is not None:
                return kept

    def drop(self, owner: str, sha256: str) -> None:
        """Forget all pictures of a file."""
        self._shelf.drop(lambda key: (key.owner, key.sha256) == (owner, sha256))

    async def aclose(self) -> None:
        """End what is being drawn; no process of it remains."""
        tasks = {flight.task for flight in self._flights.values()}
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)

    def _read_ahead(self, paper: Paper, order: RenderOrder, others: list[Wanted]) -> None:
        """Draw on before the reader comes to the end of what is there; nobody waits for it."""
        missing = self._missing(paper, others)
        if missing and len(missing) * 2 >= len(others):
            self._begin(paper, order, missing)

    def _begin(self, paper: Paper, order: RenderOrder, wanted: list[Wanted]) -> Flight:
        pages = dict(wanted)
        flight = Flight(next(iter(pages)), pages, asyncio.create_task(self._drawn(paper, order, pages)))
        self._flights.update(dict.fromkeys(pages, flight))
        flight.task.add_done_callback(lambda _: self._landed(flight))
        return flight

    def _missing(self, paper: Paper, others: list[Wanted]) -> list[Wanted]:
        """Of the pages after the first, those that are neither there nor on their way."""
        if (paper.owner, paper.sha256) in self._singly:
            return []
        return [one for one in others if one[0] not in self._shelf and one[0] not in self._flights]

    def _landed(self, flight: Flight) -> None:
        for key in flight.pages:
            del self._flights[key]
        if not flight.task.cancelled():
            flight.task.exception()  # whether anybody still waits for it or not

    async def _drawn(self, paper: Paper, order: RenderOrder, pages: dict[Key, PageToDraw]) -> dict[Key, bytes]:
        """One page that cannot be drawn must not hide the pages before it."""
        try:
            made = await self._run(paper, order, pages)
        except InvalidInput:
            if len(pages) == 1:
                raise
            self._draw_singly(paper)
            made = await self._run(paper, order, dict([next(iter(pages.items()))]))
        for key, png in made.items():
            self._shelf.put(key, png)
        return made

    def _draw_singly(self, paper: Paper) -> None:
        """From now on, so that nobody waits again for a run that comes to no good end."""
        if len(self._singly) >= MOST_REMEMBERED:
            self._singly.clear()
        self._singly.add((paper.owner, paper.sha256))

    async def _run(self, paper: Paper, order: RenderOrder, pages: dict[Key, PageToDraw]) -> dict[Key, bytes]:
        async with self._workshop.bench() as bench:
            await paper.lay(bench)
            run = order.model_copy(update={"pages": tuple(pages.values())})
            done = {one.number for one in (await bench.work(RENDER, run)).pictures}
            (first, page), *others = pages.items()
            wanted = [one for one in others if one[1].number in done and self._shelf.takes(bench.size(one[1].target))]
            return {key: await bench.read(one.target) for key, one in [(first, page), *wanted]}


def _key(paper: Paper, order: RenderOrder, page: PageToDraw) -> Key:
    marks = "".join(mark.model_dump_json() for mark in page.marks)
    black = f"{order.statute}{marks}" if marks else ""
    return Key(paper.owner, paper.sha256, page.number, order.dpi, order.colours, black)
