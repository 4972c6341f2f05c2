"""What each channel means for the day of receipt (art. 31), as it is told beside the form."""

from api.console.language import N_
from schemas.vocabulary import Channel

EFFECTS: dict[Channel, str] = {
    Channel.IN_PERSON: N_("Received on the day it is handed in; the limit runs from the next working day."),
    Channel.ORAL: N_(
        "You fill in the form for the applicant and he confirms it: received on that day, the limit runs from the next "
        "working day."
    ),
    Channel.POST_SIGNED: N_("Received on the day the agency signs for it; the limit runs from the next working day."),
    Channel.POST_ORDINARY: N_(
        "To be confirmed with the applicant on the day it arrives: received on the day both sides confirm."
    ),
    Channel.POST_MISDIRECTED: N_(
        "Sent to another unit or person of this agency: received on the day the applicant is told; until then no limit "
        "runs."
    ),
    Channel.ONLINE: N_("Website or e-mail: received on the day both sides confirm."),
    Channel.FAX: N_("Received on the day both sides confirm."),
}
"""In the order of the form. The rule itself is ``workflows.rules.receipt``."""
