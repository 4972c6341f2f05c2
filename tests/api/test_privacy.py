"""Nothing personal in log lines, exceptions, or what Temporal keeps; neither when all goes well nor when it fails."""

import json
import logging

import pytest
from sqlalchemy import text

from activities.intake import workflow_id
from api.examples import APPLICATION
from tests.api.office import Office, application
from worker.connection import connect

PERSON = APPLICATION["applicant"]
WORDS = "申请公开幸福里小区改造项目的招标文件，联系人王小明。"
LABEL = "王小明身份证复印件.txt"
SECRETS = (
    PERSON["name"],
    PERSON["identity_number"],
    *PERSON["contact"].values(),
    APPLICATION["description"],
    "幸福里",
    LABEL,
    "复印件正文",
)


def assert_nothing_personal(found: str) -> None:
    assert found
    for secret in SECRETS:
        for form in (secret, json.dumps(secret)[1:-1], repr(secret.encode())[2:-1]):
            assert form not in found


async def walked(office: Office) -> str:
    """A case through correction and reply to delivery; its id."""
    case_id = str((await office.registered())["case_id"])
    await office.step(case_id, "request_correction", items=["请说明项目名称"])
    await office.step(case_id, "receive_correction", content=WORDS)
    await office.step(case_id, "accept")
    document = await office.uploaded(case_id, "复印件正文".encode(), LABEL)
    await office.step(case_id, "record_search", description="检索", documents=[document["id"]])
    await office.reviewed(case_id, document["id"])
    await office.step(case_id, "draft_reply", decision={"outcome": "disclosed"})
    await office.step(case_id, "approve_reply", "approver", verdict="approve")
    await office.worked(case_id)
    await office.step(case_id, "issue_reply")
    await office.delivered(case_id)
    return case_id


async def test_a_whole_walk_leaves_nothing_personal_in_logs_and_histories(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    case_id = await walked(office)
    await office.read("/api/applications", text="招标")
    await office.submit(application(applicant={**PERSON, "age": 1}))
    await office.post_step(case_id, {"step": "withdraw", "expected_version": 1, "note": WORDS})
    await office.post_file(case_id, b"", LABEL)
    ours = [line for line in caplog.records if not line.name.startswith(("httpx", "httpcore", "asyncio"))]
    assert_nothing_personal("\n".join(logging.Formatter().format(line) for line in ours) or "silence")
    client = await connect(office.settings)
    handle = client.get_workflow_handle(workflow_id(case_id))
    last = await handle.describe()
    started = json.loads((await handle.fetch_history()).to_json())["events"][0]
    first = started["workflowExecutionStartedEventAttributes"]["firstExecutionRunId"]
    for run_id in (first, last.run_id):  # the case went on in a second run when its reply was issued
        history = await client.get_workflow_handle(handle.id, run_id=run_id).fetch_history()
        assert_nothing_personal(history.to_json())
        assert "检索" not in history.to_json()


@pytest.mark.parametrize(
    "damage",
    [
        "ALTER TABLE applications ADD CONSTRAINT never CHECK (length(description) = 0) NOT VALID",
        "ALTER TABLE applications ALTER COLUMN identity_hash TYPE int USING NULL",
        "ALTER TABLE applications DROP COLUMN wanted_form",
    ],
)
async def test_an_internal_error_tells_nobody_about_the_applicant(
    office: Office, caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    async with office.database.transaction() as connection:
        await connection.execute(text(damage))
    answer = await office.submit()
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert_nothing_personal(answer.text)
    assert any("request_crashed" in line.getMessage() for line in caplog.records)
    assert_nothing_personal(caplog.text)


async def test_applicant_data_that_no_longer_fits_its_model_is_not_quoted(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    case_id = (await office.registered())["case_id"]
    async with office.database.transaction() as connection:
        await connection.execute(text("UPDATE applications SET wanted_form = '王小明', applicant_kind = '复印件正文'"))
    answer = await office.get(f"/api/applications/{case_id}")
    assert answer.status_code == 500
    assert_nothing_personal(caplog.text)
