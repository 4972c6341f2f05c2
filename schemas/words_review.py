"""What the review calls the things that hide in files beside their pages. Chinese first, English beside."""

from schemas.words import Word

HIDDEN_THINGS: dict[str, Word] = {
    "annotations": ("批注", "annotations"),
    "application_data": ("应用程序私有数据", "private data of a program"),
    "attachments": ("附件", "attachments"),
    "comments": ("批注", "comments"),
    "damaged_structure": ("结构损坏，无法查明", "a damaged structure"),
    "earlier_revisions": ("早期版本", "earlier revisions"),
    "external_links": ("外部链接", "external links"),
    "form_fields": ("表单域", "form fields"),
    "hidden_text": ("隐藏文字", "hidden text"),
    "encryption": ("加密", "encryption"),
    "hidden_rows_or_columns": ("隐藏的行或者列", "hidden rows or columns"),
    "hidden_sheets": ("隐藏的工作表", "hidden sheets"),
    "hidden_slides": ("隐藏的幻灯片", "hidden slides"),
    "not_looked_through": ("旧格式，未能逐项检查", "an old format that is not looked through"),
    "javascript": ("脚本", "JavaScript"),
    "launches_programs": ("启动程序的指令", "orders to start programs"),
    "layers": ("图层", "layers"),
    "macros": ("宏", "macros"),
    "metadata": ("元数据", "metadata"),
    "pivot_data": ("数据透视缓存", "data behind pivot tables"),
    "speaker_notes": ("演讲者备注", "speaker notes"),
    "thumbnails": ("缩略图", "thumbnails"),
    "tracked_changes": ("修订痕迹", "tracked changes"),
}
"""By the code a reading tells (``activities.workshop``)."""
