"""A team at a glance: who waits longest, who could take a child, what is late, who is away; of one's own team alone."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from lippen.casework.actions import visiting, work
from lippen.casework.models import Involvement, KnownPerson
from lippen.casework.queries import lists, numbers, teams
from lippen.casework.screens import offering
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast, without_first_visits
from lippen.casework.tests.test_screens import BACKEND
from lippen.casework.vocabulary import Level
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation
from lippen.organisation.actions.absences import record_absence
from lippen.organisation.models import Post, Team, WorkTerms
from lippen.organisation.queries.staffing import latest_teams
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def board(actor: Actor, today=TODAY) -> teams.TeamBoard:
    access.identify(actor, today=today)
    return teams.board(actor, today=today)


def page(actor: Actor, *, status: int = 200) -> str:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    answer = client.get(reverse("casework:team"))
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def allocated(c: Cast, to: Actor, family: str) -> KnownPerson:
    child = c.add(c.worker, "Isla", family)
    c.allocate(child, to)
    return child


def away(c: Cast, who: Actor, cover: Actor, weeks: int = 1) -> None:
    access.identify(who, today=TODAY)
    given = {"person_id": who.person_id, "cover_id": cover.person_id, "at": NOW}
    record_absence(actor=who, starts_on=TODAY, ends_on=TODAY + weeks * WEEK, **given)


def test_a_leader_sees_their_own_team_and_a_manager_everybody(c: Cast) -> None:
    assert {row.person_id for row in board(c.leader).workers} == {
        c.worker.person_id,
        c.colleague.person_id,
        c.leader.person_id,
    }
    assert board(c.leader).names == ("Long-term team",)
    everybody = {c.other_worker.person_id, c.other_leader.person_id}
    assert everybody < {row.person_id for row in board(c.manager).workers} and board(c.manager).names == ()
    page(c.worker, status=403)


def test_it_says_who_waits_longest_and_who_could_take_them(c: Cast) -> None:
    assert "Nobody waits for a social worker." in page(c.leader)
    first, second = c.add(c.worker, "Eilidh", "Abernethy"), c.add(c.worker, "Struan", "Drummond")
    c.waiting(c.worker, first, Level.LOW)
    c.waiting(c.worker, second, Level.VERY_HIGH)
    allocated(c, c.worker, "Balfour")
    told = page(c.leader)
    assert "2 children wait for a social worker. " in told and "has waited longest: 0 days" in told
    assert told.index("Struan Drummond</a>") < told.index("Eilidh Abernethy</a>"), "the highest level comes first"
    assert board(c.leader).could_take.person_id == c.colleague.person_id, "the leader carries no more, but leads"
    carries = "carries least for their hours, of those who are here: 0 children of 15, 0 % of their time."
    assert f"{c.colleague.name} {carries}" in told


def test_whoever_is_away_is_named_with_their_cover_and_takes_nobody(c: Cast) -> None:
    allocated(c, c.worker, "Balfour")
    c.waiting(c.worker, c.add(c.worker, "Struan", "Drummond"))
    away(c, c.colleague, c.worker)
    access.identify(c.leader, today=TODAY)
    found = {row.person_id: row.away_until for row in numbers.workers(c.leader, c.council.pk, on=TODAY)}
    assert found[c.colleague.person_id] == TODAY + WEEK and found[c.worker.person_id] is None
    assert board(c.leader).could_take.person_id == c.worker.person_id
    told = page(c.leader)
    assert f"{c.worker.name} covers" in told and "Away until 24 October 2012" in told
    after = {row.person_id: row.away_until for row in numbers.workers(c.leader, c.council.pk, on=TODAY + WEEK)}
    assert after[c.colleague.person_id] is None


def test_who_is_over_the_limit_is_counted_and_nobody_below_it_is_said(c: Cast) -> None:
    access.identify(c.manager, today=TODAY)
    figure = {"authority_id": c.council.pk, "key": "limit_children", "number": 1, "why": "For this test"}
    work.set_number(actor=c.manager, so_on=TODAY, at=NOW, **figure)
    for who in (c.worker, c.colleague, c.leader):
        allocated(c, who, "Balfour")
    c.waiting(c.worker, c.add(c.worker, "Struan", "Drummond"))
    assert "Nobody who is here is below their limit." in page(c.leader)
    child = c.add(c.worker, "Ada", "Balfour")
    c.allocate(child, c.worker, over_limit_why="A sister of hers")
    assert "1 worker past the limit." in page(c.leader)


def test_what_is_late_in_the_team_leads_to_the_child(c: Cast, settings) -> None:
    without_first_visits(c)
    child = allocated(c, c.worker, "Balfour")
    access.identify(c.worker, today=TODAY)
    planned = {"planned_on": TODAY, "worker_id": c.worker.person_id, "so_on": TODAY, "at": NOW}
    visiting.plan_visit(actor=c.worker, person_ref=child.ref, **planned)
    late = f'href="{reverse("casework:child", args=[child.ref])}">Visit: Isla Balfour</a>'
    told = page(c.leader)
    assert "Nothing is late." in told and told.index("Due within a week") < told.index(late)
    settings.LIPPEN_TODAY = TODAY + timedelta(days=3)
    told = page(c.leader)
    assert late in told and "3 days late" in told and "Nothing is due within a week." in told
    assert "Nothing is late." in page(c.other_leader)


@pytest.mark.parametrize(("days", "told"), [(0, True), (6, True), (7, False)])
def test_what_is_due_within_a_week_is_told_before_it_is_late(c: Cast, days: int, told: bool) -> None:
    child = allocated(c, c.worker, "Balfour")
    access.identify(c.worker, today=TODAY)
    planned = {"planned_on": TODAY + timedelta(days=days), "worker_id": c.worker.person_id, "so_on": TODAY, "at": NOW}
    visiting.plan_visit(actor=c.worker, person_ref=child.ref, **planned)
    access.identify(c.leader, today=TODAY)
    found = teams.board(c.leader, today=TODAY)
    assert [row.words for row in found.soon] == (["Visit"] if told else [])
    assert found.soon_count == int(told) and found.late == ()


def test_teams_of_two_councils_say_whose_they_are(c: Cast) -> None:
    other = factories.authority()
    factories.team(other, "Long-term team")
    names = set(organisation.named_teams([c.council.pk, other.pk]).values())
    assert {f"Long-term team, {each.name}" for each in (c.council, other)} <= names
    assert "Long-term team" in organisation.named_teams([c.council.pk]).values()


def late_visit(c: Cast, worker: Actor) -> None:
    child = c.add(worker)
    access.identify(worker, today=TODAY)
    planned = {"planned_on": TODAY, "worker_id": worker.person_id, "so_on": TODAY, "at": NOW}
    visiting.plan_visit(actor=worker, person_ref=child.ref, **planned)


def test_of_more_teams_than_a_page_shows_those_with_most_that_is_late(c: Cast, settings, monkeypatch) -> None:
    late_visit(c, c.other_worker)
    settings.LIPPEN_TODAY = TODAY + timedelta(days=3)
    access.identify(c.manager, today=settings.LIPPEN_TODAY)
    whole = teams.board(c.manager, today=settings.LIPPEN_TODAY)
    monkeypatch.setattr(teams, "MOST_TEAMS", 1)
    first = teams.board(c.manager, today=settings.LIPPEN_TODAY)
    assert len(whole.teams) == first.all_teams == 2 and whole.all_teams == 0
    assert first.teams == whole.teams[:1] and first.teams[0].name == "Assessment team"
    assert {row.person_id for row in first.workers} == {c.other_worker.person_id, c.other_leader.person_id}
    told = page(c.manager)
    assert "teams with most that is late are shown, of 2. Choose any other above." in told


def test_teams_are_ordered_by_what_is_late_then_by_name_and_each_person_counts_in_one(c: Cast) -> None:
    late_visit(c, c.other_worker)
    worker, leader = (organisation_post(c, role, None) for role in (Role.SOCIAL_WORKER, Role.TEAM_LEADER))
    alone = factories.holder(worker)
    moved = factories.holder(leader)
    own = organisation_post(c, Role.SOCIAL_WORKER, factories.team(c.council, "Zeal team"))
    factories.holder(own, moved, starts_on=TODAY)
    elsewhere = factories.authority()
    factories.holder(factories.post(elsewhere, Role.SOCIAL_WORKER))
    asked = {"on": TODAY + timedelta(days=3), "nobodys": teams.IN_NONE}
    how_many, found = latest_teams([c.council.pk], numbers.WORKING, teams.OURS, most=9, **asked)
    names = organisation.named_teams([c.council.pk])
    told = [(names.get(each.team_id or 0), sorted(each.late)) for each in found]
    assert how_many == 4 and told == [
        ("Assessment team", sorted([c.other_worker.person_id, c.other_leader.person_id])),
        (None, [alone.pk]),
        ("Long-term team", sorted([c.worker.person_id, c.colleague.person_id, c.leader.person_id])),
        ("Zeal team", [moved.pk]),
    ]
    assert found[0].late == {c.other_worker.person_id: 1, c.other_leader.person_id: 0}
    assert latest_teams([c.council.pk], numbers.WORKING, teams.OURS, most=1, **asked) == (4, found[:1])
    assert latest_teams([], numbers.WORKING, teams.OURS, most=1, **asked) == (0, ())


def organisation_post(c: Cast, role: Role, team: Team | None) -> Post:
    made = factories.post(c.council, role)
    Post.objects.filter(pk=made.pk).update(team=team)
    return made


def test_beside_the_queue_of_many_teams_stand_those_who_hold_a_child_on_its_page(c: Cast, monkeypatch) -> None:
    c.waiting(c.worker, c.add(c.worker, "Struan", "Drummond"))
    access.identify(c.manager, today=TODAY)
    rows = lists.queue_page(c.manager, today=TODAY).rows
    everybody = teams.who_could_take(c.manager, rows, today=TODAY)
    monkeypatch.setattr(teams, "MOST_TEAMS", 1)
    near = teams.who_could_take(c.manager, rows, today=TODAY)
    ours = {c.worker.person_id, c.colleague.person_id, c.leader.person_id}
    assert ours < {row.person_id for row in everybody} and ours == {row.person_id for row in near}
    assert near == tuple(row for row in everybody if row.person_id in ours)


def allocate_page(actor: Actor, child: KnownPerson, **chosen: object) -> str:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.account_id), BACKEND)
    answer = client.get(reverse("casework:allocate_child", args=[child.ref]), chosen)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_of_many_teams_the_one_that_worked_with_the_child_last_is_offered_or_a_chosen_one(c: Cast, monkeypatch) -> None:
    child = allocated(c, c.other_worker, "Balfour")
    stranger = c.add(c.worker, "Ewan", "Reid")
    access.identify(c.manager, today=TODAY)
    part = Involvement.objects.get(person=child, kind="allocated")
    over = {"ends_on": TODAY, "ended_at": NOW, "ended_by_id": c.manager.account_id}
    assert Involvement.objects.filter(person__in=[child, stranger], ends_on__isnull=True).update(**over) > 1
    Involvement.objects.filter(person=stranger).update(team=None)
    whole = allocate_page(c.manager, child)
    assert c.worker.name in whole and c.other_worker.name in whole and "Whose workers?" not in whole
    monkeypatch.setattr(offering, "MOST_TEAMS", 1)
    last = allocate_page(c.manager, child)
    assert f"{c.other_worker.name}:" in last and f"{c.worker.name}:" not in last
    ours = Post.objects.get(pk__in=c.worker.post_ids).team_id
    chosen = allocate_page(c.manager, child, team=ours)
    assert f"{c.worker.name}:" in chosen and f"{c.other_worker.name}:" not in chosen
    nobody = allocate_page(c.manager, stranger)
    assert "Choose the team whose workers are offered." in nobody and f"{c.worker.name}:" not in nobody
    assert part.team_id != ours


def test_whoever_carries_least_for_their_hours_comes_first_and_who_is_not_there_last(c: Cast) -> None:
    for family in ("Balfour", "Carruthers"):
        allocated(c, c.worker, family)
    allocated(c, c.colleague, "Drummond")
    access.identify(c.leader, today=TODAY)
    half = {"hours_share": Decimal("0.25"), "experience": "experienced", "basis": "permanent"}
    fact = {"authority_id": c.council.pk, "so_on": TODAY, "recorded_at": NOW, "recorded_by_id": c.leader.account_id}
    WorkTerms.objects.create(person_id=c.colleague.person_id, **half, **fact)
    away(c, c.leader, c.worker, weeks=5)
    access.identify(c.leader, today=TODAY)
    team = organisation.teams_led(c.leader.person_id, on=TODAY)
    found = numbers.workers(c.leader, c.council.pk, on=TODAY, team_ids=team)
    assert [row.person_id for row in found] == [c.worker.person_id, c.colleague.person_id, c.leader.person_id]
    hours = [row.load.hours for row in found]
    assert hours[0] > hours[1] > hours[2], "by hours alone it would be the other way round"
