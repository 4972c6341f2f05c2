"""A time zone in which the day is over in a few seconds, so that alarms fall in real time while a test looks on."""

import asyncio
import struct
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ZONE = "Test/Soon"


@contextmanager
def zones(folder: Path) -> Iterator[None]:
    """Time zones are looked up in this folder as well."""
    before = zoneinfo.TZPATH
    (folder / ZONE).parent.mkdir(parents=True)
    zoneinfo.reset_tzpath(to=[str(folder), *before])
    try:
        yield
    finally:
        zoneinfo.reset_tzpath(to=before)
        zoneinfo.ZoneInfo.clear_cache()


def midnight_in(folder: Path, seconds: int) -> datetime:
    """Write the zone so that its midnight comes in so many seconds; the instant of it."""
    midnight = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=seconds)
    east = (-(midnight.hour * 3600 + midnight.minute * 60 + midnight.second)) % 86_400
    counts = (0, 0, 0, 0, 1, 4)  # one kind of local time, no transitions (RFC 9636, 3.2)
    header = struct.pack(">4s16x6I", b"TZif", *counts)
    (folder / ZONE).write_bytes(header + struct.pack(">iBB4s", east, 0, 0, b"TST\x00"))
    return midnight


def today_before(midnight: datetime) -> date:
    """The day that ends at this midnight, in the zone of it."""
    return (midnight.astimezone(zoneinfo.ZoneInfo(ZONE)) - timedelta(seconds=1)).date()


async def passed(instant: datetime) -> None:
    """Return once the instant lies behind us."""
    rung = asyncio.Event()
    wait = (instant - datetime.now(UTC)).total_seconds()
    asyncio.get_running_loop().call_later(max(wait, 0), rung.set)
    await rung.wait()
