"""What another edition does to a plan, fact by fact; what is not accepted changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from lippen.improvement import actions, queries
from lippen.improvement.adapters.proposal import Proposal
from lippen.improvement.models import Action, ActionDate, ActionNow, Doubt, DoubtAnswer, EditionLine, Update
from lippen.improvement.queries.plans import unanswered
from lippen.improvement.tests import factories
from lippen.improvement.tests.editions import Edition, Line, accept, brought_in, start
from lippen.improvement.vocabulary import PLAN_SUBJECT, REASON_NOT_GIVEN, OfficerDuty
from lippen.kernel.errors import CannotDo, NotAllowed
from lippen.organisation import queries as organisation
from lippen.organisation.actions import close_duties

pytestmark = pytest.mark.django_db
AT = datetime(2012, 10, 17, 14, tzinfo=UTC)
OLDER, NEWER = date(2012, 3, 30), date(2012, 9, 28)
BEFORE = Edition(OLDER, (Line(0, target=1, progress="Begun"), Line(1, target=2)))


@pytest.fixture
def cast() -> factories.Cast:
    return factories.cast()


@pytest.fixture
def plan(cast):
    return brought_in(cast, [BEFORE], at=AT, title="Looms")


def now(plan, number: str) -> ActionNow:
    return ActionNow.objects.get(plan=plan, action__number=number)


def open_kinds(plan) -> list[str]:
    return sorted(unanswered().filter(plan=plan).exclude(kind="state").values_list("kind", flat=True))


def test_a_date_that_an_edition_moves_is_a_slip_without_a_reason_and_an_open_doubt(cast, plan) -> None:
    accept(cast, plan, Edition(NEWER, (Line(0, target=3), Line(1, target=2))), at=AT)
    assert (now(plan, "1.1").target_slips, now(plan, "1.2").target_slips) == (1, 0)
    moved = ActionDate.objects.latest("id")
    assert (moved.reason, moved.agreed_by_words, moved.so_on) == (
        REASON_NOT_GIVEN,
        "nobody whom the document names",
        NEWER,
    )
    (doubt,) = Doubt.objects.filter(plan=plan, kind="slip")
    assert "The target date moved from January 2013 to March 2013 in plan of 2012-09-28" in doubt.sentence
    assert now(plan, "1.1").doubts_open >= 1


def test_the_answer_to_a_slip_is_its_reason_and_leaves_the_date_as_it_is(cast, plan) -> None:
    accept(cast, plan, Edition(NEWER, (Line(0, target=3), Line(1, target=2))), at=AT)
    doubt = Doubt.objects.get(plan=plan, kind="slip")
    for bad in ("The loom is late", "as shown", "; agreed by Board"):
        with pytest.raises(CannotDo, match="Say why it moved and who agreed"):
            actions.answer_doubt(actor=cast.editor, doubt_ref=doubt.ref, answer=bad, so_on=factories.TODAY, at=AT)
    answer = "The loom is late; agreed by the Board"
    later = AT + timedelta(hours=1)
    actions.answer_doubt(actor=cast.editor, doubt_ref=doubt.ref, answer=answer, so_on=factories.TODAY, at=later)
    given = ActionDate.objects.latest("id")
    assert (given.reason, given.agreed_by_words, given.text) == ("The loom is late", "the Board", "March 2013")
    assert now(plan, "1.1").target_slips == 1 and "slip" not in open_kinds(plan)
    told = queries.action_story(cast.editor, now(plan, "1.1").action.ref, as_at=factories.TODAY, today=factories.TODAY)
    words = [(event.words, event.details) for event in told.events if event.kind == "slip"]
    assert words == [
        ("Target date March 2013: why it moved", ("The loom is late", "Agreed by the Board")),
        (
            "Target date moved from January 2013 to March 2013",
            (REASON_NOT_GIVEN, "Agreed by nobody whom the document names"),
        ),
    ]


def test_an_older_edition_makes_its_date_the_first_and_asks_why_it_moved_since(cast, plan) -> None:
    older = Edition(date(2012, 1, 31), (Line(0, target=5), Line(1, target=2)))
    accept(cast, plan, older, at=AT)
    first, present = now(plan, "1.1").dates["target"]
    assert (first[0], present[0], now(plan, "1.1").target_slips) == ("May 2013", "January 2013", 1)
    assert open_kinds(plan) == ["slip"]
    row = queries.plan_actions(cast.editor, plan.pk, today=factories.TODAY)[0]
    assert row.first_target.text == "May 2013" and row.target.text == "January 2013"


def test_an_edition_between_two_others_lets_go_the_question_that_it_answers(cast, plan) -> None:
    accept(cast, plan, Edition(NEWER, (Line(0, target=3), Line(1, target=2))), at=AT)
    accept(cast, plan, Edition(date(2012, 6, 29), (Line(0, target=3), Line(1, target=2))), at=AT)
    asked = Doubt.objects.filter(plan=plan, kind="slip").order_by("id")
    assert [doubt.answers.count() for doubt in asked] == [1, 0]
    assert DoubtAnswer.objects.get().answer == "no longer asked: another edition says it"
    assert now(plan, "1.1").target_slips == 1


def test_a_question_whose_move_another_edition_divides_is_asked_anew(cast, plan) -> None:
    accept(cast, plan, Edition(NEWER, (Line(0, target=3), Line(1, target=2))), at=AT)
    accept(cast, plan, Edition(date(2012, 6, 29), (Line(0, target=5), Line(1, target=2))), at=AT)
    asked = unanswered().filter(plan=plan, kind="slip").values_list("sentence", flat=True)
    moves = sorted(sentence.partition(" in plan")[0] for sentence in set(asked))
    assert moves == [
        "The target date moved from January 2013 to May 2013",
        "The target date moved from May 2013 to March 2013",
    ]


def test_an_action_that_the_newest_edition_lacks_stays_and_is_asked_about(cast, plan) -> None:
    accept(cast, plan, Edition(NEWER, (Line(0, target=1),)), at=AT)
    assert Action.objects.filter(plan=plan).count() == 2 and open_kinds(plan) == ["gone"]
    doubt = Doubt.objects.get(kind="gone")
    assert doubt.action.number == "1.2" and "no longer has this action" in doubt.sentence
    actions.answer_doubt(
        actor=cast.editor, doubt_ref=doubt.ref, answer="it stays in the plan", so_on=factories.TODAY, at=AT
    )
    assert open_kinds(plan) == []


def test_an_older_edition_says_of_nothing_that_it_is_gone(cast, plan) -> None:
    accept(cast, plan, Edition(date(2012, 1, 31), (Line(0, target=1),)), at=AT)
    assert open_kinds(plan) == []


def test_what_is_not_accepted_changes_nothing(cast, plan) -> None:
    edition = Edition(NEWER, (Line(0, target=3, progress="Done"), Line(2, target=4)))
    answers = {"match:1.2": "new", "added:1.2": "yes"}
    batch = start(cast, edition, at=AT, plan_ref=plan.ref, answers=answers)
    before = (now(plan, "1.1").dates, Update.objects.count())
    actions.apply_edition(actor=cast.editor, batch_ref=batch.ref, at=AT)
    assert (now(plan, "1.1").dates, Update.objects.count()) == before
    assert Action.objects.filter(plan=plan).count() == 3 and open_kinds(plan) == []
    said = dict(EditionLine.objects.values_list("action__number", "said"))
    assert said["1.1"] == {} and said["1.3"]["target"][0] == "April 2013"


def test_nothing_comes_in_while_nothing_is_accepted_or_an_action_is_unclear(cast, plan) -> None:
    batch = start(cast, Edition(NEWER, (Line(0), Line(1))), at=AT, plan_ref=plan.ref)
    with pytest.raises(CannotDo, match="Nothing of plan of 2012-09-28 is accepted yet"):
        actions.apply_edition(actor=cast.editor, batch_ref=batch.ref, at=AT)
    other = start(
        cast, Edition(NEWER, (Line(0, wording=1),)), at=AT, plan_ref=plan.ref, answers={"changes": "accept all"}
    )
    with pytest.raises(CannotDo, match="Say first which action “Find carers in Braeside”"):
        actions.apply_edition(actor=cast.editor, batch_ref=other.ref, at=AT)


def test_an_action_in_other_words_is_asked_about_and_the_likeliest_is_offered_first(cast, plan) -> None:
    from lippen.improvement.actions.editions import edition_beside

    batch = start(cast, Edition(NEWER, (Line(0, wording=1), Line(1))), at=AT, plan_ref=plan.ref)
    seen = edition_beside(cast.editor, batch, Proposal.from_dict(batch.proposal), at=AT)
    (doubt,) = seen.comparison.doubts
    assert doubt.key == "match:1.1" and doubt.choices[0] == "1.1" and doubt.choices[-1] == "new"


def test_an_action_that_moved_keeps_its_number_and_the_edition_says_where_it_has_it(cast, plan) -> None:
    accept(cast, plan, Edition(NEWER, (Line(1, theme=1, target=2), Line(0, theme=2, target=1))), at=AT)
    moved = Action.objects.get(plan=plan, number="1.1")
    line = EditionLine.objects.get(action=moved)
    assert (line.theme_title, line.number) == ("Theme 2", "2.1")
    told = queries.action_story(cast.editor, moved.ref, as_at=factories.TODAY, today=factories.TODAY)
    said = [event.words for event in told.events if event.kind == "edition"]
    assert said == ["Stands as 2.1 Theme 2 in plan of 2012-09-28"]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (None, "gives no date of its own"),
        (OLDER, "plan of 2012-03-30 is in this plan already and is dated 30 March 2012 too"),
        (date(2013, 1, 1), "has not come yet"),
    ],
)
def test_an_edition_whose_date_does_not_say_which_it_is_is_refused(cast, plan, day, sentence) -> None:
    from dataclasses import replace

    from lippen.improvement.actions.editions import edition_beside

    batch = start(cast, Edition(NEWER, (Line(0),)), at=AT, plan_ref=plan.ref)
    proposal = replace(Proposal.from_dict(batch.proposal), dated_on=day)
    with pytest.raises(CannotDo, match=sentence):
        edition_beside(cast.editor, batch, proposal, at=AT)


def test_only_those_who_bring_plans_in_bring_in_an_edition(cast, plan) -> None:
    batch = start(
        cast, Edition(NEWER, (Line(0, target=3),)), at=AT, plan_ref=plan.ref, answers={"changes": "accept all"}
    )
    with pytest.raises(NotAllowed):
        actions.apply_edition(actor=cast.worker, batch_ref=batch.ref, at=AT)


def test_an_edition_is_not_brought_in_as_a_plan_of_its_own(cast, plan) -> None:
    batch = start(cast, Edition(NEWER, (Line(0),)), at=AT, plan_ref=plan.ref)
    with pytest.raises(CannotDo, match="is an edition of a plan that is here"):
        actions.apply_import(actor=cast.editor, batch_ref=batch.ref, at=AT)


def test_an_edition_of_many_actions_takes_no_more_statements_than_one_of_few(
    cast, django_assert_max_num_queries
) -> None:
    def edition(day: date, count: int, target: int) -> Edition:
        return Edition(day, tuple(Line(item, target=target, progress=f"Said {target}") for item in range(count)))

    small = brought_in(cast, [edition(OLDER, 1, 1)], at=AT, title="Small")
    large = brought_in(cast, [edition(OLDER, 8, 1)], at=AT, title="Large")
    numbers = []
    for plan, count in ((small, 1), (large, 8)):
        batch = start(cast, edition(NEWER, count, 2), at=AT, plan_ref=plan.ref, answers={"changes": "accept all"})
        with django_assert_max_num_queries(75) as counted:
            actions.apply_edition(actor=cast.editor, batch_ref=batch.ref, at=AT)
        numbers.append(len(counted.captured_queries))
    assert numbers[0] == numbers[1]


def test_an_edition_that_came_in_waits_on_no_desk_and_its_questions_stand_there(cast, plan) -> None:
    def owed() -> set[str]:
        return {duty.kind for duty in organisation.duties_of(cast.editor)}

    close_duties(kind=OfficerDuty.DOUBTS, subject_kind=PLAN_SUBJECT, subject_keys=[plan.ref], at=AT)
    assert OfficerDuty.DOUBTS not in owed()
    accept(cast, plan, Edition(NEWER, (Line(0, target=3), Line(1, target=2))), at=AT)
    assert open_kinds(plan) == ["slip"]
    assert OfficerDuty.DOUBTS in owed()
    assert OfficerDuty.IMPORT not in owed()
