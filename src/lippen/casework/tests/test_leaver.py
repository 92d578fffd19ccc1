"""Somebody leaves: one page for all of their children, one act, refusals by child, and how many have somebody."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lippen.casework import rules
from lippen.casework.actions import guarding, handing, people, visiting, work
from lippen.casework.actions import leaver as actions
from lippen.casework.models import Handover, KnownPerson
from lippen.casework.queries import leaver
from lippen.casework.rules import CanTake, Load, ToPlace
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_leaving import leaves, page
from lippen.casework.tests.test_loads import client_of, text_of, works
from lippen.casework.tests.test_screens import MOST_STATEMENTS, NOT_COUNTED
from lippen.casework.vocabulary import InvolvementKind, TieKind
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.models import Person

pytestmark = pytest.mark.django_db
WHEN = {"so_on": TODAY, "at": NOW}
DAY = timedelta(days=1)


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def children(c: Cast, count: int, *, of: Actor | None = None) -> list[KnownPerson]:
    made = [c.add(c.worker, f"Isla{number:02}") for number in range(count)]
    for each in made:
        c.allocate(each, of or c.worker)
    return made


def ref_of(actor: Actor) -> str:
    return Person.objects.get(pk=actor.person_id).ref


def seen(c: Cast, by: Actor | None = None) -> leaver.Leaver:
    access.identify(by or c.leader, today=TODAY)
    return leaver.leaver(by or c.leader, ref_of(c.worker), on=TODAY)


def passing(child: KnownPerson, to: Actor, **given: str) -> actions.Passing:
    return actions.Passing(child.ref, to.person_id, **{"note": "As it stands", **given})


def offer(c: Cast, rows: list[actions.Passing], **given: object) -> actions.Passed:
    access.identify(c.leader, today=TODAY)
    told = {"leaver_ref": ref_of(c.worker), "asked_of": {}, "from_on": TODAY, **WHEN, **given}
    return actions.offer_children(actor=c.leader, children=rows, **told)


# --- whom Lippen proposes ---


def load(children: int, hours: int, limit: int = 15, capacity: int = 84) -> Load:
    return Load(children, Decimal(hours), limit, Decimal(capacity))


@pytest.mark.parametrize(
    ("places", "workers", "found"),
    [
        # whoever has the smaller share of their hours in use
        ([(1, 5)], {7: load(3, 40), 8: load(9, 10)}, {1: 8}),
        # share, not hours: 20 of 42 is more than 30 of 84
        ([(1, 5)], {7: load(3, 20, capacity=42), 8: load(3, 30)}, {1: 8}),
        # who knows the family comes before who has most room
        ([(1, 5, {7})], {7: load(3, 40), 8: load(1, 5)}, {1: 7}),
        # but not past the limit
        ([(1, 5, {7})], {7: load(15, 40), 8: load(1, 5)}, {1: 8}),
        # the second child counts with the first: nobody gets all
        ([(1, 16), (2, 16)], {7: load(2, 10), 8: load(2, 12)}, {1: 7, 2: 8}),
        # the child with most hours is placed first
        ([(1, 5), (2, 16)], {7: load(14, 10)}, {1: None, 2: 7}),
        # a restricted record goes to those named for it alone
        ([(1, 5, set(), {8})], {7: load(0, 0), 8: load(9, 80)}, {1: 8}),
        ([(1, 5)], {}, {1: None}),
        # of the child's own team before another team, whoever has more room; workers before leaders
        ([(1, 5, set(), set(), 3)], {7: (load(9, 70), 3), 8: (load(0, 0), 4)}, {1: 7}),
        ([(1, 5, set(), set(), 3)], {7: (load(15, 70), 3), 8: (load(0, 0), 4)}, {1: 8}),
        ([(1, 5, set(), set(), 3)], {7: (load(0, 0), 3, True), 8: (load(9, 70), 3)}, {1: 8}),
        # who has said no for the child is not proposed again
        ([(1, 5, set(), set(), 3, {7})], {7: (load(0, 0), 3), 8: (load(9, 70), 4)}, {1: 8}),
        # who knows the family comes first, whatever their team
        ([(1, 5, {8}, set(), 3)], {7: (load(0, 0), 3), 8: (load(9, 70), 4, True)}, {1: 8}),
        # a student has no children of their own
        ([(1, 5)], {7: load(0, 0, limit=0, capacity=0)}, {1: None}),
    ],
)
def test_casework_proposed_worker_knows_the_family_or_has_most_room_within_the_limit(places, workers, found) -> None:
    wanted = [
        ToPlace(key, Decimal(hours), *map(frozenset, more[:2]), *more[2:3], *map(frozenset, more[3:]))
        for key, hours, *more in places
    ]
    able = [CanTake(key, *each) if isinstance(each, tuple) else CanTake(key, each) for key, each in workers.items()]
    assert rules.proposed(wanted, able) == found


def test_whoever_knows_the_family_is_proposed_and_whoever_is_away_is_not(c: Cast) -> None:
    (child,) = children(c, 1)
    brother = c.add(c.worker, "Ruaridh", tie=people.NewTie(child.ref, TieKind.SIBLING))
    c.allocate(brother, c.colleague)
    (row,) = seen(c).children
    assert dict(row.known_to)[c.colleague.person_id] == "works with a brother or sister"
    assert row.proposed_id == c.colleague.person_id
    leaves(c.colleague)
    assert seen(c).children[0].proposed_id not in {c.colleague.person_id, c.worker.person_id, None}


# --- in one act ---


def test_all_are_offered_in_one_act_and_the_worker_stays_until_each_is_answered(c: Cast) -> None:
    rows = children(c, 3)
    passed = offer(c, [passing(each, c.colleague) for each in rows])
    assert (passed.offered, passed.refused) == (3, {})
    found = seen(c)
    assert (found.settled, found.all_children) == (0, 3)
    assert [each.to for each in found.children if each.is_asked] == [c.colleague.name] * 3
    access.identify(c.colleague, today=TODAY)
    first, second, _ = Handover.objects.order_by("id")
    handing.answer(actor=c.colleague, handover_ref=first.ref, is_accepted=True, **WHEN)
    handing.answer(actor=c.colleague, handover_ref=second.ref, is_accepted=False, words="Too many visits", **WHEN)
    found = seen(c)
    assert (found.settled, found.all_children) == (1, 3)
    assert [(person.ref, to) for person, to in found.taken] == [(rows[0].ref, c.colleague.name)]
    (refused,) = [each for each in found.children if each.to_be_placed]
    assert (refused.person.ref, refused.why) == (rows[1].ref, "Too many visits")
    assert refused.proposed_id not in {None, c.colleague.person_id}


def test_an_offer_accepted_for_a_day_to_come_counts_as_somebody(c: Cast) -> None:
    rows = children(c, 2)
    offer(c, [passing(rows[0], c.colleague)], from_on=TODAY + 7 * DAY)
    access.identify(c.colleague, today=TODAY)
    handing.answer(actor=c.colleague, handover_ref=Handover.objects.get().ref, is_accepted=True, **WHEN)
    found = seen(c)
    assert (found.settled, found.all_children) == (1, 2)
    assert [each.has_somebody for each in found.children] == [True, False]


def test_one_that_cannot_be_offered_is_said_by_child_and_the_others_go(c: Cast) -> None:
    rows = children(c, 3)
    offer(c, [passing(rows[1], c.colleague)])
    passed = offer(c, [passing(rows[0], c.colleague), passing(rows[1], c.leader), passing(rows[2], c.colleague)])
    assert passed.offered == 2
    assert passed.refused == {rows[1].ref: "This child is offered to somebody already. Take that back first."}
    assert Handover.objects.count() == 3, "nothing of the refused one is left"


def test_a_restricted_record_is_refused_to_whoever_is_not_named_and_the_others_go(c: Cast) -> None:
    closed, other = children(c, 2)
    access.identify(c.manager, today=TODAY)
    named = [c.worker.person_id, c.leader.person_id, c.manager.person_id]
    guarding.restrict(actor=c.manager, person_ref=closed.ref, officers=named, why="Works here", **WHEN)
    passed = offer(c, [passing(closed, c.colleague), passing(other, c.colleague)])
    assert passed.offered == 1 and "closed to them" in passed.refused[closed.ref]
    (row,) = [each for each in seen(c).children if each.person.ref == closed.ref]
    assert row.proposed_id == c.leader.person_id


def test_casework_limit_counts_what_somebody_is_asked_in_the_same_act(c: Cast) -> None:
    works(c, c.colleague, hours_share=Decimal("0.14"))  # two children are their limit
    rows = children(c, 3)
    passed = offer(c, [passing(each, c.colleague) for each in rows])
    assert passed.offered == 2
    assert "would have 3 children; the limit is 2" in passed.refused[rows[2].ref]
    why = "Knows the family"
    assert offer(c, [passing(rows[2], c.colleague, over_limit_why=why)], asked_of=seen(c).asked_of).offered == 1
    assert Handover.objects.get(person=rows[2]).over_limit_why == why


def test_nobody_chosen_is_said(c: Cast) -> None:
    with pytest.raises(CannotDo, match="Choose somebody for at least one child"):
        offer(c, [])


def test_only_whoever_allocates_there_opens_it(c: Cast) -> None:
    rows = children(c, 1)
    for nobody in (c.other_leader, c.stranger):
        with pytest.raises(NotVisible):
            seen(c, nobody)
        assert client_of(nobody).get(reverse("casework:leaver", args=[ref_of(c.worker)])).status_code == 404
    assert client_of(c.worker).get(reverse("casework:leaver", args=[ref_of(c.worker)])).status_code == 403
    access.identify(c.worker, today=TODAY)
    with pytest.raises(NotAllowed):
        told = {"leaver_ref": ref_of(c.worker), "asked_of": {}, "from_on": TODAY, **WHEN}
        actions.offer_children(actor=c.worker, children=[passing(rows[0], c.colleague)], **told)


# --- on the page ---


def sent(found: leaver.Leaver, to: Actor, **more: str) -> dict[str, str]:
    workers = {f"worker_{each.person.ref}": str(to.person_id) for each in found.children if each.to_be_placed}
    day = {f"from_on_{part}": str(getattr(TODAY, part)) for part in ("day", "month", "year")}
    return {**workers, **day, "note": "As it stands", "form_token": str(uuid4()), **more}


def test_fourteen_children_are_offered_on_one_page_which_counts_who_has_somebody(c: Cast) -> None:
    rows = children(c, 14)
    access.identify(c.worker, today=TODAY)
    planned = {"planned_on": TODAY + 3 * DAY, "worker_id": c.worker.person_id}
    visiting.plan_visit(actor=c.worker, person_ref=rows[0].ref, **planned, **WHEN)
    leaves(c.worker, TODAY + 10 * DAY)
    told = page(c.leader, "leavers")
    assert "Last day 26 October 2012" in told and "14 children to find somebody for" in told
    told = page(c.leader, "leaver", ref_of(c.worker))
    assert "0 of 14 have somebody. 14 have nobody yet." in told and "visit by 20 October 2012" in told
    url, client = reverse("casework:leaver", args=[ref_of(c.worker)]), client_of(c.leader)
    told = text_of(client.post(url, sent(seen(c), c.colleague), follow=True))
    assert "14 children are offered, and stand on desks." in told
    assert "14 are asked about. Nobody is left over." in told and "Who is asked?" not in told
    page(c.leader, "leaver", ref_of(c.worker))


def test_who_is_left_over_keeps_what_was_written_and_stands_with_the_manager(c: Cast) -> None:
    first, second = children(c, 2)
    works(c, c.colleague, hours_share=Decimal("0.07"))
    url, client = reverse("casework:leaver", args=[ref_of(c.worker)]), client_of(c.leader)
    note = {f"note_{second.ref}": "Afraid of dogs", f"note_{first.ref}": "Likes football"}
    told = text_of(client.post(url, sent(seen(c), c.colleague, **note), follow=True))
    assert "1 child is offered, and stand on desks. Not offered:" in told
    assert "would have 2 children; the limit is 1" in told
    assert "Afraid of dogs" in told and "Likes football" not in told
    assert "1 has nobody yet" in told


def test_all_to_one_counts_instead_of_the_choices(c: Cast) -> None:
    children(c, 2)
    url = reverse("casework:leaver", args=[ref_of(c.worker)])
    client_of(c.leader).post(url, sent(seen(c), c.colleague, all_to=str(c.leader.person_id)))
    access.identify(c.leader, today=TODAY)
    assert set(Handover.objects.values_list("worker_id", flat=True)) == {c.leader.person_id}


def test_without_a_note_nobody_is_asked_and_the_page_says_where_to_write(c: Cast) -> None:
    children(c, 2)
    url = reverse("casework:leaver", args=[ref_of(c.worker)])
    told = text_of(client_of(c.leader).post(url, sent(seen(c), c.colleague, note="")))
    assert "Write what they have to know: here for all, or below for each child." in told
    access.identify(c.leader, today=TODAY)
    assert not Handover.objects.exists()


def test_a_child_who_is_asked_about_meanwhile_is_said(c: Cast) -> None:
    rows = children(c, 2)
    given = sent(seen(c), c.colleague)
    offer(c, [passing(rows[0], c.leader)])
    url = reverse("casework:leaver", args=[ref_of(c.worker)])
    told = text_of(client_of(c.leader).post(url, given, follow=True))
    assert "1 child is offered" in told and "somebody else has this child meanwhile, or is asked." in told
    access.identify(c.leader, today=TODAY)
    assert Handover.objects.count() == 2


def test_an_empty_page_says_that_nothing_is_to_be_done(c: Cast) -> None:
    assert "No child is allocated to them" in page(c.leader, "leaver", ref_of(c.worker))
    assert "Nobody leaves" in page(c.leader, "leavers")


def test_what_else_they_owe_is_counted(c: Cast) -> None:
    child = c.add(c.worker)
    c.allocate(child, c.colleague)
    access.identify(c.leader, today=TODAY)
    planned = {"planned_on": TODAY + 3 * DAY, "worker_id": c.worker.person_id}
    visiting.plan_visit(actor=c.leader, person_ref=child.ref, **planned, **WHEN)
    children(c, 1)
    assert seen(c).other_duties == 1, "a visit to a child of somebody else"
    assert "owes 1 more that is not of these children" in page(c.leader, "leaver", ref_of(c.worker))


def test_another_part_than_the_allocated_one_is_named_apart(c: Cast) -> None:
    child = c.add(c.worker)
    c.allocate(child, c.colleague)
    access.identify(c.leader, today=TODAY)
    alongside = {"worker_id": c.worker.person_id, "kind": InvolvementKind.CO_WORKING}
    work.involve(actor=c.leader, person_ref=child.ref, **alongside, **WHEN)
    found = seen(c)
    assert [each.person.ref for each in found.others if not each.is_allocated] == [child.ref]
    assert "In another part" in page(c.leader, "leaver", ref_of(c.worker))


def test_it_asks_the_database_no_more_for_fourteen_than_for_two(c: Cast) -> None:
    def asked() -> int:
        client = client_of(c.leader)
        client.get(reverse("casework:children"))
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("casework:leaver", args=[ref_of(c.worker)])).status_code == 200
        for each in found:
            print("SQL", each["sql"][:230])
        return sum(not each["sql"].startswith(NOT_COUNTED) for each in found)

    children(c, 2)
    few = asked()
    children(c, 12)
    assert asked() == few <= MOST_STATEMENTS
