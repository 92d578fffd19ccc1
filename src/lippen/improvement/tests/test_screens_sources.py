"""The pages of sources, ties, frameworks, versions and restricted files: what forms record and pages show."""

from __future__ import annotations

import csv
import io
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lippen.improvement import actions, queries
from lippen.improvement.models import (
    Action,
    ActionAnswer,
    Contribution,
    Partner,
    PlanCarrier,
    PlanVersion,
    Recommendation,
    RestrictedEntry,
    Source,
    Strand,
)
from lippen.improvement.tests.asked import (
    CANARY,
    answers,
    asked,
    carried,
    other_plan,
    partner,
    restricted_file,
    source,
)
from lippen.improvement.tests.factories import NOW, TERMS, TODAY, Cast, cast, month
from lippen.improvement.tests.screens import signed_in, text_of
from lippen.improvement.vocabulary import SourceKind, State, Which
from lippen.kernel import access

pytestmark = pytest.mark.django_db
JULY = date(2012, 7, 10)
MADE = {"dated_on_day": "5", "dated_on_month": "10", "dated_on_year": "2012"}


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def post(client: Client, route: str, *args: str, more: str = "", **fields: object):
    return client.post(reverse(f"improvement:{route}", args=args) + more, {**fields, "form_token": str(uuid4())})


def sent(here: Cast, route: str, *args: str, more: str = "", **fields: object) -> None:
    """A form that the editor sends and that is taken."""
    answer = post(signed_in(here.editor), route, *args, more=more, **fields)
    assert answer.status_code == 302, text_of(answer)
    access.identify(here.editor, today=TODAY)


def page(actor, name: str, *args: str, more: str = "") -> str:
    got = signed_in(actor).get(reverse(f"improvement:{name}", args=args) + more)
    assert got.status_code == 200
    return text_of(got)


def errors(answer) -> str:
    assert answer.status_code == 200
    return text_of(answer)


# --- sources ---


def test_a_source_is_added_to_the_councils_list_and_edited(here: Cast) -> None:
    sent(here, "add_source", kind="inspection", title="Inspection of fostering", **MADE)
    (made,) = Source.objects.all()
    sent(here, "rename_source", made.ref, kind="learning_review", title="Learning review", is_retired="on")
    row = queries.source(here.worker, made.ref)
    assert (row.kind_words, row.title, row.is_retired) == ("Learning review", "Learning review", True)
    assert "Nothing has changed yet" in errors(
        post(signed_in(here.editor), "rename_source", made.ref, kind=row.kind, title=row.title, is_retired="on")
    )


def test_a_plan_draws_from_a_new_source_and_its_themes_become_recommendations(here: Cast) -> None:
    here.action("Write the rota")
    sent(here, "plan_draw", here.plan.ref, source="new", kind="independent_review", title="Review", takes_themes="on")
    told = page(here.worker, "plan_sources", here.plan.ref)
    assert "This plan draws from 1 source with 1 recommendation. Each is answered by an action." in told
    made = Source.objects.get()
    assert "1 Write the rota" not in page(here.worker, "plan_sources", here.plan.ref)
    assert "1.1 Write the rota" in page(here.worker, "source", made.ref)
    sent(here, "plan_stop_drawing", here.plan.ref, made.ref)
    assert "This plan draws from no source yet" in page(here.worker, "plan_sources", here.plan.ref)


def test_a_new_source_without_kind_or_title_says_so_at_its_fields(here: Cast) -> None:
    told = errors(post(signed_in(here.editor), "plan_draw", here.plan.ref, source="new"))
    assert "Choose what kind of source it is." in told
    assert "Write what it is called." in told


def test_a_recommendation_is_recorded_answered_by_number_and_withdrawn(here: Cast) -> None:
    review = source(here)
    here.action("Write the rota")
    sent(here, "add_recommendation", review.ref, number="R4", text="Hold supervision", so_on="today")
    made = Recommendation.objects.get()
    assert "Nothing answers 1 of them yet" in page(here.worker, "source", review.ref)
    sent(here, "answer_recommendation", made.ref, numbers="1.1")
    assert "1.1 Write the rota" in page(here.worker, "source", review.ref)
    told = errors(post(signed_in(here.editor), "answer_recommendation", made.ref, numbers="9.9"))
    assert "The plan has no action 9.9." in told
    sent(here, "edit_recommendation", made.ref, text="Hold supervision", is_withdrawn="on", reason="Entered twice")
    assert "Does not count: Entered twice" in page(here.worker, "source", review.ref)


def test_a_source_as_csv_holds_what_it_asked_for_what_answers_it_and_what_nothing_answers(here: Cast) -> None:
    review, audit = source(here), source(here, "Audit of supervision", SourceKind.INTERNAL_AUDIT)
    first, other = asked(here, review, "1", "=Hold supervision"), asked(here, audit, "R1")
    asked(here, review, "2", "Name a lead")
    answers(here, here.action("Write the rota"), first, other)
    got = signed_in(here.worker).get(reverse("improvement:source_csv", args=[review.ref]))
    lines = list(csv.DictReader(io.StringIO(got.content.decode("utf-8-sig"))))
    assert [(line["Number"], line["Recommendation"], line["Action"], line["Also answers"]) for line in lines] == [
        ("1", "'=Hold supervision", "Write the rota", "Audit of supervision, R1"),
        ("2", "Name a lead", "Nothing answers it yet", ""),
    ]
    assert got.headers["Content-Disposition"].endswith('"Review-of-long-term-work.csv"')


def test_the_plan_is_filtered_by_source_and_each_action_shows_what_it_answers(here: Cast) -> None:
    review = source(here)
    answers(here, here.action("Write the rota"), asked(here, review))
    here.action("Keep a log")
    told = page(here.worker, "plan", here.plan.ref)
    assert "Answers</span> <a" in told
    assert "Review of long-term work, 1" in told
    filtered = page(here.worker, "plan", here.plan.ref, more=f"?source={review.ref}")
    assert "Write the rota" in filtered
    assert "Keep a log" not in filtered
    assert "Keep a log" not in page(here.worker, "plan_print", here.plan.ref, more=f"?source={review.ref}")


def test_what_an_action_answers_is_ticked_on_its_own_form(here: Cast) -> None:
    review, action = source(here), here.action("Write the rota")
    first, second = asked(here, review), asked(here, review, "2", "Name a lead")
    sent(here, "change_answers", action.ref, of_0=[first.ref, second.ref], so_on="today")
    assert ActionAnswer.objects.filter(ended=False).count() == 2
    assert "Review of long-term work, 2" in page(here.worker, "action", action.ref)
    told = errors(
        post(signed_in(here.editor), "change_answers", action.ref, of_0=[first.ref, second.ref], so_on="today")
    )
    assert "Nothing has changed yet" in told


# --- ties ---


def test_an_action_that_is_carried_shows_the_plan_and_its_standings_and_the_plan_shows_the_action(here: Cast) -> None:
    action, team = here.action("Write a team plan"), other_plan(here)
    sent(here, "carry_action", action.ref, plan=team.ref, so_on="today")
    assert PlanCarrier.objects.get().plan_id == team.pk
    told = page(here.worker, "action", action.ref)
    assert "Carried by a plan of its own" in told
    assert "1 grey, of 1 action" in told
    assert "1.1 Write a team plan" in page(here.worker, "plan_dependencies", team.ref)
    sent(here, "carry_action", action.ref, plan="", so_on="today")
    assert "Carried by" not in page(here.worker, "action", action.ref)


def test_a_circle_of_plans_is_refused_at_the_plan(here: Cast) -> None:
    action, team = here.action(), other_plan(here)
    carried(here, action, team)
    back = Action.objects.get(plan=team)
    told = errors(post(signed_in(here.editor), "carry_action", back.ref, plan=here.plan.ref, so_on="today"))
    assert "is itself carried by this plan" in told


def waiting(here: Cast) -> tuple[Action, Action]:
    first = here.action("Agree the words", dates={Which.TARGET: month(2012, 9)})
    second = here.action("Print the leaflet")
    given = {"waits_on": first.ref, "so_on": TODAY, "at": NOW, **TERMS}
    actions.change_state(actor=here.worker, action_ref=second.ref, state=State.BLOCKED, **given)
    return first, second


def test_what_waits_on_what_stands_on_the_plan_and_on_its_own_page_with_what_is_late_above(here: Cast) -> None:
    waiting(here)
    for name in ("plan", "plan_print", "plan_operational"):
        told = page(here.worker, name, here.plan.ref)
        assert "Waits on" in told, name
        assert "(overdue, 17 days late)" in told, name
    told = page(here.worker, "plan_dependencies", here.plan.ref)
    assert "1 action waits on another. What 1 of them waits on is late, put off or blocked." in told
    assert "held up by action 1.1 (overdue, 17 days late)" in told
    before = page(here.worker, "plan_dependencies", here.plan.ref, more="?as_at=2012-10-10")
    assert "No action of this plan waits on another." in before


def test_the_exported_plan_says_what_waits_on_what_and_what_answers_what(here: Cast) -> None:
    from lippen.improvement import exports

    _, second = waiting(here)
    answers(here, second, asked(here, source(here)), on=TODAY)
    plan = queries.plan(here.worker, here.plan.ref)
    tied = queries.plan_ties(here.worker, plan, today=TODAY).by_action
    content = exports.plan_csv(queries.plan_actions(here.worker, plan.id, today=TODAY), tied=tied)
    lines = {line["Number"]: line for line in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
    assert (lines["1.2"]["Waits on"], lines["1.2"]["What is late about that"]) == ("1.1", "Overdue, 17 days late")
    assert (lines["1.2"]["Answers"], lines["1.1"]["Answers"]) == ("Review of long-term work, 1", "")


# --- the framework ---


def test_a_strand_is_added_told_of_changed_and_ended(here: Cast) -> None:
    sent(here, "plan_add_strand", here.plan.ref, title="Practice", intent="Children move sooner")
    made = Strand.objects.get()
    assert (
        "1 strand and 0 partners, with 0 contributions. 1 has no word on progress yet; nobody answers for 1."
        in page(here.worker, "plan_framework", here.plan.ref)
    )
    assert post(signed_in(here.worker), "tell_progress", made.ref, words="Six moved", so_on="today").status_code == 302
    sent(here, "change_strand", made.ref, title="Practice", intent="In time", accountable_words="The board")
    told = page(here.worker, "plan_framework", here.plan.ref)
    for words in ("Six moved", "In time", "The board"):
        assert words in told


def test_a_partner_not_in_the_list_is_recorded_with_its_line(here: Cast) -> None:
    given = {"partner": "new", "partner_name": "Firth Health", "partner_kind": "health", "intent": "Health in time"}
    sent(here, "plan_add_strand", here.plan.ref, **given)
    assert Partner.objects.get().name == "Firth Health"
    assert "Firth Health" in page(here.worker, "plan_framework", here.plan.ref)
    told = errors(post(signed_in(here.editor), "plan_add_strand", here.plan.ref, partner="new", intent="More"))
    assert "Choose a kind." in told


def test_a_contribution_is_added_delivered_and_ended_and_flagged_in_words_meanwhile(here: Cast) -> None:
    action, ref = here.action("Train the team"), partner(here)
    given = {"offered": "Two days a week", "expected": "A trained team", "action": action.ref}
    last = {"last_on_day": "20", "last_on_month": "10", "last_on_year": "2012"}
    sent(here, "plan_add_contribution", here.plan.ref, partner=ref, **given, **last)
    made = Contribution.objects.get()
    for name, of in (("plan_framework", here.plan.ref), ("action", action.ref)):
        told = page(here.worker, name, of)
        assert "Ends soon, in 3 days" in told
        assert "Nothing recorded yet" in told
    assert post(signed_in(here.worker), "record_delivery", made.ref, words="One day", so_on="today").status_code == 302
    told = errors(post(signed_in(here.editor), "change_contribution", made.ref, **given, **last, is_ended="on"))
    assert "Say why it ended, or what came of it." in told
    sent(here, "change_contribution", made.ref, **given, **last, is_ended="on", reason="All trained")
    assert "Ended: All trained" in page(here.worker, "action", action.ref)


def test_work_on_records_without_consent_is_refused_at_its_field(here: Cast) -> None:
    given = {"partner": partner(here), "offered": "Advice", "expected": "Plans", "action": "records", "scope": "Eight"}
    told = errors(post(signed_in(here.editor), "plan_add_contribution", here.plan.ref, **given))
    assert "Say who consented to the work on records" in told


# --- versions ---


def test_a_version_is_named_compared_and_let_go(here: Cast) -> None:
    action = here.action("Write the rota")
    sent(here, "plan_name_version", here.plan.ref, name="Initial plan", as_at="10/7/2012", note="As first seen")
    made = PlanVersion.objects.get()
    actions.change_wording(actor=here.editor, action_ref=action.ref, text="Write both rotas", so_on=TODAY, at=NOW)
    assert "Initial plan" in page(here.worker, "plan_versions", here.plan.ref)
    compared = signed_in(here.worker).get(reverse("web:plan_compare", args=[here.plan.ref]) + f"?from={made.ref}")
    told = text_of(compared)
    assert "1 action is different between “Initial plan”, as at 10 July 2012 and 17 October 2012: 1 reworded." in told
    sent(here, "rename_version", made.ref, name="First plan", is_retired="on")
    assert "No version has a name yet" in page(here.worker, "plan_versions", here.plan.ref)


def test_two_days_are_compared_and_what_cannot_be_read_is_said(here: Cast) -> None:
    here.action("Write the rota", so_on=TODAY)
    url = reverse("web:plan_compare", args=[here.plan.ref])
    told = text_of(signed_in(here.worker).get(f"{url}?from=day&from_day=2012-07-01&to=day&to_day=2012-10-17"))
    assert "1 action is different between 1 July 2012 and 17 October 2012: 1 added." in told
    odd = text_of(signed_in(here.worker).get(f"{url}?from=nothing&from_day=soon"))
    assert "“nothing” is no version or paper of this plan. “soon” is not a day we can read." in odd


# --- restricted files ---


def test_a_restricted_file_is_opened_filled_shared_and_closed_to_somebody_again(here: Cast) -> None:
    complaint = source(here, "Complaint", SourceKind.COMPLAINT)
    boss = f"person-{here.boss.person_id}"
    given = {"title": "What was raised"}
    assert "Choose a post" in text_of(post(signed_in(here.editor), "open_restricted", complaint.ref, **given, post=""))
    given["post"] = f"post-{min(here.editor.post_ids)}"
    answer = post(signed_in(here.editor), "open_restricted", complaint.ref, **given)
    ref = answer.headers["Location"].rsplit("/", 1)[1]
    file = SimpleUploadedFile("letter.pdf", b"%PDF-1.4\n%%EOF")
    sent(here, "add_to_restricted", ref, words=f"{CANARY} wrote.", file=file, so_on="today")
    assert RestrictedEntry.objects.get().name == "letter.pdf"
    assert signed_in(here.boss).get(reverse("improvement:restricted", args=[ref])).status_code == 404
    sent(here, "name_audience", ref, who=boss, reason="Answers the letter")
    assert CANARY in page(here.boss, "restricted", ref)
    sent(here, "end_sight", ref, who=boss, reason="Answered")
    assert signed_in(here.boss).get(reverse("improvement:restricted", args=[ref])).status_code == 404
    assert here.boss.name in page(here.editor, "restricted", ref)


def test_an_entry_with_neither_words_nor_a_document_says_so(here: Cast) -> None:
    ref = restricted_file(here).ref
    told = errors(post(signed_in(here.editor), "add_to_restricted", ref, so_on="today"))
    assert "Write a note, or add a document: one of them is enough." in told


def test_a_source_page_shows_the_way_to_a_restricted_file_to_its_audience_alone(here: Cast) -> None:
    restricted_file(here)
    complaint = Source.objects.get(kind=SourceKind.COMPLAINT.value)
    assert f"About {CANARY}" in page(here.editor, "source", complaint.ref)
    assert CANARY not in page(here.boss, "source", complaint.ref)
    assert CANARY not in page(here.colleague, "source", complaint.ref)
