"""What a refused person reads about review, pages and release, by code: Chinese first, English beside it."""

REVIEW_MESSAGES: dict[str, tuple[str, str]] = {
    # who reviews
    "review_by_one_person": (
        "本办件按原程序由一名审查人员审查，请使用“审查文件”步骤。",
        "This case was begun when one person reviewed; take the step review_document.",
    ),
    "review_by_two_persons": (
        "审查须由两人进行：一人拟定意见，另一人审核。请使用“拟定审查意见”和“审核审查意见”步骤。",
        "Two persons review: one proposes (propose_review), another confirms (confirm_review).",
    ),
    "nothing_proposed": ("没有待审核的审查意见。", "Nothing is proposed that could be confirmed or sent back."),
    "own_proposal": (
        "审查意见须由拟定人以外的人员审核。",
        "Who proposed a review does not confirm it; another person must.",
    ),
    # what may be proposed
    "parts_need_pages": (
        "部分公开须逐页标注：请先在各页上划定遮盖范围，再提交，不要填写 result。",
        "To disclose in part, mark what is blackened on each page first, and propose without a result.",
    ),
    "pages_unreviewed": ("尚有页面未审查，不得提交。", "A page has not been looked at yet."),
    "pages_unread": (
        "有扫描页未经机器读取，不能整件公开，请逐页查看后逐页提出意见。",
        "A scanned page was read by no machine, so the document cannot be disclosed whole: look at each such page.",
    ),
    "pages_changed": (
        "提交审查意见后，拟公开的页面上又有新的认定或者标注，请重新拟定审查意见。",
        "Somebody has said more about a page to be given out since it was proposed; propose it again.",
    ),
    "pages_say_otherwise": (
        "有页面已标注遮盖、不予公开或者不能确定，不能整件公开。",
        "A page is marked, withheld or undetermined; the document cannot be disclosed whole.",
    ),
    "findings_undecided": (
        "拟公开的页面上有机器发现的个人信息尚未由人员认定，请先逐项或者按类认定。",
        "Personal information found on pages to be given out is not decided yet; accept or reject it first.",
    ),
    "findings_unmarked": (
        "拟公开的页面上有已认定的个人信息未被遮盖，请补上遮盖，或者改为不认定。",
        "Accepted personal information on a page to be given out is not marked; mark it, or reject the finding.",
    ),
    "grounds_on_pages": (
        "未填写 result 的，依据以各页所列为准，请不要填写 grounds。",
        "Without a result the pages say on which grounds; name none here.",
    ),
    "document_not_filed": (
        "该信息未上传文件，只能整件不予公开或者报请确定。",
        "Nothing was uploaded for this finding; it can only be withheld whole, or referred.",
    ),
    "document_not_read_yet": (
        "文件正在读取，请稍后再提交。",
        "The document is still being read; try again in a moment.",
    ),
    "document_without_pages": (
        "文件不能按页显示，因而不能审查后公开。请上传其 PDF 版本，或者整件不予公开。",
        "The document cannot be shown as pages, so it cannot be released. Upload a PDF of it, or withhold it whole.",
    ),
    "documents_undetermined": (
        "有文件不能确定是否可以公开，请先报请有关主管部门或者保密行政管理部门确定，再作审查。",
        "Whether a document may be disclosed is undetermined: refer it for determination, then review it again.",
    ),
    "document_already_reviewed": (
        "该文件已提交审查或者已经审查，不能移出；如有变化，请退回后重新拟定审查意见。",
        "This document lies for review or was reviewed, so it cannot be set aside; have it reviewed anew instead.",
    ),
    "document_asked_about": (
        "该文件已征求意见或者已报请确定，不能移出。",
        "Others were asked about this document, so it cannot be set aside.",
    ),
    # pages
    "page_unknown": ("文件没有这一页。", "The document has no such page."),
    "page_changed": (
        "该页已被他人修改，请查看最新内容后再保存。",
        "Somebody has changed this page since you saw it; look at it again.",
    ),
    "marks_missing": ("部分公开的页面须至少标注一处遮盖。", "A page disclosed in part needs at least one mark."),
    "marks_not_wanted": (
        "整页公开、不予公开或者不能确定的页面不得有遮盖。",
        "A page that is disclosed or withheld whole, or undetermined, carries no marks.",
    ),
    "marks_too_many": (
        "一页上的遮盖超过五百处，请将该页整页不予公开。",
        "More than five hundred marks on one page; withhold the page whole.",
    ),
    "mark_outside_page": ("遮盖范围不在页面之内。", "A mark lies outside the page."),
    "finding_unknown": ("没有这一项发现。", "There is no such finding."),
    "findings_unnamed": (
        "请指明要认定的发现：逐项、按类、按相同内容或者全部。",
        "Say which findings: one by one, of a kind, with the same value, or all that are undecided.",
    ),
    "sheet_unknown": ("没有这份审查表。", "There is no such review sheet."),
    # release
    "copies_not_ready": (
        "公开文件的遮盖副本尚未制成，请稍后再制发。",
        "The copies to be given out are not made yet; issue the reply in a moment.",
    ),
    "copies_failed": (
        "有公开副本未能制成，请查看文件处理进度，排除原因后重试，或者重新拟定该文件的审查意见。",
        "A copy could not be made: look at the work on documents, mend the cause, and retry or review it anew.",
    ),
    "package_failed": (
        "公开材料包未能制成，请查看文件处理进度，排除原因后重试；也可以安排查阅，将 form 填为 inspection。",
        "The package could not be bound: look at the work on documents, mend the cause, retry; or have it inspected.",
    ),
    "copies_differ": (
        "公开副本的页数与审查结果不符，已停止制发，请联系系统管理员。",
        "The copies have other pages than were reviewed; the reply is not issued. Call an administrator.",
    ),
    "package_not_ready": (
        "公开材料包尚未制成，请稍后再登记送达；安排查阅的，请将 form 填为 inspection。",
        "The release package is not made yet; record the delivery in a moment, or say that it was inspected.",
    ),
    "release_unknown": ("本办件没有公开材料包。", "This case has no release package."),
    # fee
    "quantity_missing": ("请填写件数或者页数。", "Say how many items or pages."),
    "more_pages_than_released": (
        "页数不得多于审查后公开的页数。",
        "There are more pages here than the review gives out.",
    ),
}
