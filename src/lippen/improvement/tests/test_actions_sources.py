"""Sources, their recommendations, and the actions that answer them: begun and ended by facts, told on any day."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from lippen.improvement import actions, queries
from lippen.improvement.models import ActionAnswer, Source, SourceNaming
from lippen.improvement.tests.factories import AGREED, NOW, TODAY, Cast, cast, moment
from lippen.improvement.vocabulary import SourceKind
from lippen.kernel.errors import CannotDo, NotAllowed, NotVisible
from lippen.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db
JULY = date(2012, 7, 10)
AUGUST = date(2012, 8, 20)


@pytest.fixture
def here() -> Cast:
    return cast()


def source(here: Cast, title: str = "Review of long-term work", kind: SourceKind = SourceKind.INDEPENDENT_REVIEW):
    made = actions.record_source(
        actor=here.editor, authority_id=here.council.pk, kind=kind, title=title, at=moment(AGREED)
    )
    actions.draw_from(actor=here.editor, plan_ref=here.plan.ref, source_ref=made.ref, so_on=AGREED, at=moment(AGREED))
    return made


def asked(here: Cast, of, number: str = "1", text: str = "Hold supervision monthly"):
    return actions.add_recommendation(
        actor=here.editor, source_ref=of.ref, number=number, text=text, so_on=AGREED, at=moment(AGREED)
    )


def answers(here: Cast, action, *wanted, on: date = JULY):
    return actions.change_answers(
        actor=here.editor,
        action_ref=action.ref,
        recommendation_refs=[each.ref for each in wanted],
        so_on=on,
        at=moment(on),
    )


def report(here: Cast, of, **look: object):
    return queries.source_report(here.worker, of.ref, today=TODAY, **look)


def answering(here: Cast, of, **look: object) -> dict[str, list[str]]:
    found = report(here, of, **look)
    return {row.number: [each.action.text for each in row.answers] for row in found.recommendations}


def test_one_action_answers_recommendations_of_several_sources_and_each_reports_from_it_alone(here: Cast) -> None:
    review, audit = source(here), source(here, "Audit of supervision", SourceKind.INTERNAL_AUDIT)
    first, second, other = asked(here, review), asked(here, review, "2", "Name a lead"), asked(here, audit, "R4")
    rota, log = here.action("Write the rota"), here.action("Keep a log")
    answers(here, rota, first, other)
    answers(here, log, second)
    assert answering(here, review) == {"1": ["Write the rota"], "2": ["Keep a log"]}
    assert answering(here, audit) == {"R4": ["Write the rota"]}


def test_what_nothing_answers_is_told(here: Cast) -> None:
    review = source(here)
    first, second = asked(here, review), asked(here, review, "2", "Name a lead")
    answers(here, here.action(), first)
    found = report(here, review)
    assert [row.number for row in found.unanswered] == ["2"]
    (row,) = queries.plan_sources(here.worker, here.plan.pk)
    assert (row.recommendations, row.answered, row.unanswered) == (2, 1, 1)
    assert second.ref in {row.ref for row in found.unanswered}


def test_an_overlap_names_what_else_the_action_answers(here: Cast) -> None:
    review, audit = source(here), source(here, "Audit of supervision", SourceKind.INTERNAL_AUDIT)
    answers(here, here.action("Write the rota"), asked(here, review), asked(here, audit, "R4"))
    (overlap,) = report(here, review).overlapping
    assert [label.words for label in overlap.also] == ["Audit of supervision, R4"]


def test_an_answer_that_ended_still_stood_on_a_day_before(here: Cast) -> None:
    review = source(here)
    first = asked(here, review)
    rota = here.action("Write the rota")
    answers(here, rota, first, on=JULY)
    answers(here, rota, on=AUGUST)
    assert answering(here, review) == {"1": []}
    assert answering(here, review, as_at=JULY) == {"1": ["Write the rota"]}
    assert answering(here, review, as_at=JULY - timedelta(days=1)) == {"1": []}
    assert answering(here, review, as_at=AUGUST, known_at=moment(JULY)) == {"1": ["Write the rota"]}


def test_a_past_report_shows_actions_as_they_stood_then(here: Cast) -> None:
    review = source(here)
    rota = here.action("Write the rota")
    answers(here, rota, asked(here, review))
    actions.change_wording(actor=here.editor, action_ref=rota.ref, text="Write both rotas", so_on=AUGUST, at=NOW)
    assert answering(here, review, as_at=JULY) == {"1": ["Write the rota"]}
    assert answering(here, review) == {"1": ["Write both rotas"]}


def test_an_answer_begins_once_and_ends_once(here: Cast) -> None:
    first = asked(here, source(here))
    rota = here.action()
    answers(here, rota, first)
    with pytest.raises(CannotDo, match="Nothing has changed"):
        answers(here, rota, first)
    answers(here, rota, on=AUGUST)
    answers(here, rota, first, on=TODAY)
    assert list(ActionAnswer.objects.order_by("number").values_list("number", "ended")) == [
        (1, False),
        (2, True),
        (3, False),
    ]


def test_an_action_answers_only_what_its_plan_draws_from(here: Cast) -> None:
    review = source(here)
    first = asked(here, review)
    actions.stop_drawing(actor=here.editor, plan_ref=here.plan.ref, source_ref=review.ref, so_on=JULY, at=moment(JULY))
    with pytest.raises(CannotDo, match="not recommendations of the plan's sources"):
        answers(here, here.action(), first, on=AUGUST)


def test_a_plan_draws_from_a_source_once_until_it_stops(here: Cast) -> None:
    review = source(here)
    given = {"actor": here.editor, "plan_ref": here.plan.ref, "source_ref": review.ref}
    with pytest.raises(CannotDo, match="already"):
        actions.draw_from(**given, so_on=JULY, at=moment(JULY))
    actions.stop_drawing(**given, so_on=JULY, at=moment(JULY))
    assert queries.plan_sources(here.worker, here.plan.pk) == ()
    assert [row.ref for row in queries.plan_sources(here.worker, here.plan.pk, as_at=AGREED)] == [review.ref]
    with pytest.raises(CannotDo, match="does not draw"):
        actions.stop_drawing(**given, so_on=AUGUST, at=moment(AUGUST))


def test_taking_the_themes_makes_each_a_recommendation_that_its_actions_answer(here: Cast) -> None:
    here.action("Write the rota")
    here.action("Keep a log")
    made = actions.record_source(
        actor=here.editor,
        authority_id=here.council.pk,
        kind=SourceKind.INDEPENDENT_REVIEW,
        title="Review",
        at=moment(AGREED),
    )
    actions.draw_from(
        actor=here.editor,
        plan_ref=here.plan.ref,
        source_ref=made.ref,
        so_on=JULY,
        at=moment(JULY),
        takes_themes=True,
    )
    (row,) = report(here, made).recommendations
    assert (row.number, row.text) == ("1", "Tools for the job")
    assert [each.action.text for each in row.answers] == ["Write the rota", "Keep a log"]


def test_a_withdrawn_recommendation_counts_no_longer_and_says_why(here: Cast) -> None:
    review = source(here)
    first = asked(here, review)
    given = {"recommendation_ref": first.ref, "text": "Hold supervision monthly", "so_on": JULY, "at": moment(JULY)}
    with pytest.raises(CannotDo) as refused:
        actions.reword_recommendation(actor=here.editor, is_withdrawn=True, **given)
    assert refused.value.field == "reason"
    actions.reword_recommendation(actor=here.editor, is_withdrawn=True, reason="Entered twice", **given)
    found = report(here, review)
    assert (found.counting, found.recommendations[0].reason) == ((), "Entered twice")
    assert len(report(here, review, as_at=AGREED).counting) == 1
    assert queries.plan_sources(here.worker, here.plan.pk)[0].recommendations == 0


def test_a_renamed_source_keeps_its_old_name_on_days_before(here: Cast) -> None:
    review = source(here)
    actions.rename_source(
        actor=here.editor,
        source_ref=review.ref,
        kind=SourceKind.LEARNING_REVIEW,
        title="Learning review",
        so_on=JULY,
        at=moment(JULY),
    )
    assert queries.source(here.worker, review.ref).kind_words == "Learning review"
    (before,) = queries.sources(here.worker, as_at=AGREED)
    assert (before.title, before.kind_words) == ("Review of long-term work", "Independent review")


def test_a_council_titles_each_source_once(here: Cast) -> None:
    source(here)
    with pytest.raises(CannotDo, match="already a source") as refused:
        source(here)
    assert refused.value.field == "title"


def test_a_recommendation_has_its_number_once_in_its_source(here: Cast) -> None:
    review = source(here)
    asked(here, review)
    with pytest.raises(CannotDo, match="has a recommendation 1") as refused:
        asked(here, review)
    assert refused.value.field == "number"


def test_by_numbers_the_actions_of_a_plan_are_said_all_at_once(here: Cast) -> None:
    first = asked(here, source(here))
    here.action("Write the rota")
    here.action("Keep a log")
    given = {"actor": here.editor, "recommendation_ref": first.ref, "plan_ref": here.plan.ref}
    actions.answer_by_numbers(**given, numbers=["1.1", "1.2"], so_on=JULY, at=moment(JULY))
    assert queries.numbers_answering(here.worker, first.ref) == {here.plan.ref: ("1.1", "1.2")}
    actions.answer_by_numbers(**given, numbers=["1.2"], so_on=AUGUST, at=moment(AUGUST))
    assert queries.numbers_answering(here.worker, first.ref) == {here.plan.ref: ("1.2",)}
    with pytest.raises(CannotDo, match=r"no action 9\.9") as refused:
        actions.answer_by_numbers(**given, numbers=["9.9"], so_on=TODAY, at=NOW)
    assert refused.value.field == "numbers"


def test_another_council_sees_no_source_of_ours(here: Cast) -> None:
    review = source(here)
    assert queries.sources(here.stranger) == ()
    with pytest.raises(NotVisible):
        queries.source_report(here.stranger, review.ref, today=TODAY)
    with pytest.raises(NotVisible):
        asked(Cast(**{**here.__dict__, "editor": here.stranger}), review)


def test_who_may_not_edit_the_plan_changes_no_source(here: Cast) -> None:
    review = source(here)
    with pytest.raises(NotAllowed):
        actions.add_recommendation(
            actor=here.worker, source_ref=review.ref, number="9", text="More", so_on=TODAY, at=NOW
        )


def test_the_same_form_sent_twice_records_one_source(here: Cast) -> None:
    token = uuid4()
    given = {"actor": here.editor, "authority_id": here.council.pk, "kind": SourceKind.INSPECTION, "at": NOW}
    once = actions.record_source(title="Inspection", token=token, **given)
    assert actions.record_source(title="Inspection", token=token, **given) == once


def test_what_is_recorded_of_a_source_after_a_version_was_named_comes_after_it(here: Cast) -> None:
    review = source(here)
    here.action()
    version = actions.name_version(actor=here.editor, plan_ref=here.plan.ref, name="Initial plan", as_at=TODAY, at=NOW)
    made = actions.add_recommendation(
        actor=here.editor, source_ref=review.ref, number="7", text="Late", so_on=TODAY, at=NOW
    )
    assert made.recorded_at > version.known_at


def test_every_change_of_a_source_leaves_an_audit_entry_without_words(here: Cast) -> None:
    review = source(here)
    answers(here, here.action(), asked(here, review))
    verbs = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
    for verb in ("source.recorded", "plan.source_added", "recommendation.added", "action.answers_changed"):
        assert verb in verbs
    assert not AuditEntry.objects.filter(keys__icontains="supervision").exists()


# --- a kind in the council's own words ---


def test_a_source_of_another_kind_says_in_its_own_words_which(here: Cast) -> None:
    given = {"authority_id": here.council.pk, "title": "Petition of foster carers", "at": NOW}
    with pytest.raises(CannotDo) as refused:
        actions.record_source(actor=here.editor, kind=SourceKind.OTHER, kind_words=" ", **given)
    assert refused.value.field == "kind_words"
    made = actions.record_source(actor=here.editor, kind=SourceKind.OTHER, kind_words="Petition", **given)
    row = queries.source(here.worker, made.ref)
    assert (row.kind, row.kind_words) == ("other", "Petition")
    given = {"source_ref": made.ref, "title": made.title, "so_on": TODAY, "at": NOW}
    actions.rename_source(actor=here.editor, kind=SourceKind.INSPECTION, kind_words="Petition", **given)
    assert queries.source(here.worker, made.ref).kind_words == "Inspection"


@pytest.mark.parametrize(("kind", "words"), [("other", ""), ("inspection", "Petition")])
def test_the_tables_keep_own_words_for_another_kind_alone(here: Cast, kind: str, words: str) -> None:
    given = {"authority": here.council, "title": "X", "recorded_at": NOW}
    with pytest.raises(IntegrityError, match="source_of_another_kind_says_which"), transaction.atomic():
        Source.objects.create(ref="source-x", kind=kind, kind_words=words, **given)
    made = Source.objects.create(ref="source-x", kind="inspection", **given)
    with pytest.raises(IntegrityError, match="source_naming_of_another_kind_says_which"), transaction.atomic():
        SourceNaming.objects.create(source=made, so_on=TODAY, title="X", kind=kind, kind_words=words, recorded_at=NOW)
