"""``make audit``: whether a package of the lock has a known hole. ``python -m tests.hostile.audit``

Exit status 0: every package was looked up and none has one. 1: some have, and are named. 3: nobody could be asked, so
nothing is known. pip-audit alone says "no known vulnerabilities" of packages it could not look up.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.licences import LOCK

CLEAN, HOLES, UNKNOWN = 0, 1, 3
SECONDS = 600


class Audit(NamedTuple):
    """What was learned. ``holes``: package to the ids of what is known; ``unasked``: packages nobody knew of."""

    asked: int
    holes: dict[str, list[str]]
    unasked: list[str]


def audited(lock: Path) -> Audit | None:
    """Ask the index about every package of a lock; None where it cannot be reached."""
    with tempfile.TemporaryDirectory(prefix="daylight-audit-") as folder:
        answer = Path(folder) / "audit.json"
        program = str(Path(sys.executable).with_name("pip-audit"))
        given = ["--requirement", str(lock), "--disable-pip", "--require-hashes", "--progress-spinner", "off"]
        command = [program, *given, "--format", "json", "--output", str(answer)]
        subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)
        return learned(answer.read_text(encoding="utf-8")) if answer.exists() else None


def learned(told: str) -> Audit:
    """What pip-audit wrote."""
    packages = json.loads(told)["dependencies"]
    unasked = [one["name"] for one in packages if "skip_reason" in one]
    holes = {one["name"]: [hole["id"] for hole in one["vulns"]] for one in packages if one.get("vulns")}
    return Audit(len(packages) - len(unasked), holes, unasked)


def verdict(audit: Audit | None) -> tuple[int, str]:
    """Exit status, and a line for people."""
    if audit is None:
        return UNKNOWN, "NOT AUDITED: pip-audit could not reach its service. Nothing is known; run it where it can."
    if audit.holes:
        return HOLES, "\n".join(f"{package}: {', '.join(ids)}" for package, ids in audit.holes.items())
    if audit.unasked:
        names = ", ".join(audit.unasked[:3])
        return (
            UNKNOWN,
            f"NOT AUDITED: {len(audit.unasked)} packages ({names} …) are unknown to the service; {audit.asked} known.",
        )
    return CLEAN, f"{audit.asked} packages, none with a known hole."


if __name__ == "__main__":
    status, line = verdict(audited(LOCK))
    print(line)  # noqa: T201 - what it is for
    sys.exit(status)
