"""What is not acknowledged is repeated on every working day; what is acknowledged or settled is not."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from schemas.inbox import MailWish
from tests.harness import SHANGHAI
from tests.notices.post_office import PostOffice
from tests.notices.sink import Mailbox, free_port

ACKNOWLEDGED = "UPDATE notices SET acknowledged_at = now(), acknowledged_by = addressee"
SETTLED = "UPDATE notices SET settled_at = now()"


async def standing(office: PostOffice) -> tuple[int, datetime]:
    """How often the notice was repeated, and when it is again."""
    async with office.database.reading() as connection:
        row = (await connection.execute(text("SELECT repeated, repeat_at FROM notices"))).one()
    return row.repeated, row.repeat_at.astimezone(SHANGHAI)


async def test_a_friday_s_notice_is_repeated_on_monday_at_the_same_time_and_again_on_tuesday(
    office: PostOffice, mailbox: Mailbox
) -> None:
    await office.wants("handler")
    await office.notice()
    await office.round()
    monday = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
    assert await standing(office) == (0, monday)
    office.now = monday - timedelta(seconds=1)
    assert (await office.round()).repeated == 0
    office.now = monday + timedelta(minutes=5)
    posted = await office.round()
    assert (posted.repeated, posted.mails) == (1, 1)
    assert await standing(office) == (1, monday + timedelta(days=1))
    first, second = mailbox.mails
    assert second["In-Reply-To"] == first["Message-ID"] != second["Message-ID"]
    body = second.get_body(("plain",))
    assert body is not None
    assert "第1次重复提醒" in body.get_content()
    assert [(one.n, one.status) for one in await office.deliveries("inbox")] == [(0, "sent"), (1, "sent")]
    assert (await office.round()).repeated == 0


async def test_after_a_week_away_it_is_repeated_once_and_then_on_the_next_working_day(office: PostOffice) -> None:
    await office.notice()
    office.now = datetime(2026, 12, 4, 15, 0, tzinfo=SHANGHAI)  # a Friday
    assert (await office.round()).repeated == 1
    assert await standing(office) == (1, datetime(2026, 12, 7, 10, 0, tzinfo=SHANGHAI))


async def test_a_holiday_is_passed_over(office: PostOffice) -> None:
    await office.notice()
    office.now = datetime(2026, 12, 31, 10, 0, tzinfo=SHANGHAI)  # a Thursday; 1 January is off
    assert (await office.round()).repeated == 1
    again = (await standing(office))[1]
    assert again.date() > datetime(2027, 1, 1, tzinfo=SHANGHAI).date()
    assert again.isoweekday() <= 5


@pytest.mark.parametrize("ended", [ACKNOWLEDGED, SETTLED], ids=["acknowledged", "settled"])
async def test_what_is_over_is_not_repeated(office: PostOffice, mailbox: Mailbox, ended: str) -> None:
    await office.wants("handler")
    await office.notice()
    await office.run_sql(ended)
    office.now += timedelta(days=30)
    assert (await office.round()).repeated == 0


async def test_a_notice_without_a_tag_is_never_repeated(office: PostOffice) -> None:
    await office.notice(tag=None)
    office.now += timedelta(days=30)
    assert (await office.round()).repeated == 0


async def test_who_wants_no_mail_has_it_repeated_in_the_inbox_alone(office: PostOffice, mailbox: Mailbox) -> None:
    await office.wants("handler", mail=MailWish.NONE)
    await office.notice()
    office.now += timedelta(days=4)
    assert (await office.round()).repeated == 1
    assert len(await office.deliveries("inbox")) == 2
    assert await office.deliveries("mail") == []


async def test_while_the_server_is_away_mails_about_one_notice_do_not_pile_up(office: PostOffice) -> None:
    office.mail_at(free_port())
    await office.wants("handler")
    await office.notice()
    for _ in range(10):
        await office.round()
        office.now += timedelta(days=1)
    assert len(await office.deliveries("mail")) == 1
    assert (await standing(office))[0] == 5  # from 20 to 29 November there are five working days after the first


async def test_a_webhook_is_told_once(office: PostOffice) -> None:
    await office.hook("http://nobody.invalid/")
    await office.notice()
    office.now += timedelta(days=4)
    assert (await office.round()).repeated == 1
    assert len(await office.deliveries("webhook")) == 1
