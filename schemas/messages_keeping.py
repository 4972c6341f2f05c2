"""Messages of keeping and destruction, by code: Chinese, then English."""

KEEPING_MESSAGES: dict[str, tuple[str, str]] = {
    "document_destroyed": (
        "该文件保管期满，已按规定销毁。",
        "This document was destroyed when its period of retention had ended.",
    ),
    "nothing_to_destroy": (
        "没有可以列入销毁清册的材料：未到期、永久保管或者暂停销毁。",
        "Nothing can be put on a register: nothing is due, or it is kept for ever, or held.",
    ),
    "approver_is_proposer": (
        "销毁清册应由编制人以外的人员批准。",
        "A register of destruction is approved by somebody other than the person who proposed it.",
    ),
    "case_not_of_agency": ("本机关没有此编号的办件。", "This agency has no case of this reference."),
    "retention_changed_meanwhile": (
        "保管期限已被他人修改，请核对现行内容后重新提交。",
        "Somebody else has changed the periods since they were read; look at them again.",
    ),
    "held_already": (
        "本办件已因同一事由暂停销毁，无须重复登记。",
        "The case is on hold for this very reason already.",
    ),
    "hold_released_already": ("该项暂停销毁已经解除。", "This hold was released already."),
}
