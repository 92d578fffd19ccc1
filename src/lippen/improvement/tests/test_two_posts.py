"""Whoever holds posts in two councils reads and writes plans only where a post there allows it."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.urls import reverse

from lippen.improvement import actions, queries
from lippen.improvement.models import Evidence, ImportBatch
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import NOW, TODAY, Cast
from lippen.improvement.tests.screens import signed_in
from lippen.improvement.vocabulary import EvidenceVerdict
from lippen.kernel import access
from lippen.kernel.access import Actor, Permission
from lippen.kernel.errors import NotAllowed, NotVisible
from lippen.kernel.files.store import keep_file, stored_file
from lippen.organisation import queries as organisation
from lippen.organisation.models import Authority
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Cast:
    return factories.cast()


@pytest.fixture
def elsewhere() -> Authority:
    return people.authority("Strathlairn Council")


def manager_elsewhere(here: Cast, elsewhere: Authority, here_as: Role) -> Actor:
    """Somebody who may do nearly everything in the other council, and here what one role may."""
    return people.two_posts((elsewhere, Role.PERFORMANCE_OFFICER), (here.council, here_as), on=TODAY)


def opened(who: Actor, name: str, *given: object) -> HttpResponse:
    return signed_in(who).get(reverse(f"improvement:{name}", args=given))


def own_plan(who: Actor, elsewhere: Authority) -> str:
    return actions.create_plan(actor=who, title="Plan of theirs", authority_id=elsewhere.pk, at=NOW).ref


def test_a_councillor_here_who_manages_elsewhere_finds_no_plan_of_ours(here: Cast, elsewhere: Authority) -> None:
    both = manager_elsewhere(here, elsewhere, Role.OTHER_COUNCILLOR)
    action, theirs = here.action(), own_plan(both, elsewhere)
    assert [row.ref for row in queries.plans(both)] == [theirs]
    assert opened(both, "plan", theirs).status_code == 200
    assert opened(both, "plan", here.plan.ref).status_code == 404
    assert opened(both, "action", action.ref).status_code == 404
    assert opened(both, "write_update", action.ref).status_code == 404
    with pytest.raises(NotVisible):
        actions.write_update(actor=both, action_ref=action.ref, paragraphs=["No"], so_on=TODAY, at=NOW)


def test_a_social_worker_here_who_manages_elsewhere_edits_no_plan_of_ours(here: Cast, elsewhere: Authority) -> None:
    both = manager_elsewhere(here, elsewhere, Role.SOCIAL_WORKER)
    action = here.action()
    assert opened(both, "plan", here.plan.ref).status_code == 200
    assert opened(both, "edit_action", action.ref).status_code == 403
    assert opened(both, "change_state", action.ref).status_code == 403
    actions.write_update(actor=both, action_ref=action.ref, paragraphs=["Begun"], so_on=TODAY, at=NOW)
    with pytest.raises(NotAllowed):
        actions.add_theme(actor=both, plan_ref=here.plan.ref, title="Mine", at=NOW)
    with pytest.raises(NotAllowed):
        actions.add_action(actor=both, plan_ref=here.plan.ref, theme_number=1, text="Mine", so_on=TODAY, at=NOW)
    with pytest.raises(NotAllowed):
        actions.override_standing(
            actor=both, action_ref=action.ref, standing="red", reason="It failed", so_on=TODAY, at=NOW
        )


def test_the_page_of_an_action_offers_nothing_that_only_the_other_post_allows(here: Cast, elsewhere: Authority) -> None:
    action = here.action()
    page = opened(manager_elsewhere(here, elsewhere, Role.SOCIAL_WORKER), "action", action.ref).content.decode()
    assert reverse("improvement:write_update", args=[action.ref]) in page
    for name in ("edit_action", "change_state", "change_date", "override_standing"):
        assert reverse(f"improvement:{name}", args=[action.ref]) not in page


def test_a_plan_is_made_only_where_a_post_allows_it(here: Cast, elsewhere: Authority) -> None:
    both = manager_elsewhere(here, elsewhere, Role.SOCIAL_WORKER)
    with pytest.raises(NotAllowed):
        actions.create_plan(actor=both, title="Mine", authority_id=here.council.pk, at=NOW)
    with pytest.raises(NotAllowed):
        actions.create_plan(actor=both, title="Mine", authority_id=elsewhere.pk, also_for=[here.council.pk], at=NOW)


def begun(who: Actor, at: Authority) -> ImportBatch:
    return actions.start_import(
        actor=who, authority_id=at.pk, document="plan.csv", sha256="0" * 64, proposal={}, at=NOW
    )


def test_a_plan_is_brought_in_only_where_a_post_allows_it(here: Cast, elsewhere: Authority) -> None:
    both = manager_elsewhere(here, elsewhere, Role.SERVICE_MANAGER)
    theirs, ours = begun(both, elsewhere), begun(here.editor, here.council)
    with pytest.raises(NotAllowed):
        begun(both, here.council)
    with pytest.raises(NotAllowed):
        actions.remember_layout(actor=both, authority_id=here.council.pk, key="k", mapping={}, at=NOW)
    with pytest.raises(NotVisible):
        actions.abandon_import(actor=both, batch_ref=ours.ref, at=NOW)
    assert [row.ref for row in queries.waiting_imports(both)] == [theirs.ref]
    assert [row.id for row in organisation.authorities_of(both, permission=Permission.IMPORT_PLAN)] == [elsewhere.pk]


def offered(who: Actor, action_ref: str) -> Evidence:
    return actions.offer_evidence(actor=who, action_ref=action_ref, title="Audit", note="All", so_on=TODAY, at=NOW)


def test_evidence_is_decided_on_only_where_a_post_allows_it(here: Cast, elsewhere: Authority) -> None:
    given = offered(here.worker, here.action().ref)
    both = manager_elsewhere(here, elsewhere, Role.SOCIAL_WORKER)
    access.identify(both, today=TODAY)
    with pytest.raises(NotAllowed):
        actions.decide_evidence(
            actor=both, evidence_ref=given.ref, verdict=EvidenceVerdict.ACCEPTED, so_on=TODAY, at=NOW
        )


def test_evidence_of_a_joint_plan_is_kept_where_its_giver_may_write(here: Cast, elsewhere: Authority) -> None:
    shared = people.post(here.council, Role.PERFORMANCE_OFFICER)
    shared.also_for.add(elsewhere)
    maker = people.queries.actor_for(people.account(people.holder(shared)).pk, on=TODAY)
    plan = actions.create_plan(
        actor=maker, title="Joint", authority_id=here.council.pk, also_for=[elsewhere.pk], agreed_on=TODAY, at=NOW
    )
    actions.add_theme(actor=maker, plan_ref=plan.ref, title="Together", at=NOW)
    action = actions.add_action(actor=maker, plan_ref=plan.ref, theme_number=1, text="Meet", so_on=TODAY, at=NOW)
    both = manager_elsewhere(here, elsewhere, Role.CHIEF_EXECUTIVE)
    access.identify(both, today=TODAY)
    assert offered(both, action.ref).authority_id == elsewhere.pk


def test_a_file_is_read_only_where_a_post_reads_plans(here: Cast, elsewhere: Authority) -> None:
    given = {"name": "a.txt", "content": b"a", "media_type": "text/plain", "at": NOW}
    kept = keep_file(actor=here.editor, authority_id=here.council.pk, **given)
    with pytest.raises(NotVisible):
        stored_file(manager_elsewhere(here, elsewhere, Role.OTHER_COUNCILLOR), kept.ref)
    assert stored_file(manager_elsewhere(here, elsewhere, Role.TEAM_LEADER), kept.ref) == kept
