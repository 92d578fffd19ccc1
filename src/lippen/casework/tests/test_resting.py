"""With whom a referral rests that came in with a file: whom the file names, else who leads the team; one line leads."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lippen.casework.actions import front, work
from lippen.casework.models import Involvement, Referral
from lippen.casework.queries import referrals
from lippen.casework.tests.factories import NOW, TODAY, Cast, cast
from lippen.casework.tests.test_intake import CHILDREN, brought, looked, named, said
from lippen.casework.tests.test_loads import client_of, text_of
from lippen.casework.tests.test_undoing import undone
from lippen.casework.vocabulary import REFERRAL_SUBJECT, DoubtKind, IntakeKind, Outcome
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.organisation import queries as organisation
from lippen.organisation.models import Person, Post
from lippen.organisation.queries import duties_of

pytestmark = pytest.mark.django_db
HEAD = "Child ID,Received,Source,Reason,Details,Stage,Officer\n"
WHEN = {"so_on": TODAY, "at": NOW}


@pytest.fixture
def c(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    made = cast()
    brought(made, IntakeKind.CHILDREN, CHILDREN)
    return made


def email(actor: Actor) -> str:
    return Person.objects.get(pk=actor.person_id).email


def row(number: str, officer: str = "", stage: str = "") -> str:
    return f"{number},01/09/2012,School,neglect,Came to school hungry.,{stage},{officer}\n"


def holders(number: str) -> set[int]:
    refs = Referral.objects.filter(person=named(number)).values_list("ref", flat=True)
    return {each for held in organisation.holders_of_duties(REFERRAL_SUBJECT, refs).values() for each in held}


def desk(actor: Actor) -> list[str]:
    access.identify(actor, today=TODAY)
    return [duty.kind for duty in duties_of(actor) if duty.subject_kind == REFERRAL_SUBJECT]


def let_work(c: Cast, number: str, worker: Actor) -> None:
    access.identify(c.manager, today=TODAY)
    given = {"person_ref": named(number).ref, "worker_id": worker.person_id}
    work.allocate(actor=c.manager, **given, **WHEN)


def test_a_referral_rests_with_whom_the_file_names_who_works_with_the_child_from_then_on(c: Cast) -> None:
    brought(c, IntakeKind.REFERRALS, HEAD + row("P001", email(c.worker), "Initial assessment"))
    assert holders("P001") == {c.worker.person_id}
    assert desk(c.manager) == [] and desk(c.worker) == ["assess_referral"]
    access.identify(c.worker, today=TODAY)
    page = text_of(client_of(c.worker).get(reverse("web:home")))
    assert "Ailsa Docherty" in page
    access.identify(c.manager, today=TODAY)
    parts = Involvement.objects.filter(person=named("P001"), ends_on__isnull=True)
    assert [part.worker_id for part in parts] == [c.worker.person_id], "in the place of whoever took the child in"


def test_without_a_name_it_rests_with_whoever_leads_the_team_that_works_with_the_child(c: Cast) -> None:
    let_work(c, "P001", c.worker)
    brought(c, IntakeKind.REFERRALS, HEAD + row("P001"))
    assert holders("P001") == {c.leader.person_id}
    assert desk(c.manager) == [] and desk(c.leader) == ["screen_contact"]


def test_of_a_manager_with_a_team_it_rests_with_that_teams_leader(settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    c = cast()
    Post.objects.filter(pk__in=c.manager.post_ids).update(team=Post.objects.get(pk__in=c.worker.post_ids).team)
    brought(c, IntakeKind.CHILDREN, CHILDREN)
    brought(c, IntakeKind.REFERRALS, HEAD + row("P001"))
    assert holders("P001") == {c.leader.person_id} and desk(c.manager) == []


def test_where_no_team_is_led_it_stays_with_whoever_brought_it_in(c: Cast) -> None:
    brought(c, IntakeKind.REFERRALS, HEAD + row("P001"))
    assert holders("P001") == {c.manager.person_id}
    assert referrals.brought_referrals(c.manager).count() == 0, "it stands on their own desk"


def test_somebody_whom_nobody_knows_is_refused_with_the_cell(c: Cast) -> None:
    looked_at = looked(c, IntakeKind.REFERRALS, HEAD + row("P001", "nobody@council.example"))
    ((number, where, sentence),) = said(looked_at, DoubtKind.REFUSED)
    assert (number, where) == (2, "Officer") and "nobody@council.example" in sentence


def test_whoever_brought_them_in_has_one_line_that_leads_to_them_until_they_are_decided(c: Cast) -> None:
    brought(c, IntakeKind.REFERRALS, HEAD + row("P001", email(c.worker)) + row("P002", email(c.colleague)))
    manager = client_of(c.manager)
    home = text_of(manager.get(reverse("web:home")))
    assert "2 referrals that you brought in rest with others, still to be decided" in home
    assert "Ailsa Docherty" not in home
    told = text_of(manager.get(f"{reverse('casework:children')}?referrals=brought"))
    assert "Referrals that you brought in, to be decided" in told
    assert f"Rests with {c.worker.name}" in told and f"Rests with {c.colleague.name}" in told
    access.identify(c.manager, today=TODAY)
    (ref,) = Referral.objects.filter(person=named("P001")).values_list("ref", flat=True)
    access.identify(c.worker, today=TODAY)
    front.take_step(actor=c.worker, referral_ref=ref, outcome=Outcome.ADVICE, words="Spoke to the school", **WHEN)
    assert "1 referral that you brought in rests with others" in text_of(manager.get(reverse("web:home")))
    assert "that you brought in" not in text_of(client_of(c.head).get(reverse("web:home")))
    assert "that you brought in" not in text_of(client_of(c.worker).get(reverse("web:home")))


def test_whoever_has_none_that_rest_with_others_is_told_so(c: Cast) -> None:
    told = text_of(client_of(c.manager).get(f"{reverse('casework:children')}?referrals=brought"))
    assert "No referral that you brought in rests with others and has still to be decided" in told


def test_children_who_came_in_stand_on_the_desk_of_whoever_brought_them_in(c: Cast) -> None:
    manager = client_of(c.manager)
    home = text_of(manager.get(reverse("web:home")))
    assert "3 children whom you brought in have nobody else: find a social worker" in home
    told = text_of(manager.get(f"{reverse('casework:children')}?has=brought"))
    assert "Ailsa Docherty" in told and "Senga Quinn" in told
    let_work(c, "P001", c.worker)
    assert "2 children whom you brought in have nobody else" in text_of(manager.get(reverse("web:home")))
    assert "Ailsa" not in text_of(manager.get(f"{reverse('casework:children')}?has=brought"))
    assert "whom you brought in" not in text_of(client_of(c.head).get(reverse("web:home")))


def test_a_file_that_is_undone_takes_them_off_every_desk_and_gives_the_children_back(c: Cast) -> None:
    undone(c, brought(c, IntakeKind.REFERRALS, HEAD + row("P001", email(c.worker))))
    assert holders("P001") == set() and desk(c.worker) == []
    access.identify(c.manager, today=TODAY)
    (part,) = Involvement.objects.filter(person=named("P001"), ends_on__isnull=True)
    assert part.worker_id == c.manager.person_id
