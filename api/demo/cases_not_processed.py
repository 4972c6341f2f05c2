"""Cases that are answered without giving or refusing information: arts. 36(6), 36(7), 38, 39, and practice."""

from api.demo import acts
from api.demo.acts import ACCEPT, confirmed, deliver, draft, issue
from api.demo.cases_without import NOT_FOUND
from api.demo.people import organisation, person
from api.demo.script import Ago, Other, SampleCase
from schemas.applications import WantedForm, WantedRoute
from schemas.vocabulary import ApplicantKind, Channel, DeliveryMethod, Outcome

PETITION = SampleCase(
    key="petition",
    shows="不予处理：以申请形式进行投诉举报",
    channel=Channel.POST_SIGNED,
    arrived=Ago(4),
    applicant=person("杨例题", "19690614", "0143", address="示例市城南区示例街77号"),
    asks="申请公开你局为什么不查处示例街75号违法搭建，请说明何时拆除并追究有关人员责任。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        *issue(
            draft(
                Outcome.PETITION,
                reasons="申请内容系对违法搭建的举报和对履职情况的质询，不是对政府信息的申请。",
                right_channel="市城市管理综合行政执法局举报电话010-55550167，或者12345政务服务便民热线。",
            )
        ),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000143CN"),
    ),
    end=acts.closed(Outcome.PETITION, *acts.BEGUN, *acts.ANSWERED),
)

REPEATED = SampleCase(
    key="repeated",
    shows="不予处理：同一申请人重复申请，援引前次答复",
    channel=Channel.IN_PERSON,
    arrived=Ago(1),
    applicant=NOT_FOUND.applicant,
    asks="再次申请公开旧仓巷5号房屋1985年落实私房政策的发还决定。",
    form=WantedForm.PAPER,
    route=WantedRoute.PICK_UP,
    after=NOT_FOUND.key,
    script=(
        ACCEPT,
        *issue(
            draft(
                Outcome.REPEATED,
                earlier_case=Other(NOT_FOUND.key),
                reasons="两次申请所指为同一房屋的同一决定，前次答复后情况没有变化。",
            )
        ),
        *deliver(DeliveryMethod.DIRECT, "申请人在送达回证上签名"),
    ),
    end=acts.closed(Outcome.REPEATED, *acts.BEGUN, *acts.ANSWERED),
)

PUBLICATION = SampleCase(
    key="publication",
    shows="不予处理：要求提供公开出版物",
    channel=Channel.ONLINE,
    arrived=Ago(6),
    applicant=organisation(ApplicantKind.RESEARCH, "示例大学地方志研究中心", "0213", email="annals@example.com"),
    asks="申请公开2015年至2024年《示例市建设年鉴》全部电子版。",
    script=(
        confirmed("电话与联系人确认收到网上申请", Ago(5)),
        ACCEPT,
        *issue(
            draft(
                Outcome.PUBLICATION,
                where="《示例市建设年鉴》由示例出版社公开出版发行，可以购买，或者到市图书馆地方文献室查阅。",
            )
        ),
        *deliver(DeliveryMethod.ELECTRONIC, "电子邮件发送回执 demo-0213@example.com"),
    ),
    end=acts.closed(Outcome.PUBLICATION, *acts.BEGUN, *acts.ANSWERED),
)

SPECIAL_REGISTER = SampleCase(
    key="special-register",
    shows="行政查询事项：不动产登记资料，少数民族申请人",
    channel=Channel.IN_PERSON,
    arrived=Ago(3),
    applicant=person("阿依古丽·样本", "19930420", "0144", email="ayguli@example.com"),
    asks="申请公开金桂苑3号楼602室的不动产登记簿和历次转移登记材料。",
    script=(
        ACCEPT,
        *issue(
            draft(
                Outcome.SPECIAL_REGISTER,
                law="《不动产登记资料查询办法》",
                where="权利人、利害关系人可以持身份证明到示例市不动产登记中心查询窗口（城东区登记路2号，"
                "电话010-55550168）提出查询申请。",
            )
        ),
        *deliver(DeliveryMethod.DIRECT, "申请人在送达回证上签名"),
    ),
    end=acts.closed(Outcome.SPECIAL_REGISTER, *acts.BEGUN, *acts.ANSWERED),
)

NEEDS_MAKING = SampleCase(
    key="needs-making",
    shows="无法提供：需要加工、分析，姓名含生僻字",
    channel=Channel.FAX,
    arrived=Ago(7),
    applicant=person("朱䶮例", "19880808", "0145", address="示例市城西区范例里4号"),
    asks="申请公开2015年至2025年各街道加装电梯数量的逐年对比表和增长率。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        confirmed("传真收到次日电话确认", Ago(6)),
        ACCEPT,
        *issue(
            draft(
                Outcome.NEEDS_MAKING,
                reasons="本机关按项目逐件保存加装电梯备案，没有现成的分街道逐年对比表，制作该表需要汇总、分析八百余件备案。",
            )
        ),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000145CN"),
    ),
    end=acts.closed(Outcome.NEEDS_MAKING, *acts.BEGUN, *acts.ANSWERED),
)

CONFIRMATION = SampleCase(
    key="confirmation-sought",
    shows="不予处理：要求确认、重新出具已获取的信息",
    channel=Channel.POST_SIGNED,
    arrived=Ago(5),
    applicant=organisation(ApplicantKind.BUSINESS, "示范幕墙装饰有限公司", "0317", address="示例市高新区示范路1号"),
    asks="我公司已取得贵局示建备〔2025〕0117号备案表，申请确认该表真实有效并重新盖章出具一份。",
    form=WantedForm.PAPER,
    route=WantedRoute.POST,
    script=(
        ACCEPT,
        *issue(
            draft(
                Outcome.CONFIRMATION_SOUGHT,
                reasons="贵公司已经获取该备案表，所提要求系对已获取信息的确认和重新出具，不是对政府信息的申请。",
            )
        ),
        *deliver(DeliveryMethod.POST, "EMS收寄凭证 EX550000317CN"),
    ),
    end=acts.closed(Outcome.CONFIRMATION_SOUGHT, *acts.BEGUN, *acts.ANSWERED),
)

CASES = (PETITION, REPEATED, PUBLICATION, SPECIAL_REGISTER, NEEDS_MAKING, CONFIRMATION)
