"""Every path of the statute as a script for a clerk: played on the time-skipping server, and recorded for replay.

Where documents are reviewed there are two of a path: ``refused`` in a case that was begun when one person reviewed,
``refused_by_two`` as cases are begun now. The others do not differ, and are played as they are begun now.
"""

from tests import (
    paths_acceptance,
    paths_after,
    paths_basic,
    paths_consultation,
    paths_ladder,
    paths_review,
    paths_search,
    paths_time,
)
from tests.harness import Clerk, World
from tests.paths_basic import Path

ONE_PERSON = 1
BY_TWO = "_by_two"

BEFORE: tuple[Path, ...] = (
    paths_basic.disclosed,
    paths_basic.partly_disclosed,
    paths_basic.refused,
    paths_acceptance.several_items,
    paths_consultation.objection_heeded,
    paths_consultation.objection_overridden,
    paths_consultation.third_party_silent,
    paths_consultation.agencies_asked,
    paths_consultation.referred,
    paths_after.delegated,
    paths_after.upheld,
    paths_after.ordered_anew,
    paths_after.reassessed,
    paths_after.converted,
)
"""The paths of the first edition on which documents are reviewed."""
NOW: tuple[Path, ...] = (
    *paths_basic.PATHS,
    *paths_acceptance.PATHS,
    *paths_time.PATHS,
    *paths_search.PATHS,
    *paths_consultation.PATHS,
    *paths_after.PATHS,
    *paths_review.PATHS,
    *paths_ladder.PATHS,
)


def begun_before(path: Path) -> Path:
    """The path in a case that was begun when one person reviewed."""

    async def played(world: World) -> Clerk:
        world.edition = ONE_PERSON
        return await path(world)

    return played


def _named(path: Path) -> str:
    return path.__name__ + BY_TWO * (path in BEFORE)


PATHS: dict[str, Path] = {
    **{_named(path): path for path in NOW},
    **{path.__name__: begun_before(path) for path in BEFORE},
}
