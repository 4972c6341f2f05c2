"""What one asks of a running cluster: is it there, make a database, drop one, the address of one."""

import asyncio
import re
from pathlib import Path
from urllib.parse import quote

from worker.embedded.child import Launch, bare_environment
from worker.embedded.failure import StackFailed
from worker.embedded.service import Service

DATABASE_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


class PostgresTools(Service):
    """A cluster reached through the socket in the folder ``socket`` by PostgreSQL's own programs."""

    socket: Path

    def __init__(self, name: str, launch: Launch, *, programs: Path, role: str) -> None:
        super().__init__(name, launch)
        self._programs, self._role = programs, role

    def url(self, database: str) -> str:
        """``postgresql+asyncpg://role@/database?host=/folder``: SQLAlchemy's form, over the socket."""
        return f"postgresql+asyncpg://{self._role}@/{database}?host={quote(str(self.socket), safe='/')}"

    async def create_database(self, name: str, template: str | None = None) -> str:
        """A new database, empty or a copy of ``template`` (which nobody may be connected to); returns its URL."""
        copy = ("--template", _checked(template)) if template else ("--template", "template0")
        await self._run("createdb", *copy, _checked(name))
        return self.url(name)

    async def ensure_database(self, name: str) -> str:
        """The URL of the database, created if it is not there."""
        query = f"SELECT 1 FROM pg_database WHERE datname = '{_checked(name)}'"  # noqa: S608 - the name is checked
        found = await self._run("psql", "-XAtqc", query, "postgres")
        return self.url(name) if found.strip() else await self.create_database(name)

    async def drop_database(self, name: str) -> None:
        """Remove the database and whoever is connected to it."""
        await self._run("dropdb", "--force", "--if-exists", _checked(name))

    async def accepts_connections(self) -> bool:
        """True once a connection would be served."""
        return await self._call("pg_isready", "--quiet", "--timeout=1", "--dbname=postgres") == (0, "")

    async def _run(self, tool: str, *arguments: str) -> str:
        code, output = await self._call(tool, *arguments)
        if code:
            raise StackFailed("command_failed", f"{tool} ended with {code}", log_tail=output.strip())
        return output

    async def _call(self, tool: str, *arguments: str) -> tuple[int, str]:
        process = await asyncio.create_subprocess_exec(
            self._programs / tool,
            *(f"--host={self.socket}", f"--username={self._role}", *arguments),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env=bare_environment(self.socket),
        )
        output, _ = await process.communicate()
        return process.returncode or 0, output.decode(errors="replace")


def _checked(name: str) -> str:
    if not DATABASE_NAME.fullmatch(name):
        raise ValueError(f"not a database name: {name!r}")
    return name
