"""What happens to an account, in words."""

from schemas.accounts import AccountAct
from schemas.words import Word

ACCOUNT_ACTS: dict[AccountAct, Word] = {
    AccountAct.SIGNED_IN: ("登录", "signed in"),
    AccountAct.SIGNED_IN_BY_PROVIDER: ("通过统一身份认证登录", "signed in by the identity provider"),
    AccountAct.SIGNED_OUT: ("退出", "signed out"),
    AccountAct.REFUSED: ("密码错误，登录未成功", "refused: wrong password"),
    AccountAct.PASSWORD_HANDED_OVER: ("发放一次性密码", "one-time password handed over"),
    AccountAct.PASSWORD_CHANGED: ("修改密码", "password changed"),
    AccountAct.FACTOR_REFUSED: ("二次验证未通过", "second factor refused"),
    AccountAct.FACTOR_SET: ("启用二次验证", "second factor set up"),
    AccountAct.FACTOR_REMOVED: ("停用二次验证", "second factor removed"),
    AccountAct.RECOVERY_CODE_USED: ("使用恢复码", "recovery code used"),
    AccountAct.SESSION_ENDED: ("结束其他登录", "sessions ended"),
    AccountAct.IDENTITY_LINKED: ("绑定统一身份", "identity linked"),
    AccountAct.IDENTITY_REMOVED: ("解除绑定统一身份", "identity unlinked"),
}
