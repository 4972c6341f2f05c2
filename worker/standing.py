"""The figures of the law for those who watch: what is open, due, late, unsent, by agency id and by nothing closer."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from prometheus_client.core import GaugeMetricFamily

from activities.db.calendars import agencies_with_their_own, any_calendar, calendar_in_force
from activities.db.database import AsyncConnection
from activities.db.people import all_agencies
from activities.db.standing import (
    Days,
    Limits,
    Queue,
    Sending,
    count_jobs,
    count_open_cases,
    count_running,
    count_sendings,
    count_unstarted,
)
from schemas.base import Recorded
from schemas.people import Agency
from workflows.rules.calendar import WorkingCalendar

SOON_WORKING_DAYS = 2
"""As the second rung of the default ladder: what is due by the second working day from today is due soon."""


class Standing(Recorded):
    """How things stood at ``at``."""

    at: datetime
    open: dict[UUID, int]
    limits: tuple[Limits, ...]
    alarm_late_seconds: float
    unstarted: int
    sendings: tuple[Sending, ...]
    jobs: Queue


async def read_standing(connection: AsyncConnection) -> Standing:
    """Count now. Raises ``Unavailable`` when PostgreSQL is away."""
    now, agencies = datetime.now(UTC), {agency.id: agency for agency in await all_agencies(connection)}
    calendars = await _calendars(connection)
    limits = await count_running(connection, [_days(agency, now, calendars) for agency in agencies.values()])
    return Standing(
        at=now,
        open=await count_open_cases(connection),
        limits=tuple(limits),
        alarm_late_seconds=max((_late(agencies[one.agency_id], one.unmarked_since, now) for one in limits), default=0),
        unstarted=await count_unstarted(connection, agencies, now),
        sendings=tuple(await count_sendings(connection, now)),
        jobs=await count_jobs(connection),
    )


async def _calendars(connection: AsyncConnection) -> Mapping[UUID | None, WorkingCalendar]:
    """The nation-wide calendar under None, those of single agencies under their ids; none before the first."""
    if not await any_calendar(connection):
        return {}
    whose: Sequence[UUID | None] = [None, *await agencies_with_their_own(connection)]
    return {one: WorkingCalendar.of(await calendar_in_force(connection, one)) for one in whose}


def _days(agency: Agency, now: datetime, calendars: Mapping[UUID | None, WorkingCalendar]) -> Days:
    today = now.astimezone(ZoneInfo(agency.policy.timezone)).date()
    calendar = calendars.get(agency.id) or calendars.get(None)
    soon = calendar.add(today, SOON_WORKING_DAYS) if calendar else today
    return Days(agency_id=agency.id, today=today, soon=soon)


def _late(agency: Agency, since: date | None, now: datetime) -> float:
    """Seconds since the end of the window in which the clock should have said that the limit is over."""
    if since is None:
        return 0.0
    zone = ZoneInfo(agency.policy.timezone)
    said_by = datetime.combine(since + timedelta(days=1), agency.policy.alarms_until, zone)
    return max(0.0, (now - said_by).total_seconds())


def families(standing: Standing) -> Iterator[GaugeMetricFamily]:
    """The figures as Prometheus asks for them; times in seconds."""
    yield from _of_agencies(standing)
    yield from _of_notices(standing)
    late, jobs = standing.alarm_late_seconds, standing.jobs
    yield _gauge("alarm_late_seconds", "How long ago the clock should have marked the longest unmarked limit.", late)
    yield _gauge("cases_unstarted", "Applications and imports whose case has not begun.", standing.unstarted)
    yield _gauge("document_jobs_waiting", "Jobs on documents that wait.", jobs.waiting)
    waited = _since(standing.at, jobs.oldest)
    yield _gauge("document_jobs_oldest_seconds", "How long the oldest of them has waited.", waited)


def _of_agencies(standing: Standing) -> Iterator[GaugeMetricFamily]:
    limits = {one.agency_id: one for one in standing.limits}
    told = "Cases that are not closed."
    yield _by("cases_open", told, "agency", {str(agency): n for agency, n in standing.open.items()})
    counts = {
        "cases_overdue": ("Open cases past their statutory limit.", "overdue"),
        "cases_due_soon": ("Open cases whose limit ends today or within two working days.", "soon"),
        "cases_overdue_unmarked": ("Open cases past their limit that the clock has not marked yet.", "unmarked"),
    }
    for name, (help_text, field) in counts.items():
        known = {str(agency): getattr(limits.get(agency), field, 0) for agency in {*standing.open, *limits}}
        yield _by(name, help_text, "agency", known)


def _of_notices(standing: Standing) -> Iterator[GaugeMetricFamily]:
    each = {str(one.channel.value): one for one in standing.sendings}
    yield _by("notices_waiting", "Notices to be sent.", "channel", {name: one.waiting for name, one in each.items()})
    yield _by("notices_dead", "Notices given up.", "channel", {name: one.dead for name, one in each.items()})
    waited = {name: _since(standing.at, one.oldest) for name, one in each.items()}
    yield _by("notices_oldest_seconds", "How long the oldest due notice has waited.", "channel", waited)


def _by(name: str, told: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"daylight_{name}", told, labels=[label])
    for key, value in sorted(values.items()):
        family.add_metric([key], value)
    return family


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"daylight_{name}", told, value=value)


def _since(now: datetime, then: datetime | None) -> float:
    return max(0.0, (now - then).total_seconds()) if then else 0.0
