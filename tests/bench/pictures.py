"""Turning the pages of a long document under review: how long each picture takes, beside drawing the page and no more.

A server of its own, as for the pages of the console. The pages are asked for over a socket one after the other without
a pause, which is faster than anybody reads; then a page of small pictures as a browser asks for them, six at a time.
"""

import asyncio
import os
import shutil
import tempfile
import time
from pathlib import Path

import httpx
import pypdfium2

from tests.bench.console import served, signed_in, under_review
from tests.bench.load import percentile

PAGES, TURNED, SMALL, AT_ONCE = 500, 80, 30, 6
DPI, SMALL_DPI = 110, 20
_SEEDED = 20
"""Closed cases: none of them is looked at."""


async def measure(folder: Path) -> dict[str, float]:
    """Milliseconds a page, seen from outside, and their ratio to drawing the same pages with PDFium."""
    async with served(_SEEDED, folder) as (url, database, office):
        people = await signed_in(url, database, office)
        try:
            client = people["handler"]
            _, document = await under_review(client, PAGES)
            first = PAGES // 2
            turned = [await _seconds(client, document, first + n, DPI) for n in range(TURNED)]
            again = [await _seconds(client, document, first + TURNED - 1 - n, DPI) for n in range(10)]
            small = await _small(client, document, first)
            bare = _drawn(await _working_copy(client, document), first)
        finally:
            for one in people.values():
                await one.aclose()
    return _figures(turned, again, small, bare)


async def _seconds(client: httpx.AsyncClient, document: str, number: int, dpi: int) -> float:
    began = time.perf_counter()
    answer = await client.get(f"/api/documents/{document}/pages/{number}.png?dpi={dpi}&look=plain")
    answer.raise_for_status()
    return time.perf_counter() - began


async def _small(client: httpx.AsyncClient, document: str, first: int) -> float:
    """Seconds until all the small pictures of one page are there."""
    places, began = asyncio.Semaphore(AT_ONCE), time.perf_counter()

    async def one(number: int) -> None:
        async with places:
            await _seconds(client, document, number, SMALL_DPI)

    await asyncio.gather(*(one(first + n) for n in range(SMALL)))
    return time.perf_counter() - began


async def _working_copy(client: httpx.AsyncClient, document: str) -> bytes:
    made = (await client.get(f"/api/documents/{document}/provenance")).json()["made_into"]
    answer = await client.get(f"/api/documents/{made[0]['id']}/content")
    return answer.raise_for_status().content


def _drawn(pdf: bytes, first: int) -> list[float]:
    """Seconds of each page from an open document; no PNG is made of it."""
    document, taken = pypdfium2.PdfDocument(pdf), []
    for number in range(first, first + TURNED):
        began = time.perf_counter()
        document[number - 1].render(scale=DPI / 72).to_pil()
        taken.append(time.perf_counter() - began)
    return taken


def _figures(turned: list[float], again: list[float], small: float, bare: list[float]) -> dict[str, float]:
    drawn = sum(bare) / len(bare)
    told = {
        "drawn by PDFium alone, mean ms": drawn * 1000,
        "turned, p50 ms": percentile(turned, 0.5) * 1000,
        "turned, p95 ms": percentile(turned, 0.95) * 1000,
        "turned, mean ms": sum(turned) / len(turned) * 1000,
        "turned / drawn, means": sum(turned) / len(turned) / drawn,
        "turned back, p50 ms": percentile(again, 0.5) * 1000,
        f"{SMALL} small pictures, ms": small * 1000,
        "load average": os.getloadavg()[0],
    }
    return {name: round(value, 1) for name, value in told.items()}


def bench_pictures() -> dict[str, float]:
    """On a document of 500 pages, on a stack of its own that goes away."""
    folder = Path(tempfile.mkdtemp(prefix="daylight-measure-pictures-"))
    try:
        return asyncio.run(measure(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
