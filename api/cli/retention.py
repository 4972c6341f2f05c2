"""``daylight retention …``: how long material is kept; dry run, register, approval by a second person, holds."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer

from api.cli.client import Api, As
from api.cli.console import AsJson, emit, err, out, table_of
from api.cli.local import DEFAULT_DATA, Data
from schemas.retention import Material, Obstacle

app = typer.Typer(help="保管期限与销毁 / How long material is kept, and its destruction.", no_args_is_help=True)
rules = typer.Typer(help="保管期限 / The agency's periods.", no_args_is_help=True)
app.add_typer(rules, name="rules")
PATH = "/api/retention"
CLASSES = {
    Material.DOCUMENTS: "原件、工作副本",
    Material.RELEASED: "公开副本、公开材料包",
    Material.LETTERS: "文书的文本",
    Material.PERSONAL: "申请人、第三方的个人信息",
}
WHY = {
    Obstacle.NOT_ARCHIVED: "未归档 / not archived",
    Obstacle.REMEDY_PENDING: "救济程序未结 / a remedy is pending",
    Obstacle.REASSESSMENT_DUE: "尚待复核 / to be looked at again",
    Obstacle.MAIN_CASE_OPEN: "并入的办件未归档 / the case it was joined into is open",
    Obstacle.ON_HOLD: "暂停销毁 / on hold",
    Obstacle.RECORD_FAULTY: "记录有误，请核验 / the record is faulty: daylight verify",
    Obstacle.NOT_DUE: "期限已改，未到期 / not due any more",
    Obstacle.DESTROYED_ALREADY: "已经销毁 / destroyed already",
}

Reason = Annotated[str, typer.Option("--reason", help="Why; stays on record.")]


@rules.command("show")
def show_rules(login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """The periods in force, in years after the day of archiving; what has none is kept for ever."""
    _tell_rules(_api(data, login).get(f"{PATH}/rules"), as_json)


@rules.command("set")
def set_rules(
    fields: Annotated[
        list[str], typer.Argument(help="class=years or class=permanent; by_outcome=JSON.", metavar="CLASS=YEARS…")
    ],
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Change periods, e.g. documents=10 letters=permanent 'by_outcome={"refused": {"documents": 30}}'.

    Nothing is destroyed by this. What is not named stays as it is.
    """
    api = _api(data, login)
    standing = api.get(f"{PATH}/rules")["rules"]
    wanted = {**standing, **dict(_named(field) for field in fields)}
    _tell_rules(api.post(f"{PATH}/rules", json=wanted), as_json)


@app.command("plan")
def dry_run(
    as_of: Annotated[str | None, typer.Option("--as-of", help="Another day than today, YYYY-MM-DD.")] = None,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Dry run: what would be destroyed on that day, and what is held and why. Nothing changes."""
    pages = list(_pages(_api(data, login), f"{PATH}/due", as_of=as_of))
    cases = [case for page in pages for case in page["items"]]
    answer = {"as_of": pages[0]["as_of"], "rules_version": pages[0]["rules_version"], "items": cases}
    emit(answer, as_json=as_json, table=_table_of(f"试算 / Due on {answer['as_of']}", cases))


@app.command()
def propose(
    key: Annotated[str | None, typer.Option(help="Repeat a request under its key.")] = None,
    login: As = None,
    as_json: AsJson = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Enter a register (销毁清册) of what is due today and not held. Another administrator approves it."""
    plan = _api(data, login).post(f"{PATH}/plans", key or str(uuid4()))
    emit(plan, as_json=as_json, table=_table_of_plans([plan]))
    if not as_json:
        out.print(f"批准 / approve: daylight retention approve {plan['id']}", highlight=False, soft_wrap=True)


@app.command("list")
def list_plans(login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """The agency's registers."""
    found = _api(data, login).get(f"{PATH}/plans")
    emit(found, as_json=as_json, table=_table_of_plans(found["items"]))


@app.command()
def show(plan: str, login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """A register with every case on it, and what became of each."""
    pages = list(_pages(_api(data, login), f"{PATH}/plans/{plan}"))
    lines = [line for page in pages for line in page["lines"]]
    cases = [line["due"] for line in lines]
    emit({**pages[0]["plan"], "lines": lines}, as_json=as_json, table=_table_of(pages[0]["plan"]["reference"], cases))


@app.command()
def approve(plan: str, login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Approve a register somebody else proposed, and destroy what of it is still due. This is final.

    Broken off, or run again, it goes on with what is left. Exit status 1 if something is left that does not move.
    """
    api, before = _api(data, login), None
    while True:
        told = api.post(f"{PATH}/plans/{plan}/approve")
        left = told["left"], told["bytes_left"]
        if left in {(0, 0), before}:
            break
        before = left
        if not as_json:
            err.print(f"{told['done']} / {told['done'] + told['left']}", highlight=False)
    rows = [[one["reference"], one["items"], WHY[Obstacle(one["why"])]] for one in told["left_out"]]
    title = f"已销毁 / Destroyed: {told['destroyed']}; 未销毁 / left out:"
    emit(told, as_json=as_json, table=table_of(title, ["case", "items", "why"], rows))
    if told["left"] or told["bytes_left"]:
        raise typer.Exit(1)


@app.command()
def hold(case: str, reason: Reason, login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Hold a case (id or reference): nothing of it is destroyed until the hold is released."""
    api = _api(data, login)
    _tell_holds([api.post(f"{PATH}/cases/{api.case_id(case)}/holds", json={"reason": reason})], as_json)


@app.command()
def release(hold: str, reason: Reason, login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """Release a hold, by its id."""
    _tell_holds([_api(data, login).post(f"{PATH}/holds/{hold}/release", json={"reason": reason})], as_json)


@app.command()
def holds(login: As = None, as_json: AsJson = False, data: Data = DEFAULT_DATA) -> None:
    """The agency's holds, those that stand first."""
    _tell_holds(_api(data, login).get(f"{PATH}/holds")["items"], as_json)


def _api(data: Path, login: str | None) -> Api:
    """As an administrator: the token that is set, else the embedded stack's."""
    return Api(data, login or (None if "DAYLIGHT_TOKEN" in os.environ else "admin"))


def _named(given: str) -> tuple[str, Any]:
    name, separator, value = given.partition("=")
    if not separator or name not in {*Material, "by_outcome"}:
        raise typer.BadParameter(f"no such class: {name}; there are {', '.join(Material)}, by_outcome")
    try:
        return name, None if value == "permanent" else json.loads(value)
    except json.JSONDecodeError:
        raise typer.BadParameter(f"{name}: years, permanent, or for by_outcome JSON") from None


def _pages(api: Api, path: str, **params: Any) -> Iterator[dict[str, Any]]:
    after: Any = None
    while True:
        page = api.get(path, after=after, **params)
        yield page
        after = page["next"]
        if after is None:
            return


def _tell_rules(told: Mapping[str, Any], as_json: bool) -> None:
    every = {"": told["rules"], **told["rules"]["by_outcome"]}
    rows = [
        [
            outcome or "*",
            material,
            "永久 / for ever" if periods[material] is None else periods[material],
            CLASSES[material],
        ]
        for outcome, periods in every.items()
        for material in Material
    ]
    title = f"保管期限 / Periods in years (v{told['version']})"
    emit(dict(told), as_json=as_json, table=table_of(title, ["outcome", "class", "years", ""], rows))


def _table_of(title: str, cases: Sequence[Mapping[str, Any]]) -> Any:
    """A line for each case, free or held, and beneath it one for each thing of it."""
    rows: list[list[Any]] = []
    for case in cases:
        why = "; ".join(WHY[Obstacle(one)] for one in case["held"])
        rows.append([case["reference"], case["archived_on"], "", why or "可以销毁 / free"])
        rows += [["", item["kept_until"], item["material"], item["document_id"]] for item in case["items"]]
    return table_of(title, ["case", "archived, until", "class", "held, or document"], rows)


def _table_of_plans(plans: Sequence[Mapping[str, Any]]) -> Any:
    columns = ["reference", "cases", "items", "proposed", "approved", "id"]
    rows = [
        [
            one["reference"],
            one["cases"],
            one["items"],
            one["proposed_at"][:10],
            (one["approved_at"] or "")[:10],
            one["id"],
        ]
        for one in plans
    ]
    return table_of("销毁清册 / Registers of destruction", columns, rows)


def _tell_holds(held: Sequence[Mapping[str, Any]], as_json: bool) -> None:
    columns = ["id", "case", "since", "released", "reason"]
    rows = [
        [one["id"], one["reference"], one["held_at"][:10], (one["released_at"] or "")[:10], one["reason"]]
        for one in held
    ]
    emit({"items": list(held)}, as_json=as_json, table=table_of("暂停销毁 / Holds", columns, rows))
