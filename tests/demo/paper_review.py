"""The review of a case on paper: pages worked on, sheets, what goes with a reply. No machine reads here."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from api.demo.cases import CASES
from schemas.case import Case
from schemas.commands import ReleaseFact, SheetFact
from schemas.documents import DocumentRef
from schemas.events_review import Release
from schemas.pages import Box, Mark, PageReview, PageSize
from schemas.release import ReleaseView
from schemas.review import DocumentState, FindingsDecision, PagesWork, PageWork
from schemas.steps_review import ProposeReview
from schemas.vocabulary import ReviewResult
from workflows.page_work import checked, said_of
from workflows.releasing import given_out, pages_of
from workflows.sheets import sheet_of

A4 = PageSize(number=1, width=595, height=842)
HASH = "0" * 64
PAGES = {paper.name: len(paper.chapters) if paper.long else 1 for case in CASES for paper in case.papers}


class PaperReview:
    """Pages of the documents of one case, by document and number, each with its version."""

    def __init__(self) -> None:
        self._counts: dict[UUID, int] = {}
        self._pages: dict[UUID, dict[int, PageReview]] = {}
        self._versions: dict[tuple[UUID, int], int] = {}

    def filed(self, document: UUID, label: str) -> None:
        """A document was uploaded; it has as many pages as its chapters need."""
        self._counts[document], self._pages[document] = PAGES.get(label, 1), {}

    def page(self, document: UUID, number: int) -> Any:
        """One page, as the API would list it."""
        said, version = self._pages[document].get(number), self._versions.get((document, number), 0)
        marks = [mark.model_dump(mode="json") for mark in said.marks] if said else []
        return {"items": [{"number": number, "marks": marks, "version": version}]}

    def set_page(self, document: UUID, number: int, body: Mapping[str, object]) -> None:
        """Say what becomes of one page."""
        version = self._versions.get((document, number), 0)
        self._say(document, checked(PageWork.model_validate(body), A4.model_copy(update={"number": number}), version))

    def set_pages(self, body: Mapping[str, object]) -> None:
        """One word for a run of pages."""
        work = PagesWork.model_validate(body)
        for document in work.documents:
            for number in range(work.first, min(work.last, self._counts[document]) + 1):
                said = self._pages[document].get(number)
                self._say(document, said_of(number, said.marks if said else (), work))

    def decide(self, body: Mapping[str, object]) -> Any:
        """As if the machine had found one thing on the last page of each document."""
        decision = FindingsDecision.model_validate(body)
        for document in decision.documents if decision.accept else ():
            mark = Mark(box=Box(x0=1, y0=1, x1=2, y1=2), ground=decision.ground)
            self._say(document, PageReview(number=self._counts[document], result=ReviewResult.PARTIAL, marks=(mark,)))
        return {"findings": 1, "pages": 1}

    def sheets(self, step: ProposeReview) -> tuple[SheetFact, ...]:
        """What the pages of the documents named come to."""
        return tuple(sheet_of(self._state(document), step)[0] for document in step.documents)

    def _state(self, document: UUID) -> DocumentState:
        if document not in self._counts:
            return DocumentState(document_id=document, filed=False)
        count, pages = self._counts[document], self._pages[document]
        return DocumentState(document_id=document, read=True, working_sha256=HASH, page_count=count, pages=pages)

    def _say(self, document: UUID, said: PageReview) -> None:
        self._pages[document][said.number] = said
        self._versions[document, said.number] = self._versions.get((document, said.number), 0) + 1


def lying(case: Case) -> tuple[SheetFact, ...]:
    """What lies for confirmation; on paper nobody says more about it meanwhile."""
    proposals = [(one.document_id, one.proposal) for one in case.documents if one.proposal]
    return tuple(
        SheetFact(document_id=document_id, **proposal.model_dump(include={"result", "grounds", "pages", "released"}))
        for document_id, proposal in proposals
    )


def release_fact(case: Case) -> ReleaseFact:
    """Copies are made at once on paper."""
    given = given_out(case)
    release = Release(documents=len(given), pages=pages_of(given), manifest=HASH) if given else None
    return ReleaseFact(missing=0, release=release)


def package(case: Case) -> tuple[DocumentRef, ...]:
    """The file in which a release is bound."""
    bound = DocumentRef(document_id=uuid5(case.case_id, "package"), sha256=HASH, size=1, media_type="application/zip")
    return (bound,) if case.release else ()


def release_view(case: Case) -> ReleaseView:
    """What the API would say of the release of a case that has one."""
    assert case.release is not None
    return ReleaseView(**case.release.model_dump(), ready=True, items=())


def unfiled(case: Case) -> list[dict[str, object]]:
    """What was found and stays where it is, as the list of what was found tells it."""
    kept = [one for search in case.own_searches for one in search.unfiled]
    kept += [one for asked in case.rounds for answer in asked.answers for one in answer.unfiled]
    return [{"document_id": str(one.document_id), "note": one.note, "filed": False} for one in kept]
