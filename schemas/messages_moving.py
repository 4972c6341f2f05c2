"""Messages of backup, restore, moving in and moving out, by code: Chinese, then English."""

MOVING_MESSAGES: dict[str, tuple[str, str]] = {
    "cases_not_running": (
        "流程引擎中没有本系统的任何记录，而数据库中尚有未办结的办件；请核对命名空间，或者运行 daylight restart-cases。",
        "Temporal knows nothing of us though cases are open; check the namespace or run daylight restart-cases.",
    ),
    "chain_not_sound": (
        "本办件的事件链不完整，未重新启动；请运行 daylight verify。",
        "The chain of events of this case is not sound, so it was not started again; run daylight verify.",
    ),
    "ended_but_open_on_record": (
        "流程引擎中本办件已经结束，而记录中尚未办结；以记录为准的，请加 --replace 再运行。",
        "In Temporal this case has ended, but on record it is open; if the record counts, run again with --replace.",
    ),
    "backup_running": ("该文件夹正在备份中。", "Another backup into this folder is running."),
    "backup_failed": ("数据库备份失败。", "The database could not be dumped."),
    "documents_lost": (
        "备份已完成，但有文件在文件库中缺失或损坏，未能备份，备份清单已列明；请查明原因。",
        "Made without documents that the store has lost or damaged; its manifest names them. Find out why.",
    ),
    "backup_incomplete": (
        "该文件夹中没有完整的备份：没有清单的是中断的备份，不能恢复。",
        "There is no whole backup of that name here: one without a manifest was broken off and cannot be restored.",
    ),
    "backup_damaged": (
        "备份已损坏：所列文件缺失或者与清单的哈希不符。",
        "The backup is damaged: the file named is missing or does not match its hash.",
    ),
    "backup_of_newer_release": (
        "备份由更新的版本制作，请先升级。",
        "The backup was made by a newer release; upgrade first.",
    ),
    "backup_keys_differ": (
        "现有密钥不是制作该备份时的密钥，恢复后无法读取个人信息；请先放回原密钥。",
        "These are not the keys the backup was made with, so personal data could not be read; put those keys back.",
    ),
    "restore_target_in_use": (
        "数据库中已有申请。确需以备份替换的，请加 --replace 再运行。",
        "There are applications in the database; to replace them by the backup run again with --replace.",
    ),
    "restore_target_connected": (
        "尚有其他程序连接数据库，请先停止各工作进程和接口进程。",
        "Others are connected to the database; stop workers and API processes first.",
    ),
    "restore_failed": (
        "恢复失败；数据库未改变或者为空，可以再次运行。",
        "The restore failed; the database is as it was or empty, and the restore may be run again.",
    ),
    "import_file_unreadable": (
        "文件无法读取：须为 CSV（UTF-8 或者 GB 18030）或者 XLSX。",
        "The file cannot be read; it must be CSV (UTF-8 or GB 18030) or XLSX.",
    ),
    "import_too_large": (
        "文件过大：不超过 20 MB（解压后 100 MB）、五万行、每格三万字，请分批导入。",
        "The file is too large: 20 MB (unpacked 100), 50,000 lines, 30,000 characters a cell at most; split it.",
    ),
    "import_column_unknown": (
        "有不认识的列，请使用模板的列名。",
        "A column is not known; use the headings of the template.",
    ),
    "import_column_twice": (
        "同一列出现两次，无法判断以哪一列为准。",
        "A column stands there twice: nobody can tell which of the two holds.",
    ),
    "import_column_missing": ("缺少必填的列或者内容。", "A column, or what should stand in it, is missing."),
    "import_choice_unknown": (
        "不是可选的内容，请见模板的说明。",
        "This is none of the choices; see the notes of the template.",
    ),
    "import_text_too_long": ("内容过长，超过可以登记的字数。", "This has more characters than can be kept."),
    "import_text_too_short": ("内容过短。", "This has too few characters."),
    "import_not_a_day": (
        "不是日期：请写成 年-月-日，例如 2026-10-12。",
        "This is no day; write year-month-day, such as 2026-10-12.",
    ),
    "import_not_a_number": ("须为规定范围内的整数。", "This must be a whole number within its bounds."),
    "import_line_unknown": (
        "起始行须为 2 至 50001 之间的整数（第 1 行为列名）。",
        "The line to begin with is a whole number from 2 to 50001; line 1 holds the headings.",
    ),
    "import_receipt_missing": (
        "此渠道须填写确认收到日期（第三十一条），其后的事项才能计算期限。",
        "For this channel the day of confirmation is needed (art. 31) before anything later can be counted.",
    ),
    "import_receipt_differs": (
        "此渠道以到达之日为收到申请之日（第三十一条），确认收到日期应当留空或者与到达日期相同。",
        "In this channel the day of arrival is the day of receipt (art. 31); leave the day of confirmation empty.",
    ),
    "import_number_too_high": (
        "该编号的序号远高于本机关当年已有的编号；导入后新编号将从其后开始，请核对。",
        "This number lies far above those known of its year; ours would go on behind it. Please check it.",
    ),
    "import_notice_missing": (
        "缺少告知或者发出的日期。",
        "The day on which this was notified or sent is missing.",
    ),
    "import_extension_late": (
        "告知延期的日期晚于届满日，不能视为有效延期。",
        "The extension was notified after the limit had ended, so it cannot count.",
    ),
    "import_outcome_missing": (
        "填写了办结或者送达日期，但没有答复类型。",
        "There is a day of closing or delivery but no outcome.",
    ),
    "import_outcome_refused": (
        "并案、逾期未缴费的办件不能导入，请在本系统办理。",
        "Cases joined into others, or closed for an unpaid fee, cannot be imported; handle them here.",
    ),
    "import_is_the_example": ("这是模板中的示例行，请删除。", "This is the template's example; delete the row."),
    "import_cell_broken": (
        "该单元格是表格软件的错误值，请改为实际内容。",
        "The cell holds an error of the spreadsheet; write what belongs there.",
    ),
    "import_number_twice": ("同一原编号在文件中出现两次。", "The same number stands twice in the file."),
    "import_number_taken": ("该编号已为本机关其他办件所用。", "Another case of the agency bears this number."),
    "import_changed": (
        "该编号已经导入，内容与本行不同；已导入的办件不改动，请在本系统更正。",
        "This number was imported with other content; what was imported is not changed, correct it here.",
    ),
    "export_folder_not_empty": ("该文件夹不是空的。", "The folder is not empty."),
    "export_incomplete": (
        "已导出，但有文件在文件库中缺失或损坏；errors.csv 列明各文件及其办件，请从备份放回后再次导出。",
        "Exported without documents that the store has lost or damaged; errors.csv names them and their cases.",
    ),
    "export_damaged": ("导出的文件与清单的哈希不符。", "A file of the export does not match its hash in the manifest."),
}
