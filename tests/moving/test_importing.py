"""Moving in: what a file says is taken over once, marked, and goes on; what cannot be is told and changes nothing."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import httpx
import pytest

from activities.db.database import Database
from activities.store import DocumentStore
from api.moving.rows import understood
from api.moving.sheet import SheetLine, lines_of
from api.moving.template import template_csv, template_xlsx
from api.upkeep import verify_all
from schemas.imports import RowFault
from schemas.settings import Settings
from tests.api.office import Office, today
from tests.conftest import serving
from tests.moving.files import Row, closed, csv_of, row, xlsx_of
from worker.embedded.ports import LOOPBACK, free_port

LONG_AGO = date(2025, 3, 3)
Answer = dict[str, Any]


@pytest.fixture
def office(api: httpx.AsyncClient, sample: dict[str, str], settings: Settings, database: Database) -> Office:
    return Office(api, sample, settings, database)


async def sent(office: Office, content: bytes, by: str = "admin", **params: Any) -> httpx.Response:
    headers = {"Authorization": f"Bearer {office.tokens[by]}"}
    return await office.http.post("/api/imports", files={"file": ("old.csv", content)}, params=params, headers=headers)


async def told(office: Office, content: bytes, **params: Any) -> Answer:
    answer = await sent(office, content, **params)
    assert answer.status_code == 200, answer.text
    found: Answer = answer.json()
    return found


def working_days_ago(days: int) -> date:
    return today() - timedelta(days=days)


async def cases(office: Office) -> dict[str, Answer]:
    listed = await office.read("/api/applications", limit=200)
    return {item["reference"]: item for item in listed["items"]}


def opens() -> tuple[Row, ...]:
    """Open cases in various states."""
    recent = working_days_ago(12)
    return (
        row(11, recent),
        row(12, recent, correction_notified_on=recent + timedelta(days=1)),
        row(13, recent, correction_notified_on=recent, correction_received_on=recent + timedelta(days=2)),
        row(14, recent, extension_notified_on=recent + timedelta(days=3), extension_working_days=20),
        row(15, recent, consulted="示例建设有限公司", consulted_on=recent + timedelta(days=1), handler="handler"),
        row(16, recent, channel="互联网"),
        row(17, working_days_ago(90)),
    )


async def test_a_file_is_taken_over_once_and_its_cases_go_on(office: Office) -> None:
    old = tuple(closed(n, LONG_AGO + timedelta(days=n)) for n in range(3))
    content = csv_of(*old, *opens())
    looked = await told(office, content)
    assert (looked["dry_run"], looked["new"], looked["open"], looked["faults"]) == (True, 10, 7, [])
    assert await cases(office) == {}
    done = await told(office, content, dry_run=False)
    assert (done["new"], done["standing"], done["started"]["started"]) == (10, 0, 10)
    again = await told(office, xlsx_of(*old, *opens()), dry_run=False)
    assert (again["new"], again["standing"], again["started"]["running"]) == (0, 10, 10)

    found = await cases(office)
    assert {reference: item["state"] for reference, item in found.items()} == {
        **{f"旧〔2026〕{n}": "closed" for n in range(3)},
        **{f"旧〔2026〕{n}": "processing" for n in (11, 13, 14, 15, 17)},
        "旧〔2026〕12": "awaiting_correction",
        "旧〔2026〕16": "registered",
    }
    assert all(item["imported"] for item in found.values())
    first, extended, overdue = (found[f"旧〔2026〕{n}"] for n in (11, 14, 17))
    assert extended["due_on"] > first["due_on"]
    assert overdue["overdue_on"]
    await office.step(first["case_id"], "record_search", description="检索档案管理系统")
    await office.step(found["旧〔2026〕16"]["case_id"], "confirm_receipt", how="电话确认")
    await office.step(found["旧〔2026〕12"]["case_id"], "receive_correction", content="补正后的申请。")
    kinds = await office.kinds(first["case_id"])
    assert kinds[:3] == ["application_registered", "case_imported", "application_received"]
    store = DocumentStore.open(office.settings.documents_url, office.settings.max_upload_bytes)
    assert (await verify_all(office.database, store))[1] == []
    behind = await office.read("/api/reports/annual/2025/cases", by="supervisor", row="3.1")
    assert {case["reference"] for case in behind["items"]} == {f"旧〔2026〕{n}" for n in range(3)}


async def test_each_refused_row_is_explained_and_the_others_are_taken(office: Office) -> None:
    recent = working_days_ago(12)
    content = csv_of(
        row(61, recent),
        row(62, recent, channel="信鸽"),
        row(63, recent, outcome="不予公开", delivered_on=recent + timedelta(days=3)),
        row(64, recent, delivered_on=recent - timedelta(days=1), outcome="予以公开"),
        row(65, recent, handler="nobody"),
        row(66, recent, phone=""),
        row(61, recent),
        {**row(68, recent), "arrived_on": "昨天"},
        row(69, recent, extension_notified_on=recent),
    )
    done = await told(office, content, dry_run=False)
    assert done["new"] == 1
    assert [(fault["line"], fault["column"], fault["code"]) for fault in done["faults"]] == [
        (3, "channel", "import_choice_unknown"),
        (4, "ground", "import_column_missing"),
        (5, "delivered_on", "date_before_receipt"),
        (6, "handler", "unknown_handler"),
        (7, None, "contact_missing"),
        (8, "own_number", "import_number_twice"),
        (9, "arrived_on", "import_not_a_day"),
        (10, "extension_working_days", "import_column_missing"),
    ]
    assert done["faults"][0]["heading"] == "提交方式"
    changed = await told(office, csv_of({**row(61, recent), "description": "另一项内容"}), dry_run=False)
    assert [fault["code"] for fault in changed["faults"]] == ["import_changed"]


async def test_an_import_that_was_broken_off_goes_on_when_it_is_sent_again(office: Office, settings: Settings) -> None:
    """Nothing answers where Temporal should be: as if the process had died between record and start."""
    content = csv_of(row(31, working_days_ago(12)), row(32, working_days_ago(12)))
    away = settings.model_copy(update={"temporal_address": f"{LOOPBACK}:{free_port()}", "step_timeout_seconds": 1.0})
    async with serving(away) as http:
        broken = await told(replace(office, http=http), csv_of(row(31, working_days_ago(12))), dry_run=False)
    assert (broken["new"], broken["started"]) == (1, None)
    done = await told(office, content, dry_run=False)
    assert (done["new"], done["standing"], done["started"]["started"]) == (1, 1, 2)


async def test_only_administrators_import_and_only_what_can_be_read(office: Office) -> None:
    assert (await sent(office, csv_of(row(1, LONG_AGO)), by="handler")).status_code == 403
    assert (await sent(office, b"PK\x03\x04 nothing")).json()["code"] == "import_file_unreadable"
    assert (await sent(office, "甲,乙\n1,2\n".encode())).json()["code"] == "import_column_unknown"
    assert (await sent(office, "申请人,applicant_name\n王,李\n".encode())).json()["code"] == "import_column_twice"


def test_the_template_reads_as_one_row() -> None:
    (typed,), (written,) = lines_of(template_csv()), lines_of(template_xlsx())
    assert typed.cells == written.cells
    assert typed.line == written.line == 3


def test_the_example_of_the_template_and_errors_of_a_spreadsheet_are_no_case() -> None:
    (example,) = lines_of(template_xlsx())
    assert [fault.code for fault in refused(example)] == ["import_is_the_example"]
    (broken,) = lines_of(csv_of(row(1, LONG_AGO, applicant_name="#N/A", description="#REF!")))
    assert {(fault.code, fault.column) for fault in refused(broken)} == {
        ("import_cell_broken", "applicant_name"),
        ("import_cell_broken", "description"),
    }


def refused(line: SheetLine) -> list[RowFault]:
    """What is wrong with a line."""
    found = understood(line)
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("told", "column", "code", "said"),
    [
        ({"applicant_name": "王" * 201}, "applicant_name", "import_text_too_long", "最多 200"),
        ({"own_number": "7" * 61}, "own_number", "import_text_too_long", "最多 60"),
        ({"identity_number": "1"}, "identity_number", "import_text_too_short", "至少 2"),
        ({"arrived_on": "昨天"}, "arrived_on", "import_not_a_day", "2026-10-12"),
        ({"closed_on": "2026-02-30"}, "closed_on", "import_not_a_day", "2026-10-12"),
        ({"extension_working_days": "21"}, "extension_working_days", "import_not_a_number", "最大 20"),
        ({"extension_working_days": "0"}, "extension_working_days", "import_not_a_number", "最小 1"),
        ({"extension_working_days": "十"}, "extension_working_days", "import_not_a_number", "整数"),
    ],
)
def test_a_cell_past_a_bound_is_told_which(told: Row, column: str, code: str, said: str) -> None:
    (line,) = lines_of(csv_of({**row(1, LONG_AGO), **told}))
    (fault,) = refused(line)
    assert (fault.column, fault.code, said in fault.message) == (column, code, True), fault.message
