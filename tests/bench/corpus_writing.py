"""Sentences and fields with personal data in them, and the truth kept beside: kind, page, text."""

import random
import re
from dataclasses import dataclass, field
from itertools import pairwise

from schemas.pages import PersonalKind
from tests.bench.corpus_people import FalseFriends, People

K = PersonalKind
_FIELD = re.compile(r"\{(\w+)\}")
_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
SENTENCES = (
    "申请人：{name}，身份证号码：{identity_number}，住址：{address}。",
    "经查，当事人{name}持有的身份证（{identity_number}）系伪造，其使用的手机号{mobile}已停机。",
    "联系人：{name}，联系电话：{landline}，电子邮箱：{email}。",
    "补偿款{money}已于{day}汇入开户名为该户的账户，卡号{bank_card}，经办人：{name}。",
    "受让方统一社会信用代码为{credit_code}，法定代表人：{name}，注册地址：{address}。",
    "{day}，号牌号码为{plate}的小型客车由东向西行驶，驾驶人手机{mobile}。",
    "拟出国（境）人员护照号码：{passport}，邮寄地址：{address}，收件人：{name}。",
    "请将材料发送至{email}，或者拨打{mobile}咨询。",
    "身份证件号码{identity_number}与银行卡{bank_card}信息不一致，请更正。",
    "代理人{name}，男，汉族，公民身份号码{identity_number}，现住{address}。",
    "违章车辆{plate}、{plate}应于{day}前接受处理。",
    "供应商（{credit_code}）中标金额{money}，联系人及电话：{name} {mobile}。",
    "举报人在电话中留下两个号码：{mobile}、{mobile}，另有邮箱{email}备用。",
    "开户银行账号：{bank_card}；户名：{name}；预留手机：{mobile}；身份证：{identity_number}。",
)
QUIET = (
    "根据《中华人民共和国政府信息公开条例》第三十六条，现答复如下。文号：{document_number}。",
    "项目总投资{money}，其中中央资金{money}，开工日期{day}。{project}。",
    "设备出厂编码{serial}，质保期自{day}起算，{order_number}。",
    "地块位于{position}，不动产单元号{parcel}，面积13812.5平方米。",
    "参考书目：《行政法学》，{isbn}，定价58.00元。咨询请拨打{hotline}。",
    "申请人应当提供身份证明；联系方式包括电话、地址；当事人可以查阅案卷。网址：{domain}",
    "台账编号 {serial}、{serial}、{serial}，均已核销，登记日{day}。",
    "有关批复见{document_number}与{document_number}，合计{money}，人均13800.13元。",
    "测试数据中校验位有误的号码{wrong_identity}不属于真实公民，已从{serial}批次中剔除。",
)
FIELDS: tuple[tuple[str, PersonalKind], ...] = (
    ("姓名", K.NAME),
    ("身份证号", K.IDENTITY_NUMBER),
    ("联系电话", K.MOBILE),
    ("住址", K.ADDRESS),
    ("电子邮箱", K.EMAIL),
    ("银行卡号", K.BANK_CARD),
    ("统一社会信用代码", K.CREDIT_CODE),
    ("固定电话", K.LANDLINE),
    ("车牌号", K.PLATE),
    ("护照号码", K.PASSPORT),
    ("户籍地址", K.ADDRESS),
    ("法定代表人", K.NAME),
    ("紧急联系人", K.NAME),
)
QUIET_FIELDS = (
    ("文号", "document_number"),
    ("金额", "money"),
    ("登记日期", "day"),
    ("备注", "order_number"),
    ("批次", "serial"),
)


@dataclass(frozen=True)
class Truth:
    """What stands on a page, without gaps."""

    kind: PersonalKind
    page: int
    text: str


@dataclass
class Writer:
    """Writes one document. ``broken``, ``wide``, ``grouped``: the share of numbers written in that way.

    ``cell``: characters a narrow cell holds.
    """

    draw: random.Random
    broken: float = 0.0
    wide: float = 0.05
    grouped: float = 0.15
    cell: int = 0
    page: int = 1
    truth: list[Truth] = field(default_factory=list)

    def value(self, kind: PersonalKind) -> str:
        """A new value as it is printed; the truth remembers it in its plain form."""
        plain = People(self.draw).make(kind)
        self.truth.append(Truth(kind, self.page, plain))
        return self._printed(kind, plain)

    def sentence(self, *, quiet: bool = False) -> str:
        return _FIELD.sub(self._filled, self.draw.choice(QUIET if quiet else SENTENCES))

    def _filled(self, found: re.Match[str]) -> str:
        name = found[1]
        return self.value(PersonalKind(name)) if name in set(PersonalKind) else FalseFriends(self.draw).make(name)

    def _printed(self, kind: PersonalKind, plain: str) -> str:
        if kind is K.LANDLINE and self.cell:
            return self._broken_at(plain)
        if kind not in {K.IDENTITY_NUMBER, K.CREDIT_CODE, K.BANK_CARD, K.MOBILE, K.EMAIL}:
            return plain
        if kind is not K.EMAIL and self.draw.random() < self.grouped:
            plain = self._grouped(kind, plain)
        elif kind is K.IDENTITY_NUMBER and self.draw.random() < 0.2:
            plain = plain.lower()
        if self.draw.random() < self.wide:
            plain = plain.translate(_WIDE)
        return self._broken_at(plain) if self.draw.random() < self.broken else plain

    def _broken_at(self, text: str) -> str:
        """Where the cell is full, again and again; in running text the end of a line falls somewhere within."""
        if self.cell:
            return "\n".join(text[at : at + self.cell] for at in range(0, len(text), self.cell))
        at = self.draw.randrange(3, len(text) - 2)
        return f"{text[:at]}\n{text[at:]}"

    def _grouped(self, kind: PersonalKind, plain: str) -> str:
        mark = self.draw.choice(" -") if kind in {K.BANK_CARD, K.MOBILE} else " "
        cuts = {
            K.IDENTITY_NUMBER: (6, 14),
            K.CREDIT_CODE: (4, 8, 12, 16),
            K.BANK_CARD: (4, 8, 12, 16),
            K.MOBILE: (3, 7),
        }
        cut = (0, *cuts[kind], len(plain))
        grouped = mark.join(plain[a:b] for a, b in pairwise(cut) if plain[a:b])
        return f"+86 {grouped}" if kind is K.MOBILE and self.draw.random() < 0.3 else grouped
