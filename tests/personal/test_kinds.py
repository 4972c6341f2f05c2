"""Each kind as people write it, and what only looks like it. Every value is invented."""

import pytest

from schemas.pages import PersonalKind as K
from tests.personal.pages import CARD, CREDIT, IDENTITY, MOBILE, found, one

_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (K.IDENTITY_NUMBER, IDENTITY, f"身份证号：{IDENTITY}"),
        (K.IDENTITY_NUMBER, IDENTITY, f"（{IDENTITY.translate(_WIDE)}）"),
        (K.IDENTITY_NUMBER, IDENTITY, f"{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}"),
        (K.IDENTITY_NUMBER, IDENTITY, f"其身份证{IDENTITY[:9]}\n{IDENTITY[9:]}已过期"),
        (K.IDENTITY_NUMBER, IDENTITY, f"号码{IDENTITY[:-1]}×，" if IDENTITY[-1] == "X" else IDENTITY),
        (K.IDENTITY_NUMBER, IDENTITY, " ".join(IDENTITY)),
        (K.CREDIT_CODE, CREDIT, f"统一社会信用代码{CREDIT}的企业"),
        (K.CREDIT_CODE, CREDIT, f"{CREDIT[:4]} {CREDIT[4:8]} {CREDIT[8:12]} {CREDIT[12:16]} {CREDIT[16:]}"),
        (K.BANK_CARD, CARD, f"卡号{CARD}，"),
        (K.BANK_CARD, CARD, " ".join(CARD[at : at + 4] for at in range(0, 19, 4))),
        (K.BANK_CARD, CARD, f"汇入{CARD[:12]}\n{CARD[12:]}账户"),
        (K.MOBILE, MOBILE, f"请拨打{MOBILE}咨询"),
        (K.MOBILE, MOBILE, "手机 138-0013-8000"),
        (K.MOBILE, MOBILE, f"{MOBILE}/13900139000"),
        (K.MOBILE, MOBILE, "联系电话为138001\n38000，"),
        (K.LANDLINE, "010-62345678", "传真：010-62345678"),
        (K.LANDLINE, "(0531)86012345", "（0531）86012345"),
        (K.LANDLINE, "021-62345678转801", "021-62345678转801"),
        (K.LANDLINE, "62345678", "办公电话：62345678"),
        (K.EMAIL, "li.lei@example.com", "邮箱：li.lei＠example．com"),
        (K.EMAIL, "li.lei@example.com", "发送至li.lei@example.\ncom即可"),
        (K.EMAIL, "wang_fang@example.com.cn", "邮箱wang_\nfang@example.com.cn备用"),
        (K.PLATE, "京A12345", "号牌为京A·12345的车辆"),
        (K.PLATE, "粤BD12345", "粤B D12345"),
        (K.PASSPORT, "E12345678", "护照号码：E12345678"),
        (K.PASSPORT, "EA1234567", "拟办理护照，持EA1234567出境"),
        (K.NAME, "欧阳梓涵", "姓　名：欧阳梓涵　性别：女"),
        (K.NAME, "古丽娜尔·买买提", "收件人：古丽娜尔·买买提。"),
        (K.NAME, "张三", "申请人张三于2026年1月5日提出"),
        (K.NAME, "John Smith", "联系人：John Smith"),
        (
            K.ADDRESS,
            "山东省济南市历下区文化路12号3单元401室",
            "住址：山东省济南市历下区文化路12号3单元401室，邮编250014",
        ),
        (K.ADDRESS, "河南省杞县城关镇东关村6组41号", "户籍地址：河南省杞县城关镇东\n关村6组41号\n联系电话：不详"),
        (
            K.ADDRESS,
            "北京市海淀区学府街69号（华苑小区）6幢".translate(str.maketrans("（）", "()")),
            "现住北京市海淀区学府街69号（华苑小区）6幢。",
        ),
    ],
)
def test_it_is_found_as_people_write_it(kind: K, value: str, written: str) -> None:
    assert _bare(value) in [_bare(text) for each, text in found(written) if each is kind]


def _bare(text: str) -> str:
    """Without the marks that only group."""
    return text.translate(str.maketrans("×", "X", "·-"))


@pytest.mark.parametrize(
    "innocent",
    [
        "2026年1月5日，20260105，2026-01-05 13:45",
        "京政发〔2026〕12号，（2025）京0108行初47号，京ICP备12345678号",
        "合计13,800,138,000.00元，即¥13800138000，13800138000元，13800138000\n元",
        "订单号：13812345678，流水号 6222021234567890128",
        "ISBN 978-7-111-12345-6，定价58.00元",
        "东经116.397128，北纬39.916527",
        f"编码{IDENTITY[:-1]}{'0' if IDENTITY[-1] != '0' else '1'}",
        f"批次{CARD[:-1]}{(int(CARD[-1]) + 5) % 10}",
        f"超长的序号9{IDENTITY}7",
        "咨询电话12345，12366",
        "申请人应当提交身份证明；申请人可以查阅；当事人和解；联系人及电话；地址变更的",
        "https://example.gov.cn/art/13812345678.html?id=13812345678",
        "62345678\n62345679\n62345670\n62345671",
        "邮箱地址：无　法定代表人：无　住址：不详",
        "微信公众号@某某发布，版本user@2x.png",
    ],
)
def test_what_only_looks_like_it_is_left_alone(innocent: str) -> None:
    assert found(innocent) == []


@pytest.mark.parametrize(
    ("written", "kind"), [(IDENTITY, K.IDENTITY_NUMBER), (CREDIT, K.CREDIT_CODE), (CARD, K.BANK_CARD)]
)
def test_a_check_digit_that_holds_is_a_proof(written: str, kind: K) -> None:
    assert one(written, kind).proven
    assert one(written, kind).confidence >= 0.95


def test_a_wrong_check_digit_after_the_label_is_a_guess() -> None:
    wrong = IDENTITY[:-1] + ("0" if IDENTITY[-1] != "0" else "1")
    guess = one(f"身份证号码：{wrong}", K.IDENTITY_NUMBER)
    assert not guess.proven
    assert guess.confidence < 0.7


def test_an_old_identity_number_needs_its_label() -> None:
    assert found("编码110101900307803") == []
    assert found("身份证号：110101900307803") == [(K.IDENTITY_NUMBER, "110101900307803")]


def test_neighbours_in_a_row_are_not_run_together() -> None:
    row = f"{MOBILE} {IDENTITY} {CARD}"
    assert found(row) == [(K.MOBILE, MOBILE), (K.IDENTITY_NUMBER, IDENTITY), (K.BANK_CARD, CARD)]


def test_a_list_of_names_after_one_label() -> None:
    assert found("申请人：张三、李四、王五。") == [(K.NAME, "张三"), (K.NAME, "李四"), (K.NAME, "王五")]


def test_an_office_is_no_person() -> None:
    assert found("申请人：某某市财政局　联系人：办公室") == []
