"""Personal data as lists show it: enough to tell two apart, too little to use (GB/T 35273-2020, 7.2)."""

from schemas.pages import PersonalKind

_SHOWN: dict[PersonalKind, tuple[int, int]] = {
    PersonalKind.IDENTITY_NUMBER: (2, 2),
    PersonalKind.CREDIT_CODE: (4, 4),
    PersonalKind.BANK_CARD: (4, 4),
    PersonalKind.MOBILE: (3, 2),
    PersonalKind.LANDLINE: (3, 2),
    PersonalKind.PLATE: (2, 1),
    PersonalKind.PASSPORT: (1, 2),
    PersonalKind.NAME: (1, 0),
    PersonalKind.ADDRESS: (3, 0),
}
"""Characters shown at the beginning and at the end."""
_MOST_SHOWN = 0.4
"""Of a short text still less is shown."""


def masked(kind: PersonalKind, text: str) -> str:
    """As long as ``text``, with * for most of it: 11**************1X, 王**, z****@example.com."""
    if kind is PersonalKind.EMAIL and "@" in text:
        local, _, domain = text.rpartition("@")
        return f"{_starred(local, 1, 0)}@{domain}"
    return _starred(text, *_SHOWN.get(kind, (1, 0)))


def _starred(text: str, first: int, last: int) -> str:
    while first + last > max(1, int(len(text) * _MOST_SHOWN)):
        first, last = (first, last - 1) if last else (first - 1, 0)
    if first + last >= len(text):
        return "*" * len(text)
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]
