"""Sentences of those who sign in."""

ACCOUNT_MESSAGES: dict[str, tuple[str, str]] = {
    "sign_in_failed": (
        "机关、账号或者密码不正确，请核对后重新输入。",
        "Agency, login or password is not right. Check them and try again.",
    ),
    "sign_in_paused": (
        "输入错误次数过多，请稍候再试。",
        "Too many tries failed. Wait and try again.",
    ),
    "one_time_password_over": (
        "一次性密码已超过有效期，请联系系统管理员重新发放。",
        "This one-time password is no longer valid. Ask an administrator for another.",
    ),
    "second_factor_wrong": (
        "验证码不正确或者已经使用，请输入最新的验证码。",
        "This code is not right, or was used already. Enter the newest one.",
    ),
    "second_factor_is_set": (
        "已启用二次验证。",
        "A second factor is set up already.",
    ),
    "second_factor_missing": (
        "尚未启用二次验证。",
        "No second factor is set up.",
    ),
    "second_factor_demanded": (
        "系统管理员必须启用二次验证，不能停用。",
        "Administrators must have a second factor; it cannot be turned off.",
    ),
    "password_too_short": ("密码不得少于12个字符。", "A password has at least 12 characters."),
    "password_too_long": ("密码不得超过200个字符。", "A password has at most 200 characters."),
    "password_guessable": (
        "该密码容易被猜到：请勿使用常见密码、账号、姓名、机关名称以及连续或者重复的字符。",
        "This password is easily guessed: use no common password, login, name, agency, runs or repetition.",
    ),
    "password_unchanged": ("新密码不能与现用密码相同。", "The new password must differ from the one of now."),
    "password_wrong": ("现用密码不正确。", "The current password is not right."),
    "passwords_differ": ("两次输入的新密码不一致。", "The new password was not typed twice in the same way."),
    "provider_unavailable": (
        "统一身份认证服务暂时无法使用，请稍后再试，或者使用账号和密码登录。",
        "The identity provider cannot be used at the moment. Try later, or sign in with a password.",
    ),
    "provider_refused": (
        "统一身份认证未能完成，请重新登录。",
        "Signing in at the identity provider did not succeed. Start again.",
    ),
    "provider_person_unknown": (
        "您的统一身份在本机关没有对应的账号，请联系系统管理员。",
        "Your identity belongs to no account of this agency. Ask an administrator.",
    ),
    "identity_taken": (
        "该统一身份已与其他账号绑定，或者您的账号已绑定其他统一身份。",
        "This identity is linked to another account, or your account to another identity.",
    ),
    "identity_is_the_only_way": (
        "您的账号没有密码，解除绑定后将无法登录。请先联系系统管理员发放一次性密码。",
        "Your account has no password and could not be used without this identity. Ask for a one-time password first.",
    ),
}
