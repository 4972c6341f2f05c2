"""Sentences of what protects the server: bodies too large or too slow, keys and passwords that protect nothing."""

SECURITY_MESSAGES: dict[str, tuple[str, str]] = {
    "body_too_large": ("请求正文过大。", "The body is too large."),
    "key_malformed": ("密钥格式错误。", "A key is malformed."),
    "key_unknown": ("缺少解密所需的密钥。", "The key needed to decrypt is not in the key ring."),
    "ciphertext_invalid": ("密文无法解密。", "The ciphertext does not decrypt."),
    "body_too_slow": ("请求内容未及时送达，请重试。", "The body did not come in time; try again."),
    "secret_weak": (
        "密钥或口令过于简单或为示例值，不能用于对外提供服务的系统。请重新生成。",
        "This key or password is too simple, or an example, and protects nothing where others reach it. Make another.",
    ),
    "secret_reused": (
        "同一密钥用于多种用途。请为每项用途分别生成密钥。",
        "One key serves several purposes. Make one for each.",
    ),
}
