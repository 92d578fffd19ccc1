"""`make test-debian`: every test on Debian's own PostgreSQL, over TCP with passwords, as a council would run it.

A cluster is made for this run in a temporary folder by Debian's programs, and removed afterwards. It needs the
package `postgresql` and to be run as root (who may act as its user `postgres`) or as a user who may run its programs.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lippen.server.roles import LOGIN

HOME = Path("/usr/lib/postgresql")
SERVER_USER = "postgres"
WORDS = {
    "listen_addresses": "127.0.0.1",
    "max_connections": "120",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",  # most tests commit nothing: it would find their tables empty, and plan for that
    "shared_buffers": "128MB",
    "password_encryption": "scram-sha-256",
}


def programs() -> Path | None:
    """The newest PostgreSQL that Debian installed here, if any."""
    found = sorted(HOME.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def run(*words: str | Path) -> str:
    """Run one of the server's programs as its own user."""
    user = SERVER_USER if os.geteuid() == 0 else None
    done = subprocess.run(list(map(str, words)), capture_output=True, text=True, user=user, extra_groups=user and [])
    if done.returncode:
        raise SystemExit(f"{Path(words[0]).name}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


@contextmanager
def cluster(bin_folder: Path) -> Iterator[tuple[str, str]]:
    """A running cluster: its administrator's address, and its version."""
    home = Path(tempfile.mkdtemp(prefix="lippen-debian-"))
    try:
        password, port = secrets.token_urlsafe(24), free_port()
        given = home / "password"
        given.write_text(password)
        if os.geteuid() == 0:
            for path in (home, given):
                shutil.chown(path, SERVER_USER)
        data = home / "data"
        checks = ("--auth-host=scram-sha-256", "--auth-local=scram-sha-256", f"--pwfile={given}")
        run(
            bin_folder / "initdb", "--no-sync", "-U", SERVER_USER, "-E", "UTF8", "--locale=C.UTF-8", *checks, "-D", data
        )
        with (data / "postgresql.conf").open("a") as written:
            more = {**WORDS, "port": str(port), "unix_socket_directories": str(home)}
            written.writelines(f"{name} = '{value}'\n" for name, value in more.items())
        run(bin_folder / "pg_ctl", "start", "-s", "-w", "-D", data, "-l", home / "log")
        try:
            version = run(bin_folder / "postgres", "--version").strip()
            yield f"postgres://{SERVER_USER}:{password}@127.0.0.1:{port}/postgres", version
        finally:
            run(bin_folder / "pg_ctl", "stop", "-s", "-w", "-m", "fast", "-D", data)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(arguments: list[str]) -> int:
    """Run pytest with these words on a cluster of its own."""
    bin_folder = programs()
    if bin_folder is None:
        print("Debian's PostgreSQL is not installed here: apt-get install postgresql", file=sys.stderr)
        return 2
    with cluster(bin_folder) as (admin_url, version):
        print(f"On {version}, over TCP with passwords", flush=True)
        passwords = {f"{role.upper()}_PASSWORD": secrets.token_urlsafe(24) for role in LOGIN}
        environment = {**os.environ, **passwords, "LIPPEN_ADMIN_URL": admin_url}
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
