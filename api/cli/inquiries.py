"""``daylight inquiry …``: the log of inquiries at the counter and by telephone."""

from typing import Annotated
from uuid import uuid4

import typer

from api.cli.client import Api, As
from api.cli.console import AsJson, emit, emit_page, table_of
from api.cli.local import DEFAULT_DATA, Data
from schemas.inquiries import InquiryChannel

app = typer.Typer(help="咨询 / Inquiries: note, list, look, turn into an application.", no_args_is_help=True)
Inquiry = Annotated[str, typer.Argument(help="Inquiry id.")]
Key = Annotated[str | None, typer.Option(help="Idempotency-Key; a fresh one unless given.")]

_COLUMNS = {
    "reference": "reference",
    "asked_on": "asked on",
    "id": "id",
    "application": "application",
    "asked": "asked",
}


@app.command()
def add(
    channel: InquiryChannel,
    asked: Annotated[str, typer.Argument(help="What was asked, in your own words: nothing personal.")],
    answered: Annotated[str, typer.Argument(help="What was answered, in your own words: nothing personal.")],
    asked_on: Annotated[str | None, typer.Option(help="Day of the inquiry; today unless given.")] = None,
    key: Key = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Note an inquiry."""
    body = {"channel": channel.value, "asked": asked, "answered": answered, "asked_on": asked_on}
    answer = Api(data, login).post("/api/inquiries", key or str(uuid4()), json=body)
    emit(answer, as_json=as_json, table=table_of("咨询 / Inquiry", ["", ""], list(answer.items())))


@app.command("list")
def listing(
    channel: InquiryChannel | None = None,
    asked_from: str | None = None,
    asked_until: str | None = None,
    applied: Annotated[bool | None, typer.Option("--applied/--not-applied")] = None,
    text: str | None = None,
    limit: int = 50,
    after: Annotated[str | None, typer.Option(help="Where the page before ended.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """The agency's inquiries, newest first."""
    page = Api(data, login).get(
        "/api/inquiries",
        channel=channel.value if channel else None,
        asked_from=asked_from,
        asked_until=asked_until,
        applied=applied,
        text=text,
        limit=limit,
        after=after,
    )
    rows = [[item[name] for name in _COLUMNS] for item in page["items"]]
    emit_page(page, as_json=as_json, table=table_of("咨询 / Inquiries", [*_COLUMNS.values()], rows))


@app.command()
def show(inquiry: Inquiry, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """One inquiry, with the case it became."""
    answer = Api(data, login).get(f"/api/inquiries/{inquiry}")
    emit(answer, as_json=as_json, table=table_of("咨询 / Inquiry", ["", ""], list(answer.items())))


@app.command()
def apply(
    inquiry: Inquiry,
    file: Annotated[typer.FileBinaryRead, typer.Argument(help="The application as JSON; - for standard input.")],
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Register the application the inquiry has become; the same again gives the same case."""
    asked = {"content": file.read(), "headers": {"Content-Type": "application/json"}}
    answer = Api(data, login).post(f"/api/inquiries/{inquiry}/application", None, **asked)
    emit(answer, as_json=as_json, table=table_of("登记 / Registered", ["", ""], list(answer.items())))
