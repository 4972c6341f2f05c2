"""A small supervisor for the tests: `python -m tests.embedded.supervised FOLDER`.

Prints one line of JSON when everything is ready, then waits for a signal.
"""

import asyncio
import json
import os
import sys
from pathlib import Path

import structlog

from worker.embedded.failure import StackFailed, StackInterrupted
from worker.embedded.service import ProcessSpec
from worker.embedded.stack import EmbeddedStack

SLEEPER = ProcessSpec("sleeper", (sys.executable, "-c", "import time; time.sleep(600)"))


async def main(folder: Path) -> int:
    """Exit code: 0 stopped by a signal, 1 failed."""
    try:
        async with EmbeddedStack(folder) as stack:
            await stack.start_processes([SLEEPER])
            ready = {"database": stack.settings.database_url.get_secret_value(), "uid": os.geteuid()}
            sys.stdout.write(json.dumps(ready) + "\n")
            sys.stdout.flush()
            await stack.wait()
    except StackInterrupted:
        return 0
    except StackFailed as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    code = asyncio.run(main(Path(sys.argv[1])))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
