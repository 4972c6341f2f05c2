"""What the files of a case are, by where they come from. Chinese first, English beside."""

from schemas.words import Word

ORIGINS: dict[str, Word] = {
    "uploaded": ("上传文件", "uploaded"),
    "letter": ("制发文书", "letter"),
    "working": ("审查用副本", "working copy"),
    "released": ("对外提供副本", "copy given out"),
    "package": ("对外提供材料包", "package for the applicant"),
}
"""By ``DocumentRow.origin``."""
