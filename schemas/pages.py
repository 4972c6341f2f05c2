"""Pages of a document as people see them: boxes on them, what was found there, and what was decided of each page.

All lengths are points (1/72 inch) on the page as displayed: rotated, cropped, the origin at its upper left corner.
Pages are numbered from 1.
"""

import hashlib
from enum import StrEnum
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

from schemas.base import Frozen, Line, Recorded
from schemas.documents import Sha256
from schemas.vocabulary import Ground, ReviewResult

MOST_PAGES = 5_000
"""Pages one document may have; a longer file is uploaded in parts."""
MOST_MARKS = 500
"""Boxes on one page."""
ROUNDING = 0.01
"""Points to which marks are rounded."""

PageNumber = Annotated[int, Field(ge=1, le=MOST_PAGES)]


class PersonalKind(StrEnum):
    """What the machine looks for. The first four carry their own proof: a check digit or a check character."""

    IDENTITY_NUMBER = "identity_number"  # 公民身份号码 (GB 11643-1999)
    CREDIT_CODE = "credit_code"  # 统一社会信用代码 (GB 32100-2015)
    BANK_CARD = "bank_card"  # 银行卡号 (ISO/IEC 7812-1, Luhn)
    MOBILE = "mobile"  # 移动电话
    LANDLINE = "landline"  # 固定电话
    EMAIL = "email"  # 电子邮箱
    PLATE = "plate"  # 机动车号牌 (GA 36-2018)
    PASSPORT = "passport"  # 护照号码
    NAME = "name"  # 姓名, after its label
    ADDRESS = "address"  # 住址, after its label


class Box(Frozen):
    """A rectangle on a page."""

    x0: float = Field(ge=0, le=20_000, allow_inf_nan=False)
    y0: float = Field(ge=0, le=20_000, allow_inf_nan=False)
    x1: float = Field(ge=0, le=20_000, allow_inf_nan=False)
    y1: float = Field(ge=0, le=20_000, allow_inf_nan=False)

    @model_validator(mode="after")
    def _has_an_area(self) -> Self:
        if self.x0 >= self.x1 or self.y0 >= self.y1:
            raise ValueError("box_without_area")
        return self

    def covers(self, other: "Box") -> bool:
        """Whether all of another box lies within this one, to a hundredth of a point."""
        low = self.x0 <= other.x0 + ROUNDING and self.y0 <= other.y0 + ROUNDING
        return low and self.x1 >= other.x1 - ROUNDING and self.y1 >= other.y1 - ROUNDING

    def on(self, page: "PageSize") -> "Box | None":
        """The part of it that lies on a page; None if it lies beside the page."""
        x1, y1 = min(self.x1, page.width), min(self.y1, page.height)
        return Box(x0=self.x0, y0=self.y0, x1=x1, y1=y1) if self.x0 < x1 and self.y0 < y1 else None


class PageSize(Recorded):
    """``readable``: its text could be looked through, as text or by recognition; False for a scan nobody has read."""

    number: int
    width: float
    height: float
    readable: bool = True


class Found(Recorded):
    """Something personal on a page, found by machine. ``boxes``: one for each line it runs over.

    ``text`` is personal data: kept masked and as a keyed hash only. ``confidence`` in 0…1; ``proven``: its check digit
    holds.
    """

    page: int
    kind: PersonalKind
    boxes: tuple[Box, ...]
    text: str
    confidence: float
    proven: bool = False


class Mark(Frozen):
    """A box to be blackened, with the ground that is printed on it (arts. 14-16)."""

    box: Box
    ground: Ground


class PageReview(Recorded):
    """What is said of one page. ``partial``: given out with its marks blackened; ``withhold``: not given out at all."""

    number: int
    result: ReviewResult
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    marks: tuple[Mark, ...] = ()


class ReviewSheet(Recorded):
    """The review of one document, every page of it (审查表). ``copy_sha256`` names the bytes that were looked at.

    A sheet never changes; its SHA-256 stands in the event that proposes it.
    """

    document_id: UUID
    copy_sha256: Sha256
    pages: tuple[PageReview, ...]

    @property
    def released(self) -> tuple[PageReview, ...]:
        """The pages that are given out, whole or with parts blackened."""
        return tuple(page for page in self.pages if page.result in {ReviewResult.DISCLOSE, ReviewResult.PARTIAL})

    def content(self) -> bytes:
        """What is kept and hashed: UTF-8 JSON of the fields in their order."""
        return self.model_dump_json().encode()

    def sha256(self) -> str:
        """The hash by which events name this sheet (FIPS 180-4)."""
        return hashlib.sha256(self.content()).hexdigest()


class ReleaseItem(Recorded):
    """One line of the index of a release (公开清单). ``title`` is null where it could give away what is protected, or
    nothing is given out.

    ``sha256`` and ``pages_released`` are those of the copy given out; null and 0 where nothing of it is.
    """

    document_id: UUID
    number: int
    title: Line | None
    pages: int
    pages_released: int
    pages_partly: int
    grounds: tuple[Ground, ...] = ()
    reason: str | None = None
    sha256: Sha256 | None = None
    size: int = 0
