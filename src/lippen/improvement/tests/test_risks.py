"""Risks: raised, scored again only with what shows it, tied to actions, closed; as on any day; their pages."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lippen.improvement import actions, queries
from lippen.improvement.actions import Owner
from lippen.improvement.models import Risk, RiskFact
from lippen.improvement.scores import Score, Scored, history_words
from lippen.improvement.tests.factories import AGREED, NOW, TODAY, Cast, cast, moment
from lippen.improvement.tests.screens import signed_in, statements, text_of
from lippen.improvement.vocabulary import Band
from lippen.kernel import access
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db
RAISED = date(2012, 9, 3)
WHEN = {"so_on": TODAY, "at": NOW}
HIGH, LOWER = Score(4, 4), Score(2, 3)


@pytest.fixture
def here(settings) -> Cast:
    settings.LIPPEN_TODAY = TODAY
    return cast()


def raised(here: Cast, title: str = "Experienced staff leave", **given: object) -> str:
    access.identify(here.worker, today=TODAY)
    settled = {"actor": here.worker, "score": HIGH, "owner": Owner(here.worker.person_id), "so_on": RAISED}
    return actions.raise_risk(plan_ref=here.plan.ref, title=title, **{**settled, "at": moment(RAISED), **given}).ref


def update(here: Cast) -> str:
    ref = here.action().ref
    made = actions.write_update(actor=here.worker, action_ref=ref, paragraphs=["Two have started."], **WHEN)
    return made.ref


def row(here: Cast, ref: str, **given: object) -> queries.RiskRow:
    return queries.risk(here.worker, ref, today=TODAY, **given).row


def score(here: Cast, ref: str, to: Score = LOWER, **given: object) -> RiskFact:
    told = {"actor": here.worker, "reason": "Two posts are filled", **WHEN, **given}
    return actions.score_risk(risk_ref=ref, score=to, **told)


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (Score(1, 1), Band.LOW),
        (Score(2, 2), Band.LOW),
        (Score(1, 5), Band.MEDIUM),
        (Score(3, 3), Band.MEDIUM),
        (Score(2, 5), Band.HIGH),
        (Score(4, 4), Band.HIGH),
        (Score(4, 5), Band.VERY_HIGH),
        (Score(5, 5), Band.VERY_HIGH),
    ],
)
def test_a_score_is_likelihood_times_impact_and_has_its_band(score: Score, band: Band) -> None:
    assert (score.value, score.band) == (score.likelihood * score.impact, band)


def test_history_is_told_in_words_up_and_down_and_sideways() -> None:
    told = history_words(
        [
            Scored(RAISED, Score(4, 4)),
            Scored(TODAY, Score(2, 3), "Two posts are filled", "an update"),
            Scored(TODAY, Score(3, 2), "Likelier, less grave", "an audit"),
            Scored(TODAY, Score(5, 4), "A wave of leavers", "the count"),
        ]
    )
    assert told == (
        "On 3 September 2012 it stood at 16, high: likely (4) times major (4).",
        "On 17 October 2012 it fell from 16 to 6, medium: unlikely (2) times moderate (3). Two posts are filled. "
        "Shown by: an update.",
        "On 17 October 2012 it stayed at the same number in another way, from 6 to 6, medium: possible (3) times minor "
        "(2). Likelier, less grave. Shown by: an audit.",
        "On 17 October 2012 it rose from 6 to 20, very high: almost certain (5) times major (4). A wave of leavers. "
        "Shown by: the count.",
    )


def test_improvement_risk_score_changes_only_with_what_shows_it_and_why(here: Cast) -> None:
    ref, shown = raised(here), update(here)
    with pytest.raises(CannotDo, match="without one the score stays"):
        score(here, ref)
    with pytest.raises(CannotDo, match="Say why the score changes"):
        score(here, ref, update_ref=shown, reason=" ")
    with pytest.raises(CannotDo, match="The score is 16, high"):
        score(here, ref, HIGH, update_ref=shown)
    score(here, ref, update_ref=shown)
    found = row(here, ref)
    assert (found.score, found.first_score, found.band) == (LOWER, HIGH, "medium")


def test_what_shows_a_score_is_of_the_same_plan(here: Cast) -> None:
    ref = raised(here)
    for given in ({"update_ref": "update-elsewhere"}, {"evidence_ref": "evidence-elsewhere"}):
        with pytest.raises(CannotDo, match="not evidence or an update of this plan"):
            score(here, ref, **given)


def test_evidence_shows_a_score_and_is_named_in_its_history(here: Cast) -> None:
    ref, action = raised(here), here.action()
    shown = actions.offer_evidence(actor=here.worker, action_ref=action.ref, title="Exit survey", note="Read", **WHEN)
    score(here, ref, evidence_ref=shown.ref)
    assert queries.risk(here.worker, ref, today=TODAY).history[-1].shown_by == "Exit survey"


@pytest.mark.parametrize("wrong", [Score(0, 3), Score(6, 3), Score(3, 0), Score(3, 9)])
def test_a_score_off_the_scale_is_refused(wrong: Score, here: Cast) -> None:
    with pytest.raises(CannotDo, match="from 1 to 5"):
        raised(here, score=wrong)


def test_a_risk_stands_on_each_day_as_it_stood(here: Cast) -> None:
    ref = raised(here)
    score(here, ref, update_ref=update(here))
    actions.close_risk(actor=here.worker, risk_ref=ref, reason="All posts are filled", **WHEN)
    before = row(here, ref, as_at=TODAY - timedelta(days=1))
    assert (before.score, before.is_open) == (HIGH, True)
    assert (row(here, ref).is_open, row(here, ref).ended_reason) == (False, "All posts are filled")
    assert row(here, ref, known_at=NOW - timedelta(minutes=1)).score == HIGH
    with pytest.raises(NotVisible):
        row(here, ref, as_at=AGREED)


def test_a_closed_risk_takes_nothing_but_opening_again(here: Cast) -> None:
    ref, shown = raised(here), update(here)
    actions.close_risk(actor=here.worker, risk_ref=ref, reason="Over", **WHEN)
    with pytest.raises(CannotDo, match="This risk is closed"):
        score(here, ref, update_ref=shown)
    actions.reopen_risk(actor=here.worker, risk_ref=ref, reason="Not over", **WHEN)
    with pytest.raises(CannotDo, match="This risk is open"):
        actions.reopen_risk(actor=here.worker, risk_ref=ref, reason="Again", **WHEN)


def test_a_risk_hangs_on_the_actions_that_were_ticked_last(here: Cast) -> None:
    first, second = here.action("One"), here.action("Two")
    ref = raised(here, action_refs=[first.ref])
    actions.tie_risk(actor=here.worker, risk_ref=ref, action_refs=[second.ref], **WHEN)
    assert [tied.ref for tied in row(here, ref).actions] == [second.ref]
    assert [tied.ref for tied in row(here, ref, as_at=RAISED).actions] == [first.ref]
    assert queries.risks(here.worker, here.plan.pk, today=TODAY, action_ref=first.ref) == ()
    assert [each.ref for each in queries.risks(here.worker, here.plan.pk, today=TODAY, action_ref=second.ref)] == [ref]


def test_risks_come_gravest_first_and_the_closed_ones_last(here: Cast) -> None:
    closed, low, high = raised(here, "A", score=Score(5, 5)), raised(here, "B", score=LOWER), raised(here, "C")
    actions.close_risk(actor=here.worker, risk_ref=closed, reason="Over", **WHEN)
    assert [each.ref for each in queries.risks(here.worker, here.plan.pk, today=TODAY)] == [high, low, closed]


def test_what_changed_since_a_day_is_told_with_the_score_before(here: Cast) -> None:
    ref = raised(here)
    raised(here, "Never changes")
    score(here, ref, update_ref=update(here))
    since = date(2012, 10, 1)
    told = queries.risks_changed(here.worker, here.plan.pk, since=since, as_at=TODAY)
    assert [(found.ref, words) for found, words in told] == [(ref, "From 16 to 6")]
    assert len(queries.risks_changed(here.worker, here.plan.pk, since=AGREED, as_at=TODAY)) == 2


def test_a_colleague_may_raise_a_risk_and_may_not_score_another_persons(here: Cast) -> None:
    colleague = people.actor(here.council, Role.SOCIAL_WORKER)
    ref, shown = raised(here), update(here)
    raised(here, "Mine", actor=colleague)
    with pytest.raises(NotAllowed):
        score(here, ref, update_ref=shown, actor=colleague)
    score(here, ref, update_ref=shown, actor=here.editor)


def test_another_council_sees_no_risk_of_ours(here: Cast) -> None:
    ref = raised(here)
    with pytest.raises(NotVisible):
        queries.risk(here.stranger, ref, today=TODAY)
    assert queries.risks(here.stranger, here.plan.pk, today=TODAY) == ()


NEXT = {"number": 2}
BROKEN = {
    "risk_score_changes_with_evidence_and_reason": {
        **NEXT,
        "step": "scored",
        "likelihood": 1,
        "impact": 1,
        "reason": "x",
    },
    "risk_score_is_on_the_scale": {"number": 1, "step": "raised", "title": "x", "likelihood": 9, "impact": 1},
    "risk_score_changes_by_being_scored": {**NEXT, "step": "closed", "likelihood": 1, "impact": 1, "reason": "x"},
    "risk_is_raised_once_and_first": {**NEXT, "step": "raised", "title": "x", "likelihood": 1, "impact": 1},
    "risk_fact_numbered_once": {"number": 1, "step": "raised", "title": "x", "likelihood": 1, "impact": 1},
    "risk_has_words": {**NEXT, "step": "reworded"},
    "risk_ends_for_a_reason": {**NEXT, "step": "closed"},
    "risk_step_known": {**NEXT, "step": "forgotten"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_table_itself_refuses(name: str, here: Cast) -> None:
    made = Risk.objects.get(ref=raised(here))
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        RiskFact.objects.create(risk=made, so_on=TODAY, recorded_at=NOW, **BROKEN[name])


# --- pages ---


def page(here: Cast, name: str, ref: str, more: str = "", actor: object = None) -> str:
    answer = signed_in(actor or here.worker).get(reverse(f"risks:{name}", args=[ref]) + more)
    assert answer.status_code == 200, answer.content.decode()[:1500]
    return text_of(answer)


def send(here: Cast, name: str, ref: str, **given: object) -> str:
    url = reverse(f"risks:{name}", args=[ref])
    return text_of(signed_in(here.worker).post(url, {"form_token": str(uuid4()), **given}, follow=True))


def test_the_plan_leads_to_its_risks_and_an_empty_list_says_how_to_begin(here: Cast) -> None:
    plan = text_of(signed_in(here.worker).get(reverse("improvement:plan", args=[here.plan.ref])))
    assert reverse("risks:plan_risks", args=[here.plan.ref]) in plan
    assert "No open risk" in page(here, "plan_risks", here.plan.ref)


def test_a_risk_is_raised_on_a_form_and_shown_on_plan_and_action(here: Cast) -> None:
    action = here.action()
    person = people.queries.people_by_id([here.worker.person_id], on=TODAY)[here.worker.person_id]
    told = send(
        here,
        "plan_risk_raise",
        here.plan.ref,
        title="Rooms are not ready",
        likelihood="4",
        impact="5",
        owner=person.ref,
        so_on="today",
        actions=[action.ref],
    )
    assert "The risk is on the plan." in told and "20, very high: likely (4) times major (4)" not in told
    assert "20, very high: likely (4) times severe (5)" in told
    assert "Rooms are not ready" in page(here, "plan_risks", here.plan.ref)
    on_action = text_of(signed_in(here.worker).get(reverse("improvement:action", args=[action.ref])))
    assert "Rooms are not ready" in on_action


def test_the_form_says_that_somebody_watches_a_risk_and_asks_for_them_in_those_words(here: Cast) -> None:
    form = page(here, "plan_risk_raise", here.plan.ref)
    for question in ("Who watches it?", "Or who, in words"):
        assert "optional" not in form.partition(question)[2].partition("</label>")[0]
    told = send(here, "plan_risk_raise", here.plan.ref, title="No rooms", likelihood="4", impact="5", so_on="today")
    assert "Say who watches it: choose somebody, or write who it is." in told and "keeps it" not in told


def test_a_score_sent_without_evidence_is_explained_at_its_question(here: Cast) -> None:
    told = send(here, "score_risk", raised(here), likelihood="1", impact="1", reason="x", so_on="today")
    assert "without one the score stays" in told


def test_a_score_with_an_update_stands_and_its_history_is_told_in_words_and_table(here: Cast) -> None:
    ref, shown = raised(here), update(here)
    given = {"likelihood": "2", "impact": "3", "shown_by": f"update:{shown}", "reason": "Filled", "so_on": "today"}
    told = send(here, "score_risk", ref, **given)
    assert "it fell from 16 to 6" in told and "The score over time" in told and "update on action 1.1" in told
    assert "first 16" in page(here, "plan_risks", here.plan.ref)
    past = page(here, "risk", ref, more="?as_at=2012-09-10")
    assert "fell from" not in past and "What you can do here" not in past


def test_whoever_watches_a_risk_stays_on_offer_though_their_post_offers_it_to_nobody(here: Cast) -> None:
    watcher, other = (people.actor(here.council, Role.CHIEF_EXECUTIVE) for _ in range(2))
    ref = raised(here, owner=Owner(watcher.person_id))
    form = signed_in(here.editor).get(reverse("risks:reword_risk", args=[ref])).content.decode()
    assert f" selected>{watcher.name}" in form and other.name not in form
    new = signed_in(here.editor).get(reverse("risks:plan_risk_raise", args=[here.plan.ref])).content.decode()
    assert here.worker.name in new and watcher.name not in new


def test_words_actions_closing_and_opening_again_each_have_their_form(here: Cast) -> None:
    ref, action = raised(here), here.action()
    send(here, "tie_risk", ref, actions=[action.ref])
    assert "Write the rota" in page(here, "risk", ref)
    send(here, "reword_risk", ref, title="Staff leave early", owner_words="Service manager")
    told = page(here, "risk", ref, actor=here.editor)
    assert "Staff leave early" in told and "Service manager" in told
    client = signed_in(here.editor)
    for name, words in (("close_risk", "Over"), ("reopen_risk", "Not over")):
        client.post(
            reverse(f"risks:{name}", args=[ref]), {"form_token": str(uuid4()), "reason": words, "so_on": "today"}
        )
    told = page(here, "risk", ref)
    assert "Closed" in told and "Opened again" in told
    assert client.get(reverse("risks:reopen_risk", args=[ref])).status_code == 409


def test_who_may_not_change_a_risk_is_refused(here: Cast) -> None:
    ref, colleague = raised(here), people.actor(here.council, Role.SOCIAL_WORKER)
    assert signed_in(colleague).get(reverse("risks:score_risk", args=[ref])).status_code == 403
    assert "What you can do here" not in page(here, "risk", ref, actor=colleague)
    assert signed_in(here.stranger).get(reverse("risks:risk", args=[ref])).status_code == 404


def test_pages_ask_few_statements_however_many_risks_there_are(here: Cast) -> None:
    action, counted = here.action(), []
    for number in (3, 60):
        refs = [raised(here, f"Risk {count}", action_refs=[action.ref]) for count in range(number)]
        client = signed_in(here.worker)
        urls = [reverse("risks:plan_risks", args=[here.plan.ref]), reverse("risks:risk", args=[refs[0]])]
        urls += [reverse("risks:score_risk", args=[refs[0]]), reverse("improvement:action", args=[action.ref])]
        counted.append([_count(client, url) for url in urls])
    assert counted[0] == counted[1] and max(counted[0]) <= 25


def _count(client: object, url: str) -> int:
    return statements(lambda: client.get(url))[1]
