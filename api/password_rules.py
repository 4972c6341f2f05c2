"""Which passwords are taken: long ones that nobody guesses; no rule about kinds of characters (NIST SP 800-63B)."""

import re
import unicodedata
from collections.abc import Iterable

from api.common_passwords import COMMON
from schemas.errors import InvalidInput

SHORTEST = 12
LONGEST = 200
LEAST_KINDS = 5
"""Different characters a password has at least: aaaaaaaaaaaa and 121212121212 are no passwords."""
LEAST_OWN = 6
"""Characters that must be left once everything guessable is taken out."""
_ROWS = ("0123456789" * 3, "9876543210" * 3, "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")
_RUN = 4


def check_password(password: str, context: Iterable[str]) -> None:
    """Refuse what is too short, too long or easily guessed; ``context``: login, name, agency: words that suggest it.

    Raises ``InvalidInput`` ``password_too_short``, ``password_too_long`` or ``password_guessable``.
    """
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < SHORTEST:
        raise InvalidInput("password_too_short", field="password")
    if len(plain) > LONGEST:
        raise InvalidInput("password_too_long", field="password")
    if is_guessable(plain, context):
        raise InvalidInput("password_guessable", field="password")


def is_guessable(plain: str, context: Iterable[str]) -> bool:
    """Whether little is left of it without common passwords, words of the context, runs, and repetition.

    ``Password-2026!`` is: without the word and the year nothing is left of it.
    """
    small = plain.casefold()
    if len(set(small)) < LEAST_KINDS:
        return True
    words = {*COMMON, *(word.casefold() for word in context if len(word) >= 3), "daylight"}
    for word in sorted(words, key=len, reverse=True):
        small = small.replace(word, " ")
    own = re.sub(r"(19|20)\d\d|[\W_]", "", _without_runs(small))
    return len(own) < LEAST_OWN


def _without_runs(small: str) -> str:
    """Without four or more characters in a row as they stand in the alphabet or on the keyboard."""
    kept, place = "", 0
    while place < len(small):
        run = 0
        while place + run < len(small) and any(small[place : place + run + 1] in row for row in _ROWS):
            run += 1
        if run < _RUN:
            kept += small[place]
        place += run if run >= _RUN else 1
    return kept
