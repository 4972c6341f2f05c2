"""Addresses after their labels, and after 住 in running text."""

import re
from collections.abc import Iterator

from activities.personal.hits import Hit
from activities.personal.labels import ADDRESS, EVERY, NO_ADDRESS_BEFORE, pattern
from activities.personal.reading import Reading
from schemas.pages import PersonalKind

_LABEL = re.compile(
    rf"(?<!{')(?<!'.join(NO_ADDRESS_BEFORE)})"
    + pattern(*ADDRESS)
    + r"(?:\([^()\n]{1,12}\))?(?P<gap>[ \t]{0,6}:[\s_]{0,6}|[ \t]{1,8}\n{0,2}|\n{1,2})"
)
_LIVES = re.compile(r"(?:现住|居住|户籍|住所|租住|住)(?:于|在|地|址|地址|所在地)?(?:为|是|系)?")
_STOP = re.compile(rf"[\t,;。!?、]|\n\n\n|\n[^\n]{{1,10}}:|{pattern(*EVERY)}|邮编|邮政编码|联系|$")
_UNIT = "省市区县旗州盟镇乡村路街道巷弄号楼室栋幢组屯庄里院苑园层座户单元段队"
_PART = re.compile(rf"[{_UNIT}]")
_LINE_OF = re.compile(rf"[^\n]*(?:[{_UNIT}](?:[东南西北]侧|附近|对面)?|[0-9A-Za-z-]+|\)|[\u4e00-\u9fff](?=\n))")
_NEXT_LINE = re.compile(r"[ ]?\n{1,2}(?P<line>[^\n]+)")
_NEXT_CELL = re.compile(r"[ ]?\n{1,2}(?=[^\n])")
_COMPLETE = re.compile(r"[号室户幢栋组][)]?\s*$")
_SMALLER = re.compile(r"[附院楼幢栋室(]|[0-9]+\s?(?:号|栋|幢|楼|单元|室|层|户|座|区)|号楼|单元|室")
_FULL = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}(?:省|自治区|市|区|县|旗|自治州|州)){1,4}[\u4e00-\u9fff0-9A-Za-z()\s-]{0,50}?"
    r"(?:[0-9一二三四五六七八九十]+(?:号|室|组|户|栋|幢|楼|单元|弄|层|队)[0-9A-Za-z号室户单元楼栋幢层-]{0,20})"
)
_SPOKEN_OF = re.compile(pattern(*ADDRESS))
_BEGINS = re.compile(
    r"(?:(?:北京|上海|天津|重庆)市|(?:内蒙古|广西壮族|西藏|宁夏回族|新疆维吾尔)自治区"
    r"|(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海)省)"
    r"(?=\s{0,2}[\u4e00-\u9fff])"
)
"""As GB/T 2260 names them."""
_HOUSE = re.compile(r"[0-9]\s{0,2}(?:号|室|组|户|栋|幢|单元)")
_NOTHING = re.compile(r"https?:|www\.|不详|同上|无|略|保密|见|详见|不公开")
_SHORTEST, _LONGEST = 4, 90


def addresses(reading: Reading) -> Iterator[Hit]:
    """The line behind the label, and those below as long as they go on with it (0.85); in running text 0.7."""
    text = reading.text
    for label in _LABEL.finditer(text):
        if "\n" in label["gap"] and reading.by_column:
            yield from _down_the_column(text, label)
        elif hit := _labelled(text, label, label.end()):
            yield hit
    for lives in _LIVES.finditer(text):
        if found := _FULL.match(text, lives.end()):
            end = max(found.end(), _end_of(text, found.start()))
            yield Hit(found.start(), end, PersonalKind.ADDRESS, 0.7, label=lives.start())


def addresses_by_shape(reading: Reading) -> Iterator[Hit]:
    """On a page with such a label also what begins with a province and ends with the number of a house (0.6)."""
    if _SPOKEN_OF.search(reading.text) is None:
        return
    for begins in _BEGINS.finditer(reading.text):
        end = _end_of(reading.text, begins.start())
        if _HOUSE.search(reading.text, begins.end(), end):
            yield Hit(begins.start(), end, PersonalKind.ADDRESS, 0.6)


def _down_the_column(text: str, label: re.Match[str]) -> Iterator[Hit]:
    """One cell after the other below a heading, until one that is no address."""
    position = label.end()
    while hit := _labelled(text, label, position):
        yield hit
        below = _NEXT_CELL.match(text, hit.end)
        if below is None:
            return
        position = below.end()


def _labelled(text: str, label: re.Match[str], start: int) -> Hit | None:
    end = _end_of(text, start)
    value = text[start:end]
    parts, colon = len(_PART.findall(value)), ":" in label["gap"]
    if _NOTHING.match(value) or len(re.sub(r"\s", "", value)) < _SHORTEST or parts < (1 if colon else 2):
        return None
    return Hit(start, end, PersonalKind.ADDRESS, 0.85 if colon else 0.75, label=label.start())


def _end_of(text: str, start: int) -> int:
    """Where the address ends: at a stop, or where its next line does not go on with it."""
    stop = _STOP.search(text, start, min(len(text), start + _LONGEST))
    limit = stop.start() if stop else min(len(text), start + _LONGEST)
    end = position = start
    while reached := _LINE_OF.match(text, position, limit):
        end = reached.end()
        below = _NEXT_LINE.match(text, end, limit)
        if below is None or not _goes_on(text[start:end], below):
            break
        position = below.start("line")
    return end


def _goes_on(above: str, below: re.Match[str]) -> bool:
    """A complete address goes on only with a smaller unit; an incomplete one with any part of an address."""
    if _COMPLETE.search(above):
        return _SMALLER.match(below["line"]) is not None
    return _PART.search(below["line"]) is not None or below["line"][0].isdigit()
