"""Schemathesis against a running API: everything its description promises, asked with sense and without."""

import asyncio
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx

CONFIG = Path(__file__).with_name("schemathesis.toml")


@dataclass(frozen=True)
class Effort:
    """How hard to try. ``examples``: at most, for each operation and phase; ``phases``: ``coverage`` asks every
    operation with every bound of every field, some twelve thousand times; ``lasts``: until then over and over;
    ``slowest``: seconds an answer may take, None where others use the machine too."""

    examples: int
    seed: int
    phases: tuple[str, ...]
    lasts: timedelta | None = None
    slowest: float | None = None


@dataclass(frozen=True)
class Outcome:
    """What schemathesis found. ``report``: its own words, with a command that repeats each finding."""

    clean: bool
    report: str


async def fuzz(url: str, token: str, effort: Effort, folder: Path) -> Outcome:
    """Ask every operation, then walks along the links. ``folder``: where schemathesis may leave things."""
    description = folder / "openapi.json"
    async with httpx.AsyncClient(trust_env=False, timeout=120) as http:
        description.write_bytes((await http.get(f"{url}/openapi.json")).content)
    process = await asyncio.create_subprocess_exec(
        *_command(url, description, token, effort),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return Outcome(clean=process.returncode == 0, report=said.decode(errors="replace"))


def _command(url: str, description: Path, token: str, effort: Effort) -> list[str]:
    program = str(Path(sys.executable).with_name("schemathesis"))
    given = ["--config-file", str(CONFIG), "run", str(description), "--url", url]
    given += ["--header", f"Authorization: Bearer {token}"]
    how = ["--max-examples", str(effort.examples), "--seed", str(effort.seed)]
    how += ["--phases", ",".join(effort.phases), "--no-color", "--request-timeout", "30"]
    how += ["--max-time", str(int(effort.lasts.total_seconds()))] if effort.lasts else []
    how += ["--max-response-time", str(effort.slowest)] if effort.slowest else []
    return [program, *given, *how]
