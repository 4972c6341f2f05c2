"""Messages of the annual report, by code: Chinese, then English."""

ANNUAL_MESSAGES: dict[str, tuple[str, str]] = {
    "annual_year_in_future": ("该年度尚未开始。", "This year has not begun."),
    "annual_year_not_over": (
        "年度尚未结束，年度报告应当在次年审定。",
        "The year is not over; its report is adopted in the next.",
    ),
    "annual_report_faulty": (
        "年度报告的数据不符合勾稽关系，请先处理所列办件。",
        "The report does not add up; deal with the cases that are named first.",
    ),
    "annual_entries_missing": (
        "年度报告尚有应当填报的内容没有填报。",
        "Figures or texts that the report wants have not been entered.",
    ),
    "annual_entries_moved_on": (
        "填报内容已被他人更新，请查看后重新填报。",
        "Others have entered figures or texts since you saw them; look at them and enter yours again.",
    ),
    "annual_report_moved_on": (
        "年度报告刚刚被他人审定，请查看后再办理。",
        "Somebody else has just adopted this report; look at it and try again.",
    ),
    "annual_reason_missing": (
        "更正已经审定的年度报告，应当说明理由。",
        "To put another report in the place of an adopted one, say why.",
    ),
    "annual_report_damaged": (
        "已审定的年度报告与其校验值不符，不能使用；请联系系统管理员，并审定新的版本。",
        "The adopted report no longer matches its hash and is not used; tell an administrator, then adopt it anew.",
    ),
    # what does not add up
    "annual_rows_unbalanced": (
        "第一项加第二项之和，不等于第三项加第四项之和。",
        "Rows one and two together are not rows three and four together.",
    ),
    "annual_results_not_the_sum": ("办理结果总计不等于各项之和。", "The total of results is not the sum of its rows."),
    "annual_total_not_the_sum": (
        "总计栏不等于各类申请人之和。",
        "The total is not the sum of the six kinds of applicant.",
    ),
    "annual_carried_over_differs": (
        "上年结转的办件与上年度已审定报告中结转下年度的办件不一致。",
        "The cases carried over are not those in row four of last year's adopted report.",
    ),
    "annual_remedies_not_the_sum": (
        "复议、诉讼总计不等于各项结果之和。",
        "The total of remedies is not the sum of their results.",
    ),
    "annual_own_report_differs": (
        "该机关已审定的年度报告与其办件现在的数据不一致。",
        "The agency's adopted report says otherwise than its cases do now.",
    ),
}
