"""The fields of the policy, in the groups and with the explanations of its page; not its chains and ladders."""

from enum import StrEnum
from typing import NamedTuple

from api.console.language import N_


class Control(StrEnum):
    """How a field is filled in."""

    NUMBER = "number"
    TEXT = "text"
    TIME = "time"
    TICK = "tick"
    LATE = "late"
    OUTCOMES = "outcomes"


class Field(NamedTuple):
    """A field: its name in the model, what it is called, what it means, and where that stands."""

    name: str
    control: Control
    label: str
    hint: str


class Group(NamedTuple):
    """Fields that belong together."""

    heading: str
    fields: tuple[Field, ...]


GROUPS = (
    Group(
        N_("Time limits"),
        (
            Field(
                "correction_working_days",
                Control.NUMBER,
                N_("Period to correct, in working days"),
                N_("Art. 30: a reasonable period; the Regulation sets no number. 1 to 60."),
            ),
            Field(
                "late_correction_notice",
                Control.LATE,
                N_("Correction notice after the seventh working day"),
                N_("Art. 30 wants it within seven working days of receipt. Sent later, the limit runs on."),
            ),
            Field(
                "reasons_working_days",
                Control.NUMBER,
                N_("Period to give reasons, in working days"),
                N_("Art. 35, for applications of plainly excessive number and frequency; it sets no number. 1 to 60."),
            ),
            Field(
                "longest_delay",
                Control.NUMBER,
                N_("Longest reasonable delay, in working days"),
                N_("Art. 35: with good reasons the reply may be delayed; it sets no bound. 1 to 250."),
            ),
            Field(
                "approval_working_days",
                Control.NUMBER,
                N_("A draft may lie at one stage of approval, in working days"),
                N_("Set by the agency; after it the ladder of approval begins. 1 to 20."),
            ),
            Field(
                "referral_stops_clock",
                Control.TICK,
                N_("Referral to the secrecy administration stops the clock"),
                N_("Art. 17 does not say that it does; not ticked is the safe reading."),
            ),
        ),
    ),
    Group(
        N_("Replies"),
        (
            Field(
                "on_the_spot",
                Control.OUTCOMES,
                N_("May be answered on the spot"),
                N_("Art. 33(1): what can be answered at once is; without a chain of approval."),
            ),
            Field(
                "tell_applicant_of_consultation",
                Control.TICK,
                N_("Tell the applicant of each consultation"),
                N_("Art. 32 and 33: the time of a consultation is left out of the limit; the applicant is told why."),
            ),
            Field(
                "reconsideration_first_for_registers",
                Control.TICK,
                N_("Replies about registers name reconsideration first"),
                N_("Art. 36(7); whether reconsideration must come first is disputed: follow the local courts."),
            ),
            Field(
                "red_head",
                Control.TICK,
                N_("Letters bear the red heading"),
                N_("GB/T 9704-2012, 7.2. Not ticked where they are printed on headed paper."),
            ),
        ),
    ),
    Group(
        N_("After the reply"),
        (
            Field(
                "keep_open_months",
                Control.NUMBER,
                N_("A closed case waits for remedies, in months"),
                N_("Then it is archived. 12 to 120; reconsideration and suit have periods of their own."),
            ),
            Field(
                "reassess_every_months",
                Control.NUMBER,
                N_("Look again at what was withheld, every so many months"),
                N_("Art. 18: withheld information is assessed regularly. 0 for never; at most 120."),
            ),
            Field(
                "reassess_for_years",
                Control.NUMBER,
                N_("… for so many years"),
                N_("Then the case is archived all the same. 1 to 50."),
            ),
        ),
    ),
    Group(
        N_("Alarms"),
        (
            Field(
                "timezone",
                Control.TEXT,
                N_("Time zone"),
                N_("Days begin and end by it; a name of the IANA database, such as Asia/Shanghai."),
            ),
            Field(
                "alarms_from",
                Control.TIME,
                N_("Alarms of a day ring from"),
                N_("Spread over this window, so that not all cases ring at once."),
            ),
            Field("alarms_until", Control.TIME, N_("… until"), N_("Later than the beginning.")),
            Field(
                "remind_working_days_before",
                Control.TEXT,
                N_("Reminders of cases without a ladder"),
                N_("Working days left, with commas between; for cases that were begun before there were ladders."),
            ),
        ),
    ),
)
BOXES = tuple(field.name for group in GROUPS for field in group.fields if field.control is Control.TICK)
