"""The process of one job: confines itself, then loads the job's code, then opens the document.

``python -m activities.workshop.child NAME LIFELINE`` with a ``Task`` on stdin; NAME is for the list of processes only.
When the worker dies the pipe LIFELINE ends, and the whole process group goes with it.
"""

import errno
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any

from pydantic import BaseModel

from activities.workshop.limits import confine
from activities.workshop.task import MOST_ANSWER, Failure, Refusal, Status, Task
from schemas.base import Recorded
from schemas.errors import DaylightError

Job = Callable[[Path, Recorded], BaseModel]


def main() -> int:
    """Do the task; the exit status says what stands on stdout."""
    Thread(target=_end_with_the_worker, args=(int(sys.argv[2]),), daemon=True).start()
    task = Task.model_validate_json(sys.stdin.buffer.read())
    answers = _claim_stdout()
    confine(task.limits)
    status, answer = _attempted(task)
    with os.fdopen(answers, "wb") as out:
        out.write(answer)
    return status


def _end_with_the_worker(lifeline: int) -> None:
    """Waits for as long as the worker holds the other end."""
    os.read(lifeline, 1)
    os.killpg(os.getpgrp(), signal.SIGKILL)


def _claim_stdout() -> int:
    """The answer's own descriptor: what a library prints must not get into the answer."""
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _attempted(task: Task) -> tuple[Status, bytes]:
    try:
        job, order = _prepared(task)
    except ImportError as error:
        return Status.UNFIT, _said(_failure(error))
    try:
        answer = _said(job(Path.cwd(), order))
    except Exception as error:  # noqa: BLE001 - told to the worker, which logs what nobody foresaw
        return _broken_off(error)
    if len(answer) > min(MOST_ANSWER, task.limits.output):
        return Status.REFUSED, _said(Refusal(code="document_too_heavy"))
    return Status.DONE, answer


def _prepared(task: Task) -> tuple[Job, Recorded]:
    order_type: type[Recorded] = _named(task.order_type)
    job: Job = _named(task.place)
    return job, order_type.model_validate_json(task.order)


def _named(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


def _broken_off(error: Exception) -> tuple[Status, bytes]:
    match error:
        case DaylightError():
            return Status.REFUSED, _said(Refusal(code=error.code, field=error.field))
        case MemoryError() | OSError(errno=errno.EFBIG | errno.ENOSPC | errno.EDQUOT | errno.ENOMEM | errno.EMFILE):
            return Status.REFUSED, _said(Refusal(code="document_too_heavy"))
        case RecursionError():
            return Status.REFUSED, _said(Refusal(code="document_broken"))
    return Status.FAILED, _said(_failure(error))


def _said(answer: BaseModel) -> bytes:
    return answer.model_dump_json().encode()


def _failure(error: BaseException) -> Failure:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    at = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return Failure(error=type(error).__name__, at=at)


if __name__ == "__main__":
    sys.exit(main())
