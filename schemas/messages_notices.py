"""Messages of notices, absences and preferences, by code: Chinese, then English."""

NOTICE_MESSAGES: dict[str, tuple[str, str]] = {
    "absence_out_of_order": ("不在岗的最后一日早于第一日。", "The last day of the absence lies before its first."),
    "absence_is_over": ("不在岗期间已经过去，无需登记。", "The absence is over already; there is nothing to enter."),
    "absence_too_long": ("不在岗期间不得超过三百六十六日。", "An absence cannot last more than 366 days."),
    "absence_overlaps": (
        "该人员在此期间已登记不在岗；请先撤回原登记。",
        "An absence of this person is entered for some of these days already; withdraw it first.",
    ),
    "substitute_unfit": (
        "代行人应当是本机关的其他在岗人员。",
        "The substitute must be another active member of staff of the same agency.",
    ),
    "ladder_out_of_order": (
        "督办层级应当按工作日先后排列，每日只列一级。",
        "The rungs of a ladder must be in the order of their days, each day once.",
    ),
    "alarms_window_reversed": (
        "alarms_from 应当早于 alarms_until。",
        "The window of the alarms must open before it closes: alarms_from before alarms_until.",
    ),
    "approval_role_does_not_sign": (
        "审批环节中有不具签批职责的岗位。",
        "The chain of approval names a role that does not sign.",
    ),
    "timezone_unknown": (
        "没有这个时区，例如应写 Asia/Shanghai。",
        "There is no such time zone; write e.g. Asia/Shanghai.",
    ),
    "quiet_hours_incomplete": (
        "免打扰时段须同时写明开始和结束时间。",
        "Quiet hours need both a beginning and an end.",
    ),
    "quiet_hours_empty": ("免打扰时段的开始与结束时间相同。", "Quiet hours cannot begin and end at the same time."),
    "time_with_zone": ("时间按机关所在地计，不应带时区。", "Times are those of the agency; give no time zone."),
    "last_event_id_invalid": (
        "Last-Event-ID 或者 after 应当是此前收到的通知序号。",
        "Last-Event-ID, or after, must be the number of a notice received before.",
    ),
}
