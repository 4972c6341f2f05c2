"""The durable workflow of the work on a case's documents: reading, copies, packages, in the background.

What is to be done stands in PostgreSQL, entered with what calls for it; this workflow only sees that it gets done,
whatever is killed in between. It ends when nothing waits; more work starts it again.
"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from schemas.jobs import DocumentWorkEnd, DocumentWorkStart, WorkDone, WorkOrder
    from workflows import activity_options as options


@workflow.defn(name="DocumentWork")
class DocumentWork:
    """One case's documents."""

    def __init__(self) -> None:
        self._told = False
        self._done = 0

    @workflow.run
    async def run(self, start: DocumentWorkStart) -> DocumentWorkEnd:
        """Work until nothing waits and nobody has said meanwhile that there is more."""
        more, self._done = True, start.done
        while more or self._told:
            self._told = False
            worked: WorkDone = await workflow.execute_activity(
                "work_on_documents",
                WorkOrder(case_id=start.case_id),
                result_type=WorkDone,
                **options.work_on_documents(workflow.info().task_queue),
            )
            more, self._done = worked.more, self._done + worked.done
            if more and workflow.info().is_continue_as_new_suggested():
                workflow.continue_as_new(start.model_copy(update={"done": self._done}))
        return DocumentWorkEnd(done=self._done)

    @workflow.signal(name="more_work")
    def more_work(self) -> None:
        """Something was entered since the last look."""
        self._told = True
