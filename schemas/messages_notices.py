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
