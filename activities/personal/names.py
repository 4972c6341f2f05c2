"""Names of persons after their labels: on the same line, below, in running text, and down a column with a heading."""

import re
from collections.abc import Iterator

from activities.personal.hits import Hit
from activities.personal.labels import EVERY, NAME, pattern
from activities.personal.reading import Reading
from activities.personal.surnames import RARELY_BEFORE_A_NAME, begins_a_name
from schemas.pages import PersonalKind

_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff〇]"
_TITLE = r"(?:先生|女士|小姐|同志|老师)"
_BOUNDARY = rf"(?=$|[\s,.;:、。！!？?()/|<>《》\[\]\"'“”_+-]|[0-9]|{_TITLE}|[男女](?:$|[\s,，、(]))"
_CHINESE = rf"{_HAN}{{2,4}}|{_HAN}[ \t]{{1,4}}{_HAN}(?=$|\s|[,.;、。)(])|{_HAN}{{1,8}}(?:[ ]?·[ ]?{_HAN}{{1,8}})+"
_LATIN = r"[A-Z][A-Za-z'-]+(?:[ ][A-Z][A-Za-z.'-]*){1,3}"
_BROKEN = (
    rf"{_HAN}{{1,8}}\n{_HAN}{{0,8}}·{_HAN}{{1,8}}|{_HAN}{{1,8}}·{_HAN}{{0,8}}\n{_HAN}{{1,8}}(?=[,;、。)(])"
    rf"|{_HAN}{{1,3}}\n{{1,2}}{_HAN}{{1,2}}(?=[,;、。)(])"
)
"""A name over two lines of running text."""
_ONE = re.compile(rf"(?:{_BROKEN}|(?:{_CHINESE}|{_LATIN}){_BOUNDARY})")
_NEXT = re.compile(r"\s?(?:、|,|/|和|及|与)\s?")
_LABEL = re.compile(
    pattern(*NAME)
    + r"(?:姓名|名称|签名|签字|签章)?(?:及(?:联系)?[\u4e00-\u9fff]{2,3})?(?:\([^()\n]{1,12}\))?"
    + r"(?P<gap>[ \t]{0,6}[:][\s_]{0,6}|[ \t]{1,8}\n{0,2}|\n{1,2})?"
)
_AFTER = "于因向系与和的在对不提称认自即以已将等家之持未拟曾就从有经为是到被把住男女所及同、,。;:("
_IN_TEXT = re.compile(rf"(?P<name>{_HAN}{{2,3}}?)(?=[{_AFTER}]|{_TITLE})")
"""What may follow a name in running text."""
_COLUMN_LINE = re.compile(rf"(?:{_CHINESE}|{_LATIN})(?=\n|$)")
_NOT_NAMES = re.compile(
    rf"{pattern(*EVERY)}|不详|未知|保密|同上|同前|待定|待补|无|略|如下|本人|公民|法人|单[位价元]|金额|方[式案法]|时间|关系|等级|成[绩员]"
    r"|文[号件]|批次|登记|车牌|银行|邮箱|电子|合计|小计|总计|共计|全称|简称|名称|数量|日期|签[名字章]|盖章|备注|其他组织|组织|个人|农户|或者?|序号|编号|项目|身份|证件|电话|手机|情况|意见|类型|类别|应[当该]|安[置排]"
)
_OFFICE = re.compile(
    r".*(?:局|厅|公司|委员会|政府|机关|法院|检察院|中心|大队|支队|学校|大学|医院|银行|村委会|居委会|合作社|事务所|集团)$"
)
_LONGEST = 4
_LONE_OFFICE = re.compile(r".*[委院处所会部社厂店校科室队站办组]$")


def names(reading: Reading) -> Iterator[Hit]:
    """With a family name behind a colon 0.9; less without either of them."""
    for label in _LABEL.finditer(reading.text):
        gap = label["gap"] or ""
        if not gap:
            yield from _in_running_text(reading.text, label.start(), label.end())
        elif "\n" in gap and reading.by_column:
            yield from _down_the_column(reading.text, label.start(), label.end())
        else:
            yield from _listed(reading.text, label.start(), label.end(), colon=":" in gap)


def _listed(text: str, label: int, position: int, *, colon: bool) -> Iterator[Hit]:
    """One name, or several with 、 between them."""
    while (found := _ONE.match(text, position)) and (confidence := _likely(found[0], colon=colon)):
        yield Hit(found.start(), found.end(), PersonalKind.NAME, confidence, label=label)
        following = _NEXT.match(text, found.end())
        if following is None:
            return
        position, colon = following.end(), False


def _likely(text: str, *, colon: bool) -> float:
    name = re.sub(r"\s", "", text)
    if text.isascii():
        return 0.75 if colon else 0.5
    if "·" in name:
        return 0.9
    if any(_NOT_NAMES.match(part) for part in text.split()) or len(name) > _LONGEST or _OFFICE.match(name):
        return 0.0
    if begins_a_name(name):
        return 0.9 if colon else 0.75
    return 0.55 if colon and not _LONE_OFFICE.match(name) else 0.0


def _in_running_text(text: str, label: int, position: int) -> Iterator[Hit]:
    """申请人张三于…: only with a family name that does not begin a verb."""
    found = _IN_TEXT.match(text, position)
    if found is None or found["name"][0] in RARELY_BEFORE_A_NAME:
        return
    if _likely(found["name"], colon=False):
        yield Hit(found.start("name"), found.end("name"), PersonalKind.NAME, 0.6, label=label)


def _down_the_column(text: str, label: int, position: int) -> Iterator[Hit]:
    """Every line below the heading until one that is no name."""
    while found := _COLUMN_LINE.match(text, position):
        confidence = _likely(found[0], colon=True)
        if not confidence:
            return
        yield Hit(found.start(), found.end(), PersonalKind.NAME, confidence, label=label)
        position = found.end()
        while text[position : position + 1] == "\n":
            position += 1
        if position - found.end() > len("\n\n"):
            return
