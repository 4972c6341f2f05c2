"""Digests at the API and on the command line: who sees which, in which form; and the mail about one."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid5

import pytest
from openpyxl import load_workbook
from temporalio.testing import ActivityEnvironment

from activities.db.digests import enter_digest
from activities.db.people import new_token, put_agency, put_member
from activities.digest_pages.mail import digest_mail
from activities.digests import DigestMaker
from schemas.digest_periods import Period, Span, whole
from schemas.digests import DigestOrder, SchedulesKept, SchedulesRequest
from schemas.people import Agency, Member
from schemas.vocabulary import Role
from tests.api.neighbours import neighbour_agency, staffed
from tests.api.office import Office, assert_problem
from tests.digests.conftest import Bureau
from tests.digests.samples import sample

DIGESTS = "/api/digests"
NOBODY = UUID(int=404)


async def put_weeks(bureau: Bureau, agency: Agency, count: int) -> list[UUID]:
    """Weekly digests of an agency, newest first."""
    ids = []
    for week in range(count):
        first = date(2026, 11, 16) - timedelta(weeks=week)
        made = sample(
            id=uuid5(agency.id, str(first)),
            agency_id=agency.id,
            first=first,
            until=first + timedelta(weeks=1),
            due_at=datetime(2026, 11, 22, 23, tzinfo=UTC) - timedelta(weeks=week),
        )
        async with bureau.database.transaction() as connection:
            await enter_digest(connection, f"{agency.id}/{first}", made)
        ids.append(made.id)
    return ids


async def test_the_list_goes_on_where_the_page_before_ended(closed_bureau: Bureau) -> None:
    ids = await put_weeks(closed_bureau, closed_bureau.agency, 5)
    read, after = list[str](), None
    for expected in (2, 2, 1):
        more: dict[str, str] = {"after": after} if after else {}
        page = await closed_bureau.office.read(DIGESTS, by="supervisor", limit=2, **more)
        assert len(page["items"]) == expected
        read, after = read + [item["id"] for item in page["items"]], page["next"]
    assert after is None
    assert read == [str(one) for one in ids]
    assert (await closed_bureau.office.read(DIGESTS, by="supervisor", period="monthly"))["items"] == []


async def test_a_digest_is_read_as_figures_as_a_page_and_as_a_workbook(closed_bureau: Bureau) -> None:
    (digest,) = await put_weeks(closed_bureau, closed_bureau.agency, 1)
    address = f"{DIGESTS}/{digest}"
    figures = (await closed_bureau.office.read(address, by="supervisor"))["figures"]
    assert (figures["flow"]["on_time"], figures["handlers"][0]["name"]) == ("97.2", "林承办")
    page = await closed_bureau.office.get(address, by="supervisor", format="html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "依申请公开办理情况周报" in page.text
    book = await closed_bureau.office.get(address, by="supervisor", format="xlsx")
    assert book.headers["content-disposition"] == 'attachment; filename="weekly-2026-11-16.xlsx"'
    assert load_workbook(BytesIO(book.content)).sheetnames[0] == "概况"


async def test_an_authority_sees_those_below_it_without_names_and_nobody_sees_up(closed_bureau: Bureau) -> None:
    child = neighbour_agency().model_copy(update={"parent_id": closed_bureau.agency.id})
    below = Office(closed_bureau.office.http, {}, closed_bureau.settings, closed_bureau.database)
    below.tokens = await staffed(closed_bureau.database, child)
    (own,) = await put_weeks(closed_bureau, closed_bureau.agency, 1)
    (lower,) = await put_weeks(closed_bureau, child, 1)
    seen = await closed_bureau.office.read(DIGESTS, by="supervisor")
    assert {item["id"] for item in seen["items"]} == {str(own), str(lower)}
    alone = await closed_bureau.office.read(DIGESTS, by="supervisor", agency=str(child.id))
    assert [item["id"] for item in alone["items"]] == [str(lower)]
    for form in ("json", "html"):
        told = await closed_bureau.office.get(f"{DIGESTS}/{lower}", by="supervisor", format=form)
        assert told.status_code == 200
        assert "林承办" not in told.text
    assert "林承办" in (await below.get(f"{DIGESTS}/{lower}", by="supervisor")).text
    assert_problem(await below.get(f"{DIGESTS}/{own}", by="supervisor"), 404, "not_found")
    up = await below.get(DIGESTS, by="supervisor", agency=str(closed_bureau.agency.id))
    assert_problem(up, 404, "not_found", field="agency")


async def test_a_section_head_sees_nothing_of_the_agencies_below(closed_bureau: Bureau) -> None:
    (digest,) = await put_weeks(closed_bureau, closed_bureau.agency, 1)
    head = Member(
        id=uuid5(digest, "head"),
        agency_id=closed_bureau.agency.id,
        login="s",
        name="周科长",
        roles=(Role.SECTION_HEAD,),
    )
    async with closed_bureau.database.transaction() as connection:
        await put_member(connection, head)
        closed_bureau.office.tokens["section"] = await new_token(connection, head.id, "test")
    for form in ("json", "html"):
        for by, shown in (("supervisor", True), ("section", False)):
            told = await closed_bureau.office.get(f"{DIGESTS}/{digest}", by=by, format=form)
            assert told.status_code == 200
            assert ("示例市房产交易中心" in told.text) is shown


async def test_who_oversees_nothing_reads_no_digests(closed_bureau: Bureau) -> None:
    (digest,) = await put_weeks(closed_bureau, closed_bureau.agency, 1)
    for path in (DIGESTS, f"{DIGESTS}/{digest}", f"{DIGESTS}/schedules"):
        assert_problem(await closed_bureau.office.get(path, by="handler"), 403, "role_not_permitted")


@pytest.mark.parametrize(
    ("path", "params", "status", "code", "field"),
    [
        (f"{DIGESTS}/{NOBODY}", {}, 404, "not_found", None),
        (f"{DIGESTS}/nonsense", {}, 422, "invalid_field", "digest_id"),
        (DIGESTS, {"after": "nonsense"}, 422, "cursor_invalid", "after"),
        (DIGESTS, {"period": "daily"}, 422, "invalid_field", "period"),
        (f"{DIGESTS}/{NOBODY}", {"format": "docx"}, 422, "invalid_field", "format"),
    ],
    ids=["unknown", "no id", "cursor", "period", "format"],
)
async def test_what_is_not_there_or_makes_no_sense(
    closed_bureau: Bureau, path: str, params: dict[str, str], status: int, code: str, field: str | None
) -> None:
    assert_problem(await closed_bureau.office.get(path, by="supervisor", **params), status, code, field=field)


async def test_the_mail_about_a_digest_holds_page_text_and_workbook(closed_bureau: Bureau) -> None:
    (digest,) = await put_weeks(closed_bureau, closed_bureau.agency, 1)
    async with closed_bureau.database.reading() as connection:
        mail = await digest_mail(connection, digest)
        with pytest.raises(LookupError):
            await digest_mail(connection, NOBODY)
    assert mail.subject.startswith("示例市交通运输局 依申请公开办理情况周报（2026年第47周） / Weekly digest")
    assert "\n" not in mail.subject
    assert "【收办情况 / Received and closed】" in mail.text
    assert "<h1>依申请公开办理情况周报" in mail.html
    assert mail.attachment_name.isascii()
    assert load_workbook(BytesIO(mail.attachment)).sheetnames


async def test_an_agency_that_is_added_gets_its_schedules(bureau: Bureau) -> None:
    """The look that the worker has taken at its start and every so often."""
    added = neighbour_agency()
    async with bureau.database.transaction() as connection:
        await put_agency(connection, added)
    request: SchedulesRequest = bureau.wanted
    kept = await bureau.client.execute_workflow(
        "DigestSchedules", request, id=f"look/{added.id}", task_queue=request.task_queue, result_type=SchedulesKept
    )
    assert kept.made >= len(Period)
    handles = [bureau.keeper().handle(added.id, period) for period in Period]
    assert all([(await handle.describe()).info.next_action_times for handle in handles])
    await asyncio.gather(*(handle.delete() for handle in handles))


async def test_two_workers_that_make_the_same_digest_make_one(closed_bureau: Bureau) -> None:
    span: Span = whole(Period.WEEKLY, date(2026, 11, 16))
    due = datetime(2026, 11, 22, 23, tzinfo=UTC)
    order = DigestOrder(agency_id=closed_bureau.agency.id, period=Period.WEEKLY, span=span, due_at=due)
    maker = DigestMaker(closed_bureau.database)
    made = await asyncio.gather(*(ActivityEnvironment().run(maker.make_digest, order) for _ in range(4)))
    assert [one.made for one in made].count(True) == 1
    assert len(await closed_bureau.digests()) == 1


async def test_supervisors_find_the_digest_in_their_inbox(closed_bureau: Bureau) -> None:
    span, due = whole(Period.WEEKLY, date(2026, 8, 3)), datetime(2026, 8, 9, 23, tzinfo=UTC)
    order = DigestOrder(agency_id=closed_bureau.agency.id, period=Period.WEEKLY, span=span, due_at=due)
    made = await ActivityEnvironment().run(DigestMaker(closed_bureau.database).make_digest, order)
    (notice,) = (await closed_bureau.office.read("/api/notices", by="supervisor"))["items"]
    assert notice["digest_id"] == str(made.digest_id)
    assert notice["title"].startswith("依申请公开办理情况周报（2026年第32周）")
    assert f"迟发{made.late_days}日" in notice["text"]
    assert (await closed_bureau.office.read("/api/notices", by="handler"))["items"] == []
