"""The heat map stays a light page, however many rows there are and however full each cell is."""

import re
from datetime import UTC, date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from activities.db.sessions import OpenSession
from api.console.assets import contents
from api.console.language import Language
from api.console.oversight.dashboard import MOST_ROWS, heat_page
from api.console.visit import Visit
from api.figure_lines import figure
from api.overseen import Named, Overseen
from schemas.heat import FARTHEST, Heat, HeatBy, HeatRow
from schemas.inbox import Bell
from schemas.oversight import CaseQuery
from schemas.people import SignedIn
from schemas.vocabulary import Role

HEAVIEST = 100_000
TODAY = date(2026, 11, 20)
AGENCIES = tuple(uuid5(UUID(int=1), str(n)) for n in range(MOST_ROWS * 2))
PERSON = SignedIn(staff_id=UUID(int=2), agency_id=AGENCIES[0], name="韩监督", roles=(Role.SUPERVISOR,))
AT = datetime(2026, 11, 20, tzinfo=UTC)
VISIT = Visit(
    language=Language.CHINESE,
    path="/oversight/heat",
    csrf="0" * 64,
    person=PERSON,
    session=OpenSession(token="0" * 43, person=PERSON, login="supervisor", opened_at=AT, ends_at=AT),
    agency_name="示例省人民政府办公厅",
    zone=ZoneInfo("Asia/Shanghai"),
    bell=Bell(open=100, newest=10**6),
)


def full_row(agency: UUID) -> HeatRow:
    """A row in which every cell has its number and its link, with the longest query a cell can have."""
    days = CaseQuery(agency=agency, open=True, due_from=TODAY, due_until=TODAY)
    cell = figure(12_345, days)
    return HeatRow(
        of=str(agency),
        name="示例自治州政务公开办公室",
        open=cell,
        over=cell,
        days=(cell,) * (FARTHEST + 1),
        more=cell,
        not_running=cell,
    )


def test_a_full_heat_map_is_a_light_page_and_leads_to_its_other_rows() -> None:
    heat = Heat(agency_id=None, by=HeatBy.AGENCY, today=TODAY, rows=tuple(map(full_row, AGENCIES)))
    named = tuple(Named(id=one, name="示例自治州政务公开办公室") for one in AGENCIES)
    choices = Overseen(agencies=named, handlers=(), departments=())
    page = bytes(heat_page(VISIT, {}, 0, choices, heat).body).decode()
    assert page.count("12345</a>") == MOST_ROWS * (FARTHEST + 5)
    assert 'rel="next"' in page
    assets = re.findall(r'(?:href|src)="/static/[0-9a-f]+/([^"?]+)', page)
    assert assets
    assert len(page.encode()) + sum(len(contents()[name]) for name in assets) < HEAVIEST
