"""Somebody from outside works on a child's plan too, from a day until a day: who, what they see, who is without."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from lippen.care.actions import co_working, living, permanence
from lippen.care.actions.following import follow_all
from lippen.care.actions.living import LegalGiven
from lippen.care.actions.reviews import Who
from lippen.care.jobs import follow_clocks
from lippen.care.models import CoWorker, CoWorkerEnd, LineEnd
from lippen.care.queries import drifting
from lippen.care.queries import permanence as queries
from lippen.care.tests.test_lines import NOT_KNOWN, begun, c, child, looked_after, on_a_day, row  # noqa: F401 - fixtures
from lippen.care.tests.test_pages import day, signed_in
from lippen.care.vocabulary.permanence import LineEndKind, Route
from lippen.casework.actions import work
from lippen.casework.models import Involvement, KnownPerson
from lippen.casework.tests.factories import NOW, TODAY, Cast
from lippen.casework.tests.test_not_own import as_, fact, locked
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.organisation.models import Duty

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
UNTIL = TODAY + 30 * DAY


@pytest.fixture
def line(c, child):  # noqa: F811
    return begun(c, child)


def gives(c: Cast, line, who: Who | None = None, *, by=None, **given: object):  # noqa: F811
    told = {"what_for": "The papers for court", "so_on": TODAY, "until": UNTIL, "at": NOW, **given}
    who = who or Who(c.other_worker.person_id)
    return co_working.give_co_worker(actor=as_(by or c.leader), line_ref=line.ref, who=who, **told)


def ends(c: Cast, line, **given: object):  # noqa: F811
    told = {"words": "The papers are written", "so_on": TODAY, "at": NOW, **given}
    return co_working.end_co_worker(actor=as_(c.leader), line_ref=line.ref, **told)


def sees(actor, child) -> bool:  # noqa: F811
    """By the table alone."""
    as_(actor)
    return KnownPerson.objects.filter(pk=child.pk).exists()


def told(c: Cast, line):  # noqa: F811
    as_(c.worker)
    return row(c, line)


def test_somebody_of_another_team_sees_what_they_need_as_everybody_who_works_with_the_child(c, child, line) -> None:  # noqa: F811
    assert not sees(c.other_worker, child)
    gives(c, line)
    assert sees(c.other_worker, child)
    assert queries.one(c.other_worker, line.ref, today=TODAY)[1].co_worker.what_for == "The papers for court"
    found = told(c, line).co_worker
    assert (found.name, found.since, found.until) == (c.other_worker.name, TODAY, UNTIL)
    ends(c, line)
    assert not sees(c.other_worker, child)
    assert told(c, line).co_worker is None
    (was,) = told(c, line).co_workers
    assert (was.ended_on, was.ended_words) == (TODAY, "The papers are written")


def test_somebody_of_another_organisation_is_in_words_and_sees_nothing(c, child, line) -> None:  # noqa: F811
    gives(c, line, Who(words="Ms Quill, of a centre for looked-after children"))
    assert told(c, line).co_worker.name.startswith("Ms Quill")
    assert Involvement.objects.filter(person=child, kind="co_working").count() == 0


@pytest.mark.parametrize("who", ["worker", "colleague", "leader"])
def test_whoever_works_with_the_child_leads_those_or_is_of_the_team_is_not_from_outside(c, line, who) -> None:  # noqa: F811
    with pytest.raises(CannotDo, match="Choose somebody from outside") as refused:
        gives(c, line, Who(getattr(c, who).person_id))
    assert refused.value.field == "who"


def test_only_whoever_allocates_gives_somebody_and_says_what_for_and_until_when(c, line) -> None:  # noqa: F811
    with pytest.raises(NotAllowed):
        gives(c, line, by=c.worker)
    with pytest.raises(CannotDo, match="Say what for"):
        gives(c, line, what_for=" ")
    with pytest.raises(CannotDo, match="Give a last day to come"):
        gives(c, line, until=TODAY - DAY)
    gives(c, line)
    with pytest.raises(CannotDo, match="works on this plan already"):
        gives(c, line, Who(words="Ms Quill"))
    with pytest.raises(CannotDo, match="Say what came of it"):
        ends(c, line, words=" ")
    with pytest.raises(CannotDo, match="They began later"):
        ends(c, line, so_on=TODAY - DAY)
    ends(c, line)
    with pytest.raises(CannotDo, match="Nobody from outside works"):
        ends(c, line)
    gives(c, line, Who(words="Ms Quill"))


def test_a_part_that_was_ended_on_the_childs_own_page_is_ended_on_the_plan_too(c, child, line) -> None:  # noqa: F811
    made = gives(c, line)
    work.end_work(actor=as_(c.leader), work_ref=made.part.ref, so_on=TODAY, at=NOW)
    assert (
        told(c, line).co_worker is None and told(c, line).co_workers[0].ended_words == "Works with the child no longer"
    )
    gives(c, line)
    assert sees(c.other_worker, child)


def test_the_night_after_their_last_day_they_see_the_child_no_longer(c, child, line, settings) -> None:  # noqa: F811
    gives(c, line, until=TODAY + DAY)
    settings.LIPPEN_TODAY = TODAY + DAY
    follow_clocks(timestamp=0)
    assert sees(c.other_worker, child)
    settings.LIPPEN_TODAY = TODAY + 2 * DAY
    follow_clocks(timestamp=0)
    assert not sees(c.other_worker, child)
    assert told(c, line).co_workers[0].ended_words == "The last day came"


def test_whoever_works_on_a_plan_ends_with_it_and_goes_along_to_another_route(c, child, line) -> None:  # noqa: F811
    gives(c, line)
    as_(c.worker)
    changed = {"route": Route.ADOPTION, "so_on": TODAY, "words": "She cannot go home", "view": NOT_KNOWN, "at": NOW}
    after = permanence.change_route(actor=c.worker, line_ref=line.ref, **changed)
    assert told(c, line).co_worker is None and told(c, after).co_worker.name == c.other_worker.name
    assert sees(c.other_worker, child)
    as_(c.worker)
    ended = {"kind": LineEndKind.CEASED, "so_on": TODAY, "words": "She is with kin", "view": NOT_KNOWN, "at": NOW}
    permanence.end_line(actor=c.worker, line_ref=after.ref, **ended)
    assert not sees(c.other_worker, child)
    assert told(c, after).co_workers[0].ended_words == "The plan ended"


def test_an_order_that_ends_the_plan_ends_their_part_in_it(c, child, line) -> None:  # noqa: F811
    gives(c, line)
    as_(c.worker)
    law = {"so_on": TODAY, "legal": LegalGiven("PO"), "at": NOW}
    living.change_legal(actor=c.worker, person_ref=child.ref, **law)
    assert not sees(c.other_worker, child)


@pytest.mark.parametrize("by_hand", [False, True])
def test_whoever_ends_a_plan_on_which_they_worked_themselves_leaves_last_of_all(c, child, line, by_hand) -> None:  # noqa: F811
    gives(c, line)
    owed = Duty.objects.filter(subject_key=child.ref, closed_at__isnull=True)
    before = set(owed.filter(holder_id=c.worker.person_id).values_list("kind", flat=True))
    as_(c.other_worker)
    if by_hand:
        ended = {"kind": LineEndKind.CEASED, "so_on": TODAY, "words": "She is with kin", "view": NOT_KNOWN, "at": NOW}
        permanence.end_line(actor=c.other_worker, line_ref=line.ref, **ended)
    else:
        law = {"so_on": TODAY, "legal": LegalGiven("PO"), "at": NOW}
        living.change_legal(actor=c.other_worker, person_ref=child.ref, **law)
    assert not sees(c.other_worker, child)
    assert told(c, line).co_workers[0].ended_words == "The plan ended" and told(c, line).ended
    assert set(owed.filter(holder_id=c.worker.person_id).values_list("kind", flat=True)) == before


ENDED = {"kind": "ceased", "so_on": "17 October", "words": "She is with kin", "child_view": "I like it there"}
GRANTED = {"code": "PO", "so_on": "17 October"}
PLACED = {"kind": "final_placement", "so_on": "17 October"}


@pytest.mark.parametrize(
    ("form", "typed", "route"),
    [("end_line", ENDED, Route.PO), ("change_legal", GRANTED, Route.PO), ("record_event", PLACED, Route.LONG_TERM)],
)
def test_whoever_ended_their_own_part_lands_on_their_desk_and_reads_what_was_done(c, child, form, typed, route) -> None:  # noqa: F811
    made = begun(c, child, route)
    gives(c, made)
    client = signed_in(c.other_worker)
    where = reverse(f"care:{form}", args=[made.ref if form == "end_line" else child.ref])
    sent = client.post(where, typed)
    assert (sent.status_code, sent["Location"]) == (302, reverse("web:home"))
    desk = client.get(sent["Location"], follow=True)
    assert desk.status_code == 200
    said = desk.content.decode()
    assert "Your part in this plan has ended with it" in said and child.ref not in said
    assert not sees(c.other_worker, child)


def test_whoever_ended_their_own_part_by_a_double_click_is_told_that_it_was_recorded(c, child) -> None:  # noqa: F811
    made = begun(c, child)
    gives(c, made)
    client, where = signed_in(c.other_worker), reverse("care:end_line", args=[made.ref])
    page = client.get(where).content.decode()
    (token,) = set(re.findall(r'name="form_token" value="([^"]+)"', page))
    sent = {**ENDED, "form_token": token}
    assert client.post(where, sent).status_code == 302
    again = client.post(where, sent)
    told = again.content.decode()
    assert again.status_code == 404 and "You sent this form before" in told
    assert "It was recorded then: It ended, and stays told." in told and "It was not recorded" not in told
    as_(c.worker)
    assert LineEnd.objects.filter(line=made).count() == 1
    other = client.post(where, {**ENDED, "form_token": str(uuid4())})
    assert other.status_code == 404 and "There is nothing here" in other.content.decode()
    stranger = signed_in(c.stranger).post(where, sent)
    assert stranger.status_code == 404 and "You sent this form before" not in stranger.content.decode()


def test_whoever_ends_a_plan_and_goes_on_with_the_child_stays_on_the_plan(c, child, line) -> None:  # noqa: F811
    gives(c, line)
    where = reverse("care:line", args=[line.ref])
    assert signed_in(c.worker).post(reverse("care:end_line", args=[line.ref]), ENDED)["Location"] == where


def test_the_drift_list_and_the_board_count_them_and_show_who_is_without(c, child, line) -> None:  # noqa: F811
    other = begun(c, looked_after(c, "Una"))
    gives(c, line)
    as_(c.worker)
    found = drifting.drift(c.worker, today=TODAY)
    assert (found.count, found.helped, found.shown) == (2, 1, 2)
    only = drifting.drift(c.worker, today=TODAY, without=True)
    assert [each.ref for each in only.rows] == [other.ref] and (only.count, only.shown) == (2, 1)
    assert queries.board(c.worker, today=TODAY).helped == 1
    leader = signed_in(c.leader)
    for page in ("care:drift", "care:permanence"):
        assert c.other_worker.name in leader.get(reverse(page)).content.decode()
    assert "show those without" in leader.get(reverse("care:drift")).content.decode()
    assert c.other_worker.name not in leader.get(reverse("care:drift") + "?co_worker=none").content.decode()


def test_the_forms_give_back_what_was_typed_and_record_it(c, line) -> None:  # noqa: F811
    client, url = signed_in(c.leader), reverse("care:give_co_worker", args=[line.ref])
    sent = {"who": str(c.colleague.person_id), "what_for": "The papers", "so_on": "17 October", **day("until", UNTIL)}
    refused = client.post(url, sent).content.decode()
    assert "Choose somebody from outside" in refused and "The papers" in refused
    assert client.post(url, {**sent, "who": str(c.other_worker.person_id)}).status_code == 302
    said = client.get(reverse("care:line", args=[line.ref])).content.decode()
    assert f"{c.other_worker.name} works on it no longer" in said and "until 16 November 2012" in said
    assert client.post(reverse("care:end_co_worker", args=[line.ref]), {"so_on": "17 October", "words": "Done well"})
    as_(c.leader)
    assert CoWorkerEnd.objects.get().words == "Done well"
    assert signed_in(c.worker).get(url).status_code == 403


def test_the_tables_take_one_person_with_something_to_do_and_nobody_elses_child(c, child, line) -> None:  # noqa: F811
    as_(c.leader)
    row_of = {"line": line, "nth": 1, "words": "Ms Quill", "what_for": "Papers", "until": UNTIL}
    for constraint, more in (
        ("a_co_worker_has_something_to_do", {"what_for": ""}),
        ("a_co_worker_is_one_person", {"words": ""}),
        ("a_co_worker_is_one_person", {"officer_id": c.other_worker.person_id}),
        ("a_co_worker_stays_until_later", {"until": date(2012, 1, 1)}),
    ):
        with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
            CoWorker.objects.create(**{**row_of, **more}, **fact(child, c.leader))
    CoWorker.objects.create(**row_of, **fact(child, c.leader))
    with pytest.raises(DatabaseError, match="a_line_has_one_co_worker_at_a_time"), transaction.atomic():
        CoWorker.objects.create(**row_of, **fact(child, c.leader))
    as_(c.other_worker)
    assert not CoWorker.objects.exists()
    with locked():
        CoWorker.objects.create(**{**row_of, "nth": 2}, **fact(child, c.other_worker))


def test_nobody_is_ended_before_their_last_day_has_passed(c, child, line) -> None:  # noqa: F811
    gives(c, line, until=TODAY)
    as_(c.leader)
    follow_all(actor=c.leader, person_ids=[child.pk], at=NOW)
    assert CoWorkerEnd.objects.count() == 0
    assert sees(c.other_worker, child)
