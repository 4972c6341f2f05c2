"""Messages of work on documents: what a file is refused for, and what to do about it."""

DOCUMENT_MESSAGES: dict[str, tuple[str, str]] = {
    "document_encrypted": (
        "文件已加密，无法查看；请上传未加密的版本。",
        "The file is protected by a password; upload it without one.",
    ),
    "document_too_heavy": (
        "处理该文件所需的时间或者空间超过上限；请拆分或者压缩图片后上传，或者上传由其制作的 PDF。",
        "The file takes more time or space than allowed; split it, shrink its pictures, or upload a PDF made from it.",
    ),
    "document_too_many_pages": (
        "文件超过五千页，请拆分后上传。",
        "The file has more than 5,000 pages; upload it in parts.",
    ),
    "document_not_paged": (
        "该类文件（OFD、ZIP）无法逐页审查；请上传由其制作的 PDF，或者整份不予公开。",
        "A file of this type (OFD, ZIP) cannot be reviewed page by page; upload it as PDF, or withhold it whole.",
    ),
    "office_converter_missing": (
        "转换办公文档须在运行工作进程的机器上安装 LibreOffice（Writer、Calc、Impress）；或者请上传由该文档制作的 PDF。",
        "LibreOffice (Writer, Calc, Impress) is missing: install it where the worker runs, or upload a PDF instead.",
    ),
    "job_broken": (
        "系统处理该文件时多次出错，已停止尝试；可以重新处理，仍不成功的，请联系管理员。",
        "Work on the file broke down several times and was given up; have it done again, or ask the administrator.",
    ),
    "box_without_area": ("方框没有面积。", "The box has no area."),
    # the virus scanner
    "document_infected": ("文件未通过病毒扫描，未予接收。", "The virus scanner found something; the file is refused."),
    "document_too_large_to_scan": (
        "文件超过病毒扫描程序的上限；请拆分，或者请管理员调高 clamd 的 StreamMaxLength。",
        "The file is larger than the virus scanner takes; split it, or have StreamMaxLength of clamd raised.",
    ),
    "scanner_unavailable": ("病毒扫描暂不可用，请稍后重试。", "The virus scanner is away; try again shortly."),
}
