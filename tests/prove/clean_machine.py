"""A clean Debian in a folder, and commands run in it as root. It shares this machine's network, not its files."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lippen.server.places import CHECKOUT

SOURCES = Path("/etc/apt/sources.list.d/debian.sources")
NETWORK = ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf")
TRUSTED, TRUSTED_THERE = "/etc/ssl/certs/ca-certificates.crt", "/etc/trusted-here.crt"
PORTS = (80, 443, 5432, 8000)
CERTIFICATES = dict.fromkeys(("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS"), TRUSTED_THERE)


def why_not() -> str:
    """Why a clean machine cannot be made here; empty when it can."""
    if os.geteuid() != 0:
        return "a clean machine can be made by root only"
    if shutil.which("mmdebstrap") is None or not SOURCES.exists():
        return "mmdebstrap is not installed here"
    taken = [str(port) for port in PORTS if _is_taken(port)]
    return f"ports {', '.join(taken)} of this machine are taken" if taken else ""


def _is_taken(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class CleanMachine:
    """The folder and the environment that its commands see."""

    home: Path
    environment: dict[str, str]

    def make(self) -> None:
        """Debian's smallest system with apt, this machine's network settings, our history as a bundle."""
        made = ["mmdebstrap", "--quiet", "--variant=apt", "bookworm", str(self.home), str(SOURCES)]
        subprocess.run(made, check=True, capture_output=True, text=True)
        for name in filter(os.path.exists, NETWORK):
            place = self.home / name.lstrip("/")
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(name, place)
        shutil.copyfile(TRUSTED, self.home / TRUSTED_THERE.lstrip("/"))
        bundle = self.home / "lippen.bundle"
        subprocess.run(["git", "-C", CHECKOUT, "bundle", "create", "-q", bundle, "HEAD", "--branches"], check=True)
        bundle.chmod(0o644)
        stand_in = self.home / "usr/local/bin/systemctl"
        shutil.copyfile(Path(__file__).with_name("systemctl.sh"), stand_in)
        stand_in.chmod(0o755)
        (self.home / "dev/shm").mkdir(exist_ok=True, mode=0o1777)

    def run(self, words: str, *, seconds: float = 900) -> str:
        """Run a block of shell in it, stopping at the first command that fails."""
        inside = f'mount -t proc proc "{self.home}/proc" && mount -t tmpfs tmpfs "{self.home}/dev/shm" && '
        enter = f'exec chroot "{self.home}" /bin/sh -euc "$WORDS"'
        kept = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"}
        done = subprocess.run(
            ["unshare", "--mount", "sh", "-euc", inside + enter],
            env={**kept, **CERTIFICATES, **self.environment, "DEBIAN_FRONTEND": "noninteractive", "WORDS": words},
            stdin=subprocess.DEVNULL,
            stdout=(log := (self.home / "said.log").open("w+")),
            stderr=subprocess.STDOUT,
            timeout=seconds,
        )
        log.seek(0)
        said = log.read()
        log.close()
        assert done.returncode == 0, f"{words}\n---\n{said[-4000:]}"
        return said

    def end(self) -> None:
        """Stop what runs in it and remove it."""
        for process in Path("/proc").glob("[0-9]*"):
            if _root_of(process) == str(self.home):
                subprocess.run(["kill", "-KILL", process.name], capture_output=True)
        shutil.rmtree(self.home, ignore_errors=True)


def _root_of(process: Path) -> str:
    try:
        return os.readlink(process / "root")
    except OSError:
        return ""
