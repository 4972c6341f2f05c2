"""``daylight webhooks …`` and ``daylight deliveries …``: where notices are posted, and what could not be delivered."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.client import Api, As
from api.cli.console import AsJson, emit, out, table_of
from api.cli.local import DEFAULT_DATA, Data

app = typer.Typer(help="接口推送 / Addresses to which an agency's notices are posted.", no_args_is_help=True)
deliveries = typer.Typer(help="未能送达的通知 / Notices that could not be delivered.", no_args_is_help=True)
PATH, FAILED = "/api/webhooks", "/api/notices/failed"


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="http or https address, without user name.")],
    kind: Annotated[list[str] | None, typer.Option("--kind", help="Only these kinds of events; all if none.")] = None,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Post the agency's notices there from now on. Prints the secret, which is never shown again."""
    made = _api(data, login).post(PATH, json={"url": url, "kinds": kind or []})
    emit(made, as_json=as_json, table=_table([made]))
    if not as_json:
        out.print(f"密钥（仅显示一次） / secret, shown once: {made['secret']}", highlight=False, soft_wrap=True)


@app.command("list")
def listing(login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """The agency's webhooks."""
    found = _api(data, login).get(PATH)
    emit(found, as_json=as_json, table=_table(found["items"]))


@app.command()
def remove(webhook: str, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """Post nothing more there; what waits is given up."""
    _api(data, login).delete(f"{PATH}/{webhook}")


@app.command("test")
def try_out(webhook: str, login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Post a signed test event now. Exit status 1 if it was not taken."""
    tried = _api(data, login).post(f"{PATH}/{webhook}/test")
    row = ["是 / yes" if tried["delivered"] else "否 / no", tried["status"], tried["error"]]
    emit(tried, as_json=as_json, table=table_of("测试推送 / Test", ["delivered", "status", "error"], [row]))
    if not tried["delivered"]:
        raise typer.Exit(1)


@deliveries.command()
def failed(
    limit: Annotated[int, typer.Option(min=1, max=200, help="Notices on the page.")] = 50,
    after: Annotated[str | None, typer.Option(help="`next` of the page before.")] = None,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Notices that were given up, the last to fail first."""
    page = _api(data, login).get(FAILED, limit=limit, after=after)
    columns = ["failed", "channel", "error", "tries", "case", "kind", "notice"]
    shown = ("failed_at", "channel", "error", "attempts", "reference", "kind", "notice_id")
    rows = [[one[name] for name in shown] for one in page["items"]]
    emit(page, as_json=as_json, table=table_of("未能送达的通知 / Failed notices", columns, rows))
    if page["next"] and not as_json:
        out.print(f"下一页 / next page: --after {page['next']}", highlight=False, soft_wrap=True)


@deliveries.command()
def resend(
    notice: Annotated[list[str] | None, typer.Argument(help="Ids of notices.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All that failed.")] = False,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Send failed notices again, as if they had never been tried; prints how many deliveries wait."""
    told = _api(data, login).post(f"{FAILED}/resend", json={"notices": notice or [], "all": every})
    emit(told, as_json=as_json, table=table_of("重发 / Sent again", ["deliveries"], [[told["deliveries"]]]))


def _api(data: Path, login: str | None) -> Api:
    """As an administrator: the token that is set, else the embedded stack's."""
    return Api(data, login or (None if "DAYLIGHT_TOKEN" in os.environ else "admin"))


def _table(webhooks: Sequence[Mapping[str, Any]]) -> Any:
    rows = [[one["id"], one["created_at"][:10], one["kinds"] or "*", one["url"]] for one in webhooks]
    return table_of("接口推送 / Webhooks", ["id", "since", "kinds", "address"], rows)
