"""What becomes of joined applications when the one they were joined into is withdrawn (并案后撤回)."""

from enum import StrEnum


class Joined(StrEnum):
    """What the applicant says of the applications that were joined into the one he takes back."""

    END_TOO = "end_too"  # 一并撤回
    GO_ON = "go_on"  # 并入的申请继续办理


class Requests(StrEnum):
    """Which requests a letter quotes: the case's own with all that was joined into it, or one of the two."""

    WHOLE = "whole"
    OWN = "own"
    JOINED = "joined"
