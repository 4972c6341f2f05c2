"""Jobs that misbehave as libraries do over a hostile file, and one that does not."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

from activities.workshop.verbs import Verb
from schemas.base import Recorded
from schemas.errors import InvalidInput

HERE = "tests.workshop.jobs"
FOR_EVER = "import time\nwhile True: time.sleep(3600)"


class Order(Recorded):
    text: str = ""


class Result(Recorded):
    text: str


def echo(folder: Path, order: Order) -> Result:
    print("libraries print", order.text)  # noqa: T201 - which must not get into the answer
    return Result(text=(folder / "source").read_text() + order.text)


def surroundings(folder: Path, order: Order) -> Result:
    """Its environment, where it is, and what it may still import from there."""
    return Result(text="\n".join([*(f"{k}={v}" for k, v in sorted(os.environ.items())), str(Path.cwd()), *sys.path]))


def loop(folder: Path, order: Order) -> NoReturn:
    (folder / "started").touch()
    while True:
        pass


def nap(folder: Path, order: Order) -> NoReturn:
    """Waits without using the processor."""
    (folder / "started").write_text(str(os.getpid()))
    while True:
        time.sleep(3600)


def eat(folder: Path, order: Order) -> Result:
    held = [bytearray(64 * 1024 * 1024) for _ in range(1_000)]
    return Result(text=str(len(held)))


def eat_outside_python(folder: Path, order: Order) -> NoReturn:
    """As a native library does that ends the process when it gets no memory."""
    while ctypes.CDLL(None).malloc(ctypes.c_size_t(64 * 1024 * 1024)):
        pass
    signal.raise_signal(signal.SIGABRT)
    raise AssertionError


def eat_in_parts(folder: Path, order: Order) -> NoReturn:
    """Each process keeps below the limit, all together do not."""
    for _ in range(8):
        subprocess.Popen([sys.executable, "-c", f"held = bytearray(b'x') * (150 << 20)\n{FOR_EVER}"])
    nap(folder, order)


def fork(folder: Path, order: Order) -> NoReturn:
    for _ in range(200):
        subprocess.Popen([sys.executable, "-c", FOR_EVER])
    nap(folder, order)


def leave_a_child(folder: Path, order: Order) -> Result:
    """Ends well, but something it started goes on."""
    return Result(text=str(subprocess.Popen([sys.executable, "-c", FOR_EVER]).pid))


def write(folder: Path, order: Order) -> NoReturn:
    with (folder / "endless").open("wb") as out:
        while True:
            out.write(bytes(1024 * 1024))


def write_many(folder: Path, order: Order) -> NoReturn:
    """No file is large."""
    count = 0
    while True:
        count += 1
        (folder / f"part{count}").write_bytes(bytes(1024 * 1024))


def write_two_mebibytes(folder: Path, order: Order) -> Result:
    (folder / "made").write_bytes(b"text " * (2 * 1024 * 1024 // 5))
    return Result(text="")


def answer_without_end(folder: Path, order: Order) -> Result:
    return Result(text="x" * (70 * 1024 * 1024))


def crash(folder: Path, order: Order) -> NoReturn:
    signal.raise_signal(signal.SIGSEGV)
    raise AssertionError


def stumble(folder: Path, order: Order) -> NoReturn:
    raise ValueError(order.text)


def refuse(folder: Path, order: Order) -> NoReturn:
    raise InvalidInput("document_encrypted", field="file")


def recurse(folder: Path, order: Order) -> Result:
    return recurse(folder, order)


def forge(folder: Path, order: Order) -> NoReturn:
    """Ends as if all were well, without an answer."""
    os._exit(0)


def link_out(folder: Path, order: Order) -> Result:
    (folder / "made.pdf").symlink_to(order.text)
    return Result(text="")


def verb(name: str, seconds: float | None = None) -> Verb[Order, Result]:
    return Verb(f"{HERE}:{name}", Order, Result, seconds)
