"""Who asks: each role of the own agency, somebody with every role above, below and beside it, and somebody unknown."""

from uuid import UUID, uuid4

from activities.db.database import Database
from activities.db.people import new_token, put_agency, put_member
from api.cli.setup import SAMPLE_AGENCY
from schemas.people import Member
from schemas.vocabulary import IMPERSONAL, Role
from tests.api.neighbours import neighbour_agency

LOGINS = {
    Role.HANDLER: "handler",
    Role.REVIEWER: "reviewer",
    Role.APPROVER: "approver",
    Role.SECTION_HEAD: "section",
    Role.LEGAL: "legal",
    Role.AGENCY_HEAD: "chief",
    Role.OGI_HEAD: "head",
    Role.SUPERVISOR: "supervisor",
    Role.ADMINISTRATOR: "admin",
}
"""Who of the sample agency has each role, and no other."""
EVERY_ROLE = tuple(role for role in Role if role not in IMPERSONAL)
ABOVE, BELOW, BESIDE, UNKNOWN = "above", "below", "beside", "unknown"
"""Of the superior agency, of a subordinate one, of one that has nothing to do with the own; without a token."""
COLUMNS = (*(role.value for role in LOGINS), ABOVE, BELOW, BESIDE, UNKNOWN)


async def everybody(database: Database, own: dict[str, str]) -> dict[str, str | None]:
    """A token for each column, in their order. ``own``: the tokens of the sample agency's staff by login."""
    above = await _with_every_role(database, None)
    moved = SAMPLE_AGENCY.model_copy(update={"parent_id": above[0]})
    async with database.transaction() as connection:
        await put_agency(connection, moved)
    below = await _with_every_role(database, SAMPLE_AGENCY.id)
    beside = await _with_every_role(database, None)
    others = {ABOVE: above[1], BELOW: below[1], BESIDE: beside[1]}
    return {**{role.value: own[login] for role, login in LOGINS.items()}, **others, UNKNOWN: None}


async def _with_every_role(database: Database, parent: UUID | None) -> tuple[UUID, str]:
    """A new agency below another, and the token of somebody there who has every role there is."""
    agency = neighbour_agency().model_copy(update={"parent_id": parent})
    member = Member(id=uuid4(), agency_id=agency.id, login="all", name="周邻居", roles=EVERY_ROLE)
    async with database.transaction() as connection:
        await put_agency(connection, agency)
        await put_member(connection, member)
        return agency.id, await new_token(connection, member.id, "test")
