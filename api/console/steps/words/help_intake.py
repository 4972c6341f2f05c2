"""Help from the law beside the steps of taking in: receipt, correction, withdrawal, division."""

from api.console.steps.words.help_entry import PRACTICE, RECEIPT_LETTER, Help
from schemas.words import Word

HELP: dict[str, Help] = {
    "confirm_receipt": Help(
        (
            "平常信函以与申请人确认之日，互联网、传真以双方确认之日为收到申请之日；期限自次日起算。确认不得拖延。",
            (
                "An ordinary letter counts as received on the day it is confirmed with the applicant, an online or fax "
                "application on the day both sides confirm; the limit runs from the next day. It must not be delayed."
            ),
        ),
        ("date_of_receipt",),
    ),
    "record_contact_attempt": Help(
        (
            "联系不上申请人的，记录每次联系的经过；恢复联系并确认之前，期限不起算。",
            (
                "While the applicant cannot be reached each attempt is put on record; no limit "
                "runs before it is confirmed."
            ),
        ),
        ("date_of_receipt",),
        RECEIPT_LETTER,
    ),
    "accept": Help(
        (
            (
                "申请须写明申请人姓名或者名称、身份证明、联系方式，所需信息的名称、文号或者便于查询的特征，"
                "以及形式要求；内容明确的，即予办理。"
            ),
            (
                "An application names the applicant with proof of identity and contact, the information "
                "by features that let it be found, and the form wanted. If it is clear, it is taken "
                "in hand."
            ),
        ),
        ("application",),
    ),
    "answer_on_the_spot": Help(
        ("能够当场答复的，应当当场予以答复；申请随即办结。", "What can be answered on the spot is, and the case ends."),
        ("on_the_spot",),
    ),
    "assign": Help(
        ("登记、审核、办理、答复、归档各环节均须有人负责；答复制发前可以改派。", "Every stage has somebody in charge."),
        ("registration",),
    ),
    "request_correction": Help(
        (
            (
                "申请内容不明确的，给予指导和释明，自收到申请之日起{notice}个工作日内一次性告知补正，"
                "说明补正事项和合理期限。答复期限自收到补正的申请之日起重新计算；逾期告知的，期限不重新计算。"
            ),
            (
                "Where the request is unclear, guidance is given and correction asked for once "
                "and for everything within {notice} working days of receipt, with a reasonable "
                "period. The limit runs anew from the corrected application; not so when the notice "
                "was late."
            ),
        ),
        ("correction",),
    ),
    "receive_correction": Help(
        (
            "答复期限自收到补正的申请之日起重新计算。逾期补正须有正当理由。",
            "A full new limit starts on receipt of the corrected application. Late, it needs a good reason.",
        ),
        ("correction",),
    ),
    "confirm_abandonment": Help(
        (
            (
                "申请人无正当理由逾期不补正，或者逾期未缴费的，视为放弃申请，不再处理。由工作人员核实确认，"
                "系统不自动认定。"
            ),
            (
                "Without a correction, or the fee, in time and without good reason the application "
                "is deemed abandoned. A person finds so; the engine never does."
            ),
        ),
        ("correction", "fee"),
    ),
    "withdraw": Help(
        (
            "申请人可以在答复制发前撤回申请。撤回是申请人自己的行为，应当留存其书面或者其他凭证。",
            "The applicant may take the application back until the reply is issued. Keep what proves that he did.",
        ),
        (),
        PRACTICE,
    ),
    "split_application": Help(
        (
            "一件申请涉及多项不相关内容的，可以分拆办理。各件收到日期与原申请相同；检索、补正、收费等开始后不得分拆。",
            (
                "Several unrelated matters can be split; every part keeps the day of receipt. Not "
                "once anything was found, asked for or corrected."
            ),
        ),
        ("application",),
    ),
    "join_application": Help(
        (
            "同一申请人的相同或者相近申请可以并案；并案不得延长任何一件的答复期限，由到期在先的办件继续办理。",
            (
                "Like applications of one applicant can be handled together; joining never lengthens "
                "a limit, so the case that is due first goes on."
            ),
        ),
        (),
        PRACTICE,
    ),
}
FINALLY: dict[str, Word] = {
    "answer_on_the_spot": (
        "提交后，答复立即编号制发并记为当场送达，本件随即办结。此后不能修改。",
        "The reply is issued at once, recorded as handed over, and the case closed. It cannot be changed.",
    ),
    "confirm_abandonment": (
        "提交后，本件以“视为放弃申请”办结，并制作告知书。此后不能恢复办理。",
        "The case will be closed as abandoned, and a letter made. It cannot be taken up again.",
    ),
    "withdraw": (
        "提交后，本件以“申请人撤回”办结，并制作撤回确认书，此后不能恢复办理；并入的申请未一并撤回的，本件为其继续办理。",
        "The case will be closed for good, and a confirmation made. It goes on for what was joined and stays.",
    ),
    "split_application": (
        "提交后，除第一项外，其余各项各自成为新的办件，有各自的编号和期限。此后不能合并回来。",
        "Every part but the first becomes a case with a number and a limit of its own. It cannot be undone.",
    ),
    "join_application": (
        "提交后，本件以“并入他件”办结，由并入的办件一并答复。此后不能恢复办理。",
        "This case will be closed as joined; the other one answers both. It cannot be undone.",
    ),
}
"""What taking the step brings about for good."""
