"""Pictures are drawn once for all who ask at once, in runs, within a bound; one bad page hides none of the others."""

import asyncio
from pathlib import Path

import pikepdf
import pytest

from activities.workshop.bench import Bench
from activities.workshop.limits import Limits
from activities.workshop.runner import Workshop
from api.gallery import Gallery, Paper
from api.shelf import Shelf
from schemas.errors import InvalidInput
from schemas.pages import Box, Mark
from schemas.vocabulary import Ground
from schemas.workshop import PageToDraw, RenderOrder
from tests.workshop.processes import left_in

MEBIBYTE = 1024 * 1024
PAGES = 6
MARK = Mark(box=Box(x0=10, y0=10, x1=60, y1=40), ground=Ground.PRIVACY)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(Limits(seconds=60, memory=1024 * MEBIBYTE, output=64 * MEBIBYTE), processes=2, folder=tmp_path)


class Laid:
    """A paper of some pages, and how often it was laid on a bench: once for each process."""

    def __init__(self, pages: int = PAGES) -> None:
        self.pages = pages
        self.times = 0

    async def lay(self, bench: Bench) -> None:
        self.times += 1
        with pikepdf.new() as pdf:
            for _ in range(self.pages):
                pdf.add_blank_page(page_size=(200, 200))
            pdf.save(bench.folder / "source.pdf")

    def paper(self, owner: str = "an agency") -> Paper:
        return Paper(owner, "0" * 64, self.lay)


def order(*numbers: int, marks: tuple[Mark, ...] = ()) -> RenderOrder:
    pages = tuple(PageToDraw(number=number, marks=marks) for number in numbers)
    return RenderOrder(source="source.pdf", pages=pages, dpi=20, ahead_seconds=30)


async def test_who_asks_at_once_waits_for_one_run_and_later_pages_are_there(workshop: Workshop) -> None:
    gallery, laid = Gallery(workshop), Laid()
    asked = (order(1, 2, 3, 4), order(1, 2, 3, 4), order(3, 4, 5, 6), order(2, 3, 4, 5))
    pictures = await asyncio.gather(*(gallery.first(laid.paper(), one) for one in asked))
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert await gallery.first(laid.paper(), order(4, 5, 6)) == pictures[0]
    assert laid.times == 1, "the rest of that order is only begun"
    await gallery.first(laid.paper(), order(6))
    await gallery.first(laid.paper(), order(5, 6))
    assert laid.times == 2


async def test_other_marks_and_other_agencies_have_pictures_of_their_own(workshop: Workshop) -> None:
    gallery, laid = Gallery(workshop), Laid()
    plain = await gallery.first(laid.paper(), order(1))
    marked = await gallery.first(laid.paper(), order(1, marks=(MARK,)))
    assert (marked != plain, laid.times) == (True, 2)
    assert await gallery.first(laid.paper("another agency"), order(1)) == plain
    assert laid.times == 3
    gallery.drop("an agency", "0" * 64)
    await gallery.first(laid.paper("another agency"), order(1))
    assert laid.times == 3
    await gallery.first(laid.paper(), order(1))
    assert laid.times == 4


async def test_who_stops_waiting_ends_the_run_for_nobody(workshop: Workshop) -> None:
    gallery, laid = Gallery(workshop), Laid()
    leaving = asyncio.create_task(gallery.first(laid.paper(), order(1, 2)))
    staying = asyncio.create_task(gallery.first(laid.paper(), order(2)))
    await asyncio.sleep(0)
    leaving.cancel()
    assert (await staying).startswith(b"\x89PNG")
    assert laid.times == 1


async def test_a_page_that_cannot_be_drawn_hides_no_other(workshop: Workshop) -> None:
    gallery, laid = Gallery(workshop), Laid(pages=2)
    asked = (order(1, 2, 3), order(3), order(2, 3))
    first, third, second = await asyncio.gather(
        *(gallery.first(laid.paper(), one) for one in asked), return_exceptions=True
    )
    assert isinstance(third, InvalidInput)
    assert third.code == "page_unknown"
    assert isinstance(first, bytes)
    assert first == second


async def test_closed_it_leaves_no_run_behind(workshop: Workshop, tmp_path: Path) -> None:
    gallery = Gallery(workshop)
    waiting = asyncio.create_task(gallery.first(Laid().paper(), order(1)))
    await asyncio.sleep(0)
    await gallery.aclose()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert left_in(tmp_path) == []


async def test_pictures_never_take_more_than_the_bound(workshop: Workshop) -> None:
    one = len(await Gallery(workshop).first(Laid().paper(), order(1)))
    gallery, laid = Gallery(workshop, most=9 * one), Laid(pages=30)
    await gallery.first(laid.paper(), order(*range(1, 31)))
    assert 7 * one <= gallery.held <= 9 * one
    await gallery.first(laid.paper(), order(30))
    assert laid.times == 1
    await gallery.first(laid.paper(), order(1))
    assert laid.times == 2


def test_a_shelf_lets_go_what_was_used_longest_ago() -> None:
    shelf = Shelf[str](80)
    for name in "abcdefgh":
        shelf.put(name, bytes(10))
    assert shelf.get("a") == bytes(10)
    shelf.put("i", bytes(10))
    shelf.put("too large", bytes(11))
    assert ("a" in shelf, "b" in shelf, "too large" in shelf, shelf.held) == (True, False, False, 80)
    shelf.put("a", bytes(4))
    shelf.drop(lambda name: name != "a")
    assert shelf.held == 4
