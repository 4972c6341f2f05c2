"""``daylight forecast``: which open cases will miss their dates, the riskiest first."""

from typing import Annotated, Any

import typer

from api.cli.client import OVERSEER, Api, As
from api.cli.console import AsJson, emit, emit_page, table_of
from api.cli.local import DEFAULT_DATA, Data
from schemas.forecast import BasisKind, Stage

STAGES = {
    Stage.REGISTRATION: "登记 / registration",
    Stage.ACCEPTANCE: "受理审查 / acceptance",
    Stage.SEARCH: "检索 / search",
    Stage.REVIEW: "保密审查 / review",
    Stage.CONSULTATION: "征求意见 / consultation",
    Stage.DRAFTING: "拟稿 / drafting",
    Stage.APPROVAL: "审批 / approval",
    Stage.DISPATCH: "制发送达 / dispatch",
}
_COLUMNS = ["case", "chance", "left", "needs", "stage", "due", "extend by", "basis"]
_LABELS = [
    "办件 / case",
    "逾期可能 / chance",
    "剩余工作日 / working days left",
    "尚需工作日 / working days still needed",
    "环节 / stage",
    "届满 / due",
    "可延期至 / extend by",
    "依据 / basis",
]


def forecast(
    agency: Annotated[str | None, typer.Option(help="One agency by id; otherwise all you oversee.")] = None,
    case: Annotated[str | None, typer.Option(help="One case, by id or reference, with its stages.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="So many cases.")] = 20,
    after: Annotated[str | None, typer.Option(help="Where the page before ended.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Open cases and the chance that each misses its date; left and needs are working days that count.

    needs: half of the agency's cases at most so many more, nine in ten at most so many.
    """
    api = Api(data, login, OVERSEER)
    if case is not None:
        _tell_case(api.get(f"/api/applications/{api.case_id(case)}/forecast"), as_json)
        return
    page = api.get("/api/oversight/forecast", agency=agency, limit=limit, after=after)
    title = f"逾期预测 / Forecast {page['as_of']}：{page['cases']} 在办 open, {page['expected']} 预计逾期 expected late"
    emit_page(page, as_json=as_json, table=table_of(title, _COLUMNS, map(_row, page["items"])))


def _row(item: dict[str, Any]) -> list[Any]:
    told = item["forecast"]
    needs = f"{told['usual']}–{told['slow']}"
    chance, basis = f"{told['chance']:.1%}", _basis(told["basis"])
    return [
        *(item["reference"], chance, item["days_left"], needs, item["stage"], item["due_on"]),
        *(told["extend_by"], basis),
    ]


def _basis(basis: dict[str, Any]) -> str:
    """``own, n=97``: so many times a closed case of the agency was in this stage for as long."""
    own = basis["kind"] == BasisKind.OWN
    return f"{basis['kind']}, n={basis['passages'] if own else basis['cases']}"


def _tell_case(item: dict[str, Any], as_json: bool) -> None:
    told, basis = item["forecast"], item["forecast"]["basis"]
    rows = [
        *zip(_LABELS, _row({**item, "stage": STAGES[Stage(item["stage"])]}), strict=True),
        ("所依办结案件 / closed cases", basis["cases"]),
        ("办结期间 / closed", f"{basis['query']['closed_from']} – {basis['query']['closed_until']}"),
        ("其中结果相同 / of the drafted outcome", basis["with_outcome"]),
        ("恢复计算 / counts again after", item["resumes_on"]),
        *((STAGES[Stage(one["stage"])], f"{one['median']}–{one['ninetieth']}") for one in told["stages"]),
    ]
    emit(item, as_json=as_json, table=table_of(f"逾期预测 / Forecast {item['as_of']}", ["", ""], rows))
