"""What a supervisor sees when the demo is over: the figures as tables, and the annual report of the sample year."""

import asyncio
from pathlib import Path
from typing import Any

from api.demo.client import Caller
from schemas.base import Recorded

FORMS = ("xlsx", "docx", "pdf")
REPORT = "/api/reports/annual"
SEES = "supervisor"


class Overseen(Recorded):
    """``figures``: the answer of oversight. ``files``: the report of ``year``; ``faults``: what does not add up in it.

    ``notices``: how many the cases of the demo called for and how many of them are missing, doubled or lost.
    """

    figures: dict[str, Any]
    year: int
    files: tuple[str, ...]
    faults: tuple[str, ...]
    notices: int
    gaps: tuple[str, ...]


async def oversee(api: Caller, year: int, folder: Path) -> Overseen:
    """Look at everything as a supervisor does, and write the report into the folder."""
    figures = await api.get("/api/oversight/figures", actor=SEES)
    report = await api.get(f"{REPORT}/{year}", actor=SEES)
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    files = [folder / f"annual-report-{year}.{form}" for form in FORMS] if not report["faults"] else []
    for file in files:
        content = await api.content(f"{REPORT}/{year}?format={file.suffix[1:]}", actor=SEES)
        await asyncio.to_thread(file.write_bytes, content)
    notices, gaps = await _ledger(api)
    return Overseen(
        figures=figures,
        year=year,
        files=tuple(map(str, files)),
        faults=tuple(f"{fault['code']}: {fault['message']}" for fault in report["faults"]),
        notices=notices,
        gaps=gaps,
    )


async def _ledger(api: Caller) -> tuple[int, tuple[str, ...]]:
    """Every case's notices against its events, page by page."""
    notices, gaps, asked = 0, list[str](), {"limit": "100"}
    while True:
        page = await api.get("/api/notices/gaps", actor=SEES, **asked)
        notices += page["notices"]
        gaps += [f"{gap['reference']} {gap['seq']} {gap['gap']}: {gap['message']}" for gap in page["gaps"]]
        if page["next"] is None:
            return notices, tuple(gaps)
        asked["after"] = page["next"]
