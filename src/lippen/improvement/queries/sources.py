"""Sources by the names they had on a day, and what each asked for with the actions that answer it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

from django.db.models import QuerySet

from lippen.improvement.models import (
    Action,
    ActionAnswer,
    ActionNow,
    ActionState,
    Plan,
    PlanSource,
    Recommendation,
    RecommendationWording,
    Source,
    SourceNaming,
    Theme,
)
from lippen.improvement.models.toggles import Toggle, last_of_each
from lippen.improvement.queries import now as facts
from lippen.improvement.queries.for_papers import read_facts
from lippen.improvement.queries.plans import bare_rows
from lippen.improvement.queries.reading import People, action_rows, named_in, states_of
from lippen.improvement.queries.scope import Scope
from lippen.improvement.rows import ActionRow, PlanRow
from lippen.improvement.source_rows import (
    AnsweringRow,
    AnswerLabel,
    RecommendationRow,
    SourceOfPlanRow,
    SourceReport,
)
from lippen.improvement.vocabulary import SOURCE_KIND_WORDS, SourceKind
from lippen.kernel.access import Actor
from lippen.kernel.errors import NotVisible
from lippen.kernel.together import read_together

T = TypeVar("T", bound=Toggle)


def counting(found: QuerySet[T], as_at: date | None, known_at: datetime | None, *between: str) -> list[T]:
    """The ties that are open by the end of a day, as known at a moment."""
    said = Scope(as_at=as_at, known_at=known_at).of(found)
    return [each for each in last_of_each(said, *between) if not each.ended]


def sources(
    actor: Actor,
    *,
    authority_ids: Collection[int] | None = None,
    as_at: date | None = None,
    known_at: datetime | None = None,
) -> tuple[SourceOfPlanRow, ...]:
    """The list of sources of the councils whose plans the actor reads, by kind and title; retired ones are marked."""
    found = Source.objects.visible_to(actor).known_at(known_at)
    if authority_ids is not None:
        found = found.filter(authority_id__in=authority_ids)
    kept = list(found)
    rows = source_rows(kept, as_at, known_at).values()
    places = {kind.value: place for place, kind in enumerate(SourceKind)}
    return tuple(sorted(rows, key=lambda row: (places[row.kind], row.title.lower(), row.id)))


def source_rows(
    kept: Sequence[Source], as_at: date | None = None, known_at: datetime | None = None
) -> dict[int, SourceOfPlanRow]:
    """Sources by id, by the names of a day."""
    namings = SourceNaming.objects.filter(source__in=kept).known_at(known_at)
    if as_at is not None:
        namings = namings.filter(so_on__lte=as_at)
    ordered = namings.order_by("source_id", "-so_on", "-id").distinct("source_id")
    return named_rows(kept, {naming.source_id: naming for naming in ordered} if kept else {})


def named_rows(kept: Iterable[Source], latest: Mapping[int, SourceNaming]) -> dict[int, SourceOfPlanRow]:
    """Sources by id, with the latest that was said of each."""
    return {each.pk: _source_row(each, latest.get(each.pk)) for each in kept}


def _source_row(found: Source, naming: SourceNaming | None) -> SourceOfPlanRow:
    called = naming or found
    return SourceOfPlanRow(
        id=found.pk,
        ref=found.ref,
        kind=called.kind,
        kind_words=called.kind_words or SOURCE_KIND_WORDS[SourceKind(called.kind)],
        title=called.title,
        dated_on=called.dated_on,
        authority_id=found.authority_id,
        is_retired=naming is not None and naming.is_retired,
        is_from_file=naming is None and found.batch_id is not None,
    )


def source(actor: Actor, ref: str) -> SourceOfPlanRow:
    """One source as it is called now, or NotVisible."""
    return source_rows([_visible(actor, ref)]).popitem()[1]


def _visible(actor: Actor, ref: str) -> Source:
    found = Source.objects.visible_to(actor).filter(ref=ref).first()
    if found is None:
        raise NotVisible
    return found


def plan_sources(
    actor: Actor, plan_id: int, *, as_at: date | None = None, known_at: datetime | None = None
) -> tuple[SourceOfPlanRow, ...]:
    """The sources that a plan draws from on a day, the first drawn from first, with how much of each is answered."""
    drawn = sources_drawn(actor, plan_id, as_at=as_at, known_at=known_at)
    counts = _counts(actor, [row.id for row in drawn], as_at, known_at)
    return tuple(replace(row, recommendations=counts[row.id][0], answered=counts[row.id][1]) for row in drawn)


def _counts(
    actor: Actor, source_ids: list[int], as_at: date | None, known_at: datetime | None
) -> Mapping[int, tuple[int, int]]:
    """Of each source, how many recommendations count and how many of them some action answers."""
    scope = Scope(as_at=as_at, known_at=known_at)
    asked = dict(
        scope.of(Recommendation.objects.filter(source_id__in=source_ids)).values_list("id", "source_id")
        if source_ids
        else ()
    )
    words = _wordings(asked, scope)
    of_plans = Plan.objects.visible_to(actor)
    answers = ActionAnswer.objects.filter(recommendation__source_id__in=source_ids, action__plan__in=of_plans)
    said = last_of_each(scope.of(answers), "action_id", "recommendation_id").values_list("recommendation_id", "ended")
    answered = {recommendation_id for recommendation_id, ended in said if not ended}
    every = [(pk, source_id) for pk, source_id in asked.items() if pk in words and not words[pk].is_withdrawn]
    total = Counter(source_id for _, source_id in every)
    done = Counter(source_id for pk, source_id in every if pk in answered)
    return defaultdict(lambda: (0, 0), {source_id: (total[source_id], done[source_id]) for source_id in total})


def _wordings(ids: Iterable[int], scope: Scope) -> dict[int, RecommendationWording]:
    found = scope.of(RecommendationWording.objects.filter(recommendation_id__in=list(ids)))
    latest = found.order_by("recommendation_id", "-so_on", "-id").distinct("recommendation_id")
    return {each.recommendation_id: each for each in latest}


def source_report(
    actor: Actor, ref: str, *, as_at: date | None = None, known_at: datetime | None = None, today: date
) -> SourceReport:
    """A source by itself: what it asked for, the actions that answer each, and what nothing answers; on any day."""
    found = _visible(actor, ref)
    if known_at is not None and found.recorded_at > known_at:
        raise NotVisible
    scope = Scope(as_at=as_at, known_at=known_at)
    visible_plans = Plan.objects.visible_to(actor)
    answers = open_of(
        scope.of(ActionAnswer.objects.filter(recommendation__source=found, action__plan__in=visible_plans)),
        *BETWEEN,
    )
    every = open_of(scope.of(ActionAnswer.objects.filter(action_id__in=answers.values("action_id"))), *BETWEEN)
    others = Recommendation.objects.filter(pk__in=every.values("recommendation_id"))
    sources = Source.objects.visible_to(actor).filter(pk__in=others.values("source_id")) | Source.objects.filter(
        pk=found.pk
    )
    drawing = open_of(scope.of(PlanSource.objects.filter(source=found)), "plan_id")
    asked, wordings, answered, also, of_others, shown, namings, plans = read_together(
        scope.of(found.recommendations.all()).order_by("position", "id"),
        latest_wordings(scope.of(RecommendationWording.objects.filter(recommendation__source=found))),
        answers,
        every,
        others,
        sources,
        latest_namings(sources, as_at, known_at),
        visible_plans.filter(pk__in=drawing.values("plan_id")).order_by("title"),
    )
    rows, of_plans = rows_across(actor, {each.action_id for each in answered}, scope, today)
    named = named_rows(shown, {naming.source_id: naming for naming in namings})
    labels = label_rows(also, of_others, named)
    by_recommendation: dict[int, list[AnsweringRow]] = defaultdict(list)
    for each in answered:
        if each.action_id in rows:
            plan_id, row = rows[each.action_id]
            elsewhere = tuple(label for label in labels[each.action_id] if label.source_ref != ref)
            by_recommendation[each.recommendation_id].append(
                AnsweringRow(of_plans[plan_id], row, each.so_on, elsewhere)
            )
    words = {each.recommendation_id: each for each in wordings}
    return SourceReport(
        source=named[found.pk],
        recommendations=tuple(
            _recommendation_row(each, words[each.pk], by_recommendation[each.pk]) for each in asked if each.pk in words
        ),
        plans=tuple(bare_rows(plans).values()),
    )


BETWEEN = ("action_id", "recommendation_id")


def open_of(said: QuerySet[T], *between: str) -> QuerySet[T]:
    """The ties among these that are open: the latest word on each, where that does not end it."""
    model = said.model
    return model._default_manager.filter(pk__in=last_of_each(said, *between).values("pk"), ended=False)


def latest_namings(sources: QuerySet[Source], as_at: date | None, known_at: datetime | None) -> QuerySet[SourceNaming]:
    """What each source is called on a day."""
    said = Scope(as_at=as_at, known_at=known_at).of(SourceNaming.objects.filter(source__in=sources.values("pk")))
    latest = said.order_by("source_id", "-so_on", "-id").distinct("source_id")
    return SourceNaming.objects.filter(pk__in=latest.values("pk"))


def latest_wordings(said: QuerySet[RecommendationWording]) -> QuerySet[RecommendationWording]:
    """The latest words of each recommendation."""
    latest = said.order_by("recommendation_id", "-so_on", "-id").distinct("recommendation_id")
    return RecommendationWording.objects.filter(pk__in=latest.values("pk"))


def label_rows(
    answers: Iterable[ActionAnswer], asked: Iterable[Recommendation], rows: Mapping[int, SourceOfPlanRow]
) -> Mapping[int, tuple[AnswerLabel, ...]]:
    """What each action answers, of the sources that are shown, by source and place there; nothing for other actions."""
    ordered = sorted(
        (each for each in asked if each.source_id in rows), key=lambda each: (each.source_id, each.position)
    )
    places = {each.pk: place for place, each in enumerate(ordered)}
    labels = {
        each.pk: AnswerLabel(rows[each.source_id].ref, rows[each.source_id].title, each.number, each.ref)
        for each in ordered
    }
    found: dict[int, list[int]] = defaultdict(list)
    for each in answers:
        if each.recommendation_id in places:
            found[each.action_id].append(each.recommendation_id)
    told = {
        action_id: tuple(labels[pk] for pk in sorted(pks, key=places.__getitem__)) for action_id, pks in found.items()
    }
    return defaultdict(tuple, told)


def _recommendation_row(
    found: Recommendation, wording: RecommendationWording, answers: list[AnsweringRow]
) -> RecommendationRow:
    ordered = sorted(answers, key=lambda each: (each.plan.title, by_number(each.action.number)))
    return RecommendationRow(
        id=found.pk,
        ref=found.ref,
        number=found.number,
        text=wording.text,
        made_on=found.so_on,
        is_withdrawn=wording.is_withdrawn,
        reason=wording.reason,
        answers=tuple(ordered),
    )


def by_number(number: str) -> tuple[tuple[int, str], ...]:
    """Numbers such as 2.10 in the order in which people count."""
    return tuple((int(part), "") if part.isdigit() else (0, part) for part in number.split("."))


def rows_across(
    actor: Actor, action_ids: Collection[int], scope: Scope, today: date
) -> tuple[dict[int, tuple[int, ActionRow]], dict[int, PlanRow]]:
    """Actions of any plans as rows on a day, each with its plan's id; and the plans."""
    if not action_ids:
        return {}, {}
    day = scope.as_at or today
    asked = Scope(action_ids=list(action_ids), as_at=day, known_at=scope.known_at)
    actions, nows, states = _past(actor, asked) if scope.known_at or day < today else _present(asked)
    plans = bare_rows(Plan.objects.filter(pk__in={action.plan_id for action in actions}))
    people = People.of(named_in(list(nows.values()), states), on=day)
    found: dict[int, tuple[int, ActionRow]] = {}
    for plan_id, plan in plans.items():
        own = [action for action in actions if action.plan_id == plan_id]
        rows = action_rows(plan, own, nows, as_at=day, today=day, people=people, states=states)
        found |= {row.id: (plan_id, row) for row in rows}
    return found, plans


Facts = tuple[list[Action], dict[int, ActionNow], Mapping[int, ActionState]]


def _present(asked: Scope) -> Facts:
    actions = list(Action.objects.filter(pk__in=asked.action_ids).select_related("theme"))
    nows = facts.present(actions)
    return actions, nows, states_of(list(nows.values()))


def _past(actor: Actor, asked: Scope) -> Facts:
    of_actions = Action.objects.filter(pk__in=asked.action_ids, so_on__lte=asked.as_at).known_at(asked.known_at)
    themes = Theme.objects.filter(pk__in=of_actions.values("theme_id"))
    actions, read = read_facts(actor, asked, themes, of_actions)
    columns = read.columns(action.pk for action in actions)
    nows = {each.pk: ActionNow(action_id=each.pk, plan_id=each.plan_id, **columns[each.pk]) for each in actions}
    return actions, nows, read.states_of(nows.values())


def labels_of(
    actor: Actor, action_ids: Collection[int], as_at: date | None = None, known_at: datetime | None = None
) -> Mapping[int, tuple[AnswerLabel, ...]]:
    """Which recommendations some actions answer on a day."""
    scope = Scope(action_ids=list(action_ids), as_at=as_at, known_at=known_at)
    answers = open_of(scope.of(ActionAnswer.objects.all()), *BETWEEN)
    asked = Recommendation.objects.filter(pk__in=answers.values("recommendation_id"))
    sources = Source.objects.visible_to(actor).filter(pk__in=asked.values("source_id"))
    answered, of_others, shown, namings = read_together(
        answers, asked, sources, latest_namings(sources, as_at, known_at)
    )
    return label_rows(answered, of_others, named_rows(shown, {naming.source_id: naming for naming in namings}))


def answering(
    actor: Actor, source_ref: str, plan_id: int, as_at: date | None, known_at: datetime | None
) -> frozenset[int]:
    """The actions of a plan that answer a source on a day; none where the actor does not see the source."""
    of_source = Source.objects.visible_to(actor).filter(ref=source_ref)
    found = ActionAnswer.objects.filter(recommendation__source__in=of_source, action__plan_id=plan_id)
    said = last_of_each(Scope(as_at=as_at, known_at=known_at).of(found), "action_id", "recommendation_id")
    return frozenset(action_id for action_id, ended in said.values_list("action_id", "ended") if not ended)


def sources_drawn(
    actor: Actor, plan_id: int, *, as_at: date | None = None, known_at: datetime | None = None
) -> tuple[SourceOfPlanRow, ...]:
    """The sources that a plan draws from on a day, without how much of each is answered: for a list to choose from."""
    drawn = counting(PlanSource.objects.filter(plan_id=plan_id), as_at, known_at, "source_id")
    places = {each.source_id: each.pk for each in drawn}
    kept = list(Source.objects.visible_to(actor).filter(pk__in=places)) if places else []
    return tuple(sorted(source_rows(kept, as_at, known_at).values(), key=lambda row: places[row.id]))


def plans_drawing(actor: Actor, source_id: int) -> tuple[tuple[str, str], ...]:
    """Reference and title of the plans that draw from a source now, by title."""
    drawing = open_of(PlanSource.objects.filter(source_id=source_id), "plan_id").values("plan_id")
    found = Plan.objects.visible_to(actor).filter(pk__in=drawing)
    return tuple(found.order_by("title", "id").values_list("ref", "title"))


def offered_recommendations(
    actor: Actor, plan_id: int
) -> tuple[tuple[SourceOfPlanRow, tuple[RecommendationRow, ...]], ...]:
    """The recommendations of the sources that a plan draws from now, for a list to choose from."""
    drawn = sources_drawn(actor, plan_id)
    asked = list(Recommendation.objects.filter(source_id__in=[row.id for row in drawn]).order_by("position", "id"))
    words = _wordings([each.pk for each in asked], Scope())
    return tuple(
        (
            row,
            tuple(
                _recommendation_row(each, words[each.pk], [])
                for each in asked
                if each.source_id == row.id and not words[each.pk].is_withdrawn
            ),
        )
        for row in drawn
    )


def recommendation(actor: Actor, ref: str) -> tuple[SourceOfPlanRow, RecommendationRow]:
    """One recommendation and its source, or NotVisible."""
    seen = Recommendation.objects.filter(source__in=Source.objects.visible_to(actor))
    found = seen.filter(ref=ref).select_related("source").first()
    if found is None:
        raise NotVisible
    words = _wordings([found.pk], Scope())
    return source_rows([found.source])[found.source_id], _recommendation_row(found, words[found.pk], [])


def numbers_answering(actor: Actor, recommendation_ref: str) -> dict[str, tuple[str, ...]]:
    """By plan, the numbers of the actions that answer a recommendation now."""
    found = ActionAnswer.objects.filter(
        recommendation__ref=recommendation_ref, action__plan__in=Plan.objects.visible_to(actor)
    )
    answers = counting(found.select_related("action__plan"), None, None, "action_id", "recommendation_id")
    numbers: dict[str, list[str]] = defaultdict(list)
    for each in sorted(answers, key=lambda each: by_number(each.action.number)):
        numbers[each.action.plan.ref].append(each.action.number)
    return {plan_ref: tuple(found) for plan_ref, found in numbers.items()}
