"""``daylight work``: what waits for me."""

from typing import Annotated, Any

import typer

from api.cli.client import Api, As
from api.cli.console import AsJson, emit_page, table_of
from api.cli.local import DEFAULT_DATA, Data


def work(
    limit: int = 50,
    after: Annotated[str | None, typer.Option(help="Where the page before ended.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """待办 / What waits for you, the most pressing first."""
    page = Api(data, login).get("/api/work", limit=limit, after=after)
    rows = [
        [item["reference"], item["state"], item["waits_until"], item["working_days_left"], _why(item), _steps(item)]
        for item in page["items"]
    ]
    columns = ["reference", "state", "until", "left", "as", "next"]
    emit_page(page, as_json=as_json, table=table_of("待办 / My work", columns, rows))


def _why(item: dict[str, Any]) -> str:
    """In which function it waits; for whom, if it is somebody else's; and whose answer is awaited."""
    functions = [*item["roles"], *(["delegate"] if item["delegated"] else [])]
    instead = f" ({item['instead_of_name']})" if item["instead_of_name"] else ""
    outside = f" ← {item['awaits']}" if item["awaits"] else ""
    return ", ".join(functions) + instead + outside


def _steps(item: dict[str, Any]) -> str:
    return ", ".join(item["steps"])
