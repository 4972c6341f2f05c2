"""Help from the law beside the steps of what follows the reply: remedies, re-assessment, publication, filing."""

from api.console.steps.words.help_entry import PRACTICE, REMEDY_LAW, Help

HELP: dict[str, Help] = {
    "record_remedy": Help(
        (
            "申请人对答复或者逾期不答复不服的，可以申请行政复议、提起诉讼，也可以投诉、举报。",
            "The reply, or its absence, can be contested in reconsideration or by suit, or complained of.",
        ),
        ("remedies", "complaint"),
        REMEDY_LAW,
    ),
    "set_remedy_date": Help(
        (
            (
                "复议答复期限为收到申请书副本之日起十日（简易程序五日），诉讼答辩期限为收到起诉状副本之日起十五日；"
                "以通知书载明的为准。"
            ),
            (
                "Ten days from receiving the copy in reconsideration (five in summary procedure), fifteen in a suit; "
                "what the papers say decides."
            ),
        ),
        (),
        REMEDY_LAW,
    ),
    "keep_remedy_date": Help(
        ("办理后登记，督办提醒随即终止。", "Once it is recorded nobody is reminded any more."),
        (),
        REMEDY_LAW,
    ),
    "record_remedy_result": Help(
        (
            "责令重新答复的，本件恢复办理，适用责令的期限，不因征求意见等延长。",
            "An ordered new reply opens the case again, with the limit ordered, which nothing moves.",
        ),
        ("remedies",),
        REMEDY_LAW,
    ),
    "reassess_document": Help(
        (
            "应当建立健全动态调整机制，对不予公开的信息定期评估审查，因情势变化可以公开的应当公开。",
            "What is withheld is looked at again from time to time; what may be disclosed by now is.",
        ),
        ("reassessment",),
    ),
    "convert_to_proactive": Help(
        (
            (
                "多个申请人提出相同申请、该信息属于可以公开的，可以纳入主动公开；申请人建议纳入的，"
                "应当审核，及时主动公开。"
            ),
            (
                "What several applicants asked for may be published; what an applicant proposes "
                "to publish is examined, and published if it falls under it."
            ),
        ),
        ("conversion",),
    ),
    "file_refusal": Help(
        (
            "按照主管部门要求，不予公开的决定应当备案；每件一次。",
            "A refusal is filed with the supervising authority, once.",
        ),
        (),
        PRACTICE,
    ),
}
