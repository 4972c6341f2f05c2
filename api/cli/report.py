"""``daylight report …``: the annual report (政府信息公开工作年度报告): entered, looked at, adopted, printed."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from api.cli.client import Api, As
from api.cli.console import AsJson, emit, err, out, said, table_of
from api.cli.local import DEFAULT_DATA, Data

app = typer.Typer(help="年度报告 / The annual report (arts. 49, 50).", no_args_is_help=True)
PATH = "/api/reports/annual"
HEAD = "head"
"""Whose token of the embedded stack is used: the head of the OGI office enters and adopts."""
TEXTS = ("overview", "problems", "other", "assessment")
FIGURES = (
    *("rules.made", "rules.repealed", "rules.in_force"),
    *("documents.made", "documents.repealed", "documents.in_force"),
    *("permits", "penalties", "compulsions", "charges"),
)
SHOWN = ("natural_person", "business", "research", "public_benefit", "legal_service", "other", "total")


class Format(StrEnum):
    """A table on the terminal, or a file."""

    TABLE = "table"
    JSON = "json"
    XLSX = "xlsx"
    DOCX = "docx"
    PDF = "pdf"


Year = Annotated[int, typer.Argument(help="The year that is reported on.", metavar="YEAR")]
Tree = Annotated[bool, typer.Option("--tree", help="With all agencies below: the report of a government.")]
Agency = Annotated[str | None, typer.Option(help="An agency below, by id; your own unless given.")]
Version = Annotated[int | None, typer.Option(help="An adopted version; the newest unless given.")]
Draft = Annotated[bool, typer.Option("--draft", help="As counted now, although a version is adopted.")]


@app.command()
def annual(
    year: Year,
    agency: Agency = None,
    tree: Tree = False,
    version: Version = None,
    draft: Draft = False,
    form: Annotated[Format, typer.Option("--format", help="Table, or a file.")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where the file goes.")] = None,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Show the report, or write it to a file. Exit status 1 if it does not add up."""
    api, asked = Api(data, login, HEAD), _asked(agency, tree, version, draft)
    if form in (Format.TABLE, Format.JSON):
        report = api.get(f"{PATH}/{year}", **asked)
        _show(report, as_json=form is Format.JSON)
        raise typer.Exit(1 if report["faults"] else 0)
    target = output or Path(f"annual-report-{year}.{form}")
    size = api.download(f"{PATH}/{year}?{urlencode({**asked, 'format': form.value})}", target)
    err.print(f"{target}: {size}", highlight=False, soft_wrap=True)


@app.command()
def enter(
    year: Year,
    fields: Annotated[list[str], typer.Argument(help="name=value; name=@FILE reads a text.", metavar="NAME=VALUE…")],
    tree: Tree = False,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Enter figures of table 二 and texts, e.g. permits=1250 rules.in_force=3 charges=12.5 overview=@overview.txt.

    What is not named stays as it is; name= takes an entry out.
    """
    api, asked = Api(data, login, HEAD), _asked(None, tree, None, False)
    standing = api.get(f"{PATH}/{year}/entries", **asked)
    wanted = {**standing["entries"], "expected_version": standing["version"]}
    for field in fields:
        _put(wanted, *_named(field))
    entered = api.put(f"{PATH}/{year}/entries", json=wanted, params=asked)
    rows = [[name, entered["entries"][name] or ""] for name in TEXTS]
    rows += [[name, _figure(entered["entries"]["figures"], name)] for name in FIGURES]
    title = f"填报内容 / Entries (v{entered['version']})"
    emit(entered, as_json=as_json, table=table_of(title, ["field", "value"], rows))


@app.command()
def adopt(
    year: Year,
    tree: Tree = False,
    reason: Annotated[str | None, typer.Option(help="Why another report takes the place of the adopted one.")] = None,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Adopt the report of your agency as it stands. Repeated, it is adopted once."""
    api, asked = Api(data, login, HEAD), _asked(None, tree, None, False)
    report = api.post(f"{PATH}/{year}/adopt", json={"reason": reason} if reason else {}, params=asked)
    _show(report, as_json=as_json)


@app.command()
def cases(
    year: Year,
    row: Annotated[str, typer.Argument(help="1, 2, 3.1 … 3.7, 4; reconsideration, direct_suit …; fees.")],
    column: Annotated[str, typer.Argument(help="natural_person … total; upheld, corrected, other, pending.")] = "total",
    agency: Agency = None,
    tree: Tree = False,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """The cases behind one number of the report."""
    api, asked, found = Api(data, login, HEAD), _asked(agency, tree, None, False), list[dict[str, Any]]()
    after: str | None = None
    while True:
        page = api.get(f"{PATH}/{year}/cases", row=row, column=column, after=after, **asked)
        found += page["items"]
        after = page["next"]
        if after is None:
            break
    rows = [[one["reference"], one["entered_on"], one["ended_on"], one["row"], one["result"]] for one in found]
    columns = ["case", "received", "closed", "row", "remedy"]
    emit({"items": found}, as_json=as_json, table=table_of(f"{row} / {column}: {len(found)}", columns, rows))


def _asked(agency: str | None, tree: bool, version: int | None, draft: bool) -> dict[str, str]:
    given = {"agency": agency, "version": version}
    flags = {name: "true" for name, on in (("tree", tree), ("draft", draft)) if on}
    return {**{name: str(value) for name, value in given.items() if value is not None}, **flags}


def _named(field: str) -> tuple[str, str]:
    name, separator, value = field.partition("=")
    if not separator:
        raise typer.BadParameter(f"{field}: name=value is wanted")
    if name not in (*TEXTS, *FIGURES):
        raise typer.BadParameter(f"no such entry: {name}; there are {', '.join((*TEXTS, *FIGURES))}")
    if name in TEXTS and value.startswith("@"):
        try:
            return name, Path(value[1:]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as failed:
            raise typer.BadParameter(f"{value[1:]}: {failed}") from None
    return name, value


def _put(entries: dict[str, Any], name: str, value: str) -> None:
    """Set one entry in the JSON of all, or with nothing take it out; the others stay as they are."""
    if name in TEXTS:
        entries[name] = value or None
        return
    figures: dict[str, Any] = entries["figures"] or {}
    group, _, part = name.partition(".")
    entered = {**(figures.get(group) or {}), part: value or None} if part else value or None
    entries["figures"] = {**figures, group: entered}


def _figure(figures: dict[str, Any] | None, name: str) -> object:
    group, _, part = name.partition(".")
    found = (figures[group][part] if part else figures[group]) if figures else None
    return "" if found is None else found


def _show(report: dict[str, Any], *, as_json: bool) -> None:
    content, adoption = report["content"], report["adoption"]
    state = f"已审定 / adopted, v{adoption['version']}" if adoption else "草稿 / draft"
    title = f"{content['agency']} {content['year']} ({state}; {report['due_on']})"
    rows = [[row, *(numbers[column] for column in SHOWN)] for row, numbers in content["applications"].items()]
    emit(report, as_json=as_json, table=table_of(title, ["row", *SHOWN], rows))
    if as_json:
        return
    remedies = [[group, *numbers.values()] for group, numbers in content["remedies"].items()]
    columns = ["四", *next(iter(content["remedies"].values()))]
    out.print(table_of("行政复议、行政诉讼 / Remedies", columns, remedies))
    if adoption:
        out.print(f"SHA-256 {adoption['sha256']}", highlight=False, soft_wrap=True)
    for name in report["missing"]:
        said("missing", name)
    for fault in report["faults"]:
        place = " ".join(filter(None, (fault["agency"], fault["column"])))
        named = "、".join(f"{case['reference']} ({case['why']})" for case in fault["cases"])
        said(fault["code"], f"({place}) {fault['left']} / {fault['right']} {fault['message']} {named}")
