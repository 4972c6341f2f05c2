"""Messages of oversight lists and of tables to take away, by code: Chinese, then English."""

OVERSIGHT_MESSAGES: dict[str, tuple[str, str]] = {
    "too_many_rows": (
        "清单超过十万行，不能一次导出。请增加筛选条件，分次导出。",
        "The list has more than 100,000 rows and cannot be exported at once. Narrow it down and export it in parts.",
    ),
}
