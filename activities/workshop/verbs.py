"""What can be done to bytes: each verb names its order, its result and, as text, the function that does it.

As text, so that neither the worker nor another verb's process loads the libraries behind it.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.base import Recorded
from schemas.workshop import (
    DocumentRead,
    Packaged,
    PackageOrder,
    ReadOrder,
    Redacted,
    RedactOrder,
    Rendered,
    RenderOrder,
)

OrderT = TypeVar("OrderT", bound=Recorded)
ResultT = TypeVar("ResultT", bound=Recorded)


@dataclass(frozen=True)
class Verb(Generic[OrderT, ResultT]):
    """``place``: ``module:function`` with the signature ``(folder: Path, order) -> result``.

    ``seconds``: less than a job may take in general, for what a person waits for. ``binds``: what it writes holds all
    that lies in the folder, and may be larger by that.
    """

    place: str
    order: type[OrderT]
    result: type[ResultT]
    seconds: float | None = None
    binds: bool = False

    @property
    def name(self) -> str:
        """For the list of processes and the log."""
        return self.place.partition(":")[2]


READ = Verb("activities.workshop.reading:read_document", ReadOrder, DocumentRead)
RENDER = Verb("activities.redaction.rendering:render_pages", RenderOrder, Rendered, seconds=30)
REDACT = Verb("activities.redaction.redacting:redact", RedactOrder, Redacted)
PACKAGE = Verb("activities.release.package:package_release", PackageOrder, Packaged, binds=True)
