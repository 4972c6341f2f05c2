"""How many letters one core makes in a second, as PDF and as DOCX."""

import time
from collections.abc import Callable

from activities.letters.compose import compose
from activities.letters.docx import render_docx
from activities.letters.pdf import render_pdf
from schemas.letters import LetterContent
from tests.letters.samples import EVERY_LETTER, NUMBER, PARTIES

SECONDS = 3.0


def bench_letters() -> dict[str, float]:
    """Letters a second; the first, which loads the fonts, by itself."""
    contents = [compose(order, PARTIES, NUMBER) for order in EVERY_LETTER]
    began = time.perf_counter()
    render_pdf(contents[0])
    first = time.perf_counter() - began
    pdf, docx = _rate(render_pdf, contents), _rate(render_docx, contents)
    return {
        "first_pdf_ms": round(first * 1000, 1),
        "pdf_a_second": round(pdf, 1),
        "docx_a_second": round(docx, 1),
        "both_a_second": round(1 / (1 / pdf + 1 / docx), 1),
    }


def _rate(render: Callable[[LetterContent], bytes], contents: list[LetterContent]) -> float:
    render(contents[0])
    made, began = 0, time.perf_counter()
    while (spent := time.perf_counter() - began) < SECONDS:
        render(contents[made % len(contents)])
        made += 1
    return made / spent
