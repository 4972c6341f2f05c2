"""Family names: those in frequent use today, and the usual compound ones."""

SINGLE = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂"
    "章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈"
    "饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫"
    "寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅"
    "肖闫覃禹丘豆茹门朴晁蔚印佐沃芮羿麴井牧隗山逄晋蓬阎揭由竺杭洪诸裘邰后呼羊曳滑都慕茅萧钭訾养丰巢蒯相游竺益桓督亓"
)
COMPOUND = frozenset(
    (
        *(
            "欧阳",
            "上官",
            "司马",
            "诸葛",
            "皇甫",
            "尉迟",
            "令狐",
            "司徒",
            "司空",
            "东方",
            "夏侯",
            "慕容",
            "端木",
            "独孤",
        ),
        *("南宫", "轩辕", "宇文", "长孙", "西门", "公孙", "申屠", "闻人", "淳于", "单于", "呼延", "赫连", "澹台"),
    )
)
RARELY_BEFORE_A_NAME = frozenset("于向应时和成安从相有会经及可未请要全都须当并为自以在对不是明原强由后权位")
"""Family names, and others, that in running text begin a verb phrase rather than a name."""


def begins_a_name(text: str) -> bool:
    """Whether Chinese characters begin as a person's name does."""
    return text[:1] in SINGLE or text[:2] in COMPOUND
