"""The page on which a file that came in is undone: what will happen, what stands in the way, and what it says after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procrastinate.contrib.django import app

from lippen.casework import intake, jobs
from lippen.casework.actions import visiting
from lippen.casework.models import Intake
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.casework.tests.test_intake import CHILDREN, brought, c, named
from lippen.casework.tests.test_intake_screens import at, counted, post, signed_in
from lippen.casework.tests.test_screens import MOST_STATEMENTS
from lippen.casework.vocabulary import IntakeKind, IntakeState
from lippen.kernel import access
from lippen.kernel.access import Actor

__all__ = ["c"]
pytestmark = pytest.mark.django_db
WHY = "The wrong export was chosen."
TIES = "Person ID,Other ID,Relationship\nP001,P002,Sister\n"


def worked(c: Cast, row: Intake) -> Intake:
    """What the worker does of what was asked for."""
    access.identify(c.manager, today=TODAY)
    jobs.undo_intake(account_id=c.manager.account_id, ref=row.ref)
    access.identify(c.manager, today=TODAY)
    row.refresh_from_db()
    return row


def seen_by(actor: Actor, url: str) -> str:
    return signed_in(actor).get(url, follow=True).content.decode()


def test_a_file_is_undone_from_its_page_and_says_so_there_and_on_each_record(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    ref = named("P001").ref
    client = signed_in(c.manager)
    assert "Undo this file" in client.get(at("intake", row.ref)).content.decode()
    page = client.get(at("undo_intake", row.ref)).content.decode()
    assert "Nothing is deleted" in page and "leaves every list" in page and "Undo 3 rows" in page
    answered = post(client, at("undo_intake", row.ref), why=WHY, version=row.version)
    assert "is being undone" in answered.content.decode()
    assert worked(c, row).state == IntakeState.UNDONE
    Intake.objects.filter(pk=row.pk).update(changed_at=NOW + timedelta(minutes=2))
    told = seen_by(c.manager, at("intake", row.ref))
    assert "were undone on 17 October 2012 at 15:02" in told and "Undone, 17 October 2012 at 15:02" in told
    assert "This record came in by mistake" in seen_by(c.manager, at("child", ref))


def test_a_reason_is_asked_for_at_its_field(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    answered = post(signed_in(c.manager), at("undo_intake", row.ref), why="", version=row.version)
    assert answered.status_code == 422 or "There is a problem" in answered.content.decode()
    access.identify(c.manager, today=TODAY)
    assert Intake.objects.get(pk=row.pk).state == IntakeState.TAKEN


def test_what_stands_in_the_way_is_listed_with_a_link_and_no_button(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    ref = named("P002").ref
    visiting.record_visit(actor=c.manager, person_ref=ref, is_seen=False, words="Not in.", so_on=TODAY, at=NOW)
    page = seen_by(c.manager, at("undo_intake", row.ref))
    assert "1 row stand" in page or "1 row stands" in page
    assert at("child", ref) in page and "A visit was planned or made" in page and "Why is it undone?" not in page


def test_what_changed_between_the_page_and_the_worker_leaves_the_file_standing_with_the_reason(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    ref = named("P002").ref
    post(signed_in(c.manager), at("undo_intake", row.ref), why=WHY, version=row.version)
    access.identify(c.manager, today=TODAY)
    visiting.record_visit(actor=c.manager, person_ref=ref, is_seen=False, words="Not in.", so_on=TODAY, at=NOW)
    assert worked(c, row).state == IntakeState.TAKEN
    assert "1 of its rows stand in the way" in seen_by(c.manager, at("intake", row.ref))


def test_after_thirty_days_the_page_offers_nothing_and_says_why(c: Cast, settings) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    settings.LIPPEN_TODAY = TODAY + timedelta(days=31)
    client = signed_in(c.manager)
    assert "Undo this file" not in client.get(at("intake", row.ref)).content.decode()
    assert "more than 30 days ago" in client.get(at("undo_intake", row.ref)).content.decode()


def test_nobody_undoes_who_may_not_bring_records_in(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    assert signed_in(c.worker).get(at("undo_intake", row.ref)).status_code == 403
    assert signed_in(c.stranger).get(at("undo_intake", row.ref)).status_code == 404


def test_the_page_takes_as_many_statements_for_200_rows_as_for_10(c: Cast) -> None:
    counts = []
    for count in (10, 200):
        heading = CHILDREN.partition("\n")[0]
        lines = "".join(f"R{count}-{n},Given{n}x{count},,,,,no,,,,\n" for n in range(count))
        row = brought(c, IntakeKind.CHILDREN, f"{heading}\n{lines}")
        client = signed_in(c.manager)
        client.get(at("undo_intake", row.ref))
        counts.append(counted(client, at("undo_intake", row.ref)))
        access.identify(c.manager, today=TODAY)
    assert counts[0] == counts[1] <= MOST_STATEMENTS


def test_the_job_is_known_to_the_worker_by_its_name() -> None:
    assert intake.UNDO in app.tasks


def test_a_later_file_of_ties_is_named_on_the_record_of_each(c: Cast) -> None:
    row = brought(c, IntakeKind.CHILDREN, CHILDREN)
    brought(c, IntakeKind.TIES, TIES)
    assert "Somebody of the family was recorded" in seen_by(c.manager, at("undo_intake", row.ref))
