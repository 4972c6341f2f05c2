"""What an agency has chosen where the law leaves a choice; kept in the case from its first event."""

from datetime import time
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from schemas.base import ClockTime, Recorded
from schemas.escalation import DEFAULT_LADDER, DEFAULT_LADDERS, Ladder, Matter, Rung
from schemas.vocabulary import Late, Outcome, Role

TWO_PERSONS = 2
"""The edition of the procedure from which one person proposes a review, page by page, and another confirms it."""
LADDER = 3
"""The edition from which every matter climbs the agency's ladder; before it there were reminders only."""
LATEST_EDITION = LADDER
"""The edition of a new case."""
SIGNING = frozenset({Role.SECTION_HEAD, Role.LEGAL, Role.APPROVER, Role.OGI_HEAD, Role.AGENCY_HEAD})
"""Who may stand in a chain of approval."""
Chain = Annotated[tuple[Role, ...], Field(min_length=1, max_length=8)]


def _only_who_may_sign(chain: tuple[Role, ...]) -> tuple[Role, ...]:
    if not SIGNING.issuperset(chain):
        raise ValueError("approval_role_does_not_sign")
    return chain


class Policy(Recorded):
    """What an agency has chosen where the law leaves a choice; each default is the safest reading.

    A field that is added later defaults to what was done before it, for the cases that were begun without it.

    ``correction_working_days``: the reasonable period to correct (art. 30 sets no number).
    ``late_correction_notice``: a notice after the seventh working day (6.6).
    ``reasons_working_days``: the period to give reasons for an excessive application (art. 35 sets none).
    ``longest_delay``: the most working days a reasonable delay may add (art. 35 sets none).
    ``remind_working_days_before``: working days left at which the handler is reminded, in cases without a ladder.
    ``ladder``: whom to tell, so many working days before or after the day a matter is due (逐级督办).
    ``ladders``: the same for matters that climb otherwise; an empty one tells nobody.
    ``approval_working_days``: how long a draft may lie at one stage of its approval.
    ``alarms_from``/``alarms_until``: the window of the morning over which the alarms of a day are spread.
    ``referral_stops_clock``: whether a referral under art. 17 is excluded time (6.4).
    ``tell_applicant_of_consultation``: whether the applicant gets a notice of each consultation (D8; 6.21).
    ``reconsideration_first_for_registers``: whether a reply under art. 36(7) names reconsideration first (6.10).
    ``approval``: who signs, in this order, where ``approval_by_outcome`` has no chain of its own (分级审批).
    ``on_the_spot``: outcomes that may be answered at the counter without a chain (当场答复, art. 33(1)).
    ``keep_open_months``: how long a closed case takes remedies before it is archived.
    ``reassess_every_months``: how often withheld information is looked at again (art. 18); 0 for never.
    ``reassess_for_years``: for how long; then the case is archived all the same.
    ``red_head``: whether letters bear the red heading (GB/T 9704-2012, 7.2).
    """

    timezone: str = "Asia/Shanghai"
    correction_working_days: int = Field(10, ge=1, le=60)
    late_correction_notice: Late = Late.IRREGULAR
    reasons_working_days: int = Field(7, ge=1, le=60)
    longest_delay: int = Field(60, ge=1, le=250)
    remind_working_days_before: tuple[Annotated[int, Field(ge=0, le=14)], ...] = (5, 2)
    alarms_from: ClockTime = time(6)
    alarms_until: ClockTime = time(8)
    referral_stops_clock: bool = False
    tell_applicant_of_consultation: bool = True
    reconsideration_first_for_registers: bool = False
    approval: Chain = (Role.APPROVER,)
    approval_by_outcome: dict[Outcome, Chain] = Field(default_factory=dict)
    on_the_spot: tuple[Outcome, ...] = (Outcome.ALREADY_PUBLIC,)
    keep_open_months: int = Field(24, ge=12, le=120)
    reassess_every_months: int = Field(12, ge=0, le=120)
    reassess_for_years: int = Field(5, ge=1, le=50)
    red_head: bool = True
    ladder: Ladder = DEFAULT_LADDER
    ladders: dict[Matter, Ladder] = Field(default_factory=lambda: dict(DEFAULT_LADDERS))
    approval_working_days: int = Field(2, ge=1, le=20)

    def ladder_of(self, matter: Matter) -> tuple[Rung, ...]:
        """The rungs of a matter, in the order of their days."""
        return self.ladders.get(matter, self.ladder)

    def chain_for(self, outcome: Outcome) -> tuple[Role, ...]:
        """Who must sign a reply of this outcome, in order."""
        return self.approval_by_outcome.get(outcome, self.approval)

    @field_validator("approval")
    @classmethod
    def _signing(cls, chain: tuple[Role, ...]) -> tuple[Role, ...]:
        return _only_who_may_sign(chain)

    @field_validator("approval_by_outcome")
    @classmethod
    def _all_signing(cls, chains: dict[Outcome, tuple[Role, ...]]) -> dict[Outcome, tuple[Role, ...]]:
        return {outcome: _only_who_may_sign(chain) for outcome, chain in chains.items()}

    @model_validator(mode="after")
    def _window_opens_before_it_closes(self) -> Self:
        if self.alarms_from >= self.alarms_until:
            raise ValueError("alarms_window_reversed")
        return self
