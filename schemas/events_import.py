"""What was taken over from another register (导入): the one event that says where all beside it comes from."""

from datetime import date
from typing import Literal

from schemas.base import Recorded
from schemas.documents import Sha256


class CaseImported(Recorded):
    """The events of the same command are transcribed from line ``line`` of a file, whose hash is ``source``.

    They bear the dates that stand there and the instant at which they were written here. What happened before
    ``imported_on`` is the other register's statement, not this one's: no letter, notice or clock of ours stands behind
    it. What comes after is proven as in any case. ``own_number``: the number of the agency's own register.
    """

    kind: Literal["case_imported"] = "case_imported"
    own_number: str
    source: Sha256
    line: int
    imported_on: date
