"""``daylight staff …``: agencies, staff and their tokens, for whoever runs the database."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID, uuid4

import typer

from activities.db.database import Database
from activities.db.people import (
    all_agencies,
    find_agency,
    find_login,
    is_code_taken,
    members,
    new_token,
    put_agency,
    put_member,
    revoke_tokens,
)
from api.cli.console import AsJson, emit, table_of
from api.cli.local import DEFAULT_DATA, Data, settings_for
from schemas.errors import InvalidInput, NotFound
from schemas.people import Agency, Member
from schemas.vocabulary import Role

app = typer.Typer(help="机关与人员 / Agencies, staff and their tokens.", no_args_is_help=True)
T = TypeVar("T")
AgencyId = Annotated[UUID, typer.Option("--agency", help="Id of the agency.")]
Department = Annotated[str | None, typer.Option(help="科室、处室 / Section of the agency; '' for none.")]


@app.command("add-agency")
def add_agency(
    code: Annotated[str, typer.Option(help="Short code in its numbers, e.g. 示建公.")],
    name: Annotated[str, typer.Option()],
    contact: Annotated[str, typer.Option(help="Address and telephone of the OGI office.")],
    reconsideration_body: Annotated[str, typer.Option(help="Named in remedy notices.")],
    court: Annotated[str, typer.Option(help="Named in remedy notices.")],
    parent: Annotated[UUID | None, typer.Option(help="Id of the supervising authority.")] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Create an agency; prints its id."""
    agency = Agency(
        id=uuid4(),
        code=code,
        name=name,
        contact=contact,
        reconsideration_body=reconsideration_body,
        court=court,
        parent_id=parent,
    )
    with_database(data, lambda database: _put_agency(database, agency))
    typer.echo(str(agency.id))


@app.command("agencies")
def list_agencies(as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """The agencies there are, with their ids."""
    found = with_database(data, _agencies)
    rows = [[one.id, one.code, one.parent_id, one.name] for one in found]
    told = [one.model_dump(mode="json", include={"id", "code", "name", "parent_id"}) for one in found]
    emit(told, as_json=as_json, table=table_of("机关 / Agencies", ["id", "code", "parent", "name"], rows))


@app.command()
def add(
    login: str,
    agency: AgencyId,
    name: Annotated[str, typer.Option()],
    role: Annotated[list[Role], typer.Option(help="Once for each role.")],
    department: Department = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Create a member of staff; prints the id."""
    if Role.CLOCK in role:
        raise typer.BadParameter("the role clock belongs to the engine and is given to nobody")
    member = Member(
        id=uuid4(), agency_id=agency, login=login, name=name, roles=tuple(role), department=department or None
    )
    with_database(data, lambda database: _put_member(database, member))
    typer.echo(str(member.id))


@app.command()
def change(
    login: str,
    agency: AgencyId,
    role: Annotated[list[Role] | None, typer.Option(help="The new roles, once for each.")] = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive")] = None,
    department: Department = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Give a member of staff other roles or another department, or end or resume the right to sign in."""
    if role and Role.CLOCK in role:
        raise typer.BadParameter("the role clock belongs to the engine and is given to nobody")
    changes: dict[str, object] = {"roles": tuple(role) if role else None, "active": active}
    given = {name: value for name, value in changes.items() if value is not None}
    given |= {"department": department or None} if department is not None else {}
    with_database(data, lambda database: _change(database, agency, login, given))


@app.command("list")
def listing(agency: AgencyId, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """The staff of an agency."""
    found = with_database(data, lambda database: _members(database, agency))
    rows = [
        [member.login, member.name, member.department, ", ".join(member.roles), member.active, member.id]
        for member in found
    ]
    table = table_of("人员 / Staff", ["login", "name", "department", "roles", "active", "id"], rows)
    emit([member.model_dump(mode="json") for member in found], as_json=as_json, table=table)


@app.command()
def token(
    login: str,
    agency: AgencyId,
    days: Annotated[int, typer.Option(min=1, help="Days until it expires.")] = 90,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make a bearer token. It is shown once; only its hash is kept."""
    expires_at = datetime.now(UTC) + timedelta(days=days)
    typer.echo(with_database(data, lambda database: _token(database, agency, login, expires_at)))


@app.command()
def revoke(login: str, agency: AgencyId, data: Data = DEFAULT_DATA) -> None:
    """Revoke every token of a member of staff."""
    typer.echo(f"{with_database(data, lambda database: _revoke(database, agency, login))} revoked")


def with_database(data: Path, work: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        database = Database(settings_for(data).database_url.get_secret_value(), 1)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


async def _put_agency(database: Database, agency: Agency) -> None:
    async with database.transaction() as connection:
        if agency.parent_id and await find_agency(connection, agency.parent_id) is None:
            raise NotFound("agency_unknown")
        if await is_code_taken(connection, agency.code):
            raise InvalidInput("agency_code_taken", field="code")
        await put_agency(connection, agency)


async def _agencies(database: Database) -> list[Agency]:
    async with database.reading() as connection:
        return await all_agencies(connection)


async def _put_member(database: Database, member: Member) -> None:
    async with database.transaction() as connection:
        if await find_agency(connection, member.agency_id) is None:
            raise NotFound("agency_unknown")
        if await find_login(connection, member.agency_id, member.login):
            raise InvalidInput("login_taken", field="login")
        await put_member(connection, member)


async def _change(database: Database, agency_id: UUID, login: str, given: Mapping[str, object]) -> None:
    async with database.transaction() as connection:
        member = await find_login(connection, agency_id, login)
        if member is None:
            raise typer.BadParameter("no such member of staff")
        await put_member(connection, Member.model_validate({**member.model_dump(), **given}))


async def _members(database: Database, agency_id: UUID) -> list[Member]:
    async with database.transaction() as connection:
        return await members(connection, agency_id)


async def _token(database: Database, agency_id: UUID, login: str, expires_at: datetime) -> str:
    async with database.transaction() as connection:
        member = await find_login(connection, agency_id, login)
        if member is None:
            raise NotFound("staff_unknown")
        return await new_token(connection, member.id, "daylight staff token", expires_at)


async def _revoke(database: Database, agency_id: UUID, login: str) -> int:
    async with database.transaction() as connection:
        member = await find_login(connection, agency_id, login)
        if member is None:
            raise NotFound("staff_unknown")
        return await revoke_tokens(connection, member.id)
