"""Messages of the search: what a round, an answer or the search record lacks."""

SEARCH_MESSAGES: dict[str, tuple[str, str]] = {
    "department_named_twice": ("同一科室或者单位重复列出。", "A department is named twice."),
    "search_due_in_the_past": ("检索反馈日期不得早于今天。", "The last day to answer lies in the past."),
    "search_due_on_a_day_off": ("检索反馈日期应当是工作日。", "The last day to answer must be a working day."),
    "search_due_after_reply": (
        "检索反馈日期不得晚于本办件的答复期限。",
        "The departments must answer before the reply itself is due.",
    ),
    "no_search_round": ("没有尚未反馈的检索要求。", "No department still owes an answer."),
    "no_such_search_round": ("没有这一检索要求。", "No search was asked for under this id."),
    "search_round_over": ("该检索要求已经反馈完毕或者已经撤回。", "This round is answered already, or was taken back."),
    "search_answer_empty": (
        "反馈应当列明检索到的文件，或者说明没有的原因。",
        "An answer names what was found, or says why there is nothing.",
    ),
    "search_answer_contradicts": (
        "反馈既列明文件又说明没有，二者只能择一。",
        "An answer names what was found or says why there is nothing, not both.",
    ),
    "search_round_open": (
        "检索尚未反馈完毕，不能据此答复；不再需要的，请先撤回该检索要求。",
        "A department still owes its answer; this reply would rest on it. Take the round back if it is not needed.",
    ),
    "nothing_searched": (
        "尚未检索，没有可以打印的检索记录。",
        "Nothing was searched yet: there is no record to print.",
    ),
}
