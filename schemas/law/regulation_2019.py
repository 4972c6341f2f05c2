"""The Regulation as revised in 2019 (中华人民共和国政府信息公开条例，国务院令第711号), in force since 2019-05-15."""

from datetime import date

from schemas.law.documents import FEE_MEASURES, ON_RECEIPT
from schemas.law.fees import FEE_2021
from schemas.law.statute import Article, Receipt, Statute
from schemas.vocabulary import Channel, Consulted, Ground, Outcome, StatuteId

CN_OGI_2019 = Statute(
    id=StatuteId("cn-ogi-2019"),
    name="《中华人民共和国政府信息公开条例》",
    in_force_from=date(2019, 5, 15),
    in_force_until=None,
    answer_limit=20,
    longest_extension=20,
    correction_notice_limit=7,
    consultation_limit=15,
    consultation_limit_by_law=True,
    excluded=frozenset({Consulted.THIRD_PARTY, Consulted.AGENCY}),
    correction_restarts=True,
    fee_restarts=True,
    abandonment=True,
    objection_binds=False,  # art. 32: only an objection with reasonable grounds
    override_is_duty=False,  # art. 32: 可以决定予以公开
    excess=True,
    repeated=True,
    joint=True,
    fee=FEE_2021,
    moved_by="需要补正申请、征求第三方或者其他机关意见，或者依法延长答复期限的",
    articles={
        "responsible_agency": Article("10", "第十条"),
        "other_agency": Article("11(1)", "第十一条第一款"),
        "approving_agency": Article("11(2)", "第十一条第二款"),
        "review": Article("17(2)", "第十七条第二款"),
        "referral": Article("17(3)", "第十七条第三款"),
        "reassessment": Article("18", "第十八条"),
        "application": Article("29", "第二十九条"),
        "correction": Article("30", "第三十条"),
        "date_of_receipt": Article("31", "第三十一条"),
        "third_party": Article("32", "第三十二条"),
        "on_the_spot": Article("33(1)", "第三十三条第一款"),
        "answer": Article("33(2)", "第三十三条第二款"),
        "extension": Article("33(2)", "第三十三条第二款"),
        "excluded": Article("33(3)", "第三十三条第三款"),
        "co_producer": Article("34", "第三十四条"),
        "excess": Article("35", "第三十五条"),
        "severance": Article("37", "第三十七条"),
        "form_of_delivery": Article("40", "第四十条"),
        "own_records": Article("41", "第四十一条"),
        "fee": Article("42", "第四十二条"),
        "fee_notice": Article("42", "第六条", FEE_MEASURES),
        "help": Article("43", "第四十三条"),
        "conversion": Article("44", "第四十四条"),
        "registration": Article("45", "第四十五条"),
        "complaint": Article("47(2)", "第四十七条第二款"),
        "remedies": Article("51", "第五十一条"),
    },
    outcomes={
        Outcome.ALREADY_PUBLIC: Article("36(1)", "第三十六条第（一）项"),
        Outcome.DISCLOSED: Article("36(2)", "第三十六条第（二）项"),
        Outcome.PARTLY_DISCLOSED: Article("37", "第三十七条"),
        Outcome.REFUSED: Article("36(3)", "第三十六条第（三）项"),
        Outcome.SPECIAL_REGISTER: Article("36(7)", "第三十六条第（七）项"),
        Outcome.NOT_FOUND: Article("36(4)", "第三十六条第（四）项"),
        Outcome.NOT_THIS_AGENCY: Article("36(5)", "第三十六条第（五）项"),
        Outcome.NEEDS_MAKING: Article("38", "第三十八条"),
        Outcome.STILL_UNCLEAR: Article("30", "第三十条"),
        Outcome.PETITION: Article("39(1)", "第三十九条第一款"),
        Outcome.REPEATED: Article("36(6)", "第三十六条第（六）项"),
        Outcome.PUBLICATION: Article("39(2)", "第三十九条第二款"),
        Outcome.EXCESSIVE: Article("35", "第三十五条"),
        # no article of its own: a confirmation would have to be made, and art. 38 owes only what exists; art. 36(6)
        # is not cited, for it asks for an earlier reply of this agency, and the applicant may have it from elsewhere
        Outcome.CONFIRMATION_SOUGHT: Article("38", "第三十八条"),
        Outcome.ABANDONED: Article("30", "第三十条"),
        Outcome.FEE_UNPAID: Article("42", "第六条", FEE_MEASURES),
    },
    grounds={
        Ground.STATE_SECRET: Article("14", "第十四条"),
        Ground.FORBIDDEN_BY_LAW: Article("14", "第十四条"),
        Ground.SECURITY_AND_STABILITY: Article("14", "第十四条"),
        Ground.BUSINESS_SECRET: Article("15", "第十五条"),
        Ground.PRIVACY: Article("15", "第十五条"),
        Ground.INTERNAL_AFFAIRS: Article("16(1)", "第十六条第一款"),
        Ground.PROCESS_INFORMATION: Article("16(2)", "第十六条第二款"),
        Ground.ENFORCEMENT_FILE: Article("16(2)", "第十六条第二款"),
    },
    receipt={
        Channel.IN_PERSON: Receipt("提交之日为收到之日", Article("31(1)", "第三十一条第（一）项")),
        Channel.ORAL: Receipt("填写申请之日为收到之日", Article("31(1)", "第三十一条第（一）项")),
        Channel.POST_SIGNED: Receipt("签收之日为收到之日", Article("31(2)", "第三十一条第（二）项")),
        Channel.POST_ORDINARY: Receipt("与申请人确认之日为收到之日", Article("31(2)", "第三十一条第（二）项")),
        Channel.POST_MISDIRECTED: Receipt("与申请人确认之日为收到之日", Article("31", document=ON_RECEIPT)),
        Channel.ONLINE: Receipt("双方确认之日为收到之日", Article("31(3)", "第三十一条第（三）项")),
        Channel.FAX: Receipt("双方确认之日为收到之日", Article("31(3)", "第三十一条第（三）项")),
    },
    source="政府信息公开条例，国务院令第711号；收费见国办函〔2020〕109号，误寄的信函见国办公开办函〔2015〕207号",
)
