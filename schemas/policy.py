"""What an agency has chosen where the law leaves a choice; kept in the case from its first event."""

from datetime import time
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.base import Recorded


class Policy(Recorded):
    """What an agency has chosen where the law leaves a choice.

    ``correction_working_days``: the reasonable period to correct (art. 30 sets no number).
    ``remind_working_days_before``: working days left at which the handler is reminded, descending.
    ``alarms_from``/``alarms_until``: the window of the morning over which the alarms of a day are spread.
    """

    timezone: str = "Asia/Shanghai"
    correction_working_days: int = Field(10, ge=1, le=60)
    remind_working_days_before: tuple[Annotated[int, Field(ge=0, le=14)], ...] = (5, 2)
    alarms_from: time = time(6)
    alarms_until: time = time(8)

    @model_validator(mode="after")
    def _window_opens_before_it_closes(self) -> Self:
        if self.alarms_from >= self.alarms_until:
            raise ValueError("alarms_from must lie before alarms_until")
        return self
