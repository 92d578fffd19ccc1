"""What a process number stands for."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lippen.server.places import plain_environment


def command_of(number: int) -> str:
    """The command line of a running process; nothing for one that is gone, or dead and not yet buried."""
    proc = Path("/proc")
    if (proc / "self").exists():  # small systems have no ps
        try:
            return (proc / str(number) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    words = ["ps", "-o", "args=", "-p", str(number)]
    return subprocess.run(words, capture_output=True, text=True, env=plain_environment()).stdout.strip()
