"""Two councils with one plan: each council's files and evidence stay its own, whichever of them the plan belongs to."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from lippen.improvement import jobs, work
from lippen.improvement.models import Evidence
from lippen.kernel.access import identify
from lippen.kernel.files.store import stored_file
from lippen.organisation.roles import Role
from lippen.reporting.tests.world import TODAY
from tests.house.councils import Councils, browser


@pytest.fixture
def undone(two: Councils):
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_the_other_council_adds_evidence_with_a_file_that_is_its_own(two: Councils, undone) -> None:
    leader = two.theirs[Role.TEAM_LEADER]
    given = {"title": "Minutes", "so_on": "17/10/2012", "form_token": str(uuid4())}
    file = SimpleUploadedFile("minutes.txt", b"What was said")
    answer = browser(leader).post(reverse("improvement:offer_evidence", args=[two.joint]), {**given, "file": file})
    assert answer.status_code == 302
    identify(leader, today=TODAY)
    kept = Evidence.objects.select_related("file").get(title="Minutes")
    assert {kept.authority_id, kept.file.authority_id} == leader.authority_ids


def test_the_other_council_takes_the_plan_away_in_a_file_that_is_its_own(two: Councils, undone) -> None:
    leader = two.theirs[Role.TEAM_LEADER]
    plan = browser(leader).get(reverse("improvement:action", args=[two.joint])).context["story"].plan
    identify(leader, today=TODAY)
    fields = {"plan": plan.ref, "kind": "csv", "as_at": TODAY.isoformat(), "known_at": ""}
    work.tell(leader, work.EXPORT, "export-of-theirs", state=work.WAITING, words="", **fields)
    jobs.export_plan(account_id=leader.account_id, ref="export-of-theirs")
    identify(leader, today=TODAY)
    told = work.told(leader, work.EXPORT, "export-of-theirs")
    assert told["state"] == work.READY
    assert {stored_file(leader, told["file"]).authority_id} == leader.authority_ids
