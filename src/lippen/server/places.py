"""Where one embedded server keeps its things, and as whom its programs run."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from lippen.server.problems import ServerProblem
from lippen.server.programs import copied_programs, programs

SYSTEM_USER = "lippenpg"
SYSTEM_HOME = Path("/var/lib/lippen-pg")
CHECKOUT = Path(__file__).resolve().parents[3]


def var() -> Path:
    """The folder for everything that a running Lippen keeps (LIPPEN_VAR, or var/ in the checkout)."""
    return Path(os.environ.get("LIPPEN_VAR") or CHECKOUT / "var").absolute()


@dataclass(frozen=True)
class Places:
    """Folders of one server. `asked` is the data folder as given: its locks lie beside it."""

    asked: Path
    data: Path
    backup: Path
    socket: Path
    programs: Path
    user: pwd.struct_passwd | None

    @property
    def log(self) -> Path:
        """Where the server writes what went wrong."""
        return self.data.with_name(f"{self.data.name}.log")

    def run(self, program: str, *arguments: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programs as the server's user, apart from the caller's PG* settings."""
        command = [str(self.programs / program), *map(str, arguments)]
        return subprocess.run(
            command, capture_output=True, text=True, cwd="/", env=plain_environment(), **self.as_user, **more
        )  # type: ignore[call-overload]

    def run_as_caller(self, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's clients as whoever asked: what it writes is theirs."""
        command = [str(self.programs / program), *map(str, arguments)]
        return subprocess.run(command, cwd="/", env=plain_environment(), capture_output=True, text=True)

    @property
    def as_user(self) -> dict[str, object]:
        """The arguments of subprocess that change to the server's user."""
        if self.user is None:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make the server's user the owner of a path and all in it."""
        if self.user is None:
            return
        os.chown(path, self.user.pw_uid, self.user.pw_gid)
        for inside in path.rglob("*"):
            os.chown(inside, self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)

    def folder(self, path: Path) -> Path:
        """A folder that only the server's user may enter, made when it is not there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.mkdir(mode=0o700)
            self.give(path)
        return path


def places(data: Path) -> Places:
    """Decide where a server with this data folder lives, and as whom it runs."""
    asked = data.absolute()
    asked.parent.mkdir(parents=True, exist_ok=True)
    user = system_user() if os.getuid() == 0 else None
    home, source = asked.parent, programs()
    if user and not may_enter(user, home):
        home = closed_home(asked)
    if user and not may_enter(user, source):
        source = copied_programs(source, SYSTEM_HOME)
    chosen = os.environ.get("LIPPEN_BACKUP")
    backup = Path(chosen).absolute() if chosen else home / "backup"
    return Places(asked, home / asked.name, backup, socket_folder(asked), source, user)


def closed_home(asked: Path) -> Path:
    """Where data goes when the checkout is closed to the server's user."""
    return SYSTEM_HOME / short_hash(asked.parent)


def system_user() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root: its own system user, made when it is not there."""
    try:
        user = pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        user = make_system_user()
    SYSTEM_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
    return user


def make_system_user() -> pwd.struct_passwd:
    """Add the system user, or say how."""
    words = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", str(SYSTEM_HOME)]
    command = [*words, "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    if shutil.which("useradd") is None:
        raise ServerProblem(
            f"PostgreSQL may not run as root. Add a system user named {SYSTEM_USER}, or run as yourself."
        )
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 9):  # 9: somebody else has just made it
        raise ServerProblem(f"The system user {SYSTEM_USER} could not be made: {done.stderr.strip()}")
    return pwd.getpwnam(SYSTEM_USER)


def may_enter(user: pwd.struct_passwd, folder: Path) -> bool:
    """Whether the system user can reach a folder through all of its parents."""
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    tried = subprocess.run(["test", "-r", folder, "-a", "-x", folder], cwd="/", **as_user)  # type: ignore[call-overload]
    return tried.returncode == 0


def socket_folder(data: Path) -> Path:
    """A short path (sockets allow 107 bytes) in the temporary folder, one for each person and data folder."""
    return Path(tempfile.gettempdir()) / f"lippen-pg-{os.getuid()}-{short_hash(data)}"


def prepare_socket_folder(at: Places) -> None:
    """Make the socket's folder, closed to everybody else, or refuse one that is not ours."""
    at.folder(at.socket)
    found = at.socket.lstat()
    owner = at.user.pw_uid if at.user else os.getuid()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise ServerProblem(f"{at.socket} is not a closed folder of the server's own user. Remove it and start again.")


def short_hash(path: Path) -> str:
    """Twelve characters that stand for a path."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def plain_environment() -> dict[str, str]:
    """The environment without settings meant for other PostgreSQL servers."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}
