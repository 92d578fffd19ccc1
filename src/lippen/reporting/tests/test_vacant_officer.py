"""A signed paper that waits for a proper officer asks whoever holds the post; where nobody does, it says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from lippen.kernel.access import Actor
from lippen.organisation.models import Post, PostHolding
from lippen.organisation.queries import duties_of
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting.tests.routes import Routed, routed
from lippen.reporting.tests.screens import quick_files, signed_in, text_of
from lippen.reporting.tests.world import TODAY
from lippen.reporting.vocabulary import PaperDuty
from lippen.server.standing import stands

pytestmark = pytest.mark.django_db


@stands
def defined() -> Routed:
    made = routed()
    made.define()
    return made


@pytest.fixture
def at(settings) -> Iterator[Routed]:
    settings.LIPPEN_TODAY = TODAY
    with quick_files():
        yield defined()


def signed(at: Routed) -> str:
    ref = at.there.opened().ref
    at.ready(ref)
    at.there.send(ref)
    at.there.approve(at.there.head, ref)
    at.there.approve(at.there.chief, ref)
    return ref


def vacate(at: Routed) -> Post:
    held = PostHolding.objects.filter(post__authority=at.there.authority, post__role=Role.PROPER_OFFICER)
    post = held.get().post
    held.update(ends_on=TODAY - timedelta(days=1))
    return post


def asked(at: Routed, who: Actor) -> set[tuple[str, str]]:
    with at.there.as_(who):
        return {(duty.kind, duty.subject_key) for duty in duties_of(who)}


def test_where_the_post_is_vacant_the_clerks_are_asked_and_the_paper_says_so(at: Routed) -> None:
    vacate(at)
    ref = signed(at)
    assert (PaperDuty.NAME_OFFICER, ref) in asked(at, at.there.clerk)
    for who in (at.there.clerk, at.there.author):
        assert "Nobody holds the post of proper officer" in text_of(signed_in(who).get(f"/papers/{ref}"))
    assert "have the post filled" in text_of(signed_in(at.there.clerk).get("/"))


def test_an_acting_holder_is_asked_and_decides(at: Routed) -> None:
    acting = factories.holder(vacate(at), acting=True)
    officer = factories.queries.actor_for(factories.account(acting).pk, on=TODAY)
    ref = signed(at)
    assert (PaperDuty.ACCEPT, ref) in asked(at, officer)
    assert (PaperDuty.NAME_OFFICER, ref) not in asked(at, at.there.clerk)
    at.accept(ref, officer)
    assert (PaperDuty.ISSUE, ref) in asked(at, at.there.clerk)


def test_whoever_takes_up_the_vacant_post_later_decides_and_the_clerks_are_asked_no_more(at: Routed) -> None:
    post = vacate(at)
    ref = signed(at)
    officer = factories.queries.actor_for(factories.account(factories.holder(post, starts_on=TODAY)).pk, on=TODAY)
    assert "Nobody holds the post" not in text_of(signed_in(at.there.author).get(f"/papers/{ref}"))
    at.accept(ref, officer)
    kinds = {kind for kind, _ in asked(at, at.there.clerk)}
    assert PaperDuty.NAME_OFFICER not in kinds and PaperDuty.ISSUE in kinds
