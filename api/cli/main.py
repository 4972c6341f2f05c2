"""``daylight``: the command line. A process imports only the command it runs: a worker needs no web framework."""

import gc
import os
import sys
from collections.abc import Callable
from importlib import import_module

import typer
from pydantic import ValidationError
from typer.exceptions import TyperException

from api.cli.console import said
from schemas.errors import DaylightError
from schemas.messages import MESSAGES, problem_of
from worker.embedded.failure import StackFailed

COMMANDS = {
    "up": "up:up",
    "worker": "run_worker:worker",
    "api": "run_api:api",
    "migrate": "migrate:migrate",
    "clock": "clock:clock",
    "case": "cases:app",
    "step": "cases:step",
    "work": "work:work",
    "documents": "documents:app",
    "calendar": "calendar:app",
    "staff": "people:app",
    "policy": "policies:app",
    "release": "release:release",
    "review": "review:app",
    "rebuild-read-model": "maintenance:rebuild_read_model",
    "verify": "maintenance:verify",
    "backup": "backup:backup",
    "restore": "backup:restore",
    "restart-cases": "restarting:restart_cases",
    "export": "export:export",
    "export-all": "exporting:export_all",
    "import": "imports:app",
    "inquiry": "inquiries:app",
    "own-record": "own_records:app",
    "notices": "notices:app",
    "absence": "absences:app",
    "webhooks": "webhooks:app",
    "deliveries": "webhooks:deliveries",
    "templates": "templates:app",
    "retention": "retention:app",
    "report": "report:app",
    "forecast": "forecast:forecast",
    "digests": "digests:app",
    "demo": "demo:demo",
    "bench": "bench:app",
    "oversight": "oversight:app",
    "dashboard": "dashboard:dashboard",
}
"""Name of a command to the module of ``api.cli`` and the function, or the group of commands, in it."""
HELP = "依申请公开政府信息办理 / Applications for disclosure of government information, on durable execution."


def command_line(wanted: str | None) -> typer.Typer:
    """The command wanted alone, or all of them when it is not one of ours: then help or an error is due."""
    app = typer.Typer(
        name="daylight", help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
    )
    app.callback()(lambda: None)
    for name in [wanted] if wanted in COMMANDS else COMMANDS:
        found = _imported(COMMANDS[name])
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name=name)(found)
    return app


def _imported(place: str) -> Callable[..., object] | typer.Typer:
    """What stands at ``module:name`` of ``api.cli``.

    Modules and models stay for good: looking for garbage among them meanwhile took a fifth of the start of an API.
    """
    module, _, attribute = place.partition(":")
    gc.disable()
    try:
        found: Callable[..., object] | typer.Typer = getattr(import_module(f"api.cli.{module}"), attribute)
    finally:
        gc.enable()
    return found


def main() -> None:
    """Run a command and leave at once: the Temporal client may abort while an interpreter finalises."""
    code = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def run(words: list[str]) -> int:
    """Carry out one command line; its exit status. What went wrong is told in one line on standard error."""
    try:
        app = command_line(words[0] if words else None)
        result = app(words, prog_name="daylight", standalone_mode=False)
    except typer.Exit as exit_:
        return exit_.exit_code
    except TyperException as error:
        said("error", error.format_message())
        return error.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return 130
    except ValidationError as error:
        first = error.errors()[0]
        said("invalid_field", f"({'.'.join(map(str, first['loc']))}) {first['msg']}")
        return 1
    except StackFailed as error:
        said(error.code, f"{' / '.join(MESSAGES[error.code])} ({error.detail})")
        return 1
    except DaylightError as error:
        problem = problem_of(error)
        named = f"({problem.field}) " if problem.field else ""
        lacking = f" [{', '.join(problem.missing)}]" if problem.missing else ""
        said(problem.code, f"{named}{problem.message} / {problem.message_en}{lacking}")
        return 1
    except BrokenPipeError:
        return 141
    return result if isinstance(result, int) else 0
