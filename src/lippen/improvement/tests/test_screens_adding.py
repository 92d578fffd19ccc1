"""One more action, one more theme: the pages that add to a plan."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from lippen.improvement import actions, queries, rules
from lippen.improvement.models import Action, Theme
from lippen.improvement.rows import ActionRow, LeadRow
from lippen.improvement.tests import factories
from lippen.improvement.tests.factories import AGREED, NOW, month
from lippen.improvement.tests.screens import signed_in, text_of
from lippen.improvement.vocabulary import Which
from lippen.kernel import access
from lippen.kernel.models import AuditEntry, Draft
from lippen.organisation.models import Person
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
TODAY = factories.TODAY


@pytest.fixture(autouse=True)
def today(settings) -> None:
    settings.LIPPEN_TODAY = TODAY


@pytest.fixture
def cast() -> factories.Cast:
    return factories.cast()


def url(name: str, *args: str) -> str:
    return reverse(f"improvement:{name}", args=args)


def ref_of(person_id: int | None) -> str:
    return Person.objects.get(pk=person_id).ref


def said(cast: factories.Cast, **fields: object) -> dict[str, object]:
    """The form as somebody fills it in."""
    given = {
        "theme_number": "1",
        "text": "Hold supervision monthly",
        "intent": "Every worker is heard",
        "kind": "keep_going",
        "priority": "high",
        "lead_1": ref_of(cast.worker.person_id),
        "lead_2": ref_of(cast.boss.person_id),
        "accountable": ref_of(cast.colleague.person_id),
        "start": "September 2012",
        "target": "15 March 2013",
        "review": "Jan / Feb 2013",
        "state": "under_way",
        "so_on": "today",
        "form_token": str(uuid4()),
    }
    return {**given, **fields}


def add(cast: factories.Cast, **fields: object):
    return signed_in(cast.editor).post(url("plan_add_action", cast.plan.ref), said(cast, **fields))


def row(cast: factories.Cast, ref: str = "") -> ActionRow:
    found = queries.plan_actions(cast.editor, cast.plan.pk, today=TODAY)
    return next(each for each in found if each.ref == ref) if ref else found[-1]


def test_an_action_is_added_with_all_that_was_said_of_it_and_its_page_is_the_answer(cast) -> None:
    answer = add(cast)
    made = row(cast)
    assert answer.headers["Location"] == url("action", made.ref)
    assert (made.number, made.text, made.intent) == ("1.1", "Hold supervision monthly", "Every worker is heard")
    assert (made.kind, made.priority, made.state) == ("keep_going", "high", "under_way")
    assert [lead.person_id for lead in made.leads] == [cast.worker.person_id, cast.boss.person_id]
    assert made.accountable is not None and made.accountable.person_id == cast.colleague.person_id
    told = [made.start, made.target, made.review]
    assert [(each.text, each.precision.value) for each in told if each] == [
        ("September 2012", "month"),
        ("15 March 2013", "day"),
        ("Jan / Feb 2013", "range"),
    ]
    page = text_of(signed_in(cast.editor).get(url("action", made.ref)))
    assert "Hold supervision monthly" in page and "15 March 2013" in page


def test_the_double_click_adds_one_action(cast) -> None:
    client, sent = signed_in(cast.editor), said(cast)
    first, second = (client.post(url("plan_add_action", cast.plan.ref), sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == url("action", Action.objects.get().ref)


def test_what_was_typed_is_kept_as_a_draft_and_put_back(cast) -> None:
    client = signed_in(cast.editor)
    here = url("plan_add_action", cast.plan.ref)
    client.post(here, said(cast, text="Half a sen", theme_number="", _draft="1"))
    access.identify(cast.editor, today=TODAY)
    assert Action.objects.count() == 0 and Draft.objects.get().form_key == "new-action"
    page = text_of(client.get(here))
    assert "Half a sen" in page and "15 March 2013" in page
    add(cast)
    access.identify(cast.editor, today=TODAY)
    assert Action.objects.count() == 1 and not Draft.objects.exists()


def test_each_thing_that_is_wrong_is_told_at_its_question_and_nothing_typed_is_lost(cast) -> None:
    answer = add(cast, text="", theme_number="", target="soon", so_on="tomorrow")
    page = text_of(answer)
    assert answer.status_code == 200 and Action.objects.count() == 0
    for words in (
        "Write an answer: What is to be done",
        "Choose an answer: Under which theme",
        "could not read “soon”",
    ):
        assert words in page
    assert "Every worker is heard" in page


def test_a_target_before_the_start_is_refused(cast) -> None:
    answer = add(cast, start="May 2013", target="March 2013")
    assert "The target date lies before the start, May 2013. Give a later one." in text_of(answer)
    assert Action.objects.count() == 0


def test_nothing_is_finished_or_looked_at_before_it_starts_by_the_rule() -> None:
    dates = {Which.START: month(2013, 3), Which.TARGET: month(2013, 2), Which.REVIEW: month(2013, 3)}
    assert [lack.field for lack in rules.first_dates_lacks(dates)] == ["target"]
    assert rules.first_dates_lacks({Which.TARGET: month(2013, 2)}) == ()


def test_a_target_that_has_passed_is_asked_about_and_a_start_is_not(cast) -> None:
    answer = add(cast, start="June 2012", target="August 2012", review="")
    page = text_of(answer)
    assert "August 2012 has passed. Tick “Yes, August 2012 is meant”" in page and "June 2012 has passed" not in page
    add(cast, start="June 2012", target="August 2012", review="", target_meant="2012-08-01 2012-09-01")
    assert row(cast).target == month(2012, 8)


def test_a_start_without_a_year_is_the_nearest_to_today(cast) -> None:
    add(cast, start="September", target="", review="", start_meant="2012-09-01 2012-10-01")
    made = row(cast)
    assert made.start is not None and made.start.starts_on == date(2012, 9, 1)


def test_only_those_who_may_take_the_part_are_offered(cast) -> None:
    clerk = people.actor(cast.council, Role.COMMITTEE_CLERK)
    chief = people.actor(cast.council, Role.CHIEF_EXECUTIVE)
    without_post = people.person(cast.council, "Ann", "Brown")
    left = people.person(cast.council, "Lee", "Gone")
    people.PostHolding.objects.create(
        post=people.post(cast.council, Role.SOCIAL_WORKER),
        person=left,
        starts_on=people.START,
        ends_on=date(2012, 1, 1),
        recorded_at=people.RECORDED,
    )
    form = signed_in(cast.editor).get(url("plan_add_action", cast.plan.ref)).context["form"]
    leads, answers = ({ref for ref, _ in form.fields[name].choices} for name in ("lead_1", "accountable"))
    for ref in (ref_of(cast.worker.person_id), ref_of(cast.boss.person_id)):
        assert ref in leads and ref in answers
    assert ref_of(chief.person_id) in answers - leads
    for ref in (ref_of(clerk.person_id), without_post.ref, left.ref, ref_of(cast.stranger.person_id)):
        assert ref not in leads | answers
    sent = add(cast, lead_1=ref_of(clerk.person_id))
    assert "is not one of the answers offered" in text_of(sent) and Action.objects.count() == 0


def test_a_lead_whose_post_has_ended_stays_on_the_form_that_edits_the_action(cast) -> None:
    ref = cast.action(accountable_id=cast.boss.person_id).ref
    people.PostHolding.objects.filter(person_id__in=[cast.worker.person_id, cast.boss.person_id]).update(
        ends_on=date(2012, 10, 1)
    )
    client = signed_in(cast.editor)
    form = client.get(url("edit_action", ref)).context["form"]
    assert form["lead_1"].value() == ref_of(cast.worker.person_id)
    assert form["accountable"].value() == ref_of(cast.boss.person_id)
    sent = {name: form[name].value() or "" for name in form.fields} | {"text": "Write the rota again"}
    client.post(url("edit_action", ref), {**sent, "form_token": str(uuid4())})
    after = row(cast, ref)
    assert after.text == "Write the rota again" and after.accountable.person_id == cast.boss.person_id
    assert [lead.person_id for lead in after.leads] == [cast.worker.person_id]


def test_an_action_of_a_plan_of_two_councils_may_be_for_one_of_them(cast) -> None:
    other = people.authority("Strathlairn Council")
    both = people.two_posts((cast.council, Role.PERFORMANCE_OFFICER), (other, Role.PERFORMANCE_OFFICER), on=TODAY)
    access.identify(both, today=TODAY)
    plan = actions.create_plan(actor=both, title="Shared", authority_id=cast.council.pk, also_for=[other.pk], at=NOW)
    actions.add_theme(actor=both, plan_ref=plan.ref, title="Together", at=NOW)
    sent = said(cast, authority_ids=[str(other.pk)], target="", review="", start="")
    answer = signed_in(both).post(url("plan_add_action", plan.ref), sent)
    assert answer.status_code == 302
    (made,) = queries.plan_actions(both, plan.pk, today=TODAY)
    assert made.authorities == ("Strathlairn Council",)


def test_without_a_theme_the_way_leads_over_the_first_one(cast) -> None:
    plan = actions.create_plan(actor=cast.editor, title="Empty", authority_id=cast.council.pk, at=NOW)
    client = signed_in(cast.editor)
    opened = client.get(url("plan_add_action", plan.ref), follow=True)
    assert opened.redirect_chain == [(url("plan_add_theme", plan.ref), 302)]
    assert "This plan has no theme yet." in text_of(opened)
    sent = {"title": "Supervision", "number": "1", "form_token": str(uuid4())}
    for _ in range(2):
        answer = client.post(url("plan_add_theme", plan.ref), sent)
    assert Theme.objects.get(plan=plan).title == "Supervision"
    assert answer.headers["Location"] == f"{url('plan_add_action', plan.ref)}?theme=1"
    assert client.get(answer.headers["Location"]).context["form"]["theme_number"].value() == "1"


def test_a_theme_takes_the_next_number_or_a_free_one(cast) -> None:
    client = signed_in(cast.editor)
    here = url("plan_add_theme", cast.plan.ref)
    assert client.get(here).context["form"]["number"].value() == 2
    refused = client.post(here, {"title": "Another", "number": "1", "form_token": str(uuid4())})
    assert "The plan has a theme 1. Choose another number." in text_of(refused)
    client.post(here, {"title": "Another", "number": "7", "form_token": str(uuid4())})
    assert list(Theme.objects.filter(plan=cast.plan).values_list("number", flat=True).order_by("number")) == [1, 7]


def test_the_next_action_takes_a_free_number_where_a_document_numbered_otherwise(cast) -> None:
    theme, given = Theme.objects.get(plan=cast.plan), {"so_on": AGREED, "recorded_at": NOW}
    access.identify(cast.editor, today=TODAY)
    Action.objects.create(ref="from-a-document", plan=cast.plan, theme=theme, position=1, number="1.2", **given)
    assert cast.action("Another").number == "1.3"


@pytest.mark.parametrize("name", ["plan_add_action", "plan_add_theme"])
def test_the_pages_are_for_those_who_edit_the_plan(cast, name) -> None:
    client = signed_in(cast.worker)
    for answer in (client.get(url(name, cast.plan.ref)), client.post(url(name, cast.plan.ref), said(cast))):
        assert answer.status_code == 403
    assert signed_in(cast.stranger).get(url(name, cast.plan.ref)).status_code == 404
    assert (Action.objects.count(), Theme.objects.count()) == (0, 1)


def test_the_plan_leads_there_for_those_who_may_and_for_nobody_else(cast) -> None:
    def leads_there(client: Client, query: str = "") -> bool:
        return url("plan_add_action", cast.plan.ref) in text_of(client.get(url("plan", cast.plan.ref) + query))

    assert leads_there(signed_in(cast.editor)) and not leads_there(signed_in(cast.worker))
    cast.action()
    assert leads_there(signed_in(cast.editor)) and not leads_there(signed_in(cast.worker))
    assert not leads_there(signed_in(cast.editor), "?as_at=2012-09-01")


def test_an_added_action_is_audited_and_asks_its_leads(cast) -> None:
    add(cast)
    made = Action.objects.get()
    entry = AuditEntry.objects.get(verb="action.added")
    assert entry.account_id == cast.editor.account_id and "supervision" not in str(entry.keys).lower()
    access.identify(cast.worker, today=TODAY)
    duties = people.queries.duties_of(cast.worker)
    assert {duty.subject_key for duty in duties} == {made.ref}


def test_an_action_added_after_a_signing_was_not_there_as_the_paper_knew_it(cast) -> None:
    cast.action()
    actions.close_records(actor=cast.editor, plan_id=cast.plan.pk, through=NOW, at=NOW)
    add(cast, so_on="12 October")
    seen = queries.plan_actions(cast.editor, cast.plan.pk, as_at=TODAY, known_at=NOW, today=TODAY)
    assert [each.text for each in seen] == ["Write the rota"]
    assert Action.objects.latest("id").recorded_at > NOW


def test_a_lead_in_words_is_kept_when_an_action_is_added_by_other_ways(cast) -> None:
    made = cast.action("From a document", leads=[LeadRow(None, "The link officer")], so_on=AGREED)
    form = signed_in(cast.editor).get(url("edit_action", made.ref)).context["form"]
    assert form["lead_1"].value() == "words:The link officer"
