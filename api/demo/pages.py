"""Work on the pages of a paper: findings decided, words blackened, and the wait for what the engine does meanwhile."""

import time
from collections.abc import Iterator
from typing import Any

import pypdfium2

from api.demo.client import Caller
from api.demo.script import Blacken, Decide, PageAct, Say

PATIENCE_SECONDS = 180.0
"""For the documents of one case; a conversion by LibreOffice on a busy machine takes a while."""
Place = dict[str, float]


async def worked(api: Caller, at: str) -> None:
    """Wait until nothing waits to be read, copied or bound in a case. Raises ``TimeoutError``."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while (await api.get(f"{at}/document-work", wait="30"))["waiting"]:
        if time.monotonic() > ends:
            raise TimeoutError("the documents are not done")


async def work_on(api: Caller, act: PageAct, at: str, document: str, content: bytes) -> int:
    """Carry out an act on the pages of a document, which was sent as ``content``; how many findings it decided."""
    match act:
        case Decide():
            return await _decide(api, act, at, document)
        case Say():
            said = {"result": act.result, "grounds": act.grounds, "first": act.first, "last": act.last}
            await api.post(act.actor, f"{at}/page-reviews", {"documents": [document], **said}, None)
        case Blacken():
            await _blacken(api, act, document, content)
    return 0


async def _decide(api: Caller, act: Decide, at: str, document: str) -> int:
    wanted: list[dict[str, object]] = [{"kind": kind} for kind in act.kinds] or [{"all_undecided": True}]
    decided = 0
    for which in wanted:
        body = {"accept": act.accept, "documents": [document], **which}
        answer = await api.post(act.actor, f"{at}/findings", body, None)
        decided += answer["findings"]
    return decided


async def _blacken(api: Caller, act: Blacken, document: str, content: bytes) -> None:
    """Marks that stand on the page are kept."""
    path = f"/api/documents/{document}/pages"
    (page,) = (await api.get(path, first=str(act.page), limit="1"))["items"]
    boxes = [box for words in act.words for box in places(content, act.page, words)]
    marks: list[Any] = [*page["marks"], *({"box": box, "ground": act.ground} for box in boxes)]
    body = {"result": "partial", "marks": marks, "version": page["version"]}
    await api.put(act.actor, f"{path}/{act.page}", body)


def places(content: bytes, page: int, words: str) -> list[Place]:
    """Where words stand on a page of a PDF, in points from its upper left. ``KeyError`` when they stand nowhere."""
    shown = pypdfium2.PdfDocument(content)[page - 1]
    height, found = shown.get_height(), list(_rectangles(shown, words))
    if not found:
        raise KeyError(words)
    return [{"x0": x0 - 1, "y0": height - y1 - 1, "x1": x1 + 1, "y1": height - y0 + 1} for x0, y0, x1, y1 in found]


def _rectangles(page: pypdfium2.PdfPage, words: str) -> Iterator[tuple[float, float, float, float]]:
    """Left, bottom, right, top of each, one for every line they run over."""
    text = page.get_textpage()
    search = text.search(words)
    while hit := search.get_next():
        yield from (text.get_rect(n) for n in range(text.count_rects(*hit)))
