"""A mail about notices: Chinese first, English beside, as plain text and as a simple page.

On the wire it is plain ASCII: headers by RFC 2047, bodies in base64; so any server takes it. Nothing in it can begin a
header of its own. It holds what the notice holds: dates, codes, the reference of the case, and links made of ids.
"""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from activities.db.deliveries import Claimed
from activities.digest_pages.mail import DigestMail
from schemas.base import Recorded, has_no_glyph
from schemas.notice_text import NoticeText, text_of

FAREWELL = "本邮件由系统自动发出，请勿回复。对需要办理的提醒，请在“通知”中确认，确认后不再重复。"
FAREWELL_EN = "An automatic message; please do not reply. Acknowledge what you take up, and it is not repeated."
GATHERED = ("督办通知{}条", "{} notices")
_DOMAIN = "daylight"
_ASCII = SMTP.clone(cte_type="7bit")
_PAGES = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_PAGE = _PAGES.from_string(files("activities.mailing").joinpath("notice.html").read_text(encoding="utf-8"))


class Item(NoticeText):
    """One notice in a mail, with the address of its case."""

    link: str | None


class Envelope(Recorded):
    """From whom, to whom, when; ``public_url`` begins the links."""

    sender: str
    recipient: str
    at: datetime
    public_url: str | None = None


def mail_about(notices: Sequence[Claimed], envelope: Envelope) -> EmailMessage:
    """One mail about one notice or several of one person. Its ``Message-ID`` is the same at every attempt."""
    items = [_item(notice, envelope.public_url) for notice in notices]
    first = notices[0]
    english = items[0].title_en.removeprefix(first.reference).strip()
    subject = f"{items[0].title} / {english}" if len(items) == 1 else _several(len(items))
    message = _begun(subject, first, envelope)
    message.set_content(_plain(items), charset="utf-8", cte="base64")
    page = _PAGE.render(subject=_one_line(subject), items=items, farewell=FAREWELL, farewell_en=FAREWELL_EN)
    message.add_alternative(page, subtype="html", charset="utf-8", cte="base64")
    return message


def mail_of_digest(notice: Claimed, digest: DigestMail, envelope: Envelope, media_type: str) -> EmailMessage:
    """The mail about a figures digest, with its tables as a file."""
    message = _begun(digest.subject, notice, envelope)
    message.set_content(digest.text, charset="utf-8", cte="base64")
    message.add_alternative(digest.html, subtype="html", charset="utf-8", cte="base64")
    main, _, sub = media_type.partition("/")
    message.add_attachment(digest.attachment, maintype=main, subtype=sub, filename=digest.attachment_name)
    return message


def _begun(subject: str, notice: Claimed, envelope: Envelope) -> EmailMessage:
    """The headers. A repetition answers the first mail, so that mail programs show them together."""
    message = EmailMessage(policy=_ASCII if envelope.recipient.isascii() else SMTPUTF8)
    message["From"] = envelope.sender
    message["To"] = envelope.recipient
    message["Subject"] = _one_line(subject)
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = f"<{notice.message_id}@{_DOMAIN}>"
    if notice.n:
        message["In-Reply-To"] = message["References"] = f"<{notice.notice_id}.0@{_DOMAIN}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["Content-Language"] = "zh-CN, en"
    return message


def _item(notice: Claimed, public_url: str | None) -> Item:
    link = f"{public_url.rstrip('/')}/api/applications/{notice.case_id}" if public_url and notice.case_id else None
    return Item(**text_of(notice).model_dump(), link=link)


def _several(count: int) -> str:
    chinese, english = GATHERED
    return f"{chinese.format(count)} / {english.format(count)}"


def _plain(items: Sequence[Item]) -> str:
    """The notices one below the other, then who speaks."""
    told = [f"{item.text}\n{item.text_en}\n" + (f"{item.link}\n" if item.link else "") for item in items]
    return "\n".join([*told, f"-- \n{FAREWELL}\n{FAREWELL_EN}\n"])


def _one_line(text: str) -> str:
    """Fit for a header: on one line, nothing invisible in it."""
    return " ".join("".join(" " if has_no_glyph(char) else char for char in text).split())
