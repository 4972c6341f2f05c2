"""Agencies and the people who work there."""

from uuid import UUID

from schemas.base import Line, Recorded
from schemas.events import Actor
from schemas.policy import Policy
from schemas.vocabulary import Role


class Agency(Recorded):
    """An organ that handles cases (机关). ``code`` heads its numbers, e.g. 示 in 示公复〔2026〕1号.

    ``reconsideration_body`` and ``court`` are named in the remedy notice of its replies. ``takes_online``: whether
    applicants may submit applications to it themselves, without anybody of its staff.
    """

    id: UUID
    code: Line
    name: Line
    parent_id: UUID | None = None
    contact: Line
    reconsideration_body: Line
    court: Line
    policy: Policy = Policy()
    takes_online: bool = True


class Member(Recorded):
    """A member of staff; ``department``: the section (科室、处室) whose cases are counted together."""

    id: UUID
    agency_id: UUID
    login: Line
    name: Line
    roles: tuple[Role, ...]
    active: bool = True
    department: Line | None = None


class SignedIn(Recorded):
    """Who a bearer token stands for."""

    staff_id: UUID
    agency_id: UUID
    name: str
    roles: tuple[Role, ...]

    @property
    def actor(self) -> Actor:
        """This person as one who acts on a case."""
        return Actor(staff_id=self.staff_id, roles=self.roles)
