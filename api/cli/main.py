"""``daylight``: the command line."""

import os
import sys

import typer
from typer.exceptions import TyperException

from api.cli import calendar, cases, demo, documents, maintenance, people, processes, up
from api.cli.clock import clock
from api.cli.console import said
from schemas.errors import DaylightError
from schemas.messages import problem_of
from worker.embedded.failure import StackFailed

app = typer.Typer(
    name="daylight",
    help="依申请公开政府信息办理 / Applications for disclosure of government information, on durable execution.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command()(up.up)
app.command()(processes.worker)
app.command()(processes.api)
app.command()(processes.migrate)
app.command()(clock)
app.add_typer(cases.app, name="case")
app.command()(cases.step)
app.add_typer(documents.app, name="documents")
app.add_typer(calendar.app, name="calendar")
app.add_typer(people.app, name="staff")
app.command(name="rebuild-read-model")(maintenance.rebuild_read_model)
app.command()(maintenance.verify)
app.command()(demo.demo)


def main() -> None:
    """Run a command and leave at once: the Temporal client may abort while an interpreter finalises."""
    code = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def run(words: list[str]) -> int:
    """Carry out one command line; its exit status. What went wrong is told in one line on standard error."""
    try:
        result = app(words, prog_name="daylight", standalone_mode=False)
    except typer.Exit as exit_:
        return exit_.exit_code
    except TyperException as error:
        said("error", error.format_message())
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except StackFailed as error:
        said(error.code, str(error.detail))
        return 1
    except DaylightError as error:
        problem = problem_of(error)
        said(problem.code, f"{problem.message} / {problem.message_en}")
        return 1
    except BrokenPipeError:
        return 141
    return result if isinstance(result, int) else 0
