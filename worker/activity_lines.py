"""Log lines written in an activity name it, its attempt, its workflow, and the case it works for."""

import re

from structlog.contextvars import bound_contextvars
from temporalio import activity
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

CASE = re.compile(r"^(?:application|documents)/([0-9a-f-]{36})$")
"""Workflow ids that hold the id of a case."""


class ActivityLines(Interceptor):
    """For every activity of a worker."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's name
        """The same activity, its lines told apart."""
        return _Lines(next)


class _Lines(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> object:  # noqa: A002 - the SDK's name
        info = activity.info()
        known = {"activity": info.activity_type, "attempt": info.attempt, "workflow_id": info.workflow_id}
        case = CASE.match(info.workflow_id or "")
        with bound_contextvars(**known, **({"case_id": case[1]} if case else {})):
            return await super().execute_activity(input)
