"""Opening an archive that comes from anywhere: what is in it is looked at before anything is read."""

import hashlib
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MOST_MEMBERS = 100_000
LARGEST_DIRECTORY = 32 * 1024 * 1024
"""Bytes of the directory at the end of the archive, which is the one thing that is read as a whole."""
_CHUNK = 1024 * 1024
_LOCAL_HEADER = 30
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(/[A-Za-z0-9][A-Za-z0-9._-]{0,99})?")
"""How members are named: no path upwards, no device, nothing a terminal would act upon."""
_END, _END64, _LOCATOR64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q"), struct.Struct("<4sLQL")


class Archive:
    """A ZIP whose members are known to be stored as they are, one after the other."""

    def __init__(self, opened: ZipFile) -> None:
        self._zip = opened
        self.names = frozenset(opened.namelist())

    def small(self, name: str, most: int) -> bytes | None:
        """A member whole; None if it is not there or larger than ``most`` bytes."""
        if name not in self.names or self._zip.getinfo(name).file_size > most:
            return None
        return self._zip.read(name)

    def measured(self, name: str) -> tuple[int, str]:
        """Size and SHA-256 of a member, a piece at a time."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name) as member:
            while piece := member.read(_CHUNK):
                digest.update(piece)
                size += len(piece)
        return size, digest.hexdigest()

    def lines(self, name: str, longest: int) -> Iterator[bytes]:
        """The lines of a member; one that is longer than ``longest`` bytes comes in parts."""
        with self._zip.open(name) as member:
            while line := member.readline(longest + 1):
                yield line


@contextmanager
def opened(path: Path) -> Iterator[tuple[Archive, list[tuple[str, str]]]]:
    """The archive, and what is wrong with how it is packed: member and code. With a fault, read nothing of it.

    Raises ``BadZipFile`` for what is no ZIP, is cut off, or has a directory no export of ours would have.
    """
    with path.open("rb") as file:
        _refuse_heavy_directory(file)
        with ZipFile(file) as archive:
            yield Archive(archive), _faults(archive.infolist(), path.stat().st_size)


def _refuse_heavy_directory(file: BinaryIO) -> None:
    """Read the end of the archive by hand: the library would load a directory of any size.

    There must be nothing after it and no gap before it (APPNOTE 4.3.14 to 4.3.16).
    """
    size = file.seek(0, 2)
    here = size - _END.size
    end = _END.unpack(_at(file, here, _END.size))
    if end[0] != b"PK\x05\x06" or end[7]:
        raise BadZipFile("no end of a directory")
    count, length, start = end[4], end[5], end[6]
    if _at(file, here - _LOCATOR64.size, 4) == b"PK\x06\x07":
        here -= _LOCATOR64.size + _END64.size
        end64 = _END64.unpack(_at(file, here, _END64.size))
        if end64[0] != b"PK\x06\x06":
            raise BadZipFile("no end of a large directory")
        count, length, start = end64[7], end64[8], end64[9]
    if count > MOST_MEMBERS or length > LARGEST_DIRECTORY or start + length != here:
        raise BadZipFile("not a directory of ours")


def _at(file: BinaryIO, place: int, length: int) -> bytes:
    if place < 0:
        raise BadZipFile("too short")
    file.seek(place)
    return file.read(length)


def _faults(members: list[ZipInfo], size: int) -> list[tuple[str, str]]:
    """What is stored in one piece each, and in no more bytes than the file has, can be no bomb."""
    faults, seen, end = list[tuple[str, str]](), set[str](), 0
    for member in sorted(members, key=lambda one: one.header_offset):
        name = member.orig_filename
        if not _NAME.fullmatch(name):
            faults.append((name, "member_unsafe"))
        if name in seen:
            faults.append((name, "member_twice"))
        plain = member.compress_type == ZIP_STORED and not member.flag_bits & 1
        if not plain or member.compress_size != member.file_size or member.header_offset < end:
            faults.append((name, "member_packed"))
        seen.add(name)
        end = member.header_offset + _LOCAL_HEADER + len(name.encode()) + member.compress_size
    return [*faults, ("", "member_packed")] if end > size else faults
