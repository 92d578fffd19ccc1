"""Whoever holds the post that a route names is asked to confirm, and does it themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from lippen.kernel.access import Actor
from lippen.organisation.models import Duty, Post, PostHolding
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories
from lippen.reporting import actions, jobs, queries
from lippen.reporting.committee_rows import StepRow
from lippen.reporting.models import Paper, PaperConfirmation
from lippen.reporting.tests.routes import Routed
from lippen.reporting.tests.screens import routed_today, signed_in, text_of
from lippen.reporting.tests.test_confirmations import (
    FINANCE,
    ISSUE,
    LEGALITY,
    SIGNING,
    asking,
    opened,
    signed,
    take_back,
)
from lippen.reporting.tests.world import TODAY, covered, refused
from lippen.reporting.vocabulary import ConfirmedSubject, PaperDuty, StepKind

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture
def at(settings) -> Iterator[Routed]:
    with routed_today(settings) as made:
        yield made


def asked(at: Routed, who: Actor | None = None) -> list[str]:
    """The papers that somebody is asked to confirm something of."""
    duties = Duty.objects.filter(kind=PaperDuty.CONFIRM, closed_at=None, holder_id=(who or at.finance).person_id)
    return list(duties.values_list("subject_key", flat=True))


def confirms(at: Routed, ref: str, who: Actor, whose: Actor, subject: ConfirmedSubject = FINANCE) -> None:
    with at.there.as_(who) as actor:
        actions.confirm_paper(
            actor=actor,
            paper_ref=ref,
            subject=subject,
            confirmer_id=whose.person_id,
            so_on=TODAY,
            at=at.there.at(),
        )


# --- who is asked ---


def test_the_holder_of_the_post_is_asked_until_it_is_recorded_and_again_when_it_is_taken_back(at: Routed) -> None:
    ref = opened(at)
    assert asked(at) == [ref]
    confirms(at, ref, at.finance, at.finance)
    assert asked(at) == []
    take_back(at, ref)
    assert asked(at) == [ref]


@pytest.mark.parametrize("before", [SIGNING, ISSUE])
def test_it_is_due_before_what_waits_for_it(before: str, at: Routed) -> None:
    at.define(asking(at, FINANCE, before))
    with at.there.as_(at.there.author):
        row = at.there.opened(text_closed_on=TODAY + ONE_DAY, issue_on=TODAY + 5 * ONE_DAY)
    until = row.days.text_closed_on if before == SIGNING else row.days.issue_on
    assert Duty.objects.get(kind=PaperDuty.CONFIRM).ends_on == until + ONE_DAY


def test_one_post_that_confirms_two_things_is_asked_once_by_the_earlier_day(at: Routed) -> None:
    late = StepRow(StepKind.CONFIRMATION, at.posts["finance"].pk, subject=LEGALITY, before=ISSUE)
    at.define([*asking(at), late])
    with at.there.as_(at.there.author):
        row = at.there.opened(text_closed_on=TODAY + ONE_DAY, issue_on=TODAY + 5 * ONE_DAY)
    assert Duty.objects.get(kind=PaperDuty.CONFIRM).ends_on == row.days.text_closed_on + ONE_DAY
    confirms(at, row.ref, at.finance, at.finance)
    assert Duty.objects.get(kind=PaperDuty.CONFIRM, closed_at=None).ends_on == row.days.issue_on + ONE_DAY


def test_a_post_that_reads_no_drafts_and_a_vacant_one_are_asked_by_the_author(at: Routed) -> None:
    vacant = factories.post(at.there.authority, Role.SERVICE_MANAGER, title="Solicitor")
    officer = factories.post(at.there.authority, Role.PROPER_OFFICER, title="Monitoring officer")
    factories.account(factories.holder(officer))
    steps = [step for step in asking(at) if step.kind != StepKind.CONFIRMATION]
    at.define(
        [
            *steps,
            StepRow(StepKind.CONFIRMATION, vacant.pk, subject=FINANCE, before=SIGNING),
            StepRow(StepKind.CONFIRMATION, officer.pk, subject=LEGALITY, before=ISSUE),
        ]
    )
    ref = at.there.opened().ref
    assert not Duty.objects.filter(kind=PaperDuty.CONFIRM).exists()
    confirms(at, ref, at.there.author, at.finance)
    assert PaperConfirmation.objects.get().subject == FINANCE


def test_a_paper_that_the_proper_officer_rejects_asks_nobody(at: Routed) -> None:
    at.define([*asking(at, FINANCE, ISSUE), StepRow(StepKind.OFFICER)])
    ref = at.there.opened().ref
    at.ready(ref)
    signed(at, ref)
    assert asked(at) == [ref]
    at.reject(ref)
    assert asked(at) == []


# --- who does it ---


def by_chief(at: Routed) -> str:
    """A paper whose finance the chief executive confirms, who writes no papers."""
    steps = [step for step in asking(at) if step.kind != StepKind.CONFIRMATION]
    at.define([*steps, StepRow(StepKind.CONFIRMATION, at.posts["chief"].pk, subject=FINANCE, before=SIGNING)])
    return at.there.opened().ref


def worker(at: Routed) -> Actor:
    """Somebody who reads the plan and its papers, and writes none."""
    return factories.actor(at.there.authority, Role.SOCIAL_WORKER)


def test_nobody_confirms_in_anothers_name_but_who_writes_papers(at: Routed) -> None:
    ref, chief = by_chief(at), at.there.chief
    assert "Somebody else confirms this" in refused(confirms, at, ref, worker(at), worker(at))
    assert "Somebody else confirms this" in refused(confirms, at, ref, chief, at.there.head)
    assert "Somebody else confirms this" in refused(confirms, at, ref, chief, chief, LEGALITY)
    assert not PaperConfirmation.objects.exists()


def test_whoever_covers_confirms_in_their_own_name(at: Routed) -> None:
    ref = opened(at)
    stand_in = worker(at)
    covered(at.there, at.finance, stand_in)
    confirms(at, ref, stand_in, stand_in)
    assert PaperConfirmation.objects.get().name == stand_in.name
    assert asked(at) == []


def test_the_duty_leads_to_a_page_that_asks_for_the_day_alone(at: Routed) -> None:
    ref, chief = by_chief(at), at.there.chief
    manager = signed_in(chief)
    desk = manager.get(reverse("web:home")).content.decode()
    behind = reverse("reporting:behind", args=[ref])
    assert "Confirm a paper&#x27;s legality, equalities or finance" in desk and f'href="{behind}#confirmed"' in desk
    url = reverse("reporting:confirm", args=[ref, "finance"])
    page = manager.get(behind).content.decode()
    assert f'href="{url}">Confirm it' in page and reverse("reporting:confirm", args=[ref, "legality"]) not in page
    assert 'name="confirmer"' not in manager.get(url).content.decode()
    day = {"so_on_day": TODAY.day, "so_on_month": TODAY.month, "so_on_year": TODAY.year}
    sent = text_of(manager.post(url, {"form_token": str(uuid4()), **day}, follow=True))
    assert "Finance: the confirmation is recorded" in sent and chief.name in sent
    assert manager.get(reverse("reporting:confirm", args=[ref, "legality"])).status_code == 409
    assert signed_in(worker(at)).get(url).status_code == 409


def test_who_writes_papers_and_is_asked_finds_themselves_chosen(at: Routed) -> None:
    ref = opened(at)
    manager, url = signed_in(at.finance), reverse("reporting:confirm", args=[ref, "finance"])
    assert f'href="{url}">Confirm it' in manager.get(reverse("reporting:behind", args=[ref])).content.decode()
    assert f'<option value="{at.finance.person_id}" selected>' in manager.get(url).content.decode()
    assert f'<option value="{at.finance.person_id}">' in signed_in(at.there.author).get(url).content.decode()


# --- a post that changes hands ---


def takes_up(at: Routed, post: Post) -> Actor:
    """Somebody who holds the post from today on, after whoever held it."""
    PostHolding.objects.filter(post=post).update(ends_on=TODAY)
    return factories.queries.actor_for(factories.account(factories.holder(post, starts_on=TODAY)).pk, on=TODAY)


def test_whoever_takes_up_the_post_is_asked_without_any_change_of_the_paper(at: Routed) -> None:
    ref, post = opened(at), at.posts["finance"]
    later = takes_up(at, post)
    jobs.ask_confirmers_again(timestamp=0)
    assert (asked(at), asked(at, later)) == ([], [ref])
    jobs.ask_confirmers_again(timestamp=60)
    assert Duty.objects.filter(kind=PaperDuty.CONFIRM).count() == 2, "asked once, not each minute"
    confirms(at, ref, later, later)
    jobs.ask_confirmers_again(timestamp=120)
    assert asked(at, later) == []


def test_whoever_fills_a_vacant_post_is_asked(at: Routed) -> None:
    vacant = factories.post(at.there.authority, Role.SERVICE_MANAGER, title="Solicitor")
    steps = [step for step in asking(at) if step.kind != StepKind.CONFIRMATION]
    at.define([*steps, StepRow(StepKind.CONFIRMATION, vacant.pk, subject=LEGALITY, before=ISSUE)])
    ref = at.there.opened().ref
    solicitor = takes_up(at, vacant)
    jobs.ask_confirmers_again(timestamp=0)
    assert asked(at, solicitor) == [ref]


def test_while_the_post_is_vacant_the_duty_stays_with_whoever_left(at: Routed) -> None:
    ref = opened(at)
    PostHolding.objects.filter(post=at.posts["finance"]).update(ends_on=TODAY)
    jobs.ask_confirmers_again(timestamp=0)
    assert asked(at) == [ref]


@pytest.mark.parametrize("end", ["rejected", "issued"])
def test_a_paper_at_its_end_asks_nobody_who_takes_up_the_post(end: str, at: Routed) -> None:
    at.define([*asking(at, FINANCE, ISSUE), StepRow(StepKind.OFFICER)])
    ref = at.there.opened().ref
    at.ready(ref)
    signed(at, ref)
    if end == "rejected":
        at.reject(ref)
    else:
        at.accept(ref)
        confirms(at, ref, at.finance, at.finance)
        at.there.issue(ref)
        assert ref not in dict(queries.papers_to_confirm())
    later = takes_up(at, at.posts["finance"])
    jobs.ask_confirmers_again(timestamp=0)
    assert asked(at, later) == []


# --- who reports ---


def reported_by(at: Routed, ref: str) -> tuple[int | None, str]:
    paper = Paper.objects.get(ref=ref)
    return paper.report_by_post_id, paper.report_by_words


def test_a_route_may_name_the_post_that_reports_and_an_author_another(at: Routed) -> None:
    at.define([StepRow(StepKind.REPORT_BY, at.posts["chief"].pk), *at.steps()])
    by_route = at.there.opened(report_by_person_id=None).ref
    assert reported_by(at, by_route) == (at.posts["chief"].pk, at.posts["chief"].title)
    assert at.course(by_route).origin.route_version, "the rest of the route is made from it as before"
    assert reported_by(at, at.there.opened(report_by_person_id=at.finance.person_id).ref)[1] == "Finance manager"


def test_who_reports_is_asked_for_where_no_route_says_it_and_where_the_post_is_vacant(at: Routed) -> None:
    at.define()
    assert "Say who reports" in refused(at.there.opened, report_by_person_id=None)
    vacant = factories.post(at.there.authority, Role.HEAD_OF_SERVICE, title="Director")
    at.define([StepRow(StepKind.REPORT_BY, vacant.pk), *at.steps()], reason="The director reports")
    assert "Nobody holds that post now" in refused(at.there.opened, report_by_person_id=None)


def test_a_clerk_names_the_post_on_the_routes_page(at: Routed) -> None:
    clerk, url = signed_in(at.there.clerk), reverse("reporting:edit_route", args=[at.committee])
    chief = at.posts["chief"]
    sent = {
        "form_token": str(uuid4()),
        "report_by": chief.pk,
        "author_0": at.posts["author"].pk,
        "approver_0": chief.pk,
    }
    assert "A post that reads no drafts" in text_of(clerk.get(url))
    page = text_of(clerk.post(url, sent, follow=True))
    assert "Report by" in page and chief.title in page
    assert f'<option value="{chief.pk}" selected>' in clerk.get(url).content.decode()
    writer = signed_in(at.there.author).get(reverse("reporting:open_paper")).content.decode()
    assert "Whoever the committee" in writer
