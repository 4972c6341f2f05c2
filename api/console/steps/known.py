"""What is known around a case when a step of it is filled in: names of people, documents, other cases."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from api.console.language import Language
from api.console.visit import Visit
from api.desk import Desk
from api.earlier import earlier_cases
from api.files import Files
from api.look import look_at
from api.sight import colleagues
from api.views import case_seen, steps_at
from schemas.api import AvailableStep, CaseView, EarlierCase
from schemas.case import Case
from schemas.case_parts import Consultation
from schemas.documents import DocumentRow
from schemas.events_search import UnfiledFound
from schemas.sight import Colleague
from schemas.vocabulary import ConsultationKind
from schemas.words import Word

MOST_DOCUMENTS = 1000
WITH_OTHER_CASES = frozenset({"join_application", "draft_reply", "answer_on_the_spot"})
"""Steps that name another case."""


@dataclass(frozen=True, slots=True)
class Known:
    """The case with all its documents, and what its ids are called. ``me``: who fills the step in; ``now``: every step,
    allowed or refused."""

    me: UUID
    language: Language
    view: CaseView
    case: Case
    rows: Sequence[DocumentRow]
    staff: Sequence[Colleague]
    now: Sequence[AvailableStep]
    others: Sequence[EarlierCase] = ()

    def said(self, word: Word) -> str:
        """The half of a pair that is in the visitor's language."""
        return word[0] if self.language is Language.CHINESE else word[1]

    @property
    def labels(self) -> Mapping[UUID, str]:
        """Documents by id: the name of a file; for what was found and not uploaded, what may be said of it."""
        unfiled = {one.document_id: f"{self.said(_UNFILED)}{one.note}" for one in self._unfiled()}
        return unfiled | {row.id: row.label for row in self.rows}

    def named(self, staff_id: UUID) -> str:
        """The name of a colleague."""
        return next((one.name for one in self.staff if one.id == staff_id), str(staff_id))

    def asked(self, consultation: Consultation) -> str:
        """A consultation by its number and whom it asks."""
        parties = self.view.application.third_parties if self.view.application else ()
        party = next((one.name for one in parties if one.party_id == consultation.party_id), None)
        third = consultation.kind is ConsultationKind.THIRD_PARTY
        whom = consultation.agency or party or self.said(_THIRD_PARTY if third else _AGENCY)
        return f"{consultation.id} {whom} {consultation.sent_on}"

    def _unfiled(self) -> Iterator[UnfiledFound]:
        for search in self.case.own_searches:
            yield from search.unfiled
        for asked in self.case.rounds:
            for answered in asked.answers:
                yield from answered.unfiled


_UNFILED: Word = ("（未上传）", "(not uploaded) ")
_THIRD_PARTY: Word = ("第三方", "third party")
_AGENCY: Word = ("其他机关", "another agency")


async def known_of(desk: Desk, files: Files, visit: Visit, case_id: UUID, step: str) -> Known:
    """All a step's page needs to know. Raises ``NotFound``."""
    person = visit.person
    look = await look_at(desk, person, case_id)
    rows, _ = await files.of_case(person, case_id, None, MOST_DOCUMENTS)
    others = await earlier_cases(desk, person, case_id, anybody=False) if step in WITH_OTHER_CASES else ()
    return Known(
        me=person.staff_id,
        language=visit.language,
        view=await case_seen(desk, look),
        case=look.case,
        now=steps_at(look),
        rows=rows,
        staff=(await colleagues(desk, person)).items,
        others=others,
    )
