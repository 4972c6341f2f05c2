"""Cases that end without information: not found, another agency's, taken back."""

from api.demo import acts
from api.demo.acts import ACCEPT, confirmed, deliver, draft, issue, search, take
from api.demo.papers_evidence import ENVIRONMENTAL_APPROVAL
from api.demo.people import organisation, person
from api.demo.script import HANDLER, Ago, Ahead, End, SampleCase, Upload
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import ApplicantKind, Channel, DeliveryMethod, LetterKind, Outcome, Remedy, State

NOT_FOUND = SampleCase(
    key="not-found",
    shows="信息不存在，自行检索并请档案馆检索，打印检索记录",
    channel=Channel.IN_PERSON,
    arrived=Ago(11),
    applicant=person("钱样本", "19660918", "0141", address="示例市城东区旧仓巷5号"),
    asks="申请公开旧仓巷5号房屋1985年落实私房政策的发还决定。",
    form=WantedForm.PAPER,
    route=WantedRoute.PICK_UP,
    script=(
        ACCEPT,
        *search("在房产档案数据库以门牌“旧仓巷5号”、产权人姓名检索1980年至1990年卷宗，未见发还决定。"),
        take(
            HANDLER,
            "request_search",
            departments=("市城建档案馆",),
            sought="旧仓巷5号房屋1985年落实私房政策的发还决定。",
            due_on=Ahead(3),
        ),
        take(
            HANDLER,
            "answer_search",
            search="s1",
            searched_by="市城建档案馆查阅服务科",
            how="人工查阅私房政策卷宗目录第12至15册，并按门牌逐页核对。",
            none_because="目录和卷内均无该门牌条目，移交清册亦无记载。",
        ),
        take(HANDLER, "print_record", record=LetterKind.SEARCH_RECORD),
        *issue(draft(Outcome.NOT_FOUND, reasons="本机关未制作或者获取该决定，档案移交清册中亦无记载。")),
        *deliver(DeliveryMethod.ENTRUSTED, "委托旧仓巷街道办事处送达，申请人签收"),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.NOT_FOUND,
        remedy=Remedy.EITHER,
        letters=(LetterKind.RECEIPT, LetterKind.SEARCH_RECORD, LetterKind.REPLY),
        events=(
            *acts.REGISTERED,
            *acts.RECEIVED,
            *acts.ACCEPTED,
            *acts.SEARCHED,
            *acts.SEARCH_ASKED,
            *acts.SEARCH_ANSWERED,
            *acts.PRINTED,
            *acts.ANSWERED,
        ),
    ),
)

NOT_THIS_AGENCY = SampleCase(
    key="not-this-agency",
    shows="不属于本机关公开，告知环评批复的制作机关",
    channel=Channel.ONLINE,
    arrived=Ago(3),
    applicant=organisation(ApplicantKind.PUBLIC_BENEFIT, "示例绿水环保公益中心", "0512", email="green@example.com"),
    asks="申请公开城北污水处理厂扩建工程环境影响报告书的批复及其附件。",
    script=(
        confirmed("申请平台自动回执并电话确认", Ago(2)),
        ACCEPT,
        Upload(HANDLER, ENVIRONMENTAL_APPROVAL),
        *issue(
            draft(
                Outcome.NOT_THIS_AGENCY,
                reasons="该批复由示例市生态环境局制作，应当由制作机关负责公开。",
                right_agency="示例市生态环境局",
                contact="010-55550166",
            )
        ),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0512@example.com"),
    ),
    end=End(
        state=State.CLOSED,
        outcome=Outcome.NOT_THIS_AGENCY,
        remedy=Remedy.EITHER,
        letters=acts.RECEIPT_AND_REPLY,
        events=(*acts.REGISTERED, *acts.RECEIVED, *acts.ACCEPTED, *acts.ANSWERED),
    ),
)

WITHDRAWN_EARLY = SampleCase(
    key="withdrawn-before-acceptance",
    shows="受理前撤回，口头申请",
    channel=Channel.ORAL,
    arrived=Ago(2),
    applicant=person("李范例", "19830704", "0142"),
    asks="（工作人员代填）申请公开本人所住楼栋加装电梯的批准文件。",
    route=WantedRoute.PICK_UP,
    script=(take(HANDLER, "withdraw", withdrawn_on=Ago(1)),),
    end=End(
        state=State.ARCHIVED,
        outcome=Outcome.WITHDRAWN,
        letters=(LetterKind.RECEIPT, LetterKind.WITHDRAWAL),
        events=(*acts.REGISTERED, *acts.RECEIVED, *acts.WITHDRAWN),
    ),
)

WITHDRAWN_LATER = SampleCase(
    key="withdrawn-after-acceptance",
    shows="受理检索后撤回",
    channel=Channel.FAX,
    arrived=Ago(6),
    applicant=organisation(ApplicantKind.BUSINESS, "示例物业服务有限公司", "0314", address="示例市城西区样本街9号"),
    asks="申请公开2025年全市物业服务企业信用评价的评分底稿。",
    script=(
        confirmed("传真收到当日电话确认", Ago(6)),
        ACCEPT,
        *search("在信用评价系统中按年度导出目录，尚未逐件调取。"),
        take(HANDLER, "withdraw", withdrawn_on=Ago(1)),
    ),
    end=End(
        state=State.ARCHIVED,
        outcome=Outcome.WITHDRAWN,
        letters=(LetterKind.RECEIPT, LetterKind.WITHDRAWAL),
        events=(*acts.REGISTERED, *acts.RECEIVED, *acts.ACCEPTED, *acts.SEARCHED, *acts.WITHDRAWN),
    ),
)

CASES = (NOT_FOUND, NOT_THIS_AGENCY, WITHDRAWN_EARLY, WITHDRAWN_LATER)
