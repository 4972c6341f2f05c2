"""Who looks at a page: a guest, or somebody signed in, with language, session and what every page shows of him."""

from dataclasses import dataclass
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

from activities.db.sessions import OpenSession
from api.access import DeskDep, session_of
from api.console.language import Language, language_of
from api.csrf import csrf_token, marked
from api.desk import Desk
from api.notices import bell_of
from schemas.errors import Unauthorized
from schemas.inbox import Bell
from schemas.people import SignedIn


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without a session. ``path``: the address asked for, with its query, to come back to."""

    language: Language
    path: str
    csrf: str = ""
    person: None = None
    agency_name: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody signed in. ``csrf`` goes with every form; ``zone`` is his agency's; ``bell``: his open notices."""

    language: Language
    path: str
    csrf: str
    person: SignedIn
    session: OpenSession
    agency_name: str
    zone: ZoneInfo
    bell: Bell


Visitor = Guest | Visit


async def the_guest(request: Request) -> Guest:
    """Whoever asks, as somebody unknown."""
    return Guest(language_of(request.cookies), _path(request))


async def the_visit(request: Request, desk: DeskDep) -> Visit:
    """The signed-in visitor. Raises ``Unauthorized``, on which a page leads to the sign-in."""
    session = await session_of(request, desk)
    if session is None or session.awaits is not None:
        raise Unauthorized("unauthorized")
    agency = await desk.agency(session.person.agency_id)
    request.state.visit = visit = Visit(
        language=language_of(request.cookies),
        path=_path(request),
        csrf=marked(csrf_token(session.token), _mark_of(session.person, desk)),
        person=session.person,
        session=session,
        agency_name=agency.name,
        zone=ZoneInfo(agency.policy.timezone),
        bell=await bell_of(desk, session.person),
    )
    return visit


GuestDep = Annotated[Guest, Depends(the_guest)]
VisitDep = Annotated[Visit, Depends(the_visit)]


def _mark_of(person: SignedIn, desk: Desk) -> str:
    """Keyed, so that nobody writes a form that looks like another person's."""
    return desk.vault.fingerprint(f"console-form/{person.staff_id}".encode())


def _path(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
