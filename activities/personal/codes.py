"""Electronic mail addresses, number plates and passports."""

import re
from collections.abc import Iterator

from activities.personal.hits import Hit
from activities.personal.labels import OTHER_NUMBERS, PASSPORT, PLATE, Label
from activities.personal.reading import Reading
from schemas.pages import PersonalKind

_ATOM = r"[A-Za-z0-9_+'%&=~-]{1,64}"
_TOP = r"(?:com|cn|net|org|edu|gov|info|biz|vip|top|me|io|hk|tw|mo)"
_BREAK = r"[ ]?\n{1,2}[ ]?"
_UNFINISHED = r"(?<!\.com)(?<!\.cn)(?<!\.net)(?<!\.org)"
_EMAIL = re.compile(
    rf"(?<![A-Za-z0-9_+.-]){_ATOM}(?:\.{_ATOM}){{0,5}}(?:{_BREAK})?@(?:{_BREAK})?[A-Za-z0-9-]+"
    rf"(?:(?:{_BREAK})?\.(?:{_BREAK})?[A-Za-z0-9-]+"
    rf"|{_UNFINISHED}{_BREAK}(?!www\.)(?![A-Za-z0-9._+-]*@)[A-Za-z0-9-]+(?=\.\s{{0,2}}[A-Za-z]))*"
)
"""Over the end of a line it goes on where a dot or the rest of a host name follows."""
_ENDED = re.compile(r"\.[A-Za-z]{2,24}$")
_TAIL = re.compile(rf"{_BREAK}([A-Za-z]{{1,3}})(?![\w@.-])")
_HEAD = re.compile(
    r"(?:[\u4e00-\u9fff:,;(<] ?\n{1,2}|[\n\t\u4e00-\u9fff:,;(<] ?)((?![Ee]-?[Mm]ail)(?=[a-z])[A-Za-z0-9._+-]{3,40})"
    rf"(?<!\.com)(?<!\.cn)(?<!\.org)(?<!\.net)(?P<break>{_BREAK})$"
)
_SPACED = re.compile(
    r"(?:邮箱|邮件|[Mm]ail)(?:地址)?[ ]?[:为至]?[ ]?(?P<address>[A-Za-z0-9._+-][A-Za-z0-9._+@ -]{4,60}[A-Za-z])"
)
"""After its label also with gaps, as in a line stretched to the margin."""
_STRICT = re.compile(rf"{_ATOM}(?:\.{_ATOM}){{0,5}}@(?:[A-Za-z0-9-]+\.)+{_TOP}")
_FILES = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|css|js)$", re.IGNORECASE)
_PROVINCE = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SERIAL = "A-HJ-NP-Z0-9"
_PLATE = re.compile(
    rf"[{_PROVINCE}]\s?[A-HJ-NP-Z]\s?[·.-]?\s?"
    rf"(?:[ABCDEFGHJK][A-HJ-NP-Z0-9][0-9]{{4}}|[0-9]{{5}}[ABCDEFGHJK]|[{_SERIAL}]{{5}}|[{_SERIAL}]{{4}}[挂学警港澳领试超])"
    r"(?![0-9A-Za-z])"
)
_PLATE_DIGITS = 3
_PASSPORT = re.compile(
    r"(?<![0-9A-Za-z])(?:E\s?[A-HJ-NP-Z]\s?[0-9]{7}|[EG]\s?[0-9]{8}|[DSP][0-9]{7,8}|(?:DE|SE|PE)[0-9]{7})(?![0-9A-Za-z])"
)
_FOREIGN_PASSPORT = re.compile(r"(?<![0-9A-Za-z])[A-Z]{0,2}[0-9]{6,9}(?![0-9A-Za-z])")
_SPOKEN_OF = re.compile(r"护\s?照|出入境证件|[Pp]assport")
_PASSPORT_LABEL, _PLATE_LABEL, _OTHER = Label(*PASSPORT), Label(*PLATE), Label(*OTHER_NUMBERS)


def emails(reading: Reading) -> Iterator[Hit]:
    """Addresses in their usual form (dot-atom, RFC 5322, 3.4.1), also broken at the end of a line."""
    for found in _EMAIL.finditer(reading.text):
        start, end = _whole(reading, found)
        if _ENDED.search("".join(reading.text[start:end].split())) and not _FILES.search(found[0]):
            yield Hit(start, end, PersonalKind.EMAIL, 0.95)
    for found in _SPACED.finditer(reading.text):
        if " " in found["address"] and _STRICT.fullmatch("".join(found["address"].split())):
            yield Hit(found.start("address"), found.end("address"), PersonalKind.EMAIL, 0.96)


def _whole(reading: Reading, found: re.Match[str]) -> tuple[int, int]:
    """With the letters that the end of a line cut off: of .com below, of the beginning above in the same column."""
    text, start, end = reading.text, found.start(), found.end()
    if not re.search(rf"\.{_TOP}$", found[0]) and (tail := _TAIL.match(text, end)):
        end = tail.end() if re.search(rf"\.{_TOP}$", found[0] + tail[1]) else end
    above = _HEAD.search(text[max(0, start - 48) : start])
    if above and (above[0][0] != "\n" or (reading.by_column and above["break"] == "\n")):
        start -= len(above[0]) - (above.start(1) - above.start())
    return start, end


def plates(reading: Reading) -> Iterator[Hit]:
    """Province, office, and five or, for new energy, six characters (GA 36-2018); at least three are digits."""
    for found in _PLATE.finditer(reading.text):
        if sum(character.isdigit() for character in found[0]) >= _PLATE_DIGITS:
            confidence = 0.97 if _PLATE_LABEL.precedes(reading, found.start()) else 0.9
            yield Hit(found.start(), found.end(), PersonalKind.PLATE, confidence)


def passports(reading: Reading) -> Iterator[Hit]:
    """Chinese passports on a page that speaks of passports (0.6) or after a label (0.95); foreign ones after a label.

    Ordinary E and G, diplomatic D, service S, public affairs P, with eight characters behind (ICAO Doc 9303-3, 9303-4).
    """
    spoken_of = _SPOKEN_OF.search(reading.text) is not None
    for found in _PASSPORT.finditer(reading.text):
        labelled = _PASSPORT_LABEL.precedes(reading, found.start())
        if labelled or (spoken_of and not _OTHER.precedes(reading, found.start())):
            yield Hit(found.start(), found.end(), PersonalKind.PASSPORT, 0.95 if labelled else 0.6)
    for found in _FOREIGN_PASSPORT.finditer(reading.text):
        if spoken_of and _PASSPORT_LABEL.precedes(reading, found.start()):
            yield Hit(found.start(), found.end(), PersonalKind.PASSPORT, 0.75)
