"""The annual report over HTTP: who sees it, every number opened to its cases, entered, adopted once, and then fixed."""

import asyncio
import hashlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import openpyxl
import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError

from activities.db.database import Database
from activities.db.people import new_token, put_agency, put_member
from activities.db.tables import cases
from api.annual_proof import damaged_annual_reports
from api.cli.setup import SAMPLE_AGENCY
from schemas.annual import AnnualColumn, AnnualRow, RemedyColumn, RemedyGroup
from schemas.people import Member
from schemas.vocabulary import ApplicantKind, Role
from tests.api.neighbours import neighbour_agency
from tests.api.office import Json, Office, assert_problem, headers_for, today
from tests.api.test_cli import Terminal
from worker.embedded.stack import environment_of

YEAR = today().year - 1
PATH = f"/api/reports/annual/{YEAR}"
FIGURES = {
    "rules": {"made": 0, "repealed": 0, "in_force": 1},
    "documents": {"made": 4, "repealed": 1, "in_force": 23},
    "permits": 1250,
    "penalties": 86,
    "compulsions": 3,
    "charges": "12.5",
}
TEXTS = {"overview": "本年度认真贯彻条例。", "problems": "公开内容有待细化。"}
WITHOUT_KEYS = text("SET LOCAL session_replication_role = replica")
LIVES: list[tuple[ApplicantKind, tuple[int, int, int], tuple[int, int, int] | None, str | None]] = [
    (ApplicantKind.NATURAL_PERSON, (0, 3, 2), (0, 3, 20), "3.1"),
    (ApplicantKind.NATURAL_PERSON, (0, 5, 6), (0, 6, 1), "3.3.6"),
    (ApplicantKind.BUSINESS, (-1, 12, 30), (0, 1, 20), "3.4.1"),
    (ApplicantKind.BUSINESS, (0, 12, 31), (1, 1, 15), "3.1"),
    (ApplicantKind.OTHER, (0, 12, 1), None, None),
    (ApplicantKind.OTHER, (1, 1, 1), None, None),
]
"""Kind, received and closed (years from the reported one, month, day), row."""


def day(given: tuple[int, int, int] | None) -> date | None:
    return date(YEAR + given[0], given[1], given[2]) if given else None


def row(agency: UUID, n: int, kind: ApplicantKind, received: date | None, ended: date | None, leaf: str | None) -> Json:
    state = {"state": "closed", "outcome": "disclosed"} if ended else {"state": "processing", "outcome": None}
    dates = {"arrived_on": received, "received_on": received, "closed_on": ended, "report_row": leaf}
    flags = {"provisional": False, "limit_runs": False, "calendar_version": "v", "head": "h", "version": 1}
    names = {"case_id": uuid5(agency, str(n)), "agency_id": agency, "reference": f"示申〔{YEAR}〕{n}号"}
    return {**names, **state, **dates, **flags, "channel": "online", "applicant_kind": kind}


async def enter_cases(database: Database, *rows: Json) -> None:
    async with database.transaction() as connection:
        await connection.execute(WITHOUT_KEYS)
        for one in rows:
            await connection.execute(insert(cases).values(one))


@pytest.fixture
async def reporting(office: Office) -> Office:
    """The sample agency with a year of cases; one of them contested."""
    rows = [
        row(SAMPLE_AGENCY.id, n, kind, day(received), day(ended), leaf)
        for n, (kind, received, ended, leaf) in enumerate(LIVES, 1)
    ]
    await enter_cases(office.database, *rows)
    async with office.database.transaction() as connection:
        await connection.execute(WITHOUT_KEYS)
        values = {"case": rows[1]["case_id"], "filed": date(YEAR, 7, 1)}
        filed = text("INSERT INTO case_remedies VALUES (:case, 'm1', 'reconsideration', false, :filed)")
        await connection.execute(filed, values)
    return office


async def put(office: Office, body: Json, by: str = "head", **params: Any) -> Any:
    path = f"{PATH}/entries"
    return await office.http.put(path, json=body, params=params, headers=headers_for(office.tokens[by]))


async def adopt(office: Office, by: str = "head", path: str = PATH, reason: str | None = None, **params: Any) -> Any:
    body = {"reason": reason} if reason else {}
    return await office.http.post(f"{path}/adopt", json=body, params=params, headers=headers_for(office.tokens[by]))


async def entered(office: Office, **more: Any) -> Json:
    answer = await put(office, {"expected_version": 0, "figures": FIGURES, **TEXTS, **more})
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


async def adopted(office: Office) -> Json:
    await entered(office)
    answer = await adopt(office)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


async def test_the_draft_counts_the_year_and_no_more(reporting: Office) -> None:
    report = await reporting.read(PATH, "supervisor")
    table = report["content"]["applications"]
    total = {name: numbers["total"] for name, numbers in table.items() if numbers["total"]}
    assert total == {"1": 4, "2": 1, "3.1": 1, "3.3.6": 1, "3.4.1": 1, "3.7": 3, "4": 2}
    assert table["4"] == {**dict.fromkeys(map(str, ApplicantKind), 0), "business": 1, "other": 1, "total": 2}
    assert report["content"]["remedies"]["reconsideration"]["pending"] == 1
    assert (report["status"], report["faults"], report["preliminary"]) == ("draft", [], False)
    assert report["missing"] == ["overview", "problems", "figures"]
    assert report["due_on"] == f"{YEAR + 1}-01-31"
    assert (await reporting.read(PATH, "head", tree=True))["due_on"] == f"{YEAR + 1}-03-31"


async def test_every_number_opens_to_as_many_cases(reporting: Office) -> None:
    content = (await reporting.read(PATH, "supervisor"))["content"]
    cells: list[tuple[str, str, int]] = [
        (name, column, content["applications"][name][column]) for name in AnnualRow for column in AnnualColumn
    ]
    cells += [(group, column, content["remedies"][group][column]) for group in RemedyGroup for column in RemedyColumn]
    cells.append(("fees", "total", content["fees"]["applications"]))
    assert sum(number for *_, number in cells) > 20
    for name, column, number in cells:
        page = await reporting.read(f"{PATH}/cases", "supervisor", row=name, column=column)
        assert len(page["items"]) == number, (name, column)
        assert page["next"] is None
    carried = await reporting.read(f"{PATH}/cases", "supervisor", row="4")
    assert [one["rows"] for one in carried["items"]] == [["1", "4"], ["1", "4"]]


async def test_the_pages_of_a_cell_are_all_of_it(reporting: Office) -> None:
    found, after = list[str](), None
    while True:
        more: dict[str, str] = {"after": after} if after else {}
        page = await reporting.read(f"{PATH}/cases", "supervisor", row="1", limit=1, **more)
        found += [one["reference"] for one in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert found == [f"示申〔{YEAR}〕{n}号" for n in (1, 2, 5, 4)]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"row": "3.3"}, "row"),
        ({"row": "1", "column": "upheld"}, "column"),
        ({"row": "direct_suit", "column": "business"}, "column"),
        ({"row": "fees", "column": "other"}, "column"),
    ],
)
async def test_a_cell_that_is_not_there_is_senseless(shared: Office, params: Json, field: str) -> None:
    assert_problem(await shared.get(f"{PATH}/cases", "head", **params), 422, "invalid_field", field)


@pytest.mark.parametrize("version", [0, 2**31, 10**30], ids=["none", "too long for the table", "endless"])
async def test_a_version_that_cannot_be_is_senseless(shared: Office, version: int) -> None:
    assert_problem(await shared.get(PATH, "head", version=version), 422, "invalid_field", "version")


async def test_a_version_that_is_not_there_is_not_found(shared: Office) -> None:
    assert_problem(await shared.get(PATH, "head", version=2**31 - 1), 404, "not_found", "version")


async def test_a_year_that_has_not_begun_or_had_no_such_report_is_senseless(shared: Office) -> None:
    after = await shared.get(f"/api/reports/annual/{YEAR + 2}", "head")
    assert_problem(after, 422, "annual_year_in_future", "year")
    assert_problem(await shared.get("/api/reports/annual/2018", "head"), 422, "invalid_field", "year")


@pytest.mark.parametrize("by", ["handler", "reviewer", "approver", "legal"])
async def test_who_does_not_oversee_sees_no_report(shared: Office, by: str) -> None:
    assert_problem(await shared.get(PATH, by), 403, "role_not_permitted")
    assert_problem(await put(shared, {"expected_version": 0}, by), 403, "role_not_permitted")
    assert_problem(await adopt(shared, by), 403, "role_not_permitted")


async def test_supervisors_look_and_section_heads_enter_but_neither_adopts(shared: Office) -> None:
    assert_problem(await put(shared, {"expected_version": 0}, "supervisor"), 403, "role_not_permitted")
    for by in ("supervisor", "section", "admin"):
        assert (await shared.get(PATH, by)).status_code == 200
        assert_problem(await adopt(shared, by), 403, "role_not_permitted")
    assert_problem(await shared.get(PATH, "section", tree=True), 403, "role_not_permitted")


async def below(office: Office) -> tuple[UUID, str]:
    """An agency below the sample agency with one case, and the token of its OGI head."""
    agency = neighbour_agency().model_copy(update={"parent_id": SAMPLE_AGENCY.id})
    member = Member(id=uuid4(), agency_id=agency.id, login="head", name="周邻居", roles=(Role.OGI_HEAD,))
    async with office.database.transaction() as connection:
        await put_agency(connection, agency)
        await put_member(connection, member)
        token = await new_token(connection, member.id, "test")
    received, ended = date(YEAR, 2, 3), date(YEAR, 2, 20)
    await enter_cases(office.database, row(agency.id, 1, ApplicantKind.RESEARCH, received, ended, "3.2"))
    return agency.id, token


async def test_a_tree_adds_its_agencies_up_line_by_line(reporting: Office) -> None:
    agency, _ = await below(reporting)
    report = await reporting.read(PATH, "supervisor", tree=True)
    lines = {line["agency_id"]: line["applications"]["1"]["total"] for line in report["content"]["lines"]}
    assert lines == {str(SAMPLE_AGENCY.id): 4, str(agency): 1}
    assert report["content"]["applications"]["1"]["total"] == 5
    assert "figures/示例市交通运输局" in report["missing"]
    assert "assessment" in report["missing"]
    cell = await reporting.read(f"{PATH}/cases", "supervisor", row="3.2", tree=True)
    assert [one["agency_id"] for one in cell["items"]] == [str(agency)]
    alone = await reporting.read(PATH, "supervisor", agency=str(agency))
    assert alone["content"]["applications"]["3.7"]["research"] == 1


async def test_another_agencys_report_is_not_there_for_who_does_not_oversee_it(reporting: Office) -> None:
    agency, token = await below(reporting)
    above = await reporting.http.get(PATH, params={"agency": str(SAMPLE_AGENCY.id)}, headers=headers_for(token))
    assert_problem(above, 404, "not_found", "agency")
    assert_problem(await reporting.get(PATH, "section", agency=str(agency)), 404, "not_found", "agency")
    assert_problem(await reporting.get(PATH, "head", agency=str(uuid4())), 404, "not_found", "agency")


async def test_entries_are_versioned_and_a_retry_is_harmless(office: Office) -> None:
    first = await entered(office)
    assert first["version"] == 1
    assert await entered(office) == first  # the same again, although it expects version 0
    stale = await put(office, {"expected_version": 0, **TEXTS})
    assert_problem(stale, 409, "annual_entries_moved_on", "expected_version")
    second = (
        await put(office, {"expected_version": 1, **TEXTS, "figures": FIGURES, "other": "无。"}, "section")
    ).json()
    assert (second["version"], second["entries"]["other"]) == (2, "无。")
    assert await office.read(f"{PATH}/entries", "supervisor") == second


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"permits": -1}, "figures.permits"),
        ({"charges": "1.2345678"}, "figures.charges"),
        ({"charges": "NaN"}, "figures.charges"),
        ({"rules": {"made": 1, "annulled": 0}}, "figures.rules.annulled"),
        ({"procurement": 1}, "figures.procurement"),
    ],
)
async def test_senseless_figures_are_refused_by_field(shared: Office, wrong: Json, field: str) -> None:
    answer = await put(shared, {"expected_version": 0, "figures": {**FIGURES, **wrong}})
    code = "foreign_field" if field in {"figures.rules.annulled", "figures.procurement"} else "invalid_field"
    assert_problem(answer, 422, code, field)


async def test_one_figure_leaves_the_others_unentered_and_the_adoption_names_them(reporting: Office) -> None:
    told = (await put(reporting, {"expected_version": 0, "figures": {"permits": 7}, **TEXTS})).json()
    assert told["entries"]["figures"]["permits"] == 7
    assert told["entries"]["figures"]["rules"] == {"made": None, "repealed": None, "in_force": None}
    missing = assert_problem(await adopt(reporting), 409, "annual_entries_missing")["missing"]
    assert "figures.charges" in missing
    assert "figures.permits" not in missing
    sheet = openpyxl.load_workbook(io.BytesIO((await reporting.get(PATH, "head", format="xlsx")).content))["主动公开"]
    shown = [cell for line in sheet.iter_rows(values_only=True) for cell in line]
    assert (shown.count(7), shown.count(0)) == (1, 0)


async def test_figures_of_which_none_is_entered_are_none(reporting: Office) -> None:
    told = (await put(reporting, {"expected_version": 0, "figures": {"rules": {}}, **TEXTS})).json()
    assert told["entries"]["figures"] is None


async def test_a_tree_sums_each_figure_that_is_not_entered_for_it(reporting: Office) -> None:
    await entered(reporting)
    own = {**TEXTS, "assessment": "良好。", "figures": {"permits": 3}, "expected_version": 0}
    await put(reporting, own, tree=True)
    figures = (await reporting.read(PATH, "head", tree=True))["content"]["figures"]
    assert (figures["permits"], figures["penalties"]) == (3, FIGURES["penalties"])


async def test_nothing_is_adopted_while_entries_are_missing_or_the_year_runs(reporting: Office) -> None:
    refused = assert_problem(await adopt(reporting), 409, "annual_entries_missing")
    assert refused["missing"] == ["overview", "problems", "figures"]
    early = await adopt(reporting, path=f"/api/reports/annual/{YEAR + 1}")
    assert_problem(early, 409, "annual_year_not_over")
    assert (await reporting.read(PATH, "head"))["versions"] == []


async def test_what_does_not_add_up_is_named_instead_of_printed_or_adopted(reporting: Office) -> None:
    await entered(reporting)
    wrong = row(SAMPLE_AGENCY.id, 99, ApplicantKind.RESEARCH, date(YEAR, 4, 1), date(YEAR, 4, 20), None)
    await enter_cases(reporting.database, wrong)
    report = await reporting.read(PATH, "head")
    assert {(fault["code"], fault["column"]) for fault in report["faults"]} == {
        ("annual_rows_unbalanced", "research"),
        ("annual_rows_unbalanced", "total"),
    }
    for fault in report["faults"]:
        assert [(case["reference"], case["why"]) for case in fault["cases"]] == [
            (wrong["reference"], "closed_without_row")
        ]
    for answer in (await adopt(reporting), await reporting.get(PATH, "head", format="pdf")):
        refused = assert_problem(answer, 409, "annual_report_faulty")
        assert f"annual_rows_unbalanced/research/{wrong['reference']}" in refused["missing"]


async def test_clicked_twice_at_once_it_is_adopted_once(reporting: Office) -> None:
    await entered(reporting)
    answers = await asyncio.gather(*(adopt(reporting, by) for by in ("head", "chief", "head")))
    assert [answer.status_code for answer in answers] == [200] * 3
    assert {answer.json()["adoption"]["version"] for answer in answers} == {1}
    assert len((await reporting.read(PATH, "head"))["versions"]) == 1


async def test_an_adopted_report_stays_while_cases_go_on(reporting: Office) -> None:
    first = await adopted(reporting)
    assert first["status"] == "adopted"
    files = {kind: (await reporting.get(PATH, "head", format=kind)).content for kind in ("xlsx", "docx", "pdf")}
    async with reporting.database.transaction() as connection:
        await connection.execute(WITHOUT_KEYS)
        await connection.execute(
            text(
                "UPDATE cases SET closed_on = :day, state = 'closed', outcome = 'disclosed', report_row = '3.1'"
                " WHERE closed_on IS NULL"
            ),
            {"day": date(YEAR + 1, 2, 2)},
        )
    await enter_cases(
        reporting.database, row(SAMPLE_AGENCY.id, 50, ApplicantKind.OTHER, date(YEAR, 12, 29), None, None)
    )
    assert await reporting.read(PATH, "head") == first
    for kind, file in files.items():
        assert (await reporting.get(PATH, "head", format=kind)).content == file
    draft = await reporting.read(PATH, "head", draft=True)
    assert draft["content"]["applications"]["4"]["total"] == 3  # what was entered late; closings since are not seen


async def test_the_hash_is_that_of_what_is_kept(reporting: Office) -> None:
    first = await adopted(reporting)
    async with reporting.database.reading() as connection:
        kept = (await connection.execute(text("SELECT content FROM annual_reports"))).scalar_one()
    assert hashlib.sha256(kept.encode()).hexdigest() == first["adoption"]["sha256"]


async def test_a_correction_is_a_new_version_with_a_reason_and_the_old_stays(reporting: Office) -> None:
    first = await adopted(reporting)
    late = row(SAMPLE_AGENCY.id, 50, ApplicantKind.OTHER, date(YEAR, 12, 29), None, None)
    await enter_cases(reporting.database, late)
    assert_problem(await adopt(reporting), 422, "annual_reason_missing", "reason")
    second = (await adopt(reporting, "chief", reason="补登上年末收到的申请一件")).json()
    assert (second["adoption"]["version"], second["adoption"]["reason"]) == (2, "补登上年末收到的申请一件")
    assert second["content"]["applications"]["1"]["total"] == first["content"]["applications"]["1"]["total"] + 1
    old = await reporting.read(PATH, "head", version=1)
    assert (old["content"], old["adoption"]) == (first["content"], first["adoption"])
    assert_problem(await reporting.get(PATH, "head", version=3), 404, "not_found", "version")
    again = await adopt(reporting, reason="再点一次")
    assert again.json()["adoption"] == second["adoption"]


async def test_the_next_year_must_carry_over_what_the_adopted_report_carried(reporting: Office) -> None:
    await adopted(reporting)
    following = f"/api/reports/annual/{YEAR + 1}"
    assert (await reporting.read(following, "head"))["faults"] == []
    late = row(SAMPLE_AGENCY.id, 50, ApplicantKind.OTHER, date(YEAR, 12, 29), None, None)
    await enter_cases(reporting.database, late)
    faults = (await reporting.read(following, "head"))["faults"]
    assert {(fault["code"], fault["column"]) for fault in faults} == {
        ("annual_carried_over_differs", "other"),
        ("annual_carried_over_differs", "total"),
    }
    assert {(case["reference"], case["why"]) for fault in faults for case in fault["cases"]} == {
        (late["reference"], "not_in_last_report")
    }
    assert (await adopt(reporting, reason="补登上年末收到的申请一件")).status_code == 200
    assert (await reporting.read(following, "head"))["faults"] == []


async def test_an_agency_whose_report_no_longer_fits_is_named_in_the_tree(reporting: Office) -> None:
    await adopted(reporting)
    assert (await reporting.read(PATH, "head", tree=True))["content"]["lines"][0]["adopted"] == 1
    late = row(SAMPLE_AGENCY.id, 50, ApplicantKind.OTHER, date(YEAR, 12, 29), None, None)
    await enter_cases(reporting.database, late)
    (fault,) = (await reporting.read(PATH, "head", tree=True))["faults"]
    assert (fault["code"], fault["agency"]) == ("annual_own_report_differs", SAMPLE_AGENCY.name)
    assert [case["reference"] for case in fault["cases"]] == [late["reference"]]


async def exchange(office: Office) -> tuple[Json, Json]:
    """Of the year's open cases one turns out to be of the year after, and another to be of the year: as many as before.

    The one that went, and the one that came.
    """
    went, came = (row(SAMPLE_AGENCY.id, n, ApplicantKind.OTHER, None, None, None) for n in (5, 6))
    async with office.database.transaction() as connection:
        await connection.execute(WITHOUT_KEYS)
        for one, received in ((went, date(YEAR + 1, 1, 4)), (came, date(YEAR, 12, 30))):
            moved = update(cases).where(cases.c.case_id == one["case_id"]).values(received_on=received)
            await connection.execute(moved)
    return went, came


async def test_one_case_too_many_does_not_hide_one_too_few_in_what_is_carried_over(reporting: Office) -> None:
    await adopted(reporting)
    went, came = await exchange(reporting)
    following = f"/api/reports/annual/{YEAR + 1}"
    faults = (await reporting.read(following, "head"))["faults"]
    assert [(fault["code"], fault["column"], fault["left"], fault["right"]) for fault in faults] == [
        ("annual_carried_over_differs", "other", 1, 1),
        ("annual_carried_over_differs", "total", 2, 2),
    ]
    for fault in faults:
        assert [(case["reference"], case["why"]) for case in fault["cases"]] == [
            (came["reference"], "not_in_last_report"),
            (went["reference"], "only_in_last_report"),
        ]


async def test_a_case_whose_kind_of_applicant_was_corrected_fails_in_its_two_columns_only(reporting: Office) -> None:
    await adopted(reporting)
    of = "UPDATE cases SET applicant_kind = 'research' WHERE applicant_kind = 'business' AND closed_on > :day"
    async with reporting.database.transaction() as connection:
        await connection.execute(WITHOUT_KEYS)
        await connection.execute(text(of), {"day": date(YEAR + 1, 1, 1)})
    faults = (await reporting.read(f"/api/reports/annual/{YEAR + 1}", "head"))["faults"]
    assert [(fault["column"], [case["why"] for case in fault["cases"]]) for fault in faults] == [
        ("business", ["only_in_last_report"]),
        ("research", ["not_in_last_report"]),
    ]


async def test_a_correction_that_changes_no_number_but_the_cases_is_a_new_version(reporting: Office) -> None:
    """Otherwise what the year after names could never be mended."""
    await adopted(reporting)
    await exchange(reporting)
    assert_problem(await adopt(reporting), 422, "annual_reason_missing", "reason")
    second = (await adopt(reporting, reason="两件申请的收到日期更正")).json()
    assert second["adoption"]["version"] == 2
    assert (await reporting.read(f"/api/reports/annual/{YEAR + 1}", "head"))["faults"] == []
    assert (await adopt(reporting, reason="再点一次")).json()["adoption"] == second["adoption"]


async def test_an_own_report_that_differs_is_told_by_its_first_row_and_column(reporting: Office) -> None:
    await adopted(reporting)
    async with reporting.database.transaction() as connection:
        await connection.execute(WITHOUT_KEYS)
        await connection.execute(text("UPDATE cases SET report_row = '3.3.1' WHERE report_row = '3.3.6'"))
    (fault,) = (await reporting.read(PATH, "head", tree=True))["faults"]
    assert (fault["row"], fault["column"], fault["left"], fault["right"]) == ("3.3.1", "natural_person", 1, 0)
    assert "（三）不予公开 1.属于国家秘密，自然人：现为1，报告中为0" in fault["message"]
    assert "row 3.3.1, natural_person: 1 now, 0 in the report" in fault["message_en"]
    assert fault["cases"] == []
    refused = assert_problem(await adopt(reporting, tree=True), 409, "annual_report_faulty")
    assert refused["missing"] == [f"annual_own_report_differs/{SAMPLE_AGENCY.name}/3.3.1/natural_person"]


async def test_an_own_report_that_differs_in_table_four_is_told_by_group_and_column(reporting: Office) -> None:
    await adopted(reporting)
    async with reporting.database.transaction() as connection:
        await connection.execute(text("UPDATE case_remedies SET result = 'upheld', served_on = filed_on"))
    (fault,) = (await reporting.read(PATH, "head", tree=True))["faults"]
    assert (fault["row"], fault["column"], fault["left"], fault["right"]) == ("reconsideration", "upheld", 1, 0)
    assert "行政复议，结果维持：现为1，报告中为0" in fault["message"]


async def test_an_own_report_with_the_same_numbers_of_other_cases_differs(reporting: Office) -> None:
    await adopted(reporting)
    went, came = await exchange(reporting)
    (fault,) = (await reporting.read(PATH, "head", tree=True))["faults"]
    assert (fault["row"], fault["column"], fault["left"], fault["right"]) == ("4", "other", 1, 1)
    assert "件数相同，办件不同" in fault["message"]
    assert [case["reference"] for case in fault["cases"]] == [came["reference"], went["reference"]]


async def damage(office: Office, change: str) -> None:
    """As only the owner of the database can."""
    async with office.database.transaction() as connection:
        await connection.execute(WITHOUT_KEYS)
        assert (await connection.execute(text(f"UPDATE annual_reports SET {change}"))).rowcount  # noqa: S608


DAMAGES = {
    "a figure": "content = replace(content, '1250', '1251')",
    "no report any more": "content = '{'",
    "another hash": "sha256 = repeat('0', 64)",
    "the cases carried over": "carried = '[]'",
}


@pytest.mark.parametrize("change", DAMAGES.values(), ids=DAMAGES)
async def test_a_damaged_report_is_refused_named_by_verify_and_mended_by_a_correction(
    reporting: Office, change: str
) -> None:
    await adopted(reporting)
    assert await damaged_annual_reports(reporting.database) == []
    await damage(reporting, change)
    refused = assert_problem(await reporting.get(PATH, "head"), 500, "annual_report_damaged")
    assert refused["missing"] == [f"{SAMPLE_AGENCY.id}/{YEAR}/v1"]
    assert_problem(await reporting.get(PATH, "head", format="pdf"), 500, "annual_report_damaged")
    assert_problem(await reporting.get(PATH, "head", tree=True), 500, "annual_report_damaged")
    following = await reporting.get(f"/api/reports/annual/{YEAR + 1}", "head")
    assert_problem(following, 500, "annual_report_damaged")
    (fault,) = await damaged_annual_reports(reporting.database)
    assert (fault.code, fault.reference) == ("annual_report_damaged", f"{SAMPLE_AGENCY.name} {YEAR} v1")
    assert (await reporting.read(PATH, "head", draft=True))["faults"] == []
    second = (await adopt(reporting, reason="原审定版本已损坏")).json()
    assert second["adoption"]["version"] == 2
    assert (await reporting.read(PATH, "head"))["content"] == second["content"]
    assert len(await damaged_annual_reports(reporting.database)) == 1  # the damage stays named


async def test_verify_names_a_damaged_report_on_the_terminal(reporting: Office, tmp_path: Path) -> None:
    await adopted(reporting)
    await damage(reporting, DAMAGES["a figure"])
    terminal = Terminal({**environment_of(reporting.settings), "COLUMNS": "200"}, tmp_path)
    code, out, _ = await terminal.run("verify", "--json")
    (fault,) = (one for one in json.loads(out)["faults"] if one["code"] == "annual_report_damaged")
    assert (code, fault["agency_id"]) == (1, str(SAMPLE_AGENCY.id))
    assert (fault["reference"], "校验值" in fault["message"]) == (f"{SAMPLE_AGENCY.name} {YEAR} v1", True)
    code, out, _ = await terminal.run("verify")
    assert (code, "annual_report_damaged" in out) == (1, True)


@pytest.mark.parametrize(
    "statement", ["UPDATE annual_reports SET reason = 'x'", "DELETE FROM annual_reports", "TRUNCATE annual_reports"]
)
async def test_an_adopted_report_is_never_changed(reporting: Office, statement: str) -> None:
    first = await adopted(reporting)
    with pytest.raises(IntegrityError, match="adopted reports are never changed"):
        async with reporting.database.transaction() as connection:
            await connection.execute(text(statement))
    assert (await reporting.read(PATH, "head"))["adoption"] == first["adoption"]


async def test_a_government_adopts_with_the_sum_of_what_its_agencies_entered(reporting: Office) -> None:
    await entered(reporting)
    whole = {**TEXTS, "assessment": "考核结果良好。", "expected_version": 0}
    assert (await put(reporting, whole, tree=True)).json()["version"] == 1
    report = (await adopt(reporting, tree=True)).json()
    assert (report["status"], report["content"]["figures"]["permits"]) == ("adopted", 1250)
    assert (await reporting.read(PATH, "head"))["status"] == "draft"  # the agency's own is another report


async def test_the_workbook_shows_the_numbers_of_the_answer(reporting: Office) -> None:
    report = await reporting.read(PATH, "head")
    answer = await reporting.get(PATH, "head", format="xlsx")
    assert answer.headers["content-disposition"].endswith(f'ogi-annual-report-{YEAR}-draft.xlsx"')
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["申请办理"]
    for n, name in enumerate(AnnualRow, 4):
        shown = [sheet.cell(n, column).value for column in range(4, 11)]
        assert shown == list(report["content"]["applications"][name].values())


async def test_a_case_of_ours_is_counted_from_its_events(office: Office) -> None:
    """No row is written by the test here: registered, withdrawn, and in the report of this year."""
    receipt = await office.registered()
    await office.step(receipt["case_id"], "withdraw")
    path = f"/api/reports/annual/{today().year}"
    report = await office.read(path, "head")
    assert report["preliminary"]
    assert [report["content"]["applications"][name]["total"] for name in ("1", "3.6.3", "3.7", "4")] == [1, 1, 1, 0]
    (case,) = (await office.read(f"{path}/cases", "head", row="3.6.3"))["items"]
    assert (case["case_id"], case["rows"]) == (receipt["case_id"], ["1", "3.6.3"])
