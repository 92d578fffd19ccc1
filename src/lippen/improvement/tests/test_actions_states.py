"""States, evidence and standings; and whose action it is to move."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from lippen.improvement import actions, queries
from lippen.improvement.models import ActionState
from lippen.improvement.rows import LeadRow
from lippen.improvement.tests.factories import AGREED, NOW, TERMS, TODAY, Cast, cast, moment, month
from lippen.improvement.tests.screens import signed_in, text_of
from lippen.improvement.vocabulary import Colour, EvidenceVerdict, RiskLevel, State, Which
from lippen.kernel import access
from lippen.kernel.access import Actor
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.organisation.roles import Role
from lippen.organisation.tests import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Cast:
    return cast()


def row(here: Cast, ref: str, **look: object):
    return queries.action_story(here.editor, ref, today=TODAY, **look).action


@pytest.mark.parametrize("missing", sorted(TERMS))
def test_postponing_needs_each_of_its_terms(here: Cast, missing: str) -> None:
    action = here.action()
    given = {name: value for name, value in TERMS.items() if name != missing}
    with pytest.raises(CannotDo) as refused:
        actions.change_state(
            actor=here.worker, action_ref=action.ref, state=State.POSTPONED, so_on=TODAY, at=NOW, **given
        )
    assert refused.value.field == missing
    assert row(here, action.ref).state == State.NOT_STARTED


def test_a_postponed_action_shows_its_terms(here: Cast) -> None:
    other, action = here.action("Other"), here.action()
    actions.change_state(
        actor=here.worker,
        action_ref=action.ref,
        state=State.POSTPONED,
        so_on=TODAY,
        at=NOW,
        waits_on=other.ref,
        **TERMS,
    )
    found = row(here, action.ref)
    assert (found.standing, found.state_reason) == (Colour.GREY, TERMS["reason"])
    assert (found.postponed.cover, found.postponed.risk_level) == (TERMS["cover"], RiskLevel.HEAD_OF_SERVICE)
    assert found.postponed.waits_on_number == "1.1"


def test_an_action_cannot_wait_on_itself_or_on_another_plans_action(here: Cast) -> None:
    action = here.action()
    for ref, words in ((action.ref, "itself"), ("action-nowhere", "not in this plan")):
        with pytest.raises(CannotDo, match=words):
            actions.change_state(
                actor=here.worker,
                action_ref=action.ref,
                state=State.BLOCKED,
                so_on=TODAY,
                at=NOW,
                waits_on=ref,
                **TERMS,
            )


def test_shown_done_needs_accepted_evidence_and_says_whose_line_accepted_it(here: Cast) -> None:
    action = here.action()
    common = {"action_ref": action.ref, "so_on": TODAY, "at": NOW}
    actions.change_state(actor=here.worker, state=State.SAYS_DONE, **common)
    with pytest.raises(CannotDo, match="Nobody has accepted evidence"):
        actions.shown_done(actor=here.worker, **common)
    offered = actions.offer_evidence(actor=here.worker, title="Audit", note="All files were read", **common)
    actions.decide_evidence(
        actor=here.boss, evidence_ref=offered.ref, verdict=EvidenceVerdict.ACCEPTED, so_on=TODAY, at=NOW
    )
    actions.shown_done(actor=here.worker, **common)
    story = queries.action_story(here.editor, action.ref, today=TODAY)
    assert (story.action.state, story.action.standing) == (State.SHOWN_DONE, Colour.BLUE)
    assert not story.action.evidence_outside_line
    assert "own line" in story.evidence[0].words


def test_acceptance_from_outside_the_leads_line_is_recorded_as_such(here: Cast) -> None:
    action = here.action()
    offered = actions.offer_evidence(
        actor=here.worker, action_ref=action.ref, title="Audit", link="https://files.example.org/a", so_on=TODAY, at=NOW
    )
    actions.decide_evidence(
        actor=here.colleague, evidence_ref=offered.ref, verdict=EvidenceVerdict.ACCEPTED, so_on=TODAY, at=NOW
    )
    assert row(here, action.ref).evidence_outside_line


def test_nobody_decides_on_evidence_of_their_own_and_a_refusal_has_a_reason(here: Cast) -> None:
    action = here.action()
    offered = actions.offer_evidence(
        actor=here.colleague, action_ref=action.ref, title="Audit", note="Read", so_on=TODAY, at=NOW
    )
    decide = {"evidence_ref": offered.ref, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="yourself"):
        actions.decide_evidence(actor=here.colleague, verdict=EvidenceVerdict.ACCEPTED, **decide)
    with pytest.raises(CannotDo, match="missing"):
        actions.decide_evidence(actor=here.boss, verdict=EvidenceVerdict.REFUSED, **decide)


def test_accepted_evidence_that_is_refused_later_no_longer_counts(here: Cast) -> None:
    action = here.action()
    offered = actions.offer_evidence(
        actor=here.worker, action_ref=action.ref, title="Audit", note="Read", so_on=TODAY, at=NOW
    )
    for verdict in (EvidenceVerdict.ACCEPTED, EvidenceVerdict.REFUSED):
        actions.decide_evidence(
            actor=here.boss, evidence_ref=offered.ref, verdict=verdict, reason="Half the files", so_on=TODAY, at=NOW
        )
    assert not row(here, action.ref).evidence_accepted
    assert not queries.plan_page(here.editor, here.plan.pk, today=TODAY).rows[0].evidence_accepted


def test_an_override_shows_both_standings_until_it_ends(here: Cast) -> None:
    action = here.action(dates={Which.TARGET: month(2012, 9)})
    common = {"actor": here.editor, "action_ref": action.ref, "so_on": TODAY, "at": NOW}
    actions.override_standing(standing=Colour.AMBER, reason="The work is nearly there", **common)
    found = row(here, action.ref)
    assert (found.standing, found.overridden_from, found.standing_reason) == (
        "amber",
        "red",
        "The work is nearly there",
    )
    actions.override_standing(standing=Colour.GREEN, reason="It is there", **common)
    assert row(here, action.ref).standing == "green"
    actions.end_override(reason="Seen", **common)
    assert (row(here, action.ref).standing, row(here, action.ref).overridden_from) == ("red", None)
    with pytest.raises(CannotDo, match="rule decides already"):
        actions.end_override(reason="Again", **common)


def test_an_override_needs_a_reason(here: Cast) -> None:
    with pytest.raises(CannotDo, match="Say why"):
        actions.override_standing(
            actor=here.editor, action_ref=here.action().ref, standing=Colour.GREEN, reason=" ", so_on=TODAY, at=NOW
        )


def leaders(here: Cast) -> dict[str, Actor]:
    """Who stands how to an action that the worker leads and the boss answers for."""
    peer = people.actor(here.council, Role.TEAM_LEADER)
    return {"lead": here.worker, "accountable": here.boss, "plan's editor": here.editor, "colleague": peer}


def own_action(here: Cast) -> str:
    leads = [LeadRow(here.worker.person_id, "")]
    return here.action(leads=leads, accountable_id=here.boss.person_id).ref


@pytest.mark.parametrize("who", ["lead", "accountable", "plan's editor"])
def test_improvement_own_action_is_moved_by_its_lead_by_who_answers_for_it_and_by_the_plans_editor(
    here: Cast, who: str
) -> None:
    ref, actor = own_action(here), leaders(here)[who]
    common = {"actor": actor, "action_ref": ref, "so_on": TODAY, "at": NOW}
    actions.change_state(state=State.UNDER_WAY, **common)
    actions.change_date(which=Which.TARGET, period=month(2012, 12), **common)
    assert row(here, ref).state == "under_way"


def test_improvement_own_action_is_not_moved_by_a_colleague_who_may_still_say_something(here: Cast) -> None:
    ref, colleague = own_action(here), leaders(here)["colleague"]
    common = {"actor": colleague, "action_ref": ref, "so_on": TODAY, "at": NOW}
    with pytest.raises(NotAllowed):
        actions.change_state(state=State.UNDER_WAY, **common)
    with pytest.raises(NotAllowed):
        actions.change_date(which=Which.TARGET, period=month(2012, 12), **common)
    actions.write_update(paragraphs=["I saw it work"], **common)
    actions.offer_evidence(title="Photograph", note="It stands", **common)
    assert row(here, ref).state == "not_started"


def test_improvement_own_action_is_recorded_as_shown_done_by_whoever_accepts_evidence(here: Cast) -> None:
    ref, colleague = own_action(here), leaders(here)["colleague"]
    common = {"action_ref": ref, "so_on": TODAY, "at": NOW}
    actions.change_state(actor=here.worker, state=State.SAYS_DONE, **common)
    offered = actions.offer_evidence(actor=here.worker, title="Audit", note="Read", **common)
    decided = {"evidence_ref": offered.ref, "verdict": EvidenceVerdict.ACCEPTED, "so_on": TODAY, "at": NOW}
    actions.decide_evidence(actor=colleague, **decided)
    actions.change_state(actor=colleague, state=State.SHOWN_DONE, **common)
    assert row(here, ref).state == "shown_done"


def test_a_lead_known_by_words_alone_is_nobody_who_can_sign_in(here: Cast) -> None:
    ref = here.action(leads=[LeadRow(None, "QX")]).ref
    with pytest.raises(NotAllowed):
        actions.change_state(actor=here.worker, action_ref=ref, state=State.UNDER_WAY, so_on=TODAY, at=NOW)


def merge(here: Cast, one: str, other: str) -> None:
    actions.change_state(
        actor=here.worker, action_ref=one, state=State.MERGED, so_on=TODAY, at=NOW, reason="The same work", into=other
    )


def block(here: Cast, one: str, other: str) -> None:
    actions.change_state(
        actor=here.worker, action_ref=one, state=State.BLOCKED, so_on=TODAY, at=NOW, waits_on=other, **TERMS
    )


def test_two_actions_are_never_merged_into_each_other(here: Cast) -> None:
    first, second = here.action("Old").ref, here.action("New").ref
    merge(here, first, second)
    with pytest.raises(CannotDo, match=r"1\.1 was itself merged into this one") as refused:
        merge(here, second, first)
    assert refused.value.field == "into" and row(here, second).state == State.NOT_STARTED


def test_an_action_is_merged_into_one_that_goes_on_and_the_refusal_names_it(here: Cast) -> None:
    first, second, third, fourth = (here.action(f"Action {count}").ref for count in range(4))
    merge(here, first, second)
    merge(here, second, third)
    with pytest.raises(CannotDo, match=r"Merge this one into 1\.3\.$"):
        merge(here, fourth, first)
    with pytest.raises(CannotDo, match="merged into this one"):
        merge(here, third, first)
    gone = {"actor": here.worker, "action_ref": third, "state": State.SUPERSEDED, "reason": "A new law"}
    actions.change_state(so_on=TODAY, at=NOW, **gone)
    for ref in (third, first):
        with pytest.raises(CannotDo, match="Choose one that is still in the plan"):
            merge(here, fourth, ref)


def test_an_action_that_was_brought_back_takes_in_others_again(here: Cast) -> None:
    first, second = here.action("Old").ref, here.action("New").ref
    merge(here, first, second)
    back = {"actor": here.worker, "action_ref": first, "state": State.UNDER_WAY, "reason": "It is its own after all"}
    actions.change_state(so_on=TODAY, at=NOW, **back)
    merge(here, second, first)
    assert row(here, second).state == State.MERGED


def test_actions_never_wait_on_each_other_in_a_circle(here: Cast) -> None:
    first, second, third = (here.action(f"Action {count}").ref for count in range(3))
    block(here, first, second)
    block(here, second, third)
    with pytest.raises(CannotDo, match=r"1\.1 waits on this one already") as refused:
        block(here, third, first)
    assert refused.value.field == "waits_on"


def test_blue_is_not_given_against_the_rule_before_evidence_is_accepted(here: Cast) -> None:
    ref = here.action().ref
    blue = {"actor": here.editor, "action_ref": ref, "standing": Colour.BLUE, "reason": "I saw it", "so_on": TODAY}
    with pytest.raises(CannotDo, match="nobody has accepted evidence") as refused:
        actions.override_standing(at=NOW, **blue)
    assert refused.value.field == "standing" and row(here, ref).standing != Colour.BLUE
    offered = actions.offer_evidence(actor=here.worker, action_ref=ref, title="Audit", note="Read", so_on=TODAY, at=NOW)
    accepted = {"evidence_ref": offered.ref, "verdict": EvidenceVerdict.ACCEPTED, "so_on": TODAY}
    actions.decide_evidence(actor=here.boss, at=NOW, **accepted)
    actions.override_standing(at=NOW, **blue)
    assert row(here, ref).standing == Colour.BLUE


@pytest.mark.parametrize("words", ["\u200b", "\u2060\ufeff", "-", "– —", "• -"])
def test_an_update_or_a_reason_that_says_nothing_is_refused(here: Cast, words: str) -> None:
    ref = here.action().ref
    common = {"actor": here.editor, "action_ref": ref, "so_on": TODAY, "at": NOW}
    with pytest.raises(CannotDo, match="Write what happened"):
        actions.write_update(paragraphs=[words, "  "], **common)
    with pytest.raises(CannotDo, match="Say why"):
        actions.override_standing(standing=Colour.GREEN, reason=words, **common)
    with pytest.raises(CannotDo, match="Say why"):
        actions.change_state(state=State.BLOCKED, **common, **{**TERMS, "reason": words})


# --- what is still to be done may wait on another action ---


def waits(here: Cast, action, on: str, day: date = TODAY, **given: object):
    return actions.wait_on(actor=here.worker, action_ref=action.ref, waits_on=on, so_on=day, at=moment(day), **given)


def tied(here: Cast, action, day: date = TODAY) -> str:
    """The number of the action that one waits on, on a day."""
    plan = queries.plan(here.worker, here.plan.ref)
    found = queries.plan_ties(here.worker, plan, as_at=day, today=TODAY).by_action.get(action.pk)
    return found.waits_on.number if found and found.waits_on else ""


@pytest.mark.parametrize("state", [State.NOT_STARTED, State.UNDER_WAY])
def test_what_is_not_started_or_under_way_waits_on_another_action_and_stays_what_it_is(here: Cast, state) -> None:
    first, second = here.action("First", state=state), here.action("Second", state=State.UNDER_WAY)
    day = AGREED + timedelta(days=20)
    waits(here, first, second.ref, day)
    assert (tied(here, first, day - timedelta(days=1)), tied(here, first, day)) == ("", "1.2")
    row = queries.action_story(here.worker, first.ref, today=TODAY)
    assert (row.action.state, row.action.state_on) == (state, AGREED)
    assert row.states[-1].words == "Waits on another action"
    past = queries.action_story(here.worker, first.ref, as_at=day, today=TODAY)
    assert past.action.state_on == AGREED
    with pytest.raises(CannotDo, match="says already"):
        waits(here, first, second.ref)
    with pytest.raises(CannotDo, match="already recorded"):
        waits(here, first, "", AGREED)
    waits(here, first, "")
    assert tied(here, first) == ""


def test_two_actions_under_way_never_wait_on_each_other(here: Cast) -> None:
    first, second = here.action("First", state=State.UNDER_WAY), here.action("Second", state=State.UNDER_WAY)
    waits(here, first, second.ref)
    with pytest.raises(CannotDo, match="neither could go on"):
        waits(here, second, first.ref)
    with pytest.raises(CannotDo, match="cannot wait on itself"):
        waits(here, second, second.ref)


def test_a_change_of_state_says_anew_what_it_waits_on(here: Cast) -> None:
    first, second = here.action("First", state=State.NOT_STARTED), here.action("Second", state=State.UNDER_WAY)
    given = {"actor": here.worker, "action_ref": first.ref, "so_on": TODAY, "at": NOW}
    actions.change_state(state=State.UNDER_WAY, waits_on=second.ref, **given)
    assert tied(here, first) == "1.2"
    with pytest.raises(CannotDo, match="still to be done"):
        actions.change_state(state=State.SAYS_DONE, waits_on=second.ref, **given)
    actions.change_state(state=State.SAYS_DONE, **given)
    assert tied(here, first) == ""
    with pytest.raises(CannotDo, match="not started or under way"):
        waits(here, first, second.ref)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"state": "says_done"}, "only_what_is_still_to_do_waits"),
        ({"state": "under_way", "since_on": TODAY + timedelta(days=1)}, "state_began_before_what_it_waits_on"),
    ],
)
def test_the_table_lets_only_what_is_still_to_do_wait(here: Cast, given, name) -> None:
    first, second = here.action("First"), here.action("Second")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        ActionState.objects.create(action=first, waits_on=second, so_on=TODAY, recorded_at=NOW, **given)


def test_one_says_on_a_page_what_an_action_under_way_waits_on(here: Cast, settings) -> None:
    settings.LIPPEN_TODAY = TODAY
    first, second = here.action("First", state=State.UNDER_WAY), here.action("Second", state=State.UNDER_WAY)
    url = reverse("improvement:wait_on", args=[first.ref])
    client = signed_in(here.worker)
    assert url in text_of(client.get(reverse("improvement:action", args=[first.ref])))
    told = text_of(client.post(url, {"waits_on": second.ref, "so_on": "today"}, follow=True))
    assert "Waits on" in told and "1.2 Second" in told
    assert "1 action waits on another" in text_of(
        client.get(reverse("improvement:plan_dependencies", args=[here.plan.ref]))
    )
    assert f'value="{second.ref}" selected' in text_of(client.get(url))
    access.identify(here.worker, today=TODAY)
    actions.change_state(actor=here.worker, action_ref=second.ref, state=State.SAYS_DONE, so_on=TODAY, at=NOW)
    assert client.get(reverse("improvement:wait_on", args=[second.ref])).status_code == 409
