"""The clock of worker and API is set forth and back by hours while applications are worked.

Debian's libfaketime gives these processes another wall clock, which a file sets; their monotonic clock goes on, as it
does on a machine whose clock is set. Temporal and PostgreSQL keep the true time: so the machines of one deployment
disagree, and the law's dates must not.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random

from tests.chaos.ledger import Ledger, now
from tests.chaos.plan import Job, commands_in
from tests.chaos.recovery import Befallen

LOOK_SECONDS = 0.05
LONGEST_SECONDS = 20.0
"""So long the clock stays as it is at most: what waits for the true time must not wait for ever."""
HOURS = (-1.5, 1.5, -0.02, 0.5, -1.0, 0.02)
"""Where the clock is set to, from the true time, and at last to the true time; the day at the agency stays the same."""
NEEDED_MINUTES = 100.0
"""So far the day must be from its end, for the clock to be set forth."""
PLACES = ("/usr/lib/x86_64-linux-gnu/faketime", "/usr/lib/aarch64-linux-gnu/faketime", "/usr/lib/faketime")


def library() -> Path | None:
    """libfaketime, if this machine has it (Debian's package ``libfaketime``)."""
    found = (Path(place) / "libfaketimeMT.so.1" for place in PLACES)
    return next((path for path in found if path.exists()), None)


def environment(faketime: Path, hands: Path) -> Mapping[str, str]:
    """For the processes whose clock the file ``hands`` sets."""
    set_to(hands, 0)
    return {
        "LD_PRELOAD": str(faketime),
        "FAKETIME_TIMESTAMP_FILE": str(hands),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }


def set_to(hands: Path, hours: float) -> None:
    """Set the clock so many hours from the true time, at once: who reads it meanwhile reads the one or the other."""
    fresh = hands.with_suffix(".new")
    fresh.write_text(f"{hours * 3600:+.0f}s\n")
    fresh.replace(hands)


async def jump_all(
    hands: Path, planned: Sequence[Job], ledger: Ledger, seed: int, done: Callable[[Befallen], None]
) -> None:
    """Set the clock again and again while commands are acknowledged, to each place once, and at last right."""
    places, commands = [*Random(seed).sample(HOURS, len(HOURS)), 0.0], commands_in(planned)
    for number, hours in enumerate(places, 1):
        due, latest = commands * number // (len(places) + 1), now() + LONGEST_SECONDS
        while len(ledger.acknowledged) < due and now() < latest:  # noqa: ASYNC110 - it looks on from outside
            await asyncio.sleep(LOOK_SECONDS)
        set_to(hands, hours)
        done(Befallen(part="clock", harm=f"set to {hours:+g} h", began=now(), over=now()))
