"""Worker Versioning: which build of the worker takes which tasks. Off unless deployment and build are set.

Our cases live for years and their histories are wanted whole, so they are never pinned to a build: every open case
goes on with the current one (``AUTO_UPGRADE``), and code that changes a sequence of commands says so by a patch.
"""

import structlog
from temporalio.api.deployment.v1 import WorkerDeploymentOptions
from temporalio.api.deployment.v1 import WorkerDeploymentVersion as DeploymentVersion
from temporalio.api.enums.v1 import WorkerVersioningMode
from temporalio.api.taskqueue.v1 import PollerInfo
from temporalio.api.workflowservice.v1 import DescribeTaskQueueResponse, DescribeWorkerDeploymentRequest
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.service import RPCError, RPCStatusCode
from temporalio.worker import WorkerDeploymentConfig

from schemas.settings import Settings

log = structlog.get_logger(__name__)


def version_of(settings: Settings) -> WorkerDeploymentConfig | None:
    """The version a worker polls as; None for a worker without one, which takes every task of its queue."""
    if settings.deployment is None or settings.build_id is None:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(settings.deployment, settings.build_id),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )


def making_current(settings: Settings) -> str:
    """The command by which an operator gives new cases and open ones to this build."""
    command = f"temporal worker deployment set-current-version --address {settings.temporal_address}"
    tls = " --tls" if settings.temporal_tls else ""
    version = f"--deployment-name {settings.deployment} --build-id {settings.build_id} --yes"
    return f"{command}{tls} --namespace {settings.temporal_namespace} {version}"


async def current_build(client: Client, deployment: str) -> str | None:
    """The build that takes the tasks of a deployment; None as long as workers without a version do.

    Raises ``RPCError`` when the service does not answer.
    """
    request = DescribeWorkerDeploymentRequest(namespace=client.namespace, deployment_name=deployment)
    try:
        found = await client.workflow_service.describe_worker_deployment(request)
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:  # no worker of it has ever polled
            return None
        raise
    return found.worker_deployment_info.routing_config.current_deployment_version.build_id or None


def gets_tasks(queue: DescribeTaskQueueResponse) -> bool:
    """Whether one of those that ask is of the build that is given tasks, wholly or while it is tried out (ramping);
    where no build is, one without a version."""
    routing = queue.versioning_info
    given = [_named(version) for version in (routing.current_deployment_version, routing.ramping_deployment_version)]
    asking = {_named(poller.deployment_options) if _is_versioned(poller) else ("", "") for poller in queue.pollers}
    return given[0] in asking or (given[1] != ("", "") and given[1] in asking)


def _named(version: WorkerDeploymentOptions | DeploymentVersion) -> tuple[str, str]:
    """Deployment and build; both empty for workers without a version."""
    return (version.deployment_name, version.build_id) if version.build_id else ("", "")


def _is_versioned(poller: PollerInfo) -> bool:
    mode = poller.deployment_options.worker_versioning_mode
    return mode == WorkerVersioningMode.WORKER_VERSIONING_MODE_VERSIONED


async def say_standing(client: Client, settings: Settings) -> None:
    """Log whether this build takes tasks, and if not, the command that lets it: until then it only waits."""
    if settings.deployment is None:
        return
    current = await current_build(client, settings.deployment)
    known = {"deployment": settings.deployment, "build_id": settings.build_id, "current_build_id": current}
    if current == settings.build_id:
        log.info("build_is_current", **known)
    else:
        log.warning("build_waits_until_it_is_current", **known, make_current=making_current(settings))
