"""``daylight staff …``: agencies, staff and their tokens, for whoever runs the database."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID, uuid4

import typer

from activities.db.accounts import unlink_identities
from activities.db.database import Database
from activities.db.people import all_agencies, find_login, members
from activities.db.sessions import end_sessions
from api.administration import add_agency as agency_added
from api.administration_staff import add_member, change_member, give_password, take_away_second_factor
from api.administration_tokens import make_token, take_all_tokens
from api.cli.console import AsJson, emit, table_of
from api.cli.local import DEFAULT_DATA, Data, settings_for
from schemas.administration import LONGEST_TOKEN_DAYS, MemberChange, NewAgency, NewMember, NewToken
from schemas.errors import NotFound
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
    wanted = NewAgency(
        code=code, name=name, contact=contact, reconsideration_body=reconsideration_body, court=court, parent=parent
    )
    added = with_database(data, lambda database: agency_added(database, None, str(uuid4()), wanted))
    typer.echo(str(added.agency.id))


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
    wanted = NewMember(agency=agency, login=login, name=name, roles=tuple(role), department=department or None)
    typer.echo(str(with_database(data, lambda database: add_member(database, None, str(uuid4()), wanted)).id))


@app.command()
def change(
    login: str,
    agency: AgencyId,
    role: Annotated[list[Role] | None, typer.Option(help="The new roles, once for each.")] = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive")] = None,
    department: Department = None,
    leaving_cases: Annotated[
        bool, typer.Option("--leaving-cases", help="Inactive although open cases are assigned to the person.")
    ] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Give a member of staff other roles or another department, or end or resume the right to sign in."""
    changes: dict[str, object] = {"roles": tuple(role) if role else None, "active": active}
    given = {name: value for name, value in changes.items() if value is not None}
    given |= {"department": department or None} if department is not None else {}
    change = MemberChange.model_validate({**given, "leaving_cases": leaving_cases})
    with_database(data, lambda database: _change(database, agency, login, change))


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
    days: Annotated[int, typer.Option(min=1, max=LONGEST_TOKEN_DAYS, help="Days until it expires.")] = 90,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make a bearer token. It is shown once; only its hash is kept."""
    typer.echo(with_database(data, lambda database: _token(database, agency, login, days)))


@app.command()
def password(login: str, agency: AgencyId, data: Data = DEFAULT_DATA) -> None:
    """Give a password for one sign-in, at which the person chooses his own. It is shown once; sessions end."""
    typer.echo(with_database(data, lambda database: _password(database, agency, login)))


@app.command()
def revoke(login: str, agency: AgencyId, data: Data = DEFAULT_DATA) -> None:
    """Revoke every token of a member of staff."""
    typer.echo(f"{with_database(data, lambda database: _revoke(database, agency, login))} revoked")


@app.command("second-factor-off")
def second_factor_off(login: str, agency: AgencyId, data: Data = DEFAULT_DATA) -> None:
    """Turn the second factor off for somebody who has lost it; his sessions end."""
    gone = with_database(data, lambda database: _second_factor_off(database, agency, login))
    typer.echo("turned off" if gone else "there was none")


@app.command()
def unlink(login: str, agency: AgencyId, data: Data = DEFAULT_DATA) -> None:
    """Forget who somebody is at the OpenID provider, so that another identity can be linked; his sessions end."""
    gone = with_database(data, lambda database: _unlink(database, agency, login))
    typer.echo("unlinked" if gone else "there was no link")


def with_database(data: Path, work: Callable[[Database], Awaitable[T]]) -> T:
    async def run() -> T:
        database = Database(settings_for(data).database_url.get_secret_value(), 1)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


async def _agencies(database: Database) -> list[Agency]:
    async with database.reading() as connection:
        return await all_agencies(connection)


async def _members(database: Database, agency_id: UUID) -> list[Member]:
    async with database.transaction() as connection:
        return await members(connection, agency_id)


async def _change(database: Database, agency_id: UUID, login: str, change: MemberChange) -> None:
    await change_member(database, None, await _person(database, agency_id, login), change)


async def _token(database: Database, agency_id: UUID, login: str, days: int) -> str:
    staff_id = await _person(database, agency_id, login)
    wanted = NewToken(staff=staff_id, label="daylight staff token", days=days)
    return (await make_token(database, None, str(uuid4()), wanted)).token


async def _password(database: Database, agency_id: UUID, login: str) -> str:
    return (await give_password(database, None, str(uuid4()), await _person(database, agency_id, login))).password


async def _second_factor_off(database: Database, agency_id: UUID, login: str) -> bool:
    return bool((await take_away_second_factor(database, None, await _person(database, agency_id, login))).ended)


async def _unlink(database: Database, agency_id: UUID, login: str) -> bool:
    staff_id = await _person(database, agency_id, login)
    async with database.transaction() as connection:
        await end_sessions(connection, staff_id)
        return await unlink_identities(connection, staff_id)


async def _revoke(database: Database, agency_id: UUID, login: str) -> int:
    return (await take_all_tokens(database, None, await _person(database, agency_id, login))).ended


async def _person(database: Database, agency_id: UUID, login: str) -> UUID:
    async with database.reading() as connection:
        member = await find_login(connection, agency_id, login)
    if member is None:
        raise NotFound("staff_unknown")
    return member.id
