"""When a person may be mailed: not in his quiet hours, or once a day."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from activities.db.deliveries import ClaimedMail
from schemas.inbox import MailWish
from schemas.notice_text import DIGEST
from schemas.policy import Policy

_DAY = timedelta(days=1)
_MIDNIGHT = time(0)


def not_before(wanted: ClaimedMail, now: datetime) -> datetime | None:
    """Until when a mail has to wait; None if it may go now.

    Quiet from 22:00 until 07:00, at 23:10: tomorrow 07:00. Gathered at 08:30, entered at 10:00: tomorrow 08:30. What
    was tried already was due then, and is not put off for another day. A figures digest is never gathered.
    """
    zone = ZoneInfo(wanted.timezone or Policy().timezone)
    here = now.astimezone(zone)
    if quiet(here.time(), wanted.quiet_from, wanted.quiet_until):
        return _next(here, wanted.quiet_until or _MIDNIGHT)
    if not gathered(wanted) or wanted.attempts > 0:
        return None
    at = wanted.digest_at or _MIDNIGHT
    if quiet(at, wanted.quiet_from, wanted.quiet_until):
        at = wanted.quiet_until or _MIDNIGHT
    coming = _next(here, at)
    last = _on(coming - _DAY, at)
    return None if wanted.next_try_at <= last else coming


def gathered(wanted: ClaimedMail) -> bool:
    """Whether it goes into one mail with everything else of the day."""
    return wanted.mail == MailWish.DIGEST.value and wanted.kind != DIGEST


def quiet(at: time, begins: time | None, ends: time | None) -> bool:
    """Whether a time of day lies in quiet hours, which may span midnight; the end itself does not. Equal: none."""
    if begins is None or ends is None or begins == ends:
        return False
    return begins <= at < ends if begins < ends else at >= begins or at < ends


def _next(here: datetime, at: time) -> datetime:
    """The next such time of day after a moment, today or tomorrow."""
    today = _on(here, at)
    return today if today > here else _on(here + _DAY, at)


def _on(day: datetime, at: time) -> datetime:
    return datetime.combine(day.date(), at, day.tzinfo)
