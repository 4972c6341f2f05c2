"""The applicant's page: who knows reference and code of an application may see where it stands, and nothing else."""

from uuid import UUID

from activities.db.status import Bound, Named, case_named, count_try, forget_hours, take_back
from activities.status_code import client_of, is_code_of, mark_of, status_code
from api.answers import folded
from api.desk import Desk
from api.status_facts import SENTENCES, due_of_applicant, facts_of, standing_of
from schemas.errors import NotAllowed, NotFound, TooManyTries
from schemas.people import SignedIn
from schemas.settings import Settings
from schemas.status import StatusCode, StatusQuery, StatusView, agency_code_of, grouped, read_reference
from workflows.book import HANDLING

SHARE = 4
"""One address may use up no more than this part of an application's tries: nobody alone can shut its applicant out."""


class StatusPage:
    """Answers applicants. Tries are counted in PostgreSQL, so that all processes count together."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk = desk
        self._settings = settings
        self._address = settings.status_page

    async def view(self, query: StatusQuery, address: str | None) -> StatusView:
        """Where the application stands. Raises ``NotFound`` ``status_unknown`` for an unknown reference as for a wrong
        code, after the same work, and ``TooManyTries``.

        The try is counted and committed before the code is compared, and taken back if it was right: a crash in
        between costs the applicant one try of his hour.
        """
        bounds = self._bounds(query, address)
        async with self._desk.database.transaction() as connection:
            used_up = await count_try(connection, bounds)
        if used_up is not None:
            raise TooManyTries("status_too_many_tries", retry_after=used_up.wait)
        async with self._desk.database.reading() as connection:
            named = await case_named(connection, {query.reference: None, read_reference(query.reference): None})
        if not is_code_of(self._desk.vault, named.case_id if named else None, query.code) or named is None:
            await self._forget()
            raise NotFound("status_unknown")
        async with self._desk.database.transaction() as connection:
            await take_back(connection, bounds)
        return await self._view(named)

    async def _forget(self) -> None:
        async with self._desk.database.transaction() as connection:
            await forget_hours(connection)

    async def code_for(self, person: SignedIn, case_id: UUID) -> StatusCode:
        """The code of a case this person handles, to be told to its applicant."""
        if not HANDLING & set(person.roles):
            raise NotAllowed("role_not_permitted")
        row = await self._desk.row(person, case_id)
        return StatusCode(reference=row.reference, code=self.code_of(case_id), page=self._address)

    def code_of(self, case_id: UUID) -> str:
        """The code as it is printed."""
        return grouped(status_code(self._desk.vault, case_id))

    def _bounds(self, query: StatusQuery, address: str | None) -> tuple[Bound, ...]:
        """The narrowest first: what is used up there is not taken from the others."""
        most, vault = self._settings, self._desk.vault
        reference, client = read_reference(query.reference), client_of(address)
        return (
            Bound(mark_of(vault, "both", reference, client), most.status_tries_per_reference // SHARE),
            Bound(mark_of(vault, "address", client), most.status_tries_per_address),
            Bound(mark_of(vault, "reference", reference), most.status_tries_per_reference),
            Bound(mark_of(vault, "agency", agency_code_of(reference)), most.status_tries_per_agency),
        )

    async def _view(self, named: Named) -> StatusView:
        agency, today = await self._desk.agency(named.agency_id), await self._desk.today(named.agency_id)
        case = folded(named.case_id, named.agency_id, await self._desk.records(named.case_id))
        calendar = await self._desk.calendar(case.calendar_version) if case.received_on else None
        standing = standing_of(case)
        zh, en = SENTENCES[standing]
        return StatusView(
            reference=named.reference,
            agency=agency.name,
            contact=agency.contact,
            as_of=today,
            standing=standing,
            zh=zh,
            en=en,
            facts=facts_of(case, calendar, today),
            due=due_of_applicant(case, calendar, today) if calendar else None,
        )
