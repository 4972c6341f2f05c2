"""``daylight notices …``: the own inbox, acknowledging, the ledger and its gaps, and how one wants mail."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from api.cli.client import OVERSEER, Api, As
from api.cli.console import AsJson, emit, emit_page, out, table_of
from api.cli.local import DEFAULT_DATA, Data
from schemas.escalation import Matter
from schemas.inbox import GAPS, DeliveryStatus, Gap, MailWish

app = typer.Typer(help="通知 / Notices: inbox, acknowledging, ledger, gaps, preferences.", no_args_is_help=True)
preferences = typer.Typer(help="接收方式 / How one wants mail.", no_args_is_help=True)
app.add_typer(preferences, name="prefs")
PATH = "/api/notices"
AT_ONCE = 100
MENDER = "admin"
"""Whose token of the embedded stack is used to mend: a supervisor only looks."""
MENDED = {
    "notices": "通知已补发 / notices entered",
    "inboxes": "收件箱已补入 / put in inboxes",
    "left": "无法补录 / cannot be mended",
}
STATUS = {
    DeliveryStatus.WAITING: "待发 / waiting",
    DeliveryStatus.SENT: "已发 / sent",
    DeliveryStatus.DELIVERED: "已送达 / delivered",
    DeliveryStatus.FAILED: "失败 / failed",
}

Case = Annotated[str | None, typer.Option(help="Case id or reference.")]
After = Annotated[str | None, typer.Option(help="Where the page before ended.")]
Open = Annotated[bool | None, typer.Option("--open/--not-open", help="Not acknowledged and not overtaken by events.")]


@app.command("list")
def listing(
    is_open: Open = None,
    matter: Matter | None = None,
    case: Case = None,
    limit: int = 50,
    after: After = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """The own inbox, newest first."""
    api = Api(data, login)
    page = api.get(PATH, **_filters(api, is_open, matter, case), limit=limit, after=after)
    rows = [[item["id"], _when(item), _state(item), f"{item['text']} / {item['text_en']}"] for item in page["items"]]
    _tell(page, as_json, "通知 / Notices", ["id", "told", "state", "text"], rows)


@app.command("ack")
def acknowledge(
    notice: Annotated[list[str], typer.Argument(help="Ids of notices.")],
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Acknowledge notices, all or none: they are not repeated any more."""
    answer = Api(data, login).post(f"{PATH}/acknowledge", json={"ids": notice})
    rows = [[item["id"], _state(item), item["title"]] for item in answer["items"]]
    emit(answer, as_json=as_json, table=table_of("已确认 / Acknowledged", ["id", "state", "notice"], rows))


@app.command()
def ledger(
    is_open: Open = None,
    matter: Matter | None = None,
    case: Case = None,
    addressee: Annotated[str | None, typer.Option(help="Id of a member of staff.")] = None,
    delivery: Annotated[DeliveryStatus | None, typer.Option(help="With a sending that stands so.")] = None,
    limit: int = 50,
    after: After = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Every notice about the cases one oversees, newest first, with each sending of it."""
    api = Api(data, login, OVERSEER)
    filters = _filters(api, is_open, matter, case) | {"addressee": addressee, "delivery": delivery}
    page = api.get(f"{PATH}/ledger", **filters, limit=limit, after=after)
    rows = [[_when(item), _whom(item), _state(item), _sendings(item), item["title"]] for item in page["items"]]
    _tell(page, as_json, "通知台账 / Ledger", ["told", "whom", "state", "sent", "notice"], rows)


@app.command()
def gaps(
    mend: Annotated[bool, typer.Option("--mend", help="First enter what is missing in the own agency.")] = False,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Prove from the events that no notice is missing, doubled, unsent or addressed to nobody; else exit status 1."""
    api = Api(data, login, MENDER if mend else OVERSEER)
    mended = _mended(api, as_json) if mend else {}
    cases, notices, found = 0, 0, list[Mapping[str, Any]]()
    for page in _pages(api.get):
        cases, notices, found = cases + page["cases"], notices + page["notices"], [*found, *page["gaps"]]
    answer = {**mended, "cases": cases, "notices": notices, "gaps": found}
    rows = [[one["reference"], one["seq"], one["gap"], one["channel"], _sentence(one)] for one in found]
    columns = ["reference", "event", "gap", "channel", "what"]
    table = table_of("缺漏 / Gaps", columns, rows) if found else None
    if as_json or table:
        emit(answer, as_json=as_json, table=table)
    if not as_json:
        summary = f"核对 / compared {notices} notices of {cases} cases: {_summary(found)}"
        out.print(summary, soft_wrap=True, highlight=False)
    if found:
        raise typer.Exit(1)


@preferences.command("show")
def show_preferences(as_json: AsJson = False, login: As = None, data: Data = DEFAULT_DATA) -> None:
    """How one wants mail."""
    _tell_preferences(Api(data, login).get(f"{PATH}/preferences"), as_json)


@preferences.command("set")
def set_preferences(
    email: Annotated[str | None, typer.Option(help="Address; an empty one takes it away.")] = None,
    mail: Annotated[MailWish | None, typer.Option(help="One mail each, one a day, or none.")] = None,
    quiet: Annotated[str | None, typer.Option(help="No mail between, e.g. 20:00-08:00; none: at any time.")] = None,
    digest_at: Annotated[str | None, typer.Option(help="Time of the mail of the day, e.g. 08:30.")] = None,
    as_json: AsJson = False,
    login: As = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Change how one wants mail. What is not named stays as it is."""
    api = Api(data, login)
    named = {"mail": mail.value if mail else None, "digest_at": digest_at}
    changed: dict[str, str | None] = {name: value for name, value in named.items() if value is not None}
    if email is not None:
        changed["email"] = email or None
    wanted = {**api.get(f"{PATH}/preferences"), **changed, **_quiet(quiet)}
    _tell_preferences(api.put(f"{PATH}/preferences", json=wanted), as_json)


def _quiet(quiet: str | None) -> dict[str, str | None]:
    """``20:00-08:00`` as two times of day; ``none`` takes them away."""
    if quiet is None:
        return {}
    if quiet == "none":
        return {"quiet_from": None, "quiet_until": None}
    begins, _, ends = quiet.partition("-")
    return {"quiet_from": begins, "quiet_until": ends or None}


def _filters(api: Api, is_open: bool | None, matter: Matter | None, case: str | None) -> dict[str, Any]:
    return {
        "open": is_open,
        "matter": matter.value if matter else None,
        "case": api.case_id(case) if case else None,
    }


def _mended(api: Api, as_json: bool) -> dict[str, dict[str, int]]:
    """Have what is missing entered; how much that was."""

    def ask(_: str, **page: Any) -> Any:
        named = {name: value for name, value in page.items() if value is not None}
        return api.post(f"{PATH}/gaps/mend", params=named)

    counted = Counter[str]()
    for page in _pages(ask):
        counted.update({name: page[name] for name in MENDED})
    if not as_json:
        shares = ", ".join(f"{counted[name]} {words}" for name, words in MENDED.items())
        out.print(f"补录 / mended: {shares}", soft_wrap=True, highlight=False)
    return {"mended": {name: counted[name] for name in MENDED}}


def _pages(ask: Callable[..., Any]) -> Iterator[Mapping[str, Any]]:
    after: str | None = None
    while True:
        page = ask(f"{PATH}/gaps", limit=AT_ONCE, after=after)
        yield page
        after = page["next"]
        if after is None:
            return


def _tell(page: Mapping[str, Any], as_json: bool, title: str, columns: list[str], rows: Sequence[list[Any]]) -> None:
    emit_page(page, as_json=as_json, table=table_of(title, columns, rows))


def _tell_preferences(found: Mapping[str, Any], as_json: bool) -> None:
    emit(found, as_json=as_json, table=table_of("接收方式 / Preferences", ["", ""], list(found.items())))


def _when(item: Mapping[str, Any]) -> str:
    """In the time zone of the terminal."""
    return datetime.fromisoformat(item["intended_at"]).astimezone().strftime("%Y-%m-%d %H:%M")


def _state(item: Mapping[str, Any]) -> str:
    if item["acknowledged_at"]:
        return "已确认 / acknowledged"
    return "已了结 / settled" if item["settled_at"] else "未确认 / open"


def _whom(item: Mapping[str, Any]) -> str:
    if item["addressee_kind"] == "nobody":
        return "无人 / nobody"
    return str(item["addressee_name"] or item["addressee_kind"])


def _sendings(item: Mapping[str, Any]) -> str:
    return "; ".join(f"{one['channel']} {STATUS[DeliveryStatus(one['status'])]}" for one in item["deliveries"])


def _sentence(gap: Mapping[str, Any]) -> str:
    return " / ".join(GAPS[Gap(gap["gap"])])


def _summary(found: Sequence[Mapping[str, Any]]) -> str:
    counted = Counter(str(one["gap"]) for one in found)
    return ", ".join(f"{count} {gap}" for gap, count in counted.items()) or "无缺漏 / no gaps"
