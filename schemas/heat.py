"""The heat map of oversight: open cases by who has them and by working days left, each cell leading to its cases."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from schemas.base import Recorded
from schemas.figures import Figure

FARTHEST = 20
"""Days left that have a column of their own; what has more stands together."""


class HeatBy(StrEnum):
    """What the rows are."""

    HANDLER = "handler"  # 承办人
    DEPARTMENT = "department"  # 科室（处室）
    AGENCY = "agency"  # 机关


class HeatRow(Recorded):
    """A row. ``of``: id of the handler or agency, or the department (empty: none); null for cases with nobody.

    ``name``: handlers' of the person's own agency only. ``days``: 0 to 20 working days left, in this order.
    """

    of: str | None
    name: str | None
    open: Figure
    over: Figure
    days: tuple[Figure, ...]
    more: Figure
    not_running: Figure


class Heat(Recorded):
    """Open cases today: of one agency, or for null of all that the person oversees. The most pressing rows first."""

    agency_id: UUID | None
    by: HeatBy
    today: date
    rows: tuple[HeatRow, ...]
