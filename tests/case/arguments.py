"""Arguments which an offered step must accept, made from the state of a case."""

from schemas.case import Case
from tests.case.arguments_after import AFTER
from tests.case.arguments_asking import ASKING
from tests.case.arguments_reply import REPLY
from tests.case.arguments_review import REVIEWING
from tests.case.arguments_search import SEARCHING
from tests.case.arguments_time import ACCEPTANCE_AND_TIME
from tests.case.choosing import Choose, Said
from workflows.moment import Moment

_ACCEPTABLE = {**ACCEPTANCE_AND_TIME, **ASKING, **SEARCHING, **REVIEWING, **REPLY, **AFTER}


def acceptable(name: str, case: Case, moment: Moment, choose: Choose) -> Said:
    """Arguments which an offered step must accept."""
    return _ACCEPTABLE[name](case, moment, choose)
