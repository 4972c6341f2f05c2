"""The scheduled round of posting: what waits in the ledger goes out by mail and webhook."""

from datetime import timedelta

from temporalio import workflow
from temporalio.workflow import ActivityConfig

with workflow.unsafe.imports_passed_through():
    from schemas.post import Posted, PostRequest
    from workflows import activity_options as options

POST_NOTICES = ActivityConfig(
    start_to_close_timeout=timedelta(minutes=10),
    heartbeat_timeout=timedelta(seconds=30),
    retry_policy=options.UNTIL_IT_SUCCEEDS,
)


@workflow.defn(name="NoticePost")
class NoticePost:
    """One round, fired by the schedule ``notice-post``."""

    @workflow.run
    async def run(self, request: PostRequest) -> Posted:
        """Post what is due."""
        posted: Posted = await workflow.execute_activity("post_notices", request, result_type=Posted, **POST_NOTICES)
        return posted
