"""One spelling for every character that people take for the same, so that patterns need to know only that."""

import unicodedata
from functools import cache

_SPELLED: dict[str, str] = {
    **dict.fromkeys("‐‑‒–—―−﹣－", "-"),
    **dict.fromkeys("∶ː꞉︰", ":"),
    **dict.fromkeys("•‧∙⋅・･", "·"),
    **dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"),
    "\t": "\t",
    "\n": "\n",
}
_NOT_PLAIN = ("<circle>", "<super>", "<sub>", "<fraction>", "<square>")
"""①, ¹, ½, ㎡ stand beside a number and are no part of it (Unicode Standard Annex 44, decomposition types)."""
_MOST = 4
"""Characters one may become; what is longer is a whole phrase in one sign and stays."""


@cache
def normal(character: str) -> str:
    """Compatibility form (NFKC, Unicode Standard Annex 15) of one character; "" for what has no width."""
    if character in _SPELLED:
        return _SPELLED[character]
    if unicodedata.decomposition(character).startswith(_NOT_PLAIN):
        return character
    if unicodedata.category(character) in {"Cf", "Cc"}:
        return ""
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", character)
    return plain if 0 < len(plain) <= _MOST else character
