"""What the child thinks at a decision that is typed in as an event: asked for by the code and by the table alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from lippen.care.actions import events, meetings
from lippen.care.actions.views import View
from lippen.care.models import CareEvent, CourtStep
from lippen.care.queries import living
from lippen.care.tests.columns import CHILDREN, listed, looked, taken, whole
from lippen.care.tests.returning import brought as return_brought
from lippen.care.tests.returning import episodes, header, reviews
from lippen.care.tests.test_agency import as_, decides, fact, line, name  # noqa: F401
from lippen.care.tests.test_lines import begun, c, child, on_a_day, row  # noqa: F401
from lippen.care.tests.test_meetings import decided, planned
from lippen.care.tests.test_plans import drawn
from lippen.care.vocabulary import TYPED, Event
from lippen.care.vocabulary.decisions import DECISIONS
from lippen.care.vocabulary.meetings import CourtStepKind, MeetingKind
from lippen.casework.queries import people, records
from lippen.casework.queries.held import beside_the_record
from lippen.casework.tests.factories import NOW, TODAY
from lippen.casework.tests.test_intake import brought as brought_before
from lippen.casework.tests.test_screens import signed_in
from lippen.casework.vocabulary import IntakeKind
from lippen.kernel import access
from lippen.kernel.errors import CannotDo
from lippen.server.setup import as_owner

pytestmark = pytest.mark.django_db
ASKED = "Say what the child thinks, or why it is not known"
LOCK = "a_decision_has_the_childs_view_or_why_not"
CARRIED = "CareBook, from which it was brought in, does not say what the child thinks."
MIGRATION = import_module("lippen.care.migrations.0013_view_of_events")


def typed(c, child, kind: Event, view: View | None = None, **given):  # noqa: F811
    about = {"actor": c.worker, "person_ref": child.ref, "so_on": date(2012, 8, 6), "at": NOW, **given}
    return events.record_event(kind=kind, **({"view": view} if view else {}), **about)


def at_once() -> None:
    """What is held to at the end of a transaction, now."""
    with connection.cursor() as to:
        to.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@contextmanager
def refused_by_the_table() -> Iterator[None]:
    with pytest.raises(DatabaseError, match=LOCK), transaction.atomic():
        yield
        at_once()


def past_the_app(c, child, kind: Event, **given) -> CareEvent:  # noqa: F811
    return CareEvent.objects.create(ref=f"careevent-{kind}", kind=kind.value, **fact(child, c.worker), **given)


@pytest.mark.parametrize("kind", sorted(DECISIONS & TYPED))
def test_no_decision_is_typed_in_without_the_childs_view_or_why_not_by_either_lock(c, child, kind) -> None:  # noqa: F811
    for view in (None, View(" ", no_view_why=" "), View(no_view_why="...")):
        with pytest.raises(CannotDo) as refused:
            typed(c, child, kind, view)
        assert refused.value.field == "no_view_why"
    with refused_by_the_table():
        past_the_app(c, child, kind)
    typed(c, child, kind, View(no_view_why="She is two weeks old"))
    at_once()


def test_what_is_no_decision_is_typed_in_without_and_keeps_what_was_said(c, child) -> None:  # noqa: F811
    typed(c, child, Event.HEARING_HELD)
    said = typed(c, child, Event.REPORT_SENT, View("I read it", changed="Two lines of it"))
    at_once()
    assert (said.child_view, said.changed) == ("I read it", "Two lines of it")


def test_the_lock_names_the_kinds_of_decision_that_the_vocabulary_does() -> None:
    assert {kind.value for kind in DECISIONS} == set(MIGRATION.DECISIONS)
    assert len(MIGRATION.DECISIONS) == len(DECISIONS)
    with connection.cursor() as to:
        to.execute("SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = %s", [LOCK])
        (made,) = to.fetchone()
    assert "DEFERRABLE INITIALLY DEFERRED" in made
    assert [each for each in Event if f"'{each.value}'::" in made] == [each for each in Event if each in DECISIONS]


def test_a_drawing_says_it_too_and_only_one_by_the_child(c, child) -> None:  # noqa: F811
    made = drawn(c, child)
    typed(c, child, Event.PANEL, View(picture_ref=made.ref))
    at_once()
    (event,) = living.whole(c.worker, people.head(c.worker, child.ref), today=TODAY).events
    assert event.picture.ref == made.ref and event.has_view
    other = c.add(c.worker, "Rory", "Kinross")
    c.allocate(other, c.worker)
    access.identify(c.worker, today=TODAY)
    with pytest.raises(CannotDo, match="stands on this child's record"):
        typed(c, other, Event.PANEL, View(picture_ref=made.ref))


def test_what_a_clinic_or_panel_or_the_agency_decides_has_its_view_with_the_act(c, child, line) -> None:  # noqa: F811
    decided(c, planned(c, MeetingKind.CLINIC), line)
    decides(c, line, "not_agreed", words="Kin were not asked")
    at_once()
    kinds = ["clinic", "panel", "agency_decided", "refused"]
    assert CareEvent.objects.filter(kind__in=kinds, no_view_why="").count() == 4
    assert [each.title for each in row(c, line).said] == [
        *("Legal clinic", "Adoption and permanence panel"),
        "This plan was chosen",
    ]


def test_what_a_court_refuses_is_told_by_its_step_and_nothing_else_stands_by_it(c, child) -> None:  # noqa: F811
    made = begun(c, child)
    step = {"kind": CourtStepKind.REFUSED, "so_on": TODAY, "words": "No grounds", "at": NOW}
    meetings.court_step(actor=c.worker, line_ref=made.ref, **step)
    at_once()
    assert CourtStep.objects.get().kind == "refused"
    with refused_by_the_table():
        past_the_app(c, child, Event.PANEL)


def test_it_stands_on_the_childs_line_and_page_and_in_what_is_held(c, child) -> None:  # noqa: F811
    made = begun(c, child)
    typed(c, child, Event.PANEL, View("I want to stay", changed="She stays"), words="Agreed")
    typed(c, child, Event.SENT_BACK, View("They did not ask me"))
    typed(c, child, Event.FIRST_REVIEW, View("I was there"))
    said, chosen = row(c, made).said
    assert (chosen.title, chosen.no_view_why) == ("This plan was chosen", "She is two weeks old")
    assert (said.title, said.decision, said.child_view, said.changed, said.meeting_ref) == (
        *("Adoption and permanence panel", "Agreed", "I want to stay", "She stays"),
        "",
    )
    assert [each.child_view for each in row(c, made).setbacks] == ["They did not ask me"]
    client = signed_in(c.worker)
    line_page = client.get(reverse("care:line", args=[made.ref])).content.decode()
    life_page = client.get(reverse("care:life", args=[child.ref])).content.decode()
    assert "thinks: I want to stay" in line_page and "thinks: They did not ask me" in line_page
    assert "What changed because of it: She stays" in line_page
    assert all(f"thinks: {words}" in life_page for words in ("I want to stay", "They did not ask me", "I was there"))
    access.identify(c.worker, today=TODAY)
    person = records.record(c.worker, child.ref, real_at=NOW).person
    held = [words for _, _, words in beside_the_record(c.worker, person, on=TODAY)]
    assert any("What the child thinks: I want to stay" in words and "She stays" in words for words in held)


def test_the_form_asks_for_it_and_says_where_it_is_missing(c, child) -> None:  # noqa: F811
    client, where = signed_in(c.worker), reverse("care:record_event", args=[child.ref])
    assert "Needed wherever something was decided" in client.get(where).content.decode()
    page = client.post(where, {"kind": "panel", "so_on": "today"}).content.decode()
    assert ASKED in page and "id_no_view_why" in page
    assert client.post(where, {"kind": "panel", "so_on": "today", "child_view": "Yes"}).status_code == 302
    access.identify(c.worker, today=TODAY)
    assert CareEvent.objects.get().child_view == "Yes"


def test_a_file_of_milestones_says_it_or_that_it_does_not(c) -> None:  # noqa: F811
    brought_before(c, IntakeKind.CHILDREN, CHILDREN)
    whole(c)
    headings = "Child ID,Milestone,Date,Notes,Child's view\n"
    rows = "P001,Panel,01/06/2012,Agreed,I want to stay\nP001,Legal clinic,01/05/2012,,\n"
    rows += "P001,The report was sent to the Reporter,02/05/2012,,\n"
    assert taken(c, looked(c, IntakeKind.MILESTONES, content=headings + rows)).taken == 3
    at_once()
    told = {each.kind: (each.child_view, each.no_view_why) for each in CareEvent.objects.all()}
    assert told == {"panel": ("I want to stay", ""), "clinic": ("", CARRIED), "report_sent": ("", "")}
    again = taken(c, looked(c, IntakeKind.MILESTONES, content=headings + rows))
    assert (again.taken, CareEvent.objects.count()) == (3, 3)
    otherwise = looked(c, IntakeKind.MILESTONES, content=headings + "P001,Panel,01/06/2012,,I want to go\n")
    assert listed(otherwise) == [(2, "said_otherwise")]


def test_a_review_that_a_return_tells_says_that_the_return_does_not_know(c) -> None:  # noqa: F811
    files = {
        "2012-header.csv": header("7"),
        "2012-episodes.csv": episodes("7,01/02/2010,S,V2,U6,PR1,,,,,"),
        "2012-reviews.csv": reviews("7,04/03/2006,01/03/2010,PN1"),
    }
    return_brought(c, files)
    at_once()
    told = CareEvent.objects.get()
    assert told.kind == "review_returned" and "does not say what the child thinks" in told.no_view_why


def test_a_review_in_the_english_list_keeps_what_its_file_says_of_the_view(c) -> None:  # noqa: F811
    brought_before(c, IntakeKind.CHILDREN, CHILDREN)
    whole(c)
    content = "Child ID,Code list,Review date,Review code,Child's view\nP001,English,01/03/2010,PN1,I like it\n"
    assert taken(c, looked(c, IntakeKind.REVIEWS, content=content)).taken == 1
    assert CareEvent.objects.get().child_view == "I like it"
    assert listed(looked(c, IntakeKind.REVIEWS, content=content.replace("like", "hate"))) == [(2, "said_otherwise")]


def test_what_was_typed_in_before_says_that_it_was_not_asked_for() -> None:
    """The step of the migration, on rows that stand; nothing of it stays."""
    fields = "ref, kind, words, child_view, no_view_why, changed, recorded_at, so_on, authority_id, person_id"
    with as_owner() as owner:
        for number, kind in enumerate(("panel", "hearing_held", "review_returned", "refused", "clinic")):
            said = "'', 'x', ''" if kind == "clinic" else "'', '', ''"
            at = "'2012-08-06', '2012-08-06'"
            owner.execute(
                f"INSERT INTO care_careevent ({fields}) VALUES ('careevent-{number}', '{kind}', '', {said}, {at}, 1, 1)"
            )
        owner.execute(
            "INSERT INTO care_courtstep (line_id, kind, words, cause, solicitor, recorded_at, so_on, authority_id, "
            "person_id) VALUES (1, 'refused', '', '', '', '2012-08-06', '2012-08-06', 1, 1)"
        )
        owner.execute(MIGRATION.TOLD_BEFORE)
        rows = owner.execute("SELECT kind, no_view_why FROM care_careevent WHERE ref LIKE 'careevent-_'")
        told = {str(kind): str(why) for kind, why in rows}
        owner.rollback()
    assert told["panel"] == "It was not asked for when this was recorded."
    assert told["hearing_held"] == "" and told["refused"] == "", "a court's step tells it"
    assert "does not say what the child thinks" in told["review_returned"]
