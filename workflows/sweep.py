"""The scheduled sweeper: starts every committed application that a crash left without a case."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from schemas.commands import SweepRequest, Swept
    from workflows import activity_options as options


@workflow.defn(name="IntakeSweep")
class IntakeSweep:
    """One sweep, fired by the schedule ``intake-sweep``."""

    @workflow.run
    async def run(self, request: SweepRequest) -> Swept:
        """Start what is left over, if anything is."""
        swept: Swept = await workflow.execute_activity(
            "sweep_intake", request, result_type=Swept, **options.SWEEP_INTAKE
        )
        return swept
