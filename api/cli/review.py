"""``daylight review …``: what was found, its pages, findings, marks."""

from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.cases import Case
from api.cli.client import Api, As
from api.cli.console import AsJson, emit, emit_page, table_of
from api.cli.local import DEFAULT_DATA, Data
from api.cli.review_tables import findings_table, found_table, pages_table
from schemas.errors import NotFound

app = typer.Typer(help="审查 / Review: found documents, pages, findings, marks.", no_args_is_help=True)
Document = Annotated[str, typer.Argument(help="Id of a found document.")]
Page = Annotated[int, typer.Argument(min=1)]
Result = Annotated[str, typer.Option(help="disclose, withhold or undetermined.")]
Grounds = Annotated[list[str] | None, typer.Option("--ground", help="Why it is withheld, e.g. privacy; repeatable.")]


@app.command()
def found(
    case: Case,
    awaiting: Annotated[str | None, typer.Option(help="proposal or confirmation.")] = None,
    after: int = 0,
    limit: int = 50,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """What a case found, and where the review of each document stands."""
    api = Api(data, login)
    path = f"/api/applications/{api.case_id(case)}/found"
    answer = api.get(path, awaiting=awaiting, after=after, limit=limit)
    emit_page(answer, as_json=as_json, table=found_table(answer["items"]))


@app.command()
def work(
    case: Case,
    wait: Annotated[float, typer.Option(min=0, max=30, help="Seconds to wait until it is done.")] = 0,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """How much work on the documents of a case waits, is done, or failed."""
    api = Api(data, login)
    answer = api.get(f"/api/applications/{api.case_id(case)}/document-work", wait=wait)
    emit(answer, as_json=as_json, table=table_of("进度 / Work", ["", ""], list(answer.items())))


@app.command()
def retry(case: Case, as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """Have done again what failed, and read again what could not be read."""
    api = Api(data, login)
    answer = api.post(f"/api/applications/{api.case_id(case)}/document-work")
    emit(answer, as_json=as_json, table=table_of("进度 / Work", ["", ""], list(answer.items())))


@app.command()
def pages(
    document: Document,
    first: int = 1,
    limit: int = 20,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Pages of a document: what was said of each, and how much is marked and found on it."""
    answer = Api(data, login).get(f"/api/documents/{document}/pages", first=first, limit=limit)
    emit(answer, as_json=as_json, table=pages_table(answer["items"]))


@app.command()
def findings(
    document: Document,
    first: int = 1,
    limit: int = 100,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Personal information the machine found on pages of a document, masked."""
    answer = Api(data, login).get(f"/api/documents/{document}/pages", first=first, limit=limit)
    listed = [{**finding, "page": page["number"]} for page in answer["items"] for finding in page["findings"]]
    emit(listed, as_json=as_json, table=findings_table(listed))


@app.command()
def decide(
    case: Case,
    accept: Annotated[bool, typer.Option("--accept/--reject")],
    finding: Annotated[list[str] | None, typer.Option(help="Id of a finding; repeatable.")] = None,
    kind: Annotated[str | None, typer.Option(help="All undecided ones of a kind, e.g. mobile.")] = None,
    same_as: Annotated[str | None, typer.Option(help="All undecided ones with the value of this finding.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All undecided ones.")] = False,
    document: Annotated[list[str] | None, typer.Option(help="Only in these documents; repeatable.")] = None,
    least_confidence: float = 0,
    ground: Annotated[str, typer.Option(help="The ground that is printed on what is blackened.")] = "privacy",
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Accept findings, which marks them on their pages, or reject them."""
    api = Api(data, login)
    decision = {
        "accept": accept,
        "findings": finding or [],
        "kind": kind,
        "same_as": same_as,
        "all_undecided": everything,
        "documents": document or [],
        "least_confidence": least_confidence,
        "ground": ground,
    }
    answer = api.post(f"/api/applications/{api.case_id(case)}/findings", json=decision)
    emit(answer, as_json=as_json, table=table_of("已认定 / Decided", ["", ""], list(answer.items())))


@app.command()
def say(
    case: Case,
    documents: Annotated[list[str], typer.Argument(help="Ids of found documents.")],
    result: Result,
    ground: Grounds = None,
    reason: str | None = None,
    first: int = 1,
    last: int | None = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """One word for a run of pages of documents; marks make "disclose" mean "in part"."""
    api = Api(data, login)
    told = {"documents": documents, "result": result, "grounds": ground or [], "reason": reason, "first": first}
    body = told if last is None else {**told, "last": last}
    answer = api.post(f"/api/applications/{api.case_id(case)}/page-reviews", json=body)
    emit(answer, as_json=as_json, table=table_of("已标注 / Pages reviewed", ["", ""], list(answer.items())))


@app.command()
def mark(
    document: Document,
    number: Page,
    box: Annotated[list[str], typer.Option(help="x0,y0,x1,y1=ground in points from the upper left; repeatable.")],
    keep: Annotated[bool, typer.Option(help="Keep the marks that are there.")] = True,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Mark on one page what is blackened; the page is then disclosed in part."""
    api, path = Api(data, login), f"/api/documents/{document}/pages"
    page = _page(api, path, number)
    marks = [*(page["marks"] if keep else []), *(_mark(given) for given in box)]
    answer = api.put(f"{path}/{number}", json={"result": "partial", "marks": marks, "version": page["version"]})
    emit(answer, as_json=as_json, table=pages_table([answer]))


@app.command()
def picture(
    document: Document,
    number: Page,
    target: Annotated[Path, typer.Argument(help="PNG to write.")],
    look: Annotated[str, typer.Option(help="plain; work: as marked now; sheet: as proposed or confirmed.")] = "plain",
    dpi: int = 110,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Save a page as a picture."""
    path = f"/api/documents/{document}/pages/{number}.png?dpi={dpi}&look={look}"
    typer.echo(f"{target}: {Api(data, login).download(path, target)} bytes")


@app.command()
def sheet(document: Document, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """The review sheet that lies for confirmation, else the confirmed one, as JSON."""
    emit(Api(data, login).get(f"/api/documents/{document}/sheet"), as_json=True)


def _page(api: Api, path: str, number: int) -> dict[str, Any]:
    """One page of a document; ``NotFound`` past its last."""
    pages: list[dict[str, Any]] = api.get(path, first=number, limit=1)["items"]
    if not pages:
        raise NotFound("page_unknown")
    return pages[0]


def _mark(given: str) -> dict[str, Any]:
    corners, _, ground = given.partition("=")
    try:
        x0, y0, x1, y1 = (float(corner) for corner in corners.split(","))
    except ValueError:
        raise typer.BadParameter(f"not x0,y0,x1,y1=ground: {given}") from None
    return {"box": {"x0": x0, "y0": y0, "x1": x1, "y1": y1}, "ground": ground or "privacy"}
