"""What is asked: an API with something in it, and somebody who may do everything."""

from uuid import uuid4

from activities.db.database import Database
from activities.db.people import new_token, put_member
from api.cli.setup import SAMPLE_AGENCY
from schemas.people import Member
from tests.api.office import Office, headers_for
from tests.hostile.people import EVERY_ROLE

UNBOUNDED: dict[str, int] = {
    "status_tries_per_reference": 1_000_000,
    "status_tries_per_address": 1_000_000,
    "status_tries_per_agency": 1_000_000,
    "portal_applications_per_address": 1_000_000,
    "portal_applications_per_agency": 1_000_000,
}
"""Settings under which thousands of questions from one address reach what lies behind the bounds."""


async def with_every_role(database: Database) -> str:
    """The token of a new member of the sample agency who has every role there is."""
    member = Member(id=uuid4(), agency_id=SAMPLE_AGENCY.id, login="all", name="王小明", roles=EVERY_ROLE)
    async with database.transaction() as connection:
        await put_member(connection, member)
        return await new_token(connection, member.id, "test")


async def furnish(office: Office) -> None:
    """A case with its reply issued and one that was just registered: with documents, letters, notices, pages."""
    await office.issued((await office.registered())["case_id"])
    fresh = await office.registered()
    await office.uploaded(fresh["case_id"])
    headers = headers_for(office.tokens["handler"], "inquiry")
    inquiry = {"channel": "counter", "asked": "如何申请", "answered": "已告知"}
    noted = await office.http.post("/api/inquiries", json=inquiry, headers=headers)
    assert noted.status_code == 201, noted.text
