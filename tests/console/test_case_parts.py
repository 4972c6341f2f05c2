"""The parts of a case's page that need no server: its steps by phase, and the picture of its limit."""

from datetime import date

from api.console.cases.calendar import LEGEND, picture_of
from api.console.cases.steps import GROUPS
from schemas.clock import DayKind
from schemas.vocabulary import Position
from tests.case.builders import CALENDAR
from tests.case.phases import asked, heard, served
from workflows.book import STAFF_RULES
from workflows.limit import deadline_of


def test_every_step_of_the_book_stands_in_one_phase() -> None:
    placed = [name for _, names in GROUPS for name in names]
    assert sorted(placed) == sorted(STAFF_RULES)


def test_the_picture_shows_each_day_of_the_limit_once_and_the_table_says_the_same() -> None:
    """Received Mon 2026-05-11; sent 05-18, served 05-20, answered Wed 06-03: due Thu 06-25."""
    script = served(asked(), "2026-05-20")
    heard(script, "2026-06-03", Position.AGREES)
    deadline = deadline_of(script.case, CALENDAR, date(2026, 6, 3), explain=True)
    assert deadline
    picture = picture_of(deadline, date(2026, 6, 3), date(2026, 6, 23))
    boxes = [box for month in picture.months for week in month.weeks for box in week if box and box.explained]
    assert [box.day for box in boxes] == [day.day for day in deadline.days or ()]
    assert sum(stretch.days for stretch in picture.stretches) == len(boxes)
    assert [str(box.day) for box in boxes if box.due] == ["2026-06-25"]
    assert [box.mark for box in boxes if box.due] == [("20", "20")]
    assert picture.counts[DayKind.EXCLUDED] == 12
    assert all("excluded" in box.style for box in boxes if box.mark == LEGEND[DayKind.EXCLUDED])
