"""What the sweeper mends besides: one row it cannot mend, calendars nobody told, words that belong to no step."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import text
from temporalio.testing import ActivityEnvironment

from activities.db.applications import keep_text, texts_of
from activities.db.calendars import calendar_of, publish_calendar
from activities.db.parties import keep_party, parties_of, third_party
from activities.db.unsent_forms import KEPT_FOR, find_unsent, keep_unsent
from activities.intake import Intake
from activities.vault import Vault
from api.cli.setup import SAMPLE_AGENCY, sample_member
from schemas.accounts import UnsentForm
from schemas.commands import SweepRequest, Swept
from schemas.steps_consultation import Party
from tests.api.office import Json, Office
from tests.api.test_crash_at_intake import entered
from tests.waiting import until_answered
from worker.connection import connect
from workflows.rules.national import national_calendar

LATER = national_calendar(((date(2026, 11, 30), False),))


async def swept(office: Office) -> Swept:
    intake = Intake(office.database, await connect(office.settings), office.settings.task_queue)
    return await ActivityEnvironment().run(intake.sweep_intake, SweepRequest())


async def test_a_row_that_cannot_be_started_does_not_keep_the_others_waiting(office: Office) -> None:
    broken = await entered(office, "broken", timedelta(minutes=9))
    sound = await entered(office, "sound", timedelta(minutes=5))
    async with office.database.transaction() as connection:
        await connection.execute(
            text("UPDATE applications SET arrived_on = '2999-01-01' WHERE case_id = :id"), {"id": broken}
        )
    done = await swept(office)
    assert (done.started, done.failed) == (1, 1)
    assert "application_registered" in await office.kinds(str(sound))


async def test_a_case_that_hangs_does_not_keep_the_others_waiting(office: Office) -> None:
    for key in ("first", "second"):
        await entered(office, key, timedelta(minutes=5))
    nobody_works_there = f"{office.settings.task_queue}-nobody"
    intake = Intake(office.database, await connect(office.settings), nobody_works_there)
    done = await ActivityEnvironment().run(intake.sweep_intake, SweepRequest(patience_seconds=0.2))
    assert (done.started, done.failed) == (0, 2)


async def test_a_dropped_read_model_is_no_reason_to_start_anything(office: Office) -> None:
    await office.registered()
    async with office.database.transaction() as connection:
        await connection.execute(text("UPDATE applications SET registered_at = registered_at - interval '1 hour'"))
        await connection.execute(text("DELETE FROM cases"))
    done = await swept(office)
    assert (done.started, done.failed) == (0, 0)


async def test_a_case_that_missed_the_announcement_is_told_the_calendar(office: Office) -> None:
    case = await office.registered()
    async with office.database.transaction() as connection:
        await publish_calendar(connection, LATER)
    assert (await swept(office)).told == 1

    async def adopted() -> bool:
        return "calendar_adopted" in await office.kinds(case["case_id"])

    await until_answered(adopted, limit=20)  # a signal has no answer
    assert (await swept(office)).told == 0


async def test_an_agency_counts_by_its_own_calendar_whatever_is_published_nation_wide(office: Office) -> None:
    own = LATER.model_copy(update={"version": f"{LATER.version}@own"})
    async with office.database.transaction() as connection:
        await publish_calendar(connection, own, SAMPLE_AGENCY.id)
        await publish_calendar(connection, LATER)
        assert (await calendar_of(connection, SAMPLE_AGENCY.id)).version == own.version


async def test_a_calendar_published_again_is_the_latest_again(office: Office) -> None:
    async with office.database.transaction() as connection:
        first = await calendar_of(connection, SAMPLE_AGENCY.id)
        await publish_calendar(connection, LATER)
        await publish_calendar(connection, first)
        assert (await calendar_of(connection, SAMPLE_AGENCY.id)).version == first.version


async def test_words_that_no_event_names_are_forgotten_and_the_others_kept(office: Office) -> None:
    case = await office.registered()
    case_id = UUID(case["case_id"])
    await office.step(case["case_id"], "request_correction", items=["请写明项目名称。"])
    await office.step(case["case_id"], "receive_correction", content="补正后的申请。")
    async with office.database.transaction() as connection:
        await keep_text(connection, uuid4(), case_id, "correction", "崩溃留下的话")
        await connection.execute(text("UPDATE applicant_texts SET created_at = created_at - interval '2 days'"))
    assert (await swept(office)).forgotten == 1
    async with office.database.transaction() as connection:
        assert [kept.content for kept in await texts_of(connection, case_id)] == ["补正后的申请。"]


async def test_a_third_party_that_no_event_names_is_forgotten_and_the_others_kept(office: Office) -> None:
    case_id = UUID((await office.registered())["case_id"])
    await office.step(str(case_id), "accept")
    document = await office.uploaded(str(case_id))
    await office.step(str(case_id), "record_search", description="检索档案管理系统", documents=[document["id"]])
    asked: Json = {"party": {"name": "示例市启明科技有限公司"}, "documents": [document["id"]], "concerns": "分项报价。"}
    await office.step(str(case_id), "consult_third_party", **asked)
    keys = office.settings
    vault = Vault(keys.personal_data_keys.get_secret_value(), keys.lookup_key.get_secret_value())
    async with office.database.transaction() as connection:
        await keep_party(connection, uuid4(), case_id, Party(name="崩溃留下的公司"), vault)
        await keep_party(connection, fresh := uuid4(), case_id, Party(name="刚到的公司"), vault)
        old = "UPDATE third_parties SET created_at = created_at - interval '2 days' WHERE id <> :fresh"
        await connection.execute(text(old), {"fresh": fresh})
    assert (await swept(office)).forgotten == 1
    async with office.database.transaction() as connection:
        assert [party.name for party in (await parties_of(connection, case_id, vault)).values()] == [
            "示例市启明科技有限公司"
        ]
        assert (await third_party(connection, fresh, vault)).name == "刚到的公司"


async def test_the_same_upload_under_one_key_is_one_document(office: Office) -> None:
    case = await office.registered()
    path = f"/api/applications/{case['case_id']}/documents"
    headers = {"Authorization": f"Bearer {office.tokens['handler']}", "Idempotency-Key": "scan-1"}
    first, second, other = [
        await office.http.post(path, files={"file": ("a.txt", content)}, headers=headers)
        for content in ("正文".encode(), "正文".encode(), "别的".encode())
    ]
    assert first.json()["id"] == second.json()["id"]
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    uploaded = [document["id"] for document in await office.read(path) if document["origin"] == "uploaded"]
    assert uploaded == [first.json()["id"]]


async def test_forms_nobody_came_back_for_are_forgotten_after_their_hour(office: Office) -> None:
    keys = office.settings
    vault = Vault(keys.personal_data_keys.get_secret_value(), keys.lookup_key.get_secret_value())
    form = UnsentForm(address="/inquiries", stands_on="/inquiries", fields=(("asked", "何处查"),))
    me, now = sample_member("handler").id, datetime.now(UTC)
    async with office.database.transaction() as connection:
        living = await keep_unsent(connection, me, form, vault, now, None)
        await keep_unsent(connection, me, form, vault, now - KEPT_FOR, None)
    await swept(office)
    async with office.database.reading() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM unsent_forms"))).scalar_one() == 1
        assert await find_unsent(connection, me, living, vault, now) == form
