"""How applications come in and go out: found after all, answered on the spot, from an inquiry, with an edited reply."""

from api.demo import acts
from api.demo.acts import ACCEPT, APPROVE, ISSUE, deliver, disclose, draft, issue, search, take
from api.demo.papers_building import BUILDING_PERMIT, MAINTENANCE_FUND
from api.demo.papers_evidence import SIGNED_RETURN
from api.demo.people import organisation, person
from api.demo.script import HANDLER, Ago, Asked, Doc, Edit, Letter, SampleCase
from schemas.applications import WantedForm, WantedRoute
from schemas.inquiries import InquiryChannel
from schemas.vocabulary import ApplicantKind, Channel, DeliveryMethod, LetterKind, Outcome

_PROMISED = "随本答复书提供电子件一份。"
_FINAL_TEXT = "答复书定稿.docx"

MISDIRECTED = SampleCase(
    key="misdirected",
    shows="信函误寄其他科室，联系不上申请人",
    channel=Channel.POST_MISDIRECTED,
    arrived=Ago(9),
    applicant=person("尤示例", "19620330", "0135", address="示例市城东区例证巷2号"),
    asks="申请公开例证巷危房鉴定和解危的政策文件。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        take(HANDLER, "record_contact_attempt", attempted_on=Ago(9), how="上午、下午各电话联系一次，均无人接听"),
        take(HANDLER, "record_contact_attempt", attempted_on=Ago(8), how="电话联系，无人接听，已登记待联系"),
        acts.confirmed("申请人回电，电话确认收到", Ago(5)),
        ACCEPT,
        *issue(draft(Outcome.ALREADY_PUBLIC, where="局门户网站“政策文件—房屋安全”栏目，文号示建房〔2025〕40号。")),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000135CN"),
    ),
    end=acts.closed(
        Outcome.ALREADY_PUBLIC,
        *acts.REGISTERED,
        "contact_attempted",
        "contact_attempted",
        *acts.RECEIVED,
        *acts.ACCEPTED,
        *acts.ANSWERED,
    ),
)

ON_THE_SPOT = SampleCase(
    key="on-the-spot",
    shows="当场答复",
    channel=Channel.IN_PERSON,
    arrived=Ago(0),
    applicant=person("许例证", "19960202", "0136"),
    asks="申请公开今年的公租房申请条件。",
    form=WantedForm.INSPECTION,
    route=WantedRoute.PICK_UP,
    script=(
        take(
            HANDLER,
            "answer_on_the_spot",
            decision={
                "outcome": Outcome.ALREADY_PUBLIC,
                "where": "局门户网站“住房保障—申请指南”栏目；已当场打印一份交申请人。",
            },
            proof="申请人当场在送达回证上签名",
        ),
    ),
    end=acts.closed(Outcome.ALREADY_PUBLIC, *acts.BEGUN, *acts.DRAFTED, *acts.ISSUED, *acts.DELIVERED),
)

FROM_INQUIRY = SampleCase(
    key="from-inquiry",
    shows="窗口咨询转为申请，打印申请表和送达回证",
    channel=Channel.IN_PERSON,
    arrived=Ago(4),
    origin=Asked(
        InquiryChannel.COUNTER,
        Ago(4),
        "询问本小区电梯更新的维修资金使用备案能否查看。",
        "告知备案通知未主动公开，可以当场填写申请表申请公开。",
    ),
    applicant=person("吕示意", "19801225", "0137", address="示例市城北区金桂苑3号楼"),
    asks="申请公开金桂苑3号楼电梯更新维修资金使用备案通知。",
    form=WantedForm.PAPER,
    route=WantedRoute.PICK_UP,
    script=(
        take(HANDLER, "print_record", record=LetterKind.APPLICATION_FORM),
        ACCEPT,
        *search("在维修资金管理系统以“金桂苑”“3号楼”检索，得备案通知一份。", MAINTENANCE_FUND),
        *disclose(MAINTENANCE_FUND),
        *issue(draft(Outcome.DISCLOSED)),
        *deliver(DeliveryMethod.DIRECT, "申请人在送达回证上签名", slip=SIGNED_RETURN),
        take(HANDLER, "print_record", record=LetterKind.PROOF_OF_SERVICE, letter=Letter(LetterKind.REPLY)),
    ),
    end=acts.closed(
        Outcome.DISCLOSED,
        *acts.REGISTERED,
        *acts.RECEIVED,
        *acts.PRINTED,
        *acts.ACCEPTED,
        *acts.SEARCHED,
        *acts.REVIEWED,
        *acts.ANSWERED,
        *acts.PRINTED,
        letters=(
            LetterKind.RECEIPT,
            LetterKind.APPLICATION_FORM,
            LetterKind.REPLY,
            LetterKind.PROOF_OF_SERVICE,
        ),
    ),
)

FINAL_TEXT = SampleCase(
    key="final-text",
    shows="答复书在文字处理软件中修改后定稿",
    channel=Channel.IN_PERSON,
    arrived=Ago(6),
    applicant=organisation(ApplicantKind.OTHER, "城西中学家长委员会", "0514", email="parents@example.com"),
    asks="申请公开城西中学教学楼抗震加固及扩建工程的施工许可证。",
    script=(
        ACCEPT,
        *search("在施工许可系统按工程名称查询，得施工许可证一份。", BUILDING_PERMIT),
        *disclose(BUILDING_PERMIT),
        draft(Outcome.DISCLOSED, note=_PROMISED),
        Edit(HANDLER, _FINAL_TEXT, _PROMISED, "随本答复书提供电子件一份，纸质件可以凭身份证明到办公室领取。"),
        take(HANDLER, "set_final_text", document=Doc(_FINAL_TEXT)),
        APPROVE,
        ISSUE,
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0514@example.com"),
    ),
    end=acts.closed(
        Outcome.DISCLOSED,
        *acts.BEGUN,
        *acts.SEARCHED,
        *acts.REVIEWED,
        *acts.DRAFTED,
        "final_text_set",
        *acts.APPROVED,
        *acts.ISSUED,
        *acts.DELIVERED,
    ),
)

CASES = (MISDIRECTED, ON_THE_SPOT, FROM_INQUIRY, FINAL_TEXT)
