"""Care begins, a child moves, the law changes, care ends; what was wrong is mended. With the tables' own refusals."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from lippen.care.actions import living, mending
from lippen.care.actions.living import LegalGiven, PlacementGiven
from lippen.care.models import Episode, LegalReason, Placement
from lippen.care.queries import living as rows
from lippen.care.queries import spans
from lippen.care.rules.legal import LEGAL_REASONS
from lippen.care.vocabulary import (
    AfterKind,
    Destination,
    MoveReason,
    PlacementKind,
    Siblings,
    SpanKind,
)
from lippen.casework.models import KnownPerson, PersonNow
from lippen.casework.queries import people
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.vocabulary import Status
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
BEGAN, MOVED, LATER = date(2012, 3, 5), date(2012, 6, 1), date(2012, 9, 10)
DAY = timedelta(days=1)
FOSTER = PlacementGiven(PlacementKind.FOSTER_COUNCIL)
HOUSE = PlacementGiven(PlacementKind.COUNCIL_HOME, moved_why=MoveReason.NEEDS)
S25, SRA = LegalGiven("S25"), LegalGiven("SRA")


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
    return found


def begin(c: Cast, child: KnownPerson, **given: object) -> Episode:
    asked = {"so_on": BEGAN, "placement": FOSTER, "legal": S25, "at": NOW, **given}
    return living.begin_care(actor=c.worker, person_ref=child.ref, **asked)


def move(c: Cast, child: KnownPerson, so_on: date = MOVED, placement: PlacementGiven = HOUSE) -> Placement:
    return living.move(actor=c.worker, person_ref=child.ref, so_on=so_on, placement=placement, at=NOW)


def days(c: Cast, model: type, child: KnownPerson) -> list[tuple[str, date, date | None]]:
    return [(getattr(row, "code", ""), row.so_on, row.ends_on) for row in spans.current(c.worker, model, [child.pk])]


class TestLiving:
    def test_care_begins_with_a_placement_and_a_legal_reason_and_the_board_says_so(self, c, child) -> None:
        made = begin(c, child)
        assert days(c, Episode, child) == [("", BEGAN, None)]
        assert days(c, Placement, child) == [("FOSLA", BEGAN, None)]
        assert days(c, LegalReason, child) == [("S25", BEGAN, None)]
        assert PersonNow.objects.get(pk=child.pk).status == Status.AWAY
        assert AuditEntry.objects.filter(verb="care.began", subject_key=made.ref).exists()

    def test_a_move_ends_what_was_and_begins_what_is_in_one_act(self, c, child) -> None:
        begin(c, child)
        move(c, child)
        assert days(c, Placement, child) == [("FOSLA", BEGAN, MOVED), ("LAHOME", MOVED, None)]
        (episode,) = rows.episodes_of(c.worker, people.head(c.worker, child.ref))
        assert [row.words for row in episode.placements] == [
            "In a children's house of the council",
            "With foster carers of the council",
        ]

    def test_going_home_says_so_on_the_board(self, c, child) -> None:
        begin(c, child)
        move(c, child, placement=PlacementGiven(PlacementKind.HOME, moved_why=MoveReason.HOME))
        assert PersonNow.objects.get(pk=child.pk).status == Status.AT_HOME

    def test_care_ends_with_everything_that_was_open_and_work_goes_on(self, c, child) -> None:
        begin(c, child)
        living.end_care(actor=c.worker, person_ref=child.ref, so_on=LATER, destination=Destination.HOME, at=NOW)
        assert days(c, Episode, child) == [("", BEGAN, LATER)]
        assert days(c, Placement, child) == [("FOSLA", BEGAN, LATER)]
        assert days(c, LegalReason, child) == [("S25", BEGAN, LATER)]
        assert PersonNow.objects.get(pk=child.pk).status == Status.IN_NEED
        begin(c, child, so_on=LATER + DAY)
        assert len(days(c, Episode, child)) == 2

    def test_the_law_changes_and_another_order_holds_beside_it(self, c, child) -> None:
        begin(c, child)
        living.change_legal(actor=c.worker, person_ref=child.ref, so_on=MOVED, legal=SRA, at=NOW)
        order = living.add_order(actor=c.worker, person_ref=child.ref, so_on=MOVED, legal=LegalGiven("CP51"), at=NOW)
        with pytest.raises(CannotDo, match="recorded for some of these days already"):
            living.add_order(actor=c.worker, person_ref=child.ref, so_on=LATER, legal=LegalGiven("CP51"), at=NOW)
        living.end_order(actor=c.worker, legal_ref=order.ref, so_on=LATER, at=NOW)
        assert days(c, LegalReason, child) == [("S25", BEGAN, MOVED), ("SRA", MOVED, None), ("CP51", MOVED, LATER)]

    def test_leaving_care_is_followed_by_dated_facts(self, c, child) -> None:
        begin(c, child)
        said = {"kind": AfterKind.PATHWAY_PLAN, "so_on": LATER, "words": "Made with her", "at": NOW}
        living.say_after_care(actor=c.worker, person_ref=child.ref, **said)
        assert [
            (row.words, row.note) for row in rows.whole(c.worker, people.head(c.worker, child.ref), today=TODAY).events
        ] == [("A pathway plan was made", "Made with her")]

    def test_what_was_known_on_an_earlier_day_is_read_as_it_was(self, c, child) -> None:
        begin(c, child)
        moment = NOW + timedelta(hours=1)
        living.move(actor=c.worker, person_ref=child.ref, so_on=MOVED, placement=HOUSE, at=NOW + timedelta(hours=2))
        before = spans.known_at(c.worker, Placement, [child.pk], moment)
        assert [(row.code, row.so_on, row.ends_on) for row in before] == [("FOSLA", BEGAN, None)]
        assert len(spans.known_at(c.worker, Placement, [child.pk], NOW + timedelta(hours=3))) == 2


class TestRefused:
    def test_twice_looked_after(self, c, child) -> None:
        begin(c, child)
        with pytest.raises(CannotDo, match="looked after already"):
            begin(c, child, so_on=MOVED)

    def test_again_from_a_day_on_which_the_child_was_in_care(self, c, child) -> None:
        begin(c, child)
        living.end_care(actor=c.worker, person_ref=child.ref, so_on=LATER, destination=Destination.HOME, at=NOW)
        with pytest.raises(CannotDo, match="End that one first") as refused:
            begin(c, child, so_on=MOVED)
        assert refused.value.field == "so_on"

    def test_a_move_before_the_placement_began(self, c, child) -> None:
        begin(c, child)
        with pytest.raises(CannotDo, match="Care began on 5 March 2012"):
            move(c, child, so_on=BEGAN - DAY)

    def test_a_move_before_the_last_one_says_how_one_is_added_in_between_and_that_works(self, c, child) -> None:
        begin(c, child)
        last = move(c, child, so_on=LATER)
        with pytest.raises(CannotDo, match=r"moved on 10 September 2012 already.*never was, record the earlier move"):
            move(c, child, so_on=MOVED)
        given = {"what": SpanKind.PLACEMENT, "span_ref": last.ref, "why": "One before it was left out"}
        mending.take_back(actor=c.worker, at=NOW, **given)
        move(c, child, so_on=MOVED)
        move(c, child, so_on=LATER, placement=PlacementGiven(PlacementKind.KINSHIP, moved_why=MoveReason.NEEDS))
        assert [row[1:] for row in days(c, Placement, child)] == [(BEGAN, MOVED), (MOVED, LATER), (LATER, None)]

    def test_a_move_of_a_child_who_is_not_looked_after(self, c, child) -> None:
        with pytest.raises(CannotDo, match="not looked after now"):
            move(c, child)

    def test_a_move_without_its_reason_or_a_day_to_come(self, c, child) -> None:
        begin(c, child)
        with pytest.raises(CannotDo, match="why the child moved"):
            move(c, child, placement=FOSTER)
        with pytest.raises(CannotDo, match="not come yet"):
            move(c, child, so_on=TODAY + DAY)

    def test_a_law_that_was_not_in_force(self, c, child) -> None:
        with pytest.raises(CannotDo, match="not yet in the law") as refused:
            begin(c, child, legal=LegalGiven("CSOA"))
        assert refused.value.field == "code"

    def test_an_order_by_which_nobody_is_looked_after(self, c, child) -> None:
        with pytest.raises(CannotDo, match="not yet in the law"):
            begin(c, child, legal=LegalGiven("MEO"))

    def test_brothers_and_sisters_apart_without_a_reason(self, c, child) -> None:
        apart = PlacementGiven(PlacementKind.KINSHIP, siblings=Siblings.APART)
        with pytest.raises(CannotDo, match="do not live together") as refused:
            begin(c, child, placement=apart)
        assert refused.value.field == "siblings_why"

    def test_carers_of_nobody(self, c, child) -> None:
        with pytest.raises(CannotDo, match="carers whom this council knows"):
            begin(c, child, placement=PlacementGiven(PlacementKind.FOSTER_COUNCIL, carer_ref="carer-nobody"))

    @pytest.mark.parametrize("who", ["stranger", "other_worker", "governance"])
    def test_somebody_who_does_not_see_the_child(self, c, child, who) -> None:
        begin(c, child)
        actor = getattr(c, who)
        access.identify(actor, today=TODAY)
        with pytest.raises((NotVisible, NotAllowed)):
            living.move(actor=actor, person_ref=child.ref, so_on=MOVED, placement=HOUSE, at=NOW)
        access.identify(c.worker, today=TODAY)
        assert len(days(c, Placement, child)) == 1


class TestMending:
    def test_a_corrected_day_takes_what_was_before_along(self, c, child) -> None:
        begin(c, child)
        moved = move(c, child)
        for day in (MOVED - 7 * DAY, MOVED + 7 * DAY):
            given = {"so_on": day, "why": "The day on the form was wrong", "at": NOW}
            mending.correct_day(actor=c.worker, what=SpanKind.PLACEMENT, span_ref=moved.ref, **given)
            assert days(c, Placement, child) == [("FOSLA", BEGAN, day), ("LAHOME", day, None)]
        assert Placement.objects.filter(person=child).count() == 7

    def test_the_first_day_of_care_is_corrected_for_all_of_it(self, c, child) -> None:
        begin(c, child)
        first = spans.current(c.worker, Placement, [child.pk])[0]
        given = {"so_on": BEGAN - DAY, "why": "She came the evening before", "at": NOW}
        mending.correct_day(actor=c.worker, what=SpanKind.PLACEMENT, span_ref=first.ref, **given)
        for model in (Episode, Placement, LegalReason):
            assert [start for _, start, _ in days(c, model, child)] == [BEGAN - DAY]

    def test_a_move_that_never_was_leaves_the_placement_before(self, c, child) -> None:
        begin(c, child)
        moved = move(c, child)
        why = {"why": "Recorded for the wrong child", "at": NOW}
        mending.take_back(actor=c.worker, what=SpanKind.PLACEMENT, span_ref=moved.ref, **why)
        assert days(c, Placement, child) == [("FOSLA", BEGAN, None)]
        with pytest.raises(CannotDo, match="Care began with this"):
            first = spans.current(c.worker, Placement, [child.pk])[0]
            mending.take_back(actor=c.worker, what=SpanKind.PLACEMENT, span_ref=first.ref, **why)

    def test_care_that_never_was_is_taken_back_whole(self, c, child) -> None:
        made = begin(c, child)
        move(c, child)
        why = {"why": "Recorded for the wrong child", "at": NOW}
        mending.episode_was_wrong(actor=c.worker, episode_ref=made.ref, **why)
        for model in (Episode, Placement, LegalReason):
            assert days(c, model, child) == []
        begin(c, child)

    def test_an_end_that_was_wrong_lets_care_go_on(self, c, child) -> None:
        made = begin(c, child)
        living.end_care(actor=c.worker, person_ref=child.ref, so_on=LATER, destination=Destination.HOME, at=NOW)
        mending.end_was_wrong(actor=c.worker, episode_ref=made.ref, why="It was a visit home only", at=NOW)
        for model in (Episode, Placement, LegalReason):
            assert [end for *_, end in days(c, model, child)] == [None]

    def test_two_who_change_the_same_are_told(self, c, child) -> None:
        begin(c, child)
        row = spans.current(c.worker, Placement, [child.pk])[0]
        writing = living.begin(c.worker, child.ref, at=NOW)
        move(c, child)
        with pytest.raises(CannotDo, match="just changed"), transaction.atomic():
            living.further(writing, row, ends_on=LATER)


class TestByTheTablesAlone:
    """What the database refuses, whoever writes."""

    def test_two_placements_on_one_day(self, c, child) -> None:
        begin(c, child)
        with pytest.raises(DatabaseError, match="placements_do_not_overlap"), transaction.atomic():
            copied(Placement, child, starts=MOVED)

    def test_two_episodes_on_one_day(self, c, child) -> None:
        begin(c, child)
        with pytest.raises(DatabaseError, match="episodes_do_not_overlap"), transaction.atomic():
            copied(Episode, child, starts=MOVED)

    def test_two_legal_reasons_on_one_day(self, c, child) -> None:
        begin(c, child)
        with pytest.raises(DatabaseError, match="legal_reasons_do_not_overlap"), transaction.atomic():
            copied(LegalReason, child, starts=MOVED)

    @pytest.mark.parametrize(
        ("model", "name"),
        [(Placement, "placements_leave_no_gap"), (LegalReason, "legal_reasons_leave_no_gap")],
    )
    def test_a_day_without_one(self, c, child, model, name) -> None:
        begin(c, child)
        row = spans.current(c.worker, model, [child.pk])[0]
        writing = living.begin(c.worker, child.ref, at=NOW)
        with pytest.raises(DatabaseError, match=name), transaction.atomic():
            living.further(writing, row, ends_on=MOVED)
            at_once()

    def test_an_episode_without_a_placement(self, c, child) -> None:
        writing = living.begin(c.worker, child.ref, at=NOW)
        with pytest.raises(DatabaseError, match="placements_leave_no_gap"), transaction.atomic():
            Episode.objects.create(ref="episode-alone", thread="episode-alone", **writing.fact(BEGAN))
            at_once()

    def test_a_version_of_another_span_or_child(self, c, child) -> None:
        begin(c, child)
        other = c.add(c.worker, "Rory", "Drummond")
        c.allocate(other, c.worker)
        access.identify(c.worker, today=TODAY)
        begin(c, other)
        mine, theirs = (spans.current(c.worker, Placement, [each.pk])[0] for each in (child, other))
        writing = living.begin(c.worker, child.ref, at=NOW)
        with pytest.raises(DatabaseError, match="a_version_replaces_the_one_before"), transaction.atomic():
            living.further(writing, mine, replaces_id=theirs.pk)

    def test_no_two_codes_are_one_to_the_lock_that_tells_orders_apart(self) -> None:
        with connection.cursor() as to:
            to.execute("SELECT count(DISTINCT hashtext(code)) FROM unnest(%s::text[]) code", [list(LEGAL_REASONS)])
            assert to.fetchone() == (len(LEGAL_REASONS),)

    @pytest.mark.parametrize("table", ["care_episode", "care_placement", "care_legalreason", "care_careevent"])
    def test_what_was_written_is_never_changed(self, c, child, table) -> None:
        begin(c, child)
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as to:
            to.execute(f"UPDATE {table} SET so_on = so_on")


def at_once() -> None:
    """What is held to at the end of a transaction, now."""
    with connection.cursor() as to:
        to.execute("SET CONSTRAINTS ALL IMMEDIATE")


def copied(model: type, child: KnownPerson, *, starts: date) -> None:
    """The same row once more under its own name, from another day."""
    row = model.objects.get(person=child)
    row.pk, row.so_on = None, starts
    row.ref = row.thread = f"{row.ref}-again"[:40]
    row.save(force_insert=True)


def test_whether_an_episode_is_filled_is_found_by_its_own_keys_alone(c) -> None:
    """A row that is written reads no index of a whole council, whatever the statistics say."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_get_functiondef('lippen_care_is_filled()'::regprocedure)")
        body = cursor.fetchone()[0]
    assert " OR first_id" not in body and "SET enable_bitmapscan TO 'off'" in body
