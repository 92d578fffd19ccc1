"""The trail of this Lippen is verified at night, sealed beside the worker, and its state stands on the status page."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from threading import Event, Thread

import psycopg
import pytest
from django.test import Client
from django.urls import reverse
from typer.testing import CliRunner

from lippen.kernel import checks_of_trail, clock, jobs
from lippen.kernel.models import AuditCheck
from lippen.kernel.seals import ours
from lippen.kernel.seals.problems import SealProblem
from lippen.kernel.seals.report import Fault, Kind, Report, Verdict
from lippen.kernel.tests.sealed import Trail
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.web import health

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def our_trail(trail: Trail, settings, monkeypatch) -> Trail:
    """The settings point at a trail; what is found is kept in the tests' own database."""
    settings.LIPPEN_READER_URL = trail.at.read_url
    monkeypatch.setattr(ours, "seal", trail.seal)
    monkeypatch.setattr(ours, "heads_path", lambda: trail.at.heads)
    monkeypatch.setattr(ours, "key_path", lambda: trail.key)
    return trail


def check(name: str) -> health.Check:
    return next(found for found in health.checks() if found.name == name)


def kept(*, ago: timedelta = timedelta(), **given: object) -> None:
    checks_of_trail.keep_check(Report(rows=9, blocks=3, **given), at=clock.real_now() - ago)


def test_the_nightly_job_seals_verifies_and_keeps_what_it_found(our_trail: Trail) -> None:
    our_trail.write("plan-a", "plan-b")
    jobs.verify_trail(timestamp=0)
    found = checks_of_trail.last_check()
    assert found is not None
    assert (found.verdict, found.rows, found.is_whole) == (Verdict.WHOLE, 2, True)


def test_the_nightly_job_keeps_the_row_that_was_touched_and_no_word_of_it(our_trail: Trail) -> None:
    our_trail.write("plan-a", "plan-b")
    our_trail.seal()
    row = our_trail.rows()["plan-b"]
    our_trail.tamper("UPDATE kernel_auditentry SET subject_key = 'plan-secret' WHERE id = %s", row)
    jobs.verify_trail(timestamp=0)
    stored = AuditCheck.objects.get()
    assert (stored.verdict, stored.faults[0]["row"], stored.faults[0]["kind"]) == ("touched", row, "edit")
    assert "secret" not in json.dumps(stored.faults) + stored.sentence


def test_what_stops_the_sealing_does_not_stop_the_verification(our_trail: Trail, monkeypatch) -> None:
    our_trail.write("plan-a")
    our_trail.seal()

    def refuse() -> int:
        raise SealProblem("its end is gone")

    monkeypatch.setattr(ours, "seal", refuse)
    jobs.verify_trail(timestamp=0)
    assert checks_of_trail.last_check() is not None


@pytest.mark.parametrize(("hours", "verifies"), [(25, False), (27, True)])
def test_a_machine_that_slept_at_night_verifies_when_it_is_awake(our_trail: Trail, hours: int, verifies: bool) -> None:
    our_trail.write("plan-a")
    our_trail.seal()
    kept(ago=timedelta(hours=hours))
    jobs.verify_overdue(timestamp=0)
    assert AuditCheck.objects.count() == (2 if verifies else 1)


def test_the_status_page_says_that_nothing_was_verified_yet() -> None:
    found = check("Audit trail verified")
    assert (found.value, found.is_well) == ("not yet", False)


def test_the_status_page_says_that_the_trail_is_whole_and_when() -> None:
    kept()
    found = check("Audit trail verified")
    assert found.is_well and "whole, 9 rows in 3 blocks" in found.value


def test_the_status_page_asks_for_help_where_the_last_verification_is_too_long_ago() -> None:
    kept(ago=timedelta(hours=27))
    found = check("Audit trail verified")
    assert not found.is_well and "lippen work" in found.what_to_do


def test_the_status_page_asks_for_help_where_rows_were_touched() -> None:
    kept(faults=[Fault(Kind.EDIT, 2, "Row 5 was changed.", 5)], fault_count=1)
    found = check("Audit trail verified")
    assert not found.is_well and "tampered with" in found.value and "verify-audit" in found.what_to_do


def test_the_status_page_counts_what_waits_to_be_sealed_for_somebody_who_may_read_no_row() -> None:
    factories.authority()
    from lippen.kernel import audit
    from lippen.kernel.access import NOBODY

    assert check("Audit rows to be sealed").value == "none waiting"
    audit.record(NOBODY, "set.up", ("thing", "1"))
    found = check("Audit rows to be sealed")
    assert found.is_well and found.value.startswith("1 waiting since")


def test_an_administrator_sees_both_lines_on_the_status_page() -> None:
    administrator = factories.actor(factories.authority(), Role.ADMINISTRATOR)
    client = Client()
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(pk=administrator.account_id), BACKEND)
    page = client.get(reverse("web:status")).content.decode()
    assert "Audit trail verified" in page and "Audit rows to be sealed" in page


def test_a_site_without_the_readers_address_says_what_to_set(settings) -> None:
    settings.LIPPEN_READER_URL = ""
    with pytest.raises(SealProblem, match="LIPPEN_READER_URL is not set"):
        ours.read_url()


def test_sealing_beside_the_worker_outlives_a_database_that_is_away_and_says_so_once(caplog) -> None:
    stop, times = Event(), []

    def seal() -> int:
        times.append(1)
        if len(times) == 6:
            stop.set()
        if len(times) < 5:
            raise psycopg.OperationalError("the server is away")
        return 0

    with caplog.at_level(logging.ERROR):
        thread = Thread(target=ours.keep_sealing, args=(stop, seal, 0.001))
        thread.start()
        thread.join(10)
    assert len(times) == 6
    assert [record.message.count("is away") for record in caplog.records] == [1]


# --- the command ---


def run(*words: str):
    from lippen.cli.__main__ import app

    return CliRunner().invoke(app, ["verify-audit", *words])


@pytest.fixture
def commanded(our_trail: Trail, monkeypatch) -> Trail:
    from contextlib import nullcontext

    monkeypatch.setattr("lippen.cli.home.django", nullcontext)
    our_trail.write("plan-a", "plan-b")
    our_trail.seal()
    return our_trail


def test_the_command_ends_with_0_where_the_trail_is_whole(commanded: Trail) -> None:
    done = run()
    assert done.exit_code == 0
    assert "The audit trail is whole: 2 rows in 1 block, as sealed" in done.stdout
    assert AuditCheck.objects.count() == 1


def test_the_command_ends_with_1_and_names_the_row_that_was_touched(commanded: Trail) -> None:
    row = commanded.rows()["plan-a"]
    commanded.tamper("DELETE FROM kernel_auditentry WHERE id = %s", row)
    done = run("--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["verdict"]) == (1, "touched")
    assert [(fault["kind"], fault["row"]) for fault in told["faults"]] == [("delete", row)]
    assert f"- Row {row} of block 1 was deleted." in run().stdout


def test_the_command_ends_with_2_where_the_trail_cannot_be_proved(commanded: Trail) -> None:
    commanded.at.heads.unlink()
    assert run().exit_code == 2


def test_the_command_takes_heads_that_were_kept_elsewhere_and_keeps_nothing(commanded: Trail, tmp_path) -> None:
    copy = tmp_path / "copy.heads"
    copy.write_bytes(commanded.at.heads.read_bytes())
    assert run("--heads", str(copy)).exit_code == 0
    assert AuditCheck.objects.count() == 0
