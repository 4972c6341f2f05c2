"""Hypothesis damages files at random: they are read or refused, and nothing else is raised."""

import io
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from activities.workshop.office_hidden import hidden_in_archive
from activities.workshop.pdf_hidden import hidden_in_pdf
from activities.workshop.pictures import pictures_to_pdf
from schemas.errors import InvalidInput
from tests.documents import samples
from tests.workshop import zoo


def tiff() -> bytes:
    frames, out = [Image.linear_gradient("L").resize((40, 30)) for _ in range(3)], io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="tiff_adobe_deflate")
    return out.getvalue()


def damaged(data: bytes, change: list[tuple[int, int]], cut: int) -> bytes:
    """Bytes replaced at places counted modulo the length, and the end cut off."""
    made = bytearray(data)
    for place, value in change:
        made[place % len(made)] = value
    return bytes(made[: len(made) - cut % len(made)])


@pytest.mark.parametrize(
    ("data", "look"),
    [
        (samples.jpeg(), lambda path: pictures_to_pdf(path, "image/jpeg", path.with_suffix(".pdf"))),
        (samples.png(), lambda path: pictures_to_pdf(path, "image/png", path.with_suffix(".pdf"))),
        (tiff(), lambda path: pictures_to_pdf(path, "image/tiff", path.with_suffix(".pdf"))),
        (samples.word(), hidden_in_archive),
        (zoo.encrypted("", "owner"), hidden_in_pdf),
        (samples.pdf(), hidden_in_pdf),
    ],
    ids=["jpeg", "png", "tiff", "word", "encrypted", "pdf"],
)
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(
    change=st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=12),
    cut=st.one_of(st.just(0), st.integers(0, 1 << 20)),
)
def test_a_damaged_file_is_read_or_refused(
    data: bytes, look: Callable[[Path], tuple[str, ...]], change: list[tuple[int, int]], cut: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "source"
        path.write_bytes(damaged(data, change, cut))
        with suppress(InvalidInput):
            assert all(code.replace("_", "").isalpha() for code in look(path))
