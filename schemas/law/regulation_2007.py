"""The original Regulation (中华人民共和国政府信息公开条例，国务院令第492号), in force 2008-05-01 to 2019-05-14.

Where its text is silent and a letter of the State Council's office spoke, that is cited; all of those are [K].
"""

from datetime import date

from schemas.law.documents import ON_RECEIPT, OPINION_OF_2010, OPINIONS_OF_2008
from schemas.law.statute import Article, Receipt, Statute
from schemas.vocabulary import Channel, Consulted, Ground, Outcome, StatuteId

CN_OGI_2007 = Statute(
    id=StatuteId("cn-ogi-2007"),
    name="《中华人民共和国政府信息公开条例》（国务院令第492号）",
    in_force_from=date(2008, 5, 1),
    in_force_until=date(2019, 5, 14),
    answer_limit=15,
    longest_extension=15,
    correction_notice_limit=None,
    consultation_limit=15,
    consultation_limit_by_law=False,
    excluded=frozenset({Consulted.THIRD_PARTY}),
    correction_restarts=True,  # the text is silent; offices counted anew from the corrected application
    fee_restarts=True,  # the text is silent; read like the rule of 2021
    abandonment=False,
    objection_binds=True,  # art. 23: 第三方不同意公开的，不得公开
    override_is_duty=True,  # art. 23: 应当予以公开
    excess=False,
    repeated=False,
    joint=False,
    fee=None,
    moved_by="需要补充申请内容、征求第三方意见，或者依法延长答复期限的",
    articles={
        "other_agency": Article("7(1)", "第七条第一款"),  # [K]
        "approving_agency": Article("7(2)", "第七条第二款"),  # [K]
        "review": Article("14(2)", "第十四条第二款"),  # [K]
        "referral": Article("14(3)", "第十四条第三款"),  # [K]
        "responsible_agency": Article("17", "第十七条"),  # [K]
        "application": Article("20", "第二十条"),
        "correction": Article("21(4)", "第二十一条第（四）项"),  # [K]
        "severance": Article("22", "第二十二条"),  # [K]
        "third_party": Article("23", "第二十三条"),
        "on_the_spot": Article("24(1)", "第二十四条第一款"),
        "answer": Article("24(2)", "第二十四条第二款"),
        "extension": Article("24(2)", "第二十四条第二款"),
        "excluded": Article("24(3)", "第二十四条第三款"),
        "own_records": Article("25(2)", "第二十五条第二款"),  # [K]
        "form_of_delivery": Article("26", "第二十六条"),
        "fee": Article("27", "第二十七条"),
        "help": Article("28(2)", "第二十八条第二款"),  # [K]
        "complaint": Article("33(1)", "第三十三条第一款"),  # [K]
        "remedies": Article("33(2)", "第三十三条第二款"),  # [K]
    },
    outcomes={
        Outcome.ALREADY_PUBLIC: Article("21(1)", "第二十一条第（一）项"),
        Outcome.DISCLOSED: Article("21(1)", "第二十一条第（一）项"),
        Outcome.PARTLY_DISCLOSED: Article("22", "第二十二条"),
        Outcome.REFUSED: Article("21(2)", "第二十一条第（二）项"),
        Outcome.NOT_FOUND: Article("21(3)", "第二十一条第（三）项"),
        Outcome.NOT_THIS_AGENCY: Article("21(3)", "第二十一条第（三）项"),
        Outcome.STILL_UNCLEAR: Article("21(4)", "第二十一条第（四）项"),
        Outcome.ABANDONED: Article("21(4)", "第二十一条第（四）项"),
        Outcome.REPEATED: Article(document=OPINIONS_OF_2008),
        Outcome.NEEDS_MAKING: Article(document=OPINION_OF_2010),
        Outcome.CONFIRMATION_SOUGHT: Article(document=OPINION_OF_2010),
    },
    grounds={
        Ground.STATE_SECRET: Article("14(4)", "第十四条第四款"),
        Ground.SECURITY_AND_STABILITY: Article("8", "第八条"),
        Ground.BUSINESS_SECRET: Article("14(4)", "第十四条第四款"),
        Ground.PRIVACY: Article("14(4)", "第十四条第四款"),
        # the grounds of 2019's art. 16 were developed by the opinion of 2010
        Ground.INTERNAL_AFFAIRS: Article(document=OPINION_OF_2010),
        Ground.PROCESS_INFORMATION: Article(document=OPINION_OF_2010),
        Ground.ENFORCEMENT_FILE: Article(document=OPINION_OF_2010),
    },
    receipt={
        Channel.IN_PERSON: Receipt("提交之日为收到之日"),
        Channel.ORAL: Receipt("填写申请之日为收到之日"),
        Channel.POST_SIGNED: Receipt("签收之日为收到之日"),
        Channel.POST_ORDINARY: Receipt("与申请人确认之日为收到之日"),
        Channel.POST_MISDIRECTED: Receipt("与申请人确认之日为收到之日", Article(document=ON_RECEIPT)),
        Channel.ONLINE: Receipt("双方确认之日为收到之日"),
        Channel.FAX: Receipt("双方确认之日为收到之日"),
    },
    source="政府信息公开条例，国务院令第492号",
)
