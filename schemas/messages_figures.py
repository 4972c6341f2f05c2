"""What a person reads whose question to the figures of oversight makes no sense: Chinese first, English beside it."""

FIGURES_MESSAGES: dict[str, tuple[str, str]] = {
    "period_reversed": ("统计期间的末日早于首日。", "The period ends before it begins."),
    "period_too_long": ("统计期间不得超过十年。", "The period is longer than ten years."),
    "period_too_far": ("统计期间不得晚于9998年底。", "The period ends after the year 9998."),
    "database_in_use": (
        "数据库中已有申请，不能写入测量数据。",
        "Applications are kept in this database; invented ones are written to an empty database only.",
    ),
}
