"""Mails as they are written, without a server."""

from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from uuid import UUID

from activities.db.deliveries import Claimed
from activities.digest_pages.mail import XLSX, DigestMail
from activities.mailing.compose import Envelope, mail_of_digest
from schemas.inbox import DeliveryChannel

AT = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)


def test_a_digest_is_mailed_with_its_page_and_its_tables() -> None:
    notice = Claimed(
        notice_id=UUID(int=5),
        channel=DeliveryChannel.MAIL,
        n=0,
        attempts=0,
        next_try_at=AT,
        addressee=UUID(int=1),
        agency_id=UUID(int=2),
        case_id=None,
        digest_id=UUID(int=3),
        seq=None,
        key="digest/3",
        intended_at=AT,
        reference="督办周报",
        kind="digest",
        true_on=date(2026, 11, 22),
    )
    digest = DigestMail(
        subject="督办周报 / Weekly",
        text="在办3件",
        html="<p>在办3件</p>",
        attachment_name="weekly.xlsx",
        attachment=b"PK",
    )
    envelope = Envelope(sender="tongzhi@example.com", recipient="head@example.com", at=AT)
    raw = mail_of_digest(notice, digest, envelope, XLSX).as_bytes()
    read = message_from_bytes(raw, policy=default)
    assert raw.isascii()
    assert read["Subject"] == "督办周报 / Weekly"
    assert read["Message-ID"] == f"<{UUID(int=5)}.0@daylight>"
    assert [part.get_content_type() for part in read.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        XLSX,
    ]
    (file,) = [part for part in read.walk() if part.get_filename()]
    assert (file.get_filename(), file.get_payload(decode=True)) == ("weekly.xlsx", b"PK")
