"""The installation guide, followed word for word on a clean Debian: what it says is what is run."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from lippen.server.places import CHECKOUT
from tests.prove.clean_machine import CleanMachine, why_not

GUIDE = CHECKOUT / "docs" / "installation" / "README.md"
HOST = "lippen.braeside.example"
BLOCK = re.compile(r"^## (?P<title>[^\n]+)|^```sh\n(?P<words>.*?)^```", re.MULTILINE | re.DOTALL)
PEOPLE = {
    "COUNCIL": "Braeside Council",
    "ADMINISTRATOR": "Morag Testerton",
    "EMAIL": "morag.testerton@braeside.example",
}
LEFT_TO_THE_COUNCIL = {
    "6": "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=$HOST -addext "
    "subjectAltName=DNS:$HOST -keyout /etc/lippen/tls.key -out /etc/lippen/tls.crt 2>&1"
}

AS_LIPPEN = (
    "cd /; set -a; . /etc/lippen/lippen.env; set +a; "
    "runuser -u lippen --preserve-environment -- /srv/lippen/app/.venv/bin/lippen"
)

pytestmark = pytest.mark.prove


def blocks() -> list[tuple[str, str]]:
    """Each block of the guide with the number of its step."""
    found, step = [], ""
    for match in BLOCK.finditer(GUIDE.read_text()):
        step = match["title"].split(".")[0] if match["title"] else step
        if match["words"]:
            found.append((step, match["words"]))
    return found


@pytest.fixture(scope="module")
def machine() -> Iterator[CleanMachine]:
    if reason := why_not():
        pytest.skip(reason)
    home = Path(tempfile.mkdtemp(prefix="lippen-clean-", dir="/var/tmp"))
    made = CleanMachine(home, {"SOURCE": "/lippen.bundle", "HOST": HOST, **PEOPLE})
    try:
        made.make()
        yield made
    finally:
        made.end()


def counted(machine: CleanMachine) -> list[str]:
    said = machine.run("cd /; runuser -u postgres -- psql -qAt lippen -c 'SELECT name FROM organisation_authority'")
    return sorted(said.split("\n")[:-1])


def found_council(machine: CleanMachine, name: str) -> None:
    insert = f"INSERT INTO organisation_authority (ref, name, short_name) VALUES ('{name}', '{name}', '{name}')"
    machine.run(f'cd /; runuser -u postgres -- psql -q lippen -c "SET ROLE lippen_owner" -c "{insert}"')


def healthy(machine: CleanMachine) -> dict[str, object]:
    ask = f"curl -sSf --cacert /etc/lippen/tls.crt --resolve {HOST}:443:127.0.0.1 https://{HOST}/healthz"
    until = time.monotonic() + 60
    while True:
        try:
            return json.loads(machine.run(ask))
        except AssertionError:
            if time.monotonic() > until:
                raise
            time.sleep(1)


def test_guide_followed_on_a_clean_machine_gives_a_site_behind_tls_that_can_go_back_to_a_second(
    machine: CleanMachine,
) -> None:
    for step, words in blocks():
        if step in LEFT_TO_THE_COUNCIL and "nginx.conf" in words:
            machine.run(LEFT_TO_THE_COUNCIL[step])
        if "/healthz" in words:
            healthy(machine)
        machine.run(words)

    assert healthy(machine)["status"] == "up"
    roles = machine.run('cd /; runuser -u postgres -- psql -qAt -c "SELECT rolname FROM pg_roles WHERE rolsuper"')
    assert roles.split() == ["postgres"]
    found_council(machine, "Before")
    time.sleep(2)
    moment = datetime.now(ZoneInfo("Europe/London")).strftime("%Y-%m-%d %H:%M:%S")
    time.sleep(2)
    found_council(machine, "After")

    machine.run(f"lippen-restore '{moment}'")

    assert counted(machine) == ["Before", "Braeside Council"]
    assert healthy(machine)["status"] == "up"
    verified = json.loads(machine.run(f"{AS_LIPPEN} verify-audit --json 2>/dev/null"))
    assert (verified["faults"], len(verified["breaks"])) == ([], 1), verified


def test_passwords_are_for_root_and_the_site_alone(machine: CleanMachine) -> None:
    modes = machine.run("stat -c '%a %U %G' /etc/lippen/lippen.env /etc/lippen/setup.env")
    assert modes.split("\n")[:2] == ["640 root lippen", "600 root root"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_understands_every_unit(tmp_path: Path) -> None:
    for unit in sorted((CHECKOUT / "docs" / "installation").glob("lippen-*.*")):
        words = re.sub(r"^(ExecStart)=\S+", r"\1=/bin/true", unit.read_text(), flags=re.MULTILINE)
        (tmp_path / unit.name).write_text(words.replace("User=lippen", "User=daemon"))
    units = sorted(tmp_path.glob("*.service")) + sorted(tmp_path.glob("*.timer"))
    assert len(units) == 4
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", *units], capture_output=True, text=True)
    assert (done.returncode, [line for line in done.stderr.split("\n") if str(tmp_path) in line]) == (0, [])
