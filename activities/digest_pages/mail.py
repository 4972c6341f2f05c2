"""A digest as mail: the words, the page, and the tables as a file."""

from uuid import UUID

from activities.db.database import AsyncConnection
from activities.db.digests import find_digest
from activities.digest_pages.page import page_of
from activities.digest_pages.plain import plain_of
from activities.digest_pages.sheets import workbook_of
from activities.digest_pages.words import title_of
from schemas.base import Recorded
from schemas.digests import Digest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class DigestMail(Recorded):
    """What a mail about a digest holds; ``attachment_name`` is in ASCII, its type is ``XLSX``."""

    subject: str
    text: str
    html: str
    attachment_name: str
    attachment: bytes


async def digest_mail(connection: AsyncConnection, digest_id: UUID) -> DigestMail:
    """The mail about a digest, for those of its own agency. Raises ``LookupError`` for an unknown one."""
    digest = await find_digest(connection, digest_id)
    if digest is None:
        raise LookupError("a notice names a digest that is not there")
    title, title_en = title_of(digest)
    return DigestMail(
        subject=f"{digest.agency_name} {title} / {title_en}",
        text=plain_of(digest),
        html=page_of(digest),
        attachment_name=file_name(digest, "xlsx"),
        attachment=workbook_of(digest),
    )


def file_name(digest: Digest, ending: str) -> str:
    """``weekly-2026-11-16.xlsx``, ``monthly-2026-11-01-interim.html``."""
    interim = "-interim" if digest.interim else ""
    return f"{digest.period.replace('_', '-')}-{digest.first}{interim}.{ending}"
