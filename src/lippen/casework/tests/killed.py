"""A file of notes brought in by a process of its own, which is killed at moments of chance."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

from lippen.casework.tests.factories import Cast

SCRIPT = """
import sys
import django; django.setup()
from pathlib import Path
from lippen.casework import command, intake
from lippen.casework.adapters import reading
from lippen.casework.vocabulary import IntakeKind
intake.TOGETHER_BYTES = int(sys.argv[3])
print("begun", flush=True)
given = {"kind": IntakeKind.ENTRIES, "by": sys.argv[2], "source": "CareBook"}
wants = {"stage_only": sys.argv[4] == "stage", "take_in": sys.argv[4] == "take", "as_json": True}
sys.exit(command.import_records(Path(sys.argv[1]), **given, **wants))
"""


@dataclass
class Importer:
    """Whoever brings a file in from a process of their own."""

    path: Path
    by: str
    cast: Cast
    together: int = 1

    def begin(self, until: str) -> subprocess.Popen[str]:
        """The process, at work."""
        given = [str(self.path), self.by, str(self.together), until]
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, *given],
            env={**os.environ, "DATABASE_URL": here()},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        process.stdout.readline()
        return process

    def killed(self, until: str, rng: random.Random, longest: float) -> bool:
        """Whether it was killed at a moment of chance before it had done."""
        process = self.begin(until)
        time.sleep(rng.uniform(0.05, longest))
        if process.poll() is not None:
            process.communicate()
            return False
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return True

    def killed_when(self, until: str, has_come: Callable[[], bool], rng: random.Random) -> bool:
        """Whether it was killed at a moment of chance soon after something has come, before it had done."""
        process = self.begin(until)
        while process.poll() is None and not has_come():
            time.sleep(0.01)
        time.sleep(rng.uniform(0, 0.03))
        was_at_work = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return was_at_work

    def done(self, until: str) -> dict[str, object]:
        """What it says once it may go on to the end."""
        said, errors = self.begin(until).communicate(timeout=600)
        assert said, errors[-2000:]
        found: dict[str, object] = json.loads(said)
        return found


def here() -> str:
    """The tests' own database as a process of its own finds it."""
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    settings = connection.settings_dict
    return make_conninfo(**{name: str(settings[key]) for key, name in known.items() if settings.get(key)})
