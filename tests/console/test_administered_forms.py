"""Every field of what the administration of the API takes has its place in a form, or its reason for having none."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import NamedTuple
from uuid import uuid4

import httpx
import pytest_asyncio
from fastapi import APIRouter
from fastapi.routing import APIRoute
from pydantic import BaseModel

from activities.db.database import Database
from activities.db.people import put_agency
from api.app import ROUTERS
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.administration import AgencyChange, MemberChange, NewAgency, NewMember, NewToken, WholePolicy
from schemas.calendars import Arrangement
from schemas.digests import Backfill, PauseNote
from schemas.inbox import NewAbsence, NoticePreferences
from schemas.post import NewWebhook, Resend
from schemas.retention import NewHold, RetentionRules
from schemas.settings import Settings
from schemas.templates import TemplateText
from tests.api.neighbours import neighbour_agency
from tests.console.signing import door
from tests.console.site import Site

BELOW = neighbour_agency().model_copy(update={"id": uuid4(), "parent_id": SAMPLE_AGENCY.id})
PERSON = f"/admin/staff/{sample_member('handler').id}"
ADMINISTERED = (
    *("/api/absences", "/api/agencies", "/api/calendars", "/api/digests", "/api/notices/failed"),
    *("/api/notices/preferences", "/api/retention", "/api/staff", "/api/templates", "/api/tokens", "/api/webhooks"),
)
"""Where the API is administered; what a new route there takes must stand in ``FORMS``."""


class Place(NamedTuple):
    """A form: its page, where it goes, and what of the model it does not ask, with the reason."""

    page: str
    action: str
    without: Mapping[str, str] = {}


FORMS: dict[type[BaseModel], Place] = {
    NewAgency: Place("/admin/agencies", "/admin/agencies"),
    AgencyChange: Place(f"/admin/agencies/{SAMPLE_AGENCY.id}", f"/admin/agencies/{SAMPLE_AGENCY.id}"),
    NewMember: Place(
        "/admin/staff", "/admin/staff", {"agency": "one's own; an administrator of one below is added on its page"}
    ),
    MemberChange: Place(
        PERSON,
        PERSON,
        {
            "active": "a form of its own on the same page: it signs the person out",
            "leaving_cases": "asked beside it, when cases are assigned to the person",
        },
    ),
    WholePolicy: Place(
        "/admin/policy",
        "/admin/policy",
        {
            "approval": "/admin/policy/approval/general",
            "approval_by_outcome": "/admin/policy/approval/{outcome}",
            "ladder": "/admin/policy/ladders/general",
            "ladders": "/admin/policy/ladders/{matter}",
        },
    ),
    NewToken: Place("/admin/tokens", "/admin/tokens"),
    NewWebhook: Place("/admin/webhooks", "/admin/webhooks"),
    Arrangement: Place("/admin/calendars", "/admin/calendars", {"own_agency": "asked as `scope`: for whom it holds"}),
    TemplateText: Place("/admin/templates/D2", "/admin/templates/D2"),
    PauseNote: Place("/admin/schedules", "/admin/schedules/weekly/pause"),
    Backfill: Place("/admin/schedules", "/admin/schedules/backfill"),
    RetentionRules: Place(
        "/admin/retention", "/admin/retention/rules", {"by_outcome": "/admin/retention/outcomes/{outcome}"}
    ),
    NewHold: Place("/admin/retention", "/admin/retention/holds"),
    NewAbsence: Place("/account/absences", "/account/absences"),
    NoticePreferences: Place("/account/mail", "/account/mail"),
}

SHOWN_ELSEWHERE = {Resend: "its boxes stand in a list of what failed, which is empty here"}


@pytest_asyncio.fixture
async def site(settings: Settings, database: Database) -> AsyncIterator[Site]:
    """The console, without a worker."""
    async with door(settings, database) as opened:
        yield opened


def bodies(router: APIRouter) -> Iterator[tuple[str, type[BaseModel]]]:
    """What the routes of a part take as JSON."""
    for route in router.routes:
        if isinstance(route, APIRoute) and route.body_field is not None:
            yield route.path, route.body_field.field_info.annotation  # type: ignore[misc]


def test_whatever_the_administration_takes_has_a_form() -> None:
    taken = {model for router in ROUTERS for path, model in bodies(router) if path.startswith(ADMINISTERED)}
    assert taken == {*FORMS, *SHOWN_ELSEWHERE}


def asked(page: str, place: Place) -> set[str]:
    """The names of the fields of a form, at the outermost level."""
    found = re.findall(rf'<form[^>]*action="{re.escape(place.action)}".*?</form>', page, re.DOTALL)
    assert found, place
    return {name.partition(".")[0] for form in found for name in re.findall(r' name="([^"]+)"', form)}


async def test_every_field_has_its_place(site: Site) -> None:
    async with site.database.transaction() as connection:
        await put_agency(connection, BELOW)
    missing: dict[str, set[str]] = {}
    async with site.client("admin") as admin:
        for model, place in FORMS.items():
            names = asked(await text_of(admin, place.page), place)
            fields = {info.alias or name for name, info in model.model_fields.items()}
            if fields - names != set(place.without):
                missing[model.__name__] = (fields - names) ^ set(place.without)
    assert missing == {}


async def text_of(client: httpx.AsyncClient, path: str) -> str:
    answer = await client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


async def test_an_agency_says_whether_it_takes_applications_online(site: Site) -> None:
    at = f"/admin/agencies/{SAMPLE_AGENCY.id}"
    async with site.client("admin") as admin:
        page = await text_of(admin, at)
        csrf = page.partition('name="csrf" content="')[2].partition('"')[0]
        assert re.search(r'name="takes_online"[^>]* checked', page)
        kept = {name: getattr(SAMPLE_AGENCY, name) for name in ("name", "code", "contact", "court")}
        closed = await admin.post(at, data={"csrf": csrf, "key": "a", **kept})
        assert not re.search(r'name="takes_online"[^>]* checked', closed.text)
        assert (await admin.get(f"/apply/{SAMPLE_AGENCY.code}")).status_code == 404
        await admin.post(at, data={"csrf": csrf, "key": "b", **kept, "takes_online": "yes"})
        assert (await admin.get(f"/apply/{SAMPLE_AGENCY.code}")).status_code == 200
