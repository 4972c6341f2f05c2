"""When an application counts as received (收到申请之日)."""

from datetime import date

from schemas.errors import InvalidInput
from schemas.vocabulary import Channel

_CONFIRMED = frozenset({Channel.POST_ORDINARY, Channel.POST_MISDIRECTED, Channel.ONLINE, Channel.FAX})


def needs_confirmation(channel: Channel) -> bool:
    """Whether the day of receipt is the day on which both sides confirmed it (art. 31(2)-(3)): not by signed post."""
    return channel in _CONFIRMED


def receipt_date(channel: Channel, arrived_on: date, confirmed_on: date | None) -> date | None:
    """The day of receipt (art. 31); null until a channel that needs confirmation is confirmed.

    A letter that reached another unit counts from the day the applicant was told (国办公开办函〔2015〕207号).
    In person or orally the day of handing in, by signed post the day of signing; by ordinary letter, internet or fax
    the day of confirmation. Submitted online 2026-10-09 and confirmed 2026-10-12: received 2026-10-12.
    """
    if not needs_confirmation(channel):
        return arrived_on
    if confirmed_on is not None and confirmed_on < arrived_on:
        raise InvalidInput("confirmed_before_arrival", article="31", field="confirmed_on")
    return confirmed_on
