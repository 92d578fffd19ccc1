"""A plan is begun without a file, and it is said when it was agreed: by whom, in turn, as known at each moment."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lippen.improvement import actions, queries
from lippen.improvement.models import Plan, PlanAgreement
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import AGREED, NOW, TODAY, Cast, moment
from lippen.improvement.tests.screens import signed_in, text_of
from lippen.kernel import access
from lippen.kernel.access import NotAllowed
from lippen.kernel.errors import CannotDo, NotVisible
from lippen.kernel.models import AuditEntry
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
BEGIN = {"title": "Care planning", "origin": "Criticism by a court", "so_on": "", "rhythm_days": "31"}


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return factories.cast()


def begun(**given: object) -> dict[str, object]:
    return {**BEGIN, "form_token": str(uuid4()), **given}


def url(name: str, *args: str) -> str:
    return reverse(f"improvement:{name}", args=args)


def plan_of(here: Cast, title: str) -> Plan:
    return Plan.objects.get(authority=here.council, title=title)


def test_a_plan_is_begun_on_a_page_and_leads_to_its_first_theme(here: Cast) -> None:
    client = signed_in(here.editor)
    assert url("begin_plan") in text_of(client.get(url("plans")))
    sent = begun()
    answers = [client.post(url("begin_plan"), sent) for _ in range(2)]
    made = plan_of(here, "Care planning")
    assert [each.headers["Location"] for each in answers] == [url("plan_add_theme", made.ref)] * 2
    assert (made.origin, made.agreed_on, made.rhythm_days) == ("Criticism by a court", None, 31)
    assert "Not agreed yet" in text_of(client.get(url("plan", made.ref)))


def test_a_title_that_is_taken_and_a_rhythm_of_no_days_are_refused_with_the_words_kept(here: Cast) -> None:
    client = signed_in(here.editor)
    page = text_of(client.post(url("begin_plan"), begun(title=here.plan.title)))
    assert "There is already a plan called" in page and "Criticism by a court" in page
    client.post(url("begin_plan"), begun(rhythm_days="0"))
    client.post(url("begin_plan"), begun(title=" "))
    client.post(url("begin_plan"), begun(so_on="2 November 2012"))
    assert Plan.objects.count() == 1


def test_whoever_edits_plans_of_two_councils_says_which_answers_and_which_shares(here: Cast) -> None:
    other = people.authority("Strathlairn Council")
    both = people.two_posts((here.council, Role.PERFORMANCE_OFFICER), (other, Role.PERFORMANCE_OFFICER), on=TODAY)
    client = signed_in(both)
    wrong = begun(authority=str(other.pk), also_for=[str(other.pk)])
    assert "It answers for the plan already" in text_of(client.post(url("begin_plan"), wrong))
    client.post(url("begin_plan"), begun(authority=str(other.pk), also_for=[str(here.council.pk)]))
    made = Plan.objects.get(title="Care planning")
    assert made.authority_id == other.pk
    assert sorted(made.authorities.values_list("pk", flat=True)) == sorted([here.council.pk, other.pk])


@pytest.mark.parametrize("name", ["worker", "boss"])
def test_whoever_edits_no_plan_begins_none_and_says_of_none_when_it_was_agreed(here: Cast, name: str) -> None:
    client = signed_in(getattr(here, name))
    for address in (url("begin_plan"), url("plan_agree", here.plan.ref)):
        assert client.get(address).status_code == 403 and client.post(address, begun()).status_code == 403
    assert url("begin_plan") not in text_of(client.get(url("plans")))
    assert url("plan_agree", here.plan.ref) not in text_of(client.get(url("plan", here.plan.ref)))


def test_it_is_said_on_a_page_when_a_plan_was_agreed_and_by_whom(here: Cast) -> None:
    client = signed_in(here.editor)
    client.post(url("begin_plan"), begun())
    ref = plan_of(here, "Care planning").ref
    assert url("plan_agree", ref) in text_of(client.get(url("plan", ref)))
    sent = {"so_on": "4 October 2012", "body": "Housing and Care Committee", "form_token": str(uuid4())}
    page = text_of(client.post(url("plan_agree", ref), sent, follow=True))
    assert "Agreed on 4 October 2012" in page
    again = text_of(client.get(url("plan_agree", ref)))
    assert "by Housing and Care Committee" in again and here.editor.name in again
    assert AuditEntry.objects.filter(verb="plan.agreed", subject_key=ref, keys={"on": "2012-10-04"}).count() == 1


def test_what_is_said_last_counts_and_a_past_page_shows_what_was_known(here: Cast) -> None:
    ref = here.plan.ref
    later = AGREED + timedelta(days=30)
    given = {"actor": here.editor, "plan_ref": ref}
    actions.agree_plan(so_on=later, body="The council", at=NOW, **given)
    with pytest.raises(CannotDo, match="says already"):
        actions.agree_plan(so_on=later, body="The council", at=NOW, **given)
    row = queries.plan(here.editor, ref)
    assert row.agreed_on == later
    assert queries.agreed_by(row, as_at=TODAY) == later
    assert queries.agreed_by(row, as_at=later - timedelta(days=1)) is None
    assert queries.agreed_by(row, as_at=AGREED, known_at=moment(AGREED)) == AGREED
    before = text_of(signed_in(here.editor).get(url("plan", ref), {"as_at": AGREED.isoformat()}))
    known = text_of(signed_in(here.editor).get(url("plan", ref), {"known_at": "2012-07-01"}))
    assert "Not agreed yet" in before and "Agreed on 14 June 2012" in known
    assert [each.on for each in queries.plan_agreements(here.editor, row)] == [later, AGREED]


def test_no_day_that_has_not_come_and_no_stranger(here: Cast) -> None:
    given = {"plan_ref": here.plan.ref, "at": NOW}
    with pytest.raises(CannotDo, match="has not come yet"):
        actions.agree_plan(actor=here.editor, so_on=TODAY + timedelta(days=1), **given)
    access.identify(here.worker, today=TODAY)
    with pytest.raises(NotAllowed):
        actions.agree_plan(actor=here.worker, so_on=TODAY, **given)
    access.identify(here.stranger, today=TODAY)
    with pytest.raises((NotVisible, NotAllowed)):
        actions.agree_plan(actor=here.stranger, so_on=TODAY, **given)
    assert PlanAgreement.objects.count() == 1


def test_the_database_lets_no_plan_say_that_it_was_agreed_on_a_day_that_nobody_said(here: Cast) -> None:
    with pytest.raises(IntegrityError, match="plan_agreed_as_said"), transaction.atomic():
        Plan.objects.filter(pk=here.plan.pk).update(agreed_on=date(2012, 1, 1))
