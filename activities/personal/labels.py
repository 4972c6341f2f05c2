"""The words in front of personal data, kept here for all who look for it. A label may be set wide (姓　　名) or
broken at the end of a line."""

import re

from activities.personal.reading import Reading

_PRINTED_WIDE = r"(?:[ \t]{0,6}|\n)"


def pattern(*labels: str) -> str:
    """A regular expression for any of them, the longest first."""
    ordered = sorted(labels, key=len, reverse=True)
    return "(?:" + "|".join(_PRINTED_WIDE.join(map(re.escape, label)) for label in ordered) + ")"


NAME = (
    "姓名",
    "名字",
    "曾用名",
    "联系人",
    "申请人",
    "被申请人",
    "委托人",
    "受托人",
    "委托代理人",
    "代理人",
    "法定代表人",
    "法人代表",
    "负责人",
    "经办人",
    "承办人",
    "当事人",
    "投诉人",
    "举报人",
    "信访人",
    "被征收人",
    "产权人",
    "权利人",
    "所有权人",
    "承租人",
    "出租人",
    "买受人",
    "出卖人",
    "户主",
    "业主",
    "收件人",
    "收款人",
    "持卡人",
    "户名",
    "监护人",
    "家长",
    "配偶",
    "父亲",
    "母亲",
    "患者",
    "原告",
    "被告",
    "证人",
    "签名",
    "签字",
    "签收人",
    "被询问人",
    "询问人",
    "被处罚人",
    "死者",
    "伤者",
    "Name",
)
ADDRESS = (
    "住址",
    "地址",
    "家庭住址",
    "家庭地址",
    "现住址",
    "现住",
    "居住地",
    "居住地址",
    "经常居住地",
    "户籍",
    "户籍地",
    "户籍地址",
    "户籍所在地",
    "户口所在地",
    "身份证住址",
    "身份证地址",
    "联系地址",
    "通讯地址",
    "通信地址",
    "邮寄地址",
    "送达地址",
    "收件地址",
    "收货地址",
    "住所",
    "住所地",
    "坐落",
    "房屋坐落",
    "房屋地址",
    "注册地址",
    "经营地址",
    "单位地址",
    "Address",
)
NO_ADDRESS_BEFORE = ("邮箱", "电子", "邮件", "网络", "网站", "IP", "MAC", "链接", "下载", "内存")
TELEPHONE = ("电话", "联系电话", "办公电话", "家庭电话", "固定电话", "固话", "座机", "传真", "联系方式", "Tel", "Fax")
MOBILE = ("手机", "手机号", "手机号码", "移动电话", "联系方式", "Mobile")
IDENTITY = ("身份证", "身份证号", "身份证号码", "公民身份号码", "身份号码", "证件号", "证件号码", "证号", "ID")
CARD = ("卡号", "银行卡", "银行卡号", "借记卡", "储蓄卡", "信用卡", "账号", "帐号", "账户", "帐户", "存折")
CREDIT = ("统一社会信用代码", "社会信用代码", "信用代码", "税号", "纳税人识别号")
PASSPORT = ("护照", "护照号", "护照号码", "证件号", "证件号码", "Passport")
PLATE = ("车牌", "车牌号", "车牌号码", "号牌", "号牌号码", "车号")
OTHER_PEOPLE_DATA = ("性别", "民族", "年龄", "出生", "出生日期", "学历", "职业", "职务", "单位", "工作单位", "邮编")
OTHER_NUMBERS = (
    "金额",
    "合计",
    "总价",
    "价款",
    "数量",
    "订单号",
    "订单编号",
    "运单号",
    "快递单号",
    "单号",
    "流水号",
    "交易号",
    "凭证号",
    "发票号码",
    "发票代码",
    "发票号",
    "编号",
    "序列号",
    "文号",
    "案号",
    "档号",
    "批号",
    "设备号",
    "合同号",
    "条形码",
    "条码",
    "商品编码",
    "项目编码",
    "项目代码",
    "统计代码",
    "IMEI",
    "ISBN",
    "ISSN",
    "S/N",
    "SN",
    "No.",
)
EVERY = (*NAME, *ADDRESS, *TELEPHONE, *MOBILE, *IDENTITY, *CARD, *PASSPORT, *PLATE, *OTHER_PEOPLE_DATA)

_TAIL = re.compile(r"(?:号码|号|编号|为|是|[\s:(]|[\u4e00-\u9fff]{0,2}\))*(?:\+?86|0086)?[\s-]*")
_NEAR = 24
"""Characters between the beginning of a label and what it names."""


class Label:
    """Whether one of these stands directly in front of a position or heads its column."""

    def __init__(self, *labels: str) -> None:
        self._label = re.compile(pattern(*labels), re.IGNORECASE)

    def precedes(self, reading: Reading, position: int) -> bool:
        """Nothing but a colon, brackets, gaps and the like may stand between."""
        if self._label.search(reading.heading(position)):
            return True
        near = max(0, position - _NEAR)
        return any(
            _TAIL.fullmatch(reading.text, label.end(), position)
            for label in self._label.finditer(reading.text, near, position)
        )
