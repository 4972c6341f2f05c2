"""The digests: one workflow makes a digest when its schedule rings, another keeps the schedules themselves."""

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import SearchAttributeKey
from temporalio.workflow import ActivityConfig

with workflow.unsafe.imports_passed_through():
    from schemas.digest_periods import covered
    from schemas.digests import DigestMade, DigestOrder, DigestRequest, SchedulesKept, SchedulesRequest
    from workflows.activity_options import UNTIL_IT_SUCCEEDS

NOMINAL = SearchAttributeKey.for_datetime("TemporalScheduledStartTime")
"""When the schedule was to ring: weeks before the workflow begins after a long outage, or in a back-fill."""
MAKE_DIGEST = ActivityConfig(start_to_close_timeout=timedelta(minutes=5), retry_policy=UNTIL_IT_SUCCEEDS)
KEEP_SCHEDULES = ActivityConfig(
    start_to_close_timeout=timedelta(minutes=10), heartbeat_timeout=timedelta(minutes=1), retry_policy=UNTIL_IT_SUCCEEDS
)


@workflow.defn(name="PeriodicDigest")
class PeriodicDigest:
    """One digest, fired by a schedule ``digest/{agency}/{period}``."""

    @workflow.run
    async def run(self, request: DigestRequest) -> DigestMade:
        """Make the digest of the period that ended before the nominal time; interim if it was asked for in between."""
        nominal = _nominal()
        span = covered(request.period, nominal, request.timezone)
        order = DigestOrder(agency_id=request.agency_id, period=request.period, span=span, due_at=nominal)
        made: DigestMade = await workflow.execute_activity("make_digest", order, result_type=DigestMade, **MAKE_DIGEST)
        return made


@workflow.defn(name="DigestSchedules")
class DigestSchedules:
    """One look at the schedules of all agencies, fired by the schedule ``digest-schedules``."""

    @workflow.run
    async def run(self, request: SchedulesRequest) -> SchedulesKept:
        """Make what is missing, change what differs from the settings, the agency's policy and the pauses on record."""
        kept: SchedulesKept = await workflow.execute_activity(
            "keep_digest_schedules", request, result_type=SchedulesKept, **KEEP_SCHEDULES
        )
        return kept


def _nominal() -> datetime:
    return workflow.info().typed_search_attributes.get(NOMINAL) or workflow.info().start_time
