"""Every path of the statute as a script for a clerk: played on the time-skipping server, and recorded for replay."""

from tests import paths_acceptance, paths_after, paths_basic, paths_consultation, paths_time
from tests.paths_basic import Path

PATHS: dict[str, Path] = {
    path.__name__: path
    for path in (
        *paths_basic.PATHS,
        *paths_acceptance.PATHS,
        *paths_time.PATHS,
        *paths_consultation.PATHS,
        *paths_after.PATHS,
    )
}
