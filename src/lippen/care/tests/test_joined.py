"""Two records of one child that are put together tell one time in care, and it goes on where it stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from lippen.care.actions import co_working, events, living, mending, permanence, plans, reviews
from lippen.care.actions.following import follow_all
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.reviews import Told, Who
from lippen.care.actions.views import View
from lippen.care.models import AgreedDay, LegalReason, PermanenceLine, Placement
from lippen.care.queries import clocks
from lippen.care.queries import living as queries
from lippen.care.queries import permanence as lines
from lippen.care.queries import reviews as reviews_of
from lippen.care.queries.clocks import clocks_of
from lippen.care.queries.following import in_care
from lippen.care.tests.test_agency import decides, name, past_the_app
from lippen.care.tests.test_meetings import decided, planned
from lippen.care.vocabulary import Destination, Event, MoveReason, PlacementKind
from lippen.care.vocabulary.meetings import MeetingKind
from lippen.care.vocabulary.permanence import LineEndKind, Route
from lippen.care.vocabulary.reviews import LateCause, TookPart
from lippen.casework.actions import guarding, work
from lippen.casework.models import Involvement, KnownPerson
from lippen.casework.queries import people, records
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_not_own import as_, fact, locked
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo
from lippen.kernel.records import put
from lippen.organisation.models import Account, Duty

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LIKES = View("I like it here")
BEGAN, LATER = date(2012, 3, 5), date(2012, 9, 10)
FOSTER = PlacementGiven(PlacementKind.FOSTER_COUNCIL)


@pytest.fixture(autouse=True)
def on_a_day(settings, monkeypatch) -> None:
    settings.LIPPEN_TODAY = TODAY
    monkeypatch.setattr(clocks, "known_since", lambda person: None)


@pytest.fixture
def c() -> Cast:
    return cast()


@pytest.fixture
def both(c) -> tuple[KnownPerson, KnownPerson]:
    """Two records that are not yet said to be of one child, both the worker's; the first is looked after."""
    made = tuple(c.add(c.worker, given, "Balfour") for given in ("Isla", "Isobel"))
    for each in made:
        c.allocate(each, c.worker)
    access.identify(c.worker, today=TODAY)
    begun(c, made[0], BEGAN)
    return made


def begun(c: Cast, child: KnownPerson, so_on: date) -> None:
    given = {"so_on": so_on, "placement": FOSTER, "legal": LegalGiven("S25"), "at": NOW}
    living.begin_care(actor=c.worker, person_ref=child.ref, **given)


def join(c: Cast, both: tuple[KnownPerson, KnownPerson]) -> str:
    one, kept = both
    said = {"so_on": TODAY, "at": NOW}
    made = guarding.propose_same(actor=c.worker, person_ref=one.ref, kept_ref=kept.ref, why="Same school", **said)
    access.identify(c.leader, today=TODAY)
    guarding.decide_same(actor=c.leader, same_ref=made.ref, is_same=True, **said)
    access.identify(c.worker, today=TODAY)
    return made.ref


def shown(c: Cast, child: KnownPerson) -> queries.Whole:
    return queries.whole(c.worker, people.head(c.worker, child.ref), today=TODAY)


def test_the_record_that_stays_tells_the_time_in_care_and_its_clocks(c: Cast, both) -> None:
    one, kept = both
    alone = shown(c, one)
    join(c, both)
    told = shown(c, kept)
    assert told.episodes == alone.episodes and [row.key for row in told.clocks] == [row.key for row in alone.clocks]
    assert told.overlaps is None


def test_a_move_another_law_and_the_end_go_on_in_the_episode_where_it_stands(c: Cast, both) -> None:
    one, kept = both
    join(c, both)
    about = {"actor": c.worker, "person_ref": kept.ref, "at": NOW}
    with pytest.raises(CannotDo, match="is looked after already"):
        begun(c, kept, LATER)
    moved = PlacementGiven(PlacementKind.KINSHIP, moved_why=MoveReason.NEEDS)
    living.move(so_on=LATER, placement=moved, **about)
    living.change_legal(so_on=LATER, legal=LegalGiven("SRA", date(2013, 9, 9)), **about)
    order = living.add_order(so_on=LATER, legal=LegalGiven("CP51"), **about)
    living.end_order(actor=c.worker, legal_ref=order.ref, so_on=TODAY, at=NOW)
    living.end_care(so_on=TODAY, destination=Destination.HOME, **about)
    (episode,) = shown(c, kept).episodes
    assert [row.ends_on for row in episode.placements] == [TODAY, LATER] and episode.ends_on == TODAY
    persons = {row.person_id for model in (Placement, LegalReason) for row in model.objects.all()}
    assert persons == {one.pk}
    assert people.head(c.worker, kept.ref).status == "in_need"


def owed() -> dict[tuple[str, int], set[str]]:
    """What is owed for children in care, by the child's reference and whoever owes it."""
    found: dict[tuple[str, int], set[str]] = {}
    for row in Duty.objects.filter(kind__startswith="care.", closed_at__isnull=True):
        found.setdefault((row.subject_key, row.holder_id), set()).add(row.kind)
    return found


def test_what_is_owed_stands_once_with_the_record_that_stays_and_comes_back(c: Cast, both) -> None:
    one, kept = both
    before = owed()
    me = c.worker.person_id
    assert set(before) == {(one.ref, me)}
    ref = join(c, both)
    assert in_care(c.worker) == [kept.pk]
    assert owed() == {(kept.ref, me): before[one.ref, me]}
    assert follow_all(actor=c.worker, person_ids=in_care(c.worker), at=NOW) == 0
    guarding.undo_same(actor=c.worker, same_ref=ref, why="They are cousins", so_on=TODAY, at=NOW)
    access.identify(c.worker, today=TODAY)
    assert owed() == before
    assert follow_all(actor=c.worker, person_ids=[one.pk, kept.pk], at=NOW) == 0


def test_each_has_back_what_is_owed_though_whoever_takes_them_apart_sees_but_one(c: Cast, both) -> None:
    one, kept = both
    begun(c, kept, LATER)
    theirs = {"worker_id": c.other_worker.person_id, "so_on": TODAY, "at": NOW}
    access.identify(c.manager, today=TODAY)
    work.allocate(actor=c.manager, person_ref=kept.ref, **theirs)
    access.identify(c.worker, today=TODAY)
    before = owed()
    assert set(before) == {(one.ref, c.worker.person_id), (kept.ref, c.other_worker.person_id)}
    access.identify(c.manager, today=TODAY)
    said = {"so_on": TODAY, "at": NOW}
    made = guarding.propose_same(actor=c.manager, person_ref=one.ref, kept_ref=kept.ref, why="Same school", **said)
    access.identify(c.head, today=TODAY)
    guarding.decide_same(actor=c.head, same_ref=made.ref, is_same=True, **said)
    assert set(owed()) == {(kept.ref, c.other_worker.person_id)}
    access.identify(c.other_leader, today=TODAY)
    guarding.undo_same(actor=c.other_leader, same_ref=made.ref, why="They are cousins", **said)
    assert list(people.seen_ids(c.other_leader, [one.pk, kept.pk])) == [kept.pk]
    access.identify(c.manager, today=TODAY)
    assert owed() == before


def test_reviews_plans_and_lines_of_both_are_read_and_go_on(c: Cast, both) -> None:
    one, kept = both
    about = {"actor": c.worker, "person_ref": one.ref, "at": NOW}
    chair = Who(words="Ms Quill")
    review = reviews.plan_review(kind=Event.FIRST_REVIEW, planned_on=TODAY, chair=chair, guests=(), **about)
    line = permanence.begin_line(route=Route.PO, so_on=BEGAN, words="She cannot go home", view=LIKES, **about)
    agreed = {"words": "A home for good", "lead": chair, "view": LIKES, "next_on": TODAY + DAY}
    plan = plans.agree_plan(so_on=LATER, **agreed, **about)
    event = events.record_event(kind=Event.HOME_RULED_OUT, so_on=LATER, view=View("I know"), **about)
    join(c, both)
    head = people.head(c.worker, kept.ref)
    assert reviews_of.one(c.worker, review.ref, today=TODAY)[0].ref == kept.ref
    assert reviews_of.reviews_about(c.worker, [head], today=TODAY)[kept.pk][0].ref == review.ref
    assert [row.ref for row in lines.lines_about(c.worker, head, today=TODAY)] == [line.ref]
    assert lines.board(c.worker, today=TODAY).rows[0].person_ref == kept.ref
    told = Told(TookPart.SPOKE, "School", child_view="I like it here")
    cause = {"actor": c.worker, "review_ref": review.ref, "so_on": BEGAN + 40 * DAY, "at": NOW}
    reviews.hold_review(told=told, **cause)
    with pytest.raises(CannotDo, match="on this route goes on already"):
        permanence.begin_line(
            actor=c.worker, person_ref=kept.ref, route=Route.PO, so_on=LATER, words="Again", view=LIKES, at=NOW
        )
    ended = {"kind": LineEndKind.CEASED, "words": "Her aunt asked", "view": LIKES, "so_on": TODAY, "at": NOW}
    permanence.end_line(actor=c.worker, line_ref=line.ref, **ended)
    plans.plan_was_wrong(actor=c.worker, ref=plan.ref, why="Not agreed", at=NOW)
    events.event_was_wrong(actor=c.worker, event_ref=event.ref, why="Not so", at=NOW)
    found = clocks_of(c.worker, [kept.pk], today=TODAY)[kept.pk]
    assert next(each for each in found if each.standard.key == "care.lac_r_1").done


def beside(c: Cast, child: KnownPerson, who: Actor) -> None:
    """Somebody works with the child by this record."""
    access.identify(c.manager, today=TODAY)
    part = {"kind": "co_working", "starts_on": TODAY, "recorded_at": NOW, "recorded_by_id": c.manager.account_id}
    put(Involvement(ref=f"work-{child.pk}", person=child, authority=c.council, worker_id=who.person_id, **part))


def line_on(c: Cast, one: KnownPerson, to: tuple[KnownPerson, KnownPerson]) -> PermanenceLine:
    """A plan that was begun on one record, which was put together with another after."""
    begun_on = {"person_ref": one.ref, "route": Route.PO, "so_on": BEGAN, "words": "She cannot go home", "at": NOW}
    line = permanence.begin_line(actor=c.worker, view=LIKES, **begun_on)
    join(c, to)
    return line


@pytest.mark.parametrize("stays", [True, False])
def test_nobody_decides_who_works_with_the_child_on_the_other_record_by_either_lock(c: Cast, both, stays) -> None:
    one, other = both
    line = line_on(c, one, (other, one) if stays else (one, other))
    name(c)
    decided(c, planned(c, MeetingKind.PANEL), line, so_on=TODAY - 9 * DAY)
    assert c.manager.person_id in {holder for _, holder in owed()}
    beside(c, other, c.manager)
    access.identify(c.manager, today=TODAY)
    follow_all(actor=c.manager, person_ids=[one.pk, other.pk], at=NOW)
    assert c.manager.person_id not in {holder for _, holder in owed()}
    with pytest.raises(CannotDo, match="You work with this child: somebody else decides"):
        decides(c, line)
    with locked():
        past_the_app(c, one, line, c.manager)


def test_nobody_agrees_another_day_who_works_with_the_child_on_the_other_record_by_either_lock(c: Cast, both) -> None:
    one, other = both
    join(c, (other, one))
    beside(c, other, c.manager)
    access.identify(c.manager, today=TODAY)
    clock = next(each for each in clocks_of(c.manager, [one.pk], today=TODAY)[one.pk] if each.standing in clocks.ASKED)
    given = {"standard_key": clock.standard.key, "trigger_key": clock.trigger.key, "until": TODAY + 120 * DAY}
    words = {"why": "The chair is ill", "cover": "The worker visits weekly"}
    with pytest.raises(CannotDo, match="You work with this child"):
        events.agree_day(actor=c.manager, person_ref=one.ref, at=NOW, **given, **words)
    with locked():
        about = {"ref": "agreed-x", "approver_id": c.manager.person_id, **fact(one, c.manager)}
        AgreedDay.objects.create(**given, **words, **about)


def test_who_works_on_the_other_record_is_of_the_childs_line_too(c: Cast, both) -> None:
    one, other = both
    about = {"actor": c.worker, "person_ref": one.ref, "at": NOW}
    chair = Who(c.other_leader.person_id)
    review = reviews.plan_review(kind=Event.FIRST_REVIEW, planned_on=TODAY, chair=chair, guests=(), **about)
    line = line_on(c, one, (one, other))
    who = {"who": Who(c.worker.person_id), "what_for": "The papers for court", "so_on": TODAY, "until": TODAY + DAY}
    for each in (c.worker, c.colleague):
        with pytest.raises(CannotDo, match="Choose somebody from outside"):
            given = {**who, "who": Who(each.person_id)}
            co_working.give_co_worker(actor=as_(c.leader), line_ref=line.ref, at=NOW, **given)
    beside(c, other, c.other_leader)
    told = Told(TookPart.SPOKE, "School", child_view="I like it here", late_cause=LateCause.CHAIR)
    held = reviews.hold_review(actor=as_(c.worker), review_ref=review.ref, so_on=TODAY, told=told, at=NOW)
    assert not held.is_outside


def test_two_times_in_care_that_overlap_are_said_and_mended(c: Cast, both, client: Client) -> None:
    one, kept = both
    begun(c, kept, LATER)
    join(c, both)
    assert shown(c, kept).overlaps == (LATER, None)
    client.force_login(Account.objects.get(pk=c.worker.account_id))
    page = client.get(reverse("care:life", args=[kept.ref])).content.decode()
    assert "Two times in care overlap from 10 September 2012" in page
    beside = client.get(reverse("care:life", args=[one.ref])).content.decode()
    assert "is put together with" in beside and reverse("care:life", args=[kept.ref]) in beside
    access.identify(c.worker, today=TODAY)
    wrong = shown(c, kept).episodes[-1].ref
    mending.episode_was_wrong(actor=c.worker, episode_ref=wrong, why="It was the same time", at=NOW)
    assert shown(c, kept).overlaps is None and len(shown(c, kept).episodes) == 1


def test_the_file_and_the_chronology_tell_both(c: Cast, both) -> None:
    from lippen.casework.queries.held import beside_the_record

    _, kept = both
    join(c, both)
    found = records.record(c.worker, kept.ref, real_at=NOW)
    assert "Care began" in {event.title for event in found.events}
    held = beside_the_record(c.worker, found.person, on=TODAY)
    assert (BEGAN, "In care", "") in held


def test_what_ends_a_plan_ends_it_where_it_stands_and_it_stays_ended_once_they_are_taken_apart(c: Cast, both) -> None:
    one, kept = both
    about = {"actor": c.worker, "at": NOW}
    line = permanence.begin_line(
        person_ref=one.ref, route=Route.PO, so_on=BEGAN, words="She cannot go home", view=LIKES, **about
    )
    ref = join(c, both)
    living.change_legal(person_ref=kept.ref, so_on=LATER, legal=LegalGiven("PO"), **about)
    (row,) = lines.lines_about(c.worker, people.head(c.worker, kept.ref), today=TODAY)
    assert (row.ref, row.ended_on) == (line.ref, LATER)
    guarding.undo_same(actor=c.worker, same_ref=ref, why="They are cousins", so_on=TODAY, at=NOW)
    access.identify(c.worker, today=TODAY)
    (row,) = lines.lines_about(c.worker, people.head(c.worker, one.ref), today=TODAY)
    assert row.ended_on == LATER
