"""Descriptions of applications made of invented words, of every length that people write."""

from random import Random

PLACES = (
    "青桐",
    "北渚",
    "云麓",
    "南栖",
    "河湾",
    "石鼓",
    "枫林",
    "望溪",
    "东篱",
    "锦屏",
    "临泽",
    "竹海",
    "凤岭",
    "金沙",
    "长汀",
)
AREAS = ("街道", "镇", "片区", "新区", "社区", "园区", "工业园", "老城区")
SUBJECTS = (
    *("老旧小区改造", "道路拓宽", "河道整治", "征地补偿", "房屋征收", "学校选址", "公交线路调整", "污水处理厂建设"),
    *(
        "集体土地流转",
        "危房鉴定",
        "供暖管网更新",
        "农贸市场搬迁",
        "养老院建设",
        "充电桩布点",
        "环境影响评价",
        "建筑垃圾处置",
    ),
    *("招标投标", "保障性住房分配", "绿地占用", "停车场经营", "低保资金发放", "医疗设备采购", "消防验收", "食品抽检"),
)
PAPERS = (
    "批复文件",
    "会议纪要",
    "招标文件",
    "补偿方案",
    "评估报告",
    "规划图纸",
    "资金使用明细",
    "验收资料",
    "合同文本",
    "听证笔录",
)
TAILS = (
    "请提供电子版。",
    "并请说明制作机关与文号。",
    "本人系该项目利害关系人。",
    "如部分内容不宜公开，请公开其余部分。",
    "所需时间范围为项目立项之日起至今。",
    "Please include annexes and drawings.",
    "请一并提供附件、附图与附表。",
    "此前曾到窗口咨询，被告知须书面申请。",
)
LONG_ONE_IN = 60
"""Of so many applicants one tells a long story."""


def description(rng: Random) -> str:
    """20 to 2,000 characters; most have some sixty."""
    year = rng.randint(2015, 2026)
    place = f"{rng.choice(PLACES)}{rng.choice(AREAS)}"
    asked = f"申请公开{place}{year}年{rng.choice(SUBJECTS)}项目的{rng.choice(PAPERS)}"
    if rng.random() < 0.4:
        asked += f"、{rng.choice(PAPERS)}"
    sentences = rng.randrange(8, 60) if rng.randrange(LONG_ONE_IN) == 0 else rng.randrange(4)
    return asked + "。" + "".join(rng.choices(TAILS, k=sentences))


def label(rng: Random) -> str:
    """The name of a document's file."""
    return f"{rng.choice(PLACES)}{rng.choice(SUBJECTS)}{rng.choice(PAPERS)}.pdf"
