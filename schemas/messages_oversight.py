"""Messages of oversight lists and of tables to take away, by code: Chinese, then English."""

OVERSIGHT_MESSAGES: dict[str, tuple[str, str]] = {
    "too_many_rows": (
        "清单超过十万行，不能一次导出。请增加筛选条件，分次导出。",
        "The list has more than 100,000 rows and cannot be exported at once. Narrow it down and export it in parts.",
    ),
    "heat_of_one_agency": (
        "按承办人或者科室查看时，请选定一个机关。",
        "Handlers and departments are shown for one agency: name it.",
    ),
    "days_too_many": ("所查日期范围不得超过四百日。", "No more than 400 days can be asked about at once."),
    "feeds_too_many": (
        "订阅日历已达十个，请先停用不再使用的。",
        "You have ten calendars already; end one that is not used any more.",
    ),
}
