"""Mail through a real SMTP server: sent once, sent again after trouble, never lost, never to anybody who is quiet."""

from datetime import datetime, time, timedelta
from email.message import EmailMessage

import pytest

from activities.db.deliveries import DeliveryKey
from activities.db.delivery_ends import InVain, tried_in_vain
from activities.postal import LEASE, MAIL_ATTEMPTS
from schemas.escalation import Matter, Recipient
from schemas.inbox import DeliveryChannel, MailWish
from tests.harness import SHANGHAI
from tests.notices.post_office import MORNING, PostOffice
from tests.notices.sink import Mailbox, free_port, mail_server

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def words(mail: EmailMessage, kind: str = "plain") -> str:
    body = mail.get_body((kind,))
    assert body is not None
    content: str = body.get_content()
    return content


async def test_a_notice_goes_out_once_as_text_and_page_in_both_languages(office: PostOffice, mailbox: Mailbox) -> None:
    office.with_settings(public_url="https://daylight.example.gov.cn")
    await office.wants("handler")
    await office.notice()
    assert (await office.round()).mails == 1
    assert (await office.round()).mails == 0
    (mail,) = mailbox.mails
    (sent,) = await office.deliveries()
    assert (sent.status, sent.attempts, sent.sent_at, sent.ended_at) == ("delivered", 1, MORNING, MORNING)
    assert mail["Subject"] == "示建公申〔2026〕1号 答复还剩2个工作日 / reply: 2 working days left"
    assert (mail["To"], mail["From"]) == ("handler@example.com", "tongzhi@example.com")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == f"<{sent.notice_id}.0@daylight>"
    link = f"https://daylight.example.gov.cn/api/applications/{'cccccccc-0000-4000-8000-000000000001'}"
    for kind in ("plain", "html"):
        assert "答复将于2026年11月24日到期，还剩2个工作日。" in words(mail, kind)
        assert "reply is due on 2026-11-24, 2 working days left." in words(mail, kind)
        assert link in words(mail, kind)
    assert mailbox.got[0].isascii()


async def test_nobody_without_an_address_is_mailed(office: PostOffice, mailbox: Mailbox) -> None:
    await office.notice()
    assert (await office.round()).mails == 0
    assert await office.deliveries() == []


async def test_a_server_that_is_away_loses_nothing_and_is_not_asked_for_every_mail(office: PostOffice) -> None:
    port, box = free_port(), Mailbox()
    office.mail_at(port)
    await office.wants("handler")
    for _ in range(30):
        await office.notice()
    assert (await office.round()).put_off == 30
    assert set(await office.told()) == {("waiting", 1, "server_unreachable")}
    await office.notice()
    office.now += MINUTE / 3
    assert (await office.round()).put_off == 1  # what comes meanwhile waits with the rest
    assert (await office.told())[-1] == ("waiting", 0, "server_unreachable")
    async with mail_server(box, port):
        office.now += 2 * MINUTE
        assert (await office.round()).mails == 31
    assert len({mail["Message-ID"] for mail in box.mails}) == 31
    assert {status for status, _, _ in await office.told()} == {"delivered"}


async def test_a_server_that_is_away_is_tried_ever_more_seldom_for_a_week_and_then_gets_everything(
    office: PostOffice,
) -> None:
    port, box = free_port(), Mailbox()
    office.mail_at(port)
    await office.wants("handler")
    await office.notice()
    pauses = list[timedelta]()
    while office.now < MORNING + 7 * DAY:
        assert (await office.round()).put_off == 1
        (waiting,) = await office.deliveries()
        pauses.append(waiting.next_try_at - office.now)
        office.now = waiting.next_try_at
    assert [round(pause / (0.95 * MINUTE)) for pause in pauses[:4]] == [1, 2, 4, 8]
    assert max(pauses) <= HOUR
    assert min(pauses[6:]) >= 0.9 * HOUR
    async with mail_server(box, port):
        assert (await office.round()).mails == 1


async def test_a_mail_the_server_takes_but_never_confirms_comes_again_under_the_same_id(
    office: PostOffice, mailbox: Mailbox
) -> None:
    await office.wants("handler")
    await office.notice()
    mailbox.hang_up = 1
    assert (await office.round()).mails == 0
    assert await office.told() == [("waiting", 1, "smtp_unreachable")]
    office.now += 5 * MINUTE
    assert (await office.round()).mails == 1
    first, second = mailbox.mails
    assert first["Message-ID"] == second["Message-ID"]
    assert await office.told() == [("delivered", 2, None)]


async def test_a_mail_that_breaks_its_connection_does_not_keep_the_others_waiting(
    office: PostOffice, mailbox: Mailbox
) -> None:
    await office.wants("handler")
    for _ in range(3):
        await office.notice()
    mailbox.hang_up = 1
    assert (await office.round()).mails == 2
    assert [status for status, _, _ in await office.told()] == ["waiting", "delivered", "delivered"]


async def test_a_claim_whose_process_died_runs_out_and_the_mail_goes(office: PostOffice, mailbox: Mailbox) -> None:
    await office.wants("handler")
    await office.notice()
    await office.run_sql("UPDATE notice_deliveries SET claimed_until = :until", until=office.now + LEASE)
    assert (await office.round()).mails == 0
    office.now += LEASE
    assert (await office.round()).mails == 1


async def test_what_was_delivered_stays_so_whatever_is_recorded_later(office: PostOffice, mailbox: Mailbox) -> None:
    await office.wants("handler")
    await office.notice()
    await office.round()
    (sent,) = await office.deliveries()
    key = DeliveryKey(notice_id=sent.notice_id, channel=DeliveryChannel.MAIL, n=0)
    async with office.database.transaction() as connection:
        await tried_in_vain(connection, [InVain.of(key, "smtp_451", office.now)], office.now)
    assert await office.told() == [("delivered", 1, None)]


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        ("550 no such user handler@example.com", ("failed", 1, "smtp_550")),
        ("451 try again later", ("waiting", 1, "smtp_451")),
        ("421 closing", ("waiting", 1, "server_smtp_421")),
        ("530 sign in first", ("waiting", 1, "server_smtp_530")),
    ],
    ids=["for good", "for now", "closing", "not signed in"],
)
async def test_a_refusal_counts_for_the_recipient_or_for_the_server(
    office: PostOffice, mailbox: Mailbox, reply: str, told: tuple[str, int, str]
) -> None:
    mailbox.refuse["handler@example.com"] = reply
    await office.wants("handler")
    await office.notice()
    await office.round()
    assert await office.told() == [told]


async def test_a_recipient_refused_for_good_does_not_keep_the_others_waiting(
    office: PostOffice, mailbox: Mailbox
) -> None:
    mailbox.refuse["handler@example.com"] = "550 unknown"
    await office.wants("handler")
    await office.wants("head")
    await office.notice()
    await office.notice(Recipient.OGI_HEAD)
    posted = await office.round()
    assert (posted.mails, posted.failed) == (1, 1)
    assert mailbox.recipients == ["head@example.com"]


async def test_after_two_weeks_of_tries_a_mail_is_given_up(office: PostOffice, mailbox: Mailbox) -> None:
    mailbox.refuse["handler@example.com"] = "450 mailbox busy"
    await office.wants("handler")
    await office.notice()
    await office.run_sql("UPDATE notice_deliveries SET attempts = :n", n=MAIL_ATTEMPTS - 1)
    assert (await office.round()).failed == 1
    assert await office.told() == [("failed", MAIL_ATTEMPTS, "smtp_450")]
    assert timedelta(days=14) <= (MAIL_ATTEMPTS - 6) * HOUR < timedelta(days=15)


async def test_no_mail_in_quiet_hours_that_span_midnight(office: PostOffice, mailbox: Mailbox) -> None:
    await office.wants("handler", quiet_from=time(22), quiet_until=time(7))
    office.now = datetime(2026, 11, 20, 23, 10, tzinfo=SHANGHAI)
    await office.notice()
    assert (await office.round()).put_off == 1
    (waiting,) = await office.deliveries()
    assert waiting.next_try_at == datetime(2026, 11, 21, 7, 0, tzinfo=SHANGHAI)
    office.now = waiting.next_try_at - timedelta(seconds=1)
    assert (await office.round()).mails == 0
    office.now = waiting.next_try_at
    assert (await office.round()).mails == 1


async def test_the_mails_of_a_day_are_gathered_into_one(office: PostOffice, mailbox: Mailbox) -> None:
    await office.wants("handler", mail=MailWish.DIGEST)
    for number in range(25):
        await office.notice(matter=Matter.CONSULTATION, subject=f"c{number}")
        await office.round()
        office.now += MINUTE
    assert mailbox.got == []
    office.now = datetime(2026, 11, 21, 8, 30, tzinfo=SHANGHAI)
    assert (await office.round()).mails == 25
    (mail,) = mailbox.mails
    assert mail["Subject"] == "督办通知25条 / 25 notices"
    assert all(f"征求意见（c{number}）" in words(mail) for number in range(25))
    assert {status for status, _, _ in await office.told()} == {"delivered"}


async def test_a_gathered_mail_that_fails_is_tried_again_on_the_same_day_as_one(
    office: PostOffice, mailbox: Mailbox
) -> None:
    await office.wants("handler", mail=MailWish.DIGEST)
    await office.notice()
    await office.notice()
    await office.round()
    office.now = datetime(2026, 11, 21, 8, 30, tzinfo=SHANGHAI)
    mailbox.hang_up = 1
    assert (await office.round()).mails == 0
    office.now += 5 * MINUTE
    assert (await office.round()).mails == 2
    first, second = mailbox.mails
    assert first["Message-ID"] == second["Message-ID"]


async def test_who_wants_no_mail_any_more_gets_none_of_what_waited(office: PostOffice, mailbox: Mailbox) -> None:
    await office.wants("handler")
    await office.notice()
    await office.wants("handler", mail=MailWish.NONE)
    assert (await office.round()).mails == 0
    assert await office.deliveries() == []


async def test_who_has_left_is_not_mailed(office: PostOffice, mailbox: Mailbox) -> None:
    await office.wants("handler")
    await office.notice()
    await office.leaves("handler")
    assert (await office.round()).failed == 1
    assert await office.told() == [("failed", 1, "staff_inactive")]
    assert mailbox.got == []


async def test_nothing_in_a_notice_can_begin_a_header(office: PostOffice, mailbox: Mailbox) -> None:
    await office.wants("handler")
    await office.notice(reference="示建公申〔2026〕1号\r\nBcc: spy@example.com\n\n<script>alert(1)</script>")
    assert (await office.round()).mails == 1
    (mail,) = mailbox.mails
    assert mail["Bcc"] is None
    assert mailbox.recipients == ["handler@example.com"]
    assert "Bcc: spy@example.com" in mail["Subject"]
    assert "<script>" not in words(mail, "html")
    assert "&lt;script&gt;" in words(mail, "html")


@pytest.mark.parametrize(
    ("email", "told"),
    [
        ("banshi@公开.example", ("delivered", 1, None)),
        ("承办人@example.com", ("failed", 1, "smtputf8_unsupported")),
    ],
    ids=["domain", "local part"],
)
async def test_a_server_without_smtputf8_takes_a_chinese_domain_but_no_chinese_name(
    office: PostOffice, mailbox: Mailbox, email: str, told: tuple[str, int, str | None]
) -> None:
    await office.wants("handler", email)
    await office.notice()
    await office.round()
    assert await office.told() == [told]


async def test_many_mails_go_over_a_few_connections_each_once(office: PostOffice, mailbox: Mailbox) -> None:
    await office.wants("handler")
    for _ in range(150):
        await office.notice()
    posted = await office.round()
    assert (posted.mails, posted.more) == (150, False)
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == len(mailbox.got) == 150
    assert 1 <= mailbox.connections <= 4


async def test_a_round_whose_time_is_over_leaves_the_rest_to_the_next(office: PostOffice, mailbox: Mailbox) -> None:
    await office.wants("handler")
    for _ in range(30):
        await office.notice()
    first = await office.round(seconds=0.000001)
    assert first.more
    assert first.mails < 30
    assert first.mails + (await office.round()).mails == 30
