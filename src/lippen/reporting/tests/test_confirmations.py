"""What a route wants confirmed: whose it is, what waits for it, and that nothing is signed or issued before."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lippen.kernel.errors import NotAllowed
from lippen.reporting import actions, route_rules, rules
from lippen.reporting.committee_rows import StepRow
from lippen.reporting.models import DefinedStep, RouteDefinition
from lippen.reporting.queries.checking import rebuild
from lippen.reporting.tests.routes import Routed
from lippen.reporting.tests.screens import routed_today, signed_in, text_of
from lippen.reporting.tests.world import TODAY, blocks, refused
from lippen.reporting.vocabulary import ConfirmedBefore, ConfirmedSubject, StepKind

pytestmark = pytest.mark.django_db
SIGNING, ISSUE = ConfirmedBefore.SIGNING, ConfirmedBefore.ISSUE
FINANCE, LEGALITY = ConfirmedSubject.FINANCE, ConfirmedSubject.LEGALITY


@pytest.fixture
def at(settings) -> Iterator[Routed]:
    with routed_today(settings) as made:
        yield made


def asking(at: Routed, subject: ConfirmedSubject = FINANCE, before: str = SIGNING) -> list[StepRow]:
    """The usual route without a consultee, and one confirmation by the finance manager."""
    steps = [step for step in at.steps(officer=False) if step.kind != StepKind.CONSULTEE]
    return [*steps, StepRow(StepKind.CONFIRMATION, at.posts["finance"].pk, subject=subject, before=before)]


def confirm(at: Routed, ref: str, subject: ConfirmedSubject = FINANCE) -> None:
    with at.there.as_(at.there.author) as author:
        actions.confirm_paper(
            actor=author,
            paper_ref=ref,
            subject=subject,
            confirmer_id=at.finance.person_id,
            so_on=TODAY,
            at=at.there.at(),
        )


def take_back(at: Routed, ref: str, subject: ConfirmedSubject = FINANCE) -> None:
    with at.there.as_(at.there.author) as author:
        actions.take_back_confirmation(
            actor=author, paper_ref=ref, subject=subject, note="The sums changed", at=at.there.at()
        )


def opened(at: Routed, *given: object) -> str:
    at.define(asking(at, *given))
    ref = at.there.opened().ref
    at.ready(ref)
    return ref


def signed(at: Routed, ref: str) -> None:
    at.there.send(ref)
    at.there.approve(at.there.head, ref)
    assert at.there.approve(at.there.chief, ref) == "signed"


def test_paper_confirmed_before_signing(at: Routed) -> None:
    ref = opened(at)
    waits = "It waits for the Finance manager to confirm finance. The paper is not signed before that is recorded."
    assert blocks(at.there, ref) == (waits,)
    assert waits in refused(at.there.send, ref)
    confirm(at, ref, LEGALITY)
    assert blocks(at.there, ref) == (waits,), "another confirmation is not this one"
    confirm(at, ref)
    assert blocks(at.there, ref) == ()
    take_back(at, ref)
    assert blocks(at.there, ref) == (waits,)
    confirm(at, ref)
    signed(at, ref)
    at.there.issue(ref)


def test_what_waits_before_issue_is_confirmed_after_signing_and_is_not_printed(at: Routed) -> None:
    ref = opened(at, FINANCE, ISSUE)
    signed(at, ref)
    waits = "It waits for the Finance manager to confirm finance. The paper is not issued before that is recorded."
    assert refused(at.there.issue, ref) == waits
    assert "does not wait for this" in refused(confirm, at, ref, LEGALITY)
    confirm(at, ref)
    assert rebuild(ref, today=TODAY) == (True, "The records still give the same content, word for word.")
    take_back(at, ref)
    assert refused(at.there.issue, ref) == waits
    confirm(at, ref)
    at.there.issue(ref)
    assert "cannot change" in refused(take_back, at, ref)


def test_where_the_council_asks_for_nothing_nothing_waits(at: Routed) -> None:
    at.define([step for step in at.steps(officer=False) if step.kind != StepKind.CONSULTEE])
    ref = at.there.opened().ref
    at.ready(ref)
    assert blocks(at.there, ref) == ()
    signed(at, ref)
    at.there.issue(ref)


def test_a_paper_that_is_open_keeps_the_route_of_its_day(at: Routed) -> None:
    at.define([step for step in at.steps(officer=False) if step.kind != StepKind.CONSULTEE])
    ref = at.there.opened().ref
    at.ready(ref)
    at.define(asking(at), reason="Members asked for it")
    assert blocks(at.there, ref) == ()
    later = at.there.opened().ref
    assert any("to confirm finance" in fault for fault in blocks(at.there, later))


def test_the_confirmation_stays_asked_for_though_the_author_adjusts_the_route(at: Routed) -> None:
    ref = opened(at)
    with at.there.as_(at.there.author) as author:
        actions.set_route(
            actor=author,
            paper_ref=ref,
            authors=[at.there.author.person_id],
            approvers=[at.there.chief.person_id],
            reason="The head is away",
            at=at.there.at(),
        )
    assert any("to confirm finance" in fault for fault in blocks(at.there, ref))


def test_one_subject_is_confirmed_by_one_post(at: Routed) -> None:
    twice = [*asking(at), StepRow(StepKind.CONFIRMATION, at.posts["head"].pk, subject=FINANCE, before=ISSUE)]
    assert "Finance would be confirmed twice" in refused(at.define, twice)


@pytest.mark.parametrize(
    ("rules_of", "then"),
    [(lambda given: rules.confirmation_faults(given, "signed"), "signed"), (None, "issued")],
    ids=["signing", "issue"],
)
def test_the_rule_names_each_post_and_what_it_confirms(rules_of, then: str) -> None:
    asked = [("legality", "Solicitor"), ("finance", "Head of Finance")]
    usual = {"needs_officer": False, "verdict": "", "waits_for_pre_agenda": False, "pre_agenda_held": False}
    said = " ".join(rules_of(asked)) if rules_of else route_rules.why_not_issue(**usual, unconfirmed=asked)
    assert f"the Solicitor to confirm legality. The paper is not {then}" in said
    assert "the Head of Finance to confirm finance." in said


@pytest.mark.parametrize("given", [{"subject": "people"}, {"before": ""}, {"before": "lunch"}, {"post_id": None}])
def test_a_confirmation_without_post_subject_or_time_cannot_be_kept(given: dict, at: Routed) -> None:
    at.define(asking(at))
    with at.there.as_(at.there.clerk):
        definition = RouteDefinition.objects.latest("id")
        full = {"post_id": at.posts["finance"].pk, "subject": "finance", "before": "signing", "kind": "confirmation"}
        kept = {"authority_id": definition.authority_id, "recorded_at": definition.recorded_at, "order": 99}
        with pytest.raises(IntegrityError), transaction.atomic():
            DefinedStep.objects.create(definition=definition, **{**full, **kept, **given})
        DefinedStep.objects.create(definition=definition, **full, **kept)


# --- pages ---


def test_a_clerk_sets_it_where_the_route_is_edited_and_the_committees_page_says_it(at: Routed) -> None:
    clerk, url = signed_in(at.there.clerk), reverse("reporting:edit_route", args=[at.committee])
    page = text_of(clerk.get(url))
    assert "Who confirms finance?" in page and "before the paper is issued" in page
    sent = {
        "form_token": str(uuid4()),
        "author_0": at.posts["author"].pk,
        "approver_0": at.posts["chief"].pk,
        "confirms_finance": at.posts["finance"].pk,
        "before_finance": "issue",
        "confirms_legality": at.posts["head"].pk,
        "before_legality": "signing",
    }
    page = text_of(clerk.post(url, sent, follow=True))
    assert (
        "Confirmed by" in page and f"Finance: Finance manager ({at.finance.name}), before the paper is issued" in page
    )
    assert "Legality: Head of Social Services" in page and "before the paper is signed" in page
    form = clerk.get(url).content.decode()
    assert f'<option value="{at.posts["finance"].pk}" selected>' in form


def test_the_papers_page_says_whose_it_waits_for_and_leads_there(at: Routed) -> None:
    ref = opened(at)
    page = signed_in(at.there.author).get(reverse("reporting:paper", args=[ref]))
    behind = reverse("reporting:behind", args=[ref])
    assert "It waits for the Finance manager to confirm finance." in text_of(page)
    assert f'href="{behind}#confirmed"' in page.content.decode()
    told = text_of(signed_in(at.there.author).get(behind))
    assert "The paper waits for it:</strong> Finance manager, before the paper is signed." in told


def test_after_signing_it_is_recorded_by_page_and_the_clerk_sees_what_issue_waits_for(at: Routed) -> None:
    ref = opened(at, FINANCE, ISSUE)
    signed(at, ref)
    author = signed_in(at.there.author)
    page = text_of(signed_in(at.there.clerk).get(reverse("reporting:paper", args=[ref])))
    assert "Not confirmed yet" in page and "Finance: Finance manager, before the paper is issued" in page
    assert "Issue the paper</a>" not in page
    url = reverse("reporting:confirm", args=[ref, "finance"])
    assert author.get(reverse("reporting:confirm", args=[ref, "legality"])).status_code == 409
    day = {"so_on_day": TODAY.day, "so_on_month": TODAY.month, "so_on_year": TODAY.year}
    sent = {"form_token": str(uuid4()), "confirmer": at.finance.person_id, **day}
    assert "Finance: the confirmation is recorded." in text_of(author.post(url, sent, follow=True))
    assert "Issue the paper" in text_of(signed_in(at.there.clerk).get(reverse("reporting:paper", args=[ref])))
    at.there.issue(ref)
    assert author.get(url).status_code == 409


def test_a_clerk_who_reads_no_plan_confirms_nothing(at: Routed) -> None:
    ref = opened(at, FINANCE, ISSUE)
    signed(at, ref)
    with pytest.raises(NotAllowed), at.there.as_(at.there.clerk) as clerk:
        actions.confirm_paper(
            actor=clerk,
            paper_ref=ref,
            subject=FINANCE,
            confirmer_id=at.finance.person_id,
            so_on=TODAY,
            at=at.there.at(),
        )
