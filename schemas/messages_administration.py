"""Sentences of administration."""

ADMINISTRATION_MESSAGES: dict[str, tuple[str, str]] = {
    "agency_code_fixed": (
        "该机关已用此代字编发文号，不得更改。",
        "Numbers were issued under this code; it cannot change any more.",
    ),
    "agency_has_administrator": (
        "该机关的系统管理员已经到任，其人员由该机关自行管理。",
        "An administrator of this agency has taken over; its staff are its own affair.",
    ),
    "first_is_administrator": (
        "为下级机关只能设置系统管理员，其他人员由该机关自行管理。",
        "For an agency below only an administrator can be added; all others are its own affair.",
    ),
    "role_missing": ("请至少选择一个岗位。", "Choose at least one role."),
    "role_given_to_nobody": (
        "该岗位由系统自身使用，不授予任何人。",
        "This role is Daylight's own and is given to nobody.",
    ),
    "own_rights": (
        "不得变更本人的岗位或者停用本人，须由另一名系统管理员办理。",
        "Nobody changes his own roles or makes himself inactive; another administrator does.",
    ),
    "own_way_in": (
        "本人的密码和二次验证请在“我的账号”页面办理，需输入现用密码。",
        "One's own password and second factor are changed under My account, with the password of now.",
    ),
    "last_administrator": (
        "这是本机关最后一名在用的系统管理员，不得取消或者停用。",
        "This is the last active administrator of the agency.",
    ),
    "staff_has_open_cases": (
        "该人员名下仍有未办结的办件，请先改派，或者确认先行停用。",
        "Open cases are assigned to this person; reassign them first, or say that they are left.",
    ),
    "staff_not_active": (
        "该人员已停用。",
        "This person is not active.",
    ),
    "secret_was_shown": (
        "该次操作已经完成，密码或者令牌只显示一次；遗失的，请重新生成。",
        "This was done already, and a secret is shown only once; make another one if it was lost.",
    ),
    "calendar_days_unreadable": (
        "日期须写作 2027-02-05，连续日期写作 2027-02-05 至 2027-02-11，以空格、逗号或者换行分隔。",
        "Write days like 2027-02-05 or 2027-02-05..2027-02-11, with blanks, commas or lines between.",
    ),
    "calendar_approver_is_proposer": (
        "工作日安排应由提出人以外的系统管理员批准。",
        "A calendar is approved by another administrator than the one who proposed it.",
    ),
    "policy_changed_meanwhile": (
        "办理政策已被他人修改，请核对现行内容后重新提交。",
        "Somebody else has changed the policy since it was read; look at it again.",
    ),
}
