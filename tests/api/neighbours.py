"""A second agency with staff of its own, made through the same door as the first."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from activities.db.database import Database
from activities.db.people import new_token, put_agency, put_member
from api.cli.setup import SAMPLE_AGENCY
from schemas.people import Agency, Member
from schemas.vocabulary import Role


def neighbour_agency() -> Agency:
    """Another agency, with an id and a code of its own."""
    agency_id = uuid4()
    return SAMPLE_AGENCY.model_copy(
        update={"id": agency_id, "code": f"邻{agency_id.hex[:4]}", "name": "示例市交通运输局"}
    )


async def staffed(database: Database, agency: Agency) -> dict[str, str]:
    """Create the agency with a handler, an approver, a supervisor and an administrator; their tokens."""
    roles = {
        "handler": Role.HANDLER,
        "approver": Role.APPROVER,
        "supervisor": Role.SUPERVISOR,
        "admin": Role.ADMINISTRATOR,
    }
    async with database.transaction() as connection:
        await put_agency(connection, agency)
        tokens = {}
        for login, role in roles.items():
            member = Member(id=uuid4(), agency_id=agency.id, login=login, name="周邻居", roles=(role,))
            await put_member(connection, member)
            tokens[login] = await new_token(connection, member.id, "test")
    return tokens


async def a_token(database: Database, *, active: bool = True, lives: timedelta | None = None) -> tuple[UUID, str]:
    """A token of a new handler of the sample agency; it expires ``lives`` from now."""
    member = Member(
        id=uuid4(),
        agency_id=SAMPLE_AGENCY.id,
        login=uuid4().hex,
        name="陈新来",
        roles=(Role.HANDLER,),
        active=active,
    )
    expires_at = datetime.now(UTC) + lives if lives is not None else None
    async with database.transaction() as connection:
        await put_member(connection, member)
        return member.id, await new_token(connection, member.id, "test", expires_at)
