"""The applicants' way in: an application is entered without anybody of the staff, and confirmed by them afterwards."""

from uuid import UUID, uuid5

import structlog

from activities.db.applications import find_application
from activities.db.people import all_agencies
from activities.db.status import Bound, count_try, forget_hours
from activities.status_code import client_of, mark_of
from api.desk import Desk
from api.status_page import StatusPage
from schemas.applications import ApplicationRow, NewApplication, WantedRoute
from schemas.commands import ENGINE_PREFIX
from schemas.errors import InvalidInput, NotFound, TooManyTries, Unavailable
from schemas.events import PORTAL
from schemas.people import Agency
from schemas.portal import OnlineAgency, OnlineReceipt, OnlineRequest
from schemas.settings import Settings
from schemas.vocabulary import Channel

log = structlog.get_logger(__name__)


class Portal:
    """Enters what applicants submit. How often is counted in PostgreSQL, so that all processes count together."""

    def __init__(self, desk: Desk, page: StatusPage, settings: Settings) -> None:
        self._desk = desk
        self._page = page
        self._most = settings.portal_applications_per_address, settings.portal_applications_per_agency
        self._address = settings.status_page

    async def agencies(self) -> tuple[OnlineAgency, ...]:
        """The agencies that take applications online, by code."""
        return tuple(_shown(agency) for agency in await self._all() if agency.takes_online)

    async def agency(self, named: str) -> OnlineAgency:
        """One of them by code or id. Raises ``NotFound``; ``portal_not_offered`` if it takes none online."""
        found = next((agency for agency in await self._all() if named in {agency.code, str(agency.id)}), None)
        if found is None:
            raise NotFound("not_found")
        if not found.takes_online:
            raise NotFound("portal_not_offered")
        return _shown(found)

    async def submit(self, agency: OnlineAgency, key: str, request: OnlineRequest, address: str | None) -> UUID:
        """Enter an application; the id of its case. The same key with the same words is the same application.

        On record is submitted: if the engine is away now, the sweeper starts the case. Raises ``InvalidInput``, and
        ``TooManyTries`` for an address that submitted too many within the hour, or an agency that was sent too many.
        """
        _refuse_unreachable(request)
        case_id = uuid5(agency.id, f"{ENGINE_PREFIX}portal/{key}")  # no key of the staff's begins like this
        if await self._entered(case_id) is None:
            await self._count(agency.id, address)
        application = NewApplication(channel=Channel.ONLINE, **{name: getattr(request, name) for name in _SAID})
        row = await self._desk.enter(agency.id, PORTAL, case_id, application)
        try:
            await self._desk.begin(row)
        except Unavailable as away:
            log.warning("case_left_to_the_sweeper", case_id=str(case_id), code=away.code)
        return case_id

    async def receipt(self, case_id: UUID) -> OnlineReceipt:
        """What the applicant of a case entered here is given. Raises ``NotFound``."""
        row = await self._entered(case_id)
        if row is None or row.registered_by is not None:
            raise NotFound("not_found")
        agency = await self._desk.agency(row.agency_id)
        return OnlineReceipt(
            reference=row.reference,
            status_code=self._page.code_of(case_id),
            status_page=self._address,
            agency=agency.name,
            contact=agency.contact,
            submitted_on=row.arrived_on,
        )

    async def _all(self) -> list[Agency]:
        async with self._desk.database.reading() as connection:
            return await all_agencies(connection)

    async def _entered(self, case_id: UUID) -> ApplicationRow | None:
        async with self._desk.database.reading() as connection:
            return await find_application(connection, case_id)

    async def _count(self, agency_id: UUID, address: str | None) -> None:
        """The address first: what it is refused is not taken from the agency's other applicants."""
        of_address, of_agency = self._most
        client = Bound(mark_of(self._desk.vault, "portal", client_of(address)), of_address)
        agency = Bound(mark_of(self._desk.vault, "portal-agency", str(agency_id)), of_agency)
        async with self._desk.database.transaction() as connection:
            used_up = await count_try(connection, [client, agency])
        async with self._desk.database.transaction() as connection:
            await forget_hours(connection)
        if used_up is not None:
            code = "portal_too_many" if used_up.mark == client.mark else "portal_agency_too_many"
            raise TooManyTries(code, retry_after=used_up.wait)


_SAID = tuple(OnlineRequest.model_fields)


def _shown(agency: Agency) -> OnlineAgency:
    return OnlineAgency(id=agency.id, code=agency.code, name=agency.name, contact=agency.contact)


def _refuse_unreachable(request: OnlineRequest) -> None:
    """Nobody may choose a route by which he cannot be reached."""
    contact, route = request.applicant.contact, request.wanted_route
    if route is WantedRoute.EMAIL and not contact.email:
        raise InvalidInput("portal_email_missing", field="applicant.contact.email")
    if route is WantedRoute.POST and not contact.address:
        raise InvalidInput("portal_address_missing", field="applicant.contact.address")
