"""``daylight policy …``: what an agency has chosen where the law leaves a choice (docs/law.md section 6)."""

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from activities.db.database import Database
from activities.db.people import find_agency
from api.administration import set_policy
from api.cli.console import AsJson, emit, table_of
from api.cli.local import DEFAULT_DATA, Data
from api.cli.people import AgencyId, with_database
from api.problems import invalid_input
from schemas.errors import NotFound
from schemas.people import Agency
from schemas.policy import Policy

app = typer.Typer(help="办理政策 / What an agency has chosen where the law leaves a choice.", no_args_is_help=True)


@app.command()
def show(agency: AgencyId, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Every policy of an agency, as cases registered from now on will have it."""
    _tell(with_database(data, lambda database: _agency(database, agency)).policy, as_json=as_json)


@app.command("set")
def change(
    fields: Annotated[list[str], typer.Argument(help="name=value; a list or mapping as JSON.")],
    agency: AgencyId,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Change policies of an agency. Cases registered from now on follow them; the others keep what they began with."""
    given = dict(_named(field) for field in fields)
    _tell(with_database(data, lambda database: _changed(database, agency, given)), as_json=as_json)


def _tell(policy: Policy, *, as_json: bool) -> None:
    told = policy.model_dump(mode="json")
    rows = [(name, json.dumps(value, ensure_ascii=False)) for name, value in told.items()]
    emit(told, as_json=as_json, table=table_of("办理政策 / Policy", ["", ""], rows))


def _named(given: str) -> tuple[str, Any]:
    name, separator, value = given.partition("=")
    if not separator:
        raise typer.BadParameter(f"{given}: name=value is wanted")
    if name not in Policy.model_fields:
        raise typer.BadParameter(f"no such policy: {name}; there are {', '.join(Policy.model_fields)}")
    try:
        return name, json.loads(value)
    except json.JSONDecodeError:
        return name, value


async def _agency(database: Database, agency_id: AgencyId) -> Agency:
    async with database.reading() as connection:
        agency = await find_agency(connection, agency_id)
    if agency is None:
        raise NotFound("not_found")
    return agency


async def _changed(database: Database, agency_id: AgencyId, given: Mapping[str, Any]) -> Policy:
    agency = await _agency(database, agency_id)
    try:
        policy = Policy.model_validate({**agency.policy.model_dump(mode="json"), **given})
    except ValidationError as wrong:
        raise invalid_input(wrong.errors()) from None
    return await set_policy(database, None, agency_id, policy, agency.policy)
