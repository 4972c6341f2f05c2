"""Invented persons and their numbers, all check digits right; and what looks like them and is something else."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from stdnum import luhn
from stdnum.cn import ric, uscc

from schemas.pages import PersonalKind

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓"
    "许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛", "尉迟")
GIVEN = (
    "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉玲华红金春飞玉婷宇浩凯"
    "健俊帆雪琳晨阳欣怡子轩梓涵思远建国志鹏海燕小东晓梅"
)
MINORITY = ("买买提·艾力", "阿依古丽·吐尔逊", "扎西·多吉", "古丽娜尔·买买提")
LATIN = ("John Smith", "Maria Garcia Lopez", "Anna Petrova")
REGIONS = ("110101", "310104", "440305", "510107", "330106", "420106", "370202", "610113", "230103", "650102", "540102")
PLACES = (
    ("北京市", "海淀区"),
    ("上海市", "浦东新区"),
    ("广东省广州市", "天河区"),
    ("四川省成都市", "武侯区"),
    ("浙江省杭州市", "西湖区"),
    ("湖北省武汉市", "江汉区"),
    ("山东省济南市", "历下区"),
    ("陕西省西安市", "雁塔区"),
    ("新疆维吾尔自治区乌鲁木齐市", "天山区"),
)
ROADS = ("人民路", "建设大街", "解放北路", "文化巷", "长江西路", "学府街", "东风大道", "和平里", "兴华路", "滨河南路")
VILLAGES = (
    "河南省杞县城关镇东关村",
    "贵州省惠水县好花红镇三都村",
    "安徽省寿县堰口镇江黄村",
    "云南省大理市喜洲镇周城村",
)
ISSUERS = (
    ("622202", 19),
    ("621700", 19),
    ("622848", 19),
    ("621661", 19),
    ("622588", 16),
    ("621483", 16),
    ("625965", 16),
)
FOREIGN_ISSUERS = (("438088", 16), ("512431", 16))
AREAS = ("010", "021", "020", "028", "0571", "027", "0531", "029", "0755", "0991", "0371")
OFFICES = "京沪粤川浙鄂鲁陕新苏豫冀"
MAIL_HOSTS = ("example.com", "mail.example.cn", "example.com.cn", "post.example.org", "qq.example.net")


@dataclass(frozen=True)
class People:
    """Draws from one generator: the same seed gives the same people."""

    draw: random.Random

    def make(self, kind: PersonalKind) -> str:
        """A value of this kind in its plain form."""
        makers: dict[PersonalKind, Callable[[], str]] = {
            PersonalKind.IDENTITY_NUMBER: self.identity,
            PersonalKind.CREDIT_CODE: self.credit,
            PersonalKind.BANK_CARD: self.card,
            PersonalKind.MOBILE: self.mobile,
            PersonalKind.LANDLINE: self.landline,
            PersonalKind.EMAIL: self.email,
            PersonalKind.PLATE: self.plate,
            PersonalKind.PASSPORT: self.passport,
            PersonalKind.NAME: self.name,
            PersonalKind.ADDRESS: self.address,
        }
        return makers[kind]()

    def digits(self, count: int) -> str:
        return "".join(self.draw.choices("0123456789", k=count))

    def identity(self) -> str:
        born = date(1940, 1, 1) + timedelta(days=self.draw.randrange(28_000))
        body = f"{self.draw.choice(REGIONS)}{born:%Y%m%d}{self.digits(3)}"
        return body + ric.calc_check_digit(body + "0")

    def credit(self) -> str:
        organisation = "".join(self.draw.choices("0123456789ABCDEFGHJKLMNPQRTUWXY", k=9))
        body = self.draw.choice(("91", "92", "12", "52", "11", "93")) + self.draw.choice(REGIONS) + organisation
        return body + uscc.calc_check_digit(body)

    def card(self) -> str:
        foreign = self.draw.random() < 0.1
        prefix, length = self.draw.choice(FOREIGN_ISSUERS if foreign else ISSUERS)
        body = prefix + self.digits(length - len(prefix) - 1)
        return body + luhn.calc_check_digit(body)

    def mobile(self) -> str:
        return "1" + self.draw.choice("3456789") + self.digits(9)

    def landline(self) -> str:
        area = self.draw.choice(AREAS)
        number = self.draw.choice("2345678") + self.digits(7 if len(area) == 3 else self.draw.choice((6, 7)))
        shape = self.draw.choice(("{a}-{n}", "{a}-{n}", "({a}){n}", "{a}-{n}-{e}", "{a}-{n}转{e}"))
        return shape.format(a=area, n=number, e=self.digits(3))

    def email(self) -> str:
        local = self.draw.choice(("zhang", "li.lei", "wang_fang", "hr", "x1998", "chen-yu", "user+tag"))
        return f"{local}{self.digits(self.draw.randrange(4))}@{self.draw.choice(MAIL_HOSTS)}"

    def plate(self) -> str:
        office = self.draw.choice(OFFICES) + self.draw.choice("ABCDEFGH")
        if self.draw.random() < 0.3:
            return f"{office}{self.draw.choice('DF')}{self.digits(5)}"
        return office + self.draw.choice("ABCDEFGHJKLMN0123456789") + self.digits(4)

    def passport(self) -> str:
        return self.draw.choice(("E", "G", "EA", "EH")).ljust(2, self.draw.choice("0123456789")) + self.digits(7)

    def name(self) -> str:
        chance = self.draw.random()
        if chance < 0.04:
            return self.draw.choice(MINORITY)
        if chance < 0.06:
            return self.draw.choice(LATIN)
        family = self.draw.choice(COMPOUND) if chance < 0.1 else self.draw.choice(SURNAMES)
        return family + "".join(self.draw.choices(GIVEN, k=self.draw.choice((1, 2, 2))))

    def address(self) -> str:
        if self.draw.random() < 0.25:
            return f"{self.draw.choice(VILLAGES)}{self.draw.randrange(1, 12)}组{self.draw.randrange(1, 200)}号"
        city, district = self.draw.choice(PLACES)
        house = f"{self.draw.choice(ROADS)}{self.draw.randrange(1, 400)}号"
        return (
            city
            + district
            + house
            + self.draw.choice(("", "院3号楼2单元501室", "附2号", "8栋1202室", "（华苑小区）6幢"))
        )


@dataclass(frozen=True)
class FalseFriends:
    """What is no personal information and looks a little like it. Nothing is left out because a finder stumbles."""

    draw: random.Random

    def make(self, kind: str) -> str:
        """``kind`` is the name of one of the methods."""
        made: str = getattr(self, kind)()
        return made

    def _digits(self, count: int) -> str:
        return "".join(self.draw.choices("0123456789", k=count))

    def day(self) -> str:
        when = date(2015, 1, 1) + timedelta(days=self.draw.randrange(4_000))
        return self.draw.choice(
            (f"{when.year}年{when.month}月{when.day}日", when.isoformat(), f"{when:%Y%m%d}", f"{when:%Y/%m/%d}")
        )

    def money(self) -> str:
        sum_ = self.draw.randrange(10_000, 20_000_000_000)
        return self.draw.choice((f"{sum_:,}.00元", f"{sum_ / 100:.2f}万元", f"¥{sum_}", f"{sum_}元"))

    def document_number(self) -> str:
        year, n = self.draw.randrange(2010, 2027), self.draw.randrange(1, 400)
        return self.draw.choice(
            (
                f"京政发〔{year}〕{n}号",
                f"国办函〔{year}〕{n}号",
                f"（{year}）京0108行初{n}号",
                f"依申请公开〔{year}〕第{n}号-答",
            )
        )

    def order_number(self) -> str:
        return self.draw.choice(("订单号：", "流水号：", "运单号 ", "交易号:")) + self._digits(
            self.draw.choice((11, 12, 16, 19, 20, 28))
        )

    def serial(self) -> str:
        """Unlabelled digits of any length; by chance one in ten of some lengths satisfies a check digit."""
        return self._digits(self.draw.choice((9, 10, 12, 14, 16, 17, 18, 19, 22)))

    def wrong_identity(self) -> str:
        """The shape of an identity number with a wrong check character."""
        right = People(self.draw).identity()
        return right[:-1] + self.draw.choice([c for c in "0123456789X" if c != right[-1]])

    def isbn(self) -> str:
        return f"ISBN 978-7-{self._digits(3)}-{self._digits(5)}-{self._digits(1)}"

    def position(self) -> str:
        return f"东经{self.draw.uniform(75, 130):.6f}，北纬{self.draw.uniform(20, 50):.6f}"

    def parcel(self) -> str:
        """A parcel of land (不动产单元号, GB/T 37346: 28 characters)."""
        return f"{self.draw.choice(REGIONS)} {self._digits(6)} GB{self._digits(5)} F{self._digits(8)}"

    def hotline(self) -> str:
        return self.draw.choice(("12345", "12366", "110", "95588"))

    def project(self) -> str:
        groups = (str(self.draw.randrange(2015, 2027)), *(self._digits(count) for count in (6, 2, 2, 6)))
        return f"项目代码：{'-'.join(groups)}"

    def domain(self) -> str:
        return self.draw.choice(
            (
                "www.example.gov.cn",
                "https://example.gov.cn/art/2026/1/5/art_13_138001380001.html",
                "微信公众号@某某发布",
            )
        )
