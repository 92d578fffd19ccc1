"""Two people at one child's time in care at once: the second is told, and no day is filled twice or left open."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from lippen.care.actions import agency, co_working, living, meetings, mending, permanence, reviews
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.meetings import Member
from lippen.care.actions.reviews import Told, Who
from lippen.care.actions.views import View
from lippen.care.models import (
    AgencyDecision,
    CoWorker,
    Episode,
    LegalReason,
    LineEnd,
    Placement,
    Review,
    ReviewHeld,
    ReviewStep,
)
from lippen.care.queries import spans
from lippen.care.rules.spans import faults
from lippen.care.vocabulary import Destination, Event, MoveReason, PlacementKind, SpanKind
from lippen.care.vocabulary.meetings import AgencyOutcome, MeetingKind, MemberPart
from lippen.care.vocabulary.permanence import LineEndKind, Route
from lippen.care.vocabulary.reviews import LateCause, TookPart
from lippen.casework.models import KnownPerson
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_at_once import both
from lippen.kernel import access

pytestmark = pytest.mark.django_db(transaction=True)
LIKES = View("I like it")
BEGAN, MOVED = date(2012, 3, 5), date(2012, 6, 1)
MOVE = PlacementGiven(PlacementKind.COUNCIL_HOME, moved_why=MoveReason.NEEDS)


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    with transaction.atomic():
        return cast()


@pytest.fixture
def child(c) -> KnownPerson:
    with transaction.atomic():
        found = c.add(c.worker, "Isla", "Balfour")
        c.allocate(found, c.worker)
        return found


@pytest.fixture
def two() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def begin(child: KnownPerson, so_on: date = BEGAN):
    given = {"placement": PlacementGiven(PlacementKind.KINSHIP), "legal": LegalGiven("S25"), "so_on": so_on, "at": NOW}
    return lambda actor: living.begin_care(actor=actor, person_ref=child.ref, **given)


def begun(c: Cast, child: KnownPerson) -> None:
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        begin(child)(c.worker)


def whole(c: Cast, child: KnownPerson) -> dict[type, int]:
    """How many spans of each kind stand, once it is sure that they fill each episode."""
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        kept = {model: spans.current(c.worker, model, [child.pk]) for model in (Episode, Placement, LegalReason)}
        for episode in kept[Episode]:
            for model in (Placement, LegalReason):
                own = [row for row in kept[model] if row.episode_id == episode.thread_id]
                assert faults(spans.as_span(episode), spans.as_spans(own)) == []
        return {model: len(rows) for model, rows in kept.items()}


def test_of_two_who_say_that_care_began_one_is_told(c, child, two) -> None:
    said = both(two, (c.worker, begin(child)), (c.leader, begin(child, MOVED)))
    assert said.count("done") == 1 and any("looked after already" in each for each in said)
    assert whole(c, child) == {Episode: 1, Placement: 1, LegalReason: 1}


def test_two_moves_at_once_follow_on_each_other_or_the_second_is_told(c, child, two) -> None:
    begun(c, child)

    def move(so_on: date):
        return lambda actor: living.move(actor=actor, person_ref=child.ref, so_on=so_on, placement=MOVE, at=NOW)

    said = both(two, (c.worker, move(MOVED)), (c.leader, move(MOVED + timedelta(days=9))))
    assert "done" in said
    assert whole(c, child)[Placement] == 1 + said.count("done")


def test_a_move_and_an_end_at_once_leave_no_day_open(c, child, two) -> None:
    begun(c, child)
    ends = {"so_on": MOVED + timedelta(days=9), "destination": Destination.HOME, "at": NOW}
    moves = {"so_on": MOVED, "placement": MOVE, "at": NOW}
    said = both(
        two,
        (c.worker, lambda actor: living.move(actor=actor, person_ref=child.ref, **moves)),
        (c.leader, lambda actor: living.end_care(actor=actor, person_ref=child.ref, **ends)),
    )
    assert "done" in said and whole(c, child)[Episode] == 1


def test_a_correction_and_a_move_at_once_leave_no_day_open(c, child, two) -> None:
    begun(c, child)
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        ref = spans.current(c.worker, Placement, [child.pk])[0].ref
    day = {
        "what": SpanKind.PLACEMENT,
        "span_ref": ref,
        "so_on": BEGAN - timedelta(days=2),
        "why": "The form",
        "at": NOW,
    }
    moves = {"so_on": MOVED, "placement": MOVE, "at": NOW}
    said = both(
        two,
        (c.worker, lambda actor: mending.correct_day(actor=actor, **day)),
        (c.leader, lambda actor: living.move(actor=actor, person_ref=child.ref, **moves)),
    )
    assert said == ["done", "done"]
    assert whole(c, child) == {Episode: 1, Placement: 2, LegalReason: 1}


@pytest.mark.parametrize("which", ["placements_leave_no_gap", "placements_do_not_overlap"])
def test_the_tables_alone_let_no_two_transactions_leave_what_neither_would(c, child, two, which) -> None:
    """Without the hold on the record: each writes by itself, and the tables hold them against each other."""
    begun(c, child)

    def write(ends_on: date | None, starts_on: date):
        def by(actor) -> None:
            row = spans.current(actor, Placement, [child.pk])[0]
            writing = living.Writing(actor, child, NOW)
            further = {"ends_on": ends_on} if which == "placements_leave_no_gap" else {}
            try:
                if further:
                    living.further(writing, row, **further)
                else:
                    living._placed(writing, row.episode, MOVE, starts_on)
                with connection.cursor() as to:
                    to.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except DatabaseError as refused:
                assert which in str(refused)
                raise living.CannotDo("refused") from refused

        return by

    said = both(two, (c.worker, write(MOVED, MOVED)), (c.leader, write(MOVED, MOVED)))
    assert "done" not in said
    assert whole(c, child)[Placement] == 1


def planned(c: Cast, child: KnownPerson) -> str:
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        given = {"kind": Event.FIRST_REVIEW, "planned_on": TODAY, "chair": Who(words="Ms Quill"), "guests": ()}
        return str(reviews.plan_review(actor=c.worker, person_ref=child.ref, at=NOW, **given).ref)


def test_two_who_record_one_review_record_it_once(c: Cast, child: KnownPerson, two) -> None:
    begun(c, child)
    ref = planned(c, child)
    told = Told(TookPart.SPOKE, "All came", child_view="I like it", late_cause=LateCause.CHAIR)

    def hold(actor) -> None:
        reviews.hold_review(actor=actor, review_ref=ref, so_on=TODAY, told=told, at=NOW)

    came = both(two, (c.worker, hold), (c.worker, hold))
    assert sorted(came)[1] == "done" and "already" in sorted(came)[0]
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        assert ReviewHeld.objects.count() == 1


def test_by_the_table_alone_a_review_is_held_once_and_ends_once(c: Cast, child: KnownPerson) -> None:
    begun(c, child)
    ref = planned(c, child)
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        review = Review.objects.get(ref=ref)
        row = {"review": review, "person": child, "authority": child.authority, "so_on": TODAY, "recorded_at": NOW}
        held = {"took_part": "spoke", "child_view": "x", "minute": "x", "is_outside": True, "is_late": False}
        ReviewHeld.objects.create(**row, **held)
        with pytest.raises(DatabaseError, match="care_reviewheld_review_id_key"), transaction.atomic():
            ReviewHeld.objects.create(**row, **held)
        ReviewStep.objects.create(kind="mistake", why="x", **row)
        with pytest.raises(DatabaseError, match="a_review_ends_once"), transaction.atomic():
            ReviewStep.objects.create(kind="called_off", why="x", **row)


def test_two_who_end_one_plan_end_it_once(c: Cast, child: KnownPerson, two) -> None:
    begun(c, child)
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        given = {"route": Route.PO, "so_on": BEGAN, "words": "She cannot go home", "view": LIKES, "at": NOW}
        line = permanence.begin_line(actor=c.worker, person_ref=child.ref, **given)

    def end(actor) -> None:
        ended = {"kind": LineEndKind.REACHED, "so_on": TODAY, "at": NOW}
        permanence.end_line(actor=actor, line_ref=line.ref, **ended)

    came = both(two, (c.worker, end), (c.worker, end))
    assert came.count("done") == 1 and any("ended" in each for each in came)


def on_the_way(c: Cast, child: KnownPerson, so_on: date = BEGAN) -> str:
    """A plan for a permanence order."""
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        given = {"route": Route.PO, "so_on": so_on, "words": "She cannot go home", "view": LIKES, "at": NOW}
        return str(permanence.begin_line(actor=c.worker, person_ref=child.ref, **given).ref)


def test_two_decisions_for_the_agency_at_once_are_one(c: Cast, child: KnownPerson, two) -> None:
    begun(c, child)
    line = on_the_way(c, child)
    sits = [Member(MemberPart.MEMBER, Who(words=f"Member {number}")) for number in range(3)]
    with transaction.atomic():
        for by, whom in ((c.head, c.manager), (c.manager, c.head)):
            access.identify(by, today=TODAY)
            named = {"officer_id": whom.person_id, "is_named": True, "so_on": BEGAN, "at": NOW}
            agency.name_maker(actor=by, authority_id=c.council.pk, **named)
        access.identify(c.leader, today=TODAY)
        at = {"kind": MeetingKind.PANEL, "meets_on": TODAY, "members": sits, "at": NOW}
        met = meetings.plan_meeting(actor=c.leader, authority_id=c.council.pk, **at)
        access.identify(c.worker, today=TODAY)
        said = {"decision": "It is right", "view": LIKES, "so_on": TODAY, "at": NOW}
        meetings.discuss(actor=c.worker, meeting_ref=met.ref, line_ref=line, **said)

    def decide(outcome: AgencyOutcome):
        told = {"outcome": outcome, "words": "As it was said", "view": LIKES, "so_on": TODAY, "at": NOW}
        return lambda actor: agency.decide(actor=actor, line_ref=line, **told)

    said = both(two, (c.manager, decide(AgencyOutcome.AGREES)), (c.head, decide(AgencyOutcome.NOT_AGREED)))
    assert said.count("done") == 1 and any("No recommendation" in each for each in said)
    with transaction.atomic():
        access.identify(c.manager, today=TODAY)
        assert AgencyDecision.objects.count() == 1


def test_an_order_and_an_end_by_hand_at_once_end_a_plan_once(c: Cast, child: KnownPerson, two) -> None:
    begun(c, child)
    line = on_the_way(c, child)
    law = {"so_on": MOVED, "legal": LegalGiven("PO"), "at": NOW}
    ended = {"kind": LineEndKind.CEASED, "so_on": MOVED, "words": "She is with kin", "view": LIKES, "at": NOW}
    said = both(
        two,
        (c.worker, lambda actor: living.change_legal(actor=actor, person_ref=child.ref, **law)),
        (c.leader, lambda actor: permanence.end_line(actor=actor, line_ref=line, **ended)),
    )
    assert said[0] == "done"
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        (end,) = LineEnd.objects.all()
        assert end.kind == ("ceased" if said[1] == "done" else "reached")


def test_two_who_give_a_plan_somebody_at_once_give_it_one(c: Cast, child: KnownPerson, two) -> None:
    begun(c, child)
    line = on_the_way(c, child)

    def give(words: str):
        told = {"who": Who(words=words), "what_for": "Papers", "so_on": TODAY, "until": TODAY, "at": NOW}
        return lambda actor: co_working.give_co_worker(actor=actor, line_ref=line, **told)

    said = both(two, (c.leader, give("Ms Quill")), (c.manager, give("Mr Ash")))
    assert said.count("done") == 1 and any("already" in each for each in said)
    with transaction.atomic():
        access.identify(c.worker, today=TODAY)
        assert CoWorker.objects.count() == 1
