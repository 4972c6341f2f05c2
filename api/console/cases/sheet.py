"""Everything the page of a case shows, from the same functions as the API's routes; names are looked up once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from activities.db.cases import CaseFilter
from activities.db.found import FoundFilter
from activities.db.inbox import NoticeFilter
from api.chain_check import checked
from api.console.cases.calendar import LimitPicture, picture_of
from api.console.cases.steps import Closed, Phase, closed_steps, open_phases
from api.console.cases.timeline import Entry, Teller
from api.console.visit import Visit
from api.consultation_clocks import clocks_of
from api.desk import Desk
from api.files import Files, letters_of
from api.forecast import Forecasts
from api.look import look_at
from api.notices import inbox
from api.review import Review
from api.sight import colleagues, sight_at
from api.views import case_seen, deadline_at, page_of_cases, steps_at, summary_of
from schemas.api import CaseSummary, CaseView, LetterView
from schemas.clock import Deadline
from schemas.documents import DocumentRow
from schemas.errors import NotFound
from schemas.events import EventRecord
from schemas.forecast import CaseForecast
from schemas.inbox import NoticeView
from schemas.review import FoundDocument, WorkProgress
from schemas.sight import CaseSight, ChainCheck, Colleague, ConsultationClock

MOST_EVENTS = 15
MOST_FOUND = 15
MOST_UPLOADS = 15
MOST_NOTICES = 10
MOST_RELATED = 20
NAMED_DOCUMENTS = 300
"""Documents whose names are known to the timeline; more are counted, not named."""


@dataclass(frozen=True, slots=True)
class Papers:
    """What was found, with where each stands, and what else was uploaded; the first of each, and how many there are."""

    found: tuple[FoundDocument, ...]
    more_found: bool
    others: tuple[DocumentRow, ...]
    more_others: bool
    progress: WorkProgress


@dataclass(frozen=True, slots=True)
class Sheet:
    """One case as its page shows it."""

    view: CaseView
    today: date
    deadline: Deadline | None
    picture: LimitPicture | None
    forecast: CaseForecast | None
    phases: tuple[Phase, ...]
    closed: tuple[Closed, ...]
    entries: tuple[Entry, ...]
    chain: ChainCheck
    papers: Papers
    letters: Sequence[LetterView]
    clocks: Mapping[str, ConsultationClock]
    notices: tuple[NoticeView, ...]
    related: tuple[CaseSummary, ...]
    sight: CaseSight
    teller: Teller


class Sheets:
    """Gathers what there is to show of a case for one signed-in visitor."""

    def __init__(self, desk: Desk, files: Files, review: Review, forecasts: Forecasts) -> None:
        self._desk = desk
        self._files = files
        self._review = review
        self._forecasts = forecasts

    async def of_case(self, visit: Visit, case_id: UUID) -> Sheet:
        """The page of a case. Raises ``NotFound``."""
        desk, person = self._desk, visit.person
        look = await look_at(desk, person, case_id)
        view, deadline, steps = await case_seen(desk, look), deadline_at(look, explain=True), steps_at(look)
        rows, related = await self._documents(visit, case_id), await self._related(visit, view)
        staff = (await colleagues(desk, person)).items
        teller = _teller(visit, view, staff, rows, related)
        return Sheet(
            view=view,
            today=look.today,
            deadline=deadline,
            picture=picture_of(deadline, look.today, view.summary.target_due_on) if deadline else None,
            forecast=await self._forecast(visit, case_id),
            phases=open_phases(steps),
            closed=closed_steps(steps),
            entries=newest(teller, look.records[-MOST_EVENTS:]),
            chain=checked(look.links, look.row.head),
            papers=await self._papers(visit, case_id, rows),
            letters=letters_of(look.case),
            clocks={clock.id: clock for clock in clocks_of(look.case, look.calendar, look.as_of)},
            notices=(await inbox(desk, person, NoticeFilter(case=case_id, limit=MOST_NOTICES))).items,
            related=related,
            sight=await sight_at(desk, look, staff),
            teller=teller,
        )

    async def history(
        self, visit: Visit, case_id: UUID, before: int | None, limit: int
    ) -> tuple[CaseView, tuple[Entry, ...]]:
        """A case and its events before one of them, newest first. Raises ``NotFound``."""
        look = await look_at(self._desk, visit.person, case_id)
        view, rows = await case_seen(self._desk, look), await self._documents(visit, case_id)
        staff = (await colleagues(self._desk, visit.person)).items
        teller = _teller(visit, view, staff, rows, await self._related(visit, view))
        records = [one for one in look.records if before is None or one.seq < before]
        return view, newest(teller, records[-limit:])

    async def _documents(self, visit: Visit, case_id: UUID) -> list[DocumentRow]:
        rows, _ = await self._files.of_case(visit.person, case_id, None, NAMED_DOCUMENTS)
        return rows

    async def _papers(self, visit: Visit, case_id: UUID, rows: Sequence[DocumentRow]) -> Papers:
        found = await self._review.documents(visit.person, case_id, FoundFilter(limit=100))
        searched = {one.document_id for one in found.items}
        others = [row for row in rows if row.origin == "uploaded" and row.id not in searched]
        return Papers(
            found=found.items[:MOST_FOUND],
            more_found=len(found.items) > MOST_FOUND,
            others=tuple(others[:MOST_UPLOADS]),
            more_others=len(others) > MOST_UPLOADS,
            progress=await self._review.progress(visit.person, case_id, 0),
        )

    async def _forecast(self, visit: Visit, case_id: UUID) -> CaseForecast | None:
        try:
            return await self._forecasts.of_case(visit.person, case_id)
        except NotFound:  # closed: nothing is to be expected any more
            return None

    async def _related(self, visit: Visit, view: CaseView) -> tuple[CaseSummary, ...]:
        """The case it was split off or joined into, its parts, and what was joined into it."""
        above = [one for one in (view.case.split_from, view.case.joined_into) if one]
        below = await page_of_cases(
            self._desk, visit.person, CaseFilter(related=view.summary.case_id, limit=MOST_RELATED)
        )
        return (*[await summary_of(self._desk, visit.person, one) for one in above], *below.items)


def _teller(
    visit: Visit,
    view: CaseView,
    staff: Sequence[Colleague],
    rows: Sequence[DocumentRow],
    related: Sequence[CaseSummary],
) -> Teller:
    """Who tells the events of a case, with everybody's and everything's name."""
    parties = view.application.third_parties if view.application else ()
    names = {one.id: one.name for one in staff} | {row.id: row.label for row in rows}
    names |= {one.party_id: one.name for one in parties} | {one.case_id: one.reference for one in related}
    return Teller(visit.language, view.case.statute, names)


def newest(teller: Teller, records: Sequence[EventRecord]) -> tuple[Entry, ...]:
    """The events in words, newest first."""
    return tuple(teller.entry(record) for record in reversed(records))
