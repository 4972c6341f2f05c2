"""The tree of invented agencies and the people who work there."""

from random import Random
from typing import NamedTuple
from uuid import UUID

from schemas.people import Agency, Member
from schemas.vocabulary import Role

NAMES = (
    *("人民政府", "发展和改革局", "教育局", "公安局", "民政局", "财政局", "人力资源和社会保障局", "自然资源局"),
    *(
        "生态环境局",
        "住房和城乡建设局",
        "交通运输局",
        "水务局",
        "农业农村局",
        "商务局",
        "文化和旅游局",
        "卫生健康委员会",
    ),
    *("应急管理局", "审计局", "市场监督管理局", "城市管理局"),
)
DEPARTMENTS = ("综合科", "法规科", "信息公开科")
HANDLERS = 9
"""Of each agency, three in each department."""
BRANCHES = 3
"""Agencies directly below the one that supervises them all; the others stand below these."""
_OTHERS = {
    "head": Role.OGI_HEAD,
    "section": Role.SECTION_HEAD,
    "supervisor": Role.SUPERVISOR,
    "chief": Role.AGENCY_HEAD,
    "admin": Role.ADMINISTRATOR,
}


class Office(NamedTuple):
    """An agency and its people; handlers are the first of them."""

    agency: Agency
    staff: tuple[Member, ...]

    @property
    def handlers(self) -> tuple[Member, ...]:
        return self.staff[:HANDLERS]


def some_id(rng: Random) -> UUID:
    """A random UUID of this seed."""
    return UUID(int=rng.getrandbits(128), version=4)


def offices(rng: Random, agencies: int) -> tuple[Office, ...]:
    """One tree: the first supervises all, the next three stand below it, the others below those in turn."""
    ids = [some_id(rng) for _ in range(agencies)]
    return tuple(_office(rng, n, agency_id, _parent(ids, n)) for n, agency_id in enumerate(ids))


def _parent(ids: list[UUID], n: int) -> UUID | None:
    if n == 0:
        return None
    return ids[0] if n <= BRANCHES else ids[1 + (n - 1) % BRANCHES]


def _office(rng: Random, n: int, agency_id: UUID, parent: UUID | None) -> Office:
    round_, kind = divmod(n, len(NAMES))
    city = "样本市" if round_ == 0 else f"样本{round_ + 1}市"
    agency = Agency(
        id=agency_id,
        code=f"样{n + 1:03d}公",
        name=f"{city}{NAMES[kind]}",
        parent_id=parent,
        contact=f"{city}中心路{n + 1}号政府信息公开办公室",
        reconsideration_body=f"{city}人民政府",
        court=f"{city}人民法院",
    )
    return Office(agency, (*_handlers(rng, agency_id), *_others(rng, agency_id)))


def _handlers(rng: Random, agency_id: UUID) -> list[Member]:
    return [
        Member(
            id=some_id(rng),
            agency_id=agency_id,
            login=f"handler{n + 1}",
            name=f"承办{n + 1}号",
            roles=(Role.HANDLER,),
            department=DEPARTMENTS[n % len(DEPARTMENTS)],
        )
        for n in range(HANDLERS)
    ]


def _others(rng: Random, agency_id: UUID) -> list[Member]:
    return [
        Member(id=some_id(rng), agency_id=agency_id, login=login, name=f"样本{login}", roles=(role,))
        for login, role in _OTHERS.items()
    ]
