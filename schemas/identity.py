"""Whether the number of a proof of identity can be right, told by its check character.

Nothing is refused for it: a number is entered as it stands on the proof, and the agency may ask for a correction
(art. 30). Who enters or handles the application is told, and looks at the proof again.
"""

import re
import unicodedata

from stdnum.cn import ric, uscc

from schemas.applications import IdentityKind

_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_ORGANISATION = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


def unified(number: str) -> str:
    """One way of writing a number: without blanks and hyphens, in half-width capitals. Looked up by it, too."""
    return "".join(unicodedata.normalize("NFKC", number).upper().split()).replace("-", "")


def is_doubtful(kind: IdentityKind, number: str) -> bool:
    """Whether a resident identity number (GB 11643-1999, ISO 7064 MOD 11-2) or a unified social credit code
    (GB 32100-2015) lacks its shape or its check character; of other proofs nothing is known.

    Example: 110101199003070011 is not doubtful, however it is written; 110101199003070012 is, and so is 99.
    """
    written = unified(number)
    if kind is IdentityKind.RESIDENT_ID:
        return not _RESIDENT.fullmatch(written) or written[-1] != ric.calc_check_digit(written)
    if kind is IdentityKind.ORGANISATION_CODE:
        return not _ORGANISATION.fullmatch(written) or written[-1] != uscc.calc_check_digit(written[:-1])
    return False
