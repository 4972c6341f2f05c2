"""What an agency has chosen where the law leaves a choice; kept in the case from its first event."""

from datetime import time

from schemas.base import Recorded


class Policy(Recorded):
    """What an agency has chosen where the law leaves a choice.

    ``correction_working_days``: the reasonable period to correct (art. 30 sets no number).
    ``remind_working_days_before``: working days left at which the handler is reminded, descending.
    ``alarms_from``/``alarms_until``: the window of the morning over which the alarms of a day are spread.
    """

    timezone: str = "Asia/Shanghai"
    correction_working_days: int = 10
    remind_working_days_before: tuple[int, ...] = (5, 2)
    alarms_from: time = time(6)
    alarms_until: time = time(8)
