"""Whose answer is awaited, in words: Chinese first, English beside."""

from schemas.waiting import Awaited
from schemas.words import Word

AWAITED: dict[Awaited, Word] = {
    Awaited.APPLICANT: ("申请人", "the applicant"),
    Awaited.THIRD_PARTY: ("第三方", "a third party"),
    Awaited.AGENCY: ("其他机关", "another agency"),
    Awaited.DEPARTMENT: ("协助检索的部门", "a department that searches"),
}
