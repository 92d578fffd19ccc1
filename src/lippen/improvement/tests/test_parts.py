"""Of a shared plan each council's own part is its own, until it arranges otherwise."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from lippen.improvement import actions, queries
from lippen.improvement.models import Arrangement, Part, Plan
from lippen.kernel.access import Actor, identify
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories

TODAY = date(2012, 10, 17)
NOW = factories.RECORDED.replace(year=2012, month=10, day=17, hour=12)
LATER = TODAY + timedelta(days=30)

pytestmark = pytest.mark.django_db


class Shared:
    """A plan of two councils with one action, and somebody who edits plans in each."""

    def __init__(self) -> None:
        self.ours, self.theirs = factories.authority("Braeside Council"), factories.authority("Strathlairn Council")
        self.us, self.them = self.somebody(self.ours), self.somebody(self.theirs)
        posts = ((self.ours, Role.PERFORMANCE_OFFICER), (self.theirs, Role.PERFORMANCE_OFFICER))
        made = actions.create_plan(
            actor=self.as_(factories.two_posts(*posts, on=TODAY)),
            title="One plan of two",
            authority_id=self.ours.pk,
            also_for=[self.ours.pk, self.theirs.pk],
            at=NOW,
        )
        self.as_(self.us)
        actions.add_theme(actor=self.us, plan_ref=made.ref, number=1, title="Staff", at=NOW)
        added = actions.add_action(
            actor=self.us, plan_ref=made.ref, theme_number=1, text="A staff survey", so_on=TODAY, at=NOW
        )
        self.plan, self.action = made.ref, added.ref

    def somebody(self, of: object, role: Role = Role.PERFORMANCE_OFFICER) -> Actor:
        return factories.actor(of, role, on=TODAY)

    def as_(self, actor: Actor, on: date = TODAY) -> Actor:
        identify(actor, today=on)
        return actor

    def say(self, actor: Actor, council: object, **given: object) -> Part:
        said = {"words": "18 of 20 answered", **given}
        return actions.say_part(
            actor=self.as_(actor), action_ref=self.action, authority_id=council.pk, so_on=TODAY, at=NOW, **said
        )

    def show(self, *, starts_on: date = TODAY, ends_on: date | None = None) -> Arrangement:
        """They show us their part."""
        return actions.arrange(
            actor=self.as_(self.them),
            plan_ref=self.plan,
            shows_id=self.theirs.pk,
            shown_to_id=self.ours.pk,
            starts_on=starts_on,
            ends_on=ends_on,
            agreed_by="Both heads of service",
            reason="One survey for one service",
            at=NOW,
        )

    def seen_by(self, actor: Actor, on: date = TODAY) -> set[str]:
        """Whose part somebody is shown on a day, through the queries."""
        self.as_(actor, on)
        plan = queries.plan(actor, self.plan)
        names = {council.id: council.name for council in queries.councils(actor, plan, today=on)}
        found = queries.parts(actor, plan, today=on)
        return {names[i] for by_council in found.values() for i in by_council}


@pytest.fixture
def shared() -> Shared:
    made = Shared()
    made.say(made.us, made.ours)
    made.say(made.them, made.theirs, measure="Answered", value=Decimal("61"), unit="%")
    return made


OURS, THEIRS = "Braeside Council", "Strathlairn Council"


def test_improvement_parts_stay_their_councils_own_without_an_arrangement(shared: Shared) -> None:
    assert shared.seen_by(shared.us) == {OURS}
    assert shared.seen_by(shared.them) == {THEIRS}


def test_an_arrangement_shows_one_way_from_its_first_day_until_the_day_it_ends(shared: Shared) -> None:
    shared.show(starts_on=TODAY + timedelta(days=1), ends_on=LATER)
    assert shared.seen_by(shared.us) == {OURS}
    assert shared.seen_by(shared.us, TODAY + timedelta(days=1)) == {OURS, THEIRS}
    assert shared.seen_by(shared.us, LATER - timedelta(days=1)) == {OURS, THEIRS}
    assert shared.seen_by(shared.us, LATER) == {OURS}
    assert shared.seen_by(shared.them, TODAY + timedelta(days=1)) == {THEIRS}


def test_an_arrangement_that_was_ended_shows_nothing_from_that_day(shared: Shared) -> None:
    made = shared.show()
    ends_on = TODAY + timedelta(days=5)
    actions.end_arrangement(
        actor=shared.as_(shared.them), arrangement_ref=made.ref, ends_on=ends_on, reason="The survey is over", at=NOW
    )
    assert shared.seen_by(shared.us, ends_on - timedelta(days=1)) == {OURS, THEIRS}
    assert shared.seen_by(shared.us, ends_on) == {OURS}


def found_by_table(actor: Actor, on: date) -> set[int]:
    with connection.cursor() as cursor:
        identify(actor, today=on)
        cursor.execute("SELECT DISTINCT authority_id FROM improvement_part")
        return {row[0] for row in cursor.fetchall()}


def test_row_level_security_alone_shows_a_part_only_under_an_arrangement_in_force(shared: Shared) -> None:
    assert found_by_table(shared.us, TODAY) == {shared.ours.pk}
    shared.show(starts_on=TODAY + timedelta(days=1), ends_on=LATER)
    assert found_by_table(shared.us, TODAY) == {shared.ours.pk}
    assert found_by_table(shared.us, TODAY + timedelta(days=1)) == {shared.ours.pk, shared.theirs.pk}
    assert found_by_table(shared.us, LATER) == {shared.ours.pk}
    member = shared.somebody(shared.ours, Role.COUNCILLOR_ON_COMMITTEE)
    assert found_by_table(member, TODAY + timedelta(days=1)) == set()


def test_row_level_security_takes_no_part_of_another_council_even_under_an_arrangement(shared: Shared) -> None:
    shared.show()
    shared.as_(shared.us)
    part = Part.objects.filter(authority=shared.ours).values("action_id", "plan_id").get()
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Part.objects.create(**part, authority=shared.theirs, words="Not ours to say", so_on=TODAY, recorded_at=NOW)


def test_only_the_council_whose_part_it_is_may_show_it_or_end_that(shared: Shared) -> None:
    given = {"plan_ref": shared.plan, "starts_on": TODAY, "ends_on": None, "at": NOW}
    words = {"agreed_by": "Us", "reason": "We want to see it"}
    with pytest.raises(NotAllowed):
        actions.arrange(
            actor=shared.as_(shared.us), shows_id=shared.theirs.pk, shown_to_id=shared.ours.pk, **given, **words
        )
    made = shared.show()
    with pytest.raises(NotAllowed):
        actions.end_arrangement(
            actor=shared.as_(shared.us), arrangement_ref=made.ref, ends_on=TODAY, reason="No more", at=NOW
        )


def test_an_arrangement_cannot_begin_in_the_past_or_cover_the_same_days_twice(shared: Shared) -> None:
    with pytest.raises(CannotDo, match="cannot begin in the past"):
        shared.show(starts_on=TODAY - timedelta(days=1))
    shared.show(ends_on=LATER)
    with pytest.raises(CannotDo, match="covers this already"):
        shared.show(starts_on=LATER - timedelta(days=1))
    assert shared.show(starts_on=LATER).starts_on == LATER


def test_a_part_is_said_by_those_of_the_council_it_is_of(shared: Shared) -> None:
    with pytest.raises(NotAllowed):
        shared.say(shared.us, shared.theirs)
    stranger = factories.authority("Council elsewhere")
    with pytest.raises(NotAllowed):
        shared.say(shared.us, stranger)


def test_a_council_that_does_not_share_the_plan_has_no_part(shared: Shared) -> None:
    alone = factories.authority("Council that shares nothing")
    both = factories.two_posts((alone, Role.PERFORMANCE_OFFICER), (shared.ours, Role.PERFORMANCE_OFFICER), on=TODAY)
    with pytest.raises(CannotDo, match="does not share this plan"):
        shared.say(both, alone)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"words": " "}, "one of them is enough"),
        ({"measure": "Answered"}, "Give the figure"),
        ({"value": Decimal(3)}, "Say what was measured"),
        ({"unit": "%"}, "Say what was measured"),
    ],
)
def test_a_part_says_something_and_a_figure_says_what_it_is_of(shared: Shared, given, sentence: str) -> None:
    with pytest.raises(CannotDo, match=sentence):
        shared.say(shared.us, shared.ours, **given)


def test_a_team_of_another_council_is_refused(shared: Shared) -> None:
    team = factories.team(shared.theirs, "Their team")
    with pytest.raises(CannotDo, match="not of this council"):
        shared.say(shared.us, shared.ours, measure="Answered", value=Decimal(9), team_id=team.pk)


def test_the_latest_words_and_the_latest_figure_of_each_team_are_shown(shared: Shared) -> None:
    team = factories.team(shared.ours, "Long-term team")
    shared.say(shared.us, shared.ours, words="", measure="Answered", value=Decimal("40.5"), unit="%")
    shared.say(shared.us, shared.ours, words="", measure="Answered", value=Decimal("71"), unit="%")
    shared.say(shared.us, shared.ours, words="All have been asked", measure="Answered", value=Decimal("1250"))
    shared.say(shared.us, shared.ours, words="", measure="Answered", value=Decimal("9"), team_id=team.pk)
    plan = queries.plan(shared.as_(shared.us), shared.plan)
    (by_council,) = queries.parts(shared.us, plan, today=TODAY).values()
    row = by_council[shared.ours.pk]
    assert row.words == "All have been asked"
    assert [(each.team, each.figure) for each in row.results] == [("", "1,250"), ("Long-term team", "9")]


def test_as_at_and_as_known_leave_out_what_came_later(shared: Shared) -> None:
    plan = queries.plan(shared.as_(shared.us), shared.plan)
    assert queries.parts(shared.us, plan, today=TODAY, as_at=TODAY - timedelta(days=1)) == {}
    assert queries.parts(shared.us, plan, today=TODAY, known_at=NOW - timedelta(seconds=1)) == {}
    assert len(queries.parts(shared.us, plan, today=TODAY, as_at=TODAY, known_at=NOW)) == 1


def test_a_part_sent_twice_stands_once(shared: Shared) -> None:
    token = "6f0f0c3e-6d0a-4f7e-8f7b-3a2f1f6f5a11"
    shared.say(shared.us, shared.ours, token=token)
    shared.say(shared.us, shared.ours, token=token)
    assert Part.objects.filter(token=token).count() == 1
    assert Plan.objects.count() == 1
