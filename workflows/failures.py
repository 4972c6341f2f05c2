"""What a case's workflow raises where a step cannot be: every refusal is the one error an update may raise."""

from temporalio.exceptions import ActivityError, ApplicationError

from schemas.errors import DaylightError, StepRefused
from schemas.messages import MESSAGES, problem_of


class CaseStopped(ApplicationError):
    """The record and the workflow disagree: nobody may go on before an administrator has looked."""

    def __init__(self) -> None:
        super().__init__("case_stopped", problem_of(DaylightError("case_stopped")), type="case_stopped")


def refusal_of(refused: DaylightError) -> ApplicationError:
    """A refusal with its code as the type, and its sentences beside it."""
    return ApplicationError(refused.code, problem_of(refused), type=refused.code, non_retryable=True)


def letter_failed(failed: ActivityError) -> ApplicationError:
    """The letter cannot be made; the step has not happened."""
    told = _type_of(failed)
    code = told if told in MESSAGES else "letter_failed"
    return ApplicationError(code, problem_of(DaylightError(code)), type=code)


def neighbours_moved(failed: ActivityError) -> ApplicationError | None:
    """The refusal of a step that was decided from what is no longer true of another case; None for other failures."""
    code = "neighbours_moved"
    return refusal_of(StepRefused(code)) if _type_of(failed) == code else None


def _type_of(failed: ActivityError) -> str | None:
    return failed.cause.type if isinstance(failed.cause, ApplicationError) else None
