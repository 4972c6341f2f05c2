"""``daylight demo``: sample applications through the running engine."""

import typer


def demo() -> None:
    """Play the sample applications."""
    raise typer.Exit(1)
