"""``make fuzz``: ``python -m tests.hostile [MINUTES] [--seed N]``: asks a fresh stack whatever comes to mind.

Ends with 1 if an answer was not as described, or took more than two seconds.
"""

import argparse
import asyncio
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

import httpx

from activities.db.database import Database
from api.cli.up import start
from tests.api.office import Office
from tests.hostile.fuzzing import Effort, Outcome, fuzz
from tests.hostile.target import UNBOUNDED, furnish, with_every_role
from worker.embedded.ports import free_port
from worker.embedded.stack import EmbeddedStack

SLOWEST_SECONDS = 2.0
EXAMPLES = 50
"""For each operation, before the time that is left is used up."""
PHASES = ("examples", "coverage", "fuzzing", "stateful")


async def _run(effort: Effort, folder: Path) -> Outcome:
    options = {**UNBOUNDED, "port": free_port()}
    async with EmbeddedStack(folder / "data", options=options, handle_signals=False) as stack:
        access = await start(stack)
        database = Database(stack.settings.database_url.get_secret_value(), 2)
        async with httpx.AsyncClient(base_url=stack.address, trust_env=False, timeout=60) as http:
            await furnish(Office(http, access.tokens, stack.settings, database))
        token = await with_every_role(database)
        await database.close()
        return await fuzz(stack.address, token, effort, folder)


def main() -> int:
    """Print what was found; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=10.0, help="how long, 10 without it")
    parser.add_argument("--seed", type=int, default=1, help="another one asks other things, 1 without it")
    given = parser.parse_args()
    effort = Effort(EXAMPLES, given.seed, PHASES, timedelta(minutes=given.minutes), SLOWEST_SECONDS)
    with tempfile.TemporaryDirectory(prefix="daylight-fuzz-") as folder:
        found = asyncio.run(_run(effort, Path(folder)))
    sys.stdout.write(found.report)
    return 0 if found.clean else 1


if __name__ == "__main__":
    sys.exit(main())
