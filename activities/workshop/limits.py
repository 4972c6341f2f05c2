"""What one job may use, and how its process is held to it by the kernel (setrlimit(2)) before it opens any document."""

import resource
from typing import TYPE_CHECKING

from pydantic import Field

from schemas.base import Recorded

if TYPE_CHECKING:  # a job's own process does without, and starts a third sooner
    from schemas.settings import Settings

_FILES = 512
_MARGIN_SECONDS = 1


class Limits(Recorded):
    """Of one job: ``seconds`` on the clock and of the processor, ``memory`` and ``output`` in bytes.

    ``memory`` is the address space of each process and what all of the job's processes hold together; pdfium, qpdf,
    typst and LibreOffice get along with 512 MiB for an ordinary document.
    """

    seconds: float = Field(gt=0)
    memory: int = Field(ge=256 * 1024 * 1024)
    output: int = Field(ge=1024 * 1024)

    @classmethod
    def of(cls, settings: "Settings") -> "Limits":
        """As the settings say."""
        return cls(
            seconds=settings.workshop_seconds,
            memory=settings.workshop_memory_bytes,
            output=settings.workshop_output_bytes,
        )

    def for_verb(self, seconds: float | None, bound: int) -> "Limits":
        """For a verb that may take ``seconds`` at most, and may write the ``bound`` bytes it was given once more."""
        return self.model_copy(
            update={"seconds": min(self.seconds, seconds or self.seconds), "output": self.output + bound}
        )


def confine(limits: Limits) -> None:
    """Hold this process and all it starts to the limits, for good: hard limits only go down."""
    seconds = int(limits.seconds) + _MARGIN_SECONDS
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.output),
        (resource.RLIMIT_NOFILE, _FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (lowest, lowest))
