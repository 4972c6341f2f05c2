"""How much of the personal information on the corpus is found, and how much of what is found is personal."""

import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from activities.workshop.reading import read_document
from schemas.errors import InvalidInput
from schemas.pages import Found, PersonalKind
from schemas.workshop import ReadOrder
from tests.bench.corpus import PDF, Sample, corpus
from tests.bench.corpus_writing import Truth

DOCUMENTS = 340
"""More than 300 of them can be read without LibreOffice."""
SEED = 20260705
CHECKABLE = (
    PersonalKind.IDENTITY_NUMBER,
    PersonalKind.CREDIT_CODE,
    PersonalKind.BANK_CARD,
    PersonalKind.MOBILE,
    PersonalKind.EMAIL,
)
RECALL, PRECISION = 0.99, 0.95
_NUMBERS = {
    PersonalKind.IDENTITY_NUMBER,
    PersonalKind.CREDIT_CODE,
    PersonalKind.BANK_CARD,
    PersonalKind.MOBILE,
    PersonalKind.LANDLINE,
    PersonalKind.PASSPORT,
    PersonalKind.PLATE,
}
FIGURES = ("true", "recall", "precision")
Key = tuple[int, PersonalKind, str]


class Score:
    """Counts by kind over any number of documents."""

    def __init__(self) -> None:
        self.right: Counter[PersonalKind] = Counter()
        self.missed: Counter[PersonalKind] = Counter()
        self.wrong: Counter[PersonalKind] = Counter()

    def add(self, truth: Iterable[Truth], found: Iterable[Found]) -> None:
        """Of a document: the same kind, page and text, each as often as it stands there."""
        wanted = Counter(_key(one.kind, one.page, one.text) for one in truth)
        whole = all(key[0] for key in wanted)
        got = Counter(_key(one.kind, one.page if whole else 0, one.text) for one in found)
        for counter, keys in ((self.right, wanted & got), (self.missed, wanted - got), (self.wrong, got - wanted)):
            for (_, kind, _), times in keys.items():
                counter[kind] += times

    def recall(self, kind: PersonalKind) -> float:
        return self.right[kind] / max(1, self.right[kind] + self.missed[kind])

    def precision(self, kind: PersonalKind) -> float:
        return self.right[kind] / max(1, self.right[kind] + self.wrong[kind])


def _key(kind: PersonalKind, page: int, text: str) -> Key:
    """Without what only groups; a mobile number without the country's code."""
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(c for c in plain.upper() if c.isalnum()) if kind in _NUMBERS else "".join(plain.split())
    return page, kind, kept[-11:] if kind is PersonalKind.MOBILE else kept


def read(sample: Sample, folder: Path) -> tuple[tuple[Found, ...], int]:
    """What is found in a document, and its pages."""
    (folder / sample.name).write_bytes(sample.content)
    order = ReadOrder(source=sample.name, media_type=sample.media_type, working_copy=f"{sample.name}.pdf")
    done = read_document(folder, order)
    return done.found, len(done.pages)


@dataclass
class Run:
    """``unread``: office documents that could not be looked at because LibreOffice is not there for their kind."""

    score: Score = field(default_factory=Score)
    documents: int = 0
    unread: int = 0
    pages: int = 0
    pdf_pages: int = 0
    pdf_seconds: float = 0.0


def scored(samples: Iterable[Sample]) -> Run:
    """The score, and the processor seconds from the file to the findings for the PDFs among them."""
    run = Run()
    with tempfile.TemporaryDirectory(prefix="daylight-corpus-") as folder:
        for sample in samples:
            began = time.process_time()
            try:
                found, pages = read(sample, Path(folder))
            except InvalidInput as refused:
                if refused.code != "office_converter_missing":
                    raise
                run.unread += 1
                continue
            if sample.media_type == PDF:
                run.pdf_seconds += time.process_time() - began
                run.pdf_pages += pages
            run.documents, run.pages = run.documents + 1, run.pages + pages
            run.score.add(sample.truth, found)
    return run


def bench_personal(documents: int = DOCUMENTS, seed: int = SEED) -> dict[str, float]:
    """Recall and precision by kind, documents, pages, and PDF pages a second of one core from file to findings."""
    run = scored(corpus(documents, seed))
    figures: dict[str, float] = {
        "documents": run.documents,
        "unread": run.unread,
        "pages": run.pages,
        "pages_a_second": round(run.pdf_pages / max(run.pdf_seconds, 0.001), 1),
    }
    for kind in PersonalKind:
        figures[f"{kind}_true"] = run.score.right[kind] + run.score.missed[kind]
        figures[f"{kind}_recall"] = round(run.score.recall(kind), 4)
        figures[f"{kind}_precision"] = round(run.score.precision(kind), 4)
    return figures


def personal_aims(figures: dict[str, float]) -> Iterator[tuple[str, float, str, float]]:
    """Of the kinds that can be checked: what is measured, its value, ``≥``, the aim."""
    for kind in CHECKABLE:
        yield f"{kind}: recall", figures[f"{kind}_recall"], "≥", RECALL
        yield f"{kind}: precision", figures[f"{kind}_precision"], "≥", PRECISION
