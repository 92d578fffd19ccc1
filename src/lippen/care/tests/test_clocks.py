"""A child's clocks from the record, a council's own figures, another day that was agreed, what stands on desks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from lippen.care import menu
from lippen.care.actions import events, living, mending
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.actions.views import View
from lippen.care.models import AgreedDay
from lippen.care.queries import living as rows
from lippen.care.queries import standards
from lippen.care.queries.clocks import clocks_of
from lippen.care.vocabulary import CHILD_SUBJECT, Event, MoveReason, PlacementKind, SpanKind
from lippen.casework.actions import knowing, visiting
from lippen.casework.models import KnownPerson, PersonDeath
from lippen.casework.queries import people
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import FactKind, Place
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.standards import Clock, Limit, Standing, Unit
from lippen.organisation import queries as organisation

pytestmark = pytest.mark.django_db
BEGAN = date(2012, 10, 1)
DAY = timedelta(days=1)
NOT_KNOWN = View(no_view_why="She is two weeks old")
FIRST_REVIEW = "care.lac_r_1"


@pytest.fixture(autouse=True)
def on_a_day(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


@pytest.fixture
def c() -> Cast:
    return cast()


@pytest.fixture
def child(c) -> KnownPerson:
    found = c.add(c.worker, "Isla", "Balfour")
    c.allocate(found, c.worker)
    access.identify(c.worker, today=TODAY)
    living.begin_care(
        actor=c.worker,
        person_ref=found.ref,
        so_on=BEGAN,
        placement=PlacementGiven(PlacementKind.FOSTER_COUNCIL),
        legal=LegalGiven("S25"),
        at=NOW,
    )
    return found


def clock(c: Cast, child: KnownPerson, key: str, *, today: date = TODAY) -> Clock:
    found = clocks_of(c.worker, [child.pk], today=today)[child.pk]
    return [each for each in found if each.standard.key == key][-1]


def record(c: Cast, child: KnownPerson, kind: Event, on: date):
    return events.record_event(actor=c.worker, person_ref=child.ref, kind=kind, so_on=on, view=NOT_KNOWN, at=NOW)


def desk(child: KnownPerson) -> dict[str, tuple[int, date]]:
    found = organisation.duties_about(CHILD_SUBJECT, [child.ref])
    return {duty.kind: (duty.holder_id, duty.ends_on - DAY) for duty in found}


class TestClocks:
    def test_a_placement_starts_the_clock_of_the_first_review_and_the_review_stops_it(self, c, child) -> None:
        found = clock(c, child, FIRST_REVIEW)
        assert (found.trigger.on, found.due_on, found.standing) == (BEGAN, date(2012, 11, 12), Standing.OPEN)
        record(c, child, Event.FIRST_REVIEW, TODAY)
        assert clock(c, child, FIRST_REVIEW).standing is Standing.MET
        assert clock(c, child, "care.lac_r_2").due_on == date(2013, 1, 17)

    def test_a_visit_of_the_record_stops_the_clock_of_the_visit(self, c, child) -> None:
        asked = clock(c, child, "care.lac_v_1")
        assert (asked.standing, asked.due_on) == (Standing.OPEN, TODAY + 7 * DAY), "kept here since today"
        visiting.record_visit(
            actor=c.worker, person_ref=child.ref, is_seen=True, is_seen_alone=True, place=Place.HOME,
            view="Likes the dog", words="Settled", so_on=date(2012, 10, 8), at=NOW,
        )  # fmt: skip
        found = clock(c, child, "care.lac_v_1")
        assert (found.standing, found.done.on) == (Standing.MET, date(2012, 10, 8))

    def test_a_corrected_day_moves_the_clock_and_keeps_what_was_agreed_of_it(self, c, child) -> None:
        (episode,) = rows.episodes_of(c.worker, people.head(c.worker, child.ref))
        access.identify(c.manager, today=TODAY)
        agree(c, child, FIRST_REVIEW, episode.placements[0].ref, date(2012, 11, 30))
        access.identify(c.worker, today=TODAY)
        given = {"so_on": BEGAN - 2 * DAY, "why": "She came on the Saturday", "at": NOW}
        mending.correct_day(actor=c.worker, what=SpanKind.PLACEMENT, span_ref=episode.placements[0].ref, **given)
        found = clock(c, child, FIRST_REVIEW)
        assert (found.due_on, found.agreed_on) == (date(2012, 11, 10), date(2012, 11, 30))

    def test_what_was_wrong_stops_no_clock(self, c, child) -> None:
        made = record(c, child, Event.FIRST_REVIEW, TODAY)
        events.event_was_wrong(actor=c.worker, event_ref=made.ref, why="It was another child's", at=NOW)
        assert clock(c, child, FIRST_REVIEW).standing is Standing.OPEN
        with pytest.raises(CannotDo, match="said this already"):
            events.event_was_wrong(actor=c.worker, event_ref=made.ref, why="It was another child's", at=NOW)

    def test_what_follows_from_the_record_is_never_typed_in(self, c, child) -> None:
        for kind in (Event.AWAY_BEGAN, Event.VISIT, Event.DIED):
            with pytest.raises(CannotDo, match="follows from what is recorded"):
                record(c, child, kind, TODAY)

    def test_the_page_says_which_rule_counts_where_a_newer_one_is_in_force(self, c, child) -> None:
        access.identify(c.manager, today=TODAY)
        events.set_standard(
            actor=c.manager, authority_id=c.council.pk, key=FIRST_REVIEW, limit=Limit(4, Unit.WEEKS),
            so_on=date(2012, 10, 10), source="Committee of 9 October 2012", at=NOW,
        )  # fmt: skip
        access.identify(c.worker, today=TODAY)
        (row,) = [each for each in rows.clock_rows(c.worker, head(c, child), today=TODAY) if each.key == FIRST_REVIEW]
        assert row.due_on == date(2012, 11, 12)
        assert "Another rule is in force since 10 October 2012: 4 weeks." in row.later_rule


def head(c: Cast, child: KnownPerson):
    return people.head(c.worker, child.ref)


def agree(c: Cast, child: KnownPerson, key: str, began: str, until: date, *, actor=None) -> AgreedDay:
    return events.agree_day(
        actor=actor or c.manager,
        person_ref=child.ref,
        standard_key=key,
        trigger_key=began,
        until=until,
        why="The chair is ill",
        cover="The worker visits weekly",
        at=NOW,
    )


class TestAgreedDays:
    def test_a_leader_agrees_another_day_with_reason_and_cover(self, c, child) -> None:
        began = clock(c, child, FIRST_REVIEW).trigger.key
        access.identify(c.leader, today=TODAY)
        agree(c, child, FIRST_REVIEW, began, date(2012, 11, 30), actor=c.leader)
        access.identify(c.worker, today=TODAY)
        later = date(2012, 11, 20)
        assert clock(c, child, FIRST_REVIEW, today=later).standing is Standing.EXCUSED
        (row,) = [each for each in rows.clock_rows(c.worker, head(c, child), today=TODAY) if each.key == FIRST_REVIEW]
        assert "agreed 30 November 2012 instead" in row.agreed and "visits weekly" in row.agreed
        assert desk(child)[FIRST_REVIEW] == (c.worker.person_id, date(2012, 11, 30))

    @pytest.mark.parametrize("until", [date(2012, 11, 12), TODAY, date(2014, 1, 1)])
    def test_a_day_that_is_no_later_or_too_far_is_refused(self, c, child, until) -> None:
        began = clock(c, child, FIRST_REVIEW).trigger.key
        access.identify(c.leader, today=TODAY)
        with pytest.raises(CannotDo) as refused:
            agree(c, child, FIRST_REVIEW, began, until, actor=c.leader)
        assert refused.value.field == "until"

    def test_a_worker_agrees_nothing_and_nobody_for_their_own_child(self, c, child) -> None:
        began = clock(c, child, FIRST_REVIEW).trigger.key
        with pytest.raises(NotAllowed):
            agree(c, child, FIRST_REVIEW, began, date(2012, 11, 30), actor=c.worker)
        c.allocate(child, c.leader, over_limit_why="Nobody else can")
        access.identify(c.leader, today=TODAY)
        with pytest.raises(CannotDo, match="somebody else who leads or manages"):
            agree(c, child, FIRST_REVIEW, began, date(2012, 11, 30), actor=c.leader)

    def test_what_was_done_or_never_began_is_not_agreed(self, c, child) -> None:
        began = clock(c, child, FIRST_REVIEW).trigger.key
        record(c, child, Event.FIRST_REVIEW, TODAY)
        access.identify(c.leader, today=TODAY)
        with pytest.raises(CannotDo, match="done meanwhile"):
            agree(c, child, FIRST_REVIEW, began, date(2012, 11, 30), actor=c.leader)
        with pytest.raises(NotVisible):
            agree(c, child, FIRST_REVIEW, "placement-nobody", date(2012, 11, 30), actor=c.leader)

    def test_the_table_alone_takes_no_day_that_somebody_agrees_for_their_own_child(self, c, child) -> None:
        began = clock(c, child, FIRST_REVIEW).trigger.key
        access.identify(c.leader, today=TODAY)
        made = agree(c, child, FIRST_REVIEW, began, date(2012, 11, 30), actor=c.leader)
        access.identify(c.worker, today=TODAY)
        again = AgreedDay.objects.get(pk=made.pk)
        again.pk, again.ref, again.recorded_by_id = None, "agreed-own", c.worker.account_id
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            again.save(force_insert=True)

    def test_the_table_holds_no_agreed_day_without_reason_or_cover(self, c, child) -> None:
        began = clock(c, child, FIRST_REVIEW).trigger.key
        access.identify(c.leader, today=TODAY)
        made = agree(c, child, FIRST_REVIEW, began, date(2012, 11, 30), actor=c.leader)
        for column, name in (("why", "an_agreed_day_has_its_reason"), ("cover", "an_agreed_day_says_what_is_done")):
            again = AgreedDay.objects.get(pk=made.pk)
            again.pk, again.ref = None, f"agreed-{column}"
            setattr(again, column, "")
            with pytest.raises(DatabaseError, match=name), transaction.atomic():
                again.save(force_insert=True)


class TestOwnStandards:
    def set(self, c: Cast, limit: Limit | None, so_on: date, key: str = FIRST_REVIEW, actor=None):
        actor = actor or c.manager
        access.identify(actor, today=TODAY)
        return events.set_standard(
            actor=actor, authority_id=c.council.pk, key=key, limit=limit, so_on=so_on, source="Committee", at=NOW
        )

    def test_a_councils_own_figure_counts_from_its_day_for_what_begins_then(self, c, child) -> None:
        self.set(c, Limit(4, Unit.WEEKS), BEGAN)
        self.set(c, Limit(5, Unit.WEEKS), date(2012, 10, 5))
        access.identify(c.worker, today=TODAY)
        assert clock(c, child, FIRST_REVIEW).due_on == date(2012, 10, 29)
        move = PlacementGiven(PlacementKind.HOME, moved_why=MoveReason.HOME)
        living.move(actor=c.worker, person_ref=child.ref, so_on=date(2012, 10, 6), placement=move, at=NOW)
        away = PlacementGiven(PlacementKind.KINSHIP, moved_why=MoveReason.KIN)
        living.move(actor=c.worker, person_ref=child.ref, so_on=date(2012, 10, 7), placement=away, at=NOW)
        assert clock(c, child, FIRST_REVIEW).due_on == date(2012, 11, 11)

    def test_without_a_figure_the_council_goes_by_what_is_shipped_again(self, c, child) -> None:
        self.set(c, Limit(4, Unit.WEEKS), date(2012, 9, 1))
        self.set(c, None, date(2012, 9, 20))
        access.identify(c.worker, today=TODAY)
        assert clock(c, child, FIRST_REVIEW).due_on == date(2012, 11, 12)

    def test_what_was_set_last_for_a_day_counts_from_it(self, c, child) -> None:
        self.set(c, Limit(4, Unit.WEEKS), BEGAN)
        self.set(c, Limit(3, Unit.WEEKS), BEGAN)
        access.identify(c.worker, today=TODAY)
        assert clock(c, child, FIRST_REVIEW).due_on == date(2012, 10, 22)

    def test_only_those_who_manage_set_one_for_what_has_a_clock_within_bounds(self, c, child) -> None:
        with pytest.raises(NotAllowed):
            self.set(c, Limit(4, Unit.WEEKS), BEGAN, actor=c.worker)
        with pytest.raises(NotVisible):
            self.set(c, Limit(4, Unit.WEEKS), BEGAN, key="care.lac_r_7")
        with pytest.raises(CannotDo, match="from 1 to"):
            self.set(c, Limit(401, Unit.DAYS), BEGAN)

    def test_the_page_of_any_day_shows_the_figure_beside_what_is_shipped(self, c, child) -> None:
        self.set(c, Limit(4, Unit.WEEKS), BEGAN)
        access.identify(c.worker, today=TODAY)
        groups = standards.standards_on(c.worker, c.council.pk, on=TODAY)
        (row,) = [each for each in groups["Looked after"] if each.key == FIRST_REVIEW]
        assert (row.limit, row.shipped_limit, row.is_own) == ("4 weeks", "6 weeks", True)
        assert row.sentence.endswith(
            "within 6 weeks of the placement. "
            "The council's own figure is 4 weeks, for what begins from 1 October 2012 on."
        )
        (row,) = [
            each
            for each in standards.standards_on(c.worker, c.council.pk, on=BEGAN - DAY)["Looked after"]
            if each.key == FIRST_REVIEW
        ]
        assert (row.limit, row.is_own) == ("6 weeks", False)

    def test_another_council_neither_sets_nor_sees_it(self, c, child) -> None:
        self.set(c, Limit(4, Unit.WEEKS), BEGAN)
        with pytest.raises(NotAllowed):
            self.set(c, Limit(2, Unit.WEEKS), BEGAN, actor=c.stranger)
        access.identify(c.stranger, today=TODAY)
        groups = standards.standards_on(c.stranger, c.council.pk, on=TODAY)
        assert not any(row.is_own for group in groups.values() for row in group)


class TestDesk:
    def test_what_is_asked_stands_with_whoever_has_the_child_and_goes_once_it_is_done(self, c, child) -> None:
        assert desk(child)[FIRST_REVIEW] == (c.worker.person_id, date(2012, 11, 12))
        record(c, child, Event.FIRST_REVIEW, TODAY)
        assert FIRST_REVIEW not in desk(child)
        assert desk(child)["care.lac_r_2"] == (c.worker.person_id, date(2013, 1, 17))

    def test_it_goes_along_with_the_child(self, c, child) -> None:
        c.allocate(child, c.colleague)
        assert {holder for holder, _ in desk(child).values()} == {c.colleague.person_id}

    def test_it_rests_with_a_death_and_stands_again_if_that_was_wrong(self, c, child) -> None:
        before = desk(child)
        access.identify(c.worker, today=TODAY)
        death = died(c, child)
        assert before and desk(child) == {}
        given = {"kind": FactKind.DEATH, "number": death.pk, "why": "It was somebody else", "so_on": TODAY}
        knowing.withdraw(actor=c.worker, person_ref=child.ref, at=NOW, **given)
        assert desk(child) == before

    def test_the_desk_says_it_in_words_and_leaves_out_what_was_done_meanwhile(self, c, child) -> None:
        duties = organisation.duties_about(CHILD_SUBJECT, [child.ref])
        said = menu.duty_words(c.worker, duties)
        assert said["care.lac_v_1", child.ref][:2] == ("First visit in a placement", "Isla Balfour")
        visiting.record_visit(
            actor=c.worker, person_ref=child.ref, is_seen=True, is_seen_alone=True, place=Place.HOME,
            view="Likes the dog", words="Settled", so_on=TODAY, at=NOW,
        )  # fmt: skip
        assert ("care.lac_v_1", child.ref) not in menu.duty_words(c.worker, duties)

    def test_nobody_else_reads_whose_it_is(self, c, child) -> None:
        duties = organisation.duties_about(CHILD_SUBJECT, [child.ref])
        access.identify(c.stranger, today=TODAY)
        assert menu.duty_words(c.stranger, duties) == {}


def died(c: Cast, child: KnownPerson) -> PersonDeath:
    """Record that the child died."""
    return knowing.say_death(actor=c.worker, person_ref=child.ref, died_on=TODAY, so_on=TODAY, at=NOW)


class TestWithinADay:
    def moves(self, c: Cast, child: KnownPerson, *kinds: tuple[PlacementKind, MoveReason]) -> None:
        for kind, why in kinds:
            given = {"so_on": date(2012, 10, 5), "placement": PlacementGiven(kind, moved_why=why), "at": NOW}
            living.move(actor=c.worker, person_ref=child.ref, **given)

    def test_home_and_away_again_within_a_day_leaves_no_clock_of_home_and_no_second_first_review(self, c, child):
        before = {each.standard.key for each in clocks_of(c.worker, [child.pk], today=TODAY)[child.pk]}
        self.moves(c, child, (PlacementKind.HOME, MoveReason.HOME), (PlacementKind.KINSHIP, MoveReason.KIN))
        found = clocks_of(c.worker, [child.pk], today=TODAY)[child.pk]
        assert {each.standard.key for each in found} == before
        (review,) = [each for each in found if each.standard.key == FIRST_REVIEW]
        assert (review.trigger.on, review.due_on) == (BEGAN, date(2012, 11, 12))

    def test_an_emergency_that_was_over_within_the_day_leaves_no_clock_of_an_emergency(self, c, child) -> None:
        crisis = PlacementGiven(PlacementKind.CRISIS, is_emergency=True, moved_why=MoveReason.SAFETY)
        living.move(actor=c.worker, person_ref=child.ref, so_on=date(2012, 10, 5), placement=crisis, at=NOW)
        self.moves(c, child, (PlacementKind.KINSHIP, MoveReason.KIN))
        keys = [each.standard.key for each in clocks_of(c.worker, [child.pk], today=TODAY)[child.pk]]
        assert not [key for key in keys if key.startswith("care.lac_em")]
        assert keys.count("care.lac_v_1") == 2, "with the carers before, and with those after"
