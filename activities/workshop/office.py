"""Office documents as PDF, by LibreOffice without a window, where it is installed."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from activities.sniff import LEGACY_CLASSES, OFFICE_FOLDERS, OPEN_DOCUMENTS
from activities.workshop.office_hidden import hidden_in_archive, hidden_in_compound
from activities.workshop.office_unlocked import unlock
from schemas.errors import InvalidInput

_PROGRAMS = ("soffice", "libreoffice")
_SUFFIXES = {
    **dict(zip(OFFICE_FOLDERS.values(), (".docx", ".xlsx", ".pptx"), strict=True)),
    **{kind: f".od{kind.rpartition('.')[2][0]}" for kind in OPEN_DOCUMENTS},
    "application/msword": ".doc",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
}
_COMPONENTS = {".docx": "sw", ".odt": "sw", ".doc": "sw", ".xlsx": "sc", ".ods": "sc", ".xls": "sc"}
"""Writer, Calc, and for the rest Impress (sd): packages of their own on Debian, each with the library lib…lo.so."""
_SWITCHES = ("--headless", "--norestore", "--nolockcheck", "--nofirststartwizard")
_PROFILE = Path(__file__).with_name("office_profile.xcu")
_SHEETS = Path(__file__).with_name("office_sheets.xba")
_NAMESPACE = 'xmlns:library="http://openoffice.org/2000/library"'
_LIBRARIES = f'<library:libraries {_NAMESPACE}><library:library library:name="Standard"/></library:libraries>'
_MODULES = (
    f'<library:library {_NAMESPACE} library:name="Standard"><library:element library:name="Sheets"/></library:library>'
)
"""Where the profile keeps its own Basic; the programs in documents stay off all the same."""


def office_to_pdf(source: Path, media_type: str, target: Path) -> tuple[str, ...]:
    """Write ``target``; what the file carries beside its pages, by code.

    Macros do not run and nothing is fetched from elsewhere. Raises ``InvalidInput``: ``office_converter_missing``,
    ``document_broken``, ``document_encrypted``, ``document_too_heavy``.
    """
    hidden = hidden_in_compound(source) if media_type in LEGACY_CLASSES.values() else hidden_in_archive(source)
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise InvalidInput("office_converter_missing", field="file")
    with TemporaryDirectory(dir=target.parent) as room:
        named = Path(room) / f"document{_SUFFIXES[media_type]}"
        (unlock if named.suffix in {".xlsx", ".ods"} else os.link)(source, named)
        _convert(program, named, _profile(Path(room)))
        _take(named.with_suffix(".pdf"), target, able=_has_component(program, named.suffix))
    return hidden


def _profile(room: Path) -> Path:
    """A profile of this job alone: two conversions never meet, and no person's settings count."""
    (room / "profile" / "user").mkdir(parents=True)
    shutil.copyfile(_PROFILE, room / "profile" / "user" / "registrymodifications.xcu")
    _install(room / "profile" / "user" / "basic")
    return room / "profile"


def _install(basic: Path) -> None:
    """Our own layout of sheets, the only Basic that runs."""
    (basic / "Standard").mkdir(parents=True)
    (basic / "script.xlc").write_text(_LIBRARIES)
    (basic / "Standard" / "script.xlb").write_text(_MODULES)
    shutil.copyfile(_SHEETS, basic / "Standard" / "Sheets.xba")


def _convert(program: str, document: Path, profile: Path) -> None:
    """It says in no code what went wrong, so whether the PDF is there tells. Limits are those of this process."""
    subprocess.run(
        [program, f"-env:UserInstallation={profile.as_uri()}", *_SWITCHES, *_task(document)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={
            "HOME": str(document.parent),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "SAL_USE_VCLPLUGIN": "svp",
            "DAYLIGHT_SOURCE": document.as_uri(),
            "DAYLIGHT_TARGET": document.with_suffix(".pdf").as_uri(),
        },
        check=False,
    )


def _task(document: Path) -> tuple[str | Path, ...]:
    """Sheets are laid out anew first: as they come, cells are cut and numbers become ###."""
    if _COMPONENTS.get(document.suffix) == "sc":
        return ("macro:///Standard.Sheets.PrintAsPages()",)
    return ("--nodefault", "--convert-to", "pdf", "--outdir", document.parent, document)


def _has_component(program: str, suffix: str) -> bool:
    """Whether the part of LibreOffice that opens such files is installed; True where its libraries lie elsewhere."""
    libraries = {path.name for path in Path(program).resolve().parent.glob("lib*lo.so")}
    return not libraries or f"lib{_COMPONENTS.get(suffix, 'sd')}lo.so" in libraries


def _take(made: Path, target: Path, *, able: bool) -> None:
    if not made.is_file() or not made.stat().st_size:
        raise InvalidInput("document_broken" if able else "office_converter_missing", field="file")
    made.rename(target)
